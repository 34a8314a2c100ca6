"""Leads that want an owner, with a proposal and its reason; customers that several reps work on."""

import pandas as pd

from salesnb import formats
from salesnb.figures import Html, TableColumn, data_table, notice, section
from salesnb.labels import label, plural
from salesnb.session import Session
from salesnb.views.parts import dimension_header, person_name, stack

_MOST = 15


def assignment(session: Session) -> Html:
    """Return the leads without an owner at work and who is to get them."""
    lang = session.lang
    head = label("assignment_short", lang)
    frame = session.assignment()
    if frame.empty:
        return stack(
            section(head, "", "assignment"),
            notice(label("assignment_none", lang)),
            _conflicts(session),
        )
    title = plural("assignment_title", lang, len(frame))
    frame = frame.assign(
        name=frame["company_name"].fillna(frame["lead_id"]),
        why_shown=[label(f"assign_why_{why}", lang) for why in frame["why"]],
        now=[person_name(session, owner) for owner in frame["owner_now"]],
        proposed=[person_name(session, owner) for owner in frame["proposed_owner"]],
        reason=frame[f"reason_{lang}"],
    )
    columns = [
        TableColumn("name", label("company_header", lang)),
        TableColumn("grade", dimension_header(session, "grade")),
        TableColumn("amount", label("pool_value", lang), "money"),
        TableColumn("why_shown", label("lead_head_why", lang)),
        TableColumn("now", label("lead_head_owner_now", lang)),
        TableColumn("proposed", label("lead_head_proposed_owner", lang)),
        TableColumn("reason", label("lead_head_reason", lang)),
    ]
    return stack(
        section(title, label("assignment_subtitle", lang), "assignment", short=head),
        data_table(frame, columns, lang, most_rows=_MOST),
        *_left(frame, lang),
        _conflicts(session),
    )


def _left(frame: pd.DataFrame, lang: str) -> list[Html]:
    """Say how many leads nobody is to get, and why."""
    is_nurtured = frame["rule"] == "nurture"
    counts = {
        "assignment_left": int((frame["proposed_owner"].isna() & ~is_nurtured).sum()),
        "assignment_nurture": int(is_nurtured.sum()),
    }
    said = [label(key, lang, count=formats.count(n, lang)) for key, n in counts.items() if n]
    return [notice(("" if lang == "zh" else " ").join(said))] if said else []


def _conflicts(session: Session) -> Html:
    """Return the customers that several people work on."""
    lang = session.lang
    frame = session.owner_conflicts()
    if frame.empty or session.scope.kind == "rep":
        return stack()
    frame = frame.assign(
        name=frame["customer_name"].fillna(frame["customer_id"]),
        customer_of=[person_name(session, owner) for owner in frame["customer_owner"]],
    )
    columns = [
        TableColumn("name", label("customer", lang)),
        TableColumn("owners", label("conflict_people", lang)),
        TableColumn("customer_of", label("conflict_owner", lang)),
        TableColumn("leads", label("conflict_leads", lang), "count"),
        TableColumn("deals", label("conflict_deals", lang), "count"),
        TableColumn("amount", label("amount", lang), "money"),
    ]
    return data_table(frame, columns, lang, label("conflict_caption", lang), most_rows=_MOST)
