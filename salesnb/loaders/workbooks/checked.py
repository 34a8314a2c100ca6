"""The user's workbook back, with the bad cells coloured and commented and a list of them."""

import re
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

import pandas as pd

from salesnb.errors import SalesnbError
from salesnb.labels import label, plural, say
from salesnb.loaders.result import LoadResult
from salesnb.loaders.sheets.read import RawSheet, read_file
from salesnb.loaders.workbooks.cells import AUTHOR
from salesnb.loaders.workbooks.corrections import CHECKED_SUFFIX, Corrected, corrected
from salesnb.loaders.workbooks.keep_layout import Kept, list_titles, open_to_keep, reads_the_same
from salesnb.loaders.workbooks.marks import Marks, lines_of, marks_of, moved
from salesnb.loaders.workbooks.plain_copy import Plain
from salesnb.loaders.workbooks.problem_sheet import (
    is_problem_sheet,
    read_problem_sheet,
    write_problem_sheet,
)

LAYOUT_ROWS = 50_000
_COMMENTS = 2_000


def write_checked(
    result: LoadResult, path_in: Path, path_out: Path, lang: str, *, layout_rows: int = LAYOUT_ROWS
) -> None:
    """Write a copy of an imported file in which its problems can be corrected.

    First comes the sheet 问题清单 (Problems): one line per problem with a link to the cell, a
    suggested value, and a cell to accept it. The data sheets follow, bad cells red (errors) or
    yellow (warnings) with the problem as a comment; beyond 2,000 cells only the colour. Importing
    the copy puts accepted suggestions into their cells (`corrections`).

    An xlsx workbook keeps its layout; in its data sheets values stand in place of formulas. Other
    files, and a workbook that would not say the same afterwards, become a new plain workbook.
    Above `layout_rows` rows the copy holds the headers and the rows with problems only.

    Parameters
    ----------
    path_in : the file as it was imported; may be a checked copy itself, whose accepted corrections
        are then in the new one.
    lang : language of the list and the comments, zh or en.

    Raises
    ------
    SalesnbError
        The copy cannot be written, for instance because it is open in Excel.
    """
    _Copy(result, path_in, lang, layout_rows).write(path_out)


@dataclass(frozen=True)
class Written:
    """A copy that was written, and what the one of before is called now, if somebody worked in it."""

    path: Path
    before: Path | None = None


def write_copies(result: LoadResult, paths: Sequence[Path], lang: str) -> list[Written]:
    """Write the checked copy of every file that has problems, beside it.

    The copy of a checked copy takes its place. A copy in which somebody has worked since the last
    check of the original is not overwritten but renamed to FILE.1.checked.xlsx.
    """
    written = []
    for path in paths:
        again = path.name.endswith(CHECKED_SUFFIX)
        if again or len(problems_of(result, path)):
            out = path if again else path.with_name(path.name + CHECKED_SUFFIX)
            before = None if again else _put_aside(out)
            write_checked(result, path, out, lang)
            written.append(Written(out, before))
    return written


def problems_of(result: LoadResult, path: Path) -> pd.DataFrame:
    """Return the problems of one file; where files share a name they are told by their folder."""
    return result.problems[result.problems["file"].isin(_names(path))]


