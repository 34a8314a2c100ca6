"""The comparison as a workbook: the old sheets with ours beside, explanations, rows to tick off."""

from collections.abc import Mapping
from itertools import count
from pathlib import Path
from typing import Any

import xlsxwriter
from xlsxwriter.exceptions import FileCreateError

from salesnb.compare.report import Comparison, Judged, group_of, label_of
from salesnb.errors import SalesnbError, UsageError
from salesnb.labels import label, say
from salesnb.loaders.sheets.headers import column_letter
from salesnb.loaders.sheets.read import RawSheet
from salesnb.loaders.workbooks.cells import native, text_width
from salesnb.loaders.workbooks.template import SAFE_OPTIONS

_FILLS = {
    "same": "E2EFDA",
    "rounding": "EAF1DD",
    "different": "FFC7CE",
    "not_comparable": "EDEDED",
}
_PATTERNS = {"money": "#,##0.00", "ratio": "0.00%", "count": "#,##0", "days": "0.0", "hours": "0.0"}
_EXPLAINED = ("cell", "group", "label", "period", "old", "ours", "difference", "verdict",
              "explanation", "rows")  # fmt: skip
_ROW_COLUMNS = ("cell", "group", "label", "side", "table", "id", "customer", "owner", "team", "day",
                "amount", "file", "sheet", "row", "ticked")  # fmt: skip
_WIDTHS = {"explanation": 80, "customer": 28, "group": 18, "label": 18, "file": 24, "side": 18}
_LONGEST_NAME = 31


def comparison_path(old: Path, out: Path | None) -> Path:
    """Return where the workbook goes: `out`, else a free name OLD.compare.xlsx beside the file.

    Raises
    ------
    UsageError
        `out` is the old report itself.
    """
    if out is not None:
        if out.resolve() == old.resolve():
            raise UsageError(say("compare_out_is_old", path=out))
        return out
    first = old.with_name(f"{old.stem}.compare.xlsx")
    others = (old.with_name(f"{old.stem}.compare.{n}.xlsx") for n in count(2))
    return first if not first.exists() else next(path for path in others if not path.exists())


def write_comparison(comparison: Comparison, path: Path) -> None:
    """Write the workbook.

    Raises
    ------
    SalesnbError
        The file cannot be written, e.g. because it is open in Excel.
    """
    workbook = xlsxwriter.Workbook(str(path), SAFE_OPTIONS)
    _Writer(workbook, comparison).write()
    try:
        workbook.close()
    except FileCreateError as error:
        raise SalesnbError(say("compare_unwritable", name=path.name)) from error


