"""What became of tasks, in data/state.sqlite: which lists were given out, what came back."""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, fields
from datetime import date
from pathlib import Path

import pandas as pd

from salesnb.state_file import open_state, records
from salesnb.tasks.columns import task_number

_TABLES = """
create table if not exists tasks_given (
    number text, owner text, subject text, kind text, entity text, entity_id text, given_on text,
    primary key (number, owner));
create table if not exists task_replies (
    number text, owner text, subject text, listed_on text, is_done integer, result text, next_on text,
    next_plan text, follow_id text, answered_at text, answered_by text,
    primary key (number, owner));
"""
_GIVEN = ("number", "owner", "subject", "kind", "entity", "entity_id", "given_on")


@dataclass(frozen=True)
class Given:
    """A task as it stood on a list that was given out.

    Attributes
    ----------
    number : key and due day; due anew, a task has another one.
    subject : whom it concerns, whatever the reason.
    given_on : the day of the list.
    """

    number: str
    owner: str
    subject: str
    kind: str
    entity: str
    entity_id: str
    given_on: str


@dataclass(frozen=True)
class Reply:
    """What somebody answered on a task.

    Attributes
    ----------
    listed_on : the day of the list.
    next_on : until when it is put off; "" = it is not.
    follow_id : of the follow-up that became of it; "" = none did.
    """

    number: str
    owner: str
    subject: str
    listed_on: str
    is_done: bool
    result: str
    next_on: str
    next_plan: str
    follow_id: str
    answered_at: str
    answered_by: str

    @property
    def said(self) -> tuple[bool, str, str, str]:
        """The answer itself, without when and by whom."""
        return self.is_done, self.result, self.next_on, self.next_plan


class TaskBook:
    """The tasks of a workspace.

    Parameters
    ----------
    file : the workspace's data/state.sqlite; made when something is written.
    """

    def __init__(self, file: Path) -> None:
        self._file = file

    def give(self, tasks: pd.DataFrame, day: date) -> None:
        """Write down which tasks stand on a list that is given out, so that it can come back."""
        rows = [
            [
                task_number(task["key"], task["due_on"]),
                *(str(task[name]) for name in _GIVEN[1:-1]),
                day.isoformat(),
            ]
            for task in tasks.to_dict("records")
        ]
        with self._connection() as connection:
            connection.executemany(
                f"insert or replace into tasks_given ({', '.join(_GIVEN)})"
                f" values ({', '.join('?' * len(_GIVEN))})",
                rows,
            )

    def given(self) -> dict[str, list[Given]]:
        """Return by number the tasks on lists that were given out, one per owner."""
        found: dict[str, list[Given]] = {}
        if self._file.exists():
            with self._connection() as connection:
                query = f"select {', '.join(_GIVEN)} from tasks_given order by owner, number"
                for row in records(connection, query):
                    found.setdefault(row["number"], []).append(Given(**row))
        return found

    def replies(self) -> dict[tuple[str, str], Reply]:
        """Return what was answered, by number and owner, the oldest first."""
        if not self._file.exists():
            return {}
        with self._connection() as connection:
            names = ", ".join(field.name for field in fields(Reply))
            rows = records(connection, f"select {names} from task_replies order by answered_at")
        found = [Reply(**{**row, "is_done": bool(row["is_done"])}) for row in rows]
        return {(reply.number, reply.owner): reply for reply in found}

    def answer(self, replies: Sequence[Reply]) -> None:
        """Write down answers, all or none; one that changes an earlier one takes its place."""
        names = [field.name for field in fields(Reply)]
        with self._connection() as connection:
            connection.executemany(
                f"insert or replace into task_replies ({', '.join(names)})"
                f" values ({', '.join(f':{name}' for name in names)})",
                [asdict(reply) for reply in replies],
            )

    @contextmanager
    def _connection(self) -> Iterator[sqlite3.Connection]:
        with open_state(self._file, _TABLES) as connection:
            connection.execute("begin immediate")
            yield connection
