"""Worklists as they come back: which rows were filled in, and which of them cannot be read."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

import pandas as pd

from salesnb.errors import DataError
from salesnb.labels import Sentence, label, listed, say
from salesnb.loaders.problems import say_place
from salesnb.loaders.sheets.headers import column_letter
from salesnb.loaders.sheets.read import RawSheet
from salesnb.loaders.values.dates import parse_moment
from salesnb.loaders.values.failure import NO_VALUE, Failure
from salesnb.loaders.values.words import parse_flag
from salesnb.tasks.columns import BY_TITLE

_ASKED = ("done", "result", "next_on", "next_plan")
_NEEDED = ("key", "done", "result", "next_on")
_SEARCHED = 10  # rows in which the header is looked for


@dataclass(frozen=True)
class Place:
    """A row of a sheet, and in which column of it what stands."""

    file: str
    sheet: str
    row: int
    letters: dict[str, str]

    def said(self, name: str, words: Sentence) -> Sentence:
        """Return what is wrong with a cell of the row, with its place."""
        cell = f"{self.letters.get(name, '')}{self.row}" if name in self.letters else ""
        where = [say_place(self.file, self.sheet, cell, self.row, lang) for lang in ("en", "zh")]
        return say("err_at", place=Sentence(*where), said=words)


@dataclass(frozen=True)
class Answer:
    """A row that was filled in.

    Attributes
    ----------
    number : of the task, as the list had it.
    next_on : a day, or "".
    """

    place: Place
    number: str
    is_done: bool
    result: str
    next_on: str
    next_plan: str

    @property
    def said(self) -> tuple[bool, str, str, str]:
        """The answer itself."""
        return self.is_done, self.result, self.next_on, self.next_plan


@dataclass
class Returned:
    """What came back: rows in = answers + refused + blank.

    Attributes
    ----------
    blank : rows in which nothing was filled in.
    """

    answers: list[Answer] = field(default_factory=list)
    refused: list[Sentence] = field(default_factory=list)
    blank: int = 0


def read_answers(sheets: Sequence[RawSheet]) -> Returned:
    """Read the sheets of worklists; each row is an answer, a refusal or blank.

    Raises
    ------
    DataError
        No sheet of a file is a worklist, or one lacks a column that is needed.
    """
    found = Returned()
    by_file: dict[str, bool] = {}
    for sheet in sheets:
        head = _header(sheet)
        by_file[sheet.file] = by_file.get(sheet.file, False) or head is not None
        if head is not None:
            _read_sheet(sheet, head, found)
    for file, is_list in by_file.items():
        if not is_list:
            raise DataError(say("err_worklist_none", file=file))
    return found


def _header(sheet: RawSheet) -> int | None:
    """Return the row of the titles: one that names at least three columns."""
    for row in range(min(_SEARCHED, len(sheet.cells))):
        if sum(title in BY_TITLE for title in sheet.cells.iloc[row].dropna()) >= len(_NEEDED) - 1:
            return row
    return None


def _read_sheet(sheet: RawSheet, head: int, found: Returned) -> None:
    places = {
        BY_TITLE[title]: place
        for place, title in enumerate(sheet.cells.iloc[head])
        if not pd.isna(title) and title in BY_TITLE
    }
    if missing := [name for name in _NEEDED if name not in places]:
        titles = [
            listed([label(f"worklist_{name}", lang) for name in missing]).text(lang)
            for lang in ("en", "zh")
        ]
        where = [say_place(sheet.file, sheet.sheet, "", 0, lang) for lang in ("en", "zh")]
        said = say("err_worklist_lacks", missing=Sentence(*titles))
        raise DataError(say("err_at", place=Sentence(*where), said=said))
    letters = {name: column_letter(place + sheet.first_column) for name, place in places.items()}
    for row in range(head + 1, len(sheet.cells)):
        cells = sheet.cells.iloc[row].fillna("")
        texts = {name: str(cells.iloc[place]) for name, place in places.items()}
        if any(texts.values()):
            _read_row(texts, Place(sheet.file, sheet.sheet, row + 1, letters), found)


def _read_row(texts: dict[str, str], place: Place, found: Returned) -> None:
    if not any(texts.get(name) for name in _ASKED):
        found.blank += 1
        return
    answer = _answer(texts, place)
    if answer is None:
        found.blank += 1
    elif isinstance(answer, Answer):
        found.answers.append(answer)
    else:
        found.refused.append(answer)


def _answer(texts: dict[str, str], place: Place) -> Answer | Sentence | None:
    """Return what a row says, or why it cannot be taken; None = that it is not done, and no more."""
    for name in (*_ASKED, "key"):
        if texts.get(name) == NO_VALUE:
            return place.said(name, say("err_worklist_formula"))
    if not texts["key"]:
        return place.said("key", say("err_worklist_no_key"))
    done = parse_flag(texts["done"]) if texts["done"] else False
    if isinstance(done, Failure):
        return place.said("done", say("err_worklist_done", given=texts["done"]))
    moment = parse_moment(texts["next_on"]) if texts["next_on"] else None
    if isinstance(moment, Failure):
        near = moment.suggestion
        hint = say("err_did_you_mean", word=near) if near else Sentence("", "")
        return place.said("next_on", say("err_worklist_date", given=texts["next_on"], hint=hint))
    result, plan = texts["result"], texts.get("next_plan", "")
    if not done and not moment:
        # A result or plan alone may be a tick that was forgotten; it is not guessed.
        return place.said("done", say("err_worklist_unticked")) if result or plan else None
    next_on = date(moment.year, moment.month, moment.day).isoformat() if moment else ""
    return Answer(place, texts["key"], bool(done), result, next_on, plan)
