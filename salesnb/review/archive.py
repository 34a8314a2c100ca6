"""Customers lost long ago, which may leave the daily tables."""

from datetime import date

import pandas as pd

from salesnb.scopes import ScopedStore
from salesnb.settings import Settings


def proposal(scoped: ScopedStore, settings: Settings, as_of: date) -> pd.DataFrame:
    """Return the lost customers without contact and purchase for longer than `archive_days`.

    Who has an open lead or deal, or still owes money, is not proposed.

    Returns
    -------
    customer_id, name, owner, last_contact_on, last_order_on, rows (how many rows of all tables hang
    on the customer, its own included), the longest lost first.
    """
    return scoped.run(
        """with hanging as (
          select customer_id, count(*) as n from (
            select customer_id from leads
            union all select coalesce(f.customer_id, l.customer_id) from follow_ups as f
              left join leads as l on l.lead_id = f.lead_id
            union all select coalesce(p.customer_id, l.customer_id) from plans as p
              left join leads as l on l.lead_id = p.lead_id
            union all select customer_id from opportunities
            union all select customer_id from orders
            union all select o.customer_id from payments as p
              join orders as o on o.order_id = p.order_id
            union all select l.customer_id from stage_history as h
              join leads as l on h.subject_type = 'lead' and l.lead_id = h.subject_id
            union all select o.customer_id from stage_history as h
              join opportunities as o
                on h.subject_type = 'opportunity' and o.opportunity_id = h.subject_id
          ) as rows where customer_id is not null group by customer_id),
        alive as (
          select customer_id from fact_leads where is_open and customer_id is not null
          union select customer_id from fact_opportunities where is_open
          union select customer_id from fact_sales where overdue_amount > 0)
        select c.customer_id, c.customer_name as name, c.owner,
          cast(c.last_contact_at as date) as last_contact_on, c.last_sold_on as last_order_on,
          1 + coalesce(h.n, 0) as rows
        from fact_customers as c
        left join hanging as h on h.customer_id = c.customer_id
        where c.is_lost and c.customer_id not in (select customer_id from alive where customer_id is not null)
          and greatest(cast(c.last_contact_at as date), c.last_sold_on, c.first_contact_on)
            < cast(? as date) - cast(? as integer)
        order by greatest(cast(c.last_contact_at as date), c.last_sold_on, c.first_contact_on),
          c.customer_id""",
        [as_of, settings.review.archive_days],
    )
