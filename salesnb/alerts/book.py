"""The life of alerts, in data/state.sqlite: seen, told, escalated, put off, resolved, open again."""

import sqlite3
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd

from salesnb.settings import LADDER
from salesnb.state_file import open_state, records

_TABLES = """
create table if not exists alerts (
    id integer primary key autoincrement, key text, episode text, rule text, entity_id text,
    scope text, owner text, team text, department text, level text, step integer, reached text,
    since text,
    amount real, first_seen text, last_seen text, opened_on text, openings integer,
    escalated_on text, resolved_on text, acknowledged_on text, acknowledged_by text,
    acknowledged_step integer, snoozed_until text, snoozed_by text, snoozed_step integer,
    unique (key, episode));
create table if not exists alert_tellings (
    alert integer references alerts (id), opening integer, step integer, recipient text,
    told_on text, primary key (alert, opening, step, recipient));
create index if not exists alerts_open on alerts (resolved_on, rule);
"""
_SEEN = (
    "key", "episode", "rule", "entity_id", "scope", "owner", "team", "department", "level", "step",
    "reached", "since", "amount",
)  # fmt: skip
_STATES = (
    "key", "episode", "first_seen", "last_seen", "opened_on", "openings", "escalated_on",
    "resolved_on", "acknowledged_on", "acknowledged_by", "snoozed_until", "snoozed_by",
)  # fmt: skip


class AlertBook:
    """The alerts of a workspace.

    Parameters
    ----------
    file : the workspace's data/state.sqlite; made when something is written.
    """

    def __init__(self, file: Path) -> None:
        self._file = file

    def see(self, found: pd.DataFrame, day: date, asked: Collection[str]) -> None:
        """Write down what was found of the whole company on a day, all or nothing.

        What is no more found is resolved. What is found again after that, or stands lower on its
        ladder than it did, is open again. A day before the last one seen changes nothing: what was
        told is not taken back.

        Parameters
        ----------
        found : as `find_alerts` gives it.
        asked : the rules that were asked; alerts of others stay as they are.
        """
        with self._connection() as connection:
            (last,) = connection.execute("select max(last_seen) from alerts").fetchone()
            if last is not None and day.isoformat() < last:
                return
            connection.execute(_FOUND)
            marks = ", ".join("?" * len(_SEEN))
            connection.executemany(f"insert into found values ({marks})", _rows(found))
            connection.execute("create temp table asked (rule text)")
            connection.executemany("insert into asked values (?)", [(rule,) for rule in asked])
            for statement in _SEE:
                connection.execute(statement, {"day": day.isoformat()})

    def untold(self, day: date) -> list[dict[str, Any]]:
        """Return every step of an alert seen on the day of which nobody was told since it opened.

        Left out is what whoever stands at that step, or higher, has acknowledged, or put off beyond
        the day.

        Returns
        -------
        Records: alert and opening, key, episode, first_seen, step (a place in LADDER).
        """
        with self._connection() as connection:
            rows = records(
                connection,
                """select id as alert, openings as opening, key, episode, first_seen, reached,
                  max(coalesce(acknowledged_step, -1),
                    case when snoozed_until > :day then snoozed_step else -1 end) as held
                from alerts where resolved_on is null and last_seen = :day order by id""",
                {"day": day.isoformat()},
            )
            told = set(connection.execute("select alert, opening, step from alert_tellings"))
        return [
            {**row, "step": step}
            for row in rows
            for step in map(int, row["reached"].split())
            if step > row["held"] and (row["alert"], row["opening"], step) not in told
        ]

    def tell(self, tellings: Sequence[tuple[int, int, int, str]], day: date) -> None:
        """Write down who was told of what: alert, opening, step, recipient."""
        with self._connection() as connection:
            connection.executemany(
                "insert or ignore into alert_tellings values (?, ?, ?, ?, ?)",
                [(*telling, day.isoformat()) for telling in tellings],
            )

    def untell(self, tellings: Sequence[tuple[int, int, int, str]]) -> None:
        """Take back that somebody was told: what was to be sent could not be."""
        with self._connection() as connection:
            connection.executemany(
                "delete from alert_tellings"
                " where alert = ? and opening = ? and step = ? and recipient = ?",
                tellings,
            )

    def still_open(self, alerts: Collection[int]) -> dict[int, dict[str, Any]]:
        """Return those of the alerts, by number, that are open: key, episode, openings."""
        if not alerts:
            return {}
        marks = ", ".join("?" * len(alerts))
        with self._connection() as connection:
            rows = records(
                connection,
                f"select id, key, episode, openings, last_seen from alerts where id in ({marks})"
                " and resolved_on is null",
                [*alerts],
            )
        return {int(row["id"]): row for row in rows}

    def last_seen(self) -> date | None:
        """Return the newest day of which alerts are written down."""
        with self._connection() as connection:
            (last,) = connection.execute("select max(last_seen) from alerts").fetchone()
        return None if last is None else date.fromisoformat(last)

    def acknowledge(self, key: str, by: str, step: int, day: date) -> bool:
        """Write down that somebody knows of an open alert; whether there is one."""
        return self._change(
            "acknowledged_on = ?, acknowledged_by = ?,"
            " acknowledged_step = max(coalesce(acknowledged_step, 0), ?)",
            [day.isoformat(), by, step],
            key,
        )

    def snooze(self, key: str, until: date, by: str, step: int) -> bool:
        """Put an open alert off until a day; whether there is one."""
        change = "snoozed_until = ?, snoozed_by = ?, snoozed_step = ?"
        return self._change(change, [until.isoformat(), by, step], key)

    def states(self) -> pd.DataFrame:
        """Return how each open alert stands, by key and episode."""
        if not self._file.exists():
            return pd.DataFrame(columns=list(_STATES))
        with self._connection() as connection:
            rows = records(
                connection,
                f"select {', '.join(_STATES)} from alerts where resolved_on is null",
                {},
            )
        return pd.DataFrame(rows, columns=list(_STATES))

    def seen_before(self, rule: str, day: date) -> list[tuple[str, str, bool]]:
        """Return the alerts of a rule: entity, day first seen, whether that was by the day."""
        if not self._file.exists():
            return []
        with self._connection() as connection:
            return [
                (str(entity), str(first), bool(is_old))
                for entity, first, is_old in connection.execute(
                    "select entity_id, min(first_seen), min(first_seen) <= ? from alerts"
                    " where rule = ? group by entity_id order by entity_id",
                    [day.isoformat(), rule],
                )
            ]

    def history(self, key: str) -> list[dict[str, Any]]:
        """Return all that is known of an alert: one record per episode, with who was told when."""
        with self._connection() as connection:
            rows = records(
                connection, "select * from alerts where key = :key order by id", {"key": key}
            )
            for row in rows:
                row["tellings"] = records(
                    connection,
                    "select opening, step, recipient, told_on from alert_tellings"
                    " where alert = :id order by told_on, opening, step, recipient",
                    {"id": row["id"]},
                )
        return rows

    def _change(self, change: str, values: Sequence[Any], key: str) -> bool:
        with self._connection() as connection:
            cursor = connection.execute(
                f"update alerts set {change} where key = ? and resolved_on is null", [*values, key]
            )
        return cursor.rowcount > 0

    @contextmanager
    def _connection(self) -> Iterator[sqlite3.Connection]:
        with open_state(self._file, _TABLES) as connection:
            connection.execute("begin immediate")
            yield connection


