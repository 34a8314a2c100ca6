"""The ledger of deliveries in data/state.sqlite: what was sent to whom, once, and what waits.

queued → claimed (a sender has taken it) → sent (handed over, the answer is not known yet) →
confirmed (accepted). Beside: dead (refused for good), superseded (the report changed before it was
sent), withdrawn (the recipient may not see it any more).
"""

import hashlib
import json
import os
import sqlite3
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, Literal

from salesnb.settings.delivery import Way
from salesnb.state_file import open_state

State = Literal["queued", "claimed", "sent", "confirmed", "dead", "superseded", "withdrawn"]
Kind = Literal["report", "correction", "assignment", "alerts"]
# News tell what happened: a later one takes the place of none before it.
_NEWS: tuple[Kind, ...] = ("assignment", "alerts")
OPEN: tuple[State, ...] = ("queued", "claimed", "sent")
# What arrived or may have; of what a newer one took the place of, too.
_RECEIVED = "(state in ('sent', 'confirmed') or state = 'superseded' and sent_at is not null)"

_TABLE = """
create table if not exists deliveries (
    id integer primary key autoincrement, job text, period text, scope text, notebook text,
    recipient text, way text, lang text, content text, edition integer, day text, viewer text,
    widest text, page text, kind text, message text, state text, attempts integer default 0, pid integer,
    queued_at text, sent_at text, confirmed_at text, error text default '', answer text default '',
    told text default '{}', facts text default '{}',
    unique (job, period, scope, notebook, recipient, way, lang, content, edition));
create index if not exists deliveries_open on deliveries (state, job);
"""
_KEY = ("job", "period", "scope", "notebook", "recipient", "way", "lang")


@dataclass(frozen=True)
class Item:
    """One report, or other news, that one recipient is to get by one way.

    Attributes
    ----------
    day : the last day that the report knew.
    content : a hash of what a reader sees.
    is_final : whether nothing of the period was to come any more, so that other content of a
        later day corrects the report, too.
    viewer, widest : on whose behalf a report was made ("" = the operator's), and all that they
        might see then.
    page : of the report, relative to the reports folder; "" = it is none.
    told : what the message told, with which a correction is compared.
    facts : what news are made from when they are sent, e.g. ids of leads.
    """

    job: str
    period: str
    scope: str
    notebook: str
    recipient: str
    way: Way
    lang: str
    content: str
    day: str
    viewer: str = ""
    widest: str = ""
    page: str = ""
    kind: Kind = "report"
    is_final: bool = False
    told: Mapping[str, Any] = field(default_factory=dict)
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Row(Item):
    """An item as it stands in the ledger."""

    id: int = 0
    edition: int = 1
    message: str = ""
    state: State = "queued"
    attempts: int = 0
    queued_at: str = ""
    sent_at: str = ""
    confirmed_at: str = ""
    error: str = ""
    answer: str = ""


@dataclass(frozen=True)
class Letter:
    """The rows that go out as one message."""

    message: str
    way: Way
    recipient: str
    rows: tuple[Row, ...]


