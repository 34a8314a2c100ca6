"""All forecasts of a day, and the tests behind them, as two tables; made once for the company."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from salesnb.periods import Grain, period_of
from salesnb.projected.baselines import BASELINES
from salesnb.projected.cases import CaseFrame
from salesnb.projected.series import Floats
from salesnb.projected.side import Shown, Side
from salesnb.projected.units import KEYS, Units, daily, lines, people, places_of
from salesnb.settings import ForecastSettings

MEASURES = ("sales", "collections")
PERIODS: tuple[Grain, ...] = ("month", "quarter", "year")
_PEOPLE, _LINES = ("department", "team", "owner"), ("department", "team", "product_line")
_TEXT, _FIGURE, _COUNT, _DAY = "varchar", "double", "integer", "date"
_WHO = dict.fromkeys((*KEYS, "measure", "grain", "period"), _TEXT)
_WHEN = dict.fromkeys(("start_on", "end_on", "made_on"), _DAY)
# The tables and the types of their columns.
FORECAST_TABLES = {
    "forecasts": {
        **_WHO,
        **_WHEN,
        **dict.fromkeys(("so_far", "point"), _FIGURE),
        "levels": "double[]",
        **dict.fromkeys(("method", "step", "state"), _TEXT),
        **dict.fromkeys(("n", "negative_months", "empty_months"), _COUNT),
        **dict.fromkeys(("run_rate", "pipeline_raw", "pipeline_weighted"), _FIGURE),
        **dict.fromkeys(("commit", "best_case", "open_deals", "mean_deal"), _FIGURE),
    },
    "forecast_tests": {
        **_WHO,
        **_WHEN,
        **dict.fromkeys(("so_far", "actual", "point", "model"), _FIGURE),
        "levels": "double[]",
        "method": _TEXT,
        **dict.fromkeys(BASELINES, _FIGURE),
    },
}


@dataclass(frozen=True)
class Company:
    """What is known of the whole company as of a day.

    Attributes
    ----------
    events : {measure: one row per place and day: department, team, owner, product_line, day,
        amount, n}; a measure without rows is not forecast.
    cases : {measure: the open and ended cases that lead to it}.
    staff : department, team, owner, is_here (works there now, and sells).
    is_workday : the working calendar.
    fiscal_start : the month in which the fiscal year begins.
    """

    events: Mapping[str, pd.DataFrame]
    cases: Mapping[str, CaseFrame]
    staff: pd.DataFrame
    is_workday: Callable[[date], bool]
    fiscal_start: int = 1


def forecast_company(
    company: Company, rules: ForecastSettings, as_of: date
) -> dict[str, pd.DataFrame]:
    """Return the tables of FORECAST_TABLES: month, quarter and year that run on a day.

    Product lines are forecast within their places, and add up to them as people do.
    """
    parts: dict[str, list[pd.DataFrame]] = {name: [] for name in FORECAST_TABLES}
    for measure in MEASURES:
        events = company.events.get(measure)
        if events is None or events.empty:
            continue
        first = _first_day(events, rules, as_of)
        inside = events["day"].between(pd.Timestamp(first), pd.Timestamp(as_of))
        for name, frames in _of_measure(company, measure, events[inside], first, rules, as_of):
            parts[name] += [frame.assign(measure=measure) for frame in frames if len(frame)]
    return {name: _joined(parts[name], list(columns)) for name, columns in FORECAST_TABLES.items()}


def _of_measure(
    company: Company,
    measure: str,
    events: pd.DataFrame,
    first: date,
    rules: ForecastSettings,
    as_of: date,
) -> list[tuple[str, list[pd.DataFrame]]]:
    if events.empty:
        return []
    trees = [people(places_of([events, company.staff], _PEOPLE))]
    if events["product_line"].nunique() > 1:
        trees.append(lines(places_of([events], _LINES)))
    forecasts: list[pd.DataFrame] = []
    tests: list[pd.DataFrame] = []
    whole: dict[str, Shown] = {}
    for tree in trees:
        days = daily(tree, events, first, as_of, company.is_workday)
        side = Side(tree, days, company.cases.get(measure), company.staff, rules.newest_periods)
        usual = _mean_deal(tree, events, as_of)
        for grain in PERIODS:
            period = period_of(as_of, grain, company.fiscal_start)
            shown = side.forecast(period, whole.get(grain))
            whole.setdefault(grain, shown)
            rows = side.rows(period, shown)
            forecasts.append(rows.assign(mean_deal=usual[rows.index]))
            tests.append(side.tests(period, shown))
    return [("forecasts", forecasts), ("forecast_tests", tests)]


def _first_day(events: pd.DataFrame, rules: ForecastSettings, as_of: date) -> date:
    """Return the first of the month in which the history begins."""
    months = as_of.year * 12 + as_of.month - 1 - rules.history_months
    oldest = date(months // 12, months % 12 + 1, 1)
    first: date = events["day"].min().date().replace(day=1)
    return max(first, oldest)


def _mean_deal(tree: Units, events: pd.DataFrame, as_of: date) -> Floats:
    """Return the mean amount of a sale or payment of the last twelve months, by unit."""
    recent = events[events["day"] > pd.Timestamp(as_of) - pd.DateOffset(years=1)]
    recent = recent[recent["amount"] > 0]
    sums = np.zeros((2, len(tree.frame)))
    rows = tree.levels_of(recent)
    for total, name in zip(sums, ("amount", "n"), strict=True):
        for level in range(rows.shape[1]):
            is_known = rows[:, level] >= 0
            values = recent[name].to_numpy(dtype=float)[is_known]
            total += np.bincount(rows[is_known, level], weights=values, minlength=len(total))
    blank = np.full(len(tree.frame), np.nan)
    found: Floats = np.divide(sums[0], sums[1], out=blank, where=sums[1] > 0)
    return found


def _joined(frames: list[pd.DataFrame], columns: list[str]) -> pd.DataFrame:
    if not frames:
        return pd.DataFrame(columns=columns)
    # A baseline that has no ground is no column of the tests.
    return pd.concat(frames, ignore_index=True).reindex(columns=columns)
