"""From answers to the records that they become: follow-ups, and plans that are done."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pandas as pd

from salesnb.labels import Sentence
from salesnb.loaders import LoadResult, load_sheets
from salesnb.loaders.checks.people import People
from salesnb.loaders.sheets.read import RawSheet
from salesnb.loaders.values.words import folded
from salesnb.settings import FileMapping, Settings, SourceMapping
from salesnb.tables import TABLES
from salesnb.tasks.answers import Answer
from salesnb.tasks.book import Given
from salesnb.tasks.columns import kind_words

_FOLLOW_UPS = (
    "follow_id", "customer_id", "lead_id", "follow_at", "user", "content", "feedback", "next_plan",
    "next_due",
)  # fmt: skip
_PLANS = ("plan_id", "state")
# Whose customer or lead a row of these tables is, by which of its columns.
_OF_SUBJECTS = ("customer_id", "lead_id")
_FILES = {"follow_ups": "worklist follow_ups", "plans": "worklist plans"}


@dataclass(frozen=True)
class Done:
    """A task that is done, and what is known of it."""

    answer: Answer
    given: Given

    @property
    def follow_id(self) -> str:
        """The number of its follow-up: the same whenever the answer is read."""
        told = f"{self.given.number} {self.given.owner}"
        return f"T{hashlib.sha256(told.encode()).hexdigest()[:12]}"


class Subjects:
    """Which customer or lead a task is about.

    Parameters
    ----------
    known : the current rows in the store by table.
    """

    def __init__(self, known: Mapping[str, pd.DataFrame]) -> None:
        self._known = known

    def of(self, entity: str, entity_id: str) -> dict[str, str]:
        """Return customer_id or lead_id of a row of a table; {} = it is about neither."""
        if entity not in self._known or entity not in TABLES:
            return {}
        rows = self._known[entity]
        key = TABLES[entity].key[0]
        row = rows[rows[key].astype("str") == entity_id] if key in rows else rows.iloc[:0]
        if row.empty:
            return {}
        values = row.iloc[-1]
        found = {
            name: str(values[name])
            for name in _OF_SUBJECTS
            if name in values.index and not pd.isna(values[name])
        }
        if not found and "order_id" in values.index and entity != "orders":
            return self.of("orders", str(values["order_id"]))
        # A lead keeps its own number beside its customer's; both belong to the follow-up.
        return found


def load_done(
    done: Sequence[Done],
    subjects: Subjects,
    settings: Settings,
    known: Mapping[str, pd.DataFrame],
    moment: datetime,
) -> tuple[LoadResult | None, dict[int, Sentence]]:
    """Check follow-ups of tasks that are done, and the plans they meet, as a file is checked.

    A follow-up that is stored already keeps its time, so that a list that comes twice changes
    nothing.

    Parameters
    ----------
    moment : the time of new follow-ups.

    Returns
    -------
    What was read, None where there is nothing to store; and by place in `done` what is wrong.
    """
    stored = known["follow_ups"]
    times = dict(zip(stored.get("follow_id", []), stored.get("follow_at", []), strict=True))
    people, lang = People(known["staff"]), settings.workspace.lang
    abouts = [subjects.of(each.given.entity, each.given.entity_id) for each in done]
    places = [place for place, about in enumerate(abouts) if about]
    if not places:
        return None, {}
    rows = [
        _row(done[at], abouts[at], people, times.get(done[at].follow_id, moment), lang)
        for at in places
    ]
    word = settings.choice_label("task_state", "done", lang)
    closed = {
        plan for at in places for plan in _plans_met(done[at], abouts[at], known["plans"], people)
    }
    plans = [{"plan_id": plan, "state": word} for plan in sorted(closed)]
    sheets = [_sheet("follow_ups", _FOLLOW_UPS, rows)]
    sheets += [_sheet("plans", _PLANS, plans)] if plans else []
    result = load_sheets(sheets, settings, mapping=_mapping(), known=known, today=moment.date())
    return result, _wrong(result, places)


def _mapping() -> SourceMapping:
    columns = {"follow_ups": _FOLLOW_UPS, "plans": _PLANS}
    files: dict[str, Any] = {
        _FILES[table]: FileMapping(
            table=table, header=names, columns={name: name for name in names}, empty="keep"
        )
        for table, names in columns.items()
    }
    return SourceMapping(files=files)


def _plans_met(
    done: Done, about: Mapping[str, str], plans: pd.DataFrame, people: People
) -> list[str]:
    """Return the owner's open plans with the same customer or lead that were due by the list's day.

    They are told beside the task, whatever its gravest reason is, so they are done with it.
    """
    if plans.empty:
        return []
    owners = plans["owner"].astype("str").map(lambda word: people.person_of.get(folded(word)))
    is_met = (owners == done.given.owner) & (plans["due_on"] <= pd.Timestamp(done.given.given_on))
    if "state" in plans:
        is_met &= plans["state"].fillna("") != "done"
    is_same = pd.Series(False, index=plans.index)
    for name, value in about.items():
        if name in plans:
            is_same |= plans[name].astype("str") == value
    return [str(plan) for plan in plans.loc[is_met & is_same, "plan_id"]]


def _row(
    done: Done, about: dict[str, str], people: People, at: datetime, lang: str
) -> dict[str, str]:
    answer, given = done.answer, done.given
    return {
        **about,
        "follow_id": done.follow_id,
        "follow_at": f"{pd.Timestamp(at):%Y-%m-%d %H:%M:%S}",
        "user": people.nearest_owner(given.owner) or given.owner,
        "content": kind_words(given.kind, lang),
        "feedback": answer.result,
        "next_plan": answer.next_plan,
        "next_due": answer.next_on,
    }


def _sheet(table: str, columns: Sequence[str], rows: Sequence[Mapping[str, str]]) -> RawSheet:
    texts = [[row.get(column) or None for column in columns] for row in rows]
    return RawSheet(file=_FILES[table], sheet="", cells=pd.DataFrame(texts, dtype="str"))


def _wrong(result: LoadResult, places: Sequence[int]) -> dict[int, Sentence]:
    """Return by place what keeps a follow-up from being stored."""
    found: dict[int, Sentence] = {}
    errors = result.errors[result.errors["file"] == _FILES["follow_ups"]]
    for row, en, zh in errors[["row", "message", "message_zh"]].itertuples(index=False):
        at = places[int(row) - 1]
        found.setdefault(at, Sentence(*(_bare(text) for text in (str(en), str(zh)))))
    return found


def _bare(message: str) -> str:
    """Return a message without its place, which is in no file that anybody has."""
    for colon in (": ", "："):
        place, found, words = message.partition(colon)
        if found and place.startswith(_FILES["follow_ups"]):
            return words
    return message
