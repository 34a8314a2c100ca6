"""The limits until which follow-ups may be typed in, as a table and SQL for the models."""

from datetime import date, datetime

from salesnb.engines import Engine
from salesnb.periods import Calendar
from salesnb.settings import Settings
from salesnb.typed_in import days_off

_DAY_SECONDS = 86_400


def entry_words(settings: Settings) -> dict[str, str]:
    """Return what fact_entries.sql says of the limit: so many hours after the deed (`typed_in`)."""
    at, hours = "follow_ups.follow_at", settings.imports.late_hours * 3600
    # A deed without time of day counts as done at the end of its day.
    at_midnight = f"{at} = cast(cast({at} as date) as timestamp)"
    return {
        "entry_hours_over_at": f"case when {at_midnight} then"
        f" add_seconds({at}, {_DAY_SECONDS - 1 + hours}) else add_seconds({at}, {hours}) end"
    }


def create_days_off(engine: Engine, settings: Settings, as_of: date) -> None:
    """Give the models `days_off`: a day off, and when the next working day's limit is."""
    told, limits = settings.workspace, settings.imports
    calendar = Calendar(told.country, told.extra_holidays, told.extra_workdays)
    ((first,),) = engine.rows("select min(cast(follow_at as date)) from follow_ups")
    rows = [
        (day, datetime.combine(later, limits.weekend_limit))
        for day, later in days_off(first or as_of, as_of, calendar, limits.late_hours)
    ]
    engine.keep("days_off", {"day": "date", "limit_at": "timestamp"}, rows)
