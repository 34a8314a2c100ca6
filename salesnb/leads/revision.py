"""New points for the score card, fitted to what became of leads, and what they would change."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from salesnb.labels import Sentence, say
from salesnb.scopes import ScopedStore
from salesnb.settings import ScoreCard, Settings
from salesnb.settings.scorecard import FULL_SCORE

Floats = NDArray[np.float64]
Points = Mapping[str, Mapping[str, int]]

_OLDER = 0.7  # the share of leads, the oldest, that the points are fitted to
_PENALTY = 1.0  # of the squared steps between answers, in leads
_TOP = 0.2  # lift is that of the best fifth


@dataclass(frozen=True)
class Revision:
    """A proposal for the card.

    Attributes
    ----------
    points : dimension, answer, now, proposed, leads, won: one row per answer.
    grades : grade, from_now, from_proposed, and of the newest leads leads_now, won_now,
        leads_proposed, won_proposed: one row per grade, the best first.
    auc_now, auc_proposed, gain_low, gain_high : on the newest leads, which were not fitted to: the
        chance that a won lead has the higher score, and the 95 % interval of the difference.
    lift_now, lift_proposed : how much more often the best fifth wins than all.
    leads, won : the cases looked at.
    verdict : what to make of it, in both languages.
    is_better : whether the interval of the difference lies above nothing.
    """

    points: pd.DataFrame
    grades: pd.DataFrame
    auc_now: float
    auc_proposed: float
    gain_low: float
    gain_high: float
    lift_now: float
    lift_proposed: float
    leads: int
    won: int
    verdict: Sentence
    is_better: bool


def revise_card(store: ScopedStore, settings: Settings) -> Revision | Sentence:
    """Return points that fit the outcomes of past leads, or why there are none.

    The points of a dimension never fall from a worse answer to a better one, are whole, and the best
    answers add up to 100. The grades begin where as many of the leads fitted to have each grade as
    now, so that the work stays as it is and the rates can be compared. What is expected is measured
    on the newest leads, which were not fitted to.

    Notes
    -----
    A logistic regression whose steps from answer to answer are not negative; an answer that is
    missing has a weight of its own and no points. A lead counts as won if it was within
    `horizon_days` (params/score.yml) of its creation, and is looked at when they are over.
    """
    card, score = settings.scorecard, settings.score
    columns = ", ".join(f'"answer_{name}"' for name in card.dimensions)
    frame = store.run(
        f"""select {columns}, cast(coalesce(is_won
          and days_between(created_on, closed_on) <= ?, false) as integer) as won
        from fact_leads
        where days_between(created_on, cast(? as date)) >= ?
        order by created_at, lead_id""",
        [score.horizon_days, store.as_of, score.horizon_days],
    )
    won = int(frame["won"].sum())
    if len(frame) < score.min_leads or min(won, len(frame) - won) < score.min_won:
        return say(
            "revision_short_history",
            leads=len(frame),
            won=won,
            min_leads=score.min_leads,
            min_won=score.min_won,
        )
    return fit_card(frame, card)


def fit_card(frame: pd.DataFrame, card: ScoreCard) -> Revision:
    """Return the proposal for leads in order of time.

    Parameters
    ----------
    frame : answer_NAME of each dimension (an answer's id, or missing) and won (0 or 1), the oldest
        lead first.
    """
    older = int(len(frame) * _OLDER)
    fitted, newest = frame.iloc[:older], frame.iloc[older:]
    points = _whole_points(_weights(fitted, card), card)
    now = {name: {a.id: a.points for a in d.answers} for name, d in card.dimensions.items()}
    cuts = _cuts(_scores(fitted, card, now), _scores(fitted, card, points), card)
    scores = [_scores(newest, card, each) for each in (now, points)]
    won = newest["won"].to_numpy(dtype=float)
    auc_now, auc_proposed, half = _compared(won, *scores)
    gain = auc_proposed - auc_now
    is_better = bool(gain - half > 0)
    return Revision(
        points=_points_frame(frame, card, now, points),
        grades=_grades_frame(won, scores, (card.cuts, cuts), card),
        auc_now=auc_now,
        auc_proposed=auc_proposed,
        gain_low=gain - half,
        gain_high=gain + half,
        lift_now=_lift(won, scores[0]),
        lift_proposed=_lift(won, scores[1]),
        leads=len(frame),
        won=int(frame["won"].sum()),
        verdict=say("revision_better" if is_better else "revision_no_better"),
        is_better=is_better,
    )


def _weights(frame: pd.DataFrame, card: ScoreCard) -> dict[str, Floats]:
    """Return per dimension the log odds of each answer above the worst, in the card's order."""
    from scipy.optimize import minimize

    blocks, sizes = [], []
    for name, dimension in card.dimensions.items():
        place = {answer.id: n for n, answer in enumerate(dimension.answers)}
        given = frame[f"answer_{name}"].map(place)
        best = len(place) - 1
        # One column per step upwards: whether the answer is at least so good.
        steps = [(given <= n).to_numpy(dtype=float) for n in range(best)]
        blocks.append(np.column_stack([*steps, given.isna().to_numpy(dtype=float)]))
        sizes.append(best)
    matrix, won = np.column_stack(blocks), frame["won"].to_numpy(dtype=float)
    is_step = np.concatenate([[True] * size + [False] for size in sizes])

    def loss(weights: Floats) -> tuple[float, Floats]:
        odds = weights[0] + matrix @ weights[1:]
        value = np.logaddexp(0, odds).sum() - won @ odds + _PENALTY / 2 * (weights[1:] ** 2).sum()
        error = 1 / (1 + np.exp(-odds)) - won
        slope = np.concatenate([[error.sum()], matrix.T @ error + _PENALTY * weights[1:]])
        return float(value), slope

    bounds = [(None, None), *((0, None) if step else (None, None) for step in is_step)]
    start = np.zeros(matrix.shape[1] + 1)
    found = minimize(loss, start, jac=True, bounds=bounds, method="L-BFGS-B").x[1:]
    weights, at = {}, 0
    for (name, _), size in zip(card.dimensions.items(), sizes, strict=True):
        upwards = found[at : at + size]
        # From the worst answer upwards; the best collects all steps.
        weights[name] = np.append(np.cumsum(upwards[::-1])[::-1], 0.0)
        at += size + 1
    return weights


def _whole_points(weights: Mapping[str, Floats], card: ScoreCard) -> dict[str, dict[str, int]]:
    """Return whole points in proportion to the weights, whose best answers add up to 100."""
    total = sum(weight[0] for weight in weights.values())
    if total <= 0:
        return {name: {a.id: a.points for a in d.answers} for name, d in card.dimensions.items()}
    exact = {name: FULL_SCORE * weight / total for name, weight in weights.items()}
    best = {name: int(points[0]) for name, points in exact.items()}
    by_rest = sorted(best, key=lambda name: best[name] - exact[name][0])
    for name in by_rest[: FULL_SCORE - sum(best.values())]:
        best[name] += 1
    return {
        name: {
            answer.id: min(best[name], round(points)) if n else best[name]
            for n, (answer, points) in enumerate(
                zip(card.dimensions[name].answers, exact[name].tolist(), strict=True)
            )
        }
        for name in card.dimensions
    }


def _scores(frame: pd.DataFrame, card: ScoreCard, points: Points) -> Floats:
    """Return each lead's score; a missing answer counts as the middle of its dimension's points."""
    score = np.zeros(len(frame))
    for name in card.dimensions:
        given = points[name]
        middle = (min(given.values()) + max(given.values())) / 2
        score += frame[f"answer_{name}"].map(given).fillna(middle).to_numpy(dtype=float)
    return score


def _cuts(now: Floats, proposed: Floats, card: ScoreCard) -> dict[str, int]:
    """Return from which score each grade begins, so that its share of leads is as near as can be."""
    cuts: dict[str, int] = {}
    least = FULL_SCORE
    for grade, cut in card.cuts.items():
        wanted = int((now >= cut).sum())
        tried = np.arange(1, least + 1)
        reached = (proposed[:, None] >= tried).sum(axis=0)
        off = np.abs(reached - wanted)
        # Of cuts that give the same leads, the middle one: it needs no luck.
        best = tried[off == off.min()]
        cuts[grade] = int(best[len(best) // 2])
        least = max(cuts[grade] - 1, 1)
    return cuts


def _compared(won: Floats, now: Floats, proposed: Floats) -> tuple[float, float, float]:
    """Return both AUCs and half the 95 % interval of their difference.

    Notes
    -----
    DeLong, DeLong and Clarke-Pearson, Biometrics 44 (1988) 837-845, for two scores of the same cases.
    """
    above = [_above(won, score) for score in (now, proposed)]
    aucs = [float(each[won > 0].mean()) for each in above]
    gap = above[1] - above[0]
    variance = sum(gap[side].var(ddof=1) / side.sum() for side in (won > 0, won == 0))
    return aucs[0], aucs[1], 1.959963984540054 * float(np.sqrt(variance))


def _above(won: Floats, score: Floats) -> Floats:
    """Return per won lead the share of the others below it, per other the share of won ones above."""
    ranks = pd.Series(score).rank().to_numpy()
    inner = np.empty(len(score))
    is_won = won > 0
    for side in (is_won, ~is_won):
        inner[side] = pd.Series(score[side]).rank().to_numpy()
    share = (ranks - inner) / np.where(is_won, (~is_won).sum(), is_won.sum())
    above: Floats = np.where(is_won, share, 1 - share)
    return above


def _lift(won: Floats, score: Floats) -> float:
    """Return how much more often the best fifth wins than all; ties share the last places."""
    size = max(round(len(won) * _TOP), 1)
    edge = np.sort(score)[::-1][size - 1]
    surely, at_edge = score > edge, score == edge
    room = size - surely.sum()
    found = won[surely].sum() + won[at_edge].mean() * room
    return float(found / size / won.mean())


def _points_frame(
    frame: pd.DataFrame, card: ScoreCard, now: Points, points: Points
) -> pd.DataFrame:
    rows = []
    for name, dimension in card.dimensions.items():
        cases = frame.groupby(f"answer_{name}")["won"].agg(["size", "sum"])
        for answer in dimension.answers:
            leads, won = (int(cases[part].get(answer.id, 0)) for part in ("size", "sum"))
            rows.append(
                {
                    "dimension": name,
                    "answer": answer.id,
                    "now": now[name][answer.id],
                    "proposed": points[name][answer.id],
                    "leads": leads,
                    "won": won,
                }
            )
    return pd.DataFrame(rows)


def _grades_frame(
    won: Floats,
    scores: list[Floats],
    cuts: tuple[Mapping[str, int], Mapping[str, int]],
    card: ScoreCard,
) -> pd.DataFrame:
    frame = pd.DataFrame({"grade": card.all_grades})
    for kind, score, edges in zip(("now", "proposed"), scores, cuts, strict=True):
        grade = np.full(len(score), card.lowest_grade, dtype=object)
        for name, edge in sorted(edges.items(), key=lambda cut: cut[1]):
            grade[score >= edge] = name
        counted = pd.DataFrame({"grade": grade, "won": won}).groupby("grade")["won"]
        frame[f"from_{kind}"] = frame["grade"].map(edges).fillna(0).astype(int)
        frame[f"leads_{kind}"] = frame["grade"].map(counted.size()).fillna(0).astype(int)
        frame[f"won_{kind}"] = frame["grade"].map(counted.sum()).fillna(0).astype(int)
    return frame
