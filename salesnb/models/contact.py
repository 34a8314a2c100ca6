"""By when a lead is to be contacted first: its grade's limit, in hours of the clock or of work."""

from datetime import date, timedelta

from salesnb.engines import Engine
from salesnb.periods import Calendar
from salesnb.settings import LimitSettings, Settings

_AHEAD_DAYS, _NEVER = 400, 1_000_000
_SECONDS = "cast(grade_limits.most * 3600 as bigint)"
_DAY_SECONDS = 86_400
_CADENCES = {
    "grade": "varchar",
    "from_days": "integer",
    "until_days": "integer",
    "has_intent": "boolean",
    "plan": "varchar",
    "every_days": "integer",
    "method": "varchar",
}


def contact_words(limits: LimitSettings) -> dict[str, str]:
    """Return what fact_leads.sql says of the limit: when it ends, and the joins for that.

    In working time the hours of days off do not count: 24 hours from Friday 15:00 end on Monday
    15:00.
    """
    if limits.first_contact_time == "calendar":
        due = f"add_seconds(judged.created_at, {_SECONDS})"
        return {"first_contact_due_at": due, "first_contact_joins": ""}
    started = (
        f"came.working_before * {_DAY_SECONDS} + case when came.is_working"
        " then seconds_between(cast(cast(judged.created_at as date) as timestamp),"
        " judged.created_at) else 0 end"
    )
    ended = f"({started} + {_SECONDS})"
    return {
        "first_contact_due_at": (
            "add_seconds(cast(ends.day as timestamp),"
            f" {ended} - ends.working_before * {_DAY_SECONDS})"
        ),
        "first_contact_joins": f"""left join work_days as came
  on came.day = cast(judged.created_at as date)
left join work_days as ends
  on ends.is_working
  and ends.working_before = cast(floor(cast({ended} as double) / {_DAY_SECONDS}) as bigint)""",
    }


def create_contact_limits(engine: Engine, settings: Settings, as_of: date) -> None:
    """Give the models the limits by grade and level, and the days of work if hours count by them."""
    limits = settings.limits
    kinds = {"word": "varchar", "most": "double"}
    engine.keep("grade_limits", kinds, [*limits.first_contact_hours.items()])
    engine.keep("level_limits", kinds, [*limits.cadence_days.items()])
    plans = [(grade, each.for_days) for grade, each in limits.lead_cadence.items() if each.for_days]
    engine.keep("grade_plans", {"grade": "varchar", "for_days": "integer"}, plans)
    engine.keep("grade_cadences", _CADENCES, _cadences(limits))
    if limits.first_contact_time == "calendar":
        return
    ((first,),) = engine.rows("select min(cast(created_at as date)) from leads")
    told = settings.workspace
    calendar = Calendar(told.country, told.extra_holidays, told.extra_workdays)
    rows, working = [], 0
    day = first or as_of
    while day <= as_of + timedelta(days=_AHEAD_DAYS):
        is_working = calendar.is_workday(day)
        rows.append((day, is_working, working))
        working += is_working
        day += timedelta(days=1)
    kinds = {"day": "date", "is_working": "boolean", "working_before": "bigint"}
    engine.keep("work_days", kinds, rows)


def _cadences(limits: LimitSettings) -> list[tuple[object, ...]]:
    """Return the plan of a lead by grade, age in days, and intent."""
    rows: list[tuple[object, ...]] = []
    for grade, cadence in limits.lead_cadence.items():
        first, focus = cadence.for_days, cadence.with_intent
        after = limits.lead_cadence.get(cadence.otherwise or "")
        if first is None:
            rows.append((grade, 0, _NEVER, None, "regular", cadence.every_days, None))
            continue
        rows.append((grade, 0, first, None, "daily", cadence.every_days, None))
        if focus:
            rows.append((grade, first, _NEVER, True, "focus", focus.every_days, focus.method))
        if after:
            intent = False if focus else None
            rows.append((grade, first, _NEVER, intent, "regular", after.every_days, None))
    return rows
