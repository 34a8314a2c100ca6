"""How a customer usually buys, as SQL over its own gaps and those of comparable customers.

The logarithm of the days between two purchases is taken as logistic, with a mean of the customer's
own that lies among those of comparable customers. Aliases: `own` (gaps, log_gap, spread) and `r`
(fact_customer_rhythm).
"""

from math import pi, sqrt

# Two gaps that happen to be alike do not make a clockwork of a customer.
_LEAST_DEVIATION = 0.2
# How evenly a customer buys is known from its own gaps and as many of comparable customers.
_BORROWED = 3
# A logistic distribution of deviation 1 has this scale.
SCALE = sqrt(3) / pi

_WITHIN = (
    f"greatest(({_BORROWED} * r.within_deviation * r.within_deviation + own.spread)"
    f" / ({_BORROWED} + greatest(own.gaps - 1, 0)), {_LEAST_DEVIATION**2})"
)
_BETWEEN = f"greatest(r.between_deviation * r.between_deviation, {_LEAST_DEVIATION**2 / 100})"
_PRECISION = f"(own.gaps / {_WITHIN} + 1 / {_BETWEEN})"


def rhythm_words() -> dict[str, str]:
    """Return SQL for mean and deviation of the logarithm of a customer's next gap.

    Whoever bought once has no gap of its own, and is compared with the first gaps of those who came
    back; where nobody bought three times, one gap is all that is known of anybody.
    """
    mean = f"(own.gaps * own.log_gap / {_WITHIN} + r.log_gap / {_BETWEEN}) / {_PRECISION}"
    first = f"greatest(r.first_deviation, {_LEAST_DEVIATION})"
    return {
        "gap_mean": (
            "case when own.gaps = 0 then r.first_log_gap"
            f" when r.within_deviation is null then own.log_gap else {mean} end"
        ),
        "gap_deviation": (
            f"case when own.gaps = 0 or r.within_deviation is null then {first}"
            f" else sqrt({_WITHIN} + 1 / {_PRECISION}) end"
        ),
    }


def still_buying(silent: str) -> str:
    """Return SQL for the log odds that a customer still buys.

    Parameters
    ----------
    silent : SQL for the days since its last purchase.

    Notes
    -----
    After a purchase the share `stops` of customers stops for good; of the others S(t) are silent for
    t days. So of those silent now (1 - stops) S / ((1 - stops) S + stops) still buy.
    """
    return (
        "ln((1 - usual.stops) / usual.stops) - ln(1 + exp((ln(greatest("
        f"{silent}, 0.5)) - usual.mean_log_gap) / (usual.deviation * {SCALE:.6f})))"
    )
