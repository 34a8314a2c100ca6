"""A clean-up workbook that came back: merge, delete, keep, fill in, as one import."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pandas as pd

from salesnb.errors import did_you_mean
from salesnb.imports import verify_facts
from salesnb.labels import Sentence, say
from salesnb.loaders import load_sheets
from salesnb.loaders.sheets.read import RawSheet
from salesnb.review.cleanup import FILLS, FORM
from salesnb.review.forms import FormRow, read_form
from salesnb.review.kept import KeptBook
from salesnb.scopes import ScopedStore, read_organisation
from salesnb.settings import FileMapping, Settings, SourceMapping
from salesnb.tables import TABLES
from salesnb.workspace import Workspace

_CLOSED_WITH = ("leads", "opportunities", "orders")  # what forbids to delete a customer
_MOVED = ("leads", "follow_ups", "plans", "opportunities", "orders")


@dataclass
class Cleaned:
    """What a workbook did: rows = merged + deleted + kept + filled + unchanged + blank + refused.

    Attributes
    ----------
    unchanged : rows whose decision had been carried out before.
    blank : rows without a decision.
    refused : a sentence for each row that was not carried out, with its place.
    """

    rows: int = 0
    merged: int = 0
    deleted: int = 0
    kept: int = 0
    filled: int = 0
    unchanged: int = 0
    blank: int = 0
    refused: list[Sentence] = field(default_factory=list)


@dataclass
class _Plan:
    """What the rows of a workbook ask for, each with the row that says so."""

    deletes: dict[str, FormRow] = field(default_factory=dict)
    merges: dict[str, tuple[str, FormRow]] = field(default_factory=dict)
    keeps: dict[str, FormRow] = field(default_factory=dict)
    fills: dict[str, list[tuple[str, dict[str, str], FormRow]]] = field(default_factory=dict)


class _RefusedError(Exception):
    """A row that cannot be carried out: in which column, and why."""

    def __init__(self, column: str, said: Sentence) -> None:
        super().__init__(said)
        self.column, self.said = column, said


def take_cleanup(
    workspace: Workspace, path: Path, *, at: datetime, by: str, viewer: str | None = None
) -> Cleaned:
    """Carry out the decisions of a workbook; what is wrong is told, the rest is done in one import.

    A deleted or merged customer's row is closed and not lost: `salesnb import --undo` opens it
    again. Of a merged one all that hangs on it gets the other's number, and fills what the other
    lacks. The same workbook again changes nothing.

    Raises
    ------
    DataError
        The file is no such form.
    """
    rows = read_form(path, FORM)
    done = Cleaned(rows=len(rows))
    with workspace.store.writing():
        tables = workspace.store.current()
        reader = _Reader(workspace, tables, viewer, at.date())
        plan = reader.plan(rows, done)
        frames = _filled(plan, workspace.settings, tables, at.date(), done)
        _merge(plan, tables, frames)
        gone = sorted({*plan.deletes, *plan.merges})
        if frames or gone:
            workspace.store.import_frames(
                frames,
                files=[path.name],
                at=at,
                by=by,
                closing={"customers": gone} if gone else {},
                verify=partial(verify_facts, workspace.settings, at.date()),
            )
    done.deleted, done.merged = len(plan.deletes), len(plan.merges)
    until = (at.date() + timedelta(days=workspace.settings.review.kept_days)).isoformat()
    known = KeptBook(workspace.state).until()
    today = at.date().isoformat()
    fresh = {record: until for record in plan.keeps if known.get(record, "") <= today}
    KeptBook(workspace.state).keep(fresh, by)
    done.kept, done.unchanged = len(fresh), done.unchanged + len(plan.keeps) - len(fresh)
    return done


class _Reader:
    """Reads what each row asks for, and refuses what cannot be."""

    def __init__(
        self,
        workspace: Workspace,
        tables: Mapping[str, pd.DataFrame],
        viewer: str | None,
        day: date,
    ) -> None:
        self._tables, self._viewer = tables, viewer
        self._ids = {
            name: set(tables[name][TABLES[name].key[0]].astype(str))
            for name in ("customers", "leads", "opportunities")
        }
        self._hanging = {
            name: Counter(tables[name]["customer_id"].dropna().astype(str)) for name in _CLOSED_WITH
        }
        self._ever = self._closed(workspace)
        self._own = self._seen(workspace, day)

    def plan(self, rows: Sequence[FormRow], done: Cleaned) -> _Plan:
        """Return what all rows ask for; what is refused or needs nothing is counted in `done`."""
        plan = _Plan()
        said: dict[str, tuple[str, ...]] = {}
        for row in rows:
            asked = tuple(row[name] for name in ("decision", "into", *FILLS))
            if not any(asked):
                done.blank += 1
                continue
            try:
                if said.setdefault(row["record"], asked) != asked:
                    raise _RefusedError("record", say("review_twice", record=row["record"]))
                self._read(row, plan, done)
            except _RefusedError as refused:
                place = row.place(refused.column)
                done.refused.append(say("err_at", place=place, said=refused.said))
        self._drop_chains(plan, done)
        return plan

    def _read(self, row: FormRow, plan: _Plan, done: Cleaned) -> None:
        entity, _, id_ = row["record"].partition(":")
        decision = FORM[8].read(row["decision"]) if row["decision"] else "fill"
        if decision is None:
            raise _RefusedError("decision", FORM[8].refused(row["decision"]))
        if entity == "customers" and id_ in self._ever and decision in ("delete", "merge"):
            done.unchanged += 1
            return
        if id_ not in self._ids.get(entity, ()):
            raise _RefusedError("record", say("review_no_record", record=row["record"]))
        if self._own is not None and row["record"] not in self._own:
            said = say("review_not_yours", record=row["record"], viewer=self._viewer)
            raise _RefusedError("record", said)
        if decision == "keep":
            plan.keeps[row["record"]] = row
        elif decision == "fill":
            self._read_fill(row, entity, id_, plan)
        elif entity != "customers":
            raise _RefusedError("decision", say("review_not_customer"))
        elif decision == "delete":
            self._check_empty(id_)
            plan.deletes[id_] = row
        else:
            plan.merges[id_] = (self._target(row, id_), row)

    def _read_fill(self, row: FormRow, entity: str, id_: str, plan: _Plan) -> None:
        values = {}
        for name, columns in FILLS.items():
            if row[name]:
                if entity not in columns:
                    header = say(f"review_col_{name}")
                    raise _RefusedError(name, say("review_no_place", header=header))
                values[columns[entity]] = row[name]
        if not values:
            raise _RefusedError("decision", say("review_no_fill"))
        plan.fills.setdefault(entity, []).append((id_, values, row))

    def _check_empty(self, id_: str) -> None:
        counts = {name: self._hanging[name][id_] for name in _CLOSED_WITH}
        if any(counts.values()):
            titles = [
                Sentence(f"{count} {TABLES[name].en}", f"{TABLES[name].zh} {count} 行")
                for name, count in counts.items()
                if count
            ]
            hangs = Sentence(", ".join(titles), "、".join(each.zh for each in titles))
            raise _RefusedError("decision", say("review_has_rows", customer=id_, hangs=hangs))

    def _target(self, row: FormRow, id_: str) -> str:
        into = row["into"].removeprefix("customers:")
        is_own = self._own is None or f"customers:{into}" in self._own
        if into not in self._ids["customers"] or not is_own:
            known = [
                each for each in self._ids["customers"]
                if self._own is None or f"customers:{each}" in self._own
            ]  # fmt: skip
            hint = did_you_mean(into, known)
            raise _RefusedError("into", say("review_no_target", into=into, hint=hint))
        if into == id_:
            raise _RefusedError("into", say("review_into_itself", customer=id_))
        return into

    def _drop_chains(self, plan: _Plan, done: Cleaned) -> None:
        """Refuse to merge into what the same workbook takes away."""
        gone = {*plan.deletes, *plan.merges}
        for id_, (into, row) in list(plan.merges.items()):
            if into in gone:
                del plan.merges[id_]
                said = say("review_chain", into=into)
                done.refused.append(say("err_at", place=row.place("into"), said=said))

    def _closed(self, workspace: Workspace) -> set[str]:
        """Return the customers that were there once and are no more."""
        if workspace.store.is_empty:
            return set()
        with workspace.store.open() as connection:
            rows = connection.execute("select distinct customer_id from customers").fetchall()
        return {str(row[0]) for row in rows} - self._ids["customers"]

    def _seen(self, workspace: Workspace, day: date) -> set[str] | None:
        """Return the records in the viewer's scope; None = all."""
        if self._viewer is None:
            return None
        organisation = read_organisation(workspace.store, workspace.settings, day)
        if organisation.is_admin(self._viewer):
            return None
        with ScopedStore.open(
            workspace.store, workspace.settings, viewer=self._viewer, as_of=day
        ) as store:
            keys = {
                "customers": "customer_id",
                "leads": "lead_id",
                "opportunities": "opportunity_id",
            }
            return {
                f"{name}:{id_}"
                for name, key in keys.items()
                for id_ in store.run(f"select {key} as id from fact_{name}")["id"]
            }


