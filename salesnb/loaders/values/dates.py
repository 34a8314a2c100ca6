"""Dates, date-times, months and periods as people type them; a doubtful one is never guessed."""

import re
import unicodedata
from calendar import monthrange
from datetime import UTC, date, datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

from salesnb.errors import UsageError
from salesnb.loaders.values.failure import Failure
from salesnb.loaders.values.spelled import spelled_number
from salesnb.periods import parse_period

ENGLISH_MONTHS = [
    "jan",
    "feb",
    "mar",
    "apr",
    "may",
    "jun",
    "jul",
    "aug",
    "sep",
    "oct",
    "nov",
    "dec",
]
MONTH_NAME = (
    "(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    "|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\\.?"
)
_YEARS = range(1900, 2200)
_SERIALS = range(20_000, 80_000)
_DAY_0 = {1900: datetime(1899, 12, 30), 1904: datetime(1904, 1, 1)}
_DAY = re.compile(
    r"(\d{4})(?: ?([-/.,、\\]) ?(\d{1,2}) ?\2 ?(\d{1,2})(?!\d)(?:\.(?= |$))?"
    r"|( )(\d{1,2}) (\d{1,2})(?![\d:])|年(\d{1,2})月(\d{1,2})(?:[日号]|(?!\d)))"
)
_SPELLED_DAY = re.compile(
    r"([〇零○一二三四五六七八九]{4})年([一二三四五六七八九十]+)月(?:([一二三四五六七八九十]+)[日号])?"
)
_DIGITS = re.compile(r"(\d{4})(\d{2})(\d{2})(?:(\d{2})(\d{2})(\d{2})?)?")
_SHORT = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4}|\d{1,2})")
_SHORT_YEAR = re.compile(r"(\d{2})年(\d{1,2}月\d{1,2}[日号]?)")
_NO_YEAR = re.compile(
    r"(?P<month>\d{1,2})(?P<mark>[-/.]|月)(?P<day>\d{1,2})[日号]?(?P<rest>(?: |(?<=[日号])).*)?"
)
_NO_YEAR_EN = re.compile(
    rf"(?:(?P<d>\d{{1,2}})(?:st|nd|rd|th)?[- ](?P<m>{MONTH_NAME})"
    rf"|(?P<m2>{MONTH_NAME}) (?P<d2>\d{{1,2}})(?:st|nd|rd|th)?)"
)
_MONTH = re.compile(r"(\d{4})(?:([-/.])(\d{1,2})|年(\d{1,2})月?(?:份|底|末)?|(\d{2}))")
_DAY_MONTH = re.compile(rf"(\d{{1,2}})(?:st|nd|rd|th)?[- ]({MONTH_NAME}),?[- ](\d{{4}})")
_MONTH_DAY = re.compile(rf"({MONTH_NAME}) (\d{{1,2}})(?:st|nd|rd|th)?,? (\d{{4}})")
_CLOCK = re.compile(
    r"(?P<half>上午|下午|中午|晚上|早上|凌晨)? ?(?P<hour>\d{1,2})(?::|时|点)(?P<minute>\d{1,2}|半)?分?"
    r"(?::?(?P<second>\d{1,2})(?:\.\d+)?秒?)? ?(?P<ampm>am|pm)? ?(?P<zone>z|[+-]\d{2}:?\d{2})?"
)
_WEEKDAY = re.compile(r"[ (]*(?:星期|周)[一二三四五六日天]\)?")
_QUARTERS = {"一": "1", "二": "2", "三": "3", "四": "4"}


