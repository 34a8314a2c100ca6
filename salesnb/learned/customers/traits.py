"""The traits by which customers are grouped, each on a scale that a few large ones cannot stretch."""

from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
import pandas as pd

from salesnb.learned.customers.rhythm import WEEK, YEAR
from salesnb.learned.features import Floats

TRAITS = ("lately", "often", "spend", "growth")
_FARTHEST = 3.0
_LEAST_SPREAD = 1e-9
_LEAST_YEARS = 0.5  # of a new customer: one order of yesterday is not 365 a year


@dataclass(frozen=True)
class Scale:
    """The middle and the spread of each trait, as of the day that the groups were found.

    Attributes
    ----------
    names : the traits that differ at all.
    centres, spreads : median, and what a spread of one is: the middle half of a normal curve.
    """

    names: tuple[str, ...]
    centres: tuple[float, ...]
    spreads: tuple[float, ...]

    def __call__(self, traits: pd.DataFrame) -> Floats:
        """Return traits in spreads from the middle, cut at three."""
        values = traits[list(self.names)].to_numpy(float)
        scaled = (values - np.array(self.centres)) / np.array(self.spreads)
        told: Floats = np.clip(scaled, -_FARTHEST, _FARTHEST)
        return told

    def to_json(self) -> dict[str, Any]:
        """Return everything as plain values."""
        return asdict(self)

    @classmethod
    def from_json(cls, told: dict[str, Any]) -> "Scale":
        """Return what `to_json` wrote down."""
        return cls(*(tuple(told[name]) for name in ("names", "centres", "spreads")))


def traits(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the traits of customers (see `rhythm.rhythms`), the larger the better.

    lately: days since the last order, turned round. often: purchases a year. spend: sales a year;
    the mean amount of an order is no trait of its own, because the two say it. growth: orders' worth of
    the last half year beside the half year before. All count by their logarithm; sales of zero or
    less are zero.
    """
    years = np.maximum(frame["age"] * WEEK / YEAR, _LEAST_YEARS)
    halves = [np.maximum(frame[f"half_{name}_sales"], 0) for name in ("year", "before")]
    usual = np.maximum(frame["mean_value"], 1)
    return pd.DataFrame(
        {
            "lately": -np.log1p(frame["days_since"].astype(float)),
            "often": np.log(frame["purchases"] / years),
            "spend": np.log1p(np.maximum(frame["sales"], 0) / years),
            "growth": np.log1p(halves[0] / usual) - np.log1p(halves[1] / usual),
        }
    )


def fit_scale(table: pd.DataFrame) -> Scale:
    """Return middle and spread of the traits; one in which no two customers differ is left out.

    Where more than half have the same value, as of many who ordered once, the spread is that of a
    normal curve with the same variance.
    """
    names, centres, spreads = [], [], []
    for name in table.columns if len(table) else ():
        values = table[name].to_numpy(float)
        low, middle, high = np.quantile(values, [0.25, 0.5, 0.75])
        spread = max((high - low) / 1.349, float(values.std()) / 2)
        if spread > _LEAST_SPREAD:
            names.append(str(name))
            centres.append(float(middle))
            spreads.append(float(spread))
    return Scale(tuple(names), tuple(centres), tuple(spreads))
