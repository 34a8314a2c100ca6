"""Which files were taken, by name and content, so that a folder's are taken once."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb

from salesnb.errors import FileUnreadableError
from salesnb.labels import say


@dataclass(frozen=True)
class TakenFile:
    """A file as it lay there: its folder and name, the SHA-256 of its content, its size."""

    folder: str
    name: str
    sha256: str
    size: int

    @classmethod
    def of(cls, path: Path) -> "TakenFile":
        """Read a file's mark.

        Raises
        ------
        FileUnreadableError
            The file may not be read.
        """
        try:
            with path.open("rb") as file:
                digest = hashlib.file_digest(file, "sha256").hexdigest()
                return cls(str(path.resolve().parent), path.name, digest, file.tell())
        except OSError as error:
            raise FileUnreadableError(say("file_not_read", path=path, told=error)) from error


def create_taken(connection: duckdb.DuckDBPyConnection) -> None:
    """Create the table of the files taken."""
    connection.execute(
        'create table if not exists import_files (import_id bigint, folder varchar, "file" varchar,'
        " sha256 varchar, size bigint)"
    )


def record_taken(
    connection: duckdb.DuckDBPyConnection, import_id: int, files: Sequence[TakenFile]
) -> int:
    """Remember files; return how many were not known as they are."""
    known = last_taken(connection)
    for file in files:
        connection.execute(
            "insert into import_files values (?, ?, ?, ?, ?)",
            [import_id, file.folder, file.name, file.sha256, file.size],
        )
    return sum(file not in known for file in files)


def last_taken(connection: duckdb.DuckDBPyConnection) -> dict[TakenFile, int]:
    """Return the files as they were last taken, each with the number of that import.

    Only the last content counts: a file that is put back to what it once was has changed.
    """
    tables = {row[0] for row in connection.execute("show tables").fetchall()}
    if "import_files" not in tables:  # a store of an earlier version
        return {}
    found = connection.execute(
        """select folder, "file", sha256, size, import_id from import_files f
        where import_id = (
          select max(import_id) from import_files g
          where g.folder = f.folder and g."file" = f."file")"""
    ).fetchall()
    return {TakenFile(*row[:4]): row[4] for row in found}
