"""The win-back plan: whom to win back first, who does it and who leads it."""

import pandas as pd

from salesnb import formats
from salesnb.figures import Html, TableColumn, data_table, notice, section
from salesnb.labels import label, plural
from salesnb.session import Session
from salesnb.views.parts import dimension_header, person_name, stack
from salesnb.views.segments.parts import level_name, names, value_column

_MOST = 25


def win_back(session: Session) -> Html:
    """Return the customers at risk, the most value first, and how many each owner has."""
    lang, head = session.lang, label("winback_short", session.lang)
    plan = session.win_back_plan()
    if plan.empty:
        return stack(section(head, "", "win-back"), notice(label("winback_none", lang)))
    amount = formats.money(plan["value_at_risk"].sum(), lang)
    rows = plan.assign(
        name=names(plan),
        who=[session.name_of("rep", owner) for owner in plan["owner"]],
        led=[person_name(session, person) for person in plan["lead"]],
        level_shown=[level_name(session, level) for level in plan["level"]],
    )
    return stack(
        section(
            plural("winback_title", lang, len(plan), amount=amount),
            label("winback_subtitle", lang),
            "win-back",
            short=head,
        ),
        *_by_part(session, plan),
        data_table(rows, _columns(session), lang, most_rows=_MOST),
    )


def _by_part(session: Session, plan: pd.DataFrame) -> list[Html]:
    dimension = session.below
    if dimension is None:
        return []
    lang, column = session.lang, "owner" if dimension == "rep" else "team"
    grouped = plan.groupby(column)
    counted = pd.DataFrame(
        {
            "customers": grouped.size(),
            "silent": grouped["reasons"].agg(
                lambda all_: sum("order_rhythm" in reasons for reasons in all_)
            ),
            "value_at_risk": grouped["value_at_risk"].sum(),
        }
    )
    counted["name"] = [session.name_of(dimension, value) for value in counted.index]
    counted = counted.sort_values(["value_at_risk", "name"], ascending=[False, True])
    columns = [
        TableColumn("name", dimension_header(session, dimension)),
        TableColumn("customers", label("segments_customers", lang), "count"),
        TableColumn("silent", label("tiers_reason_order_rhythm", lang), "count"),
        value_column(session),
    ]
    return [data_table(counted, columns, lang)]


def _columns(session: Session) -> list[TableColumn]:
    lang = session.lang
    people = [
        TableColumn("who", dimension_header(session, "rep")),
        TableColumn("led", label("winback_lead", lang)),
    ]
    if session.scope.kind == "rep":  # all are the rep's own
        people = []
    return [
        TableColumn("name", label("customer", lang)),
        TableColumn("level_shown", dimension_header(session, "level")),
        *people,
        value_column(session),
        TableColumn(
            "risk",
            label("winback_risk", lang),
            "chance",
            definition=label("winback_risk_why", lang),
        ),
        TableColumn("reason", label("segments_reason", lang)),
        TableColumn("approach", label("segments_approach", lang)),
        TableColumn("due_on", label("winback_due", lang), "date"),
    ]