class Ledger:
    """The deliveries of a workspace.

    Parameters
    ----------
    file : the workspace's data/state.sqlite.
    """

    def __init__(self, file: Path) -> None:
        self._file = file

    def enqueue(self, items: Sequence[Item], at: datetime, domain: str, *, digest: bool) -> int:
        """Queue what its recipient does not have yet; return how many rows are new.

        What is there already with the same content is left alone. Where the newest content of a
        report is another one, what still waits of it is superseded; was it sent, the new one is a
        correction.

        Parameters
        ----------
        domain : of the sender, the second half of the numbers of messages.
        digest : all of one recipient and way as one message.
        """
        with self._connection() as connection:
            connection.execute("begin immediate")  # nobody else queues the same meanwhile
            connection.execute(_FORGET, [(at - timedelta(days=_TOLD_DAYS)).isoformat()])
            fresh = [new for item in items if (new := _fresh(connection, item)) is not None]
            groups: dict[tuple[Any, ...], list[tuple[Item, int]]] = {}
            for number, (item, edition) in enumerate(fresh):
                own = (item.way, item.recipient, item.kind, "" if digest else number)
                groups.setdefault(own, []).append((item, edition))
            for group in groups.values():
                name = f"<{_number(group)}@{domain}>"
                connection.executemany(
                    _INSERT, [_values(item, edition, name, at) for item, edition in group]
                )
        return len(fresh)

    def letters(self, *jobs: str) -> list[Letter]:
        """Return the messages of jobs that are not delivered, those queued first before others."""
        marks = ", ".join("?" * len(jobs))
        found: dict[str, list[Row]] = {}
        for row in self.rows(f"state in {OPEN} and job in ({marks})", jobs):
            found.setdefault(row.message, []).append(row)
        return [
            Letter(name, rows[0].way, rows[0].recipient, tuple(rows))
            for name, rows in found.items()
        ]

    def claim(self, letter: Letter) -> bool:
        """Take a message, so that nobody else sends it; False = it is no longer there to take.

        Call it as the only sender: what another one had claimed was left by its end.
        """
        with self._connection() as connection:
            changed = connection.execute(
                "update deliveries set pid = ?,"
                f" state = iif(state = 'queued', 'claimed', state) where {_MINE}",
                [os.getpid(), letter.message],
            ).rowcount
            return changed == len(letter.rows)

    def hand_over(self, letter: Letter, at: datetime) -> None:
        """Write down that a message is handed over now: from here on it may have arrived."""
        self._set(letter, "state = 'sent', attempts = attempts + 1, sent_at = ?, error = ''", [at])

    def confirm(self, letter: Letter, at: datetime, answer: str) -> None:
        """Write down that a message was accepted, and what was answered."""
        self._set(letter, "state = 'confirmed', confirmed_at = ?, answer = ?", [at, answer])

    def put_back(self, letter: Letter, error: str, *, may_have_arrived: bool = False) -> None:
        """Write down why a message waits; what cannot have arrived was never sent."""
        change = "" if may_have_arrived else ", sent_at = null"
        state = "sent" if may_have_arrived else "queued"
        self._set(letter, f"state = ?, error = ?{change}", [state, error])

    def close(self, letter: Letter, state: State, error: str) -> None:
        """End a message without delivery."""
        self._set(letter, "state = ?, error = ?", [state, error])

    def close_row(self, row: Row, state: State, error: str) -> None:
        """End one row without delivery."""
        with self._connection() as connection:
            connection.execute(
                "update deliveries set state = ?, error = ? where id = ?", [state, error, row.id]
            )

    def change(self, row: Row, content: str, facts: Mapping[str, Any]) -> None:
        """Write down what news that wait are made from now."""
        with self._connection() as connection:
            connection.execute(
                "update deliveries set content = ?, facts = ? where id = ?",
                [content, json.dumps(facts, ensure_ascii=False), row.id],
            )

    def revive(self) -> int:
        """Queue the dead again; return how many rows."""
        with self._connection() as connection:
            return connection.execute(
                "update deliveries set state = 'queued', error = '' where state = 'dead'"
            ).rowcount

    def rows(self, condition: str = "true", values: Sequence[Any] = ()) -> list[Row]:
        """Return rows by a condition in SQL, oldest first."""
        names = [name for name in Row.__dataclass_fields__ if name != "is_final"]
        with self._connection() as connection:
            found = connection.execute(
                f"select {', '.join(names)} from deliveries where {condition} order by id",
                list(values),
            ).fetchall()
        return [_row(dict(zip(names, each, strict=True))) for each in found]

    def received(self, row: Item) -> Row | None:
        """Return the newest row of the same report that its recipient has, or may have."""
        found = self.rows(f"{_same()} and {_RECEIVED} and content <> ?", [*_key(row), row.content])
        return found[-1] if found else None

    def _set(self, letter: Letter, what: str, values: Sequence[Any]) -> None:
        texts = [v.isoformat() if isinstance(v, date) else v for v in values]
        with self._connection() as connection:
            connection.execute(
                f"update deliveries set {what} where {_MINE}", [*texts, letter.message]
            )

    def _connection(self) -> AbstractContextManager[sqlite3.Connection]:
        return open_state(self._file, _TABLE)


_COLUMNS = (
    "job", "period", "scope", "notebook", "recipient", "way", "lang", "content", "edition", "day",
    "viewer", "widest", "page", "kind", "message", "state", "queued_at", "told", "facts",
)  # fmt: skip
_INSERT = (
    f"insert into deliveries ({', '.join(_COLUMNS)}) values ({', '.join('?' * len(_COLUMNS))})"
)
_TOLD_DAYS = 120  # so long what was told is kept, to say what a correction changes
_FORGET = "update deliveries set told = '{}' where queued_at < ? and told <> '{}'"
_MINE = f"message = ? and state in {OPEN}"


def _fresh(connection: sqlite3.Connection, item: Item) -> tuple[Item, int] | None:
    """Return the item as it is to be queued, with its edition; None = it is there already."""
    rows = connection.execute(
        f"select id, content, state, day, {_RECEIVED} from deliveries where {_same()} order by id",
        _key(item),
    ).fetchall()
    live = [row for row in rows if row[2] in (*OPEN, "confirmed", "dead")]
    if item.kind in _NEWS:
        is_there = any(row[1] == item.content for row in live)
        return None if is_there else (item, len(rows) + 1)
    if live and live[-1][1] == item.content:
        return None
    waiting = [(row[0],) for row in live if row[2] in OPEN]
    connection.executemany("update deliveries set state = 'superseded' where id = ?", waiting)
    had = [row for row in rows if row[4]]
    corrects = bool(had) and (item.is_final or had[-1][3] == item.day)
    kind: Kind = "correction" if corrects and item.kind == "report" else item.kind
    return Item(**{**vars(item), "kind": kind}), len(rows) + 1


def _number(group: Sequence[tuple[Item, int]]) -> str:
    """Return the number of a message: the same for the same content to the same recipient."""
    told = sorted([*_key(item), item.content, str(edition)] for item, edition in group)
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()[:32]


def _values(item: Item, edition: int, message: str, at: datetime) -> list[Any]:
    given = {
        **vars(item),
        "edition": edition,
        "message": message,
        "state": "queued",
        "queued_at": at.isoformat(),
        "told": json.dumps(item.told, ensure_ascii=False),
        "facts": json.dumps(item.facts, ensure_ascii=False),
    }
    return [given[name] for name in _COLUMNS]


def _row(values: dict[str, Any]) -> Row:
    whole = {name: json.loads(values[name] or "{}") for name in ("told", "facts")}
    return Row(**{**{n: v for n, v in values.items() if v is not None}, **whole})


def _same() -> str:
    return " and ".join(f"{name} = ?" for name in _KEY)


def _key(item: Item) -> list[str]:
    return [str(getattr(item, name)) for name in _KEY]
