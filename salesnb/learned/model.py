"""`LeadModel`: an additive logistic model, calibrated, that is written down as readable JSON."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from salesnb.learned.features import (
    Encoder,
    Floats,
    encode,
    encoder_from_json,
    encoder_to_json,
    fit_encoder,
)

FORMAT = 1


@dataclass(frozen=True)
class LeadModel:
    """What is learned of past cases: log odds as a sum over the columns.

    Attributes
    ----------
    encoders : one per column.
    coefficients, means : per column, of its encoded parts; a contribution is what differs from the
        mean case, times the coefficients.
    base : the log odds of the mean case.
    base_rate : share of the cases that succeeded.
    shift, slope : the calibration, log odds = shift + slope * raw log odds; slope > 0.
    """

    encoders: tuple[Encoder, ...]
    coefficients: tuple[tuple[float, ...], ...]
    means: tuple[tuple[float, ...], ...]
    base: float
    base_rate: float
    shift: float = 0.0
    slope: float = 1.0

    @property
    def columns(self) -> list[str]:
        """The columns that count."""
        return [encoder.column for encoder in self.encoders]

    def contributions(self, frame: pd.DataFrame) -> pd.DataFrame:
        """Return log odds by which each column moves each case away from the mean case."""
        parts = encode(self.encoders, frame)
        told = {}
        for (encoded, is_silent), encoder, weights, means in zip(
            parts, self.encoders, self.coefficients, self.means, strict=True
        ):
            moved = (encoded - np.asarray(means)) @ np.asarray(weights)
            told[encoder.column] = np.where(is_silent, 0.0, moved)
        return pd.DataFrame(told, index=frame.index)

    def logit(self, frame: pd.DataFrame) -> Floats:
        """Return the raw log odds: base + contributions."""
        summed: Floats = self.base + self.contributions(frame).to_numpy(dtype=np.float64).sum(
            axis=1
        )
        return summed

    def predict(self, frame: pd.DataFrame) -> Floats:
        """Return the calibrated probability of each case."""
        return sigmoid(self.shift + self.slope * self.logit(frame))

    def to_json(self) -> dict[str, Any]:
        """Return everything as plain numbers and texts."""
        columns = [
            {**encoder_to_json(encoder), "coefficients": weights, "means": means}
            for encoder, weights, means in zip(
                self.encoders, self.coefficients, self.means, strict=True
            )
        ]
        told = {"base": self.base, "base_rate": self.base_rate}
        return {
            "format": FORMAT,
            **told,
            "shift": self.shift,
            "slope": self.slope,
            "columns": columns,
        }

    @classmethod
    def from_json(cls, told: dict[str, Any]) -> "LeadModel":
        """Return the model that `to_json` wrote down.

        Raises
        ------
        ValueError
            Written in another format.
        """
        if told.get("format") != FORMAT:
            raise ValueError(f"a model of format {told.get('format')}; format {FORMAT} is read")
        return cls(
            tuple(encoder_from_json(each) for each in told["columns"]),
            tuple(tuple(each["coefficients"]) for each in told["columns"]),
            tuple(tuple(each["means"]) for each in told["columns"]),
            *(float(told[name]) for name in ("base", "base_rate", "shift", "slope")),
        )


def sigmoid(logit: Floats) -> Floats:
    """Return probabilities from log odds, never exactly 0 or 1."""
    bounded: Floats = 1 / (1 + np.exp(-np.clip(logit, -30, 30)))
    return bounded


def usable_columns(
    frame: pd.DataFrame, columns: Sequence[str], is_straight: bool = False
) -> tuple[list[Encoder], dict[str, str]]:
    """Return how the columns are encoded, and those that cannot be used with the reason."""
    encoders, left_out = [], {}
    for column in columns:
        fitted = fit_encoder(frame[column], is_straight)
        if isinstance(fitted, str):
            left_out[column] = fitted
        else:
            encoders.append(fitted)
    return encoders, left_out


def fit_model(
    frame: pd.DataFrame,
    won: Floats,
    columns: Sequence[str],
    *,
    strength: float = 1.0,
    is_straight: bool = False,
    weights: Floats | None = None,
) -> LeadModel:
    """Fit the model on all rows of a frame that have both outcomes.

    Parameters
    ----------
    won : 1 for a success, else 0.
    strength : the larger, the more a coefficient is drawn to zero (ridge).
    is_straight : whether numbers count along a straight line only.
    weights : of the rows; None = all count alike.
    """
    encoders, _ = usable_columns(frame, columns, is_straight)
    share = float(np.average(won, weights=weights))
    if not encoders:
        return LeadModel((), (), (), float(np.log(share / (1 - share))), share)
    parts = [encoded for encoded, _ in encode(encoders, frame)]
    return _fitted(encoders, parts, won, share, strength, weights)


def _fitted(
    encoders: list[Encoder],
    parts: list[Floats],
    won: Floats,
    share: float,
    strength: float,
    weights: Floats | None,
) -> LeadModel:
    from sklearn.linear_model import LogisticRegression

    matrix = np.column_stack(parts)
    means = np.average(matrix, axis=0, weights=weights)
    matrix -= means
    solver = LogisticRegression(C=1 / strength, solver="newton-cholesky", max_iter=100)
    solver.fit(matrix, won, sample_weight=weights)
    ends = np.cumsum([part.shape[1] for part in parts])[:-1]
    split = [np.split(values, ends) for values in (solver.coef_[0], means)]
    coefficients, centres = (tuple(tuple(map(float, part)) for part in each) for each in split)
    return LeadModel(tuple(encoders), coefficients, centres, float(solver.intercept_[0]), share)
