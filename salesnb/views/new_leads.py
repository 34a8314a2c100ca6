"""Where the new leads of a day or week came from, beside what is usual."""

import pandas as pd

from salesnb import formats
from salesnb.figures import Html, TableColumn, data_table, known_columns, notice, section
from salesnb.labels import label
from salesnb.session import Session
from salesnb.views.parts import dimension_header, has_history, pivot, plain_column, stack
from salesnb.views.usual import usual_periods


def new_leads(session: Session) -> Html:
    """Return the new leads by source; nothing in a workspace without leads."""
    if not session.has_leads:
        return stack()
    lang = session.lang
    head = label("leads_by_source_short", lang)
    frame = pivot(session.metrics("new_leads", by="source"), "source")
    frame = frame[frame["new_leads"].fillna(0) > 0].sort_values(
        ["new_leads", "source"], ascending=[False, True]
    )
    if frame.empty:
        return stack(section(head, "", "leads"), notice(label("leads_by_source_none", lang)))
    past = _usual(session)
    frame["usual"] = float("nan") if past is None else frame["source"].map(past).fillna(0)
    frame["name"] = [session.name_of("source", source) for source in frame["source"]]
    columns = [
        TableColumn("name", dimension_header(session, "source")),
        plain_column(session, "new_leads", "count"),
        TableColumn("usual", label(_USUAL[session.period.grain == "day"], lang), "number"),
    ]
    return stack(
        section(_title(session, frame), "", "leads", short=head),
        data_table(frame, known_columns(frame, columns), lang),
    )


_USUAL = {True: "usual_per_day", False: "four_weeks"}


def _usual(session: Session) -> pd.Series | None:
    """Return the leads per usual period by source; None where the data begin later."""
    periods = usual_periods(session)
    if not has_history(session, session.first_day("leads", "created_on"), periods[0]):
        return None
    past = session.metrics("new_leads", by="source", period=periods)
    return past.groupby("source")["value"].sum() / len(periods)


def _title(session: Session, frame: pd.DataFrame) -> str:
    first = frame.iloc[0]
    if len(frame) == 1 or pd.isna(first["source"]):
        return label("leads_by_source_title", session.lang)
    return label(
        "leads_by_source_finding",
        session.lang,
        count=formats.count(frame["new_leads"].sum(), session.lang),
        name=first["name"],
        most=formats.count(first["new_leads"], session.lang),
    )
