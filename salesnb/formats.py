"""Numbers, money, shares and periods as a reader of Chinese or English writes them.

All rounding is half up on the decimal digits as typed (2.675 becomes 2.68); a missing
value is an en dash, never `nan` or `None`.
"""

import math
import re
from datetime import date
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Any

MISSING = "–"
_MOST_CHANGE = 999  # percent

# fmt: off
_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)
# fmt: on
_WEEKDAYS = {
    "zh": ["周一", "周二", "周三", "周四", "周五", "周六", "周日"],
    "en": ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"],
}
# Scales from small to large: from which amount, divisor, unit, decimals.
_SCALES: dict[str, list[tuple[int, int, str, int]]] = {
    "zh": [(0, 1, " 元", 0), (10**4, 10**4, " 万", 1), (10**8, 10**8, " 亿", 2)],
    "en": [(0, 1, "", 0), (10**3, 10**3, "k", 1), (10**6, 10**6, "M", 2), (10**9, 10**9, "B", 2)],
}
_SCALE_NAMES = {
    "zh": {1: "元", 10**4: "万元", 10**8: "亿元"},
    "en": {1: "yuan", 10**3: "thousand yuan", 10**6: "million yuan", 10**9: "billion yuan"},
}
_PERIOD = re.compile(
    r"(?P<year>\d{4})(?:-(?P<month>\d{2})(?:-(?P<day>\d{2}))?|Q(?P<quarter>[1-4])|-W(?P<week>\d{2}))?"
)


def money(value: Any, lang: str, *, digits: int | None = None) -> str:
    """Return an amount in yuan at the scale a reader expects.

    Parameters
    ----------
    value : number or None
        Yuan.
    lang : str
        `zh` counts in 万 and 亿, `en` in k, M and B.
    digits : int, optional
        Decimals; by default none for single yuan, 1 for 万 and k, 2 above.

    Examples
    --------
    >>> money(1_204_000, "zh"), money(120_000_000, "zh"), money(8_600, "zh")
    ('120.4 万', '1.20 亿', '8,600 元')
    >>> money(1_204_000, "en"), money(86_400, "en"), money(860, "en")
    ('1.20M', '86.4k', '860')
    >>> money(9_999.6, "zh"), money(None, "zh")
    ('1.0 万', '–')
    """
    number = exact(value)
    if number is None:
        return MISSING
    ends = [start for start, *_ in _SCALES[lang][1:]] + [math.inf]
    for end, (_, divisor, unit, decimals) in zip(ends, _SCALES[lang], strict=True):
        places = decimals if digits is None else digits
        shown = _grouped(number / divisor, places) + unit
        if abs(_rounded(number / divisor, places)) * divisor < end:
            break  # after rounding: 9,999.6 is 1.0 万, not 10,000 元
    return shown


def money_scale(largest: Any, lang: str, currency: str = "CNY") -> tuple[int, str]:
    """Return the divisor and the unit's name that suit a chart's or column's largest amount.

    Examples
    --------
    >>> money_scale(1_504_000, "zh"), money_scale(900, "en")
    ((10000, '万元'), (1, 'yuan'))
    >>> money_scale(1_504_000, "en", "USD"), money_scale(1_504_000, "zh", "USD")
    ((1000000, 'million USD'), (10000, '万 USD'))
    """
    number = abs(exact(largest) or Decimal(0))
    divisor = max(div for start, div, _, _ in _SCALES[lang] if number >= start)
    name = _SCALE_NAMES[lang][divisor]
    if currency != "CNY":
        own = _SCALE_NAMES[lang][1]
        name = f"{name.removesuffix(own).strip()} {currency}".strip()
    return divisor, name


def scaled(value: Any, divisor: int, digits: int = 1) -> str:
    """Return a number in units of `divisor`, without the unit.

    Examples
    --------
    >>> scaled(1_204_000, 10_000), scaled(None, 1)
    ('120.4', '–')
    """
    number = exact(value)
    return MISSING if number is None else _grouped(number / divisor, digits)


def percent(value: Any, lang: str, digits: int = 0) -> str:
    """Return a share (0-1) in percent.

    Examples
    --------
    >>> percent(0.8, "zh"), percent(1 / 3, "en", 1), percent(0.125, "en")
    ('80%', '33.3%', '13%')
    """
    number = exact(value)
    return MISSING if number is None else _grouped(number * 100, digits) + "%"


