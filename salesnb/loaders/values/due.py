"""The day by which a plan is due, read out of its text."""

import re
import unicodedata
from calendar import monthrange
from collections.abc import Callable
from datetime import date, timedelta
from functools import lru_cache

import numpy as np
import pandas as pd

from salesnb.loaders.values.arrow_text import contains
from salesnb.loaders.values.dates import ENGLISH_MONTHS, MONTH_NAME
from salesnb.loaders.values.spelled import spelled_number

_Reader = Callable[[dict[str, str], date], date | None]
HALF_A_YEAR = timedelta(days=183)
_WEEK = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
_WORDS = dict(
    zip(
        ["a", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"],
        [1, *range(1, 11)],
        strict=True,
    )
)
_AHEAD = {
    "今天": 0, "今日": 0, "今晚": 0, "当天": 0, "当日": 0, "today": 0, "tonight": 0, "eod": 0,
    "明天": 1, "明日": 1, "明早": 1, "明晚": 1, "明上午": 1, "明下午": 1, "tomorrow": 1,
    "后天": 2, "后日": 2, "大后天": 3, "day after tomorrow": 2,
}  # fmt: skip
_AHEAD_WORDS = "|".join(re.escape(word) for word in sorted(_AHEAD, key=len, reverse=True))
_N = r"\d{1,3}|半|[一二两三四五六七八九十]{1,3}"
_N_EN = rf"\d{{1,3}}|{'|'.join(_WORDS)}"
_DUE = re.compile(
    rf"""
    (?=[\d一二两三四五六七八九十半明次去今后大本这当下月季年周星礼abdefijmnoqstwy])(?:
    (?P<y>\d{{4}})\ ?[-/.年]\ ?(?P<ym>\d{{1,2}})\ ?[-/.月]\ ?(?P<yd>\d{{1,2}})(?!\d)
    |(?P<in>{_N})\ ?(?P<per>个?工作日|天|日|个?星期|个?礼拜|周|个?月|个?小时)(?:之内|以内|内|之后|以后|后)
    |(?:(?P<year>[明次去]年)\ ?)?(?P<m>(?<!\d)\d{{1,2}})\ ?月\ ?(?:(?P<d>\d{{1,2}})(?!\d)|(?P<part>底|末|上旬|中旬|下旬))
    |(?P<sm>(?<![\d/])\d{{1,2}})/(?P<sd>\d{{1,2}})\ ?(?:[日号]|前|之前|以前)
    |(?P<this>本月|这个月|当月|下个?月)(?:(?P<td>\d{{1,2}})[日号]|(?P<tpart>底|末|初|中旬?|上旬|下旬|内|份?前)?)
    |(?<!上)(?<!上个)(?P<end>月底|月末|(?:本|这个)?季度?(?:末|底)|年底|年末)
    |(?<!上)(?<!上个)(?P<week>下下个?|下个?|本|这个?)?(?:周|星期|礼拜)(?:(?P<wd>[一二三四五六日天])|(?P<wend>末))
    |(?P<whole>下下周|下个?星期|下周|本周|这周)
    |(?P<dom>(?<![\d.第月/-])\d{{1,2}})(?:号|日(?![内后游常程期报历志均产用标]))
    |(?P<ahead>{_AHEAD_WORDS})
    |\b(?P<ed>\d{{1,2}})(?:st|nd|rd|th)?\ (?:of\ )?(?P<em>{MONTH_NAME})\b(?:,?\ (?P<ey>\d{{4}}))?
    |\b(?P<em2>{MONTH_NAME})\ (?P<ed2>\d{{1,2}})(?:st|nd|rd|th)?\b(?:,?\ (?P<ey2>\d{{4}}))?
    |\b(?:with)?in\ (?P<in_en>{_N_EN})\ (?P<per_en>(?:working|business)\ day|day|week|month|hour)s?\b
    |\b(?:end\ of\ |before\ the\ end\ of\ )(?:the\ |this\ )?(?P<next>next\ )?(?P<of>week|month|quarter|year)\b
    |\b(?P<of2>week|month|quarter|year)[- ]end\b
    |(?<!last\ )\b(?P<week_en>next\ |this\ )?(?:(?P<wd_en>mon|tue|wed|thu|fri)(?:s|nes|rs)?(?:day)?
        |(?P<wd_en2>satur|sun)day)\b
    |\b(?P<whole_en>next|this)\ (?P<unit_en>week|month)\b
    )
    """,
    re.VERBOSE,
)
_HINT = (
    r"(?i)\d ?(?:[月日号天周年/.-]|个|小时|工作日|礼拜|星期|(?:st|nd|rd|th)\b)|\d (?:of )?[a-z]{3}"
    r"|[一二两三四五六七八九十半].{0,2}[天日月周内后]|[今明后当][天日晚早上下]|[周月年季]"
    r"|星期|礼拜|today|tonight|eod|tomorrow|day|week|month|quarter|year|within|in (?:a|one|two)"
    r"|\b(?:mon|tue|wed|thu|fri|sat|sun|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)"
)


def due_day(text: str, day: date) -> date | None:
    """Return the first day, on or after `day`, by which a plan written on `day` is due.

    A day without a year is its first occurrence on or after `day`; beyond the year's end only
    within half a year, since one that has just passed tells what was, not what is due. A week
    without a weekday ends on its Friday, months, quarters and years on their last day. 下周三 and
    next Wednesday lie in the calendar week after that of `day`. Working days are Monday to Friday.

    Returns
    -------
    None if the text names no day.

    Examples
    --------
    >>> due_day("3月8日前更新方案", date(2024, 3, 5)), due_day("3日内提交报价单", date(2024, 3, 5))
    (datetime.date(2024, 3, 8), datetime.date(2024, 3, 8))
    >>> due_day("1月5日发送合同", date(2023, 12, 28)), due_day("Call next Wednesday", date(2024, 3, 5))
    (datetime.date(2024, 1, 5), datetime.date(2024, 3, 13))
    """
    return _first(_phrases(text), day)


def due_days(texts: pd.Series, days: pd.Series) -> pd.Series:
    """Return `due_day` of every row, `datetime64[s]`; every distinct text and pair is read once."""
    due = np.full(len(texts), np.datetime64("NaT", "s"), dtype="datetime64[s]")
    codes, distinct = pd.factorize(texts)
    maybe = pd.Series(distinct, dtype="str")
    said = maybe.where(contains(maybe, _HINT)).map(_phrases, na_action="ignore")
    phrase_codes, phrases = pd.factorize(said.where(said != ""))
    of_row = np.append(phrase_codes, -1)[codes]
    day_codes, known = pd.factorize(days.astype("datetime64[s]").to_numpy().astype("datetime64[D]"))
    rows = np.flatnonzero((of_row >= 0) & (day_codes >= 0))
    if len(rows):
        pairs, inverse = np.unique(of_row[rows] * len(known) + day_codes[rows], return_inverse=True)
        plans, at = np.divmod(pairs, len(known))
        firsts, plain = known.astype("datetime64[D]").astype(object), phrases.tolist()
        found = [
            _first(plain[plan], firsts[n])
            for plan, n in zip(plans.tolist(), at.tolist(), strict=True)
        ]
        due[rows] = np.array(found, dtype="datetime64[s]")[inverse]
    return pd.Series(due, index=texts.index)


def _phrases(text: str) -> str:
    """Return the parts of a text that name a day, parted by a mark that none of them has."""
    word = unicodedata.normalize("NFKC", text).lower()
    return "|".join(match[0] for match in _DUE.finditer(word))


def _first(phrases: str, day: date) -> date | None:
    found = [due for part in phrases.split("|") if (due := _due(part, day)) and due >= day]
    return min(found, default=None)


def _due(phrase: str, day: date) -> date | None:
    reader, named = _reader(phrase)
    try:
        return reader(named, day) if reader else None
    except (ValueError, OverflowError):
        return None


@lru_cache(maxsize=65_536)
def _reader(phrase: str) -> tuple[_Reader | None, dict[str, str]]:
    match = _DUE.match(phrase)
    said = match.groupdict() if match else {}
    named = {name: text for name, text in said.items() if text is not None}
    return next((read for sign, read in _READERS.items() if sign in named), None), named


def first_from(month: int, day_of_month: int, day: date) -> date | None:
    """Return the first such day on or after `day`, in its year or within half a year."""
    for year in (day.year, day.year + 1):
        if day_of_month <= monthrange(year, month)[1]:
            found = date(year, month, day_of_month)
            if found >= day:
                return found if year == day.year or found - day <= HALF_A_YEAR else None
    return None


def _ahead(count_text: str, per: str, day: date) -> date:
    if count_text == "半":
        count: float = 0.5
    else:
        spelled = spelled_number(count_text)
        count = float(
            count_text if count_text.isdigit() else _WORDS.get(count_text, float(spelled or 0))
        )
    if "工作日" in per or "working" in per or "business" in per:
        return date.fromisoformat(str(np.busday_offset(day, int(count), roll="backward")))
    if "小时" in per or per == "hour":
        return day + timedelta(days=-int(-count // 24))
    if "月" in per or per == "month":
        return day + timedelta(days=15) if count == 0.5 else _months_on(day, int(count))
    return day + timedelta(days=int(count * (1 if per in ("天", "日", "day") else 7)))


def _months_on(day: date, count: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + count, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _of_month(first: date, part: str) -> date:
    """Return the last day of a part of a month: 初 or 上旬 the 10th, 中 the 15th, 中旬 the 20th."""
    last = monthrange(first.year, first.month)[1]
    return first.replace(day={"初": 10, "上旬": 10, "中": 15, "中旬": 20}.get(part, last))


def _named_month(named: dict[str, str], day: date) -> date | None:
    month = int(named["m"])
    if "year" in named:
        year = day.year + (-1 if named["year"] == "去年" else 1)
        first = date(year, month, 1)
        return (
            first.replace(day=int(named["d"])) if "d" in named else _of_month(first, named["part"])
        )
    if "d" in named:
        return first_from(month, int(named["d"]), day)
    for year in (day.year, day.year + 1):
        found = _of_month(date(year, month, 1), named["part"])
        if found >= day:
            return found if year == day.year or found - day <= HALF_A_YEAR else None
    return None


def _this_month(named: dict[str, str], day: date) -> date:
    first = _months_on(day.replace(day=1), 1 if "下" in named["this"] else 0)
    return (
        first.replace(day=int(named["td"]))
        if "td" in named
        else _of_month(first, named.get("tpart", ""))
    )


def _weekday(number: int, weeks: int | None, day: date) -> date:
    if weeks is None:
        return day + timedelta(days=(number - day.weekday()) % 7)
    return day + timedelta(days=number - day.weekday() + 7 * weeks)


def _weeks(word: str) -> int | None:
    return word.count("下") + word.count("next") if word else None


def _week(named: dict[str, str], day: date) -> date:
    weeks = _weeks(named.get("week", ""))
    if "wend" in named:
        return _end_of_week(weeks or 0, day)
    return _weekday("一二三四五六日".index(named["wd"].replace("天", "日")), weeks, day)


def _end_of_week(weeks: int, day: date) -> date:
    friday = _weekday(4, weeks, day)
    return friday if friday >= day else _weekday(6, weeks, day)


def _end_of(unit: str, later: bool, day: date) -> date:
    if unit == "week":
        return _end_of_week(int(later), day)
    size = {"month": 1, "quarter": 3, "year": 12}[unit]
    start = day.replace(month=(day.month - 1) // size * size + 1, day=1)
    return _of_month(_months_on(start, size - 1 + (size if later else 0)), "")


def _end(named: dict[str, str], day: date) -> date:
    units = {"月": "month", "季": "quarter", "年": "year"}
    return _end_of(next(unit for mark, unit in units.items() if mark in named["end"]), False, day)


def _english(named: dict[str, str], day: date) -> date | None:
    month = ENGLISH_MONTHS.index((named.get("em") or named["em2"])[:3]) + 1
    of_month, year = int(named.get("ed") or named["ed2"]), named.get("ey") or named.get("ey2")
    return date(int(year), month, of_month) if year else first_from(month, of_month, day)


def _english_weekday(named: dict[str, str], day: date) -> date:
    name = named.get("wd_en") or named["wd_en2"]
    return _weekday(_WEEK.index(name[:3]), _weeks(named.get("week_en", "")), day)


def _day_of_month(named: dict[str, str], day: date) -> date | None:
    for ahead in range(3):
        first = _months_on(day.replace(day=1), ahead)
        if int(named["dom"]) <= monthrange(first.year, first.month)[1]:
            found = first.replace(day=int(named["dom"]))
            if found >= day:
                return found
    return None


_READERS: dict[str, _Reader] = {
    "y": lambda named, day: date(int(named["y"]), int(named["ym"]), int(named["yd"])),
    "in": lambda named, day: _ahead(named["in"], named["per"], day),
    "m": _named_month,
    "sm": lambda named, day: first_from(int(named["sm"]), int(named["sd"]), day),
    "this": _this_month,
    "end": _end,
    "wd": _week,
    "wend": _week,
    "whole": lambda named, day: _end_of_week(_weeks(named["whole"]) or 0, day),
    "dom": _day_of_month,
    "ahead": lambda named, day: day + timedelta(days=_AHEAD[named["ahead"]]),
    "em": _english,
    "em2": _english,
    "in_en": lambda named, day: _ahead(named["in_en"], named["per_en"], day),
    "of": lambda named, day: _end_of(named["of"], "next" in named, day),
    "of2": lambda named, day: _end_of(named["of2"], False, day),
    "wd_en": _english_weekday,
    "wd_en2": _english_weekday,
    "whole_en": lambda named, day: _end_of(named["unit_en"], named["whole_en"] == "next", day),
}
