"""A worklist as a workbook: one row per task, with columns to fill in and give back."""

import math
import re
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pandas as pd
import xlsxwriter
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from salesnb.figures.theme import colour
from salesnb.labels import label, plural
from salesnb.loaders.workbooks.cells import text_width
from salesnb.loaders.workbooks.saving import save_workbook
from salesnb.loaders.workbooks.template import SAFE_OPTIONS
from salesnb.tasks.columns import HEADER_ROW, KEY, SHEET_COLUMNS, kind_words, task_number

_FONTS = {"zh": "Microsoft YaHei", "en": "Arial"}
_A4, _LONGEST_NAME, _LONGEST_CELL = 9, 31, 32_767
_LINE = 15.0  # points: the height of a line of text
_NUMBERS = {"text": "General", "count": "0", "money": "#,##0", "date": "yyyy-mm-dd"}
_BAITS = ("=", "+", "-", "@")
_KEY_AT = len(SHEET_COLUMNS)
# Beyond the answers nothing is printed: the sheet is to be read on paper, too.
_PRINTED = [column.name for column in SHEET_COLUMNS].index("next_plan")
_MAY = {"format_columns": True, "format_rows": True, "autofilter": True, "sort": True}


def write_sheet(tasks: pd.DataFrame, path: Path, *, lang: str, as_of: date, title: str) -> None:
    """Write a worklist as a workbook, of a team one sheet per owner.

    What a rep fills in is open, all else is locked without a password, so that nobody changes it by
    accident. Texts stay texts, whatever they begin with.

    Parameters
    ----------
    tasks : the frame of tasks; those that fit into the day are listed, the others counted.
    path : the workbook, .xlsx.

    Raises
    ------
    SalesnbError
        The file cannot be written.
    """
    look = {"font_name": _FONTS[lang], "font_size": 10}
    book = xlsxwriter.Workbook(str(path), SAFE_OPTIONS | {"default_format_properties": look})
    book.set_properties({"title": title, "author": "salesnb"})
    looks = _Looks(book)
    owners = list(dict.fromkeys(tasks["owner"])) or [""]
    names = _sheet_names(owners, title)
    for owner, name in zip(owners, names, strict=True):
        own = tasks[tasks["owner"] == owner] if owner else tasks
        head = title if len(owners) == 1 else f"{title} · {owner}"
        _write_page(book.add_worksheet(name), own, looks, head, as_of, lang)
    save_workbook(book, path)


class _Looks:
    """The looks of cells of one workbook."""

    def __init__(self, book: Any) -> None:
        line = {"border": 1, "border_color": colour("line"), "valign": "top", "text_wrap": True}
        head = {"bold": True, "border": 1, "border_color": colour("mute"), "text_wrap": True}
        self.title = book.add_format({"bold": True, "font_size": 14})
        self.note = book.add_format(
            {"font_color": colour("soft"), "text_wrap": True, "valign": "top"}
        )
        self.head = book.add_format({**head, "bg_color": colour("wash"), "valign": "vcenter"})
        self.ask = book.add_format({**head, "bg_color": colour("band"), "valign": "vcenter"})
        self.done = book.add_format({"font_color": colour("mute"), "font_strikeout": True})
        self.late = book.add_format({"font_color": colour("bad"), "bold": True})
        self._made: dict[tuple[str, bool, bool], Any] = {}
        self._book, self._line = book, line

    def cell(self, kind: str, *, is_answer: bool = False, is_bait: bool = False) -> Any:
        """Return the look of a cell; a text that begins like a formula stays text when edited."""
        key = (kind, is_answer, is_bait)
        if key not in self._made:
            open_ = {"locked": False, "bg_color": colour("wash")} if is_answer else {}
            quoted = {"quote_prefix": True} if is_bait else {}
            pattern = {"num_format": _NUMBERS[kind]}
            aligned = {"align": "center"} if kind in ("count", "date") else {}
            self._made[key] = self._book.add_format(
                {**self._line, **pattern, **aligned, **open_, **quoted}
            )
        return self._made[key]


def _write_page(
    page: Any, tasks: pd.DataFrame, looks: _Looks, title: str, as_of: date, lang: str
) -> None:
    shown = tasks[tasks["is_shown"]].sort_values("rank", kind="stable")
    page.write_string(0, 0, _clean(title), looks.title)
    page.merge_range(1, 0, 1, _PRINTED, "", looks.note)
    page.write_string(1, 0, _note(len(tasks) - len(shown), len(shown), lang), looks.note)
    page.set_row(1, 44)
    for place, column in enumerate(SHEET_COLUMNS):
        page.set_column(place, place, column.width)
        head = looks.ask if column.is_answer else looks.head
        page.write_string(HEADER_ROW, place, column.title(lang), head)
    page.set_column(_KEY_AT, _KEY_AT, KEY.width, None, {"hidden": True})
    page.write_string(HEADER_ROW, _KEY_AT, KEY.title(lang), looks.head)
    for row, task in enumerate(shown.to_dict("records"), HEADER_ROW + 1):
        _write_task(page, row, task, looks, lang)
    _set_up(page, len(shown), looks, title, as_of, lang)


