"""Columns of text to columns of values. Every distinct text is read once."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from functools import partial
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

from salesnb.errors import ConfigError, unknown
from salesnb.labels import listed, say
from salesnb.loaders.sheets.headers import Header
from salesnb.loaders.values.amounts import (
    DECIMAL_FORMATS,
    parse_amount,
    parse_number,
    parse_percent,
)
from salesnb.loaders.values.arrow_text import is_ascii, is_in, matches
from salesnb.loaders.values.dates import parse_moment, parse_month, parse_period_text
from salesnb.loaders.values.failure import NO_VALUE, Failure
from salesnb.loaders.values.words import choice_parsers, folded, parse_flag
from salesnb.settings import Settings
from salesnb.tables import Column

MONEY = pd.ArrowDtype(pa.decimal128(18, 4))
DTYPES: dict[str, Any] = {
    "text": "str",
    "choice": "str",
    "period": "str",
    "money": MONEY,
    "number": "Float64",
    "percent": "Float64",
    "flag": "boolean",
    "date": "datetime64[s]",
    "datetime": "datetime64[s]",
    "month": "datetime64[s]",
}
# Spellings of "nothing". Text columns know fewer of them: "NA" may be a region.
EMPTY_TEXTS = [
    "-", "--", "---", "—", "——", "–", "/", "\\", "无", "暂无", "待定", "未定",
    "N/A", "n/a", "'null", "'NULL", "null", "NULL", "nan", "NaN",
]  # fmt: skip
EMPTY_VALUES = {folded(text) for text in EMPTY_TEXTS} | {"na", "none", "nil", "tbd", "#n/a"}
_LONGEST_EMPTY = 8
_EXCEL_ERROR = r"#(?:DIV/0!|N/A|NAME\?|NULL!|NUM!|REF!|VALUE!|ERROR!|FORMULA!)"
_DIRECTIVE = "%[aAbBcdfGHIjmMpSuUVwWxXyYzZ%]"
_ZEROS_BY_CHANCE = 3
_SCIENTIFIC = r"\d(?:\.\d+)?[eE]\+\d{1,2}"
_ISO = r"\d{4}-\d{2}-\d{2}(?:[ T]\d{2}:\d{2}:\d{2})?"
_PLAIN_AMOUNT = r"-?\d{1,13}(?:\.\d{1,4})?"


@dataclass(frozen=True)
class Parsed:
    """A column as read.

    Attributes
    ----------
    values : of the kind's dtype; missing where empty or unreadable.
    rows, failures : positions of the unreadable cells, and why, in step.
    note : a rule that concerns the column as a whole.
    """

    values: pd.Series
    rows: np.ndarray
    failures: list[Failure]
    note: str = ""


class ColumnParser:
    """Reads columns of text by their kind."""

    def __init__(self, settings: Settings) -> None:
        self._currency = settings.workspace.currency
        self._zone = settings.workspace.timezone
        self._fiscal_start = settings.workspace.fiscal_year_start
        self._choices = choice_parsers(settings)
        self.month_first = settings.workspace.lang == "zh"  # 3/5 is 5 March there, else either

    def __call__(
        self,
        texts: pd.Series,
        column: Column,
        header: Header,
        declared: str | None = None,
        epoch: int = 1900,
    ) -> Parsed:
        """Read one column.

        Parameters
        ----------
        texts : `str`, stripped, missing where blank.
        declared : the format that a mapping gives for the column: strptime of a date, of a number
            `decimal_comma` or `decimal_point`.
        epoch : 1900 or 1904, where the serial numbers of dates begin.
        """
        codes, uniques = pd.factorize(texts)
        distinct = pd.Series(uniques, dtype="str")
        if column.kind == "text":
            return _parsed_text(codes, distinct, column)
        readings = self._fast(distinct, column, header, declared)
        one = self._reader(distinct, column, header, declared, epoch)
        plain = distinct.tolist()
        for position in np.flatnonzero([reading is _UNREAD for reading in readings]):
            readings[position] = _read_one(one, plain[position])
        parsed = _assembled(codes, readings, column.kind)
        if column.kind == "percent" and header.percent and holds_shares(distinct):
            return replace(parsed, note="share_under_percent")
        return parsed

    def _fast(
        self, distinct: pd.Series, column: Column, header: Header, declared: str | None
    ) -> list[Any]:
        """Read the plain spellings together; what is left is _UNREAD."""
        readings: list[Any] = [_UNREAD] * len(distinct)
        if column.kind in ("date", "datetime", "month"):
            moments = _plain_moments(distinct, column.kind, declared)
            for position in np.flatnonzero(~np.isnat(moments)):
                readings[position] = moments[position]
        elif column.kind == "money" and header.factor in (None, 1) and declared != "decimal_comma":
            plain = distinct.tolist()
            for position in np.flatnonzero(matches(distinct, _PLAIN_AMOUNT)):
                readings[position] = plain[position]
        return readings

    def _reader(
        self,
        distinct: pd.Series,
        column: Column,
        header: Header,
        declared: str | None,
        epoch: int,
    ) -> Callable[[str], Any]:
        kind, start = column.kind, self._fiscal_start
        if kind == "choice":
            return self._choices[column.choice or ""]
        if kind == "money":
            factor = header.factor or Decimal(1)
            return partial(parse_amount, currency=self._currency, factor=factor, declared=declared)
        if kind == "percent":
            of_hundred = header.percent and not holds_shares(distinct)
            return partial(parse_percent, of_hundred=of_hundred, declared=declared)
        if kind == "period":
            months = header.key in ("月份", "month")
            return partial(parse_period_text, months=months, fiscal_start=start, epoch=epoch)
        if kind in ("date", "datetime"):
            return partial(parse_moment, zone=self._zone, epoch=epoch)
        if kind == "month":
            return partial(parse_month, fiscal_start=start, epoch=epoch)
        return parse_flag if kind == "flag" else partial(parse_number, declared=declared)


_UNREAD = object()


def check_format(column: Column | None, declared: str, place: str) -> None:
    """Refuse a declared format that says nothing of a column's values.

    Raises
    ------
    ConfigError
        With what is allowed.
    """
    kind = column.kind if column else "text"
    if kind in ("money", "number", "percent"):
        if declared not in DECIMAL_FORMATS:
            said = unknown("format", declared, DECIMAL_FORMATS)
            raise ConfigError(say("err_at", place=place, said=said))
    elif kind in ("date", "datetime", "month"):
        if not re.search("%[a-zA-Z]", declared) or "%" in re.sub(_DIRECTIVE, "", declared):
            raise ConfigError(say("params_date_format", place=place, declared=declared))
    else:
        known = listed(sorted(DECIMAL_FORMATS))
        raise ConfigError(say("params_no_format", place=place, kind=kind, known=known))


def holds_shares(distinct: pd.Series) -> bool:
    """Return whether the bare numbers are shares: all within 0-1, and one lies between.

    A cell that Excel shows as 60% arrives as 0.6, also below a header that says (%).
    """
    numbers = pd.to_numeric(distinct[~distinct.str.endswith("%")], errors="coerce").dropna()
    between = (numbers > 0) & (numbers < 1)
    return bool(len(numbers) and numbers.between(0, 1).all() and between.any())


def _plain_moments(distinct: pd.Series, kind: str, declared: str | None) -> np.ndarray:
    if declared:
        moments = pd.to_datetime(distinct, format=declared, errors="coerce")
        if kind == "month" and not re.search("%[djxcD]", declared):
            moments += pd.offsets.MonthEnd(0)
    else:
        # A midnight in a month column is left to its own parser: it may stand for the month.
        plain = matches(distinct, r"\d{4}-\d{2}-\d{2}" if kind == "month" else _ISO)
        moments = pd.to_datetime(distinct.where(plain), format="ISO8601", errors="coerce")
    sane = moments.where(moments.dt.year.between(1900, 2199))
    return np.asarray(sane, dtype="datetime64[s]")


def _read_one(read: Callable[[str], Any], text: str) -> Any:
    if len(text) <= _LONGEST_EMPTY and folded(text) in EMPTY_VALUES:
        return None
    if text.startswith("#") and re.fullmatch(_EXCEL_ERROR, text):
        return Failure(_error_rule(text))
    return read(text)


def _parsed_text(codes: np.ndarray, distinct: pd.Series, column: Column) -> Parsed:
    """Empty spellings go, a date cell loses its midnight; keys and references become half-width."""
    meant = distinct.where(~is_in(distinct, pd.Index(EMPTY_TEXTS)))
    dated = matches(meant, r"\d{4}-\d{2}-\d{2} 00:00:00")
    if dated.any():
        meant = meant.where(~dated, meant.str.slice(0, 10))
    wide = ~is_ascii(meant)
    lost = np.zeros(len(meant), dtype=bool)
    if _is_number_like(column):
        if wide.any():
            meant = meant.mask(wide, meant.where(wide).str.normalize("NFKC"))
        meant, lost = _whole_numbers(meant, column)
    broken = matches(meant, _EXCEL_ERROR)
    rows = np.flatnonzero(np.append(broken | lost, False)[codes])
    plain = distinct.tolist()
    failures = [
        Failure(_lost_rule(plain[code]) if lost[code] else _error_rule(plain[code]))
        for code in codes[rows]
    ]
    meant = meant.where(~(broken | lost))
    values = pd.Series(_taken(pa.array(meant), codes).to_pandas(), dtype="str")
    return Parsed(values, rows, failures)


def _is_number_like(column: Column) -> bool:
    """Return whether a text column holds codes or numbers to call."""
    return bool(column.refers or column.name.endswith("_id") or column.name == "contact_info")


def _whole_numbers(texts: pd.Series, column: Column) -> tuple[pd.Series, np.ndarray]:
    """Undo what a spreadsheet did to long numbers; where digits are gone, say so.

    1.38E+10 has lost digits, 1.3800138000E+10 shows them all. A number to call has no decimals:
    13800138000.0 is 13800138000.
    """
    short = matches(texts, _SCIENTIFIC)
    if short.any():
        written = texts[short].map(Decimal)
        whole = written[written.map(lambda number: number.as_tuple().exponent == 0)]
        whole = whole.map(lambda number: format(number, "f"))
        texts = texts.copy()
        texts[whole.index] = whole.astype("str")
        short = short & ~texts.index.isin(whole.index)
    if column.name == "contact_info":
        decimal = matches(texts, r"\+?\d{5,15}\.0+")
        if decimal.any():
            texts = texts.mask(decimal, texts.str.replace(r"\.0+$", "", regex=True))
    return texts, short | _cut(texts)


def _cut(texts: pd.Series) -> np.ndarray:
    """Return the numbers of which a spreadsheet has kept 15 digits only: the others are zeros.

    One number may end so by chance: all long ones of the column must, with three zeros in all.
    """
    long = matches(texts, r"\d{16,}")
    if not long.any():
        return long
    tails = texts[long].str.slice(15)
    zeros = not tails.str.strip("0").any() and tails.str.len().sum() >= _ZEROS_BY_CHANCE
    return long if zeros else np.zeros(len(texts), dtype=bool)


def _lost_rule(text: str) -> str:
    return "digits_lost" if re.fullmatch(_SCIENTIFIC, text) else "digits_cut"


def _error_rule(text: str) -> str:
    return "formula_without_value" if text == NO_VALUE else "excel_error"


def _assembled(codes: np.ndarray, readings: list[Any], kind: str) -> Parsed:
    failed = np.array([isinstance(reading, Failure) for reading in readings] + [False])
    rows = np.flatnonzero(failed[codes])
    failures = [readings[code] for code in codes[rows]]
    kept = [reading.value if isinstance(reading, Failure) else reading for reading in readings]
    return Parsed(_series(kept, codes, kind), rows, failures)


def _series(kept: list[Any], codes: np.ndarray, kind: str) -> pd.Series:
    dtype = DTYPES[kind]
    made: pd.Series
    if kind == "money":
        exact = pa.array([None if v is None else str(v) for v in kept], pa.string())
        taken = _taken(exact.cast(pa.decimal128(18, 4)), codes)
        made = pd.Series(pd.arrays.ArrowExtensionArray(taken))
    elif kind in ("date", "datetime", "month"):
        moments = np.array([_moment(value) for value in kept], dtype="datetime64[s]")
        if kind != "datetime":
            moments = moments.astype("datetime64[D]").astype("datetime64[s]")
        taken = np.append(moments, np.datetime64("NaT", "s"))[codes]
        made = pd.Series(taken, dtype=dtype)
    else:
        types = {"number": pa.float64(), "percent": pa.float64(), "flag": pa.bool_()}
        values = pa.array(kept, types.get(kind, pa.large_string()))
        made = pd.Series(_taken(values, codes).to_pandas(), dtype=dtype)
    return made


def _moment(value: Any) -> Any:
    if isinstance(value, (datetime, date)):
        return np.datetime64(value, "s")
    return np.datetime64("NaT", "s") if value is None else value


def _taken(values: Any, codes: np.ndarray) -> Any:
    return values.take(pa.array(codes, mask=codes < 0))
