"""What samples found, in data/state.sqlite: which records were drawn, which fields were wrong."""

import sqlite3
from collections.abc import Iterable
from contextlib import AbstractContextManager
from datetime import date
from pathlib import Path

import pandas as pd

from salesnb.metrics import wilson
from salesnb.scopes import Scope
from salesnb.state_file import open_state

_TABLES = """
create table if not exists review_samples (
    week text, entity text, entity_id text, field text, rep text, team text, department text,
    primary key (week, entity, entity_id, field));
create table if not exists review_findings (
    week text, entity text, entity_id text, field text, verdict text, remark text, by text,
    taken_on text, primary key (week, entity, entity_id, field));
"""
DRAWN = ("week", "entity", "entity_id", "field", "rep", "team", "department")
_CHECKED = "week, entity, entity_id, field, verdict, remark, by, taken_on"
BY = ("rep", "week", "field")
_KEY = ["week", "entity", "entity_id"]


class FindingBook:
    """The samples of a workspace and what was found.

    Parameters
    ----------
    file : the workspace's data/state.sqlite; made when something is written.
    """

    def __init__(self, file: Path) -> None:
        self._file = file

    def remember(self, drawn: pd.DataFrame) -> None:
        """Write down which records were drawn; those of a week that are there already stay."""
        rows = drawn[list(DRAWN)].astype("object").itertuples(index=False, name=None)
        with self._connection() as connection:
            connection.executemany(
                f"insert or ignore into review_samples values ({', '.join('?' * len(DRAWN))})",
                rows,
            )

    def sample(self, week: str) -> pd.DataFrame:
        """Return what was drawn of a week, with verdict and remark where it was checked."""
        return self._frame("where s.week = ?", [week])

    def checked(self, scopes: Iterable[Scope], weeks: Iterable[str]) -> pd.DataFrame:
        """Return the fields that were checked, of some weeks; unsure ones are left out.

        Parameters
        ----------
        scopes : what is looked at, and what its viewer may see at most: inside all of them.
        """
        named = list(weeks)
        frame = self._frame(f"where s.week in ({', '.join('?' * len(named))})", named)
        frame = frame[frame["verdict"].isin(["right", "wrong"])]
        for scope in scopes:
            frame = inside(frame, scope)
        return frame.reset_index(drop=True)

    def take(self, found: Iterable[tuple[str, ...]], *, by: str, day: date) -> tuple[int, int, int]:
        """Write down findings (week, entity, entity_id, field, verdict, remark), all or nothing.

        Returns
        -------
        How many are new, changed, and as they were.
        """
        counts = {"new": 0, "changed": 0, "unchanged": 0}
        with self._connection() as connection:
            for *key, verdict, remark in found:
                before = connection.execute(
                    "select verdict, remark from review_findings"
                    " where week = ? and entity = ? and entity_id = ? and field = ?",
                    key,
                ).fetchone()
                is_same = before == (verdict, remark)
                counts["new" if before is None else "unchanged" if is_same else "changed"] += 1
                if not is_same:
                    connection.execute(
                        f"insert or replace into review_findings ({_CHECKED})"
                        " values (?, ?, ?, ?, ?, ?, ?, ?)",
                        [*key, verdict, remark, by, day.isoformat()],
                    )
        return counts["new"], counts["changed"], counts["unchanged"]

    def copy(self, scopes: Iterable[Scope], target: Path) -> None:
        """Write what was drawn and found inside all of some scopes into another file.

        Remarks stay here: figures need none.
        """
        if not self._file.exists():
            return
        frame = self._frame("where f.verdict is not null", [])
        for scope in scopes:
            frame = inside(frame, scope)
        if frame.empty:
            return
        other = FindingBook(target)
        other.remember(frame)
        rows = frame[["week", "entity", "entity_id", "field", "verdict"]].assign(remark="")
        other.take(rows.itertuples(index=False, name=None), by="", day=date.min)

    def _frame(self, where: str, values: list[str]) -> pd.DataFrame:
        columns = [*DRAWN, "verdict", "remark"]
        if not self._file.exists():
            return pd.DataFrame(columns=columns)
        with self._connection() as connection:
            rows = connection.execute(
                f"""select {", ".join(f"s.{name}" for name in DRAWN)}, f.verdict, f.remark
                from review_samples as s
                left join review_findings as f on f.week = s.week and f.entity = s.entity
                  and f.entity_id = s.entity_id and f.field = s.field
                {where}
                order by s.week, s.rep, s.entity, s.entity_id, s.rowid""",
                values,
            ).fetchall()
        return pd.DataFrame(rows, columns=columns, dtype="object")

    def _connection(self) -> AbstractContextManager[sqlite3.Connection]:
        return open_state(self._file, _TABLES)


def inside(frame: pd.DataFrame, scope: Scope) -> pd.DataFrame:
    """Return the rows of a scope, by rep, team and department on the record's day.

    Of a saved query none: samples are of people's work, not of customers.
    """
    if scope.query:
        return frame.iloc[:0]
    return frame if scope.kind == "company" else frame[frame[scope.kind] == scope.name]


def error_rates(checked: pd.DataFrame, by: str, small_sample: int) -> pd.DataFrame:
    """Return how often what was checked was wrong, by rep, week or field.

    A record is wrong if one of its fields is: fields of one record are not independent. By field it
    is the fields that are counted.

    Returns
    -------
    The group, checked, wrong, rate, low and high (95 %, Wilson), is_small.
    """
    frame = checked.assign(wrong=checked["verdict"] == "wrong")
    if by == "field":
        frame = frame.assign(field=frame["entity"] + "." + frame["field"])
    else:
        # The first field of each record, wrong ones before.
        frame = frame.sort_values("wrong", ascending=False).drop_duplicates([*_KEY, "rep"])
    counted = frame.groupby(by)["wrong"].agg(["size", "sum"]).astype("int64").reset_index()
    counted.columns = pd.Index([by, "checked", "wrong"])
    ends = wilson(counted["wrong"], counted["checked"])
    return counted.assign(
        rate=counted["wrong"] / counted["checked"],
        low=ends["low"],
        high=ends["high"],
        is_small=counted["checked"] < small_sample,
    )