def chance(value: Any, lang: str) -> str:
    """Return a chance (0-1) in percent; what is next to certain is not called so.

    Examples
    --------
    >>> chance(0.994, "en"), chance(0.42, "en"), chance(1.0, "en"), chance(None, "zh")
    ('>99%', '42%', '100%', '–')
    """
    number = exact(value)
    if number is None or not 0 < number < 1:
        return percent(value, lang)
    low, high = Decimal("0.01"), Decimal("0.99")
    if number > high:
        return f">{percent(high, lang)}"
    return f"<{percent(low, lang)}" if number < low else percent(number, lang)


def points(value: Any, lang: str, digits: int = 1) -> str:
    """Return a difference of two shares in percentage points, with its sign.

    Examples
    --------
    >>> points(0.03, "en"), points(-0.1, "zh"), points(0, "en")
    ('+3.0 pt', '−10.0 个百分点', '0.0 pt')
    """
    number = exact(value)
    if number is None:
        return MISSING
    sign = "+" if _rounded(number * 100, digits) > 0 else ""
    return f"{sign}{_grouped(number * 100, digits)} {'个百分点' if lang == 'zh' else 'pt'}"


def count(value: Any, lang: str) -> str:
    """Return a whole number with thousands separated.

    Examples
    --------
    >>> count(12345, "zh"), count(None, "en")
    ('12,345', '–')
    """
    number = exact(value)
    return MISSING if number is None else _grouped(number, 0)


def decimal(value: Any, digits: int = 1) -> str:
    """Return a number with decimals, e.g. a mean of counts.

    Examples
    --------
    >>> decimal(3.25), decimal(1234.0), decimal(None)
    ('3.3', '1,234.0', '–')
    """
    number = exact(value)
    return MISSING if number is None else _grouped(number, digits)


def days(value: Any, lang: str, digits: int = 1) -> str:
    """Return a length in days; a whole number shows no decimals.

    Examples
    --------
    >>> days(5, "zh"), days(1, "en"), days(2.45, "en")
    ('5 天', '1 day', '2.5 days')
    """
    number = exact(value)
    if number is None:
        return MISSING
    rounded = _rounded(number, digits)
    text = _grouped(rounded, 0 if rounded == rounded.to_integral_value() else digits)
    if lang == "zh":
        return f"{text} 天"
    return f"{text} {'day' if rounded == 1 else 'days'}"


def hours(value: Any, lang: str, digits: int = 1) -> str:
    """Return a length in hours.

    Examples
    --------
    >>> hours(3.14, "zh"), hours(22.8, "en"), hours(None, "en")
    ('3.1 小时', '22.8 h', '–')
    """
    number = exact(value)
    if number is None:
        return MISSING
    return f"{_grouped(number, digits)} {'小时' if lang == 'zh' else 'h'}"


def by_unit(value: Any, unit: str, lang: str) -> str:
    """Return a metric's figure as its unit wants it: money, ratio, count, days, hours.

    Examples
    --------
    >>> by_unit(0.8, "ratio", "zh"), by_unit(3, "count", "en"), by_unit(1, "days", "en")
    ('80%', '3', '1 day')
    """
    if unit == "money":
        return money(value, lang)
    if unit == "days":
        return days(value, lang)
    if unit == "hours":
        return hours(value, lang)
    return percent(value, lang) if unit == "ratio" else count(value, lang)


def change(value: Any, digits: int = 0) -> str:
    """Return a relative change (0.12 is 12 % more) with an arrow.

    Beyond ten times as much the figure says no more than that the base was small.

    Examples
    --------
    >>> change(0.12), change(-0.06), change(0.001), change(19), change(None)
    ('▲12%', '▼6%', '±0%', '▲>999%', '–')
    """
    number = exact(value)
    if number is None:
        return MISSING
    rounded = _rounded(number * 100, digits)
    if rounded > _MOST_CHANGE:
        return f"▲>{_MOST_CHANGE}%"
    arrow = "▲" if rounded > 0 else "▼" if rounded < 0 else "±"
    return f"{arrow}{_grouped(abs(rounded), digits)}%"


def period_title(period: str, lang: str) -> str:
    """Return a period's name as a heading; a text that is no period comes back as it is.

    Examples
    --------
    >>> [period_title(p, "zh") for p in ("2026-10", "2026Q4", "2026-W43", "2026", "2026-10-31")]
    ['2026年10月', '2026年第4季度', '2026年第43周', '2026年', '2026年10月31日']
    >>> [period_title(p, "en") for p in ("2026-10", "2026Q4", "2026-W43", "2026", "2026-10-31")]
    ['October 2026', 'Q4 2026', 'Week 43, 2026', '2026', '31 October 2026']
    """
    match = _PERIOD.fullmatch(str(period))
    if match is None:
        return str(period)
    year, month, day, quarter, week = match.group("year", "month", "day", "quarter", "week")
    if quarter:
        return f"{year}年第{quarter}季度" if lang == "zh" else f"Q{quarter} {year}"
    if week:
        return f"{year}年第{int(week)}周" if lang == "zh" else f"Week {int(week)}, {year}"
    if not month:
        return f"{year}年" if lang == "zh" else year
    if lang == "zh":
        return f"{year}年{int(month)}月" + (f"{int(day)}日" if day else "")
    return (f"{int(day)} " if day else "") + f"{_month_name(month)} {year}"


