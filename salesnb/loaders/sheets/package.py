"""A look into the zip of a workbook before anything reads it: is it safe, and what says nobody else.

Every member is inflated once, in pieces, so that a size that lies in the directory is found. What a
reader of cells does not tell is taken along: the date system, hidden sheets, merged cells, formulas
without a result, and how far the cells of a sheet reach.
"""

import io
import posixpath
import re
import xml.etree.ElementTree as ET
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from copy import copy
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import IO, NoReturn

import numpy as np

from salesnb.errors import FileUnreadableError
from salesnb.labels import Sentence, say
from salesnb.loaders.sheets.sheet_scan import (
    MOST_ROWS,
    BrokenSheetError,
    SheetScan,
    count_text,
    scan_sheet,
)

ZIPS = (b"PK\x03\x04", b"PK\x05\x06")
_BLOCK = 4 << 20
_MOST_BYTES = 3 << 30
_SUSPECT_BYTES, _SUSPECT_RATIO = 100 << 20, 200
_MOST_MEMBERS = 20_000
_MOST_TEXT, _BYTES_OF_CELL, _AMPLIFIED = 512 << 20, 20, 10
_DENSE_CELLS, _MOST_CELLS, _SPARSE = 30_000_000, 200_000_000, 50
_SMALL_PART = 16 << 20
_OTHERS = {
    "word/document.xml": "kind_word",
    "ppt/presentation.xml": "kind_powerpoint",
    "meta-inf/manifest.mf": "kind_jar",
}
_ERRORS = (b"#DIV/0!", b"#N/A", b"#NAME?", b"#NULL!", b"#NUM!", b"#REF!", b"#VALUE!")
_ERROR_CELL = re.compile(
    rb'(<c\s[^>]*\bt="e"[^>]*>(?:<f[^>]*/>|<f[^>]*>[^<]*</f>)?\s*<v>)([^<]*)(</v>)'
)
_STRING_END = re.compile(rb"</(?:\w+:)?si\s*>|<(?:\w+:)?si\s*/>")
DAMAGED, LOCKED = say("file_damaged"), say("file_locked")
_BOMB, _DTD = say("file_bomb"), say("file_entities")


@dataclass(frozen=True)
class SheetFacts:
    """What the package says of one sheet, beside its cells."""

    hidden: bool = False
    merged: tuple[tuple[int, int, int, int], ...] = ()
    unvalued: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True)
class Package:
    """What was found in a workbook's zip.

    Attributes
    ----------
    kind : xlsx, xlsb or ods.
    epoch : 1904 where the workbook counts days from 1904, else 1900.
    sheets : by the sheet's name; of an xlsx only.
    charts : names of sheets without cells.
    """

    kind: str
    epoch: int = 1900
    sheets: Mapping[str, SheetFacts] = field(default_factory=dict)
    charts: frozenset[str] = frozenset()


def check_package(path: Path, name: str) -> None:
    """Refuse a zip that is no workbook, or one that is not safe to open; pass over other files.

    To be called before any library opens a workbook that a user gave.

    Raises
    ------
    FileUnreadableError
        The zip is damaged, encrypted, unpacks to far more than a workbook can hold, declares XML
        entities, reaches to cells that would fill the memory, or is something else than a workbook.
    """
    with path.open("rb") as file:
        head = file.read(4)
    if head in ZIPS:
        inspect_package(path, name)


def inspect_package(path: Path, name: str) -> Package:
    """Return what the zip of a workbook says, after the checks of `check_package`."""
    try:
        with zipfile.ZipFile(path) as package:
            return _Inspection(package, name, path.stat().st_size).run()
    except (
        zipfile.BadZipFile, zlib.error, ET.ParseError, BrokenSheetError, EOFError,
        NotImplementedError, UnicodeDecodeError, OSError, KeyError, ValueError, OverflowError,
    ) as error:  # fmt: skip
        if isinstance(error, FileUnreadableError):
            raise
        raise FileUnreadableError(say("file_says", name=name, said=DAMAGED)) from error


