"""What was run: runs, their reports and attempts in data/state.sqlite. Only the runner writes it."""

import json
import os
import sqlite3
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from salesnb.reports.outcome import Outcome
from salesnb.reports.plan import Task
from salesnb.state_file import open_state, records

DONE = ("made", "held")
_TABLES = """
create table if not exists runs (
    id integer primary key autoincrement, job text, day text, began_at text, ended_at text,
    seconds real, state text, pid integer, snapshot text, salesnb text, params text);
create table if not exists run_reports (
    run integer references runs (id), path text, notebook text, scope text, period text, lang text,
    formats text, parameters text, fingerprint text, notebook_hash text, state text, seconds real,
    error text, details text, primary key (run, path));
create table if not exists run_attempts (
    run integer references runs (id), path text, number integer, notebook text, scope_kind text,
    seconds real, result text, error text, primary key (run, path, number));
create index if not exists run_reports_by_path on run_reports (path, run);
"""


@dataclass(frozen=True)
class RunRow:
    """One run as it stands in the state.

    Attributes
    ----------
    state : running, done, failed (some reports are missing), or interrupted.
    """

    id: int
    job: str
    day: str
    began_at: str
    state: str
    pid: int
    snapshot: str

    @property
    def name(self) -> str:
        """The run's name: 000012-daily-2026-10-31, unique also where a clock goes back."""
        return f"{self.id:06d}-{self.job}-{self.day}"


@dataclass(frozen=True)
class Wanted:
    """A report that a run wants: its task, and what it would be made from.

    Attributes
    ----------
    path : of its page, relative to the reports folder.
    fingerprint : changes with whatever the report depends on.
    notebook_hash : of the notebook file.
    """

    task: Task
    path: str
    fingerprint: str
    notebook_hash: str


