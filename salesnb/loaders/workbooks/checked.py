"""The user's workbook back, with the bad cells coloured and commented and a list of them."""

import re
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import pandas as pd
import xlsxwriter
from xlsxwriter.exceptions import FileCreateError

from salesnb.errors import SalesnbError
from salesnb.labels import label, plural
from salesnb.labels.imports import IMPORT
from salesnb.loaders.problems import say_place
from salesnb.loaders.result import LoadResult
from salesnb.loaders.sheets.read import RawSheet, read_file

# Text that begins with = + - @ must stay text: nothing from a foreign sheet becomes a formula.
SAFE_OPTIONS = {
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
_COMMENTS = 2_000
_LINKS = 50_000
_LINES = 100_000
_NUMBER = re.compile(r"-?(?:0|[1-9]\d{0,10})(?:\.\d{0,3}[1-9])?")
_MOMENT = re.compile(r"(?:19|20|21)\d{2}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}")
_WIDTHS = (8, 14, 8, 16, 24, 80, 24)


def write_checked(result: LoadResult, path_in: Path, path_out: Path, lang: str) -> None:
    """Write a copy of an imported file in which its problems can be corrected.

    First comes the sheet 问题清单 (Problems): one line per problem with a link to the cell and a
    suggested value. The data sheets follow as they were, bad cells red (errors) or yellow
    (warnings) with the problem as a comment; beyond 2,000 cells only the colour, and the list
    ends after 100,000 lines. The copy can be imported again; the list is then passed over.

    Parameters
    ----------
    path_in : the file as it was imported, xlsx, xls or CSV.
    lang : language of the list and the comments, zh or en.

    Raises
    ------
    SalesnbError
        The copy cannot be written, for instance because it is open in Excel.
    """
    names = (path_in.name, f"{path_in.parent.name}/{path_in.name}")
    problems = result.problems[result.problems["file"].isin(names)]
    sheets = [sheet for sheet in read_file(path_in, path_in.name) if not _is_list(sheet)]
    workbook = xlsxwriter.Workbook(str(path_out), {**SAFE_OPTIONS, "constant_memory": True})
    titles = _titles(sheets)
    formats = _formats(workbook)
    _write_list(workbook, formats, problems, titles, lang)
    comments = _COMMENTS
    for sheet in sheets:
        mine = problems[(problems["sheet"] == sheet.sheet) & (problems["cell"] != "")]
        cells = _problem_cells(mine, lang)
        _write_sheet(workbook.add_worksheet(titles[sheet.sheet]), sheet, cells, formats, comments)
        comments = max(0, comments - len(cells))
    try:
        workbook.close()
    except (FileCreateError, OSError) as error:
        raise SalesnbError(
            f"{path_out.name}: cannot be written. Close it in Excel and check the folder's rights."
        ) from error


def _is_list(sheet: RawSheet) -> bool:
    return sheet.sheet in IMPORT["problems_sheet"]


def _titles(sheets: list[RawSheet]) -> dict[str, str]:
    """Return a valid sheet name for every sheet; the one of a CSV file is the file's stem."""
    return {
        sheet.sheet: sheet.sheet or re.sub(r"[\[\]:*?/\\']", "_", Path(sheet.file).stem)[:31]
        for sheet in sheets
    }


def _formats(workbook: Any) -> dict[str, Any]:
    looks: dict[str, dict[str, Any]] = {
        "title": {"bold": True, "font_size": 14},
        "header": {"bold": True, "bg_color": "#DDE3EA", "bottom": 1},
        "link": {"font_color": "#0563C1", "underline": 1},
        "wrap": {"text_wrap": True, "valign": "top"},
        "plain": {},
        "error": {"bg_color": "#FFC7CE"},
        "warning": {"bg_color": "#FFEB9C"},
    }
    made = {name: workbook.add_format(look) for name, look in looks.items()}
    for name in ("plain", "error", "warning"):
        for kind, pattern in (("day", "yyyy-mm-dd"), ("moment", "yyyy-mm-dd hh:mm:ss")):
            made[f"{name} {kind}"] = workbook.add_format({**looks[name], "num_format": pattern})
    return made


def _problem_cells(problems: pd.DataFrame, lang: str) -> dict[tuple[int, str], tuple[str, str]]:
    """Return {(row, column letters): (severity, comment)}."""
    cells: dict[tuple[int, str], tuple[str, str]] = {}
    for problem in problems.to_dict("records"):
        at = (int(problem["row"]), problem["cell"].rstrip("0123456789"))
        before = cells.get(at, ("warning", ""))
        severity = "error" if "error" in (before[0], problem["severity"]) else "warning"
        cells[at] = (severity, "\n".join(filter(None, (before[1], _said(problem, lang)))))
    return cells


def _said(problem: Mapping[Any, Any], lang: str) -> str:
    """Return the message without its place."""
    text = str(problem["message_zh"] if lang == "zh" else problem["message"])
    place = say_place(problem["file"], problem["sheet"], problem["cell"], problem["row"], lang)
    return text.removeprefix(place).lstrip(":： ")


def _write_sheet(
    page: Any,
    sheet: RawSheet,
    cells: Mapping[tuple[int, str], tuple[str, str]],
    formats: Mapping[str, Any],
    comments: int,
) -> None:
    first = sheet.first_column
    page.set_column(first, first + max(sheet.cells.shape[1] - 1, 0), 16)
    by_row: dict[int, dict[int, tuple[str, str]]] = {}
    for (row, letters), problem in cells.items():
        by_row.setdefault(row - 1, {})[_position(letters)] = problem
    for row, texts in enumerate(sheet.cells.itertuples(index=False, name=None)):
        bad = by_row.get(row, {})
        for column, text in enumerate(texts, start=first):
            severity, comment = bad.get(column, ("plain", ""))
            if isinstance(text, str):
                _write_cell(page, row, column, text, severity, formats)
            elif comment:
                page.write_blank(row, column, None, formats[severity])
            if comment and comments > 0:
                page.write_comment(row, column, comment[:2000], {"x_scale": 2})
                comments -= 1


def _write_cell(
    page: Any, row: int, column: int, text: str, severity: str, formats: Mapping[str, Any]
) -> None:
    """Write numbers and dates as such, everything else as text."""
    if _NUMBER.fullmatch(text):
        page.write_number(row, column, float(text), formats[severity])
    elif _MOMENT.fullmatch(text):
        kind = "day" if text.endswith(" 00:00:00") else "moment"
        moment = datetime.fromisoformat(text)
        page.write_datetime(row, column, moment, formats[f"{severity} {kind}"])
    else:
        page.write_string(row, column, text[:32_767], formats[severity])


def _write_list(
    workbook: Any,
    formats: Mapping[str, Any],
    problems: pd.DataFrame,
    titles: Mapping[str, str],
    lang: str,
) -> None:
    page = workbook.add_worksheet(label("problems_sheet", lang))
    for column, width in enumerate(_WIDTHS):
        page.set_column(column, column, width)
    errors = int((problems["severity"] == "error").sum())
    title = label(
        "problems_title",
        lang,
        errors=plural("error_count", lang, errors),
        warnings=plural("warning_count", lang, len(problems) - errors),
    )
    page.write_string(0, 0, title, formats["title"])
    page.write_string(1, 0, label("problems_hint", lang))
    heads = ("severity", "sheet", "cell", "column", "value", "text", "suggestion")
    for column, head in enumerate(heads):
        page.write_string(3, column, label(f"problem_{head}", lang), formats["header"])
    listed = problems.iloc[:_LINES]
    for row, problem in enumerate(listed.to_dict("records"), start=4):
        look = formats[problem["severity"]]
        page.write_string(row, 0, label(f"severity_{problem['severity']}", lang), look)
        title = titles.get(problem["sheet"], problem["sheet"])
        page.write_string(row, 1, title)
        _write_link(page, row, title, problem, formats)
        page.write_string(row, 3, str(problem["column"]))
        page.write_string(row, 4, str(problem["value"])[:1000])
        page.write_string(row, 5, _said(problem, lang), formats["wrap"])
        page.write_string(row, 6, str(problem["suggestion"]))
    page.freeze_panes(4, 0)
    if len(problems):
        page.autofilter(3, 0, 3 + len(listed), len(heads) - 1)
    if len(listed) < len(problems):
        rest = label("rows_left_out", lang, count=f"{len(problems) - len(listed):,}")
        page.write_string(4 + len(listed), 5, rest)


def _write_link(
    page: Any, row: int, title: str, problem: Mapping[Any, Any], formats: Mapping[str, Any]
) -> None:
    cell = problem["cell"] or f"A{max(int(problem['row']), 1)}"
    if row < _LINKS:
        target = f"internal:'{title.replace(chr(39), chr(39) * 2)}'!{cell}"
        page.write_url(row, 2, target, formats["link"], string=cell)
    else:
        page.write_string(row, 2, cell)


def _position(letters: str) -> int:
    position = 0
    for letter in letters:
        position = position * 26 + ord(letter) - 64
    return position - 1
