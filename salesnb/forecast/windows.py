"""The earlier periods that a period is compared with: what is usual."""

from datetime import date

from salesnb.periods import Period

# About a year of them; a year itself is compared with the one before.
_MOST = {"day": 20, "week": 12, "month": 12, "quarter": 4, "year": 1}
_DAYS = 365


def earlier_periods(
    period: Period, as_of: date, first_day: date | None, reference: str = "recent"
) -> list[Period]:
    """Return the periods that say what is usual, the oldest first, cut to as many days as have run.

    Parameters
    ----------
    first_day : since when there are data; a period that begins before it is left out. None = never.
    reference : recent = those of about a year before; last_year = the same period a year ago.

    Examples
    --------
    >>> from salesnb.periods import parse_period
    >>> october = parse_period("2026-10")
    >>> [p.text for p in earlier_periods(october, date(2026, 10, 31), date(2026, 7, 15))]
    ['2026-08', '2026-09']
    >>> [p.text for p in earlier_periods(october, date(2026, 10, 5), date(2026, 8, 30))]
    ['2026-09-01..2026-09-05']
    """
    if first_day is None:
        return []
    if reference == "last_year":
        wanted = [period.year_ago()]
    else:
        days = max((period.end - period.start).days, 1)
        most = _MOST.get(period.grain, max(_DAYS // days, 1))
        wanted = period.trailing(most + 1)[:-1]
    return [each.as_far_as(period, as_of) for each in wanted if each.start >= first_day]
