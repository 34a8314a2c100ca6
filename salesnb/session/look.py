"""One look at the data: a scope, a period, a day, a language."""

from collections.abc import Sequence
from datetime import date, timedelta
from functools import cached_property
from pathlib import Path

import pandas as pd

from salesnb import formats
from salesnb.errors import UsageError
from salesnb.labels import LANGUAGES, label, listed, say
from salesnb.metrics import Target, hidden_parts, measure, target_book
from salesnb.periods import GRAINS, Period, parse_period, period_of
from salesnb.scopes import ScopedStore
from salesnb.told import Telling, Told
from salesnb.workspace import Workspace

_CHOICES = {
    "stage": "stage",
    "furthest_stage": "stage",
    "level": "level",
    "grade": "grade",
    "method": "method",
}
MARK = "salesnb"  # under which `frame.attrs` holds what a frame of metrics is
BELOW = {"company": "team", "department": "team", "team": "rep", "rep": None}


class Look:
    """What a viewer may see of one scope in one period, as of one day.

    Attributes
    ----------
    period : the period that is looked at.
    as_of : the last day that is known.
    scope : company, department, team or rep.
    lang : zh or en.
    """

    def __init__(
        self,
        workspace: str | Path = ".",
        *,
        scope: str | None = None,
        period: str | None = None,
        as_of: str | date | None = None,
        viewer: str | None = None,
        lang: str | None = None,
    ) -> None:
        self.workspace = Workspace.find(workspace)
        self.settings = self.workspace.settings
        self.lang = lang or self.settings.workspace.lang
        if self.lang not in LANGUAGES:
            raise UsageError(say("err_language", lang=lang))
        day = _day(as_of)
        if self.workspace.extract.is_file():
            self._store = ScopedStore.from_extract(
                self.workspace.extract, scope=scope, viewer=viewer, as_of=day
            )
        else:
            self._store = ScopedStore.open(
                self.workspace.store, self.settings, scope=scope, viewer=viewer, as_of=day
            )
        self.scope, self.as_of = self._store.scope, self._store.as_of
        self.snapshot, self.viewer = self._store.snapshot, viewer
        self.calendar = self.workspace.calendar()
        self.period = self.read_period("last-month" if period is None else period)

    def read_period(self, text: str | Period) -> Period:
        """Return a period as written, words such as last-month counted from `as_of`."""
        if isinstance(text, Period):
            return text
        return parse_period(
            text, self.as_of, self.settings.workspace.fiscal_year_start, self.calendar
        )

    def table(self, name: str) -> pd.DataFrame:
        """Return a table or fact inside the scope, e.g. `opportunities` or `fact_leads`.

        Contacts are masked. Dates are timestamps, money is in yuan.
        """
        self._store.columns(name)
        return self._store.run(f"select * from {name}")

    def sql(self, query: str) -> pd.DataFrame:
        """Return the rows of one SELECT over the tables and facts inside the scope."""
        return self._store.query(query)

    def sources(self, table: str) -> pd.DataFrame:
        """Return id, file, sheet and row from which each row of a table inside the scope came."""
        return self._store.sources(table)

    def tables(self) -> list[str]:
        """Return the names of the tables and facts."""
        return self._store.tables()

    def metrics(
        self,
        names: str | Sequence[str],
        by: str | Sequence[str] = (),
        period: str | Period | Sequence[Period] | None = None,
        compare: bool = False,
    ) -> pd.DataFrame:
        """Return metrics of params/metrics.yml, one row per group.

        Parameters
        ----------
        names : metric ids, e.g. `["win_rate", "sales"]`.
        by : dimensions (rep, team, department, region, industry, source, product_line, level …),
            and at most one of day, week, month, quarter, year, which splits the period.
        period : another period than the session's, or several.
        compare : beside each value that of the previous period and of the year before (of a running
            period as many days of them), its target and how far it is.

        Returns
        -------
        metric, period, the dimensions, value (yuan, 0-1, count, days or hours by the metric's
        unit), numerator, denominator, low, high (95 % interval), n. With `compare` also previous,
        growth_mom, year_ago, growth_yoy (relative), target, target_origin, completion, pace_gap,
        severity (red or amber by the metric's thresholds), is_small (too few cases to judge).
        """
        wanted = [names] if isinstance(names, str) else list(names)
        dimensions = [by] if isinstance(by, str) else list(by)
        periods = [self.period] if period is None else period
        if isinstance(periods, str | Period):
            periods = [self.read_period(periods)]
        grains = [name for name in dimensions if name in GRAINS]
        if len(grains) > 1:
            raise UsageError(say("err_grains", known=listed(GRAINS), grains=grains))
        others = [name for name in dimensions if name not in GRAINS]
        if grains:
            periods = [part for p in periods for part in p.split(grains[0])]
        frame = measure(
            self._store, self.settings, wanted, periods, others, self.calendar, compare=compare
        )
        if grains:
            frame.insert(2 + dimensions.index(grains[0]), grains[0], frame["period"])
        frame.attrs["metrics"] = wanted
        frame.attrs[MARK] = self._mark(wanted, periods)
        return frame

    def _mark(self, names: Sequence[str], periods: Sequence[Period]) -> dict[str, object]:
        """Return what a notebook needs to show a frame of metrics as figures."""
        found = {name: self.settings.metrics[name] for name in names}
        spans = [period.text for period in periods]
        return {
            "units": {name: metric.unit for name, metric in found.items()},
            "labels": {name: metric.label(self.lang) for name, metric in found.items()},
            "lang": self.lang,
            "scope": str(self.scope),
            "period": spans[0] if len(spans) == 1 else f"{spans[0]} … {spans[-1]}",
            "as_of": str(self.as_of),
        }

    def sees(self, metric: str) -> bool:
        """Return whether the viewer's role may see what a metric is made of."""
        metrics = self.settings.metrics
        described = metrics[metric]
        parts = [metrics[name] for name in (described.of, described.to) if name]
        return not any(hidden_parts(self._store, part) for part in (parts or [described]))

    def target(self, metric: str = "sales", period: Period | None = None) -> Target | None:
        """Return the target of the scope for a period: its value, and where it comes from."""
        book = target_book(self._store, self.settings, self.calendar)
        return book.find(metric, str(self.scope), period or self.period)

    def told(self, report: str) -> Telling | None:
        """Return what the report of this kind before this one told, None at the first.

        On somebody's behalf only where a rendering has seen to it that the right is still the same.
        """
        if self.viewer is not None and not self.workspace.extract.is_file():
            return None
        memory = Told(self.workspace.state)
        return memory.before(report, str(self.scope), self.viewer, self.period, self.as_of)

    @property
    def target_period(self) -> Period:
        """The period whose target the work is measured by: of days and weeks their month."""
        if self.period.grain not in ("day", "week"):
            return self.period
        day = max(min(self.period.last_day, self.as_of), self.period.start)
        return period_of(day, "month", self.period.fiscal_start)

    @property
    def year(self) -> Period:
        """The twelve months that end with the period, and not after the month of `as_of`."""
        end = min(self.period.end, period_of(self.as_of, "month").end)
        start = (pd.Timestamp(end) - pd.DateOffset(years=1)).date()
        return self.read_period(f"{start}..{end - timedelta(days=1)}")

    @property
    def elapsed(self) -> float:
        """The share of the period's working days that is over (0-1)."""
        return self.calendar.elapsed_share(self.period, self.as_of)

    @property
    def is_running(self) -> bool:
        """Whether the period goes on after `as_of`."""
        return self.as_of < self.period.last_day

    @cached_property
    def has_leads(self) -> bool:
        """Whether the workspace has any leads; without them the funnel is one of opportunities."""
        return bool(self._store.run("select has_leads from parameters")["has_leads"].iloc[0])

    @cached_property
    def has_payments(self) -> bool:
        """Whether payments are recorded at all; without them nothing is known to be overdue."""
        return bool(self._store.run("select has_payments from parameters")["has_payments"].iloc[0])

    @property
    def below(self) -> str | None:
        """The dimension into which the scope falls apart: teams of a company, reps of a team."""
        return BELOW[self.scope.kind]

    def scope_title(self) -> str:
        """Return the scope as a heading."""
        if self.scope.query:
            saved = self.settings.queries.get(self.scope.query)
            title = saved.title(self.scope.query, self.lang) if saved else self.scope.query
            return f"{title} · {self.scope.name}" if self.scope.name else title
        if self.scope.kind == "company":
            return self.settings.workspace.company or label("company", self.lang)
        return self.scope.name

    def to_date(self, other: Period) -> Period:
        """Return an earlier period cut to as many days as this one has run, if it is running."""
        return other.as_far_as(self.period, self.as_of)

    def trailing(self, count: int = 12) -> list[Period]:
        """Return the periods of the trend, this one last; a range is shown by its months.

        A month that the range cuts is itself a range, so that a year ago it has the same days.
        """
        if self.period.grain != "range":
            return self.period.trailing(count)
        return [
            part
            if part == self.read_period(part.text)
            else self.read_period(f"{part.start}..{part.last_day}")
            for part in self.period.split("month")
        ]

    def first_day(self, fact: str, dated_by: str) -> date | None:
        """Return the first day that a fact knows; before it there is no history to compare with."""
        asked = f"select min({dated_by}) as day from fact_{fact}"
        found = self._store.once(asked, lambda: self._store.run(asked)["day"].iloc[0])
        return None if pd.isna(found) else pd.Timestamp(found).date()

    def name_of(self, dimension: str, value: object) -> str:
        """Return a dimension's value as shown."""
        if value is None or value is pd.NA or value != value:
            return label("no_reason", self.lang)
        if value == "unassigned":
            return label("unassigned", self.lang)
        if dimension in ("payment_state", "ageing"):
            return label(f"{dimension}_{value}", self.lang)
        if dimension in _CHOICES:
            return self.settings.choice_label(_CHOICES[dimension], str(value), self.lang)
        if dimension in GRAINS:
            return formats.period_title(str(value), self.lang)
        return str(value)

    def is_small(self, n: float | None) -> bool:
        """Return whether a rate rests on too few cases."""
        return n is None or not n >= self.settings.workspace.small_sample


def _day(value: str | date | None) -> date | None:
    if value is None or isinstance(value, date):
        return value
    try:
        return date.fromisoformat(value)
    except ValueError as error:
        raise UsageError(say("err_as_of", value=value)) from error