class RunState:
    """The runs of a workspace.

    Parameters
    ----------
    file : the workspace's data/state.sqlite; made when something is written.
    """

    def __init__(self, file: Path) -> None:
        self._file = file

    def begin(
        self,
        job: str,
        day: date,
        at: datetime,
        snapshot: str,
        wanted: Sequence[Wanted],
        *,
        version: str,
        params: str,
    ) -> RunRow:
        """Write a new run down with all reports that are to be made, and return it."""
        values = (job, day.isoformat(), at.isoformat(), os.getpid(), snapshot, version, params)
        with self._connection() as connection:
            cursor = connection.execute(
                "insert into runs (job, day, began_at, state, pid, snapshot, salesnb, params)"
                " values (?, ?, ?, 'running', ?, ?, ?, ?)",
                values,
            )
            run = int(cursor.lastrowid or 0)
            _want(connection, run, wanted)
        return self.run(run)

    def resume(self, run: int, snapshot: str, wanted: Sequence[Wanted]) -> RunRow:
        """Take an unfinished run up again, for what is missing, from the snapshot read now."""
        with self._connection() as connection:
            connection.execute(
                "update runs set state = 'running', pid = ?, snapshot = ?, ended_at = null"
                " where id = ?",
                [os.getpid(), snapshot, run],
            )
            _want(connection, run, wanted)
        return self.run(run)

    def record(self, run: int, outcome: Outcome, path: str, details: Mapping[str, Any]) -> None:
        """Write down what became of a report."""
        kind = outcome.task.scope.kind
        with self._connection() as connection:
            connection.execute(
                "update run_reports set state = ?, seconds = ?, error = ?, details = ?"
                " where run = ? and path = ?",
                [
                    outcome.state,
                    round(outcome.seconds, 3),
                    outcome.error,
                    json.dumps(details, ensure_ascii=False),
                    run,
                    path,
                ],
            )
            (before,) = connection.execute(
                "select count(*) from run_attempts where run = ? and path = ?", [run, path]
            ).fetchone()
            connection.executemany(
                "insert into run_attempts values (?, ?, ?, ?, ?, ?, ?, ?)",
                [
                    (
                        run,
                        path,
                        before + number,
                        outcome.task.notebook,
                        kind,
                        round(each.seconds, 3),
                        each.result,
                        each.error,
                    )
                    for number, each in enumerate(outcome.attempts, 1)
                ],
            )

    def end(self, run: int, state: str, at: datetime, seconds: float) -> None:
        """Close a run; what it did not come to is interrupted with it."""
        with self._connection() as connection:
            connection.execute(
                "update runs set state = ?, ended_at = ?, seconds = coalesce(seconds, 0) + ?"
                " where id = ?",
                [state, at.isoformat(), round(seconds, 3), run],
            )
            _interrupt(connection, [run])

    def settle(self) -> None:
        """Mark what a killed runner left as running; call it with the runner's lock held."""
        with self._connection() as connection:
            left = connection.execute("select id from runs where state = 'running'").fetchall()
            connection.execute("update runs set state = 'interrupted' where state = 'running'")
            _interrupt(connection, [run for (run,) in left])

    def run(self, run: int) -> RunRow:
        """Return a run by its number."""
        found = self._runs("id = ?", [run])
        return found[0]

    def last(self, job: str, day: date | None = None) -> RunRow | None:
        """Return the newest run of a job, of one day if named."""
        condition, values = "job = ?", [job]
        if day is not None:
            condition, values = "job = ? and day = ?", [job, day.isoformat()]
        found = self._runs(condition, values)
        return found[-1] if found else None

    def newest(self) -> RunRow | None:
        """Return the newest run of any job."""
        if not self._file.exists():
            return None
        found = self._runs("id = (select max(id) from runs)", [])
        return found[-1] if found else None

    def reports(self, run: int) -> list[dict[str, Any]]:
        """Return the reports of a run as records, with their attempts."""
        with self._connection() as connection:
            rows = records(
                connection, "select * from run_reports where run = ? order by rowid", [run]
            )
            tries = records(
                connection, "select * from run_attempts where run = ? order by path, number", [run]
            )
        attempts: dict[str, list[dict[str, Any]]] = {}
        for each in tries:
            told = {name: each[name] for name in ("number", "seconds", "result", "error")}
            attempts.setdefault(each["path"], []).append(told)
        return [{**row, "attempts": attempts.get(row["path"], [])} for row in rows]

    def last_made(self, path: str) -> tuple[str, str] | None:
        """Return state and fingerprint of what was last made of a report, in any run."""
        with self._connection() as connection:
            row = connection.execute(
                "select state, fingerprint from run_reports where path = ?"
                " and state in ('made', 'held', 'failed') order by run desc limit 1",
                [path],
            ).fetchone()
        return row and (str(row[0]), str(row[1]))

    def last_made_by(self, path: str) -> tuple[str, str] | None:
        """Return state of what was last made of a report, and the job that made it."""
        with self._connection() as connection:
            row = connection.execute(
                "select run_reports.state, runs.job from run_reports join runs on runs.id = run"
                " where path = ? and run_reports.state in ('made', 'held', 'failed')"
                " order by run desc limit 1",
                [path],
            ).fetchone()
        return row and (str(row[0]), str(row[1]))

    def durations(self) -> dict[tuple[str, str], list[float]]:
        """Return how long earlier attempts took that ended well, by notebook and kind of scope."""
        found: dict[tuple[str, str], list[float]] = {}
        with self._connection() as connection:
            rows = connection.execute(
                "select notebook, scope_kind, seconds from run_attempts where result = 'made'"
                " order by run desc limit 5000"
            ).fetchall()
        for notebook, kind, seconds in rows:
            found.setdefault((notebook, kind), []).append(seconds)
        return found

    def details(self, run: int) -> dict[str, Any]:
        """Return a run's row as a record."""
        with self._connection() as connection:
            return records(connection, "select * from runs where id = ?", [run])[0]

    def _runs(self, condition: str, values: Sequence[Any]) -> list[RunRow]:
        with self._connection() as connection:
            rows = connection.execute(
                "select id, job, day, began_at, state, pid, snapshot from runs"
                f" where {condition} order by id",
                list(values),
            ).fetchall()
        return [RunRow(*row) for row in rows]

    def _connection(self) -> AbstractContextManager[sqlite3.Connection]:
        return open_state(self._file, _TABLES)


def _want(connection: sqlite3.Connection, run: int, wanted: Sequence[Wanted]) -> None:
    connection.executemany(
        "insert or replace into run_reports (run, path, notebook, scope, period, lang, formats,"
        " parameters, fingerprint, notebook_hash, state) values (?,?,?,?,?,?,?,?,?,?,'waiting')",
        [
            (
                run,
                each.path,
                each.task.notebook,
                str(each.task.scope),
                each.task.period.text,
                each.task.lang,
                ",".join(each.task.formats),
                json.dumps({**each.task.parameters, **each.task.own}, ensure_ascii=False),
                each.fingerprint,
                each.notebook_hash,
            )
            for each in wanted
        ],
    )


def _interrupt(connection: sqlite3.Connection, runs: Sequence[int]) -> None:
    connection.executemany(
        "update run_reports set state = 'interrupted' where run = ? and state = 'waiting'",
        [(run,) for run in runs],
    )
