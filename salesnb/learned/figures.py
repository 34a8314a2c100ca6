"""How good predictions were: AUC with its interval, precision, losses, lift, calibration.

Rows of one subject are no independent evidence; the interval of the AUC takes them together.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from salesnb.learned.features import Floats

_Z = 1.959963984540054
_MOST_BINS, _SUBJECTS_PER_BIN = 10, 100


@dataclass(frozen=True)
class Figures:
    """What predictions are worth on cases that they had not seen.

    Attributes
    ----------
    n, won : cases, and how many succeeded.
    auc, low, high : the chance that a success is ranked before a failure, with its 95 % interval;
        over several tests the mean, weighted by pairs.
    average_precision : mean precision over the successes found; the base rate is that of chance.
    brier, log_loss : mean squared error, and mean surprise, of the probabilities.
    calibration_error : mean distance of predicted and observed shares over bins of equal size.
    """

    n: int
    won: int
    auc: float
    low: float
    high: float
    average_precision: float
    brier: float
    log_loss: float
    calibration_error: float

    @property
    def has_signal(self) -> bool:
        """Whether the interval of the AUC lies above one half."""
        return self.low > 0.5

    def to_json(self) -> dict[str, float]:
        """Return the figures by name."""
        return asdict(self)


@dataclass(frozen=True)
class Tested:
    """Predictions of one cut: the outcome, the probability and whose row each is."""

    won: Floats
    predicted: Floats
    subject: NDArray[np.intp]


def auc_parts(tested: Tested) -> tuple[float, float, float]:
    """Return AUC, its variance and the number of pairs of a success and a failure.

    Notes
    -----
    DeLong, DeLong and Clarke-Pearson, Biometrics 44 (1988) 837-845, with the rows of a subject
    taken together as in Obuchowski, Biometrics 53 (1997) 567-578; a subject's rows all have the
    same outcome.
    """
    is_won = tested.won > 0.5
    ranks = pd.Series(tested.predicted).rank().to_numpy()
    won, lost = int(is_won.sum()), int((~is_won).sum())
    if not won or not lost:
        return float("nan"), float("nan"), 0.0
    inner = np.empty(len(ranks))
    for side in (is_won, ~is_won):
        inner[side] = pd.Series(tested.predicted[side]).rank().to_numpy()
    above = np.where(is_won, (ranks - inner) / lost, 1 - (ranks - inner) / won)
    auc = float(above[is_won].mean())
    variance = 0.0
    for side in (is_won, ~is_won):
        beyond = pd.Series(above[side] - auc).groupby(tested.subject[side]).sum().to_numpy()
        subjects = len(beyond)
        if subjects < 2:
            return auc, float("nan"), float(won * lost)
        variance += subjects / (subjects - 1) * float((beyond**2).sum()) / side.sum() ** 2
    return auc, variance, float(won * lost)


def measure(tests: Sequence[Tested]) -> Figures:
    """Return the figures of the predictions of one or several cuts.

    Ranks are compared inside each cut only: another cut's model has another scale.
    """
    from sklearn.metrics import average_precision_score, brier_score_loss, log_loss

    parts = [part for part in map(auc_parts, tests) if part[2]]
    weights = np.array([part[2] for part in parts]) / sum(part[2] for part in parts)
    auc = float(weights @ np.array([part[0] for part in parts]))
    half = _Z * float(np.sqrt(weights**2 @ np.array([part[1] for part in parts])))
    won = np.concatenate([test.won for test in tests])
    predicted = np.concatenate([test.predicted for test in tests])
    shares = np.array([test.won.sum() for test in tests])
    precision = [average_precision_score(test.won, test.predicted) for test in tests]
    return Figures(
        n=len(won),
        won=int(won.sum()),
        auc=auc,
        low=max(auc - half, 0.0),
        high=min(auc + half, 1.0),
        average_precision=float(np.average(precision, weights=shares)),
        brier=float(brier_score_loss(won, predicted)),
        log_loss=float(log_loss(won, predicted)),
        calibration_error=calibration_error(won, predicted, count_subjects(tests)),
    )


def count_subjects(tests: Sequence[Tested]) -> int:
    """Return how many subjects were tested."""
    return len(np.unique(np.concatenate([test.subject for test in tests])))


def calibration(
    won: Floats, predicted: Floats, most: int = _MOST_BINS, subjects: int | None = None
) -> pd.DataFrame:
    """Return predicted and observed shares by bins of about equally many cases.

    As many as `most` bins, of at least a hundred subjects each: of fewer the observed share says
    little. `subjects` : how many there are; None = each row is one.

    Returns
    -------
    predicted, observed, low, high (95 % Wilson interval of the observed share), n.
    """
    evidence = (subjects or len(won)) / max(len(won), 1)
    bins = max(min(most, int(evidence * len(won)) // _SUBJECTS_PER_BIN), 1)
    place = pd.Series(predicted).rank(method="average") / (len(won) + 1)
    frame = pd.DataFrame({"predicted": predicted, "won": won, "bin": (place * bins).astype(int)})
    grouped = frame.groupby("bin", sort=True)
    table = grouped.agg(
        predicted=("predicted", "mean"), observed=("won", "mean"), n=("won", "size")
    )
    low, high = _wilson(
        table["observed"].to_numpy(), table["n"].to_numpy(dtype=np.float64) * evidence
    )
    return table.assign(low=low, high=high).reset_index(drop=True)


def calibration_error(won: Floats, predicted: Floats, subjects: int | None = None) -> float:
    """Return the expected calibration error over the bins of `calibration`."""
    table = calibration(won, predicted, subjects=subjects)
    gap = (table["predicted"] - table["observed"]).abs()
    return float((gap * table["n"]).sum() / table["n"].sum())


def deciles(tests: Sequence[Tested]) -> pd.DataFrame:
    """Return, from the best tenth of each test to the last, how often it succeeded.

    Returns
    -------
    decile (1 is the best), n, won, rate, lift (rate over the rate of all), found (share of all
    successes in this and better deciles).
    """
    frames = []
    for test in tests:
        # Ties are broken by the order of rows, which is that of time and knows no outcome.
        place = pd.Series(-test.predicted).rank(method="first").to_numpy() - 1
        decile = (place * 10 // len(place)).astype(int) + 1
        frames.append(pd.DataFrame({"decile": decile, "won": test.won}))
    rows = pd.concat(frames)
    table = rows.groupby("decile")["won"].agg(n="size", won="sum").reset_index()
    table["rate"] = table["won"] / table["n"]
    table["lift"] = table["rate"] / rows["won"].mean()
    table["found"] = table["won"].cumsum() / table["won"].sum()
    return table


def _wilson(share: Floats, n: Floats) -> tuple[Floats, Floats]:
    shrunk = 1 + _Z**2 / n
    centre = (share + _Z**2 / (2 * n)) / shrunk
    half = _Z * np.sqrt(share * (1 - share) / n + _Z**2 / (4 * n**2)) / shrunk
    return np.clip(centre - half, 0, 1), np.clip(centre + half, 0, 1)