def parse_moment(
    text: str, *, zone: str = "Asia/Shanghai", epoch: int = 1900
) -> datetime | Failure:
    """Read a date with or without a time of day; without one it is midnight.

    Year first, in any of the usual spellings, Excel's serial numbers, and English month names are
    clear. Day and month in front of the year are refused with both readings: only a `formats`
    entry of a mapping settles them.

    Parameters
    ----------
    zone : the workspace's time zone, into which a time with an offset is turned.
    epoch : 1900, or 1904 as in workbooks of old Macs: where serial numbers begin.

    Examples
    --------
    >>> parse_moment("2024年3月5日 下午2:30")
    datetime.datetime(2024, 3, 5, 14, 30)
    >>> parse_moment("45356"), parse_moment("20240305")
    (datetime.datetime(2024, 3, 5, 0, 0), datetime.datetime(2024, 3, 5, 0, 0))
    >>> parse_moment("43894", epoch=1904)
    datetime.datetime(2024, 3, 5, 0, 0)
    >>> parse_moment("03/04/2024").suggestion
    '2024-03-04 / 2024-04-03'
    """
    word = _half_width(text)
    if serial := re.fullmatch(r"(\d{5})(\.\d+)?", word):
        return _serial(word, epoch) if int(serial[1]) in _SERIALS else Failure("not_date")
    if match := _DIGITS.fullmatch(word):
        year, month, day, *clock = (int(part) for part in match.groups() if part)
        return _moment(year, month, day, _time(*clock) if clock else time())
    word = _WEEKDAY.sub(" ", word).strip()
    for pattern, order in ((_DAY, None), (_DAY_MONTH, "dmy"), (_MONTH_DAY, "mdy")):
        if match := pattern.match(word):
            clock_of_day = _clock(word[match.end() :])
            parts = _parts(match, order)
            if clock_of_day is None or clock_of_day[0] is None:
                return Failure("not_date", _iso(parts))
            clock_time, offset = clock_of_day
            moment = _moment(*parts, clock_time)
            if offset is None or isinstance(moment, Failure):
                return moment
            local = moment.replace(tzinfo=offset).astimezone(ZoneInfo(zone))
            return local.replace(tzinfo=None)
    return _doubtful(word)


def day_without_year(text: str) -> tuple[int, int, time] | None:
    """Return month, day and time of day of a date whose year is missing; None = it is none.

    The month comes first, but in 25/3. `3.1` is none: Excel may have cut off 3.10.

    Examples
    --------
    >>> day_without_year("3月5日 14:30"), day_without_year("3/5")
    ((3, 5, datetime.time(14, 30)), (3, 5, datetime.time(0, 0)))
    """
    word = _WEEKDAY.sub(" ", _half_width(text)).strip()
    if match := _NO_YEAR_EN.match(word):
        month = ENGLISH_MONTHS.index((match["m"] or match["m2"])[:3]) + 1
        day = int(match["d"] or match["d2"])
        rest = word[match.end() :].removeprefix(",")
    elif match := _NO_YEAR.fullmatch(word):
        month, day, rest = int(match["month"]), int(match["day"]), match["rest"] or ""
        if match["mark"] == "." and len(match["day"]) == 1 and day <= 3:
            return None
        if month > 12 and match["mark"] in "-/":
            month, day = day, month
    else:
        return None
    clock = _clock(rest)
    if clock is None or clock[0] is None or clock[1] is not None or not 1 <= month <= 12:
        return None
    return (month, day, clock[0]) if 1 <= day <= monthrange(2024, month)[1] else None


def parse_month(text: str, *, fiscal_start: int = 1, epoch: int = 1900) -> date | Failure:
    """Read a month, which becomes its last day, or a day, which stays.

    Excel turns a typed month into a date cell on its first day; such a cell (it arrives as
    `2024-08-01 00:00:00`) is a month too. `2024.1` may be a cut-off 2024.10 and is refused.

    Parameters
    ----------
    fiscal_start : the month in which the fiscal year begins, by which quarters are counted.

    Examples
    --------
    >>> parse_month("2024年8月"), parse_month("2024-08-15"), parse_month("2024-08-01 00:00:00")
    (datetime.date(2024, 8, 31), datetime.date(2024, 8, 15), datetime.date(2024, 8, 31))
    """
    word = _half_width(text)
    found = _year_month(word)
    if isinstance(found, Failure):
        return found
    if found is not None:
        return date(*found, monthrange(*found)[1])
    if quarter := _quarter(word):
        return parse_period(quarter, fiscal_start=fiscal_start).last_day
    moment = parse_moment(word, epoch=epoch)
    if isinstance(moment, Failure):
        return moment if moment.rule != "not_date" else Failure("not_month", moment.suggestion)
    if word.endswith(" 00:00:00") and moment.day == 1:
        return date(moment.year, moment.month, monthrange(moment.year, moment.month)[1])
    return moment.date()


