"""Which table a sheet is, by its headers; where the headers are, and where the data begin."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from difflib import get_close_matches

import numpy as np
import pandas as pd

from salesnb.labels import label
from salesnb.loaders.notes import Note, make_note
from salesnb.loaders.sheets.forms import FORMS, Form
from salesnb.loaders.sheets.headers import Header, column_letter, read_header, unit_of_title
from salesnb.loaders.sheets.read import RawSheet
from salesnb.loaders.values.arrow_text import matches
from salesnb.tables import Column

_HEADER_ROWS = 15
_TOTALS = r"(?i)(?:合\s*计|总\s*计|小\s*计|共\s*计|grand total|sub-?total|total|sum)\s*[:：]?"
_EXAMPLE = r"(?i)(?:示例|example)\s*[:：](?s:.*)"


@dataclass
class Recognised:
    """A sheet whose form is known.

    Attributes
    ----------
    header_row : position of the headers in `cells`; -1 = there are none.
    columns : {position: column of the form}.
    custom : {position: name} of the others.
    headers : {position: header}.
    """

    sheet: RawSheet
    form: Form
    header_row: int
    columns: dict[int, Column]
    custom: dict[int, str]
    headers: dict[int, Header]
    score: float = 0.0
    notes: list[Note] = field(default_factory=list)

    def note(self, key: str, **values: str) -> None:
        """Add a remark on the sheet."""
        self.notes.append(make_note(key, self.sheet.file, self.sheet.sheet, count=None, **values))

    def letter(self, position: int) -> str:
        """Return Excel's letter of a column of `cells`."""
        return column_letter(position + self.sheet.first_column)


@dataclass(frozen=True)
class Unrecognised:
    """A sheet whose headers fit no table, and the nearest one."""

    sheet: RawSheet
    reason: Note


def recognise(
    sheet: RawSheet, currency: str, forms: Mapping[str, Form] = FORMS
) -> Recognised | Unrecognised:
    """Find the header row within the first rows, and the form that most headers belong to.

    A form counts where every part of its signature is among the headers. The sheet's name breaks
    ties, then the number of missing required columns.
    """
    top = sheet.cells.iloc[:_HEADER_ROWS]
    rows = [_headers_of(row) for row in top.itertuples(index=False)]
    found = [
        fit
        for position, headers in enumerate(rows)
        if len(headers) >= 2
        for form in forms.values()
        if (fit := _fit(sheet, form, position, headers, currency))
    ]
    if not found:
        return Unrecognised(sheet, _nearest(rows, forms))
    best = max(found, key=lambda fit: (fit.score, -fit.header_row))
    _apply_title_unit(best, rows)
    return best


def data_rows(found: Recognised) -> np.ndarray:
    """Return the positions of the rows to import, in order; notes say what was left out.

    Left out are blank rows, a second header row of codes, the example row of a template, and rows
    of totals.
    """
    first = found.header_row + 1
    cells = found.sheet.cells.iloc[first:]
    filled = cells.notna()
    keep = filled.any(axis=1).to_numpy(copy=True)
    if len(cells) and _is_second_header(cells.iloc[0], found):
        keep[0] = False
    lead = _first_filled(cells, filled)
    if len(lead):
        example = matches(lead, _EXAMPLE)
        totals = matches(lead, _TOTALS) & keep
        totals[totals] = ~_has_keys(cells[totals], found)
        if totals.any():
            numbers = ", ".join(str(n + first + 1) for n in np.flatnonzero(totals)[:5])
            found.note("totals", rows=numbers)
        keep &= ~example & ~totals
    return np.flatnonzero(keep) + first


def _headers_of(row: tuple[object, ...]) -> dict[int, Header]:
    return {
        position: read_header(cell)
        for position, cell in enumerate(row)
        if isinstance(cell, str) and cell.strip() and len(cell) <= 80
    }


def _fit(
    sheet: RawSheet, form: Form, position: int, headers: dict[int, Header], currency: str
) -> Recognised | None:
    if any(header.key in form.unwanted for header in headers.values()):
        return None
    columns, doubled = _matched(form, headers, currency)
    names = {column.name for column in columns.values()}
    if not all(part & names for part in form.signature) or len(names) < 2:
        return None
    missing = len(set(form.table.required) - names)
    named = _sheet_says(sheet.sheet, form)
    found = Recognised(sheet, form, position, columns, {}, headers)
    found.score = len(names) + 2 * len(form.signature) + 0.5 * named - 0.1 * missing
    _name_custom(found, doubled)
    return found


def _matched(
    form: Form, headers: dict[int, Header], currency: str
) -> tuple[dict[int, Column], list[int]]:
    """Match exact headers first, then those that fit without their brackets."""
    columns: dict[int, Column] = {}
    doubled: list[int] = []
    taken: set[str] = set()
    for way in ("key", "loose"):
        for position, header in headers.items():
            column = form.by_header.get(getattr(header, way))
            if column is None or position in columns or position in doubled:
                continue
            if column.kind == "money" and not _is_own_money(header, way, currency):
                continue
            if column.name in taken:
                if way == "key":
                    doubled.append(position)
                continue
            columns[position] = column
            taken.add(column.name)
    return columns, doubled


