"""What the reps who win most do otherwise than the others; an association, not a cause."""

from math import comb
from itertools import combinations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from salesnb.funnel.habits import KIND, count_habits
from salesnb.labels import Sentence, say
from salesnb.periods import Period
from salesnb.scopes import ScopedStore
from salesnb.settings import PracticeSettings, Settings

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

_LEVEL = 0.05
_SHUFFLES = 4999
_LEAST_CASES = 5  # of a habit, for a rep's value of it
_LOGARITHMIC = ("hours", "days")

_WINS = """
select owner, coalesce(source, '') as source, coalesce(grade, '') as grade,
  cast(extract(year from created_on) * 4 + extract(quarter from created_on) as varchar) as quarter,
  count(*) as weight, cast(sum(case when is_won then 1 else 0 end) as double) as total
from fact_leads
where created_on >= ? and created_on < ? and created_on <= ? and owner <> 'unassigned'
group by all
order by all
"""


def best_practice(
    store: ScopedStore, settings: Settings, period: Period, seed: int = 8
) -> pd.DataFrame:
    """Return the habits of the best reps beside those of the others, the clearest difference first.

    The best are the `top_share` of the reps (params/practice.yml) by win rate of the leads created
    in the period, adjusted for source, grade and quarter of creation, and drawn towards the mean the
    more, the fewer leads it rests on. Habits are adjusted for source, grade, and how far a lead came
    and how it ended: a won lead has more contacts whoever wins it.

    Returns
    -------
    habit, unit (see `habits.count_habits`), top and rest (means over reps, in the unit; of hours and
    days geometric means), difference with low and high (95 %, in the unit), effect with effect_low
    and effect_high (Hedges' g, differences in standard deviations between reps), p, p_adjusted,
    is_finding (p_adjusted below 5 %), reps_top, reps_rest, cases_top, cases_rest. `.attrs`:
    `reps` (owner, leads, won, expected, adjusted, shrunk, is_top), `is_spread` (win rates differ by
    more than chance at all), `verdict` (a Sentence where nothing can be compared, else None).

    Notes
    -----
    p is that of Welch's t among shuffled labels of reps, which holds for unequal spreads too
    (Janssen, Statistics and Probability Letters 36 (1997) 9-21), adjusted for the number of habits
    (Holm, Scandinavian Journal of Statistics 6 (1979) 65-70). Mixes are adjusted by weighted least
    squares with main effects.
    """
    params = settings.practice
    values = [period.start, period.end, store.as_of]
    reps = _rated(store.run(_WINS, values), params)
    if len(reps) < params.min_reps:
        verdict = say(
            "practice_few", reps=len(reps), least=params.min_reps, leads=params.min_leads
        )
        return _empty(reps, verdict)
    if not reps["won"].sum():
        return _empty(reps, say("practice_no_wins"))
    habits = count_habits(store, settings, period)
    habits = habits[habits["owner"].isin(reps["owner"])]
    frame = compare_habits(habits, dict(zip(reps["owner"], reps["is_top"], strict=True)), seed)
    frame.attrs |= {"reps": reps, "is_spread": _is_spread(reps), "verdict": None}
    return frame


def compare_habits(habits: pd.DataFrame, is_top: dict[str, bool], seed: int = 8) -> pd.DataFrame:
    """Return the frame of `best_practice` for counted habits and given best reps."""
    rng = np.random.default_rng(seed)
    rows = []
    for (habit, unit), cells in habits.groupby(["habit", "unit"], sort=False):
        values = _adjusted(cells, KIND)
        values = values[values["cases"] >= _LEAST_CASES].sort_index()
        top = np.array([is_top[owner] for owner in values.index], dtype=bool)
        if min(top.sum(), (~top).sum()) < 2:
            continue
        rows.append({"habit": habit, "unit": unit, **_compared(values, top, unit, rng)})
    frame = pd.DataFrame(rows, columns=_COLUMNS)
    frame["p_adjusted"] = _holm(frame["p"].to_numpy(dtype=float))
    frame["is_finding"] = frame["p_adjusted"] < _LEVEL
    size = frame["effect"].abs()
    return frame.iloc[np.lexsort((-size, frame["p_adjusted"]))].reset_index(drop=True)