def parse_period_text(
    text: str, *, months: bool = False, fiscal_start: int = 1, epoch: int = 1900
) -> str | Failure:
    """Read a target's period and return its one spelling: 2026-10, 2026Q4, 2026, A..B.

    Parameters
    ----------
    months : the header says 月份, so that a date on the first of a month is that month; a date
        cell of Excel on the first of a month always is.
    fiscal_start : the month in which the fiscal year begins. A quarter or year keeps its name; a
        range of them is written as days.

    Examples
    --------
    >>> [parse_period_text(t) for t in ("2026年10月", "2026年第四季度", "2026.0", "2026年")]
    ['2026-10', '2026Q4', '2026', '2026']
    """
    word = _half_width(text).removesuffix(".0")
    found = _year_month(word)
    if isinstance(found, Failure):
        return found
    if found is not None:
        return f"{found[0]}-{found[1]:02d}"
    if quarter := _quarter(word):
        return quarter
    word = re.sub(r"^(\d{4})(?:年|年度|财年)$", r"\1", word)
    word = re.sub(r"^(\d{4})年?第?(\d{1,2})周$", lambda m: f"{m[1]}-W{int(m[2]):02d}", word)
    moment = parse_moment(word, epoch=epoch)
    if isinstance(moment, datetime):
        whole = moment.day == 1 and (months or word.endswith(" 00:00:00"))
        return f"{moment:%Y-%m}" if whole else f"{moment:%Y-%m-%d}"
    ends = re.split(r"\.\.|~|至|到|–|—", word)
    if len(ends) == 2:
        days = [parse_moment(end.strip()) for end in ends]
        word = "..".join(
            f"{day:%Y-%m-%d}" if isinstance(day, datetime) else end.strip()
            for day, end in zip(days, ends, strict=True)
        )
    try:
        return parse_period(word.upper(), fiscal_start=fiscal_start).text
    except UsageError:
        return Failure("not_period")


def _half_width(text: str) -> str:
    word = re.sub(r"\s+", " ", unicodedata.normalize("NFKC", text).strip().lower())
    word = re.sub(r"(?<=\d) ?[—–‐−] ?(?=\d)", "-", word)
    word = re.sub(r" ?([年月]) ?| (?=[日号])", r"\1", word)
    if spelled := _SPELLED_DAY.match(word):
        parts = [spelled_number(part) for part in spelled.groups() if part]
        if all(part is not None and part < 10_000 for part in parts):
            said = "".join(f"{part}{mark}" for part, mark in zip(parts, "年月日", strict=False))
            return said + word[spelled.end() :]
    if short := _SHORT_YEAR.match(word):  # 24年3月5日; of 99年 the century is open
        return f"20{word}" if int(short[1]) < 50 else word
    return word


def _serial(word: str, epoch: int) -> datetime:
    return _DAY_0[epoch] + timedelta(seconds=round(float(word) * 86_400))


def _iso(parts: tuple[int, int, int]) -> str:
    try:
        return date(*parts).isoformat()
    except ValueError:
        return ""


def _parts(match: re.Match[str], order: str | None) -> tuple[int, int, int]:
    if order is None:
        year, *rest = match.groups()
        month, day = (int(part) for part in rest if part and part.isdigit())
        return int(year), month, day
    day_text, name, year = match.groups() if order == "dmy" else (match[2], match[1], match[3])
    return int(year), ENGLISH_MONTHS.index(name[:3]) + 1, int(day_text)


