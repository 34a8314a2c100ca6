"""What is recorded of cases, read for all of them at once."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pandas as pd

from salesnb.engines.dialect import quoted
from salesnb.funnel.cases import Case, marks
from salesnb.scopes import ScopedStore

AFTER_DAYS = 30  # an order that follows a sale by no more belongs to it
_DAWN = pd.Timestamp("1900-01-01")  # a customer has no first day


@dataclass(frozen=True)
class CaseRows:
    """The rows of cases, those of each taken out by `of_*`.

    Attributes
    ----------
    leads, deals : when they entered each stage (`entered_<stage>_at`), how they ended, what was
        typed of them.
    contacts, history, orders, payments : what happened, in order of time.
    """

    leads: list[dict[Any, Any]]
    deals: list[dict[Any, Any]]
    contacts: pd.DataFrame
    history: pd.DataFrame
    orders: pd.DataFrame
    payments: pd.DataFrame

    def leads_of(self, case: Case) -> list[dict[Any, Any]]:
        """Return the leads that belong to a case."""
        return [row for row in self.leads if row["lead_id"] in case.lead_ids]

    def deals_of(self, case: Case) -> list[dict[Any, Any]]:
        """Return the opportunities that belong to a case."""
        return [row for row in self.deals if row["opportunity_id"] in case.opportunity_ids]

    def history_of(self, case: Case) -> pd.DataFrame:
        """Return the written stage entries of a case."""
        kind, subject = self.history["subject_type"], self.history["subject_id"]
        is_own = (kind == "lead") & subject.isin(list(case.lead_ids))
        is_own |= (kind == "opportunity") & subject.isin(list(case.opportunity_ids))
        return self.history[is_own]

    def contacts_of(self, case: Case, until: pd.Timestamp) -> pd.DataFrame:
        """Return the follow-ups of a case's leads, and those of its customer meanwhile.

        Of these only such as name no lead, unless the case is the customer.

        Parameters
        ----------
        until : the last day.
        """
        at, lead = self.contacts["follow_at"], self.contacts["lead_id"]
        is_meanwhile = (at >= max(case.start, _DAWN)) & (at < until + timedelta(days=1))
        is_own = self.contacts["customer_id"] == (case.customer_id or "")
        is_own &= is_meanwhile & (lead.isna() | (case.kind == "customer"))
        return self.contacts[is_own | lead.isin(list(case.lead_ids))]

    def orders_of(self, case: Case, until: pd.Timestamp) -> pd.DataFrame:
        """Return the orders of a case's customer from its beginning to a last day."""
        at = self.orders["at"]
        is_meanwhile = (at >= max(case.start, _DAWN).normalize()) & (at <= until)
        return self.orders[is_meanwhile & (self.orders["customer_id"] == (case.customer_id or ""))]

    def payments_of(self, orders: pd.DataFrame) -> pd.DataFrame:
        """Return what was paid for orders."""
        return self.payments[self.payments["order_id"].isin(orders["id"])]


def read_rows(store: ScopedStore, cases: Sequence[Case]) -> CaseRows:
    """Read what belongs to cases: one query per table, however many cases there are."""
    leads = _each(case.lead_ids for case in cases)
    deals = _each(case.opportunity_ids for case in cases)
    customers = _each((case.customer_id,) for case in cases if case.customer_id)
    orders = _asked(store, _ORDERS, customers)
    entered = {
        table: "".join(f", f.{quoted(c)}" for c in store.columns(table) if c.startswith("entered_"))
        for table in ("fact_leads", "fact_opportunities")
    }
    return CaseRows(
        leads=_asked(store, _LEADS, leads, entered["fact_leads"]).to_dict("records"),
        deals=_asked(store, _DEALS, deals, entered["fact_opportunities"]).to_dict("records"),
        contacts=_contacts(store, leads, customers),
        history=store.run(
            f"""select subject_type, subject_id, stage, entered_at as "at" from stage_history
            where (subject_type = 'lead' and subject_id in ({marks(leads)}))
              or (subject_type = 'opportunity' and subject_id in ({marks(deals)}))""",
            [*leads, *deals],
        ),
        orders=orders,
        payments=_asked(store, _PAYMENTS, list(orders["id"])),
    )


def _each(ids: Iterable[tuple[str | None, ...]]) -> list[str]:
    return list(dict.fromkeys(each for group in ids for each in group if each))


def _asked(store: ScopedStore, sql: str, ids: Sequence[str], more: str = "") -> pd.DataFrame:
    values = list(ids) * sql.count("{ids}")
    return store.run(sql.format(ids=marks(ids), more=more), values)


# Both sides are narrowed before they are joined, so that nothing is but a handful of rows.
def _contacts(store: ScopedStore, leads: Sequence[str], customers: Sequence[str]) -> pd.DataFrame:
    of_cases = f"lead_id in ({marks(leads)}) or customer_id in ({marks(customers)})"
    return store.run(
        f"""select f.follow_id as id, f.follow_at, f.owner as by, f.method, f.lead_id, f.customer_id,
          r.content, r.feedback
        from (select * from fact_follow_ups where {of_cases}) f
        join (select follow_id, content, feedback from follow_ups where {of_cases}) r
          on r.follow_id = f.follow_id
        order by f.follow_at, f.follow_id""",
        [*leads, *customers, *leads, *customers],
    )


_LEADS = """
select f.lead_id, f.created_at, f.assigned_at, f.source, f.owner, f.is_won, f.is_lost,
  f.closed_on{more}, l.recorder, l.need, l.outcome_date as told_on, l.reason as told_reason,
  l.competitor as told_competitor, l.decisive_factor as told_factor
from (select * from fact_leads where lead_id in ({ids})) f
join (select * from leads where lead_id in ({ids})) l on l.lead_id = f.lead_id
order by f.lead_id"""

_DEALS = """
select f.opportunity_id, f.is_won, f.is_lost, f.closed_on{more}, o.closed_at as told_on,
  o.lost_reason as told_reason, o.competitor as told_competitor
from (select * from fact_opportunities where opportunity_id in ({ids})) f
join (select * from opportunities where opportunity_id in ({ids})) o
  on o.opportunity_id = f.opportunity_id
order by f.opportunity_id"""

_ORDERS = """
select sale_id as id, cast(sold_on as timestamp) as "at", amount, product, owner as by, customer_id
from fact_sales
where sale_kind = 'order' and customer_id in ({ids})"""

_PAYMENTS = """
select payment_id as id, cast(paid_on as timestamp) as "at", amount, owner as by, order_id
from fact_payments
where order_id in ({ids})"""