def with_known_errors(path: Path) -> bytes:
    """Return the package with error values that calamine does not know (#SPILL!) as #VALUE!."""
    patched = io.BytesIO()
    with zipfile.ZipFile(path) as package, zipfile.ZipFile(patched, "w") as out:
        for info in package.infolist():
            content = package.read(info)
            if "worksheets/" in _key(info.filename):
                content = _ERROR_CELL.sub(_known_error, content)
            out.writestr(info.filename, content)
    return patched.getvalue()


class _Inspection:
    """One run of `inspect_package`."""

    def __init__(self, package: zipfile.ZipFile, name: str, size: int) -> None:
        self._package = package
        self._name = name
        self._size = size
        self._strings = np.zeros(0, dtype=np.int64)
        self._members = {_key(info.filename): info for info in package.infolist()}

    def run(self) -> Package:
        self._check_directory()
        kind = self._kind()
        book = _Book() if kind != "xlsx" else self._book()
        scans: dict[str, SheetScan] = {}
        for key, info in self._members.items():
            if info.is_dir():
                continue
            if key in book.sheets:
                scans[key] = scan_sheet(
                    partial(self._blocks, info), info.file_size, recalculated=book.recalculated
                )
                self._check_extent(book.sheets[key][0][0], scans[key])
            else:
                self._check_part(key, self._blocks(info))
        self._check_text([self._members[key] for key in scans])
        sheets = {
            title: SheetFacts(hidden, tuple(scans[key].merged), tuple(scans[key].unvalued))
            for key, titles in book.sheets.items()
            for title, hidden in titles
        }
        return Package(kind, book.epoch, sheets, frozenset(book.charts))

    def _check_directory(self) -> None:
        infos = self._package.infolist()
        if any(info.flag_bits & 0x1 for info in infos):
            self._refuse(LOCKED)
        if len(self._members) < len(infos):
            self._refuse(DAMAGED)
        told = sum(info.file_size for info in infos)
        packed = max(1, min(self._size, sum(info.compress_size for info in infos)))
        too_dense = told > _SUSPECT_BYTES and told / packed > _SUSPECT_RATIO
        if told > _MOST_BYTES or too_dense or len(infos) > _MOST_MEMBERS:
            self._refuse(_BOMB)

    def _kind(self) -> str:
        kinds = {"xl/workbook.bin": "xlsb", "xl/workbook.xml": "xlsx", "content.xml": "ods"}
        found = [kind for key, kind in kinds.items() if key in self._members]
        if found:
            return found[0]
        for key, kind in _OTHERS.items():
            if key in self._members:
                self._refuse(say("file_other_kind", kind=say(kind)))
        return self._refuse(say("file_zip"))

    def _book(self) -> "_Book":
        root = _tree(self._small("xl/workbook.xml"))
        targets, charts = {}, set()
        if "xl/_rels/workbook.xml.rels" in self._members:
            for relation in _tree(self._small("xl/_rels/workbook.xml.rels")):
                target = relation.get("Target", "")
                inside = target[1:] if target.startswith("/") else posixpath.join("xl", target)
                targets[relation.get("Id")] = _key(posixpath.normpath(inside))
                if relation.get("Type", "").endswith(("/chartsheet", "/dialogsheet")):
                    charts.add(relation.get("Id"))
        book = _Book()
        for element in root.iter():
            tag = element.tag.rpartition("}")[2]
            if tag == "workbookPr" and element.get("date1904") in ("1", "true", "on"):
                book.epoch = 1904
            elif tag == "calcPr":
                book.recalculated = element.get("fullCalcOnLoad") in ("1", "true", "on")
            elif tag == "sheet":
                hidden = element.get("state", "visible").lower() != "visible"
                part = next((v for k, v in element.items() if k.rpartition("}")[2] == "id"), "")
                title, key = element.get("name", ""), targets.get(part, "")
                if part in charts:
                    book.charts.append(title)
                elif key in self._members:
                    book.sheets.setdefault(key, []).append((title, hidden))
        return book

    def _small(self, key: str) -> bytes:
        """Return a part of the workbook that is never large."""
        content = b""
        for block in self._blocks(self._members[key]):
            content += block
            if len(content) > _SMALL_PART:
                self._refuse(_BOMB)
        self._check_part(key, iter([content]))
        return content

    def _blocks(self, info: zipfile.ZipInfo) -> Iterator[bytes]:
        """Inflate a member to its true end, whatever length the directory claims."""
        unbound = copy(info)
        unbound.file_size = 1 << 62
        length = 0
        with self._package.open(unbound) as stream:
            for block in _read_ahead(stream, info.file_size > 2 * _BLOCK):
                length += len(block)
                if length > info.file_size:
                    self._refuse(_BOMB if length > _SUSPECT_BYTES else DAMAGED)
                yield block
        if length != info.file_size:
            self._refuse(DAMAGED)

    def _check_part(self, key: str, blocks: Iterator[bytes]) -> None:
        if not key.endswith((".xml", ".rels", ".vml")):
            for _ in blocks:  # inflating it shows whether its length is true
                pass
        elif key.endswith("sharedstrings.xml"):
            self._strings = self._lengths(self._without_dtd(blocks))
        else:
            for _ in self._without_dtd(blocks):
                pass

    def _without_dtd(self, blocks: Iterator[bytes]) -> Iterator[bytes]:
        tail = b""
        for block in blocks:
            if _declares(tail + block):
                self._refuse(_DTD)
            tail = block[-32:]
            yield block

    def _lengths(self, blocks: Iterator[bytes]) -> np.ndarray:
        """Return the length of every shared string."""
        lengths: list[int] = []
        carried, size = b"", 0
        for block in blocks:
            size += len(block)
            *items, carried = _STRING_END.split(carried + block)
            lengths += map(len, items)
            if len(carried) > _SMALL_PART or size > _MOST_TEXT:
                self._refuse(_BOMB)
        return np.array(lengths, dtype=np.int64)

    def _check_text(self, sheets: Sequence[zipfile.ZipInfo]) -> None:
        """Refuse few long strings shared by many cells: read, they would fill the memory."""
        size = sum(info.file_size for info in sheets)
        if not len(self._strings) or size // _BYTES_OF_CELL * self._strings.max() < _MOST_TEXT:
            return
        told = sum(count_text(self._blocks(info), self._strings) for info in sheets)
        if told > _MOST_TEXT and told > _AMPLIFIED * size:
            self._refuse(_BOMB)

    def _check_extent(self, title: str, scan: SheetScan) -> None:
        if scan.declares:
            self._refuse(_DTD)
        if scan.rows > MOST_ROWS or scan.columns > 16_384:
            self._refuse(DAMAGED)
        dense = scan.rows * scan.columns
        if dense > _MOST_CELLS or (dense > _DENSE_CELLS and dense > _SPARSE * scan.filled):
            if dense <= _SPARSE * scan.filled:
                size = {"rows": scan.rows, "columns": scan.columns}
                self._refuse(say("file_many_cells", sheet=title, **size))
            self._refuse(say("file_far_cell", sheet=title, cell=scan.farthest))

    def _refuse(self, said: Sentence) -> NoReturn:
        raise FileUnreadableError(say("file_says", name=self._name, said=said))


