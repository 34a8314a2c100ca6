"""Figures of a comparison as text."""

from decimal import ROUND_HALF_UP, Decimal


def say_figure(value: Decimal | None, unit: str, *, signed: bool = False) -> str:
    """Return a figure in full, not in 万 or k: differences may be small.

    Examples
    --------
    >>> say_figure(Decimal("120000.5"), "money"), say_figure(Decimal("-3"), "count", signed=True)
    ('120,000.50', '-3')
    >>> say_figure(Decimal("0.8533"), "ratio"), say_figure(None, "money")
    ('85.33%', '–')
    """
    if value is None:
        return "–"
    sign = "+" if signed else ""
    if unit == "ratio":
        rounded = (value * 100).quantize(Decimal("0.01"), ROUND_HALF_UP)
        return f"{rounded:{sign}f}%"
    rounded = value.quantize(Decimal("0.01"), ROUND_HALF_UP)
    whole = rounded == rounded.to_integral_value()
    return f"{rounded:{sign},.0f}" if whole else f"{rounded:{sign},.2f}"
