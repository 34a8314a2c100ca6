"""What the models of customers are worth on a time that they have not seen, beside simple rules."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import numpy as np
import pandas as pd

from salesnb.learned.customers.activity_model import ActivityModel, fit_activity
from salesnb.learned.customers.rhythm import WEEK, YEAR, bought_between, rhythms
from salesnb.learned.customers.value_model import ValueModel, fit_value
from salesnb.learned.features import Floats
from salesnb.learned.figures import Tested, auc_parts
from salesnb.settings.learned import USUAL, LearnedRules

WAYS = ("model", "same_as_before", "own_rate")
_LEAST_DAYS = 91  # of the time that is learned from, and of the time that is tested on


@dataclass(frozen=True)
class Holdout:
    """Errors of the ways to foretell each customer's orders and sales over a tested time.

    Attributes
    ----------
    cut : the last day that was known.
    days : length of the tested time, which begins after it.
    customers : who had bought by then.
    figures : {what: {way: {mae, rmse, total}}}; what is orders or sales, mae and rmse the mean
        absolute and the root mean squared error per customer, total the sum foretold over the real.
    orders_by, sales_by : the way with the least mean absolute error.
    auc, auc_recency : the chance that who bought again ranks before who did not, by P(active), and
        by the days since the last order.
    by_recency : {days since the last order, up to: share that bought again}, by fifths.
    """

    cut: date
    days: int
    customers: int
    figures: dict[str, dict[str, dict[str, float]]]
    orders_by: str
    sales_by: str
    auc: float
    auc_recency: float
    by_recency: list[tuple[float, float]]

    @property
    def active_by(self) -> str:
        """Whether P(active) is the model's, or the share by the days since the last order."""
        return "recency" if self.auc < self.auc_recency else "model"

    def share_at(self, days_since: Floats) -> Floats:
        """Return the share that bought again among those who had been silent for about as long."""
        ends, shares = (np.array(each) for each in zip(*self.by_recency, strict=True))
        told: Floats = shares[np.minimum(np.searchsorted(ends, days_since), len(ends) - 1)]
        return told

    def to_json(self) -> dict[str, Any]:
        """Return everything as plain values."""
        return {**vars(self), "cut": self.cut.isoformat()}

    @classmethod
    def from_json(cls, told: dict[str, Any]) -> "Holdout":
        """Return what `to_json` wrote down."""
        pairs = [(float(end), float(share)) for end, share in told["by_recency"]]
        return cls(**{**told, "cut": date.fromisoformat(told["cut"]), "by_recency": pairs})


def fit_models(frame: pd.DataFrame) -> tuple[ActivityModel, ValueModel]:
    """Return the models of customers as of a day (see `rhythm.rhythms`)."""
    worth = frame[frame["mean_value"] > 0]
    value = fit_value(*_columns(worth, "purchases", "mean_value"))
    return fit_activity(frame), value


def foretold(
    frame: pd.DataFrame, models: tuple[ActivityModel, ValueModel], days: int
) -> dict[str, tuple[Floats, Floats]]:
    """Return {way: (orders, sales) of each customer in so many days}.

    Who brought back more than was bought is worth nothing by any way but the own last year's.
    """
    activity, value = models
    repeats, recency, age, mean = _columns(frame, "repeats", "recency", "age", "mean_value")
    paid = np.maximum(mean, 0.0)
    own_rate = repeats / np.maximum(age, 1.0) * days / WEEK
    orders = activity.expected(repeats, recency, age, days / WEEK)
    worth = worth_of(frame, value)
    before = _columns(frame, "before_purchases", "before_sales")
    return {
        "model": (orders, orders * worth),
        "same_as_before": (before[0], np.maximum(before[1], 0.0)),
        "own_rate": (own_rate, own_rate * paid),
    }


def worth_of(frame: pd.DataFrame, value: ValueModel) -> Floats:
    """Return the expected amount of a next order; zero of who brought back as much as was bought."""
    purchases, mean = _columns(frame, "purchases", "mean_value")
    return np.where(mean > 0, value.expected(purchases, np.maximum(mean, 1e-9)), 0.0)


