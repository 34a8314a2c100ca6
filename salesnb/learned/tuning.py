"""How to learn, decided on the older part of what is learned from, and the calibration.

Each choice is tested like the whole: learned from the older cases, tested on the newer ones.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from salesnb.learned.calibration import Calibration, fit_calibration, fit_shift
from salesnb.learned.features import Floats, encode, is_bend
from salesnb.learned.figures import Tested, auc_parts
from salesnb.learned.model import LeadModel, fit_model, fit_weights, usable_columns
from salesnb.learned.validation import Cases, Cut, time_cuts

_INNER_CUTS, _INNER_SHARE = 2, 0.4
_MOST_ROWS = 40_000  # to choose on; the chosen way is then learned from all of them


@dataclass(frozen=True)
class Recipe:
    """A way to learn.

    Attributes
    ----------
    strength : of the ridge.
    is_straight : numbers count along a straight line.
    half_life : the share of the cases in order of time after which an older case counts half;
        None = all count alike.
    """

    strength: float = 1.0
    is_straight: bool = False
    half_life: float | None = None


_MANY = 500  # successes
_DOUBT = 0.5  # standard errors that a gain must be, too: of few cases most gains are chance
# What may be chosen, in this order, and the AUC that it must bring.
_WAYS: tuple[tuple[str, tuple[float | bool, ...], float], ...] = (
    ("is_straight", (True,), 0.002),
    ("half_life", (0.2, 0.1, 0.05), 0.005),
    ("strength", (10.0, 100.0), 0.002),
)


def fit_tuned(cases: Cases, columns: Sequence[str]) -> tuple[LeadModel, Recipe]:
    """Return the calibrated model of the cases, and the recipe that was chosen for it."""
    inner = time_cuts(cases, _INNER_CUTS, _INNER_SHARE)
    if not inner:
        recipe = _start(cases)
        return _fit(cases, columns, recipe), recipe
    recipe = _chosen(_thinned(cases), columns, _start(cases))
    model = _fit(cases, columns, recipe)
    return replace(
        model, calibration=_calibration(model, cases, columns, recipe, inner[-1])
    ), recipe


def _start(cases: Cases) -> Recipe:
    """Return the recipe to begin with: of few successes the more is smoothed."""
    return Recipe(strength=1.0 if cases.won.sum() / _repeats(cases) >= _MANY else 10.0)


def _chosen(cases: Cases, columns: Sequence[str], best: Recipe) -> Recipe:
    trials = [_trial(cases, columns, cut) for cut in time_cuts(cases, _INNER_CUTS, _INNER_SHARE)]
    if not trials or not all(trial.bends.size for trial in trials):
        return best
    reached, doubt = _score(trials, best)
    for name, values, gain in _WAYS:
        start = best
        for value in values:
            other = replace(start, **{name: value})  # type: ignore[arg-type]
            found, _ = _score(trials, other)
            if found > reached + max(gain, _DOUBT * doubt):
                best, reached = other, found
    return best


@dataclass(frozen=True)
class _Trial:
    """One cut, encoded once for all recipes, from what its older part knows."""

    train: Cases
    test: Cases
    learned_from: Floats
    asked: Floats
    bends: NDArray[np.bool_]


def _trial(cases: Cases, columns: Sequence[str], cut: Cut) -> _Trial:
    train, test = cases.take(cut.train), cases.take(cut.test)
    encoders, _ = usable_columns(train.features, columns)
    learned_from, asked = (
        np.column_stack([part for part, _ in encode(encoders, each.features)] or [np.empty((0, 0))])
        for each in (train, test)
    )
    bends = np.concatenate([is_bend(each) for each in encoders] or [np.empty(0, dtype=bool)])
    return _Trial(train, test, learned_from, asked, bends)


def _score(trials: Sequence[_Trial], recipe: Recipe) -> tuple[float, float]:
    """Return the mean AUC over the cuts, and its standard error."""
    found = []
    for trial in trials:
        used = ~trial.bends if recipe.is_straight else np.ones_like(trial.bends)
        weights = _recency(trial.train, recipe.half_life)
        strength = recipe.strength * _repeats(trial.train)
        line = fit_weights(trial.learned_from[:, used], trial.train.won, strength, weights)
        tested = Tested(trial.test.won, line.logit(trial.asked[:, used]), trial.test.subject)
        found.append(auc_parts(tested)[:2])
    aucs, variances = zip(*found, strict=True)
    return float(np.mean(aucs)), float(np.sqrt(np.sum(variances))) / len(found)


def _fit(cases: Cases, columns: Sequence[str], recipe: Recipe) -> LeadModel:
    return fit_model(
        cases.features,
        cases.won,
        columns,
        strength=recipe.strength * _repeats(cases),
        is_straight=recipe.is_straight,
        weights=_recency(cases, recipe.half_life),
    )


def _repeats(cases: Cases) -> float:
    """Return how many rows a subject has: they are no more evidence than one."""
    return len(cases) / len(np.unique(cases.subject))


def _recency(cases: Cases, half_life: float | None) -> Floats | None:
    """Return weights of mean one, by the place in the order of time."""
    if half_life is None:
        return None
    place = cases.started_at.rank(method="average").to_numpy() / len(cases)
    weights: Floats = 0.5 ** ((1 - place) / half_life)
    return weights / float(weights.mean())


def _calibration(
    model: LeadModel, cases: Cases, columns: Sequence[str], recipe: Recipe, cut: Cut
) -> Calibration:
    """Return the slopes that held on the newest part, at the level of that part."""
    newest = cases.take(cut.test)
    older = _fit(cases.take(cut.train), columns, recipe)
    slopes = replace(fit_calibration(older.logit(newest.features), newest.won), shift=0.0)
    usual = fit_shift(slopes(model.logit(cases.features)), cases.won, around=0.0, prior=0.0)
    level = fit_shift(slopes(model.logit(newest.features)), newest.won, around=usual)
    return replace(slopes, shift=level)


def _thinned(cases: Cases) -> Cases:
    """Return as many whole subjects, evenly over time, as are enough to choose on."""
    every = -(-len(cases) // _MOST_ROWS)
    if every == 1:
        return cases
    order = np.argsort(cases.started_at.to_numpy(), kind="stable")
    subjects = cases.subject[order]
    _, first = np.unique(subjects, return_index=True)
    kept = subjects[np.sort(first)][::every]
    return cases.take(np.flatnonzero(np.isin(cases.subject, kept)))
