"""What need not be listed because somebody answered it: done, or put off to a day."""

from collections.abc import Iterable
from datetime import date, timedelta

import pandas as pd

from salesnb.settings import TaskKind
from salesnb.tasks.book import Reply
from salesnb.tasks.candidates import Case

# Of these the day is always that of the list.
_WITHOUT_DAY: tuple[TaskKind, ...] = ("handover", "improvement")
# An agreed next date goes before the usual rhythm.
_RHYTHM: tuple[TaskKind, ...] = ("follow_up", "win_back")


def without_answered(frame: pd.DataFrame, replies: Iterable[Reply], case: Case) -> pd.DataFrame:
    """Return the reasons to act that are not answered.

    An answer counts for all reasons of its owner and customer or lead that were due by the day of the
    list or of the answer. With a next date they rest until it, and so does the usual rhythm; without
    one what is done rests until it is due anew, or for `rest_days` where it is there all the same.
    The newest answer counts, and of a past day none that was given later.

    Parameters
    ----------
    frame : owner, subject, kind, due_on.
    """
    newest = {
        (reply.owner, reply.subject): reply
        for reply in replies
        if reply.answered_at[:10] <= case.store.as_of.isoformat()
    }
    if not newest or frame.empty:
        return frame
    rest = timedelta(days=case.settings.tasks.rest_days)
    rows = frame[["owner", "subject", "kind", "due_on"]].itertuples(index=False)
    is_open = [
        (reply := newest.get((owner, subject))) is None
        or _is_open(reply, kind, pd.Timestamp(due).date(), case.day, rest)
        for owner, subject, kind, due in rows
    ]
    return frame[is_open].reset_index(drop=True)


def _is_open(reply: Reply, kind: str, due: date, day: date, rest: timedelta) -> bool:
    answered = date.fromisoformat(reply.answered_at[:10])
    known = max(answered, date.fromisoformat(reply.listed_on))
    is_new = due > known and kind not in _WITHOUT_DAY
    if reply.next_on:
        waits = day < date.fromisoformat(reply.next_on)
        return not waits or (is_new and kind not in _RHYTHM)
    return is_new or day >= answered + rest
