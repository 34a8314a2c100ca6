"""What can be asked of customers by their orders and payments: RFM, groups, value, late payers."""

import json
from typing import Any

import pandas as pd

from salesnb.session.look import Look

_RHYTHM = ["first_on", "last_on", "purchases", "days_since", "usual_gap", "sales"]
_WHO = ["customer_id", "customer_name", "owner", "team", "region", "industry", "level"]


class ValueQuestions(Look):
    """A look at customers with the models that were fitted once for the whole company."""

    def rfm(self) -> pd.DataFrame:
        """Return the RFM scores of the customers who ever ordered.

        Returns
        -------
        Who it is (customer_id, customer_name, owner, team, region, industry, level), rhythm
        (first_on, last_on, purchases, days_since, usual_gap, sales, year_purchases, year_sales), r,
        f, m (1-5, 5 is best), segment and segment_before (three months earlier; missing of new
        customers): see `learned.customers.rfm`. Scores are among all customers of the company.
        """
        named = {"rfm_segment": "segment", "rfm_before": "segment_before"}
        return self._with_orders("year_purchases", "year_sales", "r", "f", "m", *named, named=named)

    def grouped_customers(self) -> pd.DataFrame:
        """Return the groups into which customers fall by how they buy.

        Returns
        -------
        Like `rfm`, with group and group_before (three months earlier, by today's groups); both
        missing where there are no clear groups (see `customer_models`).
        """
        named = {"customer_group": "group", "group_before": "group_before"}
        return self._with_orders("year_purchases", "year_sales", *named, named=named)

    def valued_customers(self) -> pd.DataFrame:
        """Return what is expected of each customer in the next 365 days, the most valuable first.

        Returns
        -------
        Like `rfm`, with active (the chance that the customer is still active), expected_orders
        and expected_sales (yuan), and sales_if_active, what the year brings if the customer has not
        stopped: what is at risk is (1 - active) times that. Missing where nothing may be told. Which
        way they are reckoned stands in `customer_models()["holdout"]`: `orders_by`, `sales_by`; and
        P(active) is the model's unless `auc` is below `auc_recency` there.
        """
        frame = self._with_orders(
            *("year_purchases", "year_sales", "active", "expected_orders"),
            *("expected_sales", "sales_if_active"),
        )
        order = ["expected_sales", "customer_id"]
        return frame.sort_values(order, ascending=[False, True], ignore_index=True)

    def late_invoices(self) -> pd.DataFrame:
        """Return the orders that are not wholly paid, with the chance that they are paid late.

        Returns
        -------
        invoice_id, customer_id, customer_name, owner, due_on, amount (yuan, what is open), chance
        (0-1; 1 where past due; missing where no model may be used), days (after the due day, if
        late), days_over (past due by now), late_share, paid_before, days_late (of the customer so
        far): the most money that is expected late first.
        """
        frame = self._store.once("late_invoices", self._late_invoices).copy()
        at_stake = (frame["amount"] * frame["chance"]).fillna(frame["amount"] * frame["late_share"])
        order = at_stake.sort_values(ascending=False, kind="stable").index
        return frame.loc[order].reset_index(drop=True)

    def customer_models(self) -> dict[str, Any]:
        """Return the models of customers and how they tested, of the whole company.

        Returns
        -------
        activity, value (parameters), holdout (errors beside simple ways), groups (centres, names,
        what speaks for each number), late: as `learned.customers` writes them down; None where
        there was too little to learn from.
        """

        def read() -> dict[str, Any]:
            rows = self._store.run("select part, told from customer_models")
            return {part: json.loads(told) for part, told in rows.itertuples(index=False)}

        found: dict[str, Any] = self._store.once("customer_models", read)
        return found

    def customers_without_orders(self) -> int:
        """Return how many customers of the scope never ordered."""
        return int(self._customers()["first_on"].isna().sum())

    def _with_orders(self, *columns: str, named: dict[str, str] | None = None) -> pd.DataFrame:
        frame = self._customers()
        frame = frame[frame["first_on"].notna()].reset_index(drop=True)
        return frame[[*_WHO, *_RHYTHM, *columns]].rename(columns=named or {})

    def _customers(self) -> pd.DataFrame:
        return self._store.once(
            "customers_valued",
            lambda: self._store.run(
                f"""select {", ".join(f"c.{name}" for name in _WHO)}, v.* exclude (customer_id)
                from fact_customers c left join customer_values v using (customer_id)
                order by c.customer_id"""
            ),
        )

    def _late_invoices(self) -> pd.DataFrame:
        return self._store.run(
            """select i.invoice_id, i.customer_id,
              coalesce(c.customer_name, i.customer_id) as customer_name, s.owner, i.due_on,
              s.outstanding_amount as amount, i.chance, i.days, i.days_over, i.late_share,
              i.paid_before, i.days_late
            from invoice_chances i
            join fact_sales s on s.sale_kind = 'order' and s.sale_id = i.invoice_id
            left join customers c on c.customer_id = i.customer_id
            where s.outstanding_amount > 0
            order by i.due_on, i.invoice_id"""
        )
