"""The access log: who rendered, exported, revealed or released what. Rows are added, never changed.

It stands in a file of its own, data/access.sqlite, so that a restored backup cannot turn it back.
"""

import getpass
import sqlite3
from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from salesnb.state_file import open_state, records

NAME = "access.sqlite"
_TABLE = """create table if not exists access (
    id integer primary key autoincrement, at text, person text, viewer text, action text,
    what text, scope text, period text, details text)"""
COLUMNS = ("at", "person", "viewer", "action", "what", "scope", "period", "details")


@dataclass(frozen=True)
class Access:
    """One entry.

    Attributes
    ----------
    action : render, run, export, reveal, release, send, backup, restore, erase, archive.
    what : the report, the metrics, the table; of many one word each, separated by commas.
    viewer : on whose behalf; "" = the operator.
    scope, period : as they are written; "" = it has none.
    details : what else is to be known: the file, the reason, how many. Never what stood in it, and
        no data of a customer's person.
    """

    action: str
    what: str
    viewer: str = ""
    scope: str = ""
    period: str = ""
    details: str = ""


def log_access(
    data: Path, entries: Access | Sequence[Access], at: datetime | str, by: str | None = None
) -> None:
    """Write down what left the workspace, or was done to it.

    Parameters
    ----------
    data : the workspace's data folder.
    at : the time in the workspace's time zone; or the name of that zone, where there is no clock at
        hand: then SQLite's counts.
    by : the account that did it; None = of this process.
    """
    given = [entries] if isinstance(entries, Access) else list(entries)
    person = by or _account()
    with _connection(data) as connection:
        when = (_now(connection, at) if isinstance(at, str) else at).isoformat(" ", "seconds")
        rows = [
            (when, person, e.viewer, e.action, e.what, e.scope, e.period, e.details) for e in given
        ]
        connection.executemany(
            f"insert into access ({', '.join(COLUMNS)}) values (?, ?, ?, ?, ?, ?, ?, ?)", rows
        )


def read_access(data: Path, since: date | None = None) -> list[dict[str, Any]]:
    """Return the entries since a day, oldest first, as records."""
    if not (data / NAME).is_file():
        return []
    with _connection(data) as connection:
        return records(
            connection,
            f"select {', '.join(COLUMNS)} from access where at >= ? order by id",
            ["" if since is None else since.isoformat()],
        )


def forget_access(data: Path, before: date) -> int:
    """Delete the entries of before a day; return how many."""
    if not (data / NAME).is_file():
        return 0
    with _connection(data) as connection:
        connection.execute("pragma secure_delete = on")
        return connection.execute("delete from access where at < ?", [before.isoformat()]).rowcount


def _connection(data: Path) -> AbstractContextManager[sqlite3.Connection]:
    return open_state(data / NAME, _TABLE)


def _now(connection: sqlite3.Connection, zone: str) -> datetime:
    (told,) = connection.execute("select strftime('%Y-%m-%dT%H:%M:%S', 'now')").fetchone()
    at = datetime.fromisoformat(told).replace(tzinfo=UTC)
    return at.astimezone(ZoneInfo(zone)).replace(tzinfo=None)


def _account() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # an account without a name, as in some containers
        return "?"
