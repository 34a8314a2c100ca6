"""When customers order and when they stop: the MBG/NBD and the BG/NBD model, fitted by likelihood.

Notes
-----
BG/NBD: Fader, Hardie and Lee, Marketing Science 24 (2005) 275-284. MBG/NBD: Batislam, Denizel and
Filiztekin, International Journal of Research in Marketing 24 (2007) 201-209. While active, a
customer orders at random at a rate of their own (gamma among customers), and stops after an order
with a chance of their own (beta). In the BG/NBD nobody stops after the first order, so that whoever
ordered once is active for ever; in the MBG/NBD anybody may.
"""

from dataclasses import asdict, dataclass
from typing import Literal

import numpy as np
import pandas as pd

from salesnb.learned.features import Floats

Kind = Literal["mbg", "bg"]
_NODES = 40
_BOUND = 9.0  # of the logarithms of the parameters: beyond e^9 the data do not tell them apart
_MANY_REPEATS = 400  # beyond it the nodes of 400 do


@dataclass(frozen=True)
class ActivityModel:
    """Rates of ordering ~ gamma(r, alpha), chances of stopping ~ beta(a, b); time in weeks.

    Attributes
    ----------
    kind : `mbg`, or `bg`.
    """

    kind: Kind
    r: float
    alpha: float
    a: float
    b: float

    def to_json(self) -> dict[str, float | str]:
        """Return the parameters by name."""
        return asdict(self)

    def active(self, repeats: Floats, recency: Floats, age: Floats) -> Floats:
        """Return the chance that each customer is still active (0-1).

        Parameters
        ----------
        repeats : orders after the first.
        recency, age : weeks from the first order to the last one, and to the day.
        """
        survived = np.log(self.alpha + age) - np.log(self.alpha + recency)
        if self.kind == "mbg":
            odds = np.log(self.a) - np.log(self.b + repeats)
        else:
            odds = np.log(self.a) - np.log(self.b + np.maximum(repeats, 1) - 1)
        lost = odds + (self.r + repeats) * survived
        told: Floats = 1 / (1 + np.exp(np.clip(lost, -700, 700)))
        return told if self.kind == "mbg" else np.where(repeats == 0, 1.0, told)

    def expected(self, repeats: Floats, recency: Floats, age: Floats, weeks: float) -> Floats:
        """Return the orders that are expected of each customer in so many weeks."""
        told: Floats = self.if_active(repeats, age, weeks) * self.active(repeats, recency, age)
        return told

    def if_active(self, repeats: Floats, age: Floats, weeks: float) -> Floats:
        """Return the orders expected in so many weeks of a customer who is still active.

        The integral over the chance of stopping is taken by Gauss-Jacobi quadrature: the closed
        form has a hypergeometric function that overflows for frequent buyers.
        """
        shape = self.r + repeats
        ahead = weeks / (self.alpha + age)
        expected = np.empty(len(repeats))
        places, inverse = np.unique(np.minimum(repeats, _MANY_REPEATS), return_inverse=True)
        order = np.argsort(inverse, kind="stable")
        ends = np.cumsum(np.bincount(inverse, minlength=len(places)))[:-1]
        for place, rows in zip(places, np.split(order, ends), strict=True):
            chances, weights = self._nodes(float(place))
            mean = -np.expm1(-shape[rows, None] * np.log1p(chances * ahead[rows, None]))
            expected[rows] = (mean / chances) @ weights
        return expected

    def _nodes(self, repeats: float) -> tuple[Floats, Floats]:
        """Return chances of stopping and their weights, for a customer who is active."""
        stayed = self.b + (repeats + 1 if self.kind == "mbg" else repeats)
        return _beta_nodes(self.a, stayed)


def _beta_nodes(a: float, b: float) -> tuple[Floats, Floats]:
    """Return nodes and weights of Gauss-Jacobi quadrature for a beta(a, b) variable.

    From the eigenvectors of the recurrence (Golub and Welsch, Mathematics of Computation 23 (1969)
    221-230): the weights add up to one, whatever the parameters.
    """
    from scipy.linalg import eigh_tridiagonal

    n = np.arange(_NODES, dtype=np.float64)
    up, down = b - 1, a - 1
    twice = 2 * n + up + down
    middle = np.empty(_NODES)
    middle[0] = (down - up) / (a + b)
    middle[1:] = (down**2 - up**2) / (twice[1:] * (twice[1:] + 2))
    n, twice = n[1:], twice[1:]
    beside = 4 * n * (n + up) * (n + down) * (n + up + down)
    beside[0] = 4 * (1 + up) * (1 + down)  # n + up + down cancels the same below
    below = twice**2 * (twice + 1) * (twice - 1)
    below[0] = twice[0] ** 2 * (twice[0] + 1)
    points, vectors = eigh_tridiagonal(middle, np.sqrt(beside / below))
    return np.clip((1 + points) / 2, 1e-12, 1.0), vectors[0] ** 2