class _Writer:
    """Writes one comparison."""

    def __init__(self, workbook: xlsxwriter.Workbook, comparison: Comparison) -> None:
        self._book, self._found = workbook, comparison
        self._session, self._lang = comparison.session, comparison.session.lang
        self._formats: dict[tuple[str, ...], Any] = {}
        self._names = _page_names(comparison.sheets, self._reserved())
        self._rows_at = self._first_rows()

    def write(self) -> None:
        """Write every page."""
        by_sheet: dict[str, dict[tuple[int, int], Judged]] = {}
        for each in self._found.judged:
            by_sheet.setdefault(each.cell.sheet, {})[each.cell.row, each.cell.column] = each
        lines = {id(each): nth for nth, each in enumerate(self._told(), start=1)}
        for sheet in self._found.sheets:
            self._write_old(sheet, by_sheet.get(sheet.sheet, {}), lines)
        self._write_explanations()
        self._write_rows()
        self._write_notes()

    def _reserved(self) -> list[str]:
        return [self._page(key) for key in ("explanations", "rows", "notes")]

    def _page(self, key: str) -> str:
        return label(f"compare_sheet_{key}", self._lang)

    def _told(self) -> list[Judged]:
        return [each for each in self._found.judged if each.explanation]

    def _first_rows(self) -> dict[int, int]:
        """Return the first line in the sheet of rows of each explanation that has rows."""
        at, found = 1, {}
        for each in self._told():
            if each.rows:
                found[id(each)] = at
                at += len(each.rows)
        return found

    def _shift(self, judged: Mapping[tuple[int, int], Judged]) -> dict[int, int]:
        """Return how many columns of ours stand before each column."""
        ours = sorted({column for _, column in judged})
        last = max(ours, default=0) + 1
        return {c: sum(each < c for each in ours) for c in range(last + 1)}

    def _write_old(
        self, sheet: RawSheet, judged: Mapping[tuple[int, int], Judged], lines: Mapping[int, int]
    ) -> None:
        page = self._book.add_worksheet(self._names[sheet.sheet])
        shift = self._shift(judged)
        most = max(shift.values(), default=0)
        columns = sorted({column for _, column in judged})
        top = min((row for row, _ in judged), default=0)
        texts = sheet.cells.fillna("").to_numpy(dtype=object).tolist()
        for row, cells in enumerate(texts):
            for position, text in enumerate(cells):
                column = position + sheet.first_column
                at = column + shift.get(column, most)
                if text:
                    each = judged.get((row, column))
                    self._write_text(page, row, at, str(text), each.verdict if each else "")
        for column in columns:
            at = column + shift.get(column, most) + 1
            page.write_string(
                max(top - 1, 0), at, label("compare_ours", self._lang), self._format("head")
            )
            page.set_column(at, at, 16)
        for (row, column), each in judged.items():
            at = column + shift.get(column, most) + 1
            self._write_ours(page, row, at, each, lines)
        page.set_column(0, 0, 16)

    def _write_ours(
        self, page: Any, row: int, column: int, each: Judged, lines: Mapping[int, int]
    ) -> None:
        pattern = _PATTERNS[each.cell.unit]
        look = self._format("cell", each.verdict, pattern)
        if each.ours is not None:
            page.write_number(row, column, float(each.ours), look)
        else:
            page.write_string(row, column, label("compare_not_comparable", self._lang), look)
        if each.explanation:
            page.write_comment(row, column, each.explanation[:2000], {"x_scale": 2.5, "y_scale": 2})

    def _write_text(self, page: Any, row: int, column: int, text: str, verdict: str) -> None:
        look = self._format("cell", verdict, "General") if verdict else None
        value = native(text)
        if isinstance(value, str):
            page.write_string(row, column, value, look)
        elif isinstance(value, int | float):
            page.write_number(row, column, value, look)
        else:
            page.write_string(row, column, text.removesuffix(" 00:00:00"), look)

    def _write_explanations(self) -> None:
        page = self._book.add_worksheet(self._page("explanations"))
        self._head(page, _EXPLAINED)
        rows_page = self._page("rows")
        for line, each in enumerate(self._told(), start=1):
            cell, unit = each.cell, _PATTERNS[each.cell.unit]
            old = cell.shown.value if cell.shown else None
            shift = self._shift({(e.cell.row, e.cell.column): e for e in self._found.judged
                                 if e.cell.sheet == cell.sheet})  # fmt: skip
            there = f"{column_letter(cell.column + shift[cell.column])}{cell.row + 1}"
            shown = f"{cell.sheet}!{cell.place}" if cell.sheet else cell.place
            self._link(page, line, 0, self._names[cell.sheet], there, shown)
            page.write_string(line, 1, group_of(cell, self._session), self._format("wrap"))
            page.write_string(line, 2, label_of(cell, self._session), self._format("wrap"))
            page.write_string(line, 3, cell.period.text, self._format("wrap"))
            both = old is not None and each.ours is not None
            apart = old - each.ours if both else None  # type: ignore[operator]
            for at, value in ((4, old), (5, each.ours), (6, apart)):
                if value is not None:
                    page.write_number(line, at, float(value), self._format("cell", "", unit))
            said = label(f"compare_{each.verdict}", self._lang)
            page.write_string(line, 7, said, self._format("cell", each.verdict, "General"))
            page.write_string(line, 8, each.explanation, self._format("wrap"))
            if each.rows:
                at = self._rows_at[id(each)] + 1
                self._link(page, line, 9, rows_page, f"A{at}", str(len(each.rows)))

    def _write_rows(self) -> None:
        page = self._book.add_worksheet(self._page("rows"))
        self._head(page, _ROW_COLUMNS)
        line = 1
        for each in self._told():
            for row in each.rows:
                side = row["side"] if each.is_explained else "both"
                values = {
                    **row,
                    "cell": f"{each.cell.sheet}!{each.cell.place}".lstrip("!"),
                    "group": group_of(each.cell, self._session),
                    "label": label_of(each.cell, self._session),
                    "side": label(f"compare_side_{side}", self._lang),
                    "ticked": "",
                }
                for at, name in enumerate(_ROW_COLUMNS):
                    self._write_value(page, line, at, values[name])
                line += 1

    def _write_value(self, page: Any, line: int, at: int, value: object) -> None:
        if isinstance(value, int | float):
            pattern = "#,##0.00" if isinstance(value, float) else "0"
            page.write_number(line, at, value, self._format("cell", "", pattern))
        elif value:
            page.write_string(line, at, str(value), self._format("wrap"))

    def _write_notes(self) -> None:
        page = self._book.add_worksheet(self._page("notes"))
        page.set_column(0, 0, 120)
        for line, text in enumerate([self._found.summary(), *self._found.notes]):
            page.write_string(line, 0, text, self._format("wrap"))

    def _head(self, page: Any, names: tuple[str, ...]) -> None:
        for at, name in enumerate(names):
            text = label(f"compare_column_{name}", self._lang)
            page.write_string(0, at, text, self._format("head"))
            page.set_column(at, at, _WIDTHS.get(name, max(12, text_width(text) + 4)))
        page.freeze_panes(1, 0)

    def _link(self, page: Any, line: int, at: int, sheet: str, cell: str, text: str) -> None:
        name = sheet.replace("'", "''")
        page.write_url(line, at, f"internal:'{name}'!{cell}", self._format("link"), text)

    def _format(self, kind: str, verdict: str = "", pattern: str = "General") -> Any:
        key = (kind, verdict, pattern)
        if key not in self._formats:
            look: dict[str, object] = {"valign": "top"}
            if kind == "head":
                look |= {"bold": True, "bg_color": "#DDE3EA", "text_wrap": True, "border": 1}
            elif kind == "link":
                look |= {"font_color": "#0563C1", "underline": 1}
            elif kind == "wrap":
                look |= {"text_wrap": True, "num_format": "@"}
            else:
                look |= {"num_format": pattern}
            if verdict:
                look |= {"bg_color": f"#{_FILLS[verdict]}"}
            self._formats[key] = self._book.add_format(look)
        return self._formats[key]


def _page_names(sheets: Any, reserved: list[str]) -> dict[str, str]:
    """Return a page's name for each sheet, other than those of our own pages."""
    taken = {name.casefold() for name in reserved}
    names: dict[str, str] = {}
    for sheet in sheets:
        name = (sheet.sheet or Path(sheet.file).stem)[:_LONGEST_NAME]
        name = "".join("_" if letter in "[]:*?/\\" else letter for letter in name).strip("'") or "1"
        free, number = name, 2
        while free.casefold() in taken:
            free = f"{name[: _LONGEST_NAME - 4]} ({number})"
            number += 1
        taken.add(free.casefold())
        names[sheet.sheet] = free
    return names
