"""Pickers over a notebook: scope, period and comparison; the views below follow."""

import os
import sys
from collections.abc import Callable
from functools import cached_property
from importlib.util import find_spec
from typing import Any

from salesnb.errors import UsageError
from salesnb.figures import Html
from salesnb.labels import say
from salesnb.session import Session
from salesnb.workbench.explore import ExploreVerbs

View = Callable[[Any], Any]
_OWN = ("_board", "comparing", "_looks", "settings")  # stays, whatever scope is looked at
# What another scope has in common with the one before.
_SHARED = ("workspace", "settings", "lang", "as_of", "snapshot", "viewer", "calendar", "period")
_MOST_LOOKS = 4


class PickerVerbs(ExploreVerbs):
    """A session whose scope and period can be picked in JupyterLab.

    Attributes
    ----------
    comparing : whether the box "compare" is ticked, for views to pass on.
    """

    comparing: bool = False
    _board: Any = None

    def controls(self, scope: str | None = None, period: str | None = None) -> Any:
        """Return pickers for scope, period and comparison; every view of this notebook follows.

        In a report, which nobody can click, there is nothing to pick: they vanish.

        Parameters
        ----------
        scope, period : what to begin with; None = what the workbench was opened for.

        Raises
        ------
        UsageError
            ipywidgets is not installed.
        """
        if is_without_page(self):
            return Html("")
        if scope or period:
            self.look_at(scope or str(self.scope), period or self.period.text)
        from salesnb.workbench.pickers.widgets import picker_box

        return picker_box(self, self._views())

    def view(self, show: View) -> Any:
        """Show what a function of the workbench gives, again at every change of a picker.

        Parameters
        ----------
        show : e.g. `lambda wb: wb.ranking()`; it gets the workbench as it then is.
        """
        if is_without_page(self):
            return show(self)
        return self._views().add(show)

    def look_at(self, scope: str, period: str) -> None:
        """Look at another scope and period from here on; as before if they are refused.

        Raises
        ------
        UsageError, ScopeError
            As `salesnb.open`.
        """
        if scope == str(self.scope):
            self.period = self.read_period(period)
            return
        looks, here = self._looks, str(self.scope)
        kept = {name: vars(self)[name] for name in _OWN if name in vars(self)}
        looks[here] = {name: vars(self)[name] for name in vars(self) if name not in _OWN}
        other = looks.get(scope) or self._opened(scope)
        self._become({**other, **kept})
        try:
            self.period = self.read_period(period)
        except UsageError:
            self._become({**looks[here], **kept})
            raise
        looks.pop(scope, None)
        while len(looks) > _MOST_LOOKS:
            looks.pop(next(iter(looks)))["_store"].close()

    def _opened(self, scope: str) -> dict[str, Any]:
        """Return another scope; of the snapshot that is open, unless there is a newer one."""
        is_newest = (
            not self.workspace.extract.is_file()
            and self.workspace.store.snapshot() == self.snapshot
        )
        store = self._store.beside(scope) if is_newest else None
        if store is not None:
            shared = {name: vars(self)[name] for name in _SHARED}
            return {**shared, "scope": store.scope, "_store": store}
        day, viewer = self.as_of, self.viewer
        return vars(
            type(self)(self.workspace.root, scope=scope, as_of=day, viewer=viewer, lang=self.lang)
        )

    @cached_property
    def _looks(self) -> dict[str, dict[str, Any]]:
        """The scopes that were looked at lately, each with what was read of it."""
        return {}

    def _become(self, look: dict[str, Any]) -> None:
        vars(self).clear()
        vars(self).update(look)

    def _views(self) -> Any:
        from salesnb.workbench.pickers.widgets import Board

        if self._board is None:
            self._board = Board(self)
        return self._board


def has_views(bench: PickerVerbs) -> bool:
    """Return whether the notebook shows anything by `wb.view`."""
    return bench._board is not None


def redraw(bench: PickerVerbs) -> None:
    """Draw again what the notebook shows by `wb.view`."""
    if bench._board is not None:
        bench._board.redraw()


def reopen(bench: PickerVerbs, period: str) -> None:
    """Look at the newest snapshot by the newest params, in place; as before if that is refused."""
    fresh = type(bench)(
        bench.workspace.root,
        scope=str(bench.scope),
        period=period,
        viewer=bench.viewer,
        lang=bench.lang,
    )
    kept: dict[str, Any] = {"_board": bench._board, "comparing": bench.comparing}
    stores = [bench._store, *(look["_store"] for look in bench._looks.values())]
    bench._become({**vars(fresh), **kept})
    for store in stores:
        store.close()


def is_without_page(session: Session) -> bool:
    """Whether the cell runs without a page before which somebody sits.

    JupyterLab and its like name the cell that they run; papermill and nbclient name none. Voilà
    runs cells as nbclient does, and tells the kernel its id.
    """
    if session.workspace.extract.is_file():
        return True
    module = sys.modules.get("IPython")
    shell = None if module is None else module.get_ipython()
    kernel = getattr(shell, "kernel", None)
    parent: dict[str, Any] = (kernel.get_parent() if kernel else None) or {}
    is_page = bool(parent.get("metadata", {}).get("cellId"))
    if not is_page and "VOILA_KERNEL_ID" not in os.environ:
        return True
    if find_spec("ipywidgets") is None:
        raise UsageError(say("err_ipywidgets"))
    return False
