"""The figures of plugins as verbs of a workbench: `wb.NAME()` gives a section with its headline."""

import inspect
from collections.abc import Callable
from functools import cached_property, wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from salesnb.errors import ConfigError, HiddenError, ScopeError
from salesnb.figures import Html, TableColumn, data_table, notice, section
from salesnb.labels import Sentence, UnknownLabelError, label, listed, say
from salesnb.plugins.loading import place_of, told
from salesnb.session import Session
from salesnb.session.look import MARK
from salesnb.settings import AddedFigure, Fault, name_taken
from salesnb.views.parts import stack

_PACKAGE = Path(__file__).parents[1]
_UNITS = {"money": "money", "ratio": "percent", "count": "count", "days": "days", "hours": "hours"}
# Of a frame of metrics a table shows the dimensions, the value and the rows it rests on.
_LEFT_OUT = ("metric", "period", "numerator", "denominator", "low", "high")


class PluginVerbs(Session):
    """A session with the figures that the workspace's plugins add."""

    @cached_property
    def _own_figures(self) -> dict[str, AddedFigure]:
        """The figures of plugins by name, without those that would hide a verb."""
        return {n: f for n, f in self.settings.figures.items() if not self._is_verb(n)}

    def plugin_faults(self) -> list[str]:
        """Return what is wrong in plugins/: each with file, line and fault."""
        hiding = [
            name_taken("figure", name, figure.place, _place_of_verb(type(self), name))
            for name, figure in self.settings.figures.items()
            if self._is_verb(name)
        ]
        faults: list[Fault] = [*self.settings.faults, *hiding]
        return [fault.said.text(self.lang) for fault in faults]

    def _is_verb(self, name: str) -> bool:
        return hasattr(type(self), name) or name in vars(self)

    def _plugin_points(self) -> list[tuple[str, str]]:
        """Return what a card tells of plugins; nothing where there are none."""
        lang, settings = self.lang, self.settings
        added = [
            *(name for name in settings.metrics if settings.is_added("metric", name)),
            *(name for name in settings.alerts.rules if settings.is_added("alert_rule", name)),
            *(f"wb.{name}()" for name in self._own_figures),
        ]
        faults = self.plugin_faults()
        points = [("wb_plugins", listed(added).text(lang))] if added else []
        points += [("wb_plugin_faults", " ".join(faults))] if faults else []
        return [(label(key, lang), words) for key, words in points]

    if not TYPE_CHECKING:  # a verb that there is not shall stay a mistake

        def __getattr__(self, name: str) -> Any:
            """Return the figure of a plugin as a verb."""
            if name.startswith("_") or "settings" not in vars(self):
                raise AttributeError(name)
            if name in self._own_figures:
                return _verb(self, self._own_figures[name])
            faults = [each for each in self.settings.faults if each.name in (name, "")]
            because = " ".join(each.said.text(self.lang) for each in faults)
            kind = type(self).__name__
            raise AttributeError(f"'{kind}' object has no attribute '{name}'. {because}".strip())


def _verb(session: Session, figure: AddedFigure) -> Callable[..., Html]:
    @wraps(figure.draw)
    def shown(*args: Any, **options: Any) -> Html:
        try:
            return _section(session, figure, figure.draw(session, *args, **options))
        except HiddenError as error:
            return notice(error.text(session.lang))
        except ScopeError:
            raise
        except Exception as error:
            raise _failed(figure, error) from error

    return shown


def _failed(figure: AddedFigure, error: Exception) -> ConfigError:
    """Return the fault of a figure, with the last line of its file that was run."""
    place = place_of(error, Path(figure.draw.__code__.co_filename)) or figure.place
    words = {"place": place, "name": figure.name, "told": told(error)}
    return ConfigError(say("plugin_figure_failed", **words))


def _section(session: Session, figure: AddedFigure, drawn: Any) -> Html:
    lang = session.lang
    head = section(figure.label(lang), "", figure.name)
    if isinstance(drawn, pd.DataFrame):
        return stack(head, _table(session, drawn))
    if not (hasattr(drawn, "content") and hasattr(drawn, "_repr_html_")):
        kind = type(drawn).__name__
        raise ConfigError(say("plugin_figure_gives", kind=kind))
    return stack(head, drawn)


def _table(session: Session, frame: pd.DataFrame) -> Html:
    """Return a frame as a table; one of metrics without what its figures are made of."""
    lang, marked = session.lang, frame.attrs.get(MARK)
    names = [name for name in frame.columns if not (marked and name in _LEFT_OUT)]
    units = set(marked["units"].values()) if marked else set()
    kinds = {name: _kind(frame[name]) for name in names}
    if len(units) == 1:
        kinds["value"] = _UNITS[units.pop()]
    headers = {name: _header(str(name), lang) for name in names}
    told = {}
    if marked and len(marked["labels"]) == 1:
        ((metric, headers["value"]),) = marked["labels"].items()
        told["value"] = session.settings.metrics[metric].definition(lang)
    columns: list[Any] = [
        TableColumn(name, headers[name], kinds[name], definition=told.get(name, ""))
        for name in names
    ]
    return data_table(frame, columns, lang)


def _kind(values: pd.Series) -> Any:
    if pd.api.types.is_datetime64_any_dtype(values):
        return "date"
    if pd.api.types.is_bool_dtype(values) or not pd.api.types.is_numeric_dtype(values):
        return "text"
    return "count" if pd.api.types.is_integer_dtype(values) else "number"


def _header(name: str, lang: str) -> str:
    for key in (f"dimension_{name}", name):
        try:
            return label(key, lang)
        except UnknownLabelError:
            continue
    return name


def _place_of_verb(workbench: type, name: str) -> Sentence:
    """Return where the workbench has a name of its own."""
    found: Any = getattr(workbench, name, workbench)
    found = inspect.unwrap(getattr(found, "fget", found) or workbench)
    file = Path(inspect.getsourcefile(found) or __file__)
    _, line = inspect.getsourcelines(found)
    within = file.relative_to(_PACKAGE.parent) if file.is_relative_to(_PACKAGE.parent) else file
    return say("at_line", file=within.as_posix(), line=line)
