"""Who did what on a day: what was sold, what was typed in, and who was silent."""

from datetime import timedelta

import pandas as pd

from salesnb import formats
from salesnb.figures import Html, TableColumn, data_table, notice, section
from salesnb.labels import label, plural
from salesnb.periods import Period, period_of
from salesnb.session import Session
from salesnb.views.parts import new_cases, pivot, plain_column, stack

_DAYS = 10  # working days that are shown of one rep
_RECORDED = ["sales", "orders", "follow_ups", "collections"]


def activity(session: Session) -> Html:
    """Return what each rep (in a large scope each team) sold and typed in; of one rep by day."""
    lang, dimension = session.lang, session.below
    head = label("activity_short", lang)
    if dimension is None:
        frame, name = _by_day(session), label("day", lang)
    else:
        frame, name = _recorded(session, dimension), label(dimension, lang)
    if frame.empty:
        return stack(section(head, "", "activity"), notice(label("activity_none", lang)))
    columns = [
        TableColumn("name", name),
        plain_column(session, "sales", "money"),
        plain_column(session, "orders", "count"),
        plain_column(session, new_cases(session), "count"),
        plain_column(session, "follow_ups", "count", alert="is_silent"),
        plain_column(session, "collections", "money"),
    ]
    if dimension:
        elapsed = _elapsed(session)
        columns.append(plain_column(session, "target_completion", "bar", elapsed=elapsed))
    return stack(
        section(_title(session), "", "activity", short=head),
        data_table(frame, columns, lang),
    )


def _title(session: Session) -> str:
    if session.below is None:
        return label("activity_title_days", session.lang, count=_DAYS)
    if silent := silent_reps(session):
        return plural("activity_silent", session.lang, len(silent))
    who = label(f"dimension_{session.below}", session.lang)
    return label("activity_title", session.lang, who=who)


def _by_day(session: Session) -> pd.DataFrame:
    """Return the last working days of one rep, the newest first; a day without follow-up is red."""
    days: list[Period] = []
    day = min(session.period.last_day, session.as_of)
    while len(days) < _DAYS:
        if session.calendar.is_workday(day):
            days.append(period_of(day, "day"))
        day -= timedelta(days=1)
    metrics = [*_RECORDED, new_cases(session)]
    frame = pivot(session.metrics(metrics, period=days), "period").set_index("period")
    frame = frame.loc[[day.text for day in days]].reset_index()
    recorded = session.first_day("follow_ups", "followed_on") is not None
    return frame.assign(
        name=[formats.date_title(day.start, session.lang) for day in days],
        is_silent=frame["follow_ups"].eq(0) & recorded,
    )


def silent_reps(session: Session) -> list[str]:
    """Return the reps at work who typed in no follow-up in the period; on a day off none.

    Nor is anybody silent of whose day nothing has been imported yet.

    Not asked of a single rep, or of a workspace whose follow-ups are not recorded at all.
    """
    is_day = session.period.grain == "day"
    if is_day and not session.calendar.is_workday(session.period.start):
        return []
    if not is_imported(session):
        return []
    if session.scope.kind == "rep" or session.first_day("follow_ups", "followed_on") is None:
        return []
    made = session.metrics("follow_ups", by="rep")
    busy = set(made.loc[made["value"] > 0, "rep"].dropna())
    return [name for name in active_reps(session) if name not in busy]


def is_imported(session: Session) -> bool:
    """Return whether the last import reaches the period's last day, as far as it is over."""
    return session.snapshot.at.date() >= min(session.period.last_day, session.as_of)


def active_reps(session: Session) -> list[str]:
    """Return the reps of the scope who are at work on the last day that is known."""
    found = session.sql(
        f"""select distinct person from staff
        where role = 'rep' and coalesce(active, true) and team is not null
          and coalesce(since, date '0001-01-01') <= date '{session.as_of}'
        order by person"""
    )
    return list(found["person"])


def _recorded(session: Session, dimension: str) -> pd.DataFrame:
    metrics = [*_RECORDED, new_cases(session)]
    frame = pivot(session.metrics(metrics, by=dimension), dimension)
    done = pivot(
        session.metrics("target_completion", by=dimension, period=session.target_period), dimension
    )
    frame = frame.merge(done, how="outer", on=dimension)
    frame = frame[frame[dimension].notna()]
    counted = [name for name in metrics if session.settings.metrics[name].unit == "count"]
    frame[counted] = frame[counted].fillna(0)
    frame["sales"], frame["collections"] = frame["sales"].fillna(0), frame["collections"].fillna(0)
    any_ = frame[metrics].ne(0).any(axis=1) | frame["target_completion__denominator"].notna()
    frame = frame[any_]
    silent = silent_reps(session)
    frame["is_silent"] = frame[dimension].isin(silent) if dimension == "rep" else False
    frame["name"] = [session.name_of(dimension, value) for value in frame[dimension]]
    return frame.sort_values(["sales", "follow_ups"], ascending=False, ignore_index=True)


def _elapsed(session: Session) -> float:
    return session.calendar.elapsed_share(session.target_period, session.as_of)
