"""What an order of each customer is worth: the gamma-gamma model.

Notes
-----
Fader, Hardie and Lee, Journal of Marketing Research 42 (2005) 415-430; formulas as in Fader and
Hardie, The Gamma-Gamma Model of Monetary Value (2013). The amounts of a customer's orders are
gamma(p, nu) with a nu of their own, which is gamma(q, gamma) among customers; the fewer orders, the
more is a customer's mean drawn towards that of all.
"""

from dataclasses import asdict, dataclass

import numpy as np

from salesnb.learned.features import Floats

_BOUND = 9.0


@dataclass(frozen=True)
class ValueModel:
    """The parameters of the gamma-gamma model; gamma in yuan."""

    p: float
    q: float
    gamma: float

    def to_json(self) -> dict[str, float]:
        """Return the parameters by name."""
        return asdict(self)

    def expected(self, purchases: Floats, mean_value: Floats) -> Floats:
        """Return the expected amount of a next order (yuan).

        Parameters
        ----------
        purchases, mean_value : how many orders, and their mean amount, which is positive.
        """
        above = self.p * (self.gamma + purchases * mean_value)
        told: Floats = above / (self.p * purchases + self.q - 1)
        return told


def fit_value(purchases: Floats, mean_value: Floats) -> ValueModel:
    """Return the model under which the mean amounts are likeliest; q is kept above one.

    Parameters
    ----------
    purchases, mean_value : of each customer; means that are not positive are to be left out before.
    """
    from scipy.optimize import minimize
    from scipy.special import digamma, gammaln

    unit = float(np.median(mean_value))
    scaled = mean_value / unit

    def minus_likelihood(logs: Floats) -> tuple[float, Floats]:
        p, gamma = np.exp(logs[[0, 2]])
        q = 1 + np.exp(logs[1])
        shape, rate = p * purchases, gamma + purchases * scaled
        own = np.log(scaled) + np.log(purchases)
        total = gammaln(shape + q) - gammaln(shape) - gammaln(q)
        total += q * np.log(gamma) + shape * own - np.log(scaled) - (shape + q) * np.log(rate)
        both = digamma(shape + q)
        by_p = purchases * (both - digamma(shape) + own - np.log(rate))
        by_q = both - digamma(q) + np.log(gamma) - np.log(rate)
        by_gamma = q / gamma - (shape + q) / rate
        slopes = np.array([by_p.mean() * p, by_q.mean() * (q - 1), by_gamma.mean() * gamma])
        return -float(total.mean()), -slopes

    bounds = [(-_BOUND, _BOUND)] * 3
    fit = minimize(minus_likelihood, np.zeros(3), jac=True, method="L-BFGS-B", bounds=bounds)
    p, q, gamma = np.exp(fit.x)
    return ValueModel(float(p), 1 + float(q), float(gamma) * unit)
