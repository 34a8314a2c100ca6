with told as (
  -- A follow-up that says that the customer's status changed; of several the last one counts.
  select coalesce(follow_ups.customer_id, leads.customer_id) as customer_id,
    max(follow_ups.follow_at) as changed_at
  from follow_ups
  left join leads on leads.lead_id = follow_ups.lead_id
  where follow_ups.status_change
  group by coalesce(follow_ups.customer_id, leads.customer_id)
)
select
  fact_customers.customer_id,
  fact_customers.owner,
  fact_customers.team,
  fact_customers.department,
  fact_customers.level,
  fact_customers.status,
  told.changed_at,
  cast(told.changed_at as date) as changed_on,
  customers.updated_date as updated_on
from told
join fact_customers on fact_customers.customer_id = told.customer_id
join customers on customers.customer_id = told.customer_id
