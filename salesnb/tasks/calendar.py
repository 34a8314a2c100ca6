"""A worklist as a calendar file, which a second import brings up to date instead of doubling it."""

import hashlib
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pandas as pd

from salesnb.errors import SalesnbError
from salesnb.figures.typeset import plain
from salesnb.formats import money
from salesnb.labels import label, say
from salesnb.tasks.columns import kind_words

_EPOCH = datetime(2020, 1, 1, tzinfo=UTC)
_REMINDED = timedelta(hours=9)  # of the day, by the reader's clock


def write_calendar(
    tasks: pd.DataFrame,
    path: Path,
    *,
    lang: str,
    as_of: date,
    title: str,
    zone: str = "Asia/Shanghai",
    made_at: datetime | None = None,
) -> None:
    """Write a worklist as all-day events, which every calendar shows; to-dos some do not.

    A task whose day has passed stands on `as_of`. The number of an event (UID) follows from the
    task alone, and each file counts higher (SEQUENCE, DTSTAMP) than those before, so that
    calendars replace what they have. One event a day reminds at nine, the most valuable one.

    Parameters
    ----------
    tasks : the frame of tasks; those that fit into the day.
    zone : the workspace's time zone.
    made_at : the local time; None = the beginning of `as_of`.

    Raises
    ------
    SalesnbError
        The file cannot be written.
    """
    local = made_at or datetime.combine(as_of, time())
    stamp = local.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)
    data = calendar_bytes(tasks, lang=lang, as_of=as_of, title=title, zone=zone, stamp=stamp)
    try:
        path.write_bytes(data)
    except OSError as error:
        raise SalesnbError(say("file_unwritten", name=path.name)) from error


def calendar_bytes(
    tasks: pd.DataFrame, *, lang: str, as_of: date, title: str, zone: str, stamp: datetime
) -> bytes:
    """Return the calendar file; `stamp` is the time in UTC at which it is made."""
    from icalendar import Calendar

    calendar = Calendar()
    calendar.add(
        "prodid", "-//salesnb//worklist//ZH" if lang == "zh" else "-//salesnb//worklist//EN"
    )
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", plain(title))
    calendar.add("x-wr-timezone", zone)
    shown = tasks[tasks["is_shown"]].sort_values(["owner", "rank"], kind="stable")
    reminded: set[tuple[str, date]] = set()
    for task in shown.to_dict("records"):
        day = _day(task, as_of)
        is_first = (str(task["owner"]), day) not in reminded
        reminded.add((str(task["owner"]), day))
        calendar.add_component(_event(task, day, stamp, lang, is_reminding=is_first))
    return bytes(calendar.to_ical())


def event_number(key: str, owner: str) -> str:
    """Return the UID of a task's event; it tells nothing of the customer.

    Examples
    --------
    >>> event_number("call:C1", "王芳")
    '288a6a4192ceb4e1bd691900@tasks.salesnb'
    """
    return f"{hashlib.sha256(f'{key}|{owner}'.encode()).hexdigest()[:24]}@tasks.salesnb"


def _event(
    task: dict[Any, Any], day: date, stamp: datetime, lang: str, *, is_reminding: bool
) -> Any:
    from icalendar import Alarm, Event

    event = Event()
    summary = f"{kind_words(str(task['kind']), lang)}{label('colon', lang)}{plain(task['name'])}"
    event.add("uid", event_number(str(task["key"]), str(task["owner"])))
    event.add("dtstamp", stamp)
    event.add("last-modified", stamp)
    event.add("sequence", int((stamp - _EPOCH).total_seconds() // 60))
    event.add("dtstart", day)
    event.add("dtend", day + timedelta(days=1))
    event.add("summary", summary)
    event.add("description", _description(task, lang))
    event.add("categories", [kind_words(str(task["kind"]), lang)])
    event.add("transp", "TRANSPARENT")  # whoever asks is not told that the day is taken
    event.add("class", "PRIVATE")
    event.add("status", "CONFIRMED")
    if is_reminding:
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", summary)
        alarm.add("trigger", _REMINDED)
        event.add_component(alarm)
    return event


def _day(task: dict[Any, Any], as_of: date) -> date:
    due = task["due_on"]
    return as_of if pd.isna(due) else max(pd.Timestamp(due).date(), as_of)


def _description(task: dict[Any, Any], lang: str) -> str:
    """Return why, what to do next, and what is at stake; a draft keeps its lines."""
    lines = [
        (name, "\n".join(map(plain, str(task[name]).splitlines())))
        for name in ("reason", "next_step", "last_feedback", "draft")
        if not pd.isna(task.get(name)) and str(task[name])
    ]
    if not pd.isna(task.get("due_on")):
        lines.append(("due_on", f"{pd.Timestamp(task['due_on']):%Y-%m-%d}"))
    if not pd.isna(task.get("amount")):
        lines.append(("amount", money(task["amount"], lang)))
    colon = label("colon", lang)
    return "\n".join(f"{label(f'worklist_{name}', lang)}{colon}{words}" for name, words in lines)
