"""Key customers that are contacted too seldom: how many each rep has, and which they are."""

import pandas as pd

from salesnb import formats
from salesnb.figures import Html, TableColumn, data_table, notice, section
from salesnb.labels import label, plural
from salesnb.session import Session
from salesnb.views.followups.cadence import kept_column
from salesnb.views.followups.frames import kept_rates, key_below
from salesnb.views.parts import dimension_header, has_begun, period_name, stack

_MOST, _MOST_REPS = 20, 10


def key_customers(session: Session) -> Html:
    """Return the key customers whose cadence was kept on less than 80 % of the period's days."""
    lang = session.lang
    head = label("followup_key_short", lang)
    if not has_begun(session):
        return stack(section(head, "", "key-customers"), notice(label("finding_not_begun", lang)))
    cadence = session.customer_cadence()
    keys = cadence[cadence["is_key"]]
    if keys.empty:
        return stack(section(head, "", "key-customers"), notice(label("followup_key_none", lang)))
    below = key_below(session)
    share = formats.percent(session.settings.limits.cadence_kept, lang)
    words = {"of": formats.count(len(keys), lang), "share": share}
    return stack(
        section(
            plural("followup_key_title", lang, len(below), **words)
            if len(below)
            else label("followup_key_all", lang, share=share),
            label("followup_key_subtitle", lang, period=period_name(session, session.period)),
            "key-customers",
            short=head,
        ),
        *_tables(session, keys, below),
    )


def _tables(session: Session, keys: pd.DataFrame, below: pd.DataFrame) -> list[Html]:
    if below.empty:
        return []
    lang = session.lang
    tables = []
    if session.scope.kind != "rep":
        caption = label("followup_key_by_rep", lang)
        reps, columns = _by_rep(session, keys), _rep_columns(session)
        tables.append(data_table(reps, columns, lang, caption, most_rows=_MOST_REPS))
    rows = below.assign(
        name=below["customer_name"].fillna(below["customer_id"]),
        level_shown=[session.name_of("level", level) for level in below["level"]],
        who=[session.name_of("rep", owner) for owner in below["owner"]],
        last=below["last_contact_at"].dt.date,
    )
    caption = label("followup_key_list", lang)
    tables.append(data_table(rows, _customer_columns(session), lang, caption, most_rows=_MOST))
    return tables


def _by_rep(session: Session, keys: pd.DataFrame) -> pd.DataFrame:
    rated = kept_rates(session, keys, "rep")
    rated = rated.assign(below=rated["denominator"] - rated["numerator"])
    return rated[rated["below"] > 0].sort_values(
        ["below", "value", "name"], ascending=[False, True, True]
    )


def _rep_columns(session: Session) -> list[TableColumn]:
    lang = session.lang
    return [
        TableColumn("name", dimension_header(session, "rep")),
        TableColumn("below", label("followup_key_below", lang), "count"),
        kept_column(session),
    ]


def _customer_columns(session: Session) -> list[TableColumn]:
    lang = session.lang
    return [
        TableColumn("name", label("customer", lang)),
        TableColumn("level_shown", dimension_header(session, "level")),
        TableColumn("who", dimension_header(session, "rep")),
        TableColumn("contacts", label("followup_contacts", lang), "count"),
        TableColumn(
            "kept",
            label("followup_kept_days", lang),
            "rate",
            numerator="kept_days",
            denominator="days",
            definition=label("followup_kept_days_why", lang),
        ),
        TableColumn("last", label("followup_last", lang), "date"),
        TableColumn("overdue_days", label("overdue_header", lang), "days", digits=0),
    ]