def period_tick(period: str, lang: str) -> tuple[str, str]:
    """Return a period's short name under an axis, and the year that it stands in.

    Examples
    --------
    >>> period_tick("2026-10", "zh"), period_tick("2026-10", "en"), period_tick("2026", "en")
    (('10月', '2026'), ('Oct', '2026'), ('2026', ''))
    >>> period_tick("2026-W43", "zh"), period_tick("2026Q4", "en"), period_tick("2026-10-03", "en")
    (('43周', '2026'), ('Q4', '2026'), ('3 Oct', '2026'))
    """
    match = _PERIOD.fullmatch(str(period))
    if match is None:
        return str(period), ""
    year, month, day, quarter, week = match.group("year", "month", "day", "quarter", "week")
    if quarter:
        return f"Q{quarter}", year
    if week:
        return (f"{int(week)}周" if lang == "zh" else f"W{int(week)}"), year
    if not month:
        return year, ""
    short = _month_name(month)[:3]
    if day:
        return (f"{int(month)}/{int(day)}" if lang == "zh" else f"{int(day)} {short}"), year
    return (f"{int(month)}月" if lang == "zh" else short), year


def day(value: date, lang: str) -> str:
    """Return a day in the short form of tables.

    Examples
    --------
    >>> day(date(2026, 10, 3), "zh"), day(date(2026, 10, 3), "en")
    ('2026-10-03', '3 Oct 2026')
    """
    if lang == "zh":
        return f"{value:%Y-%m-%d}"
    return f"{value.day} {_month_name(f'{value:%m}')[:3]} {value.year}"


def days_title(first: date, last: date, lang: str) -> str:
    """Return a range of days as a heading.

    Examples
    --------
    >>> days_title(date(2026, 10, 26), date(2026, 11, 1), "zh")
    '2026年10月26日 – 11月1日'
    >>> days_title(date(2026, 10, 5), date(2026, 10, 11), "en")
    '5 October – 11 October 2026'
    """
    if first.year != last.year:
        return " – ".join(period_title(each.isoformat(), lang) for each in (first, last))
    if lang == "zh":
        return f"{period_title(first.isoformat(), lang)} – {day_tick(last, lang)}"
    return f"{day_tick(first, lang)} – {period_title(last.isoformat(), lang)}"


def day_tick(value: date, lang: str) -> str:
    """Return a day without its year.

    Examples
    --------
    >>> day_tick(date(2026, 10, 3), "zh"), day_tick(date(2026, 10, 3), "en")
    ('10月3日', '3 October')
    """
    return (
        f"{value.month}月{value.day}日"
        if lang == "zh"
        else f"{value.day} {_MONTHS[value.month - 1]}"
    )


def date_title(day: date | None, lang: str) -> str:
    """Return a date with its weekday.

    Examples
    --------
    >>> date_title(date(2026, 10, 24), "zh"), date_title(date(2026, 10, 24), "en")
    ('2026年10月24日（周六）', 'Saturday, 24 October 2026')
    """
    if day is None or day != day:  # pandas' NaT differs from itself
        return MISSING
    weekday = _WEEKDAYS[lang][day.weekday()]
    title = period_title(f"{day:%Y-%m-%d}", lang)
    return f"{title}（{weekday}）" if lang == "zh" else f"{weekday}, {title}"


def exact(value: Any) -> Decimal | None:
    """Return a number as the decimal that its digits say; None where there is no number.

    Examples
    --------
    >>> exact(0.1), exact(float("nan")), exact(None)
    (Decimal('0.1'), None, None)
    """
    if value is None:
        return None
    try:
        number = Decimal(str(value))
    except InvalidOperation:  # pandas' <NA> and NaT
        return None
    return number if number.is_finite() else None


def _rounded(number: Decimal, digits: int) -> Decimal:
    return number.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)


def _grouped(number: Decimal, digits: int) -> str:
    rounded = _rounded(number, digits)
    sign = "−" if rounded < 0 else ""
    return f"{sign}{abs(rounded):,.{digits}f}"


def _month_name(month: str) -> str:
    number = int(month)
    return _MONTHS[number - 1] if 1 <= number <= 12 else month
