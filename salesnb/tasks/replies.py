"""Worklists that are given back: what is done becomes follow-ups, what is put off is remembered."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import pandas as pd

from salesnb.errors import did_you_mean
from salesnb.labels import Sentence, say
from salesnb.loaders.keys import righted_keys
from salesnb.loaders.sheets.read import read_files
from salesnb.scopes import Organisation, Scope, read_organisation
from salesnb.tasks.answers import Answer, read_answers
from salesnb.tasks.book import Given, Reply, TaskBook
from salesnb.tasks.follow_ups import Done, Subjects, load_done
from salesnb.workspace import Workspace


@dataclass
class Taken:
    """What became of lists that were given back: rows = taken + refused + blank.

    Attributes
    ----------
    counts : rows by fate: done, put_off, unchanged.
    refused : why a row was not taken, each with its place.
    blank : rows in which nothing was filled in.
    follow_ups : records that are new or changed in the store.
    """

    counts: Counter[str] = field(default_factory=Counter)
    refused: list[Sentence] = field(default_factory=list)
    blank: int = 0
    follow_ups: int = 0

    @property
    def taken(self) -> int:
        """Rows that were taken."""
        return self.counts.total()

    @property
    def rows(self) -> int:
        """All rows of the lists."""
        return self.taken + len(self.refused) + self.blank


def take_replies(
    workspace: Workspace, paths: Sequence[Path], *, at: datetime, by: str, viewer: str | None
) -> Taken:
    """Take back worklists: the good rows are taken, the others refused with their place.

    Follow-ups are stored first, under numbers that follow from the task, and then it is written
    down what was answered. So after an end in between the same file finishes what was begun, and a
    file that is given twice changes nothing.

    Parameters
    ----------
    at : now, naive, in the workspace's time zone: the time of the follow-ups.
    by : who gives them back, for the record.
    viewer : on whose behalf; tasks of others than the viewer may see are refused. None = the
        operator.

    Raises
    ------
    FileUnreadableError, DataError
        A file is no worklist.
    UsageError, ScopeError
        No such viewer, or the viewer has left.
    """
    at = _known_by(workspace, at)
    returned = read_answers(read_files(paths))
    taken = Taken(refused=list(returned.refused), blank=returned.blank)
    book = TaskBook(workspace.state)
    with workspace.store.writing():
        organisation = read_organisation(workspace.store, workspace.settings)
        organisation.widest(viewer)  # refuses whoever is unknown or has left
        sorter = _Sorter(book, organisation, viewer, at)
        answered = sorter.sort(returned.answers, taken)
        done = [Done(answer, given) for answer, given in answered if answer.is_done]
        wrong, stored = _store(workspace, done, at, by, taken)
        replies = []
        for answer, given in answered:
            if (key := (given.number, given.owner)) in wrong:
                taken.refused.append(answer.place.said("result", wrong[key]))
                continue
            replies.append(_reply(answer, given, stored.get(key, ""), at, by))
            taken.counts["done" if answer.is_done else "put_off"] += 1
        book.answer(replies)
    return taken


def _known_by(workspace: Workspace, at: datetime) -> datetime:
    """Return the time, on the pinned today where params have one."""
    today = workspace.settings.workspace.today
    return at if today is None else datetime.combine(min(today, at.date()), at.time())


class _Sorter:
    """Judges answers: whose task it is, whether it is new, whether its date lies ahead."""

    def __init__(
        self, book: TaskBook, organisation: Organisation, viewer: str | None, at: datetime
    ) -> None:
        given = book.given()
        self._own = {
            number: [each for each in tasks if _may(organisation, each, viewer)]
            for number, tasks in given.items()
        }
        self._others = {number for number in given if not self._own[number]}
        self._replies, self._today = book.replies(), at.date().isoformat()
        self._seen: dict[tuple[str, str], Answer] = {}

    def sort(self, answers: Sequence[Answer], taken: Taken) -> list[tuple[Answer, Given]]:
        """Return the answers that say something new; the others are counted or refused."""
        fresh = []
        for answer in answers:
            found = self._find(answer)
            if isinstance(found, Sentence):
                taken.refused.append(found)
            elif found is None:
                taken.counts["unchanged"] += 1
            else:
                fresh.append((answer, found))
        return fresh

    def _find(self, answer: Answer) -> Given | Sentence | None:
        """Return the task of an answer, why it cannot be taken, or None: it was taken before."""
        place, own = answer.place, self._own.get(answer.number, [])
        if not own:
            # In the same words whether it is another's or nobody's, so that nothing is given away.
            known = [number for number, tasks in self._own.items() if tasks]
            hint = did_you_mean(answer.number, known)
            return place.said("key", say("err_worklist_unknown", key=answer.number, hint=hint))
        given = next((each for each in own if each.owner == place.sheet), own[0])
        number = (given.number, given.owner)
        if before := self._seen.get(number):
            if before.said == answer.said:
                return None
            cell = before.place.row
            return place.said("key", say("err_worklist_twice", row=cell, sheet=before.place.sheet))
        self._seen[number] = answer
        reply = self._replies.get(number)
        if reply is not None and reply.said == answer.said:
            return None
        if reply is not None and reply.is_done and not answer.is_done:
            day = reply.answered_at[:10]
            return place.said("done", say("err_worklist_was_done", day=day))
        if answer.next_on and answer.next_on <= self._today:
            told = {"given": answer.next_on, "day": self._today}
            return place.said("next_on", say("err_worklist_past", **told))
        return given


def _may(organisation: Organisation, given: Given, viewer: str | None) -> bool:
    if viewer is None or viewer == given.owner:
        return True
    if organisation.role_of(viewer):
        return False
    return organisation.covers(Scope("rep", given.owner), viewer)


def _store(
    workspace: Workspace, done: Sequence[Done], at: datetime, by: str, taken: Taken
) -> tuple[Mapping[tuple[str, str], Sentence], Mapping[tuple[str, str], str]]:
    """Store the follow-ups; return what is wrong with which, and the numbers of the good ones."""
    store, settings = workspace.store, workspace.settings
    known = store.current()
    subjects = Subjects(known)
    result, wrong = load_done(done, subjects, settings, known, at)
    keys = [(each.given.number, each.given.owner) for each in done]
    told = {keys[place]: said for place, said in wrong.items()}
    if result is None:
        return told, {}
    if "follow_ups" in result.tables:
        _name_places(result.tables["follow_ups"], done)
    if any(len(frame) for frame in result.tables.values()):
        summary = store.import_frames(
            result.tables,
            files=sorted({each.answer.place.file for each in done}),
            at=at,
            by=by,
            righted=righted_keys(result.tables, store.waiting_keys()),
        )
        for change in summary.changes:
            if change.table == "follow_ups":
                taken.follow_ups = change.new + change.updated
    ids = set(result.tables.get("follow_ups", pd.DataFrame(columns=["follow_id"]))["follow_id"])
    return told, {
        key: each.follow_id for key, each in zip(keys, done, strict=True) if each.follow_id in ids
    }


def _name_places(frame: pd.DataFrame, done: Sequence[Done]) -> None:
    """Have the follow-ups name the rows of the lists that they come from."""
    places = {each.follow_id: each.answer.place for each in done}
    at = [places[key] for key in frame["follow_id"]]
    frame["_file"], frame["_sheet"] = [p.file for p in at], [p.sheet for p in at]
    frame["_row"] = [p.row for p in at]


def _reply(answer: Answer, given: Given, follow_id: str, at: datetime, by: str) -> Reply:
    return Reply(
        number=given.number,
        owner=given.owner,
        subject=given.subject,
        listed_on=given.given_on,
        is_done=answer.is_done,
        result=answer.result,
        next_on=answer.next_on,
        next_plan=answer.next_plan,
        follow_id=follow_id,
        answered_at=at.isoformat(timespec="seconds"),
        answered_by=by,
    )