def _write_task(page: Any, row: int, task: dict[Any, Any], looks: _Looks, lang: str) -> None:
    page.set_row(row, _height(task))
    for place, column in enumerate(SHEET_COLUMNS):
        value = None if column.is_answer else task.get(column.name)
        if column.name == "kind":
            value = kind_words(str(value), lang)
        if value is None or pd.isna(value):
            page.write_blank(row, place, None, looks.cell(column.kind, is_answer=column.is_answer))
        elif column.kind == "date":
            page.write_datetime(row, place, pd.Timestamp(value), looks.cell("date"))
        elif column.kind in ("count", "money"):
            page.write_number(row, place, float(value), looks.cell(column.kind))
        else:
            words = _clean(str(value))
            is_bait = words.startswith(_BAITS)
            page.write_string(row, place, words, looks.cell("text", is_bait=is_bait))
    page.write_string(row, _KEY_AT, task_number(task["key"], task["due_on"]), looks.cell("text"))


def _set_up(page: Any, count: int, looks: _Looks, title: str, as_of: date, lang: str) -> None:
    """What may be filled in, what is seen first, how it is printed."""
    first, last = HEADER_ROW + 1, HEADER_ROW + max(count, 1)
    at = {column.name: place for place, column in enumerate(SHEET_COLUMNS)}
    yes = label("worklist_yes", lang)
    pick = {
        "validate": "list",
        "source": [yes, label("worklist_no", lang)],
        "error_message": label("worklist_pick", lang),
    }
    asked = {"day": as_of, "example": as_of + timedelta(days=7)}
    day = {
        "validate": "date",
        "criteria": ">",
        "value": as_of,
        "error_message": label("worklist_day", lang, **asked),
    }
    page.data_validation(first, at["done"], last, at["done"], pick)
    page.data_validation(first, at["next_on"], last, at["next_on"], day)
    is_done = {"type": "formula", "criteria": f'=$A{first + 1}="{yes}"', "format": looks.done}
    late = {"type": "date", "criteria": "less than", "value": datetime.combine(as_of, time())}
    is_late = {**late, "format": looks.late}
    page.conditional_format(first, 0, last, _KEY_AT - 1, is_done | {"stop_if_true": True})
    if count:
        page.conditional_format(first, at["due_on"], last, at["due_on"], is_late)
    page.autofilter(HEADER_ROW, 0, last, _KEY_AT - 1)
    page.freeze_panes(first, at["due_on"])
    page.protect("", _MAY)
    page.hide_gridlines(2)
    page.set_landscape()
    page.set_paper(_A4)
    page.print_area(0, 0, last, _PRINTED)
    page.fit_to_pages(1, 0)
    page.repeat_rows(HEADER_ROW)
    page.set_margins(left=0.4, right=0.4, top=0.6, bottom=0.6)
    page.set_header(f"&L{title[:180].replace('&', '&&')}")
    page.set_footer(f"&C{label('sheet_page', lang, page='&P', pages='&N')}")


def _height(task: dict[Any, Any]) -> float:
    """Return how high a row is for its texts, with room to write by hand."""
    texts = [
        (str(task[column.name]), column.width)
        for column in SHEET_COLUMNS
        if column.kind == "text" and not pd.isna(task.get(column.name))
    ]
    lines = [math.ceil(text_width(words) * 1.1 / width) for words, width in texts]
    return min(_LINE * max(2, *lines), 400)


def _note(rest: int, count: int, lang: str) -> str:
    """Return how the sheet is filled in and given back, and what it leaves out."""
    parts = [label("worklist_note", lang) if count else label("worklist_none", lang)]
    parts += [plural("worklist_rest", lang, rest)] if rest else []
    return ("" if lang == "zh" else " ").join(parts)


def _sheet_names(owners: list[str], title: str) -> list[str]:
    """Return a name per owner that Excel takes: short, without its special letters, once each."""
    taken: dict[str, str] = {}
    for owner in owners:
        plain = re.sub(r"[\[\]:*?/\\\x00-\x1f]", " ", owner or title).strip(" '")
        plain = "".join(plain.split("\n"))[:_LONGEST_NAME].strip(" '") or "1"
        name, number = plain, 2
        while name.casefold() in taken or name.casefold() == "history":
            name = f"{plain[: _LONGEST_NAME - 4]} {number}"
            number += 1
        taken[name.casefold()] = name
    return list(taken.values())


def _clean(words: str) -> str:
    kept: str = ILLEGAL_CHARACTERS_RE.sub("", words)
    return kept[:_LONGEST_CELL]
