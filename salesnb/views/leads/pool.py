"""The public pool: what lies in it, who let it go, what becomes of leads that were picked."""

import pandas as pd

from salesnb import formats
from salesnb.figures import Html, TableColumn, data_table, notice, section
from salesnb.labels import label, plural
from salesnb.session import Session
from salesnb.views.parts import dimension_header, person_name, stack

_MOST = 15
_AGES = ((7, "pool_age_week"), (30, "pool_age_month"), (90, "pool_age_quarter"))


def pool(session: Session) -> Html:
    """Return the pool by age and value, those that flow in next, who lets go, and recycling."""
    lang = session.lang
    head = label("pool_short", lang)
    frame = session.pool()
    inside = frame[frame["state"] == "pool"]
    if frame.empty:
        return stack(section(head, "", "pool"), notice(label("pool_none", lang)))
    amount = formats.money(inside["amount"].sum(), lang)
    title = plural("pool_title", lang, len(inside), amount=amount)
    parts = [section(title, _subtitle(session), "pool", short=head)]
    if len(inside):
        parts += [_by_age(session, inside), _leads(session, inside)]
    parts += [_soon(session, frame), _let_go(session), _recycled(session), _untouched(session)]
    return stack(*parts)


def _subtitle(session: Session) -> str:
    rules = session.settings.pool
    days = label(f"pool_days_{rules.days}", session.lang, count=rules.idle_days)
    return label("pool_subtitle", session.lang, days=days)


def _by_age(session: Session, inside: pd.DataFrame) -> Html:
    """Return how long the leads have lain in the pool, and what they are worth."""
    lang = session.lang
    since = (pd.Timestamp(session.as_of) - inside["since_on"]).dt.days
    names = [label(key, lang) for _, key in _AGES] + [label("pool_age_older", lang)]
    at = pd.cut(since, [-1, *(days for days, _ in _AGES), 10**6], labels=names)
    table = (
        inside.groupby(at, observed=False)["amount"]
        .agg(["size", "sum"])
        .rename_axis("age")
        .reset_index()
    )
    table["age"] = table["age"].astype(str)
    columns = [
        TableColumn("age", label("pool_age", lang)),
        TableColumn("size", label("leads_header", lang), "count"),
        TableColumn("sum", label("pool_value", lang), "money"),
    ]
    return data_table(table, columns, lang)


def _leads(session: Session, inside: pd.DataFrame) -> Html:
    """Return the leads of the pool that are worth most."""
    lang = session.lang
    frame = inside.sort_values(["amount", "lead_id"], ascending=[False, True], na_position="last")
    frame = frame.assign(
        name=frame["company_name"].fillna(frame["lead_id"]),
        source_shown=[session.name_of("source", source) for source in frame["source"]],
        days=(pd.Timestamp(session.as_of) - frame["since_on"]).dt.days,
        let_go=[person_name(session, owner) for owner in frame["let_go_by"]],
    )
    columns = [
        TableColumn("name", label("company_header", lang)),
        TableColumn("lead_id", label("lead_header", lang)),
        TableColumn("grade", dimension_header(session, "grade")),
        TableColumn("source_shown", dimension_header(session, "source")),
        TableColumn("amount", label("pool_value", lang), "money"),
        TableColumn("days", label("pool_since", lang), "days", digits=0),
        TableColumn("let_go", label("pool_let_go_by", lang)),
    ]
    return data_table(frame, columns, lang, label("pool_leads", lang), most_rows=_MOST)


def _soon(session: Session, frame: pd.DataFrame) -> Html:
    """Return the leads whose owners are warned: they flow in next."""
    lang = session.lang
    warned = frame[frame["state"] == "warned"]
    if warned.empty:
        return notice(label("pool_soon_none", lang))
    warned = warned.assign(
        name=warned["company_name"].fillna(warned["lead_id"]),
        who=[person_name(session, owner) for owner in warned["owner"]],
        due=warned["leaves_on"].dt.date,
    ).sort_values(["leaves_on", "amount"], ascending=[True, False])
    columns = [
        TableColumn("name", label("company_header", lang)),
        TableColumn("lead_id", label("lead_header", lang)),
        TableColumn("grade", dimension_header(session, "grade")),
        TableColumn("who", dimension_header(session, "rep")),
        TableColumn("amount", label("pool_value", lang), "money"),
        TableColumn("due", label("pool_leaves", lang), "date"),
    ]
    return data_table(warned, columns, lang, label("pool_soon", lang), most_rows=_MOST)


def _let_go(session: Session) -> Html:
    lang = session.lang
    frame = session.pool_by_owner()
    frame = frame[frame["let_go"] > 0]
    if frame.empty or session.scope.kind == "rep":
        return stack()
    frame = frame.assign(
        name=[person_name(session, owner) for owner in frame["owner"]],
        small=[session.is_small(n) for n in frame["leads"]],
    )
    columns = [
        TableColumn("name", dimension_header(session, "rep")),
        TableColumn("leads", label("pool_held", lang), "count"),
        TableColumn(
            "share",
            label("pool_let_go", lang),
            "rate",
            numerator="let_go",
            denominator="leads",
            low="low",
            high="high",
            small="small",
            definition=label("pool_let_go_why", lang),
        ),
        TableColumn("amount", label("pool_value", lang), "money"),
        TableColumn("in_pool", label("pool_still", lang), "count"),
        TableColumn("claimed", label("pool_claimed", lang), "count"),
        TableColumn("untouched", label("pool_untouched_count", lang), "count"),
    ]
    return data_table(frame, columns, lang, label("pool_by_owner", lang), most_rows=_MOST)


def _recycled(session: Session) -> Html:
    """Say how often leads that were picked out of the pool are won, beside the others."""
    lang = session.lang
    frame = session.recycling().set_index("group")
    again, others = frame.loc["recycled"], frame.loc["never_pooled"]
    if not again["denominator"]:
        return notice(label("pool_recycling_none", lang))
    rates = {
        name: f"{formats.percent(row['value'], lang)}"
        f" ({formats.count(row['numerator'], lang)}/{formats.count(row['denominator'], lang)})"
        for name, row in (("again", again), ("others", others))
    }
    small = f" · {label('small_sample', lang)}" if session.is_small(again["denominator"]) else ""
    return notice(label("pool_recycling", lang, **rates) + small)


def _untouched(session: Session) -> Html:
    lang = session.lang
    frame = session.claimed_untouched()
    if frame.empty:
        return stack()
    frame = frame.assign(
        name=frame["company_name"].fillna(frame["lead_id"]),
        who=[person_name(session, owner) for owner in frame["owner"]],
        claimed=frame["claimed_on"].dt.date,
    )
    columns = [
        TableColumn("name", label("company_header", lang)),
        TableColumn("who", dimension_header(session, "rep")),
        TableColumn("claimed", label("pool_claimed_on", lang), "date"),
        TableColumn("days", label("pool_days", lang), "days", digits=0),
        TableColumn("amount", label("pool_value", lang), "money"),
    ]
    return data_table(frame, columns, lang, label("pool_untouched", lang), most_rows=_MOST)
