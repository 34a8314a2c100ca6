"""The pickers as widgets, and the outputs that are drawn again when they change."""

from typing import Any

import ipywidgets
from IPython import get_ipython

from salesnb import formats
from salesnb.errors import SalesnbError
from salesnb.figures import notice
from salesnb.figures.markup import text
from salesnb.labels import label
from salesnb.periods import period_of

_PERIODS = ("this-month", "last-month", "this-quarter", "last-quarter", "this-year", "last-year")
_MONTHS = 13


class Board:
    """The views of a notebook, by the cell that shows them."""

    def __init__(self, bench: Any) -> None:
        self._bench = bench
        self._cells: dict[str, tuple[str, list[tuple[Any, Any]]]] = {}

    def add(self, show: Any) -> ipywidgets.Output:
        """Return an output with what a function gives; a cell that is run again has one view each."""
        cell, run = _running_cell()
        before, views = self._cells.get(cell, ("", []))
        if before != run:
            views = []
        output = ipywidgets.Output()
        views.append((show, output))
        self._cells[cell] = (run, views)
        self._draw(show, output)
        return output

    def redraw(self) -> None:
        """Draw every view again."""
        for _, views in self._cells.values():
            for show, output in views:
                self._draw(show, output)

    def _draw(self, show: Any, output: ipywidgets.Output) -> None:
        try:
            made = show(self._bench)
        except SalesnbError as error:
            made = notice(error.text(self._bench.lang))
        except Exception as error:  # a view that fails leaves the others alone
            made = notice(f"{type(error).__name__}: {error}")
        data, metadata = _formatted(made)
        shown = {"output_type": "display_data", "data": data, "metadata": metadata}
        output.outputs = () if made is None else (shown,)


def picker_box(bench: Any, board: Board) -> ipywidgets.VBox:
    """Return the pickers as one line of widgets with a line of what is looked at."""
    return _Pickers(bench, board).widget


class _Pickers:
    def __init__(self, bench: Any, board: Board) -> None:
        self._bench, self._board = bench, board
        lang = bench.lang
        scopes = list(dict.fromkeys([str(bench.scope), *bench.names("scopes")]))
        self._scope = ipywidgets.Dropdown(
            options=scopes, value=str(bench.scope), description=label("scope", lang)
        )
        self._period = ipywidgets.Combobox(
            options=[*_PERIODS, *_months(bench)],
            value=bench.period.text,
            description=label("period", lang),
            continuous_update=False,
            ensure_option=False,
        )
        self._compare = ipywidgets.Checkbox(
            value=bench.comparing, description=label("controls_compare", lang), indent=False
        )
        self._status = ipywidgets.HTML()
        for picker in (self._scope, self._period, self._compare):
            picker.observe(self._changed, "value")
        line = ipywidgets.HBox(
            [self._scope, self._period, self._compare], layout={"flex_flow": "row wrap"}
        )
        self.widget = ipywidgets.VBox([line, self._status])
        self._tell()

    def _changed(self, _: Any) -> None:
        self._status.value = text(label("controls_busy", self._bench.lang))
        try:
            self._bench.look_at(self._scope.value, self._period.value)
        except SalesnbError as error:
            self._status.value = notice(error.text(self._bench.lang)).html
            return
        self._bench.comparing = self._compare.value
        self._board.redraw()
        self._tell()

    def _tell(self) -> None:
        bench = self._bench
        words = {
            "scope": bench.scope_title(),
            "period": formats.period_title(bench.period.text, bench.lang),
            "as_of": bench.as_of,
        }
        self._status.value = text(label("controls_shown", bench.lang, **words))


def _months(bench: Any) -> list[str]:
    trail = period_of(bench.as_of, "month").trailing(_MONTHS)
    return [period.text for period in reversed(trail)]


def _running_cell() -> tuple[str, str]:
    """Return the id of the cell that runs, and of this run of it.

    Voilà names no cells; there each runs once.
    """
    kernel = getattr(get_ipython(), "kernel", None)
    parent = (kernel.get_parent() if kernel else None) or {}
    run = parent.get("header", {}).get("msg_id", "")
    return parent.get("metadata", {}).get("cellId", run), run


def _formatted(made: Any) -> tuple[Any, Any]:
    """Return how a notebook shows an object."""
    data, metadata = get_ipython().display_formatter.format(made)
    return data, metadata
