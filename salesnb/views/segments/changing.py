"""Whose level is about to change: on the way up, near the next level, on the way down."""

import pandas as pd

from salesnb import formats
from salesnb.figures import Html, TableColumn, data_table, notice, section
from salesnb.labels import label
from salesnb.session import Session
from salesnb.views.parts import dimension_header, stack
from salesnb.views.segments.parts import level_name, names, purchases_column

_MOST = 12


def about_to_change(session: Session) -> Html:
    """Return the customers on their way up or down, and those near the next level."""
    lang, head = session.lang, label("changing_short", session.lang)
    rules = session.settings.levels
    if rules.scheme == "simple":
        words = label("changing_simple", lang)
        return stack(section(head, "", "about-to-change"), notice(words))
    changes = session.level_changes()
    if changes.empty:
        words = label("changing_none", lang)
        return stack(section(head, "", "about-to-change"), notice(words))
    known = session.standing()[["customer_id", "customer_name", "owner"]]
    frame = changes.merge(known, on="customer_id")
    counts = {
        name: formats.count((frame["direction"] == name).sum(), lang) for name in ("up", "down")
    }
    return stack(
        section(
            label("changing_title", lang, **counts),
            label("changing_subtitle", lang, after=rules.promoted_after),
            "about-to-change",
            short=head,
        ),
        *(_table(session, frame, direction) for direction in ("up", "near", "down")),
    )


def _table(session: Session, frame: pd.DataFrame, direction: str) -> Html:
    lang = session.lang
    found = frame[frame["direction"] == direction]
    if found.empty:
        return Html("")
    rows = found.assign(
        name=names(found),
        who=[session.name_of("rep", owner) for owner in found["owner"]],
        now=[level_name(session, level) for level in found["level_computed"]],
        then=[level_name(session, level) for level in found["level_then"]],
    )
    missing = [
        TableColumn("missing_to_next", label("changing_missing", lang), "money"),
        TableColumn("missing_days", label("changing_missing_days", lang), "days", digits=0),
    ]
    held = [TableColumn("held_quarters", label("changing_held", lang), "count")]
    columns = [
        TableColumn("name", label("customer", lang)),
        TableColumn("who", dimension_header(session, "rep")),
        TableColumn("now", label("changing_from", lang)),
        TableColumn("then", label("changing_to", lang)),
        purchases_column(session),
        *(missing if direction == "near" else held),
        TableColumn("changes_on", label("changing_on", lang), "date"),
    ]
    caption = label(f"changing_caption_{direction}", lang)
    return data_table(rows, columns, lang, caption, most_rows=_MOST)
