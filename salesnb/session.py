"""One look at the data: a scope, a period, a day, a language, and the questions that can be asked."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd

from salesnb import formats
from salesnb.advice import Finding, find_advice
from salesnb.alerts import find_alerts
from salesnb.errors import UsageError
from salesnb.followups import customer_cadence, shared_customers
from salesnb.funnel import (
    best_practice,
    data_trust,
    has_changes,
    largest_cases,
    pipeline_movement,
    pushes,
    stage_funnel,
    stages_beside,
    stuck,
    timeline,
)
from salesnb.funnel.channels import channel_table
from salesnb.funnel.cohorts import cohort_table, ripe_until
from salesnb.funnel.findings import LEVEL, RATES, findable, rate_findings
from salesnb.funnel.leak import find_leaks, leak_rows
from salesnb.labels import LANGUAGES, Sentence, label, listed, say
from salesnb.leads import (
    WHEN_NEW,
    Revision,
    assign_leads,
    claimed_untouched,
    follow_ups,
    orphans,
    owner_conflicts,
    pool,
    pool_by_owner,
    recycling,
    response_times,
    revise_card,
    score_leads,
)
from salesnb.metrics import Target, measure, target_book
from salesnb.periods import GRAINS, Period, parse_period, period_of
from salesnb.scopes import ScopedStore
from salesnb.settings import Settings
from salesnb.told import Telling, Told
from salesnb.workspace import Workspace

_CHOICES = {
    "stage": "stage",
    "furthest_stage": "stage",
    "level": "level",
    "grade": "grade",
    "method": "method",
}
BELOW = {"company": "team", "department": "team", "team": "rep", "rep": None}


class Session:
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
        return frame

    def stages(
        self,
        by: str | None = None,
        period: str | Period | None = None,
        full: bool = False,
        reading: str = "imputed",
        compare: bool = False,
    ) -> pd.DataFrame:
        """Return the stage table of the leads created in the period (see `funnel.stage_funnel`).

        Parameters
        ----------
        by : a dimension of leads, or a grain such as month, which splits the period.
        period : another period than the session's.
        full : with the stages that are not shown by default.
        reading : imputed, reached, strict, or flow, which counts the entries of the period.
        compare : beside each stage the period before and the target (see `funnel.stages_beside`).
        """
        chosen = self.shown_stages(full)
        looked_at = self.read_period(period or self.period)

        def table(part: Period, dimension: str | None = None) -> pd.DataFrame:
            if not compare:
                return stage_funnel(self._store, part, chosen, dimension, reading)
            return stages_beside(
                self._store, self.settings, part, chosen, self.calendar, dimension, reading
            )

        if by not in GRAINS:
            return table(looked_at, by)
        parts = [table(part).assign(**{by: part.text}) for part in looked_at.split(by)]
        frame = pd.concat(parts, ignore_index=True)
        return frame[[by, *(name for name in frame.columns if name != by)]]

    def movement(
        self, period: str | Period | None = None, due_by: str | Period | None = None
    ) -> pd.DataFrame:
        """Return the movement of the pipeline over a period (`funnel.pipeline_movement`).

        Parameters
        ----------
        period : another period than the session's; of a running one what is over.
        due_by : only the pipeline that is expected to close by the end of this period.
        """
        window = self.read_period(period or self.period)
        last = max(min(window.last_day, self.as_of), window.start)
        due = None if due_by is None else self.read_period(due_by)
        return pipeline_movement(self._store, window.start, last, due)

    def pushes(self) -> pd.DataFrame:
        """Return how often the expected dates of open deals were moved (`funnel.pushes`)."""
        return pushes(self._store)

    def stuck(self) -> pd.DataFrame:
        """Return the open deals beside the usual stay in their stage (`funnel.stuck`)."""
        return stuck(self._store, self.settings)

    def trust(self) -> pd.DataFrame:
        """Return the gaps in the data of open deals and of a year's ended ones (`funnel.data_trust`)."""
        return data_trust(self._store, self.settings, self.year.start)

    @cached_property
    def has_deal_changes(self) -> bool:
        """Whether amounts or expected dates of deals are known to have changed."""
        return has_changes(self._store)

    def shown_stages(self, full: bool = False) -> list[str]:
        """Return the stages that are shown; without leads from the opportunity on."""
        stages = self.settings.stages
        chosen = list(stages.shown_full if full else stages.shown)
        if self.has_leads:
            return chosen
        path = [stage.id for stage in stages.path]
        return [name for name in chosen if path.index(name) >= path.index(stages.opportunity_stage)]

    def rate_findings(self, by: str | None = None) -> pd.DataFrame:
        """Return which groups of the year differ beyond chance (see `funnel.findings`).

        All sections share them: of the whole report 5 % is the chance of a false one, half of it for
        rates side by side, half for leaks.

        Parameters
        ----------
        by : a dimension that is looked at besides those that always are.
        """
        kind = "lead" if self.has_leads else "opportunity"
        fact = self.settings.metrics[RATES[kind][0]].fact or "cases"
        dimensions = findable(self._store, fact)
        dimensions += [by] if by and by not in dimensions else []
        arguments = (self.year, tuple(dimensions), RATES[kind], LEVEL / 2)
        return self._store.once(
            ("rate_findings", self.year.text, tuple(dimensions)),
            lambda: rate_findings(self._store, self.settings, *arguments),
        ).copy()

    def leaks(self, every: bool = False) -> pd.DataFrame:
        """Return the leaks of the year, the costliest first (see `funnel.leak.find_leaks`).

        Parameters
        ----------
        every : every group that was looked at, not the leaks alone.
        """
        frame = self._store.once(
            ("leaks", self.year.text),
            lambda: find_leaks(
                self._store, self.settings, self.year, self.shown_stages(), LEVEL / 2, every=True
            ),
        )
        return (frame if every else frame[frame["is_leak"]]).reset_index(drop=True)

    def leak_rows(self, leak: Mapping[str, Any]) -> pd.DataFrame:
        """Return the cases behind a row of `leaks` (see `funnel.leak.leak_rows`)."""
        return leak_rows(self._store, self.settings, self.year, leak)

    def cohorts(self, reading: str = "imputed") -> pd.DataFrame:
        """Return what became of the leads of each month of the year (see `funnel.cohorts`)."""
        return cohort_table(self._store, self.year, self.shown_stages(), reading)

    def ripe_until(self) -> dict[str, date]:
        """Return {stage: the last day of creation whose leads have had their time to reach it}."""
        return ripe_until(self._store, self.shown_stages())

    def channel_table(self) -> pd.DataFrame:
        """Return the channels of the year with rates and costs (see `funnel.channels`)."""
        return channel_table(self._store, self.settings, self.year)

    def score_leads(self, *, only_open: bool = True, learned: bool = True) -> pd.DataFrame:
        """Return the leads of the scope with their score, the highest first (`leads.score_leads`).

        Parameters
        ----------
        only_open : leave out those that are won or lost.
        learned : beside the card the learned score of open leads: probability (0-1; empty where no
            model may be used), probability_low and probability_high (95 %), reasons_for and
            reasons_against (see `learned.reasons`). Of a new import it is learned first.
        """
        frame = self._store.once(
            ("score_leads", only_open),
            lambda: score_leads(self._store, self.settings, only_open=only_open),
        )
        if not learned:
            return frame.copy()
        scores = self._store.run("select * from lead_scores")
        named = {"low": "probability_low", "high": "probability_high"}
        return frame.merge(scores.rename(columns=named), how="left", on="lead_id")

    def follow_ups(self, *, only_open: bool = True) -> pd.DataFrame:
        """Return when each lead is to be contacted, and whether it was (`leads.follow_ups`)."""
        return self._store.once(
            ("follow_ups", only_open),
            lambda: follow_ups(self._store, self.settings, self.calendar, only_open=only_open),
        ).copy()

    def customer_cadence(self) -> pd.DataFrame:
        """Return how far each customer's cadence was kept (see `followups.customer_cadence`)."""
        return self._store.once(
            ("customer_cadence", self.period),
            lambda: customer_cadence(self._store, self.settings, self.period),
        ).copy()

    def shared_customers(self) -> pd.DataFrame:
        """Return whom several people contacted (see `followups.shared_customers`)."""
        return shared_customers(self._store, self.period)

    def response_times(self, by: str | None = None) -> pd.DataFrame:
        """Return how soon the period's new leads were contacted (`leads.response_times`)."""
        return response_times(self._store, self.period, by)

    def habits(self) -> pd.DataFrame:
        """Return what the best reps do otherwise, over a year's leads (`funnel.best_practice`)."""
        return self._store.once(
            ("habits", self.year.text),
            lambda: best_practice(self._store, self.settings, self.year),
        ).copy()

    def timeline(self, case_id: str) -> pd.DataFrame:
        """Return what happened in a lead, an opportunity or a customer (see `funnel.timeline`)."""
        return timeline(self._store, self.settings, case_id, self.lang)

    def largest_cases(self) -> list[str]:
        """Return the ids of the largest deals that ended in the period (params/practice.yml)."""
        return largest_cases(self._store, self.period, self.settings.practice.cases)

    def revise_card(self) -> Revision | Sentence:
        """Return points for the score card that fit the outcomes, or why there are none.

        Raises
        ------
        UsageError
            The scope is not the company: the card is one for all.
        """
        if self.scope.kind != "company":
            raise UsageError(say("err_revision_scope"))
        return self._store.once("revision", lambda: revise_card(self._store, self.settings))

    def target(self, metric: str = "sales", period: Period | None = None) -> Target | None:
        """Return the target of the scope for a period: its value, and where it comes from."""
        book = target_book(self._store, self.settings, self.calendar)
        return book.find(metric, str(self.scope), period or self.period)

    def alerts(self, period: Period | None = None) -> pd.DataFrame:
        """Return what asks for action inside the scope (see `alerts.find_alerts`).

        Parameters
        ----------
        period : whose targets count; None = `target_period`.
        """
        looked_at = period or self.target_period
        return find_alerts(self._store, self.settings, looked_at, self.calendar)

    def advice(self, beyond_chance: bool = False, about: Sequence[str] = ()) -> list[Finding]:
        """Return the advice of params that applies (see `advice.find_advice`).

        Parameters
        ----------
        beyond_chance : of rules that compare a group with the rest keep only what `rate_findings`
            bears out, so that the advice is no more often false than the rest of the report.
        about : only the rules that look at one of these metrics; none = all rules.
        """
        known = None
        if beyond_chance:
            real = self.rate_findings().query("is_finding")
            known = set(zip(real["dimension"], real["name"], real["metric"], strict=True))
        return find_advice(
            self._store, self.settings, self.period, self.year, self.calendar, known, about
        )

    def assignment(self, include: Sequence[str] = WHEN_NEW) -> pd.DataFrame:
        """Return who is to get the leads that want an owner (see `leads.assign_leads`)."""
        return assign_leads(self._store, self.settings, include=include)

    def pool(self, full: bool = False) -> pd.DataFrame:
        """Return the leads in the public pool, and those about to be (see `leads.pool`)."""
        return self._store.once(("pool", full), lambda: pool(self._store, full=full)).copy()

    def pool_by_owner(self) -> pd.DataFrame:
        """Return who lets leads go (see `leads.pool_by_owner`)."""
        return pool_by_owner(self._store)

    def claimed_untouched(self) -> pd.DataFrame:
        """Return what was taken out of the pool and not followed up since."""
        return claimed_untouched(self._store)

    def recycling(self) -> pd.DataFrame:
        """Return the win rate of leads taken out of the pool beside that of others."""
        return recycling(self._store)

    def owner_conflicts(self) -> pd.DataFrame:
        """Return the customers that several people work on (see `leads.owner_conflicts`)."""
        return owner_conflicts(self._store)

    def orphans(self) -> pd.DataFrame:
        """Return the open leads that nobody follows (see `leads.orphans`)."""
        return orphans(self._store, self.settings)

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
        found = self._store.run(f"select min({dated_by}) as day from fact_{fact}")["day"].iloc[0]
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


def readable(frame: pd.DataFrame, settings: Settings) -> pd.DataFrame:
    """Return a frame of metrics as text for a terminal: 3,077,801.00, 129.3%, 12.5."""
    unit = frame["metric"].map(lambda name: settings.metrics[name].unit)
    parts = unit.where(unit != "ratio", "count")
    shown = frame.copy()
    for name in ("value", "low", "high", "numerator", "denominator"):
        units = parts if name in ("numerator", "denominator") else unit
        shown[name] = [_figure(v, u) for v, u in zip(frame[name], units, strict=True)]
    return shown


def _figure(value: float, unit: str) -> str:
    if pd.isna(value):
        return "-"
    if unit == "ratio":
        return f"{value:.1%}"
    return f"{value:,.0f}" if value == int(value) else f"{value:,.2f}"


def _day(value: str | date | None) -> date | None:
    if value is None or isinstance(value, date):
        return value
    try:
        return date.fromisoformat(value)
    except ValueError as error:
        raise UsageError(say("err_as_of", value=value)) from error
