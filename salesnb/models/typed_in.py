"""Which follow-ups were typed in late, as a table for the models."""

from datetime import date

import duckdb

from salesnb.periods import Calendar
from salesnb.settings import Settings
from salesnb.typed_in import typed_in_late


def create_late_entries(
    connection: duckdb.DuckDBPyConnection, settings: Settings, as_of: date
) -> None:
    """Give the models `late_entries`: follow_id of those that were typed in after the limit."""
    told, limits = settings.workspace, settings.imports
    # Nothing that came within the hours is late, whatever the calendar says.
    suspects = connection.execute(
        "select follow_id, follow_at, recorded_at from follow_ups"
        " where recorded_at > add_seconds(follow_at, ?)",
        [limits.late_hours * 3600],
    ).df()
    late = typed_in_late(
        suspects["follow_at"].to_numpy("datetime64[s]"),
        suspects["recorded_at"].to_numpy("datetime64[s]"),
        Calendar(told.country, told.extra_holidays, told.extra_workdays),
        limits.late_hours,
        limits.weekend_limit,
    )
    connection.register("coming", suspects.loc[late, ["follow_id"]])
    connection.execute(
        "create table late_entries as select cast(follow_id as varchar) as follow_id from coming"
    )
    connection.unregister("coming")