class _Copy:
    """What the steps of writing one copy share."""

    def __init__(self, result: LoadResult, path: Path, lang: str, layout_rows: int) -> None:
        self._path = path
        self._lang = lang
        raw = read_file(path, path.name)
        self._lists = list_titles(raw)
        self._done: Corrected = corrected(raw)
        self._problems = problems_of(result, path)
        self._marks: Marks = marks_of(self._problems, lang)
        self._headers = {
            sheet: row for (file, sheet), row in result.header_rows.items() if file in _names(path)
        }
        self._short = sum(len(sheet.cells) for sheet in self._done.sheets) > layout_rows

    def write(self, out: Path) -> None:
        """Write the copy aside and put it in its place."""
        draft = out.with_name(f".{out.name}.draft")
        try:
            if not self._write_kept(draft):
                self._write_plain(draft)
            draft.replace(out)
        except OSError as error:
            raise SalesnbError(say("file_unwritten", name=out.name)) from error
        finally:
            draft.unlink(missing_ok=True)

    def _write_kept(self, draft: Path) -> bool:
        """Write the workbook with its layout; return False where that is not possible."""
        if self._short:
            return False
        sheets, data = self._done.sheets, list(self._headers)
        kept = open_to_keep(self._path, sheets, data, self._lang, _COMMENTS)
        if kept is None or not self._mark(kept):
            return False
        remarks = [plural("formulas_replaced", self._lang, kept.formulas)] if kept.formulas else []
        lines = lines_of(self._problems, sheets, self._marks, self._lang)
        write_problem_sheet(kept.workbook, lines, kept.looks, remarks, self._lang)
        if not _saved(kept.workbook, draft):
            return False
        again = corrected(read_file(draft, self._path.name)).sheets
        return reads_the_same(sheets, again, data)

    def _mark(self, kept: Kept) -> bool:
        if not {*self._marks, *self._headers} <= {*kept.workbook.sheetnames}:
            return False
        kept.unmark(self._lists, self._done)
        kept.correct(self._done)
        kept.mark(self._marks)
        return True

    def _write_plain(self, draft: Path) -> None:
        sheets = self._done.sheets
        titles = _titles(sheets)
        plain = Plain(titles, self._marks, self._headers, self._lang, _COMMENTS, self._short)
        workbook = plain.workbook(sheets)
        lines = lines_of(self._problems, sheets, self._marks, self._lang)
        if self._short:
            lines = moved(lines, plain.rows)
            remarks = [label("only_bad_rows", self._lang, file=self._path.name)]
        else:
            lost = self._path.suffix.lower() == ".xlsx"
            remarks = [label("layout_lost", self._lang)] if lost else []
        lines["sheet"] = lines["sheet"].replace(titles)
        write_problem_sheet(workbook, lines, {}, remarks, self._lang)
        workbook.properties.creator = workbook.properties.lastModifiedBy = AUTHOR
        workbook.save(draft)


def _put_aside(copy: Path) -> Path | None:
    """Rename a copy that somebody has saved, or in which suggestions are accepted."""
    if not copy.exists() or not _is_worked_in(copy):
        return None
    stem = copy.name.removesuffix(CHECKED_SUFFIX)
    names = (copy.with_name(f"{stem}.{n}{CHECKED_SUFFIX}") for n in count(1))
    free = next(name for name in names if not name.exists())
    try:
        return copy.rename(free)
    except OSError as error:
        raise SalesnbError(say("file_not_renamed", name=copy.name)) from error


def _is_worked_in(copy: Path) -> bool:
    try:
        with zipfile.ZipFile(copy) as package:
            by_us = f">{AUTHOR}</cp:lastModifiedBy>".encode() in package.read("docProps/core.xml")
        lists = [sheet for sheet in read_file(copy, copy.name) if is_problem_sheet(sheet)]
    except (zipfile.BadZipFile, KeyError, SalesnbError):
        return True
    return not by_us or any((read_problem_sheet(sheet)["accept"] != "").any() for sheet in lists)


def _saved(workbook: Any, draft: Path) -> bool:
    """Save a workbook of the user's; openpyxl cannot write everything that it can read."""
    workbook.properties.lastModifiedBy = AUTHOR
    try:
        workbook.save(draft)
    except OSError:
        raise
    except Exception:
        return False
    return True


def _names(path: Path) -> tuple[str, str]:
    return path.name, f"{path.parent.name}/{path.name}"


def _titles(sheets: Sequence[RawSheet]) -> Mapping[str, str]:
    """Return a valid sheet name for every sheet; the one of a CSV file is the file's stem."""
    return {
        sheet.sheet: sheet.sheet or re.sub(r"[\[\]:*?/\\']", "_", Path(sheet.file).stem)[:31]
        for sheet in sheets
    }
