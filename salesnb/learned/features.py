"""Columns as numbers of an additive model: words one-hot, numbers as broken lines, gaps of their own.

What training has not seen (a new word, a gap where there was none) is no evidence: it moves nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Floats = NDArray[np.float64]

MISSING, RARE = "\x00missing", "\x00rare"
_KNOTS = 7
_LEAST_ROWS = 10
_MOST_WORDS = 60
_WORDY_SHARE = 0.5  # a column of which rare words make more than this is free text


@dataclass(frozen=True)
class Words:
    """A column of words.

    Attributes
    ----------
    levels : words with a number of their own, RARE and MISSING among them if they occurred.
    rare : words that are taken together.
    """

    column: str
    levels: tuple[str, ...]
    rare: tuple[str, ...] = ()

    @property
    def width(self) -> int:
        """How many columns it becomes."""
        return len(self.levels)

    def encode(self, values: pd.Series) -> tuple[Floats, NDArray[np.bool_]]:
        """Return one column per level, and which rows are no evidence."""
        told = words_of(values)
        told = told.where(~told.isin(self.rare), RARE)
        codes = pd.Index(self.levels).get_indexer(pd.Index(told))
        encoded = np.zeros((len(told), len(self.levels)))
        known = codes >= 0
        encoded[np.flatnonzero(known), codes[known]] = 1.0
        return encoded, ~known


@dataclass(frozen=True)
class Numbers:
    """A column of numbers: a straight line, and a line broken at the knots.

    Attributes
    ----------
    knots : quantiles of training, increasing.
    has_gaps : whether training had missing values.
    is_straight : the straight line alone.
    """

    column: str
    knots: tuple[float, ...]
    has_gaps: bool
    is_straight: bool = False

    @property
    def width(self) -> int:
        """How many columns it becomes."""
        return 1 + (0 if self.is_straight else len(self.knots)) + self.has_gaps

    def encode(self, values: pd.Series) -> tuple[Floats, NDArray[np.bool_]]:
        """Return the line, the broken line's parts and the gaps, and which rows are no evidence."""
        told = numbers_of(values)
        is_gap = np.isnan(told)
        knots = np.asarray(self.knots)
        filled = np.where(is_gap, knots[0], told)
        bends = (
            []
            if self.is_straight
            else [np.interp(filled, knots, row) for row in np.eye(len(knots))]
        )
        # The line goes on beyond what most had, as far again as they were apart.
        room = knots[-1] - knots[0]
        within = np.clip(filled, knots[0] - room, knots[-1] + room)
        encoded = np.column_stack([(within - knots.mean()) / knots.std(), *bends])
        encoded[is_gap] = 0.0
        if self.has_gaps:
            encoded = np.column_stack([encoded, is_gap.astype(float)])
            return encoded, np.zeros(len(told), dtype=bool)
        return encoded, is_gap


Encoder = Words | Numbers


def words_of(values: pd.Series) -> pd.Series:
    """Return values as texts, with a mark for missing ones; blanks are missing."""
    codes, found = pd.factorize(values)
    texts = [str(value).strip() or MISSING for value in found]
    told = np.array([*texts, MISSING], dtype=object)[codes]  # the code of a missing one is -1
    return pd.Series(told, index=values.index, dtype=object)


def numbers_of(values: pd.Series) -> Floats:
    """Return values as floats; what is missing, infinite or no number is nan."""
    told = pd.to_numeric(values, errors="coerce").to_numpy(dtype=np.float64, na_value=np.nan)
    return np.where(np.isfinite(told), told, np.nan)


def is_numeric(values: pd.Series) -> bool:
    """Return whether a column is one of numbers with more than two of them: amounts included."""
    if pd.api.types.is_bool_dtype(values) or pd.api.types.is_datetime64_any_dtype(values):
        return False
    found = pd.Series(pd.unique(values.dropna()))
    if not pd.api.types.is_numeric_dtype(found):
        if not pd.api.types.is_object_dtype(found):
            return False
        if any(isinstance(value, str | bool) for value in found):
            return False
    told = numbers_of(found)
    return len(np.unique(told[~np.isnan(told)])) > 2 and not (
        pd.api.types.is_object_dtype(found) and np.isnan(told).any()
    )


