"""Who did what on a day: what was sold, what was typed in, and who was silent."""

import pandas as pd

from salesnb.figures import Html, TableColumn, data_table, notice, section
from salesnb.labels import label, plural
from salesnb.session import Session
from salesnb.views.parts import new_cases, pivot, plain_column, stack

_RECORDED = ["sales", "orders", "follow_ups", "collections"]


def activity(session: Session) -> Html:
    """Return what each rep (in a large scope each team) sold and typed in, the silent ones last."""
    lang, dimension = session.lang, session.below or "rep"
    head = label("activity_short", lang)
    frame = _recorded(session, dimension)
    if frame.empty:
        return stack(section(head, "", "activity"), notice(label("activity_none", lang)))
    silent = silent_reps(session)
    who = label(f"dimension_{dimension}", lang)
    finding = plural("activity_silent", lang, len(silent)) if silent else ""
    columns = [
        TableColumn("name", label(dimension, lang)),
        plain_column(session, "sales", "money"),
        plain_column(session, "orders", "count"),
        plain_column(session, new_cases(session), "count"),
        plain_column(session, "follow_ups", "count", alert="is_silent"),
        plain_column(session, "collections", "money"),
        plain_column(session, "target_completion", "bar", elapsed=_elapsed(session)),
    ]
    title = finding or label("activity_title", lang, who=who)
    return stack(
        section(title, "", "activity", short=head),
        data_table(frame, columns, lang),
    )


def silent_reps(session: Session) -> list[str]:
    """Return the reps at work who typed in no follow-up in the period; on a day off none.

    Not asked of a single rep, or of a workspace whose follow-ups are not recorded at all.
    """
    is_day = session.period.grain == "day"
    if is_day and not session.calendar.is_workday(session.period.start):
        return []
    if session.scope.kind == "rep" or session.first_day("follow_ups", "followed_on") is None:
        return []
    made = session.metrics("follow_ups", by="rep")
    busy = set(made.loc[made["value"] > 0, "rep"].dropna())
    return [name for name in active_reps(session) if name not in busy]


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
