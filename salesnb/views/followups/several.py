"""Customers whom several people contacted."""

import pandas as pd

from salesnb import formats
from salesnb.figures import Html, TableColumn, data_table, notice, section
from salesnb.labels import label, plural
from salesnb.session import Session
from salesnb.views.parts import dimension_header, period_name, stack

_MOST, _MOST_DATA = 20, 1000


def several_reps(session: Session) -> Html:
    """Return the customers whom several people of the scope contacted in the period."""
    lang = session.lang
    head = label("followup_several_short", lang)
    if session.scope.kind == "rep":
        return stack(section(head, "", "several"), notice(label("followup_several_one_rep", lang)))
    frame = session.shared_customers()
    if frame.empty:
        return stack(section(head, "", "several"), notice(label("followup_several_none", lang)))
    count, frame = len(frame), frame.head(_MOST_DATA)
    frame = frame.assign(
        name=frame["customer_name"].fillna(frame["customer_id"]),
        level_shown=[_shown(session, "level", level) for level in frame["level"]],
        owner_shown=[_shown(session, "rep", owner) for owner in frame["customer_owner"]],
        who=[_people(session, people) for people in frame["people"]],
        last_by=[session.name_of("rep", name) for name in frame["last_by"]],
        last=frame["last_at"].dt.date,
    )
    columns = [
        TableColumn("name", label("customer", lang)),
        TableColumn("level_shown", dimension_header(session, "level")),
        TableColumn("owner_shown", label("conflict_owner", lang)),
        TableColumn("who", label("followup_several_who", lang)),
        TableColumn("by_others", label("followup_by_others", lang), "count"),
        TableColumn("last_by", label("followup_last_by", lang)),
        TableColumn("last", label("followup_last", lang), "date"),
    ]
    return stack(
        section(
            plural("followup_several_title", lang, count),
            label("followup_several_subtitle", lang, period=period_name(session, session.period)),
            "several",
            short=head,
        ),
        data_table(frame, columns, lang, most_rows=_MOST),
    )


def _people(session: Session, people: list[tuple[str, int]]) -> str:
    named = (
        f"{session.name_of('rep', name)} {formats.count(n, session.lang)}" for name, n in people
    )
    return label("names_comma", session.lang).join(named)


def _shown(session: Session, dimension: str, value: object) -> str:
    if value is None or pd.isna(value):  # type: ignore[call-overload]
        return formats.MISSING
    return session.name_of(dimension, value)