def _is_own_money(header: Header, way: str, currency: str) -> bool:
    """Return whether brackets in a money header say nothing else than the workspace's currency."""
    known = way == "key" or header.key == header.loose
    return known and header.currency in (None, currency)


def _name_custom(found: Recognised, doubled: list[int]) -> None:
    used = {column.name.casefold() for column in found.form.table.columns}
    for position in doubled:
        repeated = found.headers[position].typed
        found.note("repeats", letter=found.letter(position), header=repeated)
    for position, header in found.headers.items():
        if position in found.columns or position in doubled:
            continue
        name = header.typed
        if name.casefold() in used:
            found.note("repeats", letter=found.letter(position), header=name)
            continue
        used.add(name.casefold())
        found.custom[position] = name
    below = found.sheet.cells.iloc[found.header_row + 1 :]
    for position in range(found.sheet.cells.shape[1]):
        if position not in found.headers and below[position].notna().any():
            found.note("headless", letter=found.letter(position))


def _apply_title_unit(found: Recognised, rows: list[dict[int, Header]]) -> None:
    """单位：万元 above the table holds for every amount whose header names no unit."""
    above = [header.typed for row in rows[: found.header_row] for header in row.values()]
    unit = unit_of_title(above)
    if unit is None or unit == 1:
        return
    for position, column in found.columns.items():
        header = found.headers[position]
        if column.kind == "money" and header.factor is None:
            found.headers[position] = Header(
                header.typed, header.key, header.loose, Decimal(unit), header.currency
            )
    found.note("unit", unit=f"{unit:f}")


def _sheet_says(name: str, form: Form) -> bool:
    key = read_header(name).key if name else ""
    names = (form.table.zh, form.table.en, form.table.name)
    return bool(key) and any(read_header(n).key in key or key in read_header(n).key for n in names)


def _is_second_header(row: pd.Series, found: Recognised) -> bool:
    """Return whether the row below the headers repeats them as codes."""
    if found.header_row < 0:
        return False
    cells = {p: str(row[p]).strip() for p in found.columns if isinstance(row[p], str)}
    hits = sum(
        found.form.by_header.get(read_header(cell).key) is found.columns[position]
        for position, cell in cells.items()
    )
    return hits >= 2 and hits * 2 >= len(cells)


def _first_filled(cells: pd.DataFrame, filled: pd.DataFrame) -> pd.Series:
    """Return the first filled one of each row's first three cells."""
    if not cells.shape[1]:
        return pd.Series(dtype="str")
    lead = cells.iloc[:, 0]
    for position in range(1, min(3, cells.shape[1])):
        lead = lead.where(lead.notna(), cells.iloc[:, position])
    return lead


def _has_keys(cells: pd.DataFrame, found: Recognised) -> np.ndarray:
    """Return which rows fill the key beside the word: a customer may be called Total."""
    keys = [p for p, c in found.columns.items() if c.name in found.form.table.key]
    filled = np.ones(len(cells), dtype=bool) if keys else np.zeros(len(cells), dtype=bool)
    for position in keys:
        filled &= cells[position].notna().to_numpy() & ~matches(cells[position], _TOTALS)
    return filled


def _nearest(rows: list[dict[int, Header]], forms: Mapping[str, Form]) -> Note:
    """Return what is said of a sheet that no form fits: the nearest one, and what it lacks."""
    widest = max(rows, key=len, default={})
    shown = ", ".join(header.typed for header in list(widest.values())[:8])
    near = [
        (len(exact) + len(close) / 2, form, exact, close)
        for headers in rows
        for form in forms.values()
        for exact, close in [_resembling(form, headers)]
    ]
    hits, form, exact, close = max(near, key=lambda found: found[0], default=(0, None, {}, {}))
    said = []
    for lang in ("zh", "en"):
        seen = shown or label("none_found", lang)
        if form is None or not hits:
            said.append(label("no_such_headers", lang, shown=seen))
            continue
        lacking = label("comma", lang).join(
            _say_lacking(form, part, close, lang)
            for part in form.signature
            if not part & exact.keys()
        )
        why = label("form_lacks", lang, lacking=lacking) if lacking else ""
        table = form.table
        said.append(label("nearest_form", lang, zh=table.zh, en=table.en, why=why, shown=seen))
    return Note(*said)


def _say_lacking(form: Form, part: frozenset[str], close: Mapping[str, str], lang: str) -> str:
    name = sorted(part, key=form.table.names.index)[0]
    hint = label("is_it", lang, typed=close[name]) if name in close else ""
    column = form.table[name]
    return label("form_lacks_one", lang, zh=column.zh, en=column.en, hint=hint)


def _resembling(form: Form, headers: dict[int, Header]) -> tuple[dict[str, str], dict[str, str]]:
    """Return {column: header as typed} of the exact and of the near matches."""
    exact = {c.name: h.typed for h in headers.values() if (c := form.by_header.get(h.key))}
    close: dict[str, str] = {}
    for header in headers.values():
        if header.key not in form.by_header:
            for key in get_close_matches(header.key, form.by_header, n=1, cutoff=0.7):
                close.setdefault(form.by_header[key].name, header.typed)
    return exact, {name: typed for name, typed in close.items() if name not in exact}