def _moment(year: int, month: int, day: int, clock: time | None) -> datetime | Failure:
    if clock is None or year not in _YEARS:
        return Failure("not_date")
    try:
        return datetime.combine(date(year, month, day), clock)
    except ValueError:
        if 1 <= month <= 12 and 1 <= day <= 31:
            last = monthrange(year, month)[1]
            return Failure("no_such_day", f"{year}-{month:02d}-{last:02d}")
        return Failure("not_date", _iso((year, day, month)))


def _time(hour: int, minute: int = 0, second: int = 0) -> time | None:
    valid = hour < 24 and minute < 60 and second < 60
    return time(hour, minute, second) if valid else None


def _clock(rest: str) -> tuple[time | None, timezone | None] | None:
    """Read what follows the day; None = it is no time of day."""
    rest = rest.removeprefix("t").strip()
    if not rest:
        return time(), None
    match = _CLOCK.fullmatch(rest)
    if match is None:
        return None
    hour, minute = int(match["hour"]), 30 if match["minute"] == "半" else int(match["minute"] or 0)
    late = match["half"] in ("下午", "晚上") or match["ampm"] == "pm"
    if late and hour < 12:
        hour += 12
    if hour == 12 and (match["ampm"] == "am" or match["half"] == "凌晨"):
        hour = 0
    return _time(hour, minute, int(match["second"] or 0)), _offset(match["zone"])


def _offset(zone: str | None) -> timezone | None:
    if zone is None:
        return None
    if zone == "z":
        return UTC
    minutes = int(zone[1:3]) * 60 + int(zone[-2:])
    return timezone(timedelta(minutes=-minutes if zone[0] == "-" else minutes))


def _doubtful(word: str) -> Failure:
    """Return why a text that is no clear date is none, with the readings that it allows."""
    if match := _SHORT.fullmatch(word.split(" ")[0]):
        first, second, year = int(match[1]), int(match[3]), int(match[4])
        readings = _readings(first, second, year, short=len(match[4]) <= 2)
        if readings:
            other = readings[1] if len(readings) > 1 else readings[0]
            words = (("first", readings[0]), ("second", other))
            rule = "ambiguous_date" if len(readings) > 1 else "unclear_date"
            return Failure(rule, " / ".join(readings), words)
    if day_without_year(word) or re.fullmatch(r"(?:0?\d|1[0-2])\.[0-3]?\d", word):
        return Failure("date_without_year")
    if match := re.fullmatch(r"(\d{2})(\d{2})(\d{2})", word):
        return Failure("not_date", _iso((2000 + int(match[1]), int(match[2]), int(match[3]))))
    if isinstance(_year_month(word), tuple):
        return Failure("month_for_date")
    return Failure("not_date")


def _readings(first: int, second: int, third: int, *, short: bool) -> list[str]:
    orders = [(third, first, second), (third, second, first)]
    if short:
        orders = [(y + 2000, m, d) for y, m, d in orders]
        orders.append((first + 2000, second, third))
    days = []
    for year, month, day in orders:
        try:
            days.append(date(year, month, day).isoformat())
        except ValueError:
            continue
    return list(dict.fromkeys(days))


def _year_month(word: str) -> tuple[int, int] | Failure | None:
    match = _MONTH.fullmatch(word)
    if match is None:
        return None
    year, month_text = int(match[1]), match[3] or match[4] or match[5]
    if match[2] == "." and month_text == "1":
        words = (("first", f"{year}-01"), ("second", f"{year}-10"))
        return Failure("ambiguous_month", f"{year}-01 / {year}-10", words)
    month = int(month_text)
    return (year, month) if year in _YEARS and 1 <= month <= 12 else None


def _quarter(word: str) -> str | None:
    if match := re.fullmatch(r"(\d{4})[- 年]*第?(?:q([1-4])|([1-4一二三四])季度?)", word):
        number = match[2] or match[3]
        return f"{match[1]}Q{_QUARTERS.get(number, number)}"
    match = re.fullmatch(r"q([1-4])[ /-]*(\d{4})", word)
    return f"{match[2]}Q{match[1]}" if match else None
