"""Who has how much to follow up, and whom to contact first."""

from collections.abc import Hashable
from typing import Any

import pandas as pd

from salesnb import formats
from salesnb.figures import Html, TableColumn, data_table, notice, section
from salesnb.labels import label
from salesnb.session import Session
from salesnb.views.leads.frames import to_contact
from salesnb.views.parts import dimension_header, stack

_MOST = 30
_STATES = {"plan_overdue": "overdue", "plan_due": "due", "plan_planned": "planned"}


def plan(session: Session) -> Html:
    """Return what is overdue, due today and planned, by rep (in a large scope by team)."""
    lang = session.lang
    head = label("plan_short", lang)
    frame = to_contact(session)
    if frame.empty:
        return stack(section(head, "", "plan"), notice(label("plan_nothing", lang)))
    dimension = session.below or "rep"
    people = _counted(frame, "team" if dimension == "team" else "owner")
    people["name"] = [session.name_of(dimension, value) for value in people.index]
    return stack(
        section(_title(session, people), label("plan_subtitle", lang), "plan", short=head),
        data_table(people, _columns(session, dimension), lang),
    )


def worklist(session: Session) -> Html:
    """Return the leads that are due now, the best grades first."""
    lang = session.lang
    head = label("worklist_short", lang)
    frame = to_contact(session)
    frame = frame[frame["state"].isin(["overdue", "due"])]
    if frame.empty:
        return stack(section(head, "", "worklist"), notice(label("plan_nothing", lang)))
    order = {grade: n for n, grade in enumerate(session.settings.scorecard.all_grades)}
    frame = frame.assign(
        place=frame["grade"].map(order).fillna(len(order)),
        name=frame["company_name"].fillna(frame["lead_id"]),
        who=[session.name_of("rep", owner) for owner in frame["owner"]],
        plan_shown=[_plan_words(session, row) for row in frame.to_dict("records")],
        due=frame["next_due_on"].dt.date,
    ).sort_values(["place", "overdue_days", "lead_id"], ascending=[True, False, True])
    columns = [
        TableColumn("name", label("company_header", lang)),
        TableColumn("grade", dimension_header(session, "grade")),
        TableColumn("who", dimension_header(session, "rep")),
        TableColumn("plan_shown", label("plan_header", lang)),
        TableColumn("due", label("next_due_header", lang), "date"),
        TableColumn("overdue_days", label("overdue_header", lang), "days", digits=0),
        TableColumn("lead_id", label("lead_header", lang)),
    ]
    return stack(
        section(
            label("worklist_title", lang), label("worklist_subtitle", lang), "worklist", short=head
        ),
        data_table(frame, columns, lang, most_rows=_MOST),
    )


def _counted(frame: pd.DataFrame, by: str) -> pd.DataFrame:
    states = pd.crosstab(frame[by], frame["state"]).reindex(columns=list(_STATES.values()))
    counted = states.fillna(0).astype(int).set_axis(list(_STATES), axis=1)
    counted["first_late"] = frame[frame["first_contact"] == "overdue"].groupby(by).size()
    daily = frame[frame["plan"] == "daily"].groupby(by)[["plan_days_kept", "plan_days"]].sum()
    counted = counted.join(daily).fillna({"first_late": 0})
    counted["kept"] = counted["plan_days_kept"] / counted["plan_days"].where(
        counted["plan_days"] > 0
    )
    return counted.sort_values(["plan_overdue", "plan_due"], ascending=False, kind="stable")


def _columns(session: Session, dimension: str) -> list[TableColumn]:
    lang = session.lang
    return [
        TableColumn("name", dimension_header(session, dimension)),
        TableColumn("first_late", label("plan_first_late", lang), "count"),
        *(TableColumn(name, label(name, lang), "count") for name in _STATES),
        TableColumn(
            "kept",
            label("plan_kept", lang),
            "rate",
            numerator="plan_days_kept",
            denominator="plan_days",
            definition=label("plan_kept_why", lang),
        ),
    ]


def _title(session: Session, people: pd.DataFrame) -> str:
    first = people.iloc[0]
    if len(people) < 2 or not first["plan_overdue"]:
        return label("plan_title", session.lang)
    count = formats.count(int(first["plan_overdue"]), session.lang)
    return label("plan_finding", session.lang, name=first["name"], count=count)


def _plan_words(session: Session, row: dict[Hashable, Any]) -> str:
    lang = session.lang
    if pd.isna(row["last_follow_up_at"]):
        return label("plan_first", lang)
    if row["plan"] == "focus":
        return label("plan_focus", lang, method=session.name_of("method", row["method"]))
    if row["plan"] == "daily":
        return label("plan_daily", lang)
    return label("plan_regular", lang, days=row["every_days"])
