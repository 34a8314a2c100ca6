"""Where headers may stand: one row, or a row of groups with the headers below it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from salesnb.loaders.sheets.forms import Form
from salesnb.loaders.sheets.headers import Header, read_header, unit_in_brackets, unit_of_title
from salesnb.loaders.sheets.read import RawSheet

HEADER_ROWS = 15
_LONGEST = 80
_NEUTRAL = re.compile(
    r"信息|资料|情况|数据|明细|基本|基础|概况|价格|金额|报价|info|detail|data|basic|general|amount|price"
    r"|20\d\d年?"
)


@dataclass(frozen=True)
class Band:
    """The rows that may be a sheet's headers.

    Attributes
    ----------
    first, last : positions of the rows; they differ where groups stand above the headers.
    cells : {position: (group, header)}; the group is empty where there is none.
    """

    first: int
    last: int
    cells: dict[int, tuple[str, str]]

    def headers(self, form: Form) -> dict[int, Header]:
        """Return the headers as a form reads them.

        金额 below 回款 is 回款金额 where the form knows that; else it is 金额, if the group only
        says what the form is about (客户信息), and unknown if it does not (供应商).
        """
        below = [header for group, header in self.cells.values() if group]
        return {
            position: _read(group, header, form, below.count(header) == 1)
            for position, (group, header) in self.cells.items()
        }

    @property
    def gives_units(self) -> bool:
        """Whether a group names the unit of a header below it that names none itself."""
        return any(
            read_header(group).factor is not None and read_header(header).factor is None
            for group, header in self.cells.values()
            if group
        )

    def singles(self) -> dict[int, Header]:
        """Return every header by itself."""
        return {position: read_header(header) for position, (_, header) in self.cells.items()}


def bands(sheet: RawSheet, start: int = 0) -> list[Band]:
    """Return every row, and every two rows, within the first ones from `start`."""
    top = sheet.cells.iloc[start : start + HEADER_ROWS + 1]
    rows = [_texts(row) for row in top.itertuples(index=False)]
    found: list[Band] = []
    for n, row in enumerate(rows[:HEADER_ROWS]):
        at = start + n
        spans = _spans(sheet, at)
        whole = row | _spread(sheet, at, row, spans)
        if len(whole) < 2:
            continue
        found.append(Band(at, at, {position: ("", text) for position, text in whole.items()}))
        below = rows[n + 1] if n + 1 < len(rows) else {}
        pairs = _paired(row, below, spans)
        if any(group for group, _ in pairs.values()):
            found.append(Band(at, at + 1, pairs))
    return found


def titles(sheet: RawSheet, start: int, end: int) -> list[str]:
    """Return the texts above the headers."""
    above = sheet.cells.iloc[start:end].to_numpy(dtype=object).ravel()
    return [cell for cell in above if isinstance(cell, str)]


def unit_above(sheet: RawSheet, start: int, end: int) -> Decimal | None:
    """Return the unit of amounts that the rows above the headers declare.

    `单位：万元` anywhere, or brackets in a title that is alone in its row: 销售目标（万元）.
    """
    if (unit := unit_of_title(titles(sheet, start, end))) is not None:
        return unit
    for row in sheet.cells.iloc[start:end].to_numpy(dtype=object):
        texts = [cell for cell in row if isinstance(cell, str)]
        if len(texts) == 1 and (unit := unit_in_brackets(texts[0])) is not None:
            return unit
    return None


def join_headers(group: str, header: str) -> str:
    """Return a header together with its group.

    Examples
    --------
    >>> join_headers("回款", "金额"), join_headers("Paid", "Amount")
    ('回款金额', 'Paid Amount')
    """
    return f"{group} {header}" if group.isascii() and header.isascii() else f"{group}{header}"


def _texts(row: tuple[object, ...]) -> dict[int, str]:
    return {
        position: cell
        for position, cell in enumerate(row)
        if isinstance(cell, str) and cell.strip() and len(cell) <= _LONGEST
    }


def _spans(sheet: RawSheet, at: int) -> dict[int, tuple[int, int]]:
    """Return {first column: (last column, last row)} of the ranges merged sideways over a row."""
    left = sheet.first_column
    return {
        first_column - left: (last_column - left, last_row)
        for first_row, first_column, last_row, last_column in sheet.merged
        if first_row <= at <= last_row and last_column > first_column
    }


def _spread(
    sheet: RawSheet, at: int, row: Mapping[int, str], spans: Mapping[int, tuple[int, int]]
) -> dict[int, str]:
    """Return a merged header for those of its further columns that have values below."""
    below = sheet.cells.iloc[at + 1 :]
    return {
        position: row[first]
        for first, (last, last_row) in spans.items()
        if first in row and last_row == at and last - first < len(row)
        for position in range(first + 1, min(last + 1, below.shape[1]))
        if position not in row and below[position].notna().any()
    }


def _paired(
    upper: Mapping[int, str], lower: Mapping[int, str], spans: Mapping[int, tuple[int, int]]
) -> dict[int, tuple[str, str]]:
    """Return two rows as groups and headers; without merged cells a group reaches up to the next.

    A group without a header below it is a header itself, merged downwards or left so.
    """
    group_of = {
        position: upper[first]
        for first, (last, _) in spans.items()
        if first in upper
        for position in range(first, last + 1)
    }
    group = ""
    pairs: dict[int, tuple[str, str]] = {}
    for position in range(max([*upper, *lower], default=-1) + 1):
        if spans:
            group = group_of.get(position, upper.get(position, ""))
        elif position in upper:
            group = upper[position] if position in lower else ""
        if position in lower:
            pairs[position] = (group, lower[position])
        elif position in upper:
            pairs[position] = ("", upper[position])
    return pairs


def _read(group: str, header: str, form: Form, unique: bool) -> Header:
    alone = read_header(header)
    if not group:
        return alone
    joined = read_header(join_headers(" ".join(group.split()), " ".join(header.split())))
    if joined.key in form.by_header:
        return joined
    above = read_header(group)
    own = bool(_NEUTRAL.search(above.key)) or any(k.startswith(above.key) for k in form.by_header)
    if own and (alone.key in form.by_header or alone.loose in form.by_header or unique):
        return replace(
            alone,
            factor=above.factor if alone.factor is None else alone.factor,
            currency=alone.currency or above.currency,
        )
    return joined
