"""Workbooks that people fill in and give back: rows with some columns to choose or type in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd
import xlsxwriter

from salesnb.errors import DataError
from salesnb.labels import LANGUAGES, Sentence, label, listed, say
from salesnb.loaders.sheets.headers import column_letter
from salesnb.loaders.sheets.read import read_files
from salesnb.loaders.values.words import folded, nearest
from salesnb.loaders.workbooks.cells import LOOKS
from salesnb.loaders.workbooks.saving import save_workbook
from salesnb.loaders.workbooks.template import SAFE_OPTIONS

_TOP_ROWS = 10  # a user may write a title above
_MOST_CHARACTERS = 32_000


@dataclass(frozen=True)
class FormColumn:
    """One column of a form.

    Attributes
    ----------
    name : of the frame; its header is the label `review_col_NAME`.
    words : {what is stored: label} to choose from; none = free text.
    fills : whether people fill it in.
    """

    name: str
    width: int = 14
    words: Mapping[str, str] = field(default_factory=dict)
    fills: bool = False

    def header(self, lang: str) -> str:
        """Return the header in a language."""
        return label(f"review_col_{self.name}", lang)

    def read(self, text: str) -> str | None:
        """Return what is stored for a word typed in either language; None = not known."""
        spoken = {label(key, lang): id_ for id_, key in self.words.items() for lang in LANGUAGES}
        known = {folded(word): id_ for word, id_ in spoken.items()} | {
            id_: id_ for id_ in self.words
        }
        return known.get(folded(text))

    def refused(self, text: str) -> Sentence:
        """Return the sentence on a word that is not known: what is allowed, and the nearest."""
        spoken = {
            folded(label(key, lang)): key for key in self.words.values() for lang in LANGUAGES
        }
        near = nearest(folded(text), spoken)
        hint = say("err_did_you_mean", word=say(near)) if near else Sentence("", "")
        told = {lang: listed(label(key, lang) for key in self.words.values()) for lang in LANGUAGES}
        known = Sentence(told["en"].text("en"), told["zh"].text("zh"))
        header = say(f"review_col_{self.name}")
        return say("err_unknown", word=text, kind=header, hint=hint, known=known)


@dataclass(frozen=True)
class FormRow:
    """One row that came back: where it stands, and its texts by column."""

    file: str
    sheet: str
    number: int
    texts: Mapping[str, str]
    letters: Mapping[str, str]

    def place(self, name: str) -> Sentence:
        """Return where a cell stands."""
        cell = f"{self.letters[name]}{self.number}"
        return say("review_place", file=self.file, sheet=self.sheet, cell=cell)

    def __getitem__(self, name: str) -> str:
        return self.texts[name]


def write_form(
    path: Path, sheet: str, columns: Sequence[FormColumn], frame: pd.DataFrame, lang: str,
    *, notes: Sequence[str] = (), beside: Mapping[str, pd.DataFrame] | None = None,
) -> None:  # fmt: skip
    """Write a form: what is known in grey, what is to be filled in in green with its choices.

    All cells are texts: what begins with `=` is no formula.

    Parameters
    ----------
    sheet : the name of its sheet.
    notes : lines of another sheet that say what to do.
    beside : {sheet: frame} that is only to be read; the columns' names are its headers.

    Raises
    ------
    SalesnbError
        The file cannot be written.
    """
    workbook = xlsxwriter.Workbook(str(path), SAFE_OPTIONS)
    page = workbook.add_worksheet(sheet)
    typed = {"text_wrap": True, "valign": "top", "num_format": "@"}
    looks = {
        "head": workbook.add_format(_headed("head")),
        "ask": workbook.add_format(_headed("fill_in")),
        "known": workbook.add_format(typed),
        "filled": workbook.add_format(typed | {"bg_color": f"#{LOOKS['answer'].fill}"}),
    }
    for at, column in enumerate(columns):
        page.set_column(at, at, column.width)
        page.write_string(0, at, column.header(lang), looks["ask" if column.fills else "head"])
        look = looks["filled" if column.fills else "known"]
        values = frame[column.name] if column.name in frame else [""] * len(frame)
        for row, value in enumerate(values, start=1):
            page.write_string(
                row, at, "" if pd.isna(value) else str(value)[:_MOST_CHARACTERS], look
            )
        if column.words and len(frame):
            words = [label(key, lang) for key in column.words.values()]
            page.data_validation(1, at, len(frame), at, {"validate": "list", "source": words})
    page.freeze_panes(1, 1)
    page.autofilter(0, 0, len(frame), len(columns) - 1)
    for name, rows in (beside or {}).items():
        _write_beside(workbook, name, rows, looks)
    _write_notes(workbook, notes, lang)
    save_workbook(workbook, path)


def read_form(path: Path, columns: Sequence[FormColumn]) -> list[FormRow]:
    """Return the rows of every sheet that has the form's headers, in either language.

    Columns may stand in another order, and columns between them; blank rows are left out.

    Raises
    ------
    FileUnreadableError
        The file cannot be read.
    DataError
        No sheet has the headers.
    """
    found: list[FormRow] = []
    is_form = False
    for sheet in read_files([path]):
        head = _header_row(sheet.cells, columns)
        if head is None:
            continue
        is_form = True
        row, places = head
        letters = {name: column_letter(at + sheet.first_column) for name, at in places.items()}
        for number in range(row + 1, len(sheet.cells)):
            cells = sheet.cells.iloc[number]
            texts = {
                name: "" if pd.isna(cells.iloc[at]) else str(cells.iloc[at]).strip()
                for name, at in places.items()
            }
            if any(texts.values()):
                found.append(FormRow(sheet.file, sheet.sheet, number + 1, texts, letters))
    if not is_form:
        headers = ", ".join(column.header("en") for column in columns)
        zh = "、".join(column.header("zh") for column in columns)
        raise DataError(say("review_no_form", file=path.name, headers=Sentence(headers, zh)))
    return found


def _headed(name: str) -> dict[str, object]:
    """Return how a header looks, in the colours of the workbook of an import's errors."""
    look = LOOKS[name]
    return {
        "bold": look.bold,
        "bg_color": f"#{look.fill}",
        "font_color": f"#{look.color}",
        "text_wrap": look.wrap,
    }


def _header_row(
    cells: pd.DataFrame, columns: Sequence[FormColumn]
) -> tuple[int, dict[str, int]] | None:
    for row in range(min(_TOP_ROWS, len(cells))):
        texts = [folded(str(each)) if pd.notna(each) else "" for each in cells.iloc[row]]
        for lang in LANGUAGES:
            wanted = {column.name: folded(column.header(lang)) for column in columns}
            if all(header in texts for header in wanted.values()):
                return row, {name: texts.index(header) for name, header in wanted.items()}
    return None


def _write_notes(workbook: Any, notes: Sequence[str], lang: str) -> None:
    if not notes:
        return
    page = workbook.add_worksheet(label("review_notes", lang))
    page.set_column(0, 0, 100)
    look = workbook.add_format({"text_wrap": True, "valign": "top"})
    for row, line in enumerate(notes):
        page.write_string(row, 0, line, look)


def _write_beside(workbook: Any, name: str, rows: pd.DataFrame, looks: Mapping[str, Any]) -> None:
    page = workbook.add_worksheet(name)
    page.set_column(0, len(rows.columns), 20)
    for at, header in enumerate(rows.columns):
        page.write_string(0, at, str(header), looks["head"])
        for row, value in enumerate(rows[header], start=1):
            page.write_string(row, at, "" if pd.isna(value) else str(value), looks["known"])
    page.freeze_panes(1, 0)
