"""Open deals that do not move: longer in their stage than is usual, or pushed to later."""

import pandas as pd

from salesnb import formats
from salesnb.figures import Html, TableColumn, data_table, notice, section
from salesnb.labels import label, plural
from salesnb.session import Session
from salesnb.views.parts import stack

_MOST_ROWS = 15


def stalled(session: Session) -> Html:
    """Return the open deals that are stuck or were pushed, as of the data's day."""
    lang = session.lang
    head = label("stalled_title", lang)
    frame = _marked(session)
    unknown = frame[frame["is_small"] & frame["days"].notna()]["stage"].unique()
    remarks = []
    if len(unknown):
        names = label("names_comma", lang).join(session.name_of("stage", s) for s in unknown)
        remarks.append(notice(label("stalled_small", lang, stages=names)))
    if ageing := int((frame["is_ageing"] & ~frame["is_pushed"]).sum()):
        remarks.append(notice(plural("stalled_ageing", lang, ageing)))
    frame = frame[frame["is_stuck"] | frame["is_pushed"]]
    if frame.empty:
        words = label("stalled_none", lang)
        return stack(section(head, "", "stalled"), notice(words), *remarks)
    amount = formats.money(frame["amount"].sum(), lang)
    title = plural("stalled_finding", lang, len(frame), amount=amount)
    day = formats.date_title(session.as_of, lang)
    return stack(
        section(title, label("stalled_subtitle", lang, day=day), "stalled", short=head),
        data_table(frame, _columns(session, frame), lang, most_rows=_MOST_ROWS),
        *remarks,
    )


def _marked(session: Session) -> pd.DataFrame:
    moved = session.pushes()[["opportunity_id", "pushes", "pushed_days"]]
    frame = session.stuck().merge(moved, how="left", on="opportunity_id")
    frame = frame.assign(
        usual_days=frame["usual_days"].where(~frame["is_small"]),
        pushes=frame["pushes"].where(frame["pushes"] > 0),
        pushed_days=frame["pushed_days"].where(frame["pushes"] > 0),
        stage_name=_named(session, "stage", frame["stage"]),
        rep=_named(session, "rep", frame["owner"]),
        is_stuck=frame["standing"] == "stuck",
        is_ageing=frame["standing"] == "ageing",
        is_pushed=frame["pushes"] > 0,
        is_past=frame["expected_on"] < pd.Timestamp(session.as_of),
    )
    return frame.sort_values(
        ["amount", "opportunity_id"], ascending=[False, True], ignore_index=True
    )


def _named(session: Session, dimension: str, values: pd.Series) -> pd.Series:
    return values.map({value: session.name_of(dimension, value) for value in values.unique()})


def _columns(session: Session, frame: pd.DataFrame) -> list[TableColumn]:
    lang = session.lang
    columns = [
        TableColumn("customer", label("customer", lang)),
        TableColumn("stage_name", label("stage", lang)),
        TableColumn("amount", label("amount", lang), "money"),
        TableColumn(
            "days",
            label("days_in_stage", lang),
            "days",
            digits=0,
            alert="is_stuck",
            definition=label("stalled_days_why", lang),
        ),
        TableColumn(
            "usual_days",
            label("stalled_usual", lang),
            "days",
            digits=0,
            n="stays_ended",
            definition=label("stalled_usual_why", lang),
        ),
        TableColumn("expected_on", label("expected_on", lang), "date", alert="is_past"),
    ]
    if frame["is_pushed"].any():
        definition = label("stalled_pushes_why", lang)
        columns += [
            TableColumn("pushes", label("stalled_pushes", lang), "count", definition=definition),
            TableColumn("pushed_days", label("stalled_pushed_days", lang), "days", digits=0),
        ]
    return [*columns, TableColumn("rep", label("rep", lang))]
