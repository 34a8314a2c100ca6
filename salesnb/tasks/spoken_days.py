"""Days in plans as people write them (3月8日前更新方案, 下周三回访, by Mar 8), read as dates."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from functools import lru_cache

from salesnb.periods import Calendar

# How a text names a day, e.g. ("month_day", 3, 8): the same for all follow-ups with these words.
Rule = tuple[str | int, ...]
Reader = tuple[re.Pattern[str], Callable[[re.Match[str]], Rule | None]]

_DIGITS = {"一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
_N = r"(?<![\d.])(\d{1,3}|[一二两三四五六七八九十]{1,3})"
_WEEKDAY = r"([一二三四五六日天1-6])"
_MONTHS = (
    "jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|"
    "sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?"
)
_MONTH_NAMES = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DAYS = "mon(?:day)?|tue(?:s(?:day)?)?|wed(?:nesday)?|thu(?:rs(?:day)?)?|fri(?:day)?|sat(?:urday)?|sun(?:day)?"
_DAY_NAMES = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_COUNTS = {
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7,
    "eight": 8, "nine": 9, "ten": 10,
}  # fmt: skip
_COUNT = rf"(\d{{1,3}}|{'|'.join(sorted(_COUNTS, key=len, reverse=True))})"
# What is over, and what comes back again and again, is no promise.
_NO_PROMISE = re.compile(
    r"上上?个?(?:周|星期|礼拜|月)[一二三四五六日天]?|每(?:周|星期|月|日|天)[一二三四五六日天]?\d*[日号]?"
    rf"|\b(?:last|every|each|past)\s+(?:{_DAYS}|{_MONTHS}|week|month|year)\b(?:\s+\d{{1,2}})?",
    re.IGNORECASE,
)
_FURTHEST_DAYS = 400


def spoken_rules(text: str) -> tuple[Rule, ...]:
    """Return the days that a text names, as rules: nothing, if there is none that can be read.

    Examples
    --------
    >>> spoken_rules("3月8日前更新方案"), spoken_rules("保持联系")
    ((('month_day', 3, 8),), ())
    """
    rest, found = _NO_PROMISE.sub(" ", text), []
    for pattern, read in _READERS:
        for match in pattern.finditer(rest):
            if (rule := read(match)) is not None:
                found.append(rule)
        # What one reading has taken is not read again as something shorter.
        rest = pattern.sub(" ", rest)
    return tuple(found)


def spoken_day(text: str, said_on: date, calendar: Calendar) -> date | None:
    """Return the first day on or after `said_on` that a text names, None if it names none.

    A day without a year is the next one; what lies before the day of the follow-up tells what was,
    and is no promise.

    Parameters
    ----------
    text : the next step of a follow-up.
    said_on : the day of the follow-up, to which `下周三` and `in 3 days` refer.
    """
    return first_day(spoken_rules(text), said_on, calendar)


def first_day(rules: tuple[Rule, ...], said_on: date, calendar: Calendar) -> date | None:
    """Return the first day on or after `said_on` that rules of `spoken_rules` name."""
    days = [day for rule in rules if (day := _resolved(rule, said_on, calendar)) is not None]
    last = said_on + timedelta(days=_FURTHEST_DAYS)
    return min((day for day in days if said_on <= day <= last), default=None)


def _resolved(rule: Rule, said_on: date, calendar: Calendar) -> date | None:
    kind, *numbers = rule
    try:
        return _KINDS[str(kind)](said_on, calendar, *(int(number) for number in numbers))
    except (ValueError, OverflowError):
        return None  # 30 February


# --- the rules: each from the day of the follow-up to the day that is meant


def _on_date(said_on: date, calendar: Calendar, year: int, month: int, day: int) -> date:
    return date(year, month, day)


def _on_month_day(said_on: date, calendar: Calendar, month: int, day: int) -> date | None:
    found = date(said_on.year, month, day)
    # 1月5日, written in December, is in the next year; 3月8日, written on the 10th, is over, as is
    # 28 December, written in January.
    if (said_on - found).days > 180:
        found = date(said_on.year + 1, month, day)
    return found if 0 <= (found - said_on).days <= 300 else None


def _on_day_of_month(said_on: date, calendar: Calendar, later: int, day: int) -> date | None:
    if later < 0:
        later = int(day < said_on.day)
    first = _month(said_on, later)
    return first.replace(day=day)


def _in_days(said_on: date, calendar: Calendar, days: int) -> date:
    return said_on + timedelta(days=days)


def _in_workdays(said_on: date, calendar: Calendar, days: int) -> date:
    day = said_on
    for _ in range(min(days, 120)):
        day = _workday_from(day + timedelta(days=1), calendar)
    return day


def _in_months(said_on: date, calendar: Calendar, months: int) -> date:
    first = _month(said_on, months)
    last = _month(first, 1) - timedelta(days=1)
    return first.replace(day=min(said_on.day, last.day))


def _on_weekday(said_on: date, calendar: Calendar, weeks: int, weekday: int) -> date | None:
    monday = said_on - timedelta(days=said_on.weekday())
    if weeks >= 0:
        return monday + timedelta(weeks=weeks, days=weekday)
    ahead = (weekday - said_on.weekday() - 1) % 7 + 1  # 周三, said on a Wednesday, is the next one
    return said_on + timedelta(days=ahead)


def _in_week(said_on: date, calendar: Calendar, weeks: int, is_end: int) -> date:
    monday = said_on - timedelta(days=said_on.weekday()) + timedelta(weeks=weeks)
    if not is_end:
        return max(_workday_from(monday, calendar), said_on)
    return max(calendar.workday_before(monday + timedelta(weeks=1)), said_on)


def _in_month(said_on: date, calendar: Calendar, later: int, part: int) -> date:
    """Beginning (0), middle (1) or end (2) of the month that comes so many later."""
    return _part_of(_month(said_on, later), _month(said_on, later + 1), part, calendar)


def _in_named_month(said_on: date, calendar: Calendar, month: int, part: int) -> date | None:
    year = said_on.year + (month < said_on.month)
    first = date(year, month, 1)
    found = _part_of(first, _month(first, 1), part, calendar)
    return found if found >= said_on else None


def _in_quarter(said_on: date, calendar: Calendar, later: int, part: int) -> date:
    first = _month(said_on, 3 * later - (said_on.month - 1) % 3)
    return _part_of(first, _month(first, 3), part, calendar)


def _in_year(said_on: date, calendar: Calendar, later: int, part: int) -> date:
    first = date(said_on.year + later, 1, 1)
    return _part_of(first, date(first.year + 1, 1, 1), part, calendar)


def _after_festival(said_on: date, calendar: Calendar) -> date | None:
    for year in (said_on.year, said_on.year + 1):
        found = calendar.spring_festival(year)
        if found is not None and found[1] >= said_on:
            return _workday_from(found[1] + timedelta(days=1), calendar)
    return None


_KINDS: dict[str, Callable[..., date | None]] = {
    "date": _on_date,
    "month_day": _on_month_day,
    "day": _on_day_of_month,
    "days": _in_days,
    "workdays": _in_workdays,
    "months": _in_months,
    "weekday": _on_weekday,
    "week": _in_week,
    "month": _in_month,
    "named_month": _in_named_month,
    "quarter": _in_quarter,
    "year": _in_year,
    "festival": _after_festival,
}


def _part_of(first: date, end: date, part: int, calendar: Calendar) -> date:
    if part == 1:
        return first.replace(day=15)
    return _workday_from(first, calendar) if part == 0 else calendar.workday_before(end)


def _month(day: date, later: int) -> date:
    """Return the first day of the month that comes so many later."""
    months = day.year * 12 + day.month - 1 + later
    return date(months // 12, months % 12 + 1, 1)


def _workday_from(day: date, calendar: Calendar) -> date:
    return next(
        each
        for each in (day + timedelta(days=n) for n in range(60))
        if calendar.is_workday(each) or (each - day).days == 59
    )


# --- the words: the longer before the shorter


@lru_cache(maxsize=1024)
def _number(text: str) -> int:
    """Return a number of a plan: 12, 三, 十五, 二十一, two."""
    if text.isdigit():
        return int(text)
    if text.lower() in _COUNTS:
        return _COUNTS[text.lower()]
    tens, ten, ones = text.rpartition("十")
    if not ten:
        return _DIGITS.get(text, 0) if len(text) == 1 else 0
    return 10 * (_DIGITS.get(tens, 0) if tens else 1) + (_DIGITS.get(ones, 0) if ones else 0)


def _weekday(text: str) -> int:
    if text.isdigit():
        return int(text) - 1
    return 6 if text in "日天" else _DIGITS[text] - 1


def _part(word: str | None) -> int:
    if not word:
        return 0
    return 2 if word in ("底", "末", "内", "前") else 1 if word == "中" else 0


def _zh(pattern: str, read: Callable[[re.Match[str]], Rule | None]) -> Reader:
    return re.compile(pattern), read


def _en(pattern: str, read: Callable[[re.Match[str]], Rule | None]) -> Reader:
    return re.compile(rf"\b(?:{pattern})\b", re.IGNORECASE), read


def _numbers(kind: str, *fixed: int) -> Callable[[re.Match[str]], Rule]:
    return lambda match: (kind, *fixed, *(_number(group) for group in match.groups()))


def _named_day(match: re.Match[str], month: int, day: int, year: int) -> Rule | None:
    """8 March and March 8, 2026; `8 may be` is no day of May."""
    name = match[month]
    if name == "may" and match.start(day) < match.start(month):
        return None
    number = _MONTH_NAMES.index(name[:3].lower()) + 1
    if match[year]:
        return ("date", int(match[year]), number, int(match[day]))
    return ("month_day", number, int(match[day]))


def _day_name(match: re.Match[str]) -> Rule:
    weeks = {"next": 1, "this": 0}.get((match[1] or "").lower(), -1)
    return ("weekday", weeks, _DAY_NAMES.index(match[2][:3].lower()))


_READERS: tuple[Reader, ...] = (
    _zh(r"(?<!\d)(20\d\d)\s*[年/.-]\s*(\d{1,2})\s*[月/.-]\s*(\d{1,2})(?!\d)[日号]?", _numbers("date")),
    _zh(r"明年\s*(\d{1,2})月(?:份)?(初|中|底|末)?(?![\d])", lambda m: None),
    _zh(r"(?<!\d)(\d{1,2})\s*月\s*(\d{1,2})\s*[日号]?(?!\d)", _numbers("month_day")),
    _zh(r"(?<![\d/.])(\d{1,2})/(\d{1,2})(?![\d/.%])(?=\s*[一-鿿])", _numbers("month_day")),
    _zh(rf"{_N}\s*个?工作日(?:之?[内后前])?", _numbers("workdays")),
    _zh(r"大后[天日]", lambda m: ("days", 3)),
    _zh(r"后[天日]", lambda m: ("days", 2)),
    _zh(r"明[天日早晚]", lambda m: ("days", 1)),
    _zh(r"今[天日晚]|当[天日]", lambda m: ("days", 0)),
    _zh(r"半个?月(?:之?[内后]|左右)", lambda m: ("days", 15)),
    _zh(r"半年(?:之?[内后])", lambda m: ("months", 6)),
    _zh(rf"{_N}\s*个?(?:周|星期|礼拜)(?:之?[内后])", lambda m: ("days", 7 * _number(m[1]))),
    _zh(rf"{_N}\s*个月(?:之?[内后])", _numbers("months")),
    _zh(rf"{_N}\s*[天日](?:之?[内后])", _numbers("days")),
    _zh(rf"下下个?(?:周|星期|礼拜){_WEEKDAY}", lambda m: ("weekday", 2, _weekday(m[1]))),
    _zh(rf"下个?(?:周|星期|礼拜){_WEEKDAY}", lambda m: ("weekday", 1, _weekday(m[1]))),
    _zh(rf"[本这]个?(?:周|星期|礼拜){_WEEKDAY}", lambda m: ("weekday", 0, _weekday(m[1]))),
    _zh(rf"(?:周|星期|礼拜){_WEEKDAY}", lambda m: ("weekday", -1, _weekday(m[1]))),
    _zh(r"下个?(?:周|星期|礼拜)(初|中|底|末|内|前)?", lambda m: ("week", 1, int(_part(m[1]) == 2))),
    _zh(r"[本这]个?(?:周|星期|礼拜)", lambda m: ("week", 0, 1)),
    _zh(r"下个?月\s*(\d{1,2})\s*[日号]", _numbers("day", 1)),
    _zh(r"[本这]个?月\s*(\d{1,2})\s*[日号]", _numbers("day", 0)),
    _zh(r"下个?月(初|中|底|末|内|前)?", lambda m: ("month", 1, _part(m[1]))),
    _zh(r"(?:[本这]个?月|(?<![\d个月])月)(中|底|末|内|前)", lambda m: ("month", 0, _part(m[1]))),
    _zh(r"(?<![\d个])(\d{1,2})\s*月(?:份)?(初|中|底|末|内|前)?(?![\d])",
        lambda m: ("named_month", int(m[1]), _part(m[2]))),
    _zh(r"下个?季度?(初|中|底|末)?(?<=[季度初中底末])", lambda m: ("quarter", 1, _part(m[1]))),
    _zh(r"[本这]?季度?[底末内]", lambda m: ("quarter", 0, 2)),
    _zh(r"(?:春节|过完?年|年)后", lambda m: ("festival",)),
    _zh(r"(?:今年)?年[底末]|年内", lambda m: ("year", 0, 2)),
    _zh(r"(?<![\d.第A-Za-z\-])(\d{1,2})\s*[日号](?![\d线机楼厂车仓库炉泵罐门井柜院馆店房井站])",
        _numbers("day", -1)),
    _en(r"(20\d\d)-(\d{1,2})-(\d{1,2})", _numbers("date")),
    _en(rf"({_MONTHS})\.?\s+(\d{{1,2}})(?:st|nd|rd|th)?(?:,?\s+(20\d\d))?",
        lambda m: _named_day(m, 1, 2, 3)),
    _en(rf"(\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?({_MONTHS})(?:,?\s+(20\d\d))?",
        lambda m: _named_day(m, 2, 1, 3)),
    _en(r"day after tomorrow", lambda m: ("days", 2)),
    _en(r"tomorrow", lambda m: ("days", 1)),
    _en(r"today|tonight", lambda m: ("days", 0)),
    _en(rf"(?:in|within)\s+(?:the next\s+)?{_COUNT}\s+(?:working|business|work)\s+days?",
        _numbers("workdays")),
    _en(rf"(?:in|within)\s+(?:the next\s+)?{_COUNT}\s+days?", _numbers("days")),
    _en(rf"(?:in|within)\s+(?:the next\s+)?{_COUNT}\s+weeks?", lambda m: ("days", 7 * _number(m[1]))),
    _en(rf"(?:in|within)\s+(?:the next\s+)?{_COUNT}\s+months?", _numbers("months")),
    _en(rf"(?:(next|this|on|by)\s+)?({_DAYS})", _day_name),
    _en(r"end of next week", lambda m: ("week", 1, 1)),
    _en(r"(?:end of (?:the|this) |this )week", lambda m: ("week", 0, 1)),
    _en(r"next week", lambda m: ("week", 1, 0)),
    _en(r"end of next month", lambda m: ("month", 1, 2)),
    _en(r"(?:end of (?:the|this) |this )month|month[- ]end", lambda m: ("month", 0, 2)),
    _en(r"next month", lambda m: ("month", 1, 0)),
    _en(r"(?:end of (?:the|this) |this )quarter|quarter[- ]end", lambda m: ("quarter", 0, 2)),
    _en(r"next quarter", lambda m: ("quarter", 1, 0)),
    _en(r"end of (?:the|this) year|year[- ]end", lambda m: ("year", 0, 2)),
    _en(rf"(?:in|by|early)\s+({_MONTHS})",
        lambda m: ("named_month", _MONTH_NAMES.index(m[1][:3].lower()) + 1, 0)),
)  # fmt: skip
