"""Which rows below the headers are data, and which are totals, hints, remarks or headers again."""

import re
from collections.abc import Collection, Iterable

import numpy as np
import pandas as pd

from salesnb.loaders.sheets.headers import read_header
from salesnb.loaders.sheets.recognised import Recognised
from salesnb.loaders.sheets.spans import span_of
from salesnb.loaders.values.arrow_text import is_in, matches

_BELOW = 4
_LAST = 40
_LEAD = 4
_SERIAL = {"序号", "序", "行号", "#", "seq", "rowno", "rowno."}
_SERIAL_NUMBER = r"\d{1,7}"
_TOTAL = (
    r"(?i)(?:合\s*计|总\s*计|小\s*计|共\s*计|总\s*和|平\s*均\s*[值数]?|均值"
    r"|grand total|sub-? ?totals?|totals?)\s*[:：]?"
)
_TOTAL_FIRST = (
    r"(?i)(?:sum|average|avg|mean)\s*[:：]?|.{1,12}(?:合计|总计|小计|共计|平均值?)\s*[:：]?"
    r"|.{1,20} (?:sub-?)?total:?|(?:sub-?total|total|average) (?:for|of) .{1,30}"
    r"|(?:合计|总计|小计|共计)\s*[:：(（]?\s*[\d,.￥¥]+.*"
)
_EXAMPLE = r"(?i)(?:示例|example)\s*[:：](?s:.*)"
_BARE_EXAMPLE = re.compile(r"(?i)(?:示例|样例|范例|示例数据|example|sample)\d*")
_HINT = re.compile(
    r"(?i)[(（\[【]?(?:必填|选填|可选|非必填|必输)(?s:.*)|.*[(（](?:必填|选填)[)）]|required|optional"
    r"|mandatory|文本|文字|字符串?|数字|数值|整数|小数|日期|时间|金额|(?:下拉|单选|多选|唯一)(?s:.*)"
    r"|(?:自动|系统).{0,4}生成.*|text|string|varchar.*|number|numeric|integer|decimal.*|date"
    r"|datetime|money|(?:格式|format)(?s:.*)|y{2,4}[-/.年]m.*|如[:： \d“\"](?s:.*)|例如(?s:.*)"
    r"|例[:：](?s:.*)|e\.?g\.? (?s:.*)|(?:示例|样例|example)(?s:.*)|请(?:填|选|输|按)(?s:.*)"
    r"|.*(?:不能|不可)为空.*|.*字以内.*|不超过.*"
)
_CODE = re.compile(r"[A-Za-z]+(?:[_.][A-Za-z]+)*")
_NO_CODES = {"na", "nan", "null", "none", "nil", "tbd"}
_REMARK = re.compile(
    r"(?i)(?:制表|制单|填表|填报|编制|审核|审批|复核|批准|经办|统计|主管|财务|负责|签字|签名|盖章"
    r"|提交|更新|导出|打印|数据|截[至止]|注|备注|说明|附注|notes?|remarks?|prepared|checked"
    r"|approved|reviewed|source|exported|printed|generated|updated).{0,12}?[:：](?s:.*)"
    r"|以上(?:数据|金额|内容|信息)(?s:.*)|(?:数据)?截[至止]\d(?s:.*)|注\d(?s:.*)|(?:data )?as of .*"
)
_SIGNED = re.compile(r".{0,10}[:：](?s:.*)")
_NUMBERED = re.compile(r"(?:\d{1,2}|[一二三四五六七八九])[.、)）](?s:.*)|[(（]\d{1,2}[)）](?s:.*)")
_TYPED_OTHERWISE = {"money", "number", "percent", "date", "datetime", "month", "period"}


def data_rows(found: Recognised) -> np.ndarray:
    """Return the positions of the rows to import, in order; notes say what was left out.

    Left out are blank rows, headers again (codes below, or a pasted sheet's), rows of hints, the
    example row of a template, totals, and remarks below the table.
    """
    first = found.header_row + 1
    cells = found.sheet.cells.iloc[first : found.end]
    serial = [p for p in found.custom if found.headers[p].key in _SERIAL]
    keep = (cells.notna() & ~_are_numbers(cells, serial)).any(axis=1).to_numpy(copy=True)
    if not len(cells):
        return np.flatnonzero(keep)
    keep &= ~matches(first_filled(cells), _EXAMPLE)
    keys = [p for p, c in found.columns.items() if c.name in found.form.table.key]
    again = header_rows(found, cells)
    _leave_out(found, keep, again, "headers_again", first)
    _leave_out(found, keep, _hint_rows(found, cells, again), "hints", first)
    totals = total_rows(cells, keys) | _said_total(cells, serial)
    _leave_out(found, keep, totals, "totals", first)
    _leave_out(found, keep, remark_rows(cells, keep), "remarks", first)
    return np.flatnonzero(keep) + first