def _filled(
    plan: _Plan, settings: Settings, tables: Mapping[str, pd.DataFrame], day: date, done: Cleaned
) -> dict[str, pd.DataFrame]:
    """Return the rows that were filled in, checked as an import checks them."""
    frames: dict[str, pd.DataFrame] = {}
    for entity, given in plan.fills.items():
        good = _checked(entity, given, settings, tables, day, done)
        if good is None:
            continue
        key = TABLES[entity].key[0]
        stored = tables[entity].set_index(tables[entity][key].astype(str))
        names = [name for name in good.columns if name in stored and not name.startswith("_")]
        for row in good.to_dict("records"):
            before = stored.loc[str(row[key])]
            is_same = all(_text(before[name]) == _text(row[name]) for name in names)
            done.unchanged += is_same
            done.filled += not is_same
        frames[entity] = good
    return frames


def _text(value: Any) -> str:
    return "" if pd.isna(value) else str(value)


def _checked(
    entity: str,
    given: Sequence[tuple[str, dict[str, str], FormRow]],
    settings: Settings,
    tables: Mapping[str, pd.DataFrame],
    day: date,
    done: Cleaned,
) -> pd.DataFrame | None:
    key = TABLES[entity].key[0]
    names = [key, *sorted({name for _, values, _ in given for name in values})]
    titles = tuple(TABLES[entity][name].zh for name in names)
    cells = [[id_, *(values.get(name) for name in names[1:])] for id_, values, _ in given]
    mapping = FileMapping(
        table=entity, header=titles, columns=dict(zip(titles, names, strict=True)), empty="keep"
    )
    sheet = RawSheet(given[0][2].file, "", pd.DataFrame(cells, dtype="str"))
    result = load_sheets(
        [sheet],
        settings,
        mapping=SourceMapping(files={"*": mapping}),
        known=tables,
        today=day,
    )
    errors = result.errors
    for number in sorted({int(each) for each in errors["row"]}):
        row = given[number - 1][2]
        told = errors[errors["row"] == number].iloc[0]
        said = Sentence(str(told["message"]), str(told["message_zh"]))
        done.refused.append(say("err_at", place=row.place("record"), said=said))
    return result.tables.get(entity)


