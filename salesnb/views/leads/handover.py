"""What people who have left still hold, to be handed over."""

import pandas as pd

from salesnb import formats
from salesnb.figures import Html, TableColumn, data_table, known_columns, notice, section
from salesnb.labels import label, plural
from salesnb.session import Session
from salesnb.views.parts import dimension_header, stack

_MOST = 12


def handover(session: Session) -> Html:
    """Return the open leads and deals, customers and tasks of those who have left, per person."""
    lang, frame = session.lang, session.handover()
    head = label("handover_short", lang)
    if frame.empty:
        return stack(section(head, "", "handover"), notice(label("handover_none", lang)))
    people = frame["owner"].nunique()
    amount = formats.money(frame.loc[frame["table"] == "opportunities", "amount"].sum(), lang)
    title = plural("handover_title", lang, people, n=formats.count(len(frame), lang), amount=amount)
    return stack(
        section(title, label("handover_subtitle", lang), "handover", short=head),
        _per_person(session, frame),
        _list(session, frame),
    )


def _per_person(session: Session, frame: pd.DataFrame) -> Html:
    lang = session.lang
    counts = pd.crosstab(frame["owner"], frame["table"]).reset_index()
    columns = [TableColumn("owner", dimension_header(session, "rep"))]
    columns += [
        TableColumn(name, label(f"handover_head_{name}", lang), "count")
        for name in ("leads", "opportunities", "customers", "tasks")
        if name in counts
    ]
    return data_table(counts, columns, lang)


def _list(session: Session, frame: pd.DataFrame) -> Html:
    lang = session.lang
    frame = frame.sort_values("amount", ascending=False, kind="stable", ignore_index=True)
    shown = frame.assign(
        what=[label(f"handover_{name}", lang) for name in frame["table"]],
        name=frame["name"].fillna(frame["id"]),
    )
    columns = [
        TableColumn("name", label("company_header", lang)),
        TableColumn("what", label("handover_what", lang)),
        TableColumn("id", label("handover_id", lang)),
        TableColumn("owner", label("handover_from", lang)),
        TableColumn("amount", label("handover_amount", lang), "money"),
    ]
    columns = known_columns(shown, columns)
    return data_table(shown, columns, lang, label("handover_list", lang), most_rows=_MOST)
