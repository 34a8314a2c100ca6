"""How to learn, decided on the older part of what is learned from, and the calibration.

Each choice is tested like the whole: learned from the older cases, tested on the newer ones.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from salesnb.learned.calibration import fit_calibration, fit_shift
from salesnb.learned.features import Floats
from salesnb.learned.figures import Tested, auc_parts
from salesnb.learned.model import LeadModel, fit_model
from salesnb.learned.validation import Cases, Cut, time_cuts

_INNER_CUTS, _INNER_SHARE = 2, 0.4
_MOST_ROWS = 40_000  # to choose on; the chosen way is then learned from all of them
_GAIN = 0.005  # of AUC, that a less simple way must bring


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
    is_straight: bool = True
    half_life: float | None = None


_WAYS: tuple[tuple[str, tuple[float | bool | None, ...]], ...] = (
    ("half_life", (0.2, 0.05)),
    ("is_straight", (False,)),
    ("strength", (10.0, 100.0)),
)


def fit_tuned(cases: Cases, columns: Sequence[str]) -> tuple[LeadModel, Recipe]:
    """Return the calibrated model of the cases, and the recipe that was chosen for it."""
    inner = time_cuts(cases, _INNER_CUTS, _INNER_SHARE)
    if not inner:
        recipe = Recipe(strength=10.0)
        return _fit(cases, columns, recipe), recipe
    recipe = _chosen(_thinned(cases), columns)
    model = _fit(cases, columns, recipe)
    return _calibrated(model, cases, columns, recipe, inner[-1]), recipe


def _chosen(cases: Cases, columns: Sequence[str]) -> Recipe:
    cuts = time_cuts(cases, _INNER_CUTS, _INNER_SHARE)
    best = Recipe()
    if not cuts:
        return best
    reached = _score(cases, columns, best, cuts)
    for name, values in _WAYS:
        start = best
        for value in values:
            other = replace(start, **{name: value})  # type: ignore[arg-type]
            score = _score(cases, columns, other, cuts)
            if score > reached + _GAIN:
                best, reached = other, score
    return best


def _score(cases: Cases, columns: Sequence[str], recipe: Recipe, cuts: Sequence[Cut]) -> float:
    found = []
    for cut in cuts:
        model, test = _fit(cases.take(cut.train), columns, recipe), cases.take(cut.test)
        found.append(auc_parts(Tested(test.won, model.logit(test.features), test.subject))[0])
    return float(np.mean(found))


def _fit(cases: Cases, columns: Sequence[str], recipe: Recipe) -> LeadModel:
    return fit_model(
        cases.features,
        cases.won,
        columns,
        strength=recipe.strength,
        is_straight=recipe.is_straight,
        weights=_recency(cases, recipe.half_life),
    )


def _recency(cases: Cases, half_life: float | None) -> Floats | None:
    """Return weights of mean one, by the place in the order of time."""
    if half_life is None:
        return None
    place = cases.started_at.rank(method="average").to_numpy() / len(cases)
    weights: Floats = 0.5 ** ((1 - place) / half_life)
    return weights / float(weights.mean())


def _calibrated(
    model: LeadModel, cases: Cases, columns: Sequence[str], recipe: Recipe, cut: Cut
) -> LeadModel:
    """Return the model with the slope that held on the newest part, and the level of that part."""
    newest = cases.take(cut.test)
    older = _fit(cases.take(cut.train), columns, recipe)
    _, slope = fit_calibration(older.logit(newest.features), newest.won)
    usual = fit_shift(slope * model.logit(cases.features), cases.won, around=0.0, prior=0.0)
    level = fit_shift(slope * model.logit(newest.features), newest.won, around=usual)
    return replace(model, shift=level, slope=slope)


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
