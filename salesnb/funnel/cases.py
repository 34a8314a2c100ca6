"""One lead, opportunity or customer, and what belongs to it."""

from collections.abc import Sequence
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


def find_cases(store: ScopedStore, case_ids: Sequence[str]) -> list[Case]:
    """Return of each id the lead, else the opportunity, else the customer.

    The lead of an opportunity belongs to it, and so do the opportunities of a lead.

    Raises
    ------
    UsageError
        The scope has none of that id.
    """
    found: dict[str, Case] = {}
    for find in (_leads, _opportunities, _customers):
        if missing := [case_id for case_id in case_ids if case_id not in found]:
            found |= find(store, missing)
    for case_id in case_ids:
        if case_id not in found:
            raise _unknown(store, case_id)
    return [found[case_id] for case_id in case_ids]


def marks(ids: Sequence[str]) -> str:
    """Return placeholders for an SQL list; of none, one that nothing equals."""
    return ", ".join("?" for _ in ids) or "null"


def _unknown(store: ScopedStore, case_id: str) -> UsageError:
    nearest = store.run(_NEAREST, [case_id])["id"].to_list()
    hint = say("err_did_you_mean", word=nearest[0]) if nearest else Sentence("", "")
    return UsageError(say("err_case", id=case_id, hint=hint))


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


def _leads(store: ScopedStore, ids: Sequence[str]) -> dict[str, Case]:
    found = store.run(
        f"""select f.*, coalesce(l.company_name, c.customer_name) as name
        from (select * from fact_leads where lead_id in ({marks(ids)})) f
        join leads l on l.lead_id = f.lead_id
        left join customers c on c.customer_id = f.customer_id""",
        list(ids),
    )
    if found.empty:
        return {}
    own = list(found["lead_id"])
    deals = store.run(
        f"select * from fact_opportunities where lead_id in ({marks(own)}) order by opportunity_id",
        own,
    )
    cases = {}
    for lead_id, (_, row) in zip(own, found.iterrows(), strict=True):
        of_lead = deals[deals["lead_id"] == lead_id]
        amounts = of_lead[["won_amount", "amount"]].astype("float64")
        expected = amounts.bfill(axis=1)["won_amount"].sum()
        amount = row["deal_amount"] if pd.notna(row["deal_amount"]) else expected or None
        cases[lead_id] = _ended_case(
            "lead", lead_id, row, (lead_id,), of_lead["opportunity_id"], amount
        )
    return cases


def _opportunities(store: ScopedStore, ids: Sequence[str]) -> dict[str, Case]:
    found = store.run(
        f"""select f.*, c.customer_name as name, l.lead_id as own_lead,
          coalesce(l.created_at, cast(f.created_on as timestamp)) as created_at
        from (select * from fact_opportunities where opportunity_id in ({marks(ids)})) f
        left join fact_leads l on l.lead_id = f.lead_id
        left join customers c on c.customer_id = f.customer_id""",
        list(ids),
    )
    cases = {}
    for own, (_, row) in zip(found["opportunity_id"], found.iterrows(), strict=True):
        leads = (row["own_lead"],) if isinstance(row["own_lead"], str) else ()
        amount = row["won_amount"] if pd.notna(row["won_amount"]) else row["amount"]
        cases[own] = _ended_case("opportunity", own, row, leads, pd.Series([own]), amount)
    return cases


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


def _customers(store: ScopedStore, ids: Sequence[str]) -> dict[str, Case]:
    found = store.run(
        f"select * from fact_customers where customer_id in ({marks(ids)})", list(ids)
    )
    return {
        customer_id: _customer(store, customer_id, row)
        for customer_id, (_, row) in zip(found["customer_id"], found.iterrows(), strict=True)
    }


def _customer(store: ScopedStore, customer_id: str, row: pd.Series) -> Case:
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
