"""What history says of a plan: what each rep sells in a working day, and the season."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from salesnb.forecast.plan_units import Unit
from salesnb.periods import Calendar, Period, period_of
from salesnb.scopes import ScopedStore

Floats = NDArray[np.float64]
# So many working days of the team's own rate are mixed into a rep's: three months.
_PRIOR_DAYS = 60
_FACTS = {"sales": ("fact_sales", "sold_on"), "collections": ("fact_payments", "paid_on")}
METRICS = tuple(_FACTS)


@dataclass(frozen=True)
class History:
    """What a plan rests on.

    Attributes
    ----------
    rates : per rep, the metric in a working day, drawn towards that of the team.
    usual : the same of the scope as a whole per rep and working day, for whoever has no history.
    season : by calendar month, 1 = a working day like any other.
    years : whole years from which the season is known; 0 = every month counts its working days.
    months : whole months of the last year that the rates rest on.
    """

    rates: Mapping[str, float]
    usual: float
    season: Mapping[int, float]
    years: int
    months: int


def read_history(
    store: ScopedStore, metric: str, units: Sequence[Unit], calendar: Calendar
) -> History:
    """Return what each rep sold in a working day of the last twelve whole months, and the season."""
    fact, day = _FACTS[metric]
    sold = store.run(
        f"select owner, {day} as day, cast(sum(amount) as double) as amount from {fact}"
        f" group by owner, {day}"
    )
    sold["day"] = pd.to_datetime(sold["day"]).dt.date
    newest = period_of(store.as_of + timedelta(days=1), "month").previous()
    first = sold["day"].min() if len(sold) else newest.end
    months = [month for month in newest.trailing(24) if month.start >= first]
    year = months[-12:]
    teams = {unit.name: unit.scopes[1:2] for unit in units}
    rates, usual = _rates(sold, year, teams, calendar) if year else ({}, 1.0)
    season, years = _season(sold, months, calendar)
    return History(rates, usual, season, years, len(year))


def weights(units: Sequence[Unit], months: Sequence[Period], history: History) -> Floats:
    """Return what each unit would bring at its own rate, season and working days."""
    return np.array(
        [
            max(history.rates.get(unit.name, history.usual), 0.0)
            * history.season[months[unit.month].start.month]
            * unit.days
            for unit in units
        ]
    )


def _rates(
    sold: pd.DataFrame,
    year: Sequence[Period],
    teams: Mapping[str, tuple[str, ...]],
    calendar: Calendar,
) -> tuple[dict[str, float], float]:
    """Return rates by rep, and the mean of all; by the days since the first of a rep's sales."""
    start, end = year[0].start, year[-1].end
    first = sold.groupby("owner")["day"].min()
    inside = sold[(sold["day"] >= start) & (sold["day"] < end)]
    total = inside.groupby("owner")["amount"].sum()
    last = inside.groupby("owner")["day"].max()
    rows = []
    for name, team in teams.items():
        if name in total.index:
            until = end if last[name] >= year[-1].start else last[name] + timedelta(days=1)
            days = calendar.workdays(max(start, first[name]), until)
            rows.append((name, team, float(total[name]), days))
    frame = pd.DataFrame(rows, columns=["name", "team", "amount", "days"])
    everyone = _ratio(frame["amount"].sum(), frame["days"].sum())
    if not everyone > 0:
        return {}, 1.0
    sums = frame.groupby("team")[["amount", "days"]].sum()
    of_team = {team: _ratio(row["amount"], row["days"]) for team, row in sums.iterrows()}
    rates = {
        name: (amount + _PRIOR_DAYS * of_team[team]) / (days + _PRIOR_DAYS)
        for name, team, amount, days in rows
    }
    for name, team in teams.items():  # whoever is new is taken to be like the team
        rates.setdefault(name, of_team.get(team, everyone))
    return rates, everyone


def _ratio(amount: float, days: float) -> float:
    return float(amount / days) if days else 0.0


def _season(
    sold: pd.DataFrame, months: Sequence[Period], calendar: Calendar
) -> tuple[dict[int, float], int]:
    """Return the index of each calendar month, from whole years, newest last.

    Each year is held against its own mean, so that growth is no season; with few years the index is
    drawn towards 1.
    """
    flat = dict.fromkeys(range(1, 13), 1.0)
    years = len(months) // 12
    if not years:
        return flat, 0
    found: dict[int, list[float]] = {month: [] for month in range(1, 13)}
    for number in range(years):
        part = months[len(months) - 12 * (number + 1) : len(months) - 12 * number]
        amounts = np.array([_between(sold, month.start, month.end) for month in part])
        days = np.array([calendar.workdays(month.start, month.end) for month in part])
        if amounts.sum() <= 0 or not days.all():
            continue
        level = amounts.sum() / days.sum()
        for month, amount, worked in zip(part, amounts, days, strict=True):
            found[month.start.month].append(max(amount / worked / level, 0.0))
    return {
        month: (sum(values) + 1.0) / (len(values) + 1) for month, values in found.items()
    }, years


def _between(sold: pd.DataFrame, start: date, end: date) -> float:
    return float(sold.loc[(sold["day"] >= start) & (sold["day"] < end), "amount"].sum())
