"""The month-end clean-up (月末清理): what is listed, and the workbook in which it is decided."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pandas as pd

from salesnb.errors import UsageError
from salesnb.labels import label, say
from salesnb.loaders.checks.company_names import name_keys
from salesnb.loaders.checks.contacts import contact_keys
from salesnb.periods import Period, parse_period, period_of
from salesnb.review.archive import proposal
from salesnb.review.forms import FormColumn, write_form
from salesnb.review.kept import KeptBook
from salesnb.scopes import ScopedStore
from salesnb.settings import Settings
from salesnb.workspace import Workspace

DECISIONS = {
    "keep": "review_keep",
    "delete": "review_delete",
    "merge": "review_merge",
    "fill": "review_fill",
}
FILLS = {
    "new_name": {"customers": "contact_name"},
    "new_info": {"customers": "contact_info"},
    "new_reason": {"leads": "reason", "opportunities": "lost_reason"},
}
FORM = (
    FormColumn("record", 28),
    FormColumn("why", 22),
    FormColumn("group", 8),
    FormColumn("subject", 28),
    FormColumn("contact", 16),
    FormColumn("owner", 12),
    FormColumn("since", 14),
    FormColumn("hanging", 30),
    FormColumn("decision", 10, DECISIONS, fills=True),
    FormColumn("into", 18, fills=True),
    FormColumn("new_name", 14, fills=True),
    FormColumn("new_info", 18, fills=True),
    FormColumn("new_reason", 24, fills=True),
)
_SHARED_BY = 5  # a contact of more customers than this is a switchboard, not a duplicate
_CUSTOMERS = """select c.customer_id, c.customer_name, c.owner, c.status,
    t.contact_info, cast(coalesce(c.last_contact_at, c.first_contact_on) as date) as since
  from fact_customers as c left join customers as t on t.customer_id = c.customer_id
  order by c.customer_id"""
_LOST = """select 'leads' as entity, f.lead_id as entity_id, 'lost_lead' as why,
    coalesce(l.company_name, f.lead_id) as subject, f.owner, f.closed_on as since
  from fact_leads as f join leads as l on l.lead_id = f.lead_id
  where f.is_lost and nullif(trim(f.lost_reason), '') is null and f.closed_on between ? and ?
    and f.lead_id not in (
      select lead_id from fact_opportunities where lead_id is not null)
  union all
  select 'opportunities', f.opportunity_id, 'lost_deal',
    coalesce(c.customer_name, f.customer_id, f.opportunity_id), f.owner, f.closed_on
  from fact_opportunities as f left join customers as c on c.customer_id = f.customer_id
  where f.is_lost and nullif(trim(f.lost_reason), '') is null and f.closed_on between ? and ?"""
_HANGING = """select customer_id, sum(leads) as leads, sum(deals) as deals, sum(orders) as orders,
    sum(follow_ups) as follow_ups
  from (
    select customer_id, 1 as leads, 0 as deals, 0 as orders, 0 as follow_ups from leads
    union all select customer_id, 0, 1, 0, 0 from opportunities
    union all select customer_id, 0, 0, 1, 0 from orders
    union all select customer_id, 0, 0, 0, 1 from follow_ups) as rows
  where customer_id is not null group by customer_id"""


@dataclass(frozen=True)
class Written:
    """How many rows a workbook has, and how many customers it proposes to archive."""

    rows: int
    archive: int


def read_month(text: str | None, as_of: date) -> Period:
    """Return the month that a text names; None = that of the day.

    Raises
    ------
    UsageError
        It is no month.
    """
    month = period_of(as_of, "month") if text is None else parse_period(text, as_of)
    if month.grain != "month":
        raise UsageError(say("review_no_month", text=text))
    return month


def cleanup_rows(
    store: ScopedStore, settings: Settings, identities: pd.DataFrame, kept: Mapping[str, str]
) -> pd.DataFrame:
    """Return what is to be cleaned up inside a scope, as of its day.

    Possible duplicates (one name or one contact under several numbers), prospects without contact
    details or without contact for longer than `dormant_days`, leads and deals lost within
    `lost_days` without a reason. A customer is listed once, for the first of these.

    Parameters
    ----------
    identities : customer_id, customer_name and contact_info of all customers, not masked.
    kept : {record: until when it is not listed}.

    Returns
    -------
    record (`customers:C1`), entity, entity_id, why, group (of duplicates), subject, contact
    (masked), owner, since, leads, deals, orders, follow_ups.
    """
    customers = store.run(_CUSTOMERS)
    oldest = store.as_of - timedelta(days=settings.review.lost_days)
    lost = store.run(_LOST, [oldest, store.as_of, oldest, store.as_of])
    frame = pd.concat([_of_customers(store, settings, customers, identities), lost])
    frame = frame.assign(record=frame["entity"] + ":" + frame["entity_id"])
    day = store.as_of.isoformat()
    frame = frame[[kept.get(record, "") <= day for record in frame["record"]]]
    counts = store.run(_HANGING).rename(columns={"customer_id": "entity_id"})
    frame = frame.merge(counts.assign(entity="customers"), how="left", on=["entity", "entity_id"])
    numbers = ["leads", "deals", "orders", "follow_ups"]
    frame[numbers] = frame[numbers].fillna(0).astype("int64")
    return frame.reset_index(drop=True)


def _of_customers(
    store: ScopedStore, settings: Settings, customers: pd.DataFrame, identities: pd.DataFrame
) -> pd.DataFrame:
    frame = customers.rename(
        columns={"customer_id": "entity_id", "customer_name": "subject", "contact_info": "contact"}
    )
    groups = _groups(identities[identities["customer_id"].isin(frame["entity_id"])])
    has_contact = frame["contact"].fillna("").str.strip() != ""
    is_prospect = frame["status"] == "prospect"
    silent = (pd.Timestamp(store.as_of) - pd.to_datetime(frame["since"])).dt.days
    why = pd.Series(None, index=frame.index, dtype="object")
    why[is_prospect & (silent > settings.review.dormant_days)] = "dormant"
    why[is_prospect & ~has_contact] = "no_contact"
    group = frame["entity_id"].map(groups)
    why[group.notna()] = "duplicate"
    frame = frame.assign(entity="customers", why=why, group=group)[why.notna()]
    order = {"duplicate": 0, "no_contact": 1, "dormant": 2}
    frame = frame.assign(place=frame["why"].map(order))
    return frame.sort_values(["place", "group", "entity_id"])[
        ["entity", "entity_id", "why", "group", "subject", "contact", "owner", "since"]
    ]


def _groups(identities: pd.DataFrame) -> dict[str, int]:
    """Return {customer: number of its group} of customers that share a name or a contact."""
    keys = pd.concat(
        [
            identities.assign(key="n" + name_keys(identities["customer_name"].astype("str"))),
            identities.assign(key="c" + contact_keys(identities["contact_info"].astype("str"))),
        ]
    )
    keys = keys[keys["key"].notna() & (keys["key"].str.len() > 1)]
    head: dict[str, str] = {}

    def first(one: str) -> str:
        while head.get(one, one) != one:
            one = head[one]
        return one

    for key, part in keys.groupby("key"):
        ids = sorted(map(str, part["customer_id"].unique()))
        if len(ids) > 1 and (str(key).startswith("n") or len(ids) <= _SHARED_BY):
            for other in ids[1:]:
                one, two = sorted((first(ids[0]), first(other)))
                head.setdefault(one, one)
                head[two] = one
    heads = {one: first(one) for one in head}
    numbers = {each: n for n, each in enumerate(sorted(set(heads.values())), start=1)}
    return {one: numbers[top] for one, top in heads.items()}


def write_cleanup(
    workspace: Workspace, month: Period, path: Path, *, viewer: str | None, lang: str, day: date
) -> Written:
    """Write the workbook of a month for the scope of a viewer: one sheet to decide, one to know.

    Parameters
    ----------
    day : today; a month that runs is looked at as of it.
    """
    settings = workspace.settings
    kept = KeptBook(workspace.state).until()
    with ScopedStore.open(
        workspace.store, settings, viewer=viewer, as_of=min(day, month.last_day)
    ) as store:
        identities = workspace.store.current()["customers"]
        frame = cleanup_rows(store, settings, identities, kept)
        archive = proposal(store, settings, store.as_of)
    is_customer = frame["entity"] == "customers"
    shown = frame.assign(
        why=[label(f"review_why_{why}", lang) for why in frame["why"]],
        group=[f"{group:.0f}" if pd.notna(group) else "" for group in frame["group"]],
        since=pd.to_datetime(frame["since"]).dt.strftime("%Y-%m-%d"),
        hanging=[hanging(row, lang) for row in frame.to_dict("records")],
    )
    shown["hanging"] = shown["hanging"].where(is_customer, "")
    notes = [
        label("review_note_cleanup", lang, days=settings.review.kept_days),
        label("review_note_fill", lang),
        label("review_note_take", lang),
    ]
    heads = ("customer", "customer_name", "owner", "last_contact", "last_order", "rows")
    listed = archive.assign(
        **{
            name: archive[name].dt.strftime("%Y-%m-%d")
            for name in ("last_contact_on", "last_order_on")
        }
    ).set_axis([label(f"review_archive_{head}", lang) for head in heads], axis=1)
    beside = {label("review_archive", lang): listed}
    write_form(path, label("review_cleanup", lang), FORM, shown, lang, notes=notes, beside=beside)
    return Written(len(frame), len(archive))


def hanging(row: Mapping[Any, Any], lang: str) -> str:
    """Return what hangs on a customer, in words."""
    words = {name: row[name] for name in ("leads", "deals", "orders", "follow_ups")}
    return label("review_hangs", lang, **words)
