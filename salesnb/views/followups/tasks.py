"""What was to be done and is not: tasks overdue by who has them, and the oldest of them."""

import pandas as pd

from salesnb import formats
from salesnb.figures import Html, TableColumn, data_table, notice, section
from salesnb.labels import label, plural
from salesnb.session import Session
from salesnb.views.parts import dimension_header, mark_small, pivot, rate_column, stack

_MOST = 20
_MONTH = 30
_QUERY = """
select t.task_id, t.kind, t.owner, t.team, t.due_on, t.overdue_days, t.level, t.grade,
  coalesce(c.customer_name, l.company_name, t.customer_id, t.lead_id) as name
from fact_tasks as t
left join leads as l on l.lead_id = t.lead_id
left join customers as c on c.customer_id = t.customer_id
where t.is_overdue
order by t.due_on, t.task_id
"""


def tasks(session: Session) -> Html:
    """Return the overdue tasks by rep (in a large scope by team), and the latest to fall due."""
    lang = session.lang
    head = label("followup_tasks_short", lang)
    frame = session.sql(_QUERY)
    if frame.empty:
        return stack(section(head, "", "tasks"), notice(label("followup_tasks_none", lang)))
    subtitle = label("followup_tasks_subtitle", lang, day=formats.date_title(session.as_of, lang))
    title = plural("followup_tasks_title", lang, len(frame), **_old(session, frame))
    return stack(
        section(title, subtitle, "tasks", short=head),
        *_by_part(session, frame),
        _newest(session, frame),
    )


def _old(session: Session, frame: pd.DataFrame) -> dict[str, str]:
    old = int((frame["overdue_days"] > _MONTH).sum())
    return {"old": formats.count(old, session.lang), "days": str(_MONTH)}


def _by_part(session: Session, frame: pd.DataFrame) -> list[Html]:
    dimension = session.below
    if dimension is None:
        return []
    lang, column = session.lang, "owner" if dimension == "rep" else dimension
    counted = pd.DataFrame(
        {
            "overdue": frame.groupby(column).size(),
            "plans": frame[frame["kind"] == "plan"].groupby(column).size(),
            "next": frame[frame["kind"] == "next"].groupby(column).size(),
            "old": frame[frame["overdue_days"] > _MONTH].groupby(column).size(),
        }
    ).fillna(0)
    done = pivot(session.metrics("plan_done_rate", by=dimension), dimension).set_index(dimension)
    counted = counted.join(done)
    mark_small(session, counted, ["plan_done_rate"])
    counted["name"] = [session.name_of(dimension, value) for value in counted.index]
    counted = counted.sort_values(["overdue", "name"], ascending=[False, True])
    columns = [
        TableColumn("name", dimension_header(session, dimension)),
        TableColumn(
            "overdue",
            session.settings.metrics["overdue_tasks"].label(lang),
            "count",
            definition=session.settings.metrics["overdue_tasks"].definition(lang),
        ),
        TableColumn("plans", label("followup_task_plan", lang), "count"),
        TableColumn("next", label("followup_task_next", lang), "count"),
        TableColumn("old", label("followup_tasks_old", lang, days=_MONTH), "count"),
    ]
    if counted["plan_done_rate"].notna().any():
        columns.append(rate_column(session, "plan_done_rate"))
    return [data_table(counted, columns, lang)]


def _newest(session: Session, frame: pd.DataFrame) -> Html:
    """Return the tasks that fell due last: they can still be made good."""
    lang = session.lang
    newest = frame.sort_values(["due_on", "task_id"], ascending=[False, True])
    newest = newest.assign(
        who=[session.name_of("rep", owner) for owner in newest["owner"]],
        what=[label(f"followup_task_{kind}", lang) for kind in newest["kind"]],
        due=newest["due_on"].dt.date,
    )
    columns = [
        TableColumn("name", label("followup_subject", lang)),
        TableColumn("what", label("followup_task", lang)),
        TableColumn("who", dimension_header(session, "rep")),
        TableColumn("due", label("followup_due", lang), "date"),
        TableColumn("overdue_days", label("overdue_header", lang), "days", digits=0),
    ]
    caption = label("followup_tasks_list", lang)
    return data_table(newest, columns, lang, caption, most_rows=_MOST)