def without_serials(found: Recognised, cells: pd.DataFrame) -> dict[int, str]:
    """Return the custom columns but those that only number the rows (序号); a note names them.

    Such a number is no content: a row is the same after the sheet was sorted and numbered anew.
    """
    serial = [p for p in found.custom if found.headers[p].key in _SERIAL]
    numbers = _are_numbers(cells, serial)
    left_out = [p for p in serial if not (cells[p].notna() & ~numbers[p]).any()]
    for position in left_out:
        header = found.headers[position].typed
        found.note("serial", letter=found.letter(position), header=header)
    return {p: name for p, name in found.custom.items() if p not in left_out}


def said_rows(rows: Iterable[int]) -> str:
    """Return row numbers as a note shows them.

    Examples
    --------
    >>> said_rows([3, 7]), said_rows(range(2, 90))
    ('3, 7', '2, 3, 4, 5, 6 … 89')
    """
    numbers = [str(row) for row in rows]
    return ", ".join(
        numbers if len(numbers) <= 6 else [*numbers[:4], f"{numbers[4]} … {numbers[-1]}"]
    )


def first_filled(cells: pd.DataFrame) -> pd.Series:
    """Return the first filled one of each row's first three cells."""
    lead = cells.iloc[:, 0]
    for position in range(1, min(3, cells.shape[1])):
        lead = lead.where(lead.notna(), cells.iloc[:, position])
    return lead


def total_rows(cells: pd.DataFrame, keys: Collection[int]) -> np.ndarray:
    """Return which rows hold totals or averages: the word stands in one of the first columns.

    A row that fills the key beside the word is none: a customer may be called Total.
    """
    lead = first_filled(cells)
    totals = matches(lead, _TOTAL_FIRST)
    for position in range(min(_LEAD, cells.shape[1])):
        totals |= matches(cells.iloc[:, position], _TOTAL)
    if not totals.any() or not keys:
        return totals
    rows = cells[totals]
    named = np.ones(len(rows), dtype=bool)
    for position in keys:
        said = matches(rows[position], _TOTAL) | matches(rows[position], _TOTAL_FIRST)
        named &= rows[position].notna().to_numpy() & ~said
    totals[totals] = ~named
    return totals


def remark_rows(cells: pd.DataFrame, keep: np.ndarray) -> np.ndarray:
    """Return which of the last rows are remarks and signatures below the table.

    One or two filled cells of which the first says 备注：, 制表人： and the like, or more that are
    all of this form; numbered lines below such a row are part of it.
    """
    found = np.zeros(len(cells), dtype=bool)
    waiting: list[int] = []
    for n in np.flatnonzero(keep)[-_LAST:][::-1]:
        texts = [text for text in cells.iloc[n] if isinstance(text, str)]
        if _REMARK.fullmatch(texts[0]) and (
            len(texts) <= 2 or all(_SIGNED.fullmatch(text) for text in texts)
        ):
            found[[n, *waiting]] = True
            waiting = []
        elif len(texts) == 1 and _NUMBERED.fullmatch(texts[0]):
            waiting.append(n)
        else:
            break
    return found


def header_rows(found: Recognised, cells: pd.DataFrame) -> np.ndarray:
    """Return which rows repeat the headers, with the title or groups right above them.

    Below the headers these are codes; further down those of a sheet that was pasted below.
    """
    again = np.zeros(len(cells), dtype=bool)
    for n in sorted({*range(min(_BELOW, len(cells))), *_candidates(found, cells)}):
        row = cells.iloc[n]
        if said_again(found, row) == "same" or (n < 2 and _is_codes(found, row)):
            again[n] = True
            if n >= 1 and not again[n - 1] and _is_above_headers(found, cells.iloc[n - 1]):
                again[n - 1] = True
    return again


