"""Whether a fall is beyond what chance makes of a figure from week to week."""

from math import sqrt
from typing import Literal

import numpy as np

from salesnb.funnel.chance import within_strata
from salesnb.metrics.intervals import Floats

Kind = Literal["count", "rate", "money"]
# So many weeks tell how much a figure varies by itself.
_ENOUGH_WEEKS = 8


def chance_of_fall(kind: Kind, above: Floats, below: Floats | None = None) -> float:
    """Return how often chance alone brings the last week so low, given the weeks before.

    Parameters
    ----------
    above : the counts, the numerators of a rate, or amounts by week, the week in question last.
    below : the denominators of a rate.

    Returns
    -------
    A p-value; 1 where too few weeks tell what is usual.

    Notes
    -----
    Two tests, of which the larger p-value counts, so that neither a figure of few cases nor one that
    varies more than its number of cases makes it seem certain:

    - of counts, the exact conditional test of Poisson counts (Przyborowski and Wilenski, Biometrika
      31 (1940) 313-323): given all cases, those of the last week are binomial; of rates Fisher's
      exact test.
    - from eight weeks on, the week beside the spread of the others, by Student's t for a new value;
      of counts on the scale of square roots, of rates on that of arcsines, of amounts on that of
      cube roots, which makes sums of few large and many small ones normal (Wilson and Hilferty, PNAS
      17 (1931) 684-688). An amount must besides be the lowest of all weeks.

    Examples
    --------
    >>> usual = np.array([50, 48, 53, 51, 47, 52, 49, 50, 20.0])
    >>> chance_of_fall("count", usual) < 0.001
    True
    """
    exact = _exact(kind, above, below)
    if len(above) <= _ENOUGH_WEEKS:
        return 1.0 if kind == "money" else exact
    if kind == "money" and above[-1] >= above[:-1].min():
        return 1.0
    return max(exact, _beside_spread(_scaled(kind, above, below)))


def _exact(kind: Kind, above: Floats, below: Floats | None) -> float:
    if kind == "money":
        return 0.0
    if kind == "count":
        return _binomial(above[-1], above.sum(), 1 / len(above))
    assert below is not None
    if not below[-1] or not below[:-1].sum():
        return 1.0
    last = (above[-1:], below[-1:])
    _, p_value = within_strata(*last, above.sum(keepdims=True), below.sum(keepdims=True))
    return p_value


def _binomial(most: float, cases: float, share: float) -> float:
    """Return the chance of at most so many of all cases."""
    from scipy.special import betainc

    return 1.0 if most >= cases else float(betainc(cases - most, most + 1, 1 - share))


def _scaled(kind: Kind, above: Floats, below: Floats | None) -> Floats:
    """Return the weeks on a scale on which they vary equally whatever their size."""
    scaled: Floats
    if kind == "count":
        scaled = np.sqrt(above + 3 / 8)
    elif kind == "rate":
        assert below is not None
        known = below > 0
        scaled = np.arcsin(np.sqrt((above[known] + 3 / 8) / (below[known] + 3 / 4)))
    else:
        scaled = np.cbrt(above)
    return scaled


def _beside_spread(values: Floats) -> float:
    """Return the lower tail of Student's t of the last value beside the others."""
    from scipy.special import stdtr

    usual, last = values[:-1], values[-1]
    count = len(usual)
    if count < _ENOUGH_WEEKS:
        return 1.0
    spread = float(usual.std(ddof=1)) * sqrt(1 + 1 / count)
    distance = float(last - usual.mean())
    if spread == 0:
        return 0.0 if distance < 0 else 1.0
    return float(stdtr(count - 1, distance / spread))
