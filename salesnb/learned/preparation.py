"""From any frame to cases that can be learned from; what is left out is counted and said."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import pandas as pd

from salesnb.labels import Sentence, say
from salesnb.learned.validation import Cases


@dataclass(frozen=True)
class Design:
    """What the columns of a frame are.

    Attributes
    ----------
    outcome : true for a success; a row without it is not learned from.
    at : when the subject began; orders the rows.
    known_at : when the outcome was known; None = at once.
    subject : whose row it is; None = each row is its own.
    keys : columns that together name a row; a repeated one is left out.
    card : points of a card to compare with; not learned from.
    dated : columns made of dated events, of which no value can be later than the row.
    ignored : columns that are no features.
    """

    outcome: str
    at: str
    known_at: str | None = None
    subject: str | None = None
    keys: tuple[str, ...] = ()
    card: str | None = None
    dated: frozenset[str] = frozenset()
    ignored: frozenset[str] = frozenset()

    def features(self, columns: Collection[str]) -> list[str]:
        """Return the columns that are learned from."""
        others = {self.outcome, self.at, self.known_at, self.subject, self.card, *self.keys}
        return [c for c in columns if c in self.dated or c not in others | self.ignored]


def prepare(
    frame: pd.DataFrame, design: Design, as_of: date
) -> tuple[Cases, pd.Series | None, list[Sentence]]:
    """Return the cases in order of time, their card points, and what was left out.

    Left out are rows without outcome or day, those that begin or whose outcome becomes known after
    `as_of`, and repeated ones.
    """
    after = pd.Timestamp(as_of + timedelta(days=1))
    notes: list[Sentence] = []
    started = _days(frame[design.at])
    known = _days(frame[design.known_at]) if design.known_at else started
    won = _outcome(frame[design.outcome])

    def keep(mask: np.ndarray, key: str) -> np.ndarray:
        left = int((~mask).sum())
        if left:
            notes.append(say(f"learned_left_{key}", count=left, day=as_of))
        return mask

    rows = np.arange(len(frame))
    for key, condition in (
        ("outcome", won.notna()),
        ("undated", started.notna() & known.notna()),
        ("future", (started < after) & (known < after)),
    ):
        rows = rows[keep(condition.to_numpy()[rows], key)]
    if design.keys:
        rows = rows[keep(~frame[list(design.keys)].iloc[rows].duplicated().to_numpy(), "repeated")]
    rows = rows[np.argsort(started.to_numpy()[rows], kind="stable")]
    kept = frame.iloc[rows].reset_index(drop=True)
    subject = pd.factorize(kept[design.subject])[0] if design.subject else np.arange(len(kept))
    cases = Cases(
        kept[design.features(list(frame.columns))],
        won.to_numpy(dtype=np.float64, na_value=np.nan)[rows],
        started.iloc[rows].reset_index(drop=True),
        known.iloc[rows].reset_index(drop=True),
        subject,
    )
    return cases, kept.get(design.card, None), notes


def _days(values: pd.Series) -> pd.Series:
    told = pd.to_datetime(values, errors="coerce")
    if getattr(told.dtype, "tz", None) is not None:
        told = told.dt.tz_localize(None)
    return told.astype("datetime64[us]")


def _outcome(values: pd.Series) -> pd.Series:
    """Return 1, 0 or missing; anything else than a truth or 0 and 1 is missing."""
    told = pd.to_numeric(values.astype(object), errors="coerce").astype("Float64")
    return told.where(told.isin([0.0, 1.0]))