_COLUMNS = [
    *("habit", "unit", "top", "rest", "difference", "low", "high"),
    *("effect", "effect_low", "effect_high", "p", "p_adjusted", "is_finding"),
    *("reps_top", "reps_rest", "cases_top", "cases_rest"),
]


def _empty(reps: pd.DataFrame, verdict: Sentence) -> pd.DataFrame:
    frame = pd.DataFrame(columns=_COLUMNS)
    frame.attrs = {"reps": reps, "is_spread": False, "verdict": verdict}
    return frame


def _rated(wins: pd.DataFrame, params: PracticeSettings) -> pd.DataFrame:
    """Return the reps with enough leads, the best first, by adjusted and shrunk win rate."""
    counted = wins.groupby("owner")["weight"].sum()
    wins = wins[wins["owner"].map(counted) >= params.min_leads]
    if wins.empty:
        columns = ["owner", "leads", "won", "expected", "adjusted", "shrunk", "is_top"]
        return pd.DataFrame(columns=columns)
    rated = _adjusted(wins.assign(cases=wins["weight"]), ["source", "grade", "quarter"])
    overall = wins["total"].sum() / wins["weight"].sum()
    chance = overall * (1 - overall) / rated["weight"]
    between = rated["value"].var(ddof=1) - chance.mean() if len(rated) > 1 else 0.0
    # Where all may be chance, a rate of many leads still counts more than one of few.
    between = max(between, 0.1 * chance.mean(), 1e-12)
    rated["shrunk"] = overall + (rated["value"] - overall) * between / (between + chance)
    rated = rated.sort_values("shrunk", ascending=False, kind="stable").reset_index()
    count = max(round(params.top_share * len(rated)), 2)
    return pd.DataFrame(
        {
            "owner": rated["owner"],
            "leads": rated["weight"].astype(int),
            "won": rated["total"].astype(int),
            "expected": rated["fitted"],
            "adjusted": rated["value"],
            "shrunk": rated["shrunk"],
            "is_top": np.arange(len(rated)) < count,
        }
    )


def _is_spread(reps: pd.DataFrame) -> bool:
    """Return whether win rates differ between reps by more than chance (chi-square at 5 %)."""
    from scipy.special import chdtrc

    overall = reps["won"].sum() / reps["leads"].sum()
    chance = reps["leads"] * overall * (1 - overall)
    off = ((reps["won"] - reps["expected"]) ** 2 / chance.where(chance > 0)).sum()
    return bool(chdtrc(len(reps) - 1, off) < _LEVEL)


def _adjusted(cells: pd.DataFrame, factors: list[str]) -> pd.DataFrame:
    """Return per owner what total / weight would be, had all the same mix of the factors.

    Returns
    -------
    Indexed by owner: total, weight, cases, fitted (the total expected of the owner's mix), value.
    """
    weight = cells["weight"].to_numpy(dtype=float)
    dummies = [np.ones((len(cells), 1))]
    for factor in factors:
        codes, names = pd.factorize(cells[factor], sort=True)
        dummies.append(np.eye(len(names))[codes][:, 1:])
    matrix = np.hstack(dummies)
    root = np.sqrt(weight)
    share = cells["total"].to_numpy(dtype=float) / weight
    found = np.linalg.lstsq(matrix * root[:, None], share * root, rcond=None)[0]
    summed = cells.assign(fitted=matrix @ found * weight).groupby("owner")
    rated = summed[["total", "weight", "cases", "fitted"]].sum()
    overall = cells["total"].sum() / weight.sum()
    return rated.assign(value=overall + (rated["total"] - rated["fitted"]) / rated["weight"])


