with contacts as (
  select coalesce(follow_ups.customer_id, leads.customer_id) as customer_id,
    cast(follow_ups.follow_at as date) as contacted_on
  from follow_ups
  left join leads on leads.lead_id = follow_ups.lead_id
  union
  select customer_id, cast(last_contact_at as date)
  from customers
)
select
  fact_customers.customer_id,
  fact_customers.owner,
  fact_customers.team,
  fact_customers.department,
  fact_customers.level,
  contacts.contacted_on,
  lead(contacts.contacted_on) over (
    partition by fact_customers.customer_id order by contacts.contacted_on
  ) as next_contact_on
from fact_customers
cross join parameters
join contacts on contacts.customer_id = fact_customers.customer_id
where fact_customers.cadence_days is not null and contacts.contacted_on <= parameters.as_of