# By key, so that a second day of a large company finds its rows; without types, as they come.
_FOUND = f"create temp table found ({', '.join(_SEEN)}, primary key (key, episode)) without rowid"
_SAME = "found.key = alerts.key and found.episode = alerts.episode"
# One transaction: `found` is laid over `alerts`, in this order.
_SEE = (
    f"""update alerts set openings = openings + 1, opened_on = :day, resolved_on = null,
         escalated_on = null, acknowledged_on = null, acknowledged_by = null,
         acknowledged_step = null, snoozed_until = null, snoozed_by = null, snoozed_step = null
       from found
       where {_SAME} and (alerts.resolved_on is not null or found.step < alerts.step)""",
    f"""update alerts set escalated_on = :day from found
       where {_SAME} and found.step > alerts.step""",
    f"""update alerts set (scope, owner, team, department, level, step, reached, since, amount) = (
         found.scope, found.owner, found.team, found.department, found.level, found.step,
         found.reached, found.since, found.amount), last_seen = :day
       from found where {_SAME}""",
    f"""update alerts set resolved_on = :day
       where resolved_on is null and rule in (select rule from asked)
         and not exists (select 1 from found where {_SAME})""",
    f"""insert into alerts ({", ".join(_SEEN)}, first_seen, last_seen, opened_on, openings)
       select {", ".join(_SEEN)}, :day, :day, :day, 1 from found
       where not exists (select 1 from alerts where {_SAME})
       order by key, episode""",
)


def _rows(found: pd.DataFrame) -> Iterator[tuple[Any, ...]]:
    """Return what was found as rows of `found`, by key: sorted, they are written down fastest."""
    steps = {to: place for place, to in enumerate(LADDER)}
    reached = {
        each: " ".join(str(steps[to]) for to in each.split()) for each in found["reached"].unique()
    }
    days = {each: f"{each:%Y-%m-%d}" for each in found["since"].dropna().unique()}
    frame = found.sort_values(["key", "episode"]).assign(
        step=lambda each: each["to"].map(steps),
        reached=lambda each: each["reached"].map(reached),
        since=lambda each: each["since"].map(days),
    )
    columns = (frame[name].astype("object") for name in _SEEN)
    return zip(*(each.where(each.notna(), None).tolist() for each in columns), strict=True)