def with_time_before(
    frame: pd.DataFrame, purchases: pd.DataFrame, as_of: date, days: int
) -> pd.DataFrame:
    """Add what each customer bought in as many days up to `as_of`: before_purchases, before_sales."""
    earlier = bought_between(purchases, as_of - timedelta(days=days), as_of)
    of_each = earlier.reindex(frame["customer_id"]).fillna(0.0).to_numpy()
    return frame.assign(before_sales=of_each[:, 0], before_purchases=of_each[:, 1])


def hold_out(purchases: pd.DataFrame, as_of: date, rules: LearnedRules = USUAL) -> Holdout | None:
    """Return what the models would have foretold for the last year, learned from what was before.

    Where history is shorter than two years half of it is tested. None where that is less than a
    quarter of a year, or fewer customers than `rules` want were known by then.
    """
    first = purchases["sold_on"].min()
    if pd.isna(first):
        return None
    length = (pd.Timestamp(as_of) - first).days
    days = min(YEAR, length // 2)
    if days < _LEAST_DAYS:
        return None
    cut = as_of - timedelta(days=days)
    frame = with_time_before(rhythms(purchases, cut), purchases, cut, days)
    if not suffices(frame, rules):
        return None
    models = fit_models(frame)
    actual = bought_between(purchases, cut, as_of).reindex(frame["customer_id"]).fillna(0.0)
    return _compared(frame, models, actual, cut, days)


def suffices(frame: pd.DataFrame, rules: LearnedRules) -> bool:
    """Return whether there are customers enough to fit anything, and enough who ordered twice."""
    repeaters, worth = (frame["repeats"] > 0).sum(), (frame["mean_value"] > 0).sum()
    least = rules.least_repeaters
    return len(frame) >= rules.least_customers and min(repeaters, worth) >= least


def _compared(
    frame: pd.DataFrame,
    models: tuple[ActivityModel, ValueModel],
    actual: pd.DataFrame,
    cut: date,
    days: int,
) -> Holdout:
    real = {"orders": actual["purchases"].to_numpy(), "sales": actual["sales"].to_numpy()}
    ways = foretold(frame, models, days)
    figures = {
        what: {way: _errors(both[nth], real[what]) for way, both in ways.items()}
        for nth, what in enumerate(("orders", "sales"))
    }
    best = {what: min(WAYS, key=lambda way: told[way]["mae"]) for what, told in figures.items()}
    bought = (real["orders"] > 0).astype(float)
    rows = np.arange(len(frame))
    active = models[0].active(*_columns(frame, "repeats", "recency", "age"))
    recent = -frame["days_since"].to_numpy(float)
    return Holdout(
        cut,
        days,
        len(frame),
        figures,
        best["orders"],
        best["sales"],
        auc_parts(Tested(bought, active, rows))[0],
        auc_parts(Tested(bought, recent, rows))[0],
        _by_recency(-recent, bought),
    )


def _errors(told: Floats, real: Floats) -> dict[str, float]:
    total = float(real.sum())
    return {
        "mae": float(np.abs(told - real).mean()),
        "rmse": float(np.sqrt(((told - real) ** 2).mean())),
        "total": float(told.sum()) / total if total > 0 else float("nan"),
    }


def _by_recency(days_since: Floats, bought: Floats) -> list[tuple[float, float]]:
    """Return fifths of the days since the last order: up to how many, and who bought again."""
    ends = np.unique(np.quantile(days_since, [0.2, 0.4, 0.6, 0.8, 1.0]))
    fifth = np.searchsorted(ends, days_since)
    shares = [float(bought[fifth == nth].mean()) for nth in range(len(ends))]
    return list(zip(map(float, ends), shares, strict=True))


def _columns(frame: pd.DataFrame, *names: str) -> list[Floats]:
    return [frame[name].to_numpy(float) for name in names]
