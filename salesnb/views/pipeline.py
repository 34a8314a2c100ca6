"""Open deals for the review: stuck ones and those past their date first."""

import pandas as pd

from salesnb import formats
from salesnb.figures import Html, TableColumn, data_table, notice, section
from salesnb.labels import label, plural
from salesnb.session import Session
from salesnb.views.parts import stack

_MOST_ROWS = 15


def pipeline(session: Session) -> Html:
    """Return the open deals that need a word, then the largest others, as of the data's day."""
    lang, limit = session.lang, session.settings.limits.stage_days
    head = label("pipeline_short", lang)
    frame = session.sql(
        """select o.opportunity_id, coalesce(c.customer_name, o.customer_id) as customer, o.stage,
          o.amount, o.days_in_stage, o.expected_on, o.owner
        from fact_opportunities as o left join customers as c on c.customer_id = o.customer_id
        where o.is_open"""
    )
    if frame.empty:
        return stack(section(head, "", "pipeline"), notice(label("pipeline_none", lang)))
    frame = _marked(session, frame)
    stuck = frame[frame["is_stuck"]]
    amount = formats.money(stuck["amount"].sum(), lang)
    title = (
        plural("pipeline_title_stuck", lang, len(stuck), days=limit, amount=amount)
        if len(stuck)
        else label("pipeline_title", lang, amount=formats.money(frame["amount"].sum(), lang))
    )
    columns = [
        TableColumn("customer", label("customer", lang)),
        TableColumn("stage_name", label("stage", lang)),
        TableColumn("amount", label("amount", lang), "money"),
        TableColumn(
            "days_in_stage", label("days_in_stage", lang), "days", digits=0, alert="is_stuck"
        ),
        TableColumn("expected_on", label("expected_on", lang), "date", alert="is_past"),
        TableColumn("rep", label("rep", lang)),
        TableColumn("mark", label("deal_state", lang)),
    ]
    subtitle = label("pipeline_subtitle", lang, count=formats.count(len(frame), lang))
    return stack(
        section(title, subtitle, "pipeline", short=head),
        data_table(frame, columns, lang, most_rows=_MOST_ROWS),
    )


def _marked(session: Session, frame: pd.DataFrame) -> pd.DataFrame:
    lang, limit = session.lang, session.settings.limits.stage_days
    frame = frame.assign(
        is_stuck=(frame["days_in_stage"] > limit).fillna(False).astype(bool),
        is_past=(frame["expected_on"] < pd.Timestamp(session.as_of)).fillna(False).astype(bool),
        no_amount=frame["amount"].isna(),
        stage_name=[session.name_of("stage", stage) for stage in frame["stage"]],
        rep=[session.name_of("rep", owner) for owner in frame["owner"]],
    )
    marks = {"is_stuck": "deal_stuck", "is_past": "deal_past", "no_amount": "deal_no_amount"}
    comma = label("names_comma", lang)
    frame["mark"] = [
        comma.join(label(key, lang) for column, key in marks.items() if row[column])
        for row in frame.to_dict("records")
    ]
    frame["faults"] = frame["is_stuck"].astype(int) + frame["is_past"].astype(int)
    return frame.sort_values(
        ["faults", "amount", "opportunity_id"], ascending=[False, False, True], ignore_index=True
    )