def fit_activity(frame: pd.DataFrame, kind: Kind = "mbg") -> ActivityModel:
    """Return the model under which what customers did is likeliest.

    Parameters
    ----------
    frame : `repeats`, `recency`, `age` (see `rhythm.rhythms`), at least two customers.

    Raises
    ------
    ValueError
        Nobody has ordered twice, so that no rate can be told.
    """
    from scipy.optimize import minimize

    names = ("repeats", "recency", "age")
    counted = frame.groupby(list(names)).size()
    if not (counted.index.get_level_values("repeats") > 0).any():
        raise ValueError("nobody has ordered twice")
    columns = [counted.index.get_level_values(name).to_numpy(float) for name in names]
    repeats, recency, age = columns
    weights = counted.to_numpy(float) / len(frame)
    # Times are measured in the usual age while fitting, so that all parameters are of one size.
    unit = max(float(np.average(age, weights=weights)), 1e-6)
    parts = _Parts(kind, repeats, recency / unit, age / unit, weights)
    bounds = [(-_BOUND, _BOUND)] * 4
    starts = [np.zeros(4), np.array([-1.0, -1.0, -0.5, 1.0])]
    fits = [minimize(parts, s, jac=True, method="L-BFGS-B", bounds=bounds) for s in starts]
    best = min(fits, key=lambda fit: float(fit.fun))
    r, alpha, a, b = (float(np.exp(value)) for value in best.x)
    return ActivityModel(kind, r, alpha * unit, a, b)


@dataclass(frozen=True)
class _Parts:
    """Minus the mean log likelihood and its gradient, by the logarithms of r, alpha, a and b."""

    kind: Kind
    repeats: Floats
    recency: Floats
    age: Floats
    weights: Floats

    def __call__(self, logs: Floats) -> tuple[float, Floats]:
        from scipy.special import betaln, gammaln

        r, alpha, a, b = np.exp(logs)
        x, has_repeats = self.repeats, self.repeats > 0
        shape = r + x
        stays = x + 1 if self.kind == "mbg" else x  # times that the customer did not stop
        leaves = np.maximum(stays - 1, 0)
        rate = gammaln(shape) - gammaln(r) + r * np.log(alpha)
        active = betaln(a, b + stays) - betaln(a, b) - shape * np.log(alpha + self.age)
        gone = betaln(a + 1, b + leaves) - betaln(a, b) - shape * np.log(alpha + self.recency)
        if self.kind == "bg":
            gone = np.where(has_repeats, gone, -np.inf)
        both = np.logaddexp(active, gone)
        total = rate + both
        share = np.exp(active - both)
        slopes = self._slopes(r, alpha, a, b, share, stays, leaves)
        gradient = -np.array([self.weights @ slope for slope in slopes]) * np.exp(logs)
        return -float(self.weights @ total), gradient

    def _slopes(
        self,
        r: float,
        alpha: float,
        a: float,
        b: float,
        share: Floats,
        stays: Floats,
        leaves: Floats,
    ) -> tuple[Floats, Floats, Floats, Floats]:
        """Return the derivatives of each log likelihood by r, alpha, a and b."""
        from scipy.special import digamma

        shape = r + self.repeats
        since = share * np.log(alpha + self.age) + (1 - share) * np.log(alpha + self.recency)
        by_r = digamma(shape) - digamma(r) + np.log(alpha) - since
        within = share / (alpha + self.age) + (1 - share) / (alpha + self.recency)
        by_alpha = r / alpha - shape * within
        usual = digamma(a + b)
        stayed, left = digamma(a + b + stays), digamma(a + 1 + b + leaves)
        by_a = share * (digamma(a) - stayed) + (1 - share) * (digamma(a + 1) - left)
        by_a += usual - digamma(a)
        by_b = share * (digamma(b + stays) - stayed) + (1 - share) * (digamma(b + leaves) - left)
        by_b += usual - digamma(b)
        return by_r, by_alpha, by_a, by_b
