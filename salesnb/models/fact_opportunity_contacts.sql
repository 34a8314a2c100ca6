with open_deals as (
  select opportunity_id, owner, team, department, customer_id, lead_id
  from fact_opportunities
  where is_open
),
-- A follow-up or plan names a lead, a customer, or both; each is looked up by itself, so that no
-- deal is joined with every row of its customer.
of_leads as (
  select follow_ups.lead_id, max(follow_ups.follow_at) as last_at,
    min(case when follow_ups.next_due >= parameters.as_of then follow_ups.next_due end) as next_on
  from follow_ups
  cross join parameters
  where follow_ups.lead_id is not null
  group by follow_ups.lead_id
),
of_customers as (
  select follow_ups.customer_id, max(follow_ups.follow_at) as last_at,
    min(case when follow_ups.next_due >= parameters.as_of then follow_ups.next_due end) as next_on
  from follow_ups
  cross join parameters
  where follow_ups.customer_id is not null
  group by follow_ups.customer_id
),
ahead as (
  select plans.lead_id, plans.customer_id, plans.due_on
  from plans
  cross join parameters
  where plans.due_on >= parameters.as_of and coalesce(plans.state, '') <> 'done'
),
lead_plans as (
  select lead_id, min(due_on) as next_on from ahead where lead_id is not null group by lead_id
),
customer_plans as (
  select customer_id, min(due_on) as next_on
  from ahead
  where customer_id is not null
  group by customer_id
)
select
  open_deals.opportunity_id,
  open_deals.owner,
  open_deals.team,
  open_deals.department,
  greatest(of_leads.last_at, of_customers.last_at) as last_follow_up_at,
  least(of_leads.next_on, of_customers.next_on, lead_plans.next_on, customer_plans.next_on)
    as next_step_on
from open_deals
left join of_leads on of_leads.lead_id = open_deals.lead_id
left join of_customers on of_customers.customer_id = open_deals.customer_id
left join lead_plans on lead_plans.lead_id = open_deals.lead_id
left join customer_plans on customer_plans.customer_id = open_deals.customer_id
