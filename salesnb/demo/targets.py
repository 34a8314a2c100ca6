"""Monthly targets of reps, teams, departments and the company; every level is the sum below it."""

import numpy as np
import pandas as pd

from salesnb.demo.calendars import BusinessCalendar
from salesnb.demo.people import N_REPS, N_TEAMS, People
from salesnb.demo.sales import plan_weights
from salesnb.demo.words import LANGUAGES

_COLLECTED = 0.95  # share of sales that is planned to be paid
_PAID_NEXT_MONTH = 0.7


def make_targets(
    calendar: BusinessCalendar,
    people: People,
    orders: pd.DataFrame,
    names: np.ndarray,
    lang: str,
) -> pd.DataFrame:
    """Targets from the first month to the end of the last year: period, scope, metric, value.

    A rep's plan follows what the rep and the team usually sell; a team's plans are scaled so that
    over the last twelve full months the team reaches its `people.completion`.
    """
    n_months = 12 * (calendar.until.year - calendar.start.year) + 13 - calendar.start.month
    sales = _rep_targets(calendar, people, orders, n_months)
    before = np.concatenate([sales[:, :1], sales[:, :-1]], axis=1)
    blend = _PAID_NEXT_MONTH * before + (1 - _PAID_NEXT_MONTH) * sales
    collections = _rounded(_COLLECTED * blend * (sales > 0), sales)
    team = team_by_month(calendar, people, n_months)
    labels = calendar.month_labels(n_months)
    words = LANGUAGES[lang]
    frames = [
        _all_levels(values, team, labels, names, metric, lang)
        for values, metric in zip((sales, collections), words.metrics, strict=True)
    ]
    return pd.concat(frames, ignore_index=True).sort_values("period", kind="stable")


def full_months(calendar: BusinessCalendar) -> tuple[int, int]:
    """First and last-plus-one of the latest twelve full months of the data."""
    firsts = calendar.index_of_months(30)
    last = int(np.searchsorted(firsts, calendar.n_days, side="right")) - 1
    return last - 12, last


def team_by_month(calendar: BusinessCalendar, people: People, n_months: int) -> np.ndarray:
    """Team of each rep (rows) in each month (columns)."""
    firsts = calendar.index_of_months(n_months)[:-1]
    rep = np.repeat(np.arange(N_REPS), n_months)
    return people.team_on(rep, np.tile(firsts, N_REPS)).reshape(N_REPS, n_months)


def _rep_targets(
    calendar: BusinessCalendar, people: People, orders: pd.DataFrame, n_months: int
) -> np.ndarray:
    month = calendar.months(orders["day"].to_numpy(float))
    actual = np.zeros((N_REPS, n_months))
    np.add.at(actual, (orders["owner"].to_numpy(), month), orders["sold"].to_numpy())
    weight = plan_weights(calendar, n_months)
    there = calendar.index_of_months(n_months)[:-1] < people.leaves[:, None]
    there |= people.leaves[:, None] == people.leaves.max()
    begin, end = full_months(calendar)
    window = slice(begin, end)
    own = actual[:, window].sum(axis=1) / (there[:, window] * weight[window]).sum(axis=1)
    usual = np.array([own[people.team == team].mean() for team in range(N_TEAMS)])
    raw = (0.6 * own + 0.4 * usual[people.team])[:, None] * weight * there
    team = team_by_month(calendar, people, n_months)
    for number in range(N_TEAMS):
        mine = team == number
        in_window = mine[:, window]
        sold, planned = actual[:, window][in_window].sum(), raw[:, window][in_window].sum()
        raw[mine] *= sold / people.completion[number] / planned
    return _rounded(raw, raw)


def _rounded(values: np.ndarray, like: np.ndarray) -> np.ndarray:
    """Whole thousands where targets are large, as a manager would set them; never rounded to 0."""
    unit = 1000.0 if like[like > 0].mean() > 60_000 else 100.0
    return np.where(values > 0, np.maximum(np.round(values / unit), 1) * unit, 0)


def _all_levels(
    values: np.ndarray,
    team: np.ndarray,
    labels: np.ndarray,
    names: np.ndarray,
    metric: str,
    lang: str,
) -> pd.DataFrame:
    words = LANGUAGES[lang]
    teams = np.array([np.where(team == number, values, 0).sum(axis=0) for number in range(N_TEAMS)])
    levels = (
        ([words.company], values.sum(axis=0, keepdims=True)),
        (words.departments, teams[0::2] + teams[1::2]),
        (words.teams, teams),
        (names, values),
    )
    frames = [
        pd.DataFrame(
            {
                "period": np.tile(labels, len(scopes)),
                "scope": np.repeat(np.array(scopes, dtype=object), len(labels)),
                "metric": metric,
                "value": table.ravel(),
            }
        )
        for scopes, table in levels
    ]
    rows = pd.concat(frames, ignore_index=True)
    return rows[rows["value"] > 0]
