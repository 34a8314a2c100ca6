"""What reports told, kept beside the store, so that the next one can say what changed."""

import json
import sqlite3
from collections.abc import Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from salesnb.periods import Period
from salesnb.state_file import open_state

_TABLE = """create table if not exists told (
    report text, scope text, viewer text, period text, as_of text, told text, widest text,
    primary key (report, scope, viewer, period, as_of))"""
_COLUMNS = "report, scope, viewer, period, as_of, told, widest"
_MARKS = "?, ?, ?, ?, ?, ?, ?"


@dataclass(frozen=True)
class Telling:
    """What one report told.

    Attributes
    ----------
    report, scope, viewer : the kind of report, of whom, on whose behalf ("" = the operator).
    period : as it is written, e.g. 2026-10.
    as_of : the last day that it knew.
    told : its figures by metric, its red flags, its ranking by name.
    widest : all that the viewer might see then: of another right nothing is told on.
    """

    report: str
    scope: str
    viewer: str
    period: str
    as_of: date
    told: Mapping[str, Any]
    widest: str = "company"


class Told:
    """The memory of a workspace, in its data/state.sqlite.

    Parameters
    ----------
    file : need not exist; it is made when something is kept.
    """

    def __init__(self, file: Path) -> None:
        self._file = file

    def keep(self, telling: Telling) -> None:
        """Remember what a report told; one made again for the same day replaces what it told."""
        row = (*_key(telling), json.dumps(telling.told, ensure_ascii=False), telling.widest)
        with self._connection() as connection:
            connection.execute(f"insert or replace into told ({_COLUMNS}) values ({_MARKS})", row)

    def before(
        self, report: str, scope: str, viewer: str | None, period: Period, as_of: date
    ) -> Telling | None:
        """Return what the report before this one told, of the same period, else of the one before.

        Only what was known on an earlier day counts, so that a report that is made twice says the
        same twice.
        """
        if not self._file.exists():
            return None
        wanted = [report, scope, viewer or "", as_of.isoformat()]
        with self._connection() as connection:
            for text in (period.text, period.previous().text):
                rows = connection.execute(
                    f"select {_COLUMNS} from told where report = ? and scope = ? and viewer = ?"
                    " and as_of < ? and period = ? order by as_of desc limit 1",
                    [*wanted, text],
                ).fetchall()
                if rows:
                    kind, whom, who, named, day, told, widest = rows[0]
                    known = date.fromisoformat(day)
                    return Telling(kind, whom, who, named, known, json.loads(told), widest)
        return None

    def copy(self, scope: str, viewer: str | None, widest: str, target: Path) -> None:
        """Write what was told of one scope to one viewer of the same right into another file."""
        if not self._file.exists():
            return
        with self._connection() as connection:
            rows = connection.execute(
                f"select {_COLUMNS} from told where scope = ? and viewer = ? and widest = ?",
                [scope, viewer or "", widest],
            ).fetchall()
        if rows:
            with Told(target)._connection() as connection:
                connection.executemany(
                    f"insert or replace into told ({_COLUMNS}) values ({_MARKS})", rows
                )

    def _connection(self) -> AbstractContextManager[sqlite3.Connection]:
        return open_state(self._file, _TABLE)


def _key(telling: Telling) -> tuple[str, ...]:
    day = telling.as_of.isoformat()
    return (telling.report, telling.scope, telling.viewer, telling.period, day)
