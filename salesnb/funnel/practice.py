"""What the reps who win most do otherwise than the others; an association, not a cause."""

from itertools import combinations
from math import comb

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
    `reps` (a list, the best first: owner, leads, won, expected, adjusted, shrunk, is_top), `is_spread` (win rates differ by
    more than chance at all), `verdict` (a Sentence where nothing can be compared, else None).

    Notes
    -----
    p is the share of other choices of as many best reps among which the habit differs as much
    (Student's t). p_adjusted compares with the largest difference of all habits in each choice, so
    that any false finding among them stays at 5 %, however habits go together (Westfall and Young,
    Resampling-based multiple testing, 1993, step-down maxT). Mixes are adjusted by weighted least
    squares with main effects.
    """
    params = settings.practice
    values = [period.start, period.end, store.as_of]
    reps = _rated(store.run(_WINS, values), params)
    if len(reps) < params.min_reps:
        verdict = say("practice_few", reps=len(reps), least=params.min_reps, leads=params.min_leads)
        return _empty(reps, verdict)
    if not reps["won"].sum():
        return _empty(reps, say("practice_no_wins"))
    habits = count_habits(store, settings, period)
    habits = habits[habits["owner"].isin(reps["owner"])]
    frame = compare_habits(habits, dict(zip(reps["owner"], reps["is_top"], strict=True)), seed)
    frame.attrs |= {"reps": reps.to_dict("records"), "is_spread": _is_spread(reps), "verdict": None}
    return frame


def compare_habits(habits: pd.DataFrame, is_top: dict[str, bool], seed: int = 8) -> pd.DataFrame:
    """Return the frame of `best_practice` for counted habits and given best reps."""
    owners = sorted(is_top)
    top = np.array([is_top[owner] for owner in owners], dtype=bool)
    rows, each = [], []
    for (habit, unit), cells in habits.groupby(["habit", "unit"], sort=False):
        values = _adjusted(cells, KIND)
        values = values[values["cases"] >= _LEAST_CASES].reindex(owners)
        known = values["value"].notna().to_numpy()
        if min((known & top).sum(), (known & ~top).sum()) < 2:
            continue
        rows.append(
            {"habit": habit, "unit": unit, **_compared(values[known], top[known], str(unit))}
        )
        each.append(values["value"].to_numpy(dtype=float))
    frame = pd.DataFrame(rows)
    if frame.empty:
        return pd.DataFrame(columns=_COLUMNS)
    frame["p"], frame["p_adjusted"] = _shuffled(np.array(each), top, np.random.default_rng(seed))
    frame["is_finding"] = frame["p_adjusted"] < _LEVEL
    size = frame["effect"].abs().fillna(0)
    order = np.lexsort((-size, frame["p"], frame["p_adjusted"]))
    return frame[_COLUMNS].iloc[order].reset_index(drop=True)


_COLUMNS = [
    *("habit", "unit", "top", "rest", "difference", "low", "high"),
    *("effect", "effect_low", "effect_high", "p", "p_adjusted", "is_finding"),
    *("reps_top", "reps_rest", "cases_top", "cases_rest"),
]


def _empty(reps: pd.DataFrame, verdict: Sentence) -> pd.DataFrame:
    frame = pd.DataFrame(columns=_COLUMNS)
    frame.attrs = {"reps": reps.to_dict("records"), "is_spread": False, "verdict": verdict}
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
    parts = {name: cells[name].to_numpy(dtype=float) for name in ("total", "weight", "cases")}
    coded = [pd.factorize(cells[factor], sort=True) for factor in factors]
    codes = np.column_stack([each for each, _ in coded])
    kinds, kind = np.unique(codes, axis=0, return_inverse=True)
    dummies = [np.eye(len(names))[kinds[:, n]][:, 1:] for n, (_, names) in enumerate(coded)]
    matrix = np.hstack([np.ones((len(kinds), 1)), *dummies])
    total, weight = (np.bincount(kind, parts[name]) for name in ("total", "weight"))
    root = np.sqrt(weight)
    found = np.linalg.lstsq(matrix * root[:, None], total / root, rcond=None)[0]
    parts["fitted"] = (matrix @ found)[kind] * parts["weight"]
    owner, owners = pd.factorize(cells["owner"], sort=True)
    summed = {name: np.bincount(owner, values) for name, values in parts.items()}
    rated = pd.DataFrame(summed, index=pd.Index(owners, name="owner"))
    overall = parts["total"].sum() / parts["weight"].sum()
    return rated.assign(value=overall + (rated["total"] - rated["fitted"]) / rated["weight"])


def _compared(values: pd.DataFrame, top: Bools, unit: str) -> dict[str, float]:
    """Return both means, their difference with its interval (Welch), and the effect size."""
    from scipy.special import stdtrit

    sides = [values["value"].to_numpy(dtype=float)[side] for side in (top, ~top)]
    ones, others = sides
    gap = float(ones.mean() - others.mean())
    spreads = [side.var(ddof=1) / len(side) for side in sides]
    parts = [s**2 / (len(side) - 1) for s, side in zip(spreads, sides, strict=True)]
    free = sum(spreads) ** 2 / sum(parts) if sum(parts) else len(values) - 2
    half = float(stdtrit(free, 1 - _LEVEL / 2) * np.sqrt(sum(spreads)))
    within = sum(((side - side.mean()) ** 2).sum() for side in sides)
    deviation = float(np.sqrt(within / (len(values) - 2)))
    # Hedges: few cases make the standardised difference too large.
    scale = (1 - 3 / (4 * (len(values) - 2) - 1)) / deviation if deviation else np.nan
    return {
        **_shown(float(ones.mean()), float(others.mean()), half, unit),
        "effect": scale * gap,
        "effect_low": scale * (gap - half),
        "effect_high": scale * (gap + half),
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


def _shuffled(each: Floats, top: Bools, rng: np.random.Generator) -> tuple[Floats, Floats]:
    """Return per habit p, and p adjusted for all habits, from other choices of as many best reps.

    Parameters
    ----------
    each : habits by reps; missing where a rep has no value.
    """
    size, count = len(top), int(top.sum())
    if comb(size, count) <= _SHUFFLES:
        picks, extra = np.array(list(combinations(range(size), count))), 0
    else:
        picks, extra = np.argsort(rng.random((_SHUFFLES, size)), axis=1)[:, :count], 1
    labels = np.zeros((len(picks), size))
    np.put_along_axis(labels, picks, 1.0, axis=1)
    # Rounding must not make less of what is the same choice of reps.
    found = _apart(each, top[None, :].astype(float))[0] * (1 - 1e-9)
    shuffled = _apart(each, labels)
    alone = ((shuffled >= found).sum(axis=0) + extra) / (len(picks) + extra)
    order = np.argsort(-found, kind="stable")
    # The largest among the habits that are not yet judged, in every shuffle.
    largest = np.maximum.accumulate(shuffled[:, order[::-1]], axis=1)[:, ::-1]
    stepped = ((largest >= found[order]).sum(axis=0) + extra) / (len(picks) + extra)
    adjusted = np.empty(len(found))
    adjusted[order] = np.maximum.accumulate(stepped)
    return alone, adjusted


def _apart(each: Floats, labels: Floats) -> Floats:
    """Return Student's |t| between the labelled reps and the others, labellings by habits."""
    known = (~np.isnan(each)).astype(float)
    counts = known.sum(axis=1)
    middle = np.nansum(each, axis=1) / counts
    off = np.where(known > 0, each - middle[:, None], 0.0)
    ones = labels @ known.T
    others = counts - ones
    gap = labels @ off.T * counts / np.maximum(ones * others, 0.5)
    between = gap**2 * ones * others / counts
    within = np.maximum((off**2).sum(axis=1) - between, 1e-12 * (off**2).sum(axis=1) + 1e-300)
    error = within / (counts - 2) * counts / np.maximum(ones * others, 0.5)
    found: Floats = np.where(ones * others > 0, np.abs(gap) / np.sqrt(error), 0.0)
    return found
