with reached as (
  -- Of the ended leads of a grade that came at least as far as a stage, the share won.
  select coalesce(fact_leads.grade, '') as grade, stages.stage, count(*) as ended,
    sum(case when fact_leads.is_won then 1 else 0 end) as won
  from fact_leads
  join stages on stages.kind = 'open' and fact_leads.furthest_rank >= stages.rank
  where not fact_leads.is_open
  group by coalesce(fact_leads.grade, ''), stages.stage
),
of_stages as (
  select stage, cast(sum(won) as double) / sum(ended) as chance from reached group by stage
),
signed as (
  select avg(cast(won_amount as double)) as usual_amount
  from fact_opportunities
  where is_won and won_amount > 0
),
deals as (
  select lead_id, sum(cast(amount as double)) as amount, sum(weighted_amount) as weighted_amount
  from fact_opportunities
  where is_open and lead_id is not null and amount > 0
  group by lead_id
)
select
  fact_leads.lead_id,
  fact_leads.owner,
  fact_leads.team,
  fact_leads.department,
  deals.amount is not null as has_deal,
  coalesce(deals.amount, (cast(leads.budget_min as double) + cast(leads.budget_max as double)) / 2,
    cast(leads.budget_max as double), cast(leads.budget_min as double), signed.usual_amount)
    as amount,
  -- A grade of which few have ended is drawn towards all grades, as if twenty more had ended like these.
  coalesce(deals.weighted_amount / deals.amount,
    (coalesce(reached.won, 0) + 20 * of_stages.chance) / (coalesce(reached.ended, 0) + 20))
    as chance
from fact_leads
join leads on leads.lead_id = fact_leads.lead_id
cross join signed
left join deals on deals.lead_id = fact_leads.lead_id
left join of_stages on of_stages.stage = fact_leads.furthest_stage
left join reached
  on reached.stage = fact_leads.furthest_stage and reached.grade = coalesce(fact_leads.grade, '')
where fact_leads.is_open
