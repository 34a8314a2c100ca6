"""Who typed in nothing on which working days, and how much was typed in late."""

from datetime import date, timedelta

import pandas as pd

from salesnb.models.entries import ENTRIES
from salesnb.periods import Calendar
from salesnb.scopes import ScopedStore
from salesnb.scopes.staff import STAFF_NOW
from salesnb.settings import Settings

_DAYS = 20  # working days, four weeks
_AT_WORK = f"""select person as rep, team, department, since
  from {STAFF_NOW} as staff_now
  where role = 'rep' and coalesce(active, true)"""


def entry_days(store: ScopedStore, settings: Settings, calendar: Calendar) -> pd.DataFrame:
    """Return of each rep at work how the last 20 working days were filled.

    Who has left is left out. Days before somebody began (`since` of the staff sheet, else the first
    entry ever) and days of leave (`absent` of params/review.yml) are not asked for, nor is a day
    whose data were not imported yet.

    Returns
    -------
    rep, team, department, days (asked for), empty_days, last_entry_on, is_missing (nothing on the
    last of these days), entries and late (follow-ups of the time since the first of these days whose
    time of typing is known, and those beyond the limit); the last day asked for is `.attrs["last_day"]`.
    """
    last = min(store.as_of, store.snapshot.at.date())
    days = _workdays(calendar, last)
    reps = store.run(_AT_WORK)
    entered = store.run(
        f"""select owner as rep, day, min(day) over (partition by owner) as first_on
        from (select distinct owner, day from {ENTRIES} as entries where day <= ?) as days""",
        [last],
    )
    late = store.run(
        """select owner as rep, count(*) as entries,
          cast(sum(case when is_late then 1 else 0 end) as bigint) as late
        from fact_entries where followed_on between ? and ? group by owner""",
        [days[0], last],
    )
    by_rep = {str(rep): part for rep, part in entered.groupby("rep")}
    rows = []
    for rep in reps.to_dict("records"):
        own = by_rep.get(str(rep["rep"]))
        held = set() if own is None else {pd.Timestamp(day).date() for day in own["day"]}
        begun = rep["since"] if pd.notna(rep["since"]) else min(held, default=None)
        asked = [
            day
            for day in days
            if (begun is None or day >= pd.Timestamp(begun).date())
            and not settings.review.is_absent(str(rep["rep"]), day)
        ]
        rows.append(
            {
                **{name: rep[name] for name in ("rep", "team", "department")},
                "days": len(asked),
                "empty_days": sum(day not in held for day in asked),
                "last_entry_on": pd.Timestamp(max(held)) if held else pd.NaT,
                "is_missing": bool(asked) and asked[-1] == days[-1] and days[-1] not in held,
            }
        )
    frame = pd.DataFrame(rows, columns=_COLUMNS).merge(late, how="left", on="rep")
    frame[["entries", "late"]] = frame[["entries", "late"]].fillna(0).astype("int64")
    order = ["is_missing", "empty_days", "rep"]
    frame = frame.sort_values(order, ascending=[False, False, True], ignore_index=True)
    frame.attrs["last_day"] = days[-1]
    return frame


_COLUMNS = ["rep", "team", "department", "days", "empty_days", "last_entry_on", "is_missing"]


def _workdays(calendar: Calendar, last: date) -> list[date]:
    """Return the last working days up to a day, the first one first."""
    days: list[date] = []
    day = last
    while len(days) < _DAYS:
        if calendar.is_workday(day):
            days.append(day)
        day -= timedelta(days=1)
    return days[::-1]