def _compared(
    values: pd.DataFrame, top: Bools, unit: str, rng: np.random.Generator
) -> dict[str, float]:
    """Return both means, their difference with interval, effect size and p."""
    from scipy.special import stdtrit

    each = values["value"].to_numpy(dtype=float)
    ones, others = each[top], each[~top]
    gap = float(ones.mean() - others.mean())
    spreads = [side.var(ddof=1) / len(side) for side in (ones, others)]
    error = float(np.sqrt(sum(spreads)))
    parts = [s**2 / (len(side) - 1) for s, side in zip(spreads, (ones, others), strict=True)]
    free = sum(spreads) ** 2 / sum(parts) if sum(parts) else float(len(each) - 2)
    half = float(stdtrit(free, 1 - _LEVEL / 2)) * error
    pooled = np.sqrt(((ones - ones.mean()) ** 2).sum() + ((others - others.mean()) ** 2).sum())
    deviation = float(pooled / np.sqrt(len(each) - 2))
    # Hedges: few cases make the standardised difference too large.
    scale = (1 - 3 / (4 * (len(each) - 2) - 1)) / deviation if deviation else np.nan
    shown = _shown(float(ones.mean()), float(others.mean()), half, unit)
    return {
        **shown,
        **dict(zip(("effect", "effect_low", "effect_high"), scale * np.array([gap, gap - half, gap + half]), strict=True)),
        "p": _shuffled_p(each, top, rng),
        "reps_top": int(top.sum()),
        "reps_rest": int((~top).sum()),
        "cases_top": int(values["cases"][top].sum()),
        "cases_rest": int(values["cases"][~top].sum()),
    }


def _shown(top: float, rest: float, half: float, unit: str) -> dict[str, float]:
    """Return means and difference in the unit; logarithms become what they are of."""
    gap = top - rest
    if unit not in _LOGARITHMIC:
        return {"top": top, "rest": rest, "difference": gap, "low": gap - half, "high": gap + half}
    base = float(np.exp(rest))
    ends = {"difference": gap, "low": gap - half, "high": gap + half}
    return {
        "top": float(np.exp(top)),
        "rest": base,
        **{name: base * float(np.expm1(value)) for name, value in ends.items()},
    }


def _shuffled_p(each: Floats, top: Bools, rng: np.random.Generator) -> float:
    """Return the share of ways to name so many reps the best that differ as much or more."""
    size, count = len(each), int(top.sum())
    if comb(size, count) <= _SHUFFLES:
        picks = np.array(list(combinations(range(size), count)))
        extra = 0
    else:
        picks = np.argsort(rng.random((_SHUFFLES, size)), axis=1)[:, :count]
        extra = 1
    labels = np.zeros((len(picks), size), dtype=bool)
    np.put_along_axis(labels, picks, True, axis=1)
    found = _welch(each, top[None, :])[0]
    # Rounding must not make a tie of what is the same choice of reps.
    as_much = int((_welch(each, labels) >= found * (1 - 1e-9)).sum())
    return (as_much + extra) / (len(picks) + extra)


def _welch(each: Floats, labels: Bools) -> Floats:
    """Return the absolute value of Welch's t for every labelling of the same values."""
    each = each - each.mean()
    ones = labels.sum(axis=1)
    others = labels.shape[1] - ones
    sums, squares = labels @ each, labels @ each**2
    rest, rest_squares = each.sum() - sums, (each**2).sum() - squares
    spread = (squares - sums**2 / ones) / (ones - 1) / ones
    spread += (rest_squares - rest**2 / others) / (others - 1) / others
    gap = np.abs(sums / ones - rest / others)
    tiny = 1e-12 * max(float((each**2).mean()), 1e-300)
    found: Floats = gap / np.sqrt(np.maximum(spread, tiny))
    return found


def _holm(p: Floats) -> Floats:
    """Return p adjusted for their number, so that a false finding among all stays at the level."""
    order = np.argsort(p, kind="stable")
    steps = p[order] * (len(p) - np.arange(len(p)))
    adjusted = np.empty(len(p))
    adjusted[order] = np.minimum(np.maximum.accumulate(steps), 1.0) if len(p) else steps
    return adjusted
