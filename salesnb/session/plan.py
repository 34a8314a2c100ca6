"""What can be asked of targets: why one was missed, how it is broken down, what it takes."""

from collections.abc import Mapping, Sequence

import pandas as pd

from salesnb.errors import UsageError, unknown
from salesnb.forecast.activities import Activities, needed_activities, period_ahead
from salesnb.forecast.decomposition import Gap, decompose_gap, gap_frame
from salesnb.forecast.gap_causes import gap_causes
from salesnb.forecast.gap_readings import sold_by_day
from salesnb.forecast.path import due_shares
from salesnb.forecast.plan import TargetPlan, plan_targets
from salesnb.forecast.plan_units import present_reps
from salesnb.metrics import target_book
from salesnb.periods import Period, period_of
from salesnb.session.look import Look


class PlanQuestions(Look):
    """A look at targets and what is planned."""

    def gap(self, period: str | Period | None = None, reference: str = "recent") -> Gap:
        """Return why sales of the scope are not what their target says (`forecast.decompose_gap`).

        Parameters
        ----------
        period : another period than `target_period`.
        reference : what is usual: recent (about a year of periods before) or last_year.
        """
        window = self.read_period(period or self.target_period)
        return self._store.once(
            ("gap", window, reference),
            lambda: decompose_gap(
                self._store,
                window,
                {"": self.target("sales", window)},
                self._due(window, [""]),
                reference=reference,
            ),
        )[""]

    def gaps(
        self, by: str, period: str | Period | None = None, reference: str = "recent"
    ) -> dict[str, Gap]:
        """Return the same for each rep, team or department of the scope."""
        window = self.read_period(period or self.target_period)
        return self._store.once(
            ("gaps", by, window, reference), lambda: self._gaps(by, window, reference)
        )

    def _gaps(self, by: str, window: Period, reference: str) -> dict[str, Gap]:
        book, names = target_book(self._store, self.settings, self.calendar), self._known(by)
        return decompose_gap(
            self._store,
            window,
            {name: book.find("sales", f"{by}:{name}", window) for name in names},
            self._due(window, names, by),
            by=by,
            reference=reference,
        )

    def _due(
        self, window: Period, groups: Sequence[str], by: str | None = None
    ) -> Mapping[str, float] | float:
        """Return the share of the target that is due by now, of each group (`forecast.path`)."""
        if not window.start <= self.as_of < window.last_day:
            return self.calendar.elapsed_share(window, self.as_of)
        sold = sold_by_day(self._store, by)
        daily = sold.pivot_table(index="day", columns="grp", values="cents", aggfunc="sum")
        daily.index = pd.DatetimeIndex(daily.index)
        return due_shares(daily.reindex(columns=[*groups]), window, self.as_of, self.calendar)

    def _known(self, by: str) -> list[str]:
        """Return the reps, teams or departments of the staff sheet and of sales."""
        columns = {"rep": "person", "team": "team", "department": "department"}
        if by not in columns:
            raise UsageError(unknown("dimension", by, columns))
        sold = "owner" if by == "rep" else by
        found = self._store.run(
            f"select {columns[by]} as name from staff union select {sold} from fact_sales"
        )
        return sorted(set(found["name"].dropna()) - {"unassigned"})

    def gap_steps(
        self,
        by: str | None = None,
        period: str | Period | None = None,
        reference: str = "recent",
    ) -> pd.DataFrame:
        """Return the way from target to actual as rows: group, step, value (`forecast.gap_frame`)."""
        if by is None:
            return gap_frame({"": self.gap(period, reference)})
        return gap_frame(self.gaps(by, period, reference), by)

    def gap_causes(self, period: str | Period | None = None) -> pd.DataFrame:
        """Return which usual causes of the gap the data bear out (see `forecast.gap_causes`)."""
        window = self.read_period(period or self.target_period)
        return self._store.once(
            ("gap_causes", window),
            lambda: gap_causes(self._store, window, self.gap(window), self.calendar),
        ).copy()

    def target_plan(self, year: str | Period | None = None, metric: str = "sales") -> TargetPlan:
        """Return the targets of a year by month, team and rep (see `forecast.plan_targets`).

        Parameters
        ----------
        year : None = `plan_year`.
        metric : sales or collections.
        """
        wanted = self.plan_year if year is None else self.read_period(year)
        return self._store.once(
            ("target_plan", wanted, metric),
            lambda: plan_targets(self._store, self.settings, self.calendar, wanted, metric),
        )

    @property
    def plan_year(self) -> Period:
        """The year of the period; the next one, if this one is planned to its end."""
        fiscal_start = self.settings.workspace.fiscal_year_start
        this = period_of(self.period.last_day, "year", fiscal_start)
        months = [self.target("sales", month) for month in this.split("month")]
        if all(target is not None and target.origin != "share" for target in months):
            return period_of(this.end, "year", fiscal_start)
        return this

    def activities(self, period: str | Period | None = None) -> Activities:
        """Return what each rep needs to reach the target (see `forecast.needed_activities`).

        Parameters
        ----------
        period : None = the period, if a week of it is left, else the next one.
        """
        asked = self.target_period if period is None else self.read_period(period)
        ahead = asked if period is not None else period_ahead(asked, self._store, self.calendar)
        return self._store.once(("activities", ahead), lambda: self._activities(ahead))

    def _activities(self, period: Period) -> Activities:
        book = target_book(self._store, self.settings, self.calendar)
        reps = present_reps(self._store)
        everybody = {*reps, *self._store.run("select distinct person from staff")["person"]}
        return needed_activities(
            self._store,
            self.settings,
            self.calendar,
            period,
            {rep: book.find("sales", f"rep:{rep}", period) for rep in sorted(everybody)},
            reps,
            self._open_stages,
        )

    @property
    def _open_stages(self) -> list[str]:
        """The stages before the sale; without leads from the opportunity on."""
        stages = self.settings.stages
        path = [stage.id for stage in stages.path if stage.kind == "open"]
        first = 0 if self.has_leads else path.index(stages.opportunity_stage)
        return [stage for stage in path[first:] if stage in stages.shown_full]
