"""Columns that many tables have."""

from salesnb.figures.tables import TableColumn


def rate_column(
    name: str,
    header: str,
    *,
    of: str = "",
    small: str = "small",
    alert: str | None = None,
    definition: str = "",
) -> TableColumn:
    """Return the column of a rate with its cases and its interval.

    Parameters
    ----------
    of : what stands before `numerator`, `denominator`, `low` and `high` in the frame's columns.
    """
    return TableColumn(
        name,
        header,
        "rate",
        numerator=f"{of}numerator",
        denominator=f"{of}denominator",
        low=f"{of}low",
        high=f"{of}high",
        small=small,
        alert=alert,
        definition=definition,
    )
