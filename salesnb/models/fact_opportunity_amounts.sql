with signed as (
  select avg(cast(won_amount as double)) as usual_amount, count(won_amount) as deals_won
  from fact_opportunities
  where is_won and won_amount > 0
)
select
  fact_opportunities.opportunity_id,
  fact_opportunities.owner,
  fact_opportunities.team,
  fact_opportunities.department,
  signed.usual_amount,
  signed.deals_won
from fact_opportunities
cross join signed
where fact_opportunities.is_open
