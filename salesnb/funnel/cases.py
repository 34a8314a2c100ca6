"""One lead, opportunity or customer, and what belongs to it."""

from dataclasses import dataclass

import pandas as pd

from salesnb.errors import UsageError
from salesnb.labels import Sentence, say
from salesnb.periods import Period
from salesnb.scopes import ScopedStore

_NEAREST = """
select id from (
  select lead_id as id from fact_leads
  union select opportunity_id from fact_opportunities
  union select customer_id from fact_customers
) as known
order by jaro_winkler_similarity(lower(id), lower(?)) desc, id
limit 1
"""


@dataclass(frozen=True)
class Case:
    """What is looked at.

    Attributes
    ----------
    kind : lead, opportunity or customer.
    lead_ids, opportunity_ids : what belongs to it inside the scope.
    name : of the customer or company, as far as it is known.
    start, end : the first moment, and the day on which it ended; an open one and a customer have
        no end.
    outcome : won, lost or open; of a customer empty.
    amount : signed, or else expected, in yuan.
    """

    kind: str
    id: str
    lead_ids: tuple[str, ...]
    opportunity_ids: tuple[str, ...]
    customer_id: str | None
    name: str
    owner: str
    grade: str | None
    level: str | None
    start: pd.Timestamp
    end: pd.Timestamp | None
    outcome: str
    amount: float | None


def find_case(store: ScopedStore, case_id: str) -> Case:
    """Return the lead, else the opportunity, else the customer of an id.

    The lead of an opportunity belongs to it, and so do the opportunities of a lead.

    Raises
    ------
    UsageError
        The scope has none of that id.
    """
    for find in (_lead, _opportunity, _customer):
        if (found := find(store, case_id)) is not None:
            return found
    nearest = store.run(_NEAREST, [case_id])["id"].to_list()
    hint = say("err_did_you_mean", word=nearest[0]) if nearest else Sentence("", "")
    raise UsageError(say("err_case", id=case_id, hint=hint))


def largest_cases(store: ScopedStore, period: Period, count: int) -> list[str]:
    """Return the ids of the opportunities that ended in a period, those of most money first.

    Of a won one the amount that was signed counts, else the expected one. Where there are no
    opportunities at all, it is the leads.
    """
    found = store.run(
        """select opportunity_id as id from fact_opportunities
        where not is_open and closed_on >= ? and closed_on < ?
        order by coalesce(won_amount, amount, 0) desc, opportunity_id limit ?""",
        [period.start, period.end, count],
    )
    if found.empty and store.run("select 1 from fact_opportunities limit 1").empty:
        found = store.run(
            """select lead_id as id from fact_leads
            where not is_open and closed_on >= ? and closed_on < ?
            order by coalesce(deal_amount, 0) desc, lead_id limit ?""",
            [period.start, period.end, count],
        )
    return found["id"].to_list()


def _lead(store: ScopedStore, lead_id: str) -> Case | None:
    found = store.run(
        """select f.*, coalesce(l.company_name, c.customer_name) as name
        from fact_leads f join leads l on l.lead_id = f.lead_id
        left join customers c on c.customer_id = f.customer_id
        where f.lead_id = ?""",
        [lead_id],
    )
    if found.empty:
        return None
    deals = store.run(
        "select * from fact_opportunities where lead_id = ? order by opportunity_id", [lead_id]
    )
    row = found.iloc[0]
    expected = deals[["won_amount", "amount"]].astype("float64").bfill(axis=1)["won_amount"].sum()
    amount = row["deal_amount"] if pd.notna(row["deal_amount"]) else expected or None
    return _ended_case("lead", lead_id, row, (lead_id,), deals["opportunity_id"], amount)


def _opportunity(store: ScopedStore, opportunity_id: str) -> Case | None:
    found = store.run(
        """select f.*, c.customer_name as name, l.lead_id as own_lead,
          coalesce(l.created_at, cast(f.created_on as timestamp)) as created_at
        from fact_opportunities f
        left join fact_leads l on l.lead_id = f.lead_id
        left join customers c on c.customer_id = f.customer_id
        where f.opportunity_id = ?""",
        [opportunity_id],
    )
    if found.empty:
        return None
    row = found.iloc[0]
    leads = (row["own_lead"],) if isinstance(row["own_lead"], str) else ()
    amount = row["won_amount"] if pd.notna(row["won_amount"]) else row["amount"]
    return _ended_case(
        "opportunity", opportunity_id, row, leads, pd.Series([opportunity_id]), amount
    )


def _ended_case(
    kind: str,
    case_id: str,
    row: pd.Series,
    leads: tuple[str, ...],
    opportunities: pd.Series,
    amount: float | None,
) -> Case:
    outcome = "won" if row["is_won"] else "lost" if row["is_lost"] else "open"
    return Case(
        kind=kind,
        id=case_id,
        lead_ids=leads,
        opportunity_ids=tuple(opportunities),
        customer_id=_text(row["customer_id"]),
        name=_text(row["name"]) or case_id,
        owner=row["owner"],
        grade=_text(row["grade"]),
        level=_text(row["level"]),
        start=pd.Timestamp(row["created_at"]),
        end=None if pd.isna(row["closed_on"]) else pd.Timestamp(row["closed_on"]),
        outcome=outcome,
        amount=None if amount is None or pd.isna(amount) else float(amount),
    )


def _customer(store: ScopedStore, customer_id: str) -> Case | None:
    found = store.run("select * from fact_customers where customer_id = ?", [customer_id])
    if found.empty:
        return None
    row = found.iloc[0]
    leads = store.run(
        "select lead_id, created_at from fact_leads where customer_id = ? order by lead_id",
        [customer_id],
    )
    deals = store.run(
        "select opportunity_id, created_on from fact_opportunities where customer_id = ?"
        " order by opportunity_id",
        [customer_id],
    )
    return Case(
        kind="customer",
        id=customer_id,
        lead_ids=tuple(leads["lead_id"]),
        opportunity_ids=tuple(deals["opportunity_id"]),
        customer_id=customer_id,
        name=_text(row["customer_name"]) or customer_id,
        owner=row["owner"],
        grade=None,
        level=_text(row["level"]),
        start=pd.Timestamp.min,
        end=None,
        outcome="",
        amount=float(row["sales"]) or None,
    )


def _text(value: object) -> str | None:
    return value if isinstance(value, str) and value else None
