"""`LeadModel`: an additive logistic model, calibrated, that is written down as readable JSON."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
import pandas as pd

from salesnb.learned.calibration import STRAIGHT, Calibration
from salesnb.learned.features import (
    Encoder,
    Floats,
    encode,
    encoder_from_json,
    encoder_to_json,
    fit_encoder,
    straightened,
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
    calibration : from raw to honest log odds.
    """

    encoders: tuple[Encoder, ...]
    coefficients: tuple[tuple[float, ...], ...]
    means: tuple[tuple[float, ...], ...]
    base: float
    base_rate: float
    calibration: Calibration = STRAIGHT

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
        return sigmoid(self.calibration(self.logit(frame)))

    def moved(self, frame: pd.DataFrame) -> pd.DataFrame:
        """Return contributions that add up to the calibrated log odds beside the mean case.

        The calibration bends all of a case alike.
        """
        raw = self.contributions(frame)
        total = raw.to_numpy(dtype=np.float64).sum(axis=1)
        # Of a case at the mean the slope there.
        step = np.where(np.abs(total) < 1e-6, 1e-6, total)
        honest = self.calibration(self.base + step) - self.calibration(np.full(len(raw), self.base))
        return raw.mul(honest / step, axis=0)

    def to_json(self) -> dict[str, Any]:
        """Return everything as plain numbers and texts."""
        columns = [
            {**encoder_to_json(encoder), "coefficients": weights, "means": means}
            for encoder, weights, means in zip(
                self.encoders, self.coefficients, self.means, strict=True
            )
        ]
        told = {"format": FORMAT, "base": self.base, "base_rate": self.base_rate}
        return {**told, "calibration": asdict(self.calibration), "columns": columns}

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
            float(told["base"]),
            float(told["base_rate"]),
            Calibration(**told["calibration"]),
        )


def sigmoid(logit: Floats) -> Floats:
    """Return probabilities from log odds, never exactly 0 or 1."""
    bounded: Floats = 1 / (1 + np.exp(-np.clip(logit, -30, 30)))
    return bounded


def usable_columns(
    frame: pd.DataFrame, columns: Sequence[str]
) -> tuple[list[Encoder], dict[str, str]]:
    """Return how the columns are encoded, and those that cannot be used with the reason."""
    encoders, left_out = [], {}
    for column in columns:
        fitted = fit_encoder(frame[column])
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
    found, _ = usable_columns(frame, columns)
    encoders = [straightened(encoder) if is_straight else encoder for encoder in found]
    share = float(np.average(won, weights=weights))
    if not encoders:
        return LeadModel((), (), (), float(np.log(share / (1 - share))), share)
    parts = [encoded for encoded, _ in encode(encoders, frame)]
    line = fit_weights(np.column_stack(parts), won, strength, weights)
    ends = np.cumsum([part.shape[1] for part in parts])[:-1]
    split = [np.split(values, ends) for values in (line.weights, line.means)]
    coefficients, centres = (tuple(tuple(map(float, part)) for part in each) for each in split)
    return LeadModel(tuple(encoders), coefficients, centres, line.base, share)


@dataclass(frozen=True)
class Weights:
    """Log odds = base + (encoded row - means) @ weights."""

    weights: Floats
    means: Floats
    base: float

    def logit(self, matrix: Floats) -> Floats:
        """Return the log odds of encoded rows."""
        told: Floats = self.base + (matrix - self.means) @ self.weights
        return told


def fit_weights(
    matrix: Floats, won: Floats, strength: float, weights: Floats | None = None
) -> Weights:
    """Return ridge logistic regression over encoded columns, of which the base is not drawn."""
    from sklearn.linear_model import LogisticRegression

    means = np.average(matrix, axis=0, weights=weights)
    solver = LogisticRegression(C=1 / strength, solver="newton-cholesky", max_iter=100)
    solver.fit(matrix - means, won, sample_weight=weights)
    return Weights(solver.coef_[0], means, float(solver.intercept_[0]))
