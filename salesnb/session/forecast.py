"""What can be asked of forecasts: where periods will end, and how far to trust that."""

from datetime import date
from functools import cached_property

import pandas as pd

from salesnb.errors import UsageError, unknown
from salesnb.forecast.answers import LEVELS, forecast, select
from salesnb.forecast.oddities import Oddity, oddities, targets_apart
from salesnb.forecast.path import forecast_path
from salesnb.forecast.skill import skill, with_chances
from salesnb.labels import listed, say
from salesnb.metrics import target_book
from salesnb.metrics.targets import TargetBook, children_of
from salesnb.periods import Period, period_of
from salesnb.projected import MEASURES, PERIODS
from salesnb.session.look import Look

_EVENTS = {"sales": ("fact_sales", "sold_on"), "collections": ("fact_payments", "paid_on")}
_YEAR_BEFORE = 400  # days before a period that its days are told from


class ForecastQuestions(Look):
    """A look at where periods will end."""

    def forecast(
        self,
        level: str | None = None,
        period: str | Period | None = None,
        measure: str | None = None,
    ) -> pd.DataFrame:
        """Return where the running periods will end, how sure that is, and what the target asks.

        Parameters
        ----------
        level : company, department, team, rep or product_line; None = all inside the scope.
        period : the month, quarter or year that runs on the day of the data; None = all three.
        measure : sales or collections; None = both.

        Returns
        -------
        One row per unit, period and measure (see `forecast.answers.forecast`). Nothing after the
        day of the data has a part in it.

        Raises
        ------
        UsageError
            No such level or measure, or a period that does not run on that day.
        """
        for name, value, known in (("level", level, LEVELS), ("measure", measure, MEASURES)):
            if value is not None and value not in known:
                raise UsageError(unknown(f"{name} of forecasts", value, known))
        grain = None if period is None else self._grain_of(period)
        return select(self._forecasts, level=level, grain=grain, measure=measure).copy()

    def forecast_of_scope(self, grain: str = "month", measure: str = "sales") -> pd.Series | None:
        """Return the forecast of the scope as a whole; None where there is nothing to forecast."""
        own = self._store.once(
            ("forecast_of_scope", grain, measure), lambda: self._own(grain, measure)
        )
        return None if own.empty else own.iloc[0]

    def _own(self, grain: str, measure: str) -> pd.DataFrame:
        own = select(self._forecasts, level=self.scope.kind, grain=grain, measure=measure)
        return own[(own["unit"] == self.scope.name) | (self.scope.kind == "company")]

    def forecast_skill(self, grain: str = "month", measure: str = "sales") -> pd.DataFrame:
        """Return how far forecasts on the same day of earlier periods missed (`forecast.skill`)."""
        return self._store.once(
            ("forecast_skill", grain, measure),
            lambda: skill(
                self._tests(grain, measure), self._book, self.settings.workspace.fiscal_year_start
            ),
        ).copy()

    def forecast_chances(self, grain: str = "month", measure: str = "sales") -> pd.DataFrame:
        """Return the tests of earlier periods that had a target, with the chance that was given."""
        tests = self._tests(grain, measure)
        judged = with_chances(tests, self._book, self.settings.workspace.fiscal_year_start)
        return judged.dropna(subset="p_target")

    def forecast_tests(self, grain: str = "month", measure: str = "sales") -> pd.DataFrame:
        """Return the forecasts of the scope as a whole, as they would have been made on the same
        day of earlier periods."""
        tests = self._tests(grain, measure)
        return tests[tests["kind"] == self.scope.kind].sort_values("start_on", ignore_index=True)

    def forecast_log(self) -> pd.DataFrame:
        """Return the forecasts that were made on earlier days, of each week and period the last.

        Returns
        -------
        Who (kind, department, team, owner, product_line), measure, grain, period, start_on, end_on,
        made_on, so_far, point, low_80, high_80, method, actual (missing while the period runs),
        accuracy (actual as a share of the point) and verdict (green, amber, red by
        params/forecast.yml).
        """
        log = self._store.once(
            ("forecast_log",), lambda: self._store.run("select * from forecast_log order by all")
        )
        accuracy = log["actual"] / log["point"].where(log["point"] > 0)
        verdict = accuracy.map(self._verdict).where(accuracy.notna())
        return log.assign(accuracy=accuracy, verdict=verdict)

    def forecast_log_of_scope(self, grain: str = "month", measure: str = "sales") -> pd.DataFrame:
        """Return the log of the scope as a whole, the oldest first."""
        log = self.forecast_log()
        own = (log["kind"] == self.scope.kind) & (log["measure"] == measure)
        return log[own & (log["grain"] == grain)].sort_values("made_on")

    def forecast_path(self, row: pd.Series) -> pd.DataFrame:
        """Return a forecast of the scope as a whole day by day (see `forecast.path`)."""
        start = row["start_on"].date()
        period = period_of(start, row["grain"], self.settings.workspace.fiscal_year_start)
        fact, day = _EVENTS[str(row["measure"])]
        daily = self._store.once(
            ("forecast_days", fact),
            lambda: self._store.run(
                f"select {day} as day, sum(cast(amount as double)) as amount from {fact}"
                f" where {day} is not null group by all order by all"
            ),
        )
        target = None if pd.isna(row["target"]) else float(row["target"])
        sums = daily.set_index("day")["amount"]
        return self._store.once(
            ("forecast_path", row["level"], row["unit"], row["measure"], period),
            lambda: forecast_path(sums, row, period, self.as_of, self.calendar, target),
        ).copy()

    def forecast_oddities(self, measure: str = "sales") -> list[Oddity]:
        """Return what the forecast of the report's period had to make do with in the data."""
        grain = self.forecast_grain
        frame = select(self._forecasts, grain=grain, measure=measure)
        staff = self._store.run("select person, since, team, department from staff")
        children = children_of(staff, self.as_of)
        apart = targets_apart(self._book, measure, self.running(grain), children)
        return [*oddities(frame), *apart]

    def running(self, grain: str) -> Period:
        """Return the month, quarter or year that runs on the day of the data."""
        fiscal = self.settings.workspace.fiscal_year_start
        return period_of(self.as_of, grain, fiscal)  # type: ignore[arg-type]

    def verdict_of(self, accuracy: float) -> str:
        """Return green, amber or red for an actual amount as a share of its forecast."""
        return self._verdict(accuracy)

    @cached_property
    def forecast_grain(self) -> str:
        """The grain that the report is about: of a running quarter or year its own, else month."""
        is_running = self.period.start <= self.as_of <= self.period.last_day
        return self.period.grain if is_running and self.period.grain in PERIODS else "month"

    def _verdict(self, accuracy: float) -> str:
        rules = self.settings.forecast
        for verdict, (low, high) in (
            ("green", rules.accuracy_green),
            ("amber", rules.accuracy_amber),
        ):
            if low <= accuracy <= high:
                return verdict
        return "red"

    def _grain_of(self, period: str | Period) -> str:
        asked = self.read_period(period)
        for grain in PERIODS:
            if self.running(grain) == asked:
                return grain
        known = listed(self.running(grain).text for grain in PERIODS)
        raise UsageError(say("err_forecast_period", period=asked.text, known=known, day=self.as_of))

    def _tests(self, grain: str, measure: str) -> pd.DataFrame:
        return self._store.once(
            ("forecast_tests", grain, measure),
            lambda: self._store.run(
                "select * from forecast_tests where grain = ? and measure = ? order by all",
                [grain, measure],
            ),
        )

    @cached_property
    def _book(self) -> TargetBook:
        return target_book(self._store, self.settings, self.calendar)

    @cached_property
    def _forecasts(self) -> pd.DataFrame:
        return forecast(self._store, self.settings, self.calendar)

    @property
    def first_forecast_day(self) -> date | None:
        """The first day of which a forecast is in the log."""
        log = self._store.run("select min(made_on) as day from forecast_log")["day"].iloc[0]
        return None if pd.isna(log) else pd.Timestamp(log).date()
