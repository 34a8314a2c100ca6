"""Files without a person: pages, briefs, workbooks, logs, the state; what cannot be searched goes.

Each is written aside and renamed, or not touched at all where it names nobody.
"""

import os
import re
import shutil
import sqlite3
import zipfile
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from salesnb.keeping.words import Words

_BOOKS = (".xlsx", ".xlsm")
_OPAQUE = (".pdf",)
_SEARCHED = ("utf-8", "utf-16-le", "gb18030")


@dataclass
class Touched:
    """How many files were changed and deleted."""

    changed: int = 0
    deleted: int = 0


def scrub_folder(folder: Path, words: Words, mark: str) -> Touched:
    """Take the words out of every file of a folder.

    A PDF cannot be searched with certainty: it is deleted where the page beside names the person,
    and where there is no page beside. It is made again by `salesnb render --format pdf`.
    """
    touched, pattern = Touched(), words.in_files
    if pattern is None or not folder.is_dir():
        return touched
    named = {path for path in _files(folder) if scrub_file(path, words, mark, touched)}
    for path in _files(folder):
        if path.suffix.lower() in _OPAQUE:
            page = path.with_suffix(".html")
            if page in named or not page.exists() or _brief(path) in named:
                path.unlink()
                touched.deleted += 1
    return touched


def scrub_file(path: Path, words: Words, mark: str, touched: Touched) -> bool:
    """Take the words out of one file; return whether it had any."""
    pattern = words.in_files
    if pattern is None or path.suffix.lower() in _OPAQUE:
        return False
    if path.suffix.lower() == ".parquet":
        fresh = _without_in_parquet(path, pattern, mark)
    elif zipfile.is_zipfile(path):
        fresh = _without_in_zip(path, pattern, mark)
    else:
        fresh = _without_in_text(path, pattern, mark)
    if fresh is None:
        return False
    shutil.copymode(path, fresh)
    with fresh.open("rb") as file:
        os.fsync(file.fileno())
    fresh.replace(path)
    touched.changed += 1
    return True


def scrub_state(file: Path, words: Words, mark: str) -> int:
    """Take the words out of every text of a SQLite file and out of its free pages."""
    pattern = words.in_files
    if pattern is None or not file.is_file():
        return 0
    with closing(sqlite3.connect(file, timeout=30, isolation_level=None)) as connection:
        connection.create_function("is_named", 1, lambda text: bool(pattern.search(text)))
        connection.create_function("without", 1, lambda text: pattern.sub(mark, text))
        connection.execute("pragma secure_delete = on")
        connection.execute("begin immediate")
        changed = sum(
            connection.execute(
                f'update or replace "{table}" set "{column}" = without("{column}")'
                f' where typeof("{column}") = \'text\' and is_named("{column}")'
            ).rowcount
            for table, column in _text_columns(connection)
        )
        connection.execute("commit")
        connection.execute("pragma wal_checkpoint(truncate)")
        connection.execute("vacuum")
        connection.execute("pragma wal_checkpoint(truncate)")
    return changed


def names_person(path: Path, words: Words) -> bool:
    """Return whether a file of the user's own holds any of the words, in usual encodings."""
    sought = [word.encode(code, errors="ignore") for word in words.literals for code in _SEARCHED]
    try:
        if zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as archive:
                return any(
                    any(word in archive.read(name) for word in sought)
                    for name in archive.namelist()
                )
        content = path.read_bytes()
    except (OSError, zipfile.BadZipFile, RuntimeError):
        return False
    return any(word in content for word in sought if word)


def _files(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not path.is_symlink():
            yield path


def _brief(path: Path) -> Path:
    """Return the hidden file with what a report says in short."""
    return path.with_name(f".{path.stem}.json")


def _without_in_text(path: Path, pattern: re.Pattern[str], mark: str) -> Path | None:
    text = path.read_bytes().decode("utf-8", errors="surrogateescape")
    if not pattern.search(text):
        return None
    draft = _aside(path)
    draft.write_bytes(pattern.sub(mark, text).encode("utf-8", errors="surrogateescape"))
    return draft


def _without_in_zip(path: Path, pattern: re.Pattern[str], mark: str) -> Path | None:
    """Return a copy of a workbook without the words; its parts keep names, order and compression."""
    with zipfile.ZipFile(path) as archive:
        parts = [(info, archive.read(info)) for info in archive.infolist()]
    fresh = [(info, _taken_out(content, pattern, mark)) for info, content in parts]
    if all(new == old for (_, new), (_, old) in zip(fresh, parts, strict=True)):
        return None
    draft = _aside(path)
    with zipfile.ZipFile(draft, "w", zipfile.ZIP_DEFLATED) as archive:
        for info, content in fresh:
            archive.writestr(info, content)
    return draft


def _without_in_parquet(path: Path, pattern: re.Pattern[str], mark: str) -> Path | None:
    import pandas as pd

    frame = pd.read_parquet(path)
    texts = [name for name in frame if pd.api.types.is_string_dtype(frame[name])]
    named = {
        name: frame[name].map(lambda each: bool(pattern.search(each)), na_action="ignore")
        for name in texts
    }
    if not any(found.fillna(False).astype(bool).any() for found in named.values()):
        return None
    for name in texts:
        frame[name] = frame[name].map(lambda each: pattern.sub(mark, each), na_action="ignore")
    draft = _aside(path)
    frame.to_parquet(draft, index=False)
    return draft


def _taken_out(content: bytes, pattern: re.Pattern[str], mark: str) -> bytes:
    text = content.decode("utf-8", errors="surrogateescape")
    return pattern.sub(mark, text).encode("utf-8", errors="surrogateescape")


def _text_columns(connection: sqlite3.Connection) -> Iterator[tuple[str, str]]:
    tables = connection.execute(
        "select name from sqlite_master where type = 'table' and name not like 'sqlite_%'"
    ).fetchall()
    for (table,) in tables:
        for row in connection.execute(f'pragma table_info("{table}")').fetchall():
            yield table, row[1]


def _aside(path: Path) -> Path:
    return path.with_name(f".{path.name}.{os.getpid()}.tmp")