def _merge(
    plan: _Plan, tables: Mapping[str, pd.DataFrame], frames: dict[str, pd.DataFrame]
) -> None:
    """Give what hangs on merged customers the other's number; the other gets what it lacks."""
    into = {id_: target for id_, (target, _) in plan.merges.items()}
    if not into:
        return
    for name in _MOVED:
        stored = tables[name]
        moved = stored[stored["customer_id"].isin(list(into))]
        if moved.empty:
            continue
        key = TABLES[name].key[0]
        rows = moved[[key]].assign(customer_id=moved["customer_id"].map(into))
        frames[name] = _laid_over(frames.get(name), rows, stored, key)
    stored = tables["customers"]
    by_id = stored.set_index(stored["customer_id"].astype(str))
    own = [column.name for column in TABLES["customers"].stored if column.name != "customer_id"]
    gifts: dict[str, dict[Any, Any]] = {}
    for id_, target in into.items():
        have = gifts.setdefault(target, by_id.loc[target].to_dict())
        for name in own:
            if pd.isna(have.get(name)) and pd.notna(by_id.loc[id_].get(name)):
                have[name] = by_id.loc[id_][name]
    rows = pd.DataFrame(list(gifts.values()))[["customer_id", *own]]
    frames["customers"] = _laid_over(frames.get("customers"), rows, stored, "customer_id")


def _laid_over(
    before: pd.DataFrame | None, rows: pd.DataFrame, stored: pd.DataFrame, key: str
) -> pd.DataFrame:
    """Return rows with place columns; those that are filled in besides keep what was filled in."""
    rows = rows.assign(_file="cleanup", _sheet="", _row=range(1, len(rows) + 1))
    if before is None:
        return rows
    columns = list(dict.fromkeys([*before.columns, *rows.columns]))
    whole = stored.set_index(key)
    merged: dict[str, dict[Any, Any]] = {}
    for part in (rows, before):
        for row in part.to_dict("records"):
            id_ = str(row[key])
            start = {name: whole.loc[id_].get(name) for name in columns if name in whole}
            merged[id_] = {**merged.get(id_, {**start, key: id_}), **row}
    return pd.DataFrame(list(merged.values()), columns=columns)
