select distinct
  fact_customers.customer_id,
  fact_customers.owner,
  fact_customers.team,
  fact_customers.department,
  fact_customers.level,
  cast(follow_ups.follow_at as date) as contacted_on
from follow_ups
left join leads on leads.lead_id = follow_ups.lead_id
join fact_customers
  on fact_customers.customer_id = coalesce(follow_ups.customer_id, leads.customer_id)
