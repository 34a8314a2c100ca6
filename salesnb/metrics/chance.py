"""Whether more of a group are marked than chance would have it, over many groups at once."""

import numpy as np

from salesnb.metrics.intervals import Floats


def more_than_expected(marked: Floats, drawn: Floats, all_marked: Floats, total: Floats) -> Floats:
    """Return the chance that of `drawn` out of `total` so many or more are marked.

    Hypergeometric: Fisher's exact test, one-sided.

    Examples
    --------
    Of 8 cups 4 are marked; all 4 that were drawn are.

    >>> four, eight = np.array([4.0]), np.array([8.0])
    >>> float(more_than_expected(four, four, four, eight)[0].round(4))
    0.0143
    """
    rows = zip(marked, drawn, all_marked, total, strict=True)
    return np.array([_upper_tail(*row) for row in rows], dtype=np.float64)


def holm(p_values: Floats) -> Floats:
    """Return p-values that hold for the whole family: of all of them one may be false by chance.

    S. Holm, Scandinavian Journal of Statistics 6 (1979) 65-70; holds however they depend.

    Examples
    --------
    >>> holm(np.array([0.04, 0.01, 0.03])).tolist()
    [0.06, 0.03, 0.06]
    """
    order = np.argsort(p_values, kind="stable")
    steps = p_values[order] * np.arange(len(p_values), 0, -1)
    adjusted = np.empty(len(p_values))
    adjusted[order] = np.minimum(np.maximum.accumulate(steps), 1)
    return adjusted


def _upper_tail(marked: float, drawn: float, all_marked: float, total: float) -> float:
    from scipy.special import gammaln

    def ways(of: Floats | float, chosen: Floats | float) -> Floats:
        found: Floats = gammaln(of + 1) - gammaln(chosen + 1) - gammaln(of - chosen + 1)
        return found

    low, high = max(0.0, drawn - (total - all_marked)), min(drawn, all_marked)
    count = np.arange(low, high + 1)
    logs = ways(all_marked, count) + ways(total - all_marked, drawn - count)
    weights = np.exp(logs - logs.max())
    return float(weights[count >= marked].sum() / weights.sum())
