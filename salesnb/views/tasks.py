"""The worklist: how many tasks everybody has, and the ones that come first."""

import pandas as pd

from salesnb import formats
from salesnb.figures import Html, TableColumn, data_table, notice, section
from salesnb.labels import label, plural
from salesnb.session import Session
from salesnb.views.parts import dimension_header, stack

# Of a rep as many as a day can hold; of a team the first of each rep; of more only the very first.
_FIRST = {"team": 3, "department": 1, "company": 1}
_MOST_ROWS = 30


def task_list(session: Session) -> Html:
    """Return who should do what today: counts by team or rep, then the first tasks of everybody."""
    lang, found = session.lang, session.tasks()
    head = label("tasks_short", lang)
    if found.empty:
        return stack(section(head, "", "worklist"), notice(label("tasks_none", lang)))
    shown = found[found["is_shown"]]
    title = plural(
        "tasks_title",
        lang,
        len(shown),
        day=formats.day_tick(found.attrs["day"], lang),
        value=formats.money(shown["expected_value"].sum(), lang),
    )
    return stack(
        section(title, _subtitle(session, found), "worklist", short=head),
        *_by_part(session, found),
        _first(session, found),
    )


def _subtitle(session: Session, found: pd.DataFrame) -> str:
    lang, rest = session.lang, int((~found["is_shown"]).sum())
    day = formats.date_title(found.attrs["day"], lang)
    said = label(f"tasks_subtitle_{found.attrs['chances']}", lang, day=day)
    if not rest:
        return said
    most = session.settings.tasks.per_day
    return label("tasks_rest", lang, said=said, rest=formats.count(rest, lang), most=most)


def _by_part(session: Session, found: pd.DataFrame) -> list[Html]:
    """Return the tasks of every rep, in a large scope of every team."""
    dimension = session.below
    if dimension is None:
        return []
    lang, column = session.lang, "owner" if dimension == "rep" else dimension
    groups = found.assign(
        shown=found["is_shown"].astype("int64"),
        late=(found["days_over"] > 0).astype("int64"),
        value=found["expected_value"].where(found["is_shown"]),
    ).groupby(column)
    counted = groups.agg(
        shown=("shown", "sum"),
        late=("late", "sum"),
        count=("key", "size"),
        value=("value", "sum"),
    ).reset_index()
    counted["name"] = [session.name_of(dimension, value) for value in counted[column]]
    counted = counted.sort_values(["value", "name"], ascending=[False, True], ignore_index=True)
    columns = [
        TableColumn("name", dimension_header(session, dimension)),
        TableColumn(
            "count",
            label("tasks_col_count", lang),
            "count",
            definition=label("tasks_count_definition", lang),
        ),
        TableColumn(
            "late",
            label("tasks_col_late", lang),
            "count",
            definition=label(
                "tasks_late_definition",
                lang,
                tasks=session.settings.metrics["overdue_tasks"].label(lang),
            ),
        ),
        TableColumn("shown", label("tasks_col_shown", lang), "count"),
        TableColumn(
            "value",
            label("tasks_col_value", lang),
            "money",
            definition=label("tasks_value_definition", lang),
        ),
    ]
    return [data_table(counted, columns, lang)]


def _first(session: Session, found: pd.DataFrame) -> Html:
    lang, kind = session.lang, session.scope.kind
    rows = found[found["is_shown"] & (found["rank"] <= _FIRST.get(kind, len(found)))]
    if kind in ("company", "department"):
        rows = rows.sort_values("expected_value", ascending=False, na_position="last")
    elif kind == "team":  # whom the counts above begin with comes first here, too
        worth = found[found["is_shown"]].groupby("owner")["expected_value"].sum()
        rows = rows.assign(worth=rows["owner"].map(worth)).sort_values(
            ["worth", "owner", "rank"], ascending=[False, True, True]
        )
    rows = rows.assign(
        who=[session.name_of("rep", owner) for owner in rows["owner"]],
        what=[label(f"task_kind_{each}", lang) for each in rows["kind"]],
        due=rows["due_on"].dt.date,
    )
    # What the order follows stands before the long texts: a narrow page cuts the last columns off.
    columns = [
        TableColumn("name", label("tasks_col_name", lang)),
        TableColumn("who", label("tasks_col_owner", lang)),
        TableColumn("due", label("tasks_col_due", lang), "date"),
        TableColumn("expected_value", label("tasks_col_value", lang), "money"),
        TableColumn("reason", label("tasks_col_reason", lang), is_sentence=True),
        TableColumn("next_step", label("tasks_col_next", lang), is_sentence=True),
        TableColumn("what", label("tasks_col_kind", lang)),
    ]
    if kind == "rep":
        columns = [column for column in columns if column.name != "who"]
    caption = label(f"tasks_caption_{kind}", lang)
    return data_table(rows, columns, lang, caption, most_rows=_MOST_ROWS)
