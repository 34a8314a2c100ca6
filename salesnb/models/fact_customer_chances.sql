with chances as (
  select 'deal' as kind, fact_opportunities.opportunity_id as chance_id,
    fact_opportunities.customer_id, fact_opportunities.amount, fact_opportunities.created_on as from_on,
    case when fact_opportunities.is_open then null
      else coalesce(fact_opportunities.closed_on, fact_opportunities.created_on) end as until_on
  from fact_opportunities
  union all
  -- A lead that became a deal is told by the deal.
  select 'lead', fact_leads.lead_id, fact_leads.customer_id,
    coalesce(leads.budget_max, leads.budget_min), fact_leads.created_on,
    case when fact_leads.is_open then null
      else coalesce(fact_leads.closed_on, fact_leads.created_on) end
  from fact_leads
  join leads on leads.lead_id = fact_leads.lead_id
  where not exists (
    select 1 from opportunities where opportunities.lead_id = fact_leads.lead_id
  )
)
select
  chances.kind,
  chances.chance_id,
  chances.customer_id,
  fact_customers.owner,
  fact_customers.team,
  fact_customers.department,
  chances.amount,
  chances.from_on,
  chances.until_on
from chances
join fact_customers on fact_customers.customer_id = chances.customer_id
where chances.amount is not null
