"""Columns that could only be known after the outcome: they would make a model that is no use.

Named, and not used unless params say that they are to be kept.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd

from salesnb.learned.baselines import frequencies
from salesnb.learned.features import Floats, is_filled, is_numeric, numbers_of, words_of
from salesnb.learned.figures import Tested, measure
from salesnb.learned.model import fit_model
from salesnb.learned.validation import Cases, Cut

Kind = Literal["perfect", "filled", "value", "closing", "dominant"]

_PERFECT = 0.95
_DOMINANT, _MARGIN = 0.75, 0.05
_LEAST_ROWS = 30
_CHANCE = 1e-6
_GAPS = 0.05
_CLOSED_FILL, _OPEN_FILL = 0.5, 0.02
_MOST_ROWS = 20_000


@dataclass(frozen=True)
class Leak:
    """One column and what gives it away.

    Attributes
    ----------
    kind : `perfect`, it alone ranks nearly without a fault; `filled`, it is filled for one outcome
        only; `value`, one of its values occurs with successes only; `closing`, it is empty for all
        that is still open; `dominant`, it alone is better than all other columns together.
    figure : AUC, or the share of cases filled; `other` : the AUC of the others.
    """

    column: str
    kind: Kind
    figure: float
    other: float = float("nan")


def find_leaks(
    cases: Cases,
    cuts: Sequence[Cut],
    columns: Sequence[str],
    open_cases: pd.DataFrame | None = None,
) -> list[Leak]:
    """Return the columns that look as if known only afterwards.

    Parameters
    ----------
    columns : those to look at; columns made of dated events need not be.
    open_cases : features of cases without an outcome yet; a column that nobody fills before the end
        is empty there.
    """
    found = {}
    singles: dict[str, float] = {}
    halves = [(cases.take(cut.train), cases.take(cut.test)) for cut in cuts]
    for column in columns:
        leak = _one_sided(cases, column) or _closing(cases, column, open_cases)
        if leak is None and cuts:
            auc, low = _alone(halves, column)
            singles[column] = auc
            if auc >= _PERFECT and low >= _PERFECT - _MARGIN:
                leak = Leak(column, "perfect", auc)
        if leak:
            found[column] = leak
    others = [str(name) for name in cases.features if name not in found]
    for column in sorted(singles, key=lambda name: -singles[name]):
        if column in found or singles[column] < _DOMINANT or len(others) < 4:
            continue
        others.remove(column)
        rest = _together(halves, others)
        if singles[column] >= rest + _MARGIN:
            found[column] = Leak(column, "dominant", singles[column], rest)
        else:
            others.append(column)
    return [found[column] for column in columns if column in found]


def _one_sided(cases: Cases, column: str) -> Leak | None:
    """Return a leak where what is filled, or one value, has one outcome beyond chance."""
    values, rate = cases.features[column], float(cases.won.mean())
    told, filled = words_of(values), is_filled(values)
    won, size = float(cases.won[filled].sum()), int(filled.sum())
    if (~filled).mean() > _GAPS and size >= _LEAST_ROWS:
        if won == size and rate**size < _CHANCE:
            return Leak(column, "filled", 1.0)
        if won == 0 and (1 - rate) ** size < _CHANCE:
            return Leak(column, "filled", 0.0)
    if is_numeric(values):
        return None
    counts = pd.DataFrame({"value": told, "won": cases.won}).groupby("value")["won"]
    table = counts.agg(["sum", "size"])
    pure = table[(table["sum"] == table["size"]) & (table["size"] >= _LEAST_ROWS)]
    covers = pure["size"].sum() / max(cases.won.sum(), 1)
    if len(pure) and rate ** pure["size"].max() < _CHANCE and covers >= _GAPS:
        return Leak(column, "value", float(covers))
    return None


def _closing(cases: Cases, column: str, open_cases: pd.DataFrame | None) -> Leak | None:
    if open_cases is None or column not in open_cases or len(open_cases) < _LEAST_ROWS:
        return None
    closed, still_open = (
        float(is_filled(values).mean()) for values in (cases.features[column], open_cases[column])
    )
    if closed >= _CLOSED_FILL and still_open <= _OPEN_FILL:
        return Leak(column, "closing", closed)
    return None


def _alone(halves: Sequence[tuple[Cases, Cases]], column: str) -> tuple[float, float]:
    """Return the AUC of a column alone on newer cases, and the lower end of its interval."""
    tests, raw = [], []
    for train, test in halves:
        scored = frequencies(train.features, train.won, test.features, [column])
        tests.append(Tested(test.won, scored, test.subject))
        if is_numeric(train.features[column]):
            raw.append(Tested(test.won, _directed(train, test, column), test.subject))
    found = [measure(each) for each in (tests, raw) if each]
    best = max(found, key=lambda figures: figures.auc)
    return best.auc, best.low


def _directed(train: Cases, test: Cases, column: str) -> Floats:
    """Return a number as a score between 0 and 1 that rises where successes rose in training."""
    known, asked = (numbers_of(part.features[column]) for part in (train, test))
    middle = np.nanmedian(known)
    known, asked = (np.where(np.isnan(told), middle, told) for told in (known, asked))
    won = train.won > 0.5
    sign = 1.0 if np.mean(known[won]) >= np.mean(known[~won]) else -1.0
    place = pd.Series(sign * asked).rank(pct=True).to_numpy()
    return np.clip(place, 1e-6, 1 - 1e-6)


def _together(halves: Sequence[tuple[Cases, Cases]], columns: Sequence[str]) -> float:
    tests = []
    for older, test in halves:
        train = older.take(np.arange(len(older))[-_MOST_ROWS:])
        if 0 < train.won.sum() < len(train):
            model = fit_model(train.features, train.won, columns, strength=10.0, is_straight=True)
            tests.append(Tested(test.won, model.predict(test.features), test.subject))
    return measure(tests).auc if tests else 0.5
