"""What the clean-up keeps, in data/state.sqlite: until when a record is not listed again."""

import sqlite3
from collections.abc import Mapping
from contextlib import AbstractContextManager
from pathlib import Path

from salesnb.state_file import open_state

_TABLE = """create table if not exists cleanup_kept (
    record text primary key, until text, by text);"""


class KeptBook:
    """The records of a workspace that were looked at and kept.

    Parameters
    ----------
    file : the workspace's data/state.sqlite; made when something is written.
    """

    def __init__(self, file: Path) -> None:
        self._file = file

    def until(self) -> dict[str, str]:
        """Return {record: the day until which it is not listed}."""
        if not self._file.exists():
            return {}
        with self._connection() as connection:
            return dict(connection.execute("select record, until from cleanup_kept").fetchall())

    def keep(self, until: Mapping[str, str], by: str) -> int:
        """Write records down, and return of how many that is news; none is kept shorter than before."""
        known = self.until()
        news = {record: day for record, day in until.items() if known.get(record, "") < day}
        if news:
            with self._connection() as connection:
                connection.executemany(
                    "insert or replace into cleanup_kept values (?, ?, ?)",
                    [(record, day, by) for record, day in news.items()],
                )
        return len(news)

    def _connection(self) -> AbstractContextManager[sqlite3.Connection]:
        return open_state(self._file, _TABLE)
