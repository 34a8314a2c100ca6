"""What the workbench tells of itself: names that can be asked for, explanations, its own card."""

from collections.abc import Callable, Iterable
from dataclasses import replace

from salesnb import formats
from salesnb.errors import UsageError, unknown
from salesnb.figures import Folded, Html, fact_sheet
from salesnb.labels import label, listed, say
from salesnb.metrics import DIMENSIONS
from salesnb.periods import GRAINS
from salesnb.scopes import read_organisation
from salesnb.tables import TABLES
from salesnb.views.explained import Explanation, explain, explainable
from salesnb.workbench.plugins import PluginVerbs

_FRAMES = (
    "metrics",
    "table",
    "query",
    "sql",
    "funnel",
    "alerts",
    "tasks",
    "score_leads",
    "forecast",
    "segments",
)
_FURTHER = (
    "explain",
    "controls",
    "view",
    "save_query",
    "define_metric",
    "compare",
    "fields",
    "entry",
)
_COUNTED = ("customers", "leads", "opportunities", "orders")


class ExploreVerbs(PluginVerbs):
    """A session that tells what it is and how its figures are computed."""

    def explain(self, name: str) -> Explanation:
        """Return what a metric, dimension, fact or table is, and how it was computed.

        Of a metric: definition, formula, numerator and denominator, its value of this scope and
        period, the SQL, thresholds, and the line of params that changes it. `.sql` is the
        statement, `.rows()` the rows that it counts.

        Raises
        ------
        UsageError
            Nothing has the name; the message lists what does.
        HiddenError
            The viewer's role may not see what it is made of.
        """
        return explain(self, name)

    def names(self, kind: str) -> list[str]:
        """Return the names that can be asked for: metrics, dimensions, scopes, tables, queries …"""
        found: dict[str, Callable[[], list[str]]] = {
            "metrics": lambda: list(self.settings.metrics),
            "dimensions": lambda: [*DIMENSIONS, *GRAINS],
            "scopes": self._scopes,
            "tables": self.tables,
            "queries": lambda: list(self.settings.queries),
            "askable": lambda: [*self.settings.queries, *self.tables()],
            "anything": lambda: explainable(self),
        }
        if kind not in found:
            raise UsageError(unknown(say("explain_names"), kind, found))
        return found[kind]()

    def _scopes(self) -> list[str]:
        """Return the scopes that the viewer may see; a report's kernel knows its own only."""
        if self.workspace.extract.is_file():
            return [str(self.scope)]

        def listed_scopes() -> list[str]:
            store = self.workspace.store
            organisation = read_organisation(store, self.settings, self.as_of)
            whose = organisation.widest(self.viewer)
            queries = [replace(whose, query=name) for name in self.settings.queries]
            return [str(scope) for scope in (*organisation.visible(self.viewer), *queries)]

        return self._store.once("visible_scopes", listed_scopes)

    def _card(self) -> Html:
        """Return what this look at the data is, and what can be asked of it."""
        lang = self.lang
        title = label(
            "wb_title",
            lang,
            scope=self.scope_title(),
            period=formats.period_title(self.period.text, lang),
        )
        sections = sorted(name for name in self.__dir__() if self._gives_html(name))
        points = [
            (label("scope", lang), str(self.scope)),
            (label("period", lang), self.period.text),
            (label("as_of", lang), str(self.as_of)),
            (label("viewer", lang), self.viewer or label("operator", lang)),
            (label("wb_data", lang), self._data_state()),
            (label("wb_frames", lang), self._calls(_FRAMES)),
            (label("wb_further", lang), self._calls(_FURTHER)),
            *self._plugin_points(),
        ]
        folded = Folded(
            label("wb_sections", lang, count=len(sections)),
            ", ".join(self._calls([n]) for n in sections),
        )
        return fact_sheet(title, "salesnb", points, [folded], label("wb_hint", lang))

    def _data_state(self) -> str:
        counts = ", ".join(f"(select count(*) from {name}) as {name}" for name in self._counted())
        lang, words = self.lang, ""
        if counts:
            sql = f"select {counts}"
            row = self._store.once(sql, lambda: self._store.run(sql)).iloc[0]
            parts = [
                label(
                    "wb_rows",
                    lang,
                    table=TABLES[name].zh if lang == "zh" else TABLES[name].en,
                    count=formats.count(row[name], lang),
                )
                for name in self._counted()
            ]
            words = listed(parts).text(lang)
        return label(
            "wb_snapshot",
            lang,
            number=self.snapshot.number,
            at=f"{self.snapshot.at:%Y-%m-%d %H:%M}",
            rows=words,
        )

    def _counted(self) -> list[str]:
        return [name for name in _COUNTED if name in self.tables()]

    def _calls(self, names: Iterable[str]) -> str:
        return ", ".join(f"wb.{name}()" for name in names if hasattr(type(self), name))

    def _gives_html(self, name: str) -> bool:
        found = getattr(type(self), name, None)
        return getattr(found, "__annotations__", {}).get("return") is Html

    def __dir__(self) -> list[str]:
        """List the verbs only, for tab completion."""
        verbs = (
            name
            for name in dir(type(self))
            if not name.startswith("_") and callable(getattr(type(self), name))
        )
        return sorted([*verbs, *self._own_figures])
