with events as (
  select owner, team, department, created_on as day, 1 as leads, 0 as follow_ups,
    0 as opportunities, 0 as won_deals, 0 as orders, 0 as sales, 0 as collections
  from fact_leads
  union all
  select owner, team, department, followed_on, 0, 1, 0, 0, 0, 0, 0
  from fact_follow_ups
  union all
  select owner, team, department, created_on, 0, 0, 1, 0, 0, 0, 0
  from fact_opportunities
  union all
  select owner, team, department, closed_on, 0, 0, 0, 1, 0, 0, 0
  from fact_opportunities
  where is_won
  union all
  select owner, team, department, sold_on, 0, 0, 0, 0, case when amount > 0 then 1 else 0 end,
    amount, 0
  from fact_sales
  union all
  select owner, team, department, paid_on, 0, 0, 0, 0, 0, 0, amount
  from fact_payments
)
select
  owner,
  team,
  department,
  day,
  cast(sum(leads) as integer) as leads,
  cast(sum(follow_ups) as integer) as follow_ups,
  cast(sum(opportunities) as integer) as opportunities,
  cast(sum(won_deals) as integer) as won_deals,
  cast(sum(orders) as integer) as orders,
  sum(sales) as sales,
  sum(collections) as collections
from events
where day is not null
group by owner, team, department, day
