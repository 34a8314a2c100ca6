"""The sheet 问题清单 (Problems) of a checked copy: written for the user, read back at import."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
from openpyxl.styles import PatternFill
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.properties import PageSetupProperties

from salesnb.labels import LANGUAGES, label, plural
from salesnb.loaders.sheets.headers import column_letter
from salesnb.loaders.sheets.read import RawSheet
from salesnb.loaders.values.mending import readings_of
from salesnb.loaders.workbooks.cells import Pen, text_width

# In the order of the columns. `beside` is hidden: by it a line finds its row again.
HEADS = (
    "severity", "sheet", "cell", "column", "value", "text", "suggestion", "accept", "rule", "beside",
)  # fmt: skip
_WIDTHS = (8, 16, 8, 18, 22, 62, 24, 14, 20, 4)
_LOOKS = ("", "text", "link", "text", "text", "text", "answer", "answer", "rule", "hidden")
_KNOWN_BY = ("cell", "value", "suggestion", "accept", "rule")
_HEAD_ROW = 4
_SEARCHED = 10
_LINES = 100_000
_LINKS = 50_000
_LISTS = 2_000


def write_problem_sheet(
    workbook: Any,
    lines: pd.DataFrame,
    looks: Mapping[tuple[str, str], PatternFill],
    remarks: Sequence[str],
    lang: str,
) -> None:
    """Add the list of problems as the first sheet of an openpyxl workbook.

    Parameters
    ----------
    lines : one per problem: severity, sheet and cell as in the copy, header, typed, said,
        suggestion, rule, beside. After 100,000 lines the rest is only counted.
    looks : how a cell was filled before it was marked; kept with the line, so that a later check
        can give it back.
    remarks : what there is to say of this copy.
    """
    page = workbook.create_sheet(label("problems_sheet", lang), 0)
    if not workbook.write_only:
        workbook.active = 0
        for other in workbook.worksheets[1:]:
            other.sheet_view.tabSelected = False
    for position, width in enumerate(_WIDTHS):
        page.column_dimensions[column_letter(position)].width = width
    page.column_dimensions[column_letter(len(HEADS) - 1)].hidden = True
    page.freeze_panes = f"A{_HEAD_ROW + 1}"
    page.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    listed = lines.iloc[:_LINES]
    pen = Pen(page)
    _write_top(page, pen, lines, remarks, lang)
    for row, line in enumerate(listed.to_dict("records"), start=_HEAD_ROW + 1):
        page.row_dimensions[row].height = _height(line)
        page.append(_cells(pen, row, line, looks.get((line["sheet"], line["cell"])), lang))
    if len(listed) < len(lines):
        rest = label("problems_left_out", lang, count=f"{len(lines) - len(listed):,}")
        page.append([pen.text(_HEAD_ROW + len(listed) + 1, 1, rest, "remark")])
    _add_choices(page, listed, lang)
    _set_print(page, _HEAD_ROW + max(len(listed), 1))


def is_problem_sheet(sheet: RawSheet) -> bool:
    """Return whether a sheet is a list of problems, whatever its name is now."""
    return _heads_of(sheet) is not None


def read_problem_sheet(sheet: RawSheet) -> pd.DataFrame:
    """Return the lines of a list of problems: HEADS as text, `` where blank, and `line`, the row."""
    found = _heads_of(sheet)
    if found is None:
        return pd.DataFrame(columns=[*HEADS, "line"])
    row, at = found
    cells = sheet.cells.iloc[row + 1 :]
    lines = pd.DataFrame({name: cells[p] for name, p in at.items()}, dtype="str").fillna("")
    for name in HEADS:
        if name not in lines:
            lines[name] = ""
    lines["line"] = range(row + 2, row + 2 + len(lines))
    return lines[lines["cell"] != ""].reset_index(drop=True)


def _heads_of(sheet: RawSheet) -> tuple[int, dict[str, int]] | None:
    """Return the position of the header row and of each column."""
    for row, texts in enumerate(sheet.cells.iloc[:_SEARCHED].itertuples(index=False)):
        there = {str(text): p for p, text in enumerate(texts) if isinstance(text, str)}
        for lang in LANGUAGES:
            at = {n: there[h] for n in HEADS if (h := label(f"problem_{n}", lang)) in there}
            if all(name in at for name in _KNOWN_BY):
                return row, at
    return None


def _write_top(page: Any, pen: Pen, lines: pd.DataFrame, remarks: Sequence[str], lang: str) -> None:
    errors = int((lines["severity"] == "error").sum())
    title = label(
        "problems_title",
        lang,
        errors=plural("error_count", lang, errors),
        warnings=plural("warning_count", lang, len(lines) - errors),
    )
    page.append([pen.text(1, 1, title, "title")])
    page.append([pen.text(2, 1, label("problems_hint", lang), "remark")])
    page.append([pen.text(3, 1, " ".join(remarks), "remark")])
    page.append(
        [
            pen.text(
                _HEAD_ROW,
                column,
                label(f"problem_{head}", lang),
                "fill_in" if head in ("suggestion", "accept") else "head",
            )
            for column, head in enumerate(HEADS, start=1)
        ]
    )


def _cells(
    pen: Pen, row: int, line: Mapping[Any, Any], look: PatternFill | None, lang: str
) -> list[Any]:
    cell = line["cell"]
    texts = (
        label(f"severity_{line['severity']}", lang),
        line["sheet"],
        cell or "-",
        line["header"],
        line["typed"],
        line["said"],
        line["suggestion"],
        "",
        line["rule"],
        line["beside"],
    )
    made = []
    for column, (text, given) in enumerate(zip(texts, _LOOKS, strict=True), start=1):
        made.append(pen.text(row, column, text, given or line["severity"]))
    if row < _LINKS:
        target = cell or f"A{max(int(line['row']), 1)}"
        title = line["sheet"].replace("'", "''")
        made[2].hyperlink = Hyperlink(ref=f"C{row}", location=f"'{title}'!{target}")
    if look is not None:
        made[-1].fill = look
    return made


def _height(line: Mapping[Any, Any]) -> float:
    """Return the height of a line: not every program fits it to wrapped text by itself."""
    wrapped = zip(("sheet", "header", "typed", "said", "suggestion"), (1, 3, 4, 5, 6), strict=True)
    lines = (1 + text_width(str(line[name])) // (_WIDTHS[at] - 1) for name, at in wrapped)
    return 16.0 * min(8, max(lines))


def _add_choices(page: Any, lines: pd.DataFrame, lang: str) -> None:
    """Give drop-downs: yes, no or delete the row; and the readings between which to choose."""
    if lines.empty:
        return
    words = ",".join(label(f"accept_{word}", lang) for word in ("yes", "no", "delete"))
    accept = column_letter(HEADS.index("accept"))
    last = _HEAD_ROW + len(lines)
    answers = DataValidation("list", formula1=f'"{words}"', allow_blank=True)
    answers.add(f"{accept}{_HEAD_ROW + 1}:{accept}{last}")
    page.data_validations.append(answers)
    letter = column_letter(HEADS.index("suggestion"))
    by_readings: dict[str, DataValidation] = {}
    pairs = zip(lines["rule"], lines["suggestion"], strict=True)
    for row, (rule, suggestion) in enumerate(pairs, start=_HEAD_ROW + 1):
        readings = readings_of(rule, suggestion)
        listed = ",".join(readings)
        # A list in the rule itself cannot hold commas and quotes, nor more than 255 letters.
        if len(readings) < 2 or any(set(r) & set(',"') for r in readings) or len(listed) > 250:
            continue
        if listed not in by_readings and len(by_readings) < _LISTS:
            made = DataValidation("list", formula1=f'"{listed}"', allow_blank=True)
            made.showErrorMessage = False
            by_readings[listed] = made
            page.data_validations.append(made)
        if listed in by_readings:
            by_readings[listed].add(f"{letter}{row}")


def _set_print(page: Any, last: int) -> None:
    page.auto_filter.ref = f"A{_HEAD_ROW}:{column_letter(len(HEADS) - 2)}{last}"
    page.print_title_rows = f"{_HEAD_ROW}:{_HEAD_ROW}"
    page.page_setup.orientation = "landscape"
    page.page_setup.fitToHeight = 0