@dataclass
class _Book:
    """What xl/workbook.xml says: {part: [(sheet, is it hidden)]}, and sheets that are charts."""

    epoch: int = 1900
    recalculated: bool = False
    sheets: dict[str, list[tuple[str, bool]]] = field(default_factory=dict)
    charts: list[str] = field(default_factory=list)


def _known_error(cell: re.Match[bytes]) -> bytes:
    return cell[0] if cell[2] in _ERRORS else cell[1] + b"#VALUE!" + cell[3]


def _key(member: str) -> str:
    return member.replace("\\", "/").lstrip("/").lower()


def _tree(content: bytes) -> ET.Element:
    """Parse a part whose DTD, if it had one, has been refused: there is nothing to expand."""
    return ET.fromstring(content)


def _declares(content: bytes) -> bool:
    if content[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\0" in content[:4]:
        content = content.replace(b"\0", b"")
    return b"<!" in content and re.search(rb"<!(?:DOCTYPE|ENTITY)", content, re.I) is not None


def _read_ahead(stream: IO[bytes], in_thread: bool) -> Iterator[bytes]:
    """Inflate the next block while the last one is looked at."""
    if not in_thread:
        while block := stream.read(_BLOCK):
            yield block
        return
    with ThreadPoolExecutor(1) as ahead:
        pending = ahead.submit(stream.read, _BLOCK)
        while block := pending.result():
            pending = ahead.submit(stream.read, _BLOCK)
            yield block