def is_filled(values: pd.Series) -> NDArray[np.bool_]:
    """Return which values are neither missing nor blank."""
    return (words_of(values) != MISSING).to_numpy(dtype=bool)


def fit_encoder(values: pd.Series) -> Encoder | str:
    """Return how a column of training is encoded, or why it cannot be used.

    The reasons: `constant`, `free_text`, `date`; their words are in labels.
    """
    if pd.api.types.is_datetime64_any_dtype(values):
        return "date"
    return _numbers(values) if is_numeric(values) else _words(values)


def _numbers(values: pd.Series) -> Encoder | str:
    told = numbers_of(values)
    known = told[~np.isnan(told)]
    if len(known) < _LEAST_ROWS:
        return "constant"
    knots = np.unique(np.quantile(known, np.linspace(0.02, 0.98, _KNOTS)))
    if len(knots) < 2:  # nearly always the same: what differs is one step
        knots = np.unique([known.min(), float(np.median(known)), known.max()])
    gaps = int(np.isnan(told).sum())
    return Numbers(str(values.name), tuple(map(float, knots)), gaps >= _LEAST_ROWS)


def _words(values: pd.Series) -> Encoder | str:
    told = words_of(values)
    counts = told.value_counts().sort_index().sort_values(ascending=False, kind="stable")
    least = _LEAST_ROWS
    common = [str(word) for word in counts.index if counts[word] >= least][:_MOST_WORDS]
    rare = [str(word) for word in counts.index if word not in set(common)]
    if counts[rare].sum() > _WORDY_SHARE * len(told):
        return "free_text"
    # So few rare ones say nothing together: like unseen words they are no evidence.
    pools = counts[rare].sum() >= least
    levels = sorted(common) + ([RARE] if pools else [])
    if len(levels) < 2:
        return "constant"
    return Words(str(values.name), tuple(levels), tuple(sorted(rare)) if pools else ())


def straightened(encoder: Encoder) -> Encoder:
    """Return the encoder without the bends of a number's line."""
    return replace(encoder, is_straight=True) if isinstance(encoder, Numbers) else encoder


def is_bend(encoder: Encoder) -> NDArray[np.bool_]:
    """Return which of an encoder's columns `straightened` leaves out."""
    bends = np.zeros(encoder.width, dtype=bool)
    if isinstance(encoder, Numbers) and not encoder.is_straight:
        bends[1 : 1 + len(encoder.knots)] = True
    return bends


def encoder_to_json(encoder: Encoder) -> dict[str, Any]:
    """Return an encoder as plain lists."""
    if isinstance(encoder, Words):
        return {"words": encoder.column, "levels": encoder.levels, "rare": encoder.rare}
    told = {"numbers": encoder.column, "knots": encoder.knots}
    return {**told, "has_gaps": encoder.has_gaps, "is_straight": encoder.is_straight}


def encoder_from_json(told: dict[str, Any]) -> Encoder:
    """Return the encoder that `encoder_to_json` wrote down."""
    if "words" in told:
        return Words(told["words"], tuple(told["levels"]), tuple(told["rare"]))
    gaps, is_straight = bool(told["has_gaps"]), bool(told["is_straight"])
    return Numbers(told["numbers"], tuple(told["knots"]), gaps, is_straight)


def encode(encoders: Sequence[Encoder], frame: pd.DataFrame) -> list[tuple[Floats, Any]]:
    """Return what every encoder makes of its column; a column that is not there is no evidence."""
    found = []
    for encoder in encoders:
        if encoder.column in frame:
            found.append(encoder.encode(frame[encoder.column]))
            continue
        found.append((np.zeros((len(frame), encoder.width)), np.ones(len(frame), dtype=bool)))
    return found