def other_headers(found: Recognised) -> int | None:
    """Return the position of the first row below with headers of the form in another order."""
    first = found.header_row + 1
    cells = found.sheet.cells.iloc[first:]
    for n in _candidates(found, cells):
        if said_again(found, cells.iloc[n]) == "other":
            return int(n) + first
    return None


def said_again(found: Recognised, row: pd.Series) -> str:
    """Return whether a row is the headers again: `same`, `other` = in another order, or neither."""
    texts = {p: text for p, text in row.items() if isinstance(text, str)}
    meant = {p: found.form.by_header.get(read_header(text).key) for p, text in texts.items()}
    known = sum(column is not None for column in meant.values())
    below = [p for p in texts if p in found.columns]
    hits = sum(meant[p] is found.columns[p] for p in below)
    months = [p for p in texts if p in found.spans]
    hits += sum(span_of(texts[p]) == found.spans[p] for p in months)
    below += months
    if hits >= 2 and hits * 2 >= len(below):
        return "same"
    return "other" if known >= 3 and known * 2 >= len(texts) else ""


def _are_numbers(cells: pd.DataFrame, serial: Collection[int]) -> pd.DataFrame:
    found = pd.DataFrame(False, cells.index, cells.columns)
    for position in serial:
        found[position] = matches(cells[position], _SERIAL_NUMBER)
    return found


def _said_total(cells: pd.DataFrame, serial: Collection[int]) -> np.ndarray:
    """Return which rows say 合计 where their number should be; `9家` beside it is no key."""
    said = np.zeros(len(cells), dtype=bool)
    for position in serial:
        said |= matches(cells[position], _TOTAL) | matches(cells[position], _TOTAL_FIRST)
    return said


def _leave_out(found: Recognised, keep: np.ndarray, rows: np.ndarray, key: str, first: int) -> None:
    rows = rows & keep
    if rows.any():
        found.note(key, rows=said_rows(np.flatnonzero(rows) + first + 1))
        keep &= ~rows


def _candidates(found: Recognised, cells: pd.DataFrame) -> np.ndarray:
    """Return the positions of the rows that have headers in two of the first columns."""
    spellings = {h for column in found.form.table.columns for h in column.accepted}
    if found.header_row >= 0:
        spellings |= set(found.sheet.cells.iloc[found.header_row].dropna())
    known = pd.Index(sorted({spelt for h in spellings for spelt in (h, f"{h}*", f"*{h}")}))
    at = list(found.columns)[:_LEAD]
    hits = sum(is_in(cells[position], known).astype(int) for position in at)
    return np.flatnonzero(hits >= min(2, len(at)))


def _is_above_headers(found: Recognised, row: pd.Series) -> bool:
    texts = [text for text in row if isinstance(text, str)]
    if len(texts) == 1:
        return not any(
            isinstance(row[p], str) for p in found.columns if p != row.first_valid_index()
        )
    above = set(found.sheet.cells.iloc[max(found.header_row - 1, 0)].dropna())
    return bool(texts) and set(texts) <= above


def _is_codes(found: Recognised, row: pd.Series) -> bool:
    """Return whether a row holds names of fields where no word can stand, such as `amt` for 金额."""
    texts = {p: text for p, text in row.items() if isinstance(text, str)}
    if len(texts) < 3 or len(texts) * 2 < len(found.headers):
        return False
    if not all(_CODE.fullmatch(text) for text in texts.values()):
        return False
    if all(header.typed.isascii() for header in found.headers.values()):
        return False
    return any(
        column.kind in _TYPED_OTHERWISE and texts.get(p, "na").lower() not in _NO_CODES
        for p, column in found.columns.items()
    )


def _hint_rows(found: Recognised, cells: pd.DataFrame, again: np.ndarray) -> np.ndarray:
    """Return which of the first rows say how to fill in the columns, or are marked as examples."""
    hints = np.zeros(len(cells), dtype=bool)
    for n in range(min(_BELOW, len(cells))):
        texts = [text for text in cells.iloc[n] if isinstance(text, str)]
        like = sum(bool(_HINT.fullmatch(text)) for text in texts)
        if (like >= 2 and like * 5 >= len(texts) * 3) or (
            texts and _BARE_EXAMPLE.fullmatch(texts[0])
        ):
            hints[n] = True
        elif texts and not again[n]:
            break
    return hints
