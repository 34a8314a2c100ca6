"""Who should do what today: the tasks of a scope, one per owner and customer or lead."""

from collections.abc import Iterable

import pandas as pd

from salesnb.periods import Calendar
from salesnb.scopes import ScopedStore
from salesnb.settings import Settings, TaskKind
from salesnb.tasks.answered import without_answered
from salesnb.tasks.beyond import may_see, without_others
from salesnb.tasks.book import Reply
from salesnb.tasks.candidates import Case, Finder, moved_to_workdays, next_workday
from salesnb.tasks.cleaning import clean_ups
from salesnb.tasks.contacts import first_contacts, follow_ups
from salesnb.tasks.drafts import with_play
from salesnb.tasks.merging import merged, ordered, with_keys
from salesnb.tasks.money import overdue_payments, win_backs
from salesnb.tasks.people import (
    People,
    handovers,
    improvements,
    read_people,
    strategy_changes,
)
from salesnb.tasks.promises import plans, promises
from salesnb.tasks.texts import reasons
from salesnb.tasks.worth import with_worth

TASK_COLUMNS = [
    "key", "kind", "owner", "entity", "entity_id", "name", "due_on", "since", "days_over", "amount",
    "chance", "expected_value", "reason", "next_step", "last_feedback", "draft", "rank", "is_shown",
]  # fmt: skip
_MORE = ["team", "department", "subject", "grade", "level", "stage", "need"]
_OWN: dict[TaskKind, Finder] = {
    "payment": overdue_payments,
    "promise": promises,
    "first_contact": first_contacts,
    "plan": plans,
    "win_back": win_backs,
    "follow_up": follow_ups,
    "clean_up": clean_ups,
}
_OF_PEOPLE = {
    "strategy": strategy_changes,
    "handover": handovers,
    "improvement": improvements,
}


def find_tasks(
    store: ScopedStore,
    settings: Settings,
    calendar: Calendar,
    *,
    lang: str = "zh",
    replies: Iterable[Reply] = (),
) -> pd.DataFrame:
    """Return the tasks of a scope as of the store's day, by owner, the most expected value first.

    On a day off the list is that of the next working day; what is due on a day off is due on the
    next working day. Nothing that happened after the store's day is in it. Of people who have left
    there are no tasks: whoever leads them is told to hand over what they hold.

    Parameters
    ----------
    replies : what was given back (see `tasks.answered`).

    Returns
    -------
    One row per owner and customer or lead: key, kind (of the gravest reason), owner, entity (the
    table) and entity_id, name, due_on, since, days_over (days of the calendar), amount (yuan), chance
    (0-1), expected_value (yuan, see `tasks.worth`), reason (the gravest first), next_step,
    last_feedback, draft (text of a message; a suggestion), rank (within the owner, from 1), is_shown
    (within what a day can hold); team, department, subject, grade, level, stage, need.
    `.attrs`: day (of the list), chances (history or learned).
    """
    case = Case(store, settings, calendar, next_workday(calendar, store.as_of), lang)
    people = read_people(case)
    candidates = without_others(case, _candidates(case, people), people)
    frame = without_answered(candidates, replies, case)
    days_over = (pd.Timestamp(case.day) - frame["due_on"]).dt.days.clip(lower=0)
    frame = with_worth(store, settings, frame.assign(days_over=days_over.astype("int64")))
    told = {"day": case.day, "chances": frame.attrs["chances"]}
    frame = merged(frame, settings, lang, lambda rows: reasons(rows, settings, lang, case.day.year))
    frame = ordered(with_keys(frame), settings.tasks.per_day)
    frame = with_play(_with_feedback(store, frame, people), settings, lang)
    found = frame.reindex(columns=[*TASK_COLUMNS, *_MORE])
    found.attrs.update(told)
    return found


def _candidates(case: Case, people: People) -> pd.DataFrame:
    """Return all reasons that somebody at work should act, by whom the scope is about."""
    wanted = [
        kind
        for kind in case.settings.tasks.gravest_first
        if kind not in case.settings.tasks.without
    ]
    frames = [_OWN[kind](case) for kind in wanted if kind in _OWN]
    frames += [_OF_PEOPLE[kind](case, people) for kind in wanted if kind in _OF_PEOPLE]
    found = [moved_to_workdays(case, frame) for frame in frames]
    frame = pd.concat([each for each in found if len(each)] or found[:1], ignore_index=True)
    is_known = frame["owner"].notna() & (frame["owner"] != "unassigned")
    is_there = is_known & ~frame["owner"].isin(people.gone)
    if case.store.scope.kind == "rep":
        is_there &= frame["owner"] == case.store.scope.name
    return frame[is_there].reset_index(drop=True)


def _with_feedback(store: ScopedStore, frame: pd.DataFrame, people: People) -> pd.DataFrame:
    """Add what was answered in the last follow-up of each customer or lead, if theirs may be seen."""
    said = store.run("select subject, owner, feedback from fact_last_follow_ups")
    said = said.set_index("subject")
    is_seen = may_see(frame["owner"], frame["subject"].map(said["owner"]), people)
    return frame.assign(last_feedback=frame["subject"].map(said["feedback"]).where(is_seen))
