with both_ways as (
  select leads.lead_id, leads.created_at, follow_ups.follow_at
  from leads
  join follow_ups on follow_ups.lead_id = leads.lead_id
  where follow_ups.follow_at >= leads.created_at
  union all
  select leads.lead_id, leads.created_at, follow_ups.follow_at
  from leads
  join follow_ups on follow_ups.customer_id = leads.customer_id
  where follow_ups.follow_at >= leads.created_at and follow_ups.lead_id is null
),
counted as (
  select lead_id, max(follow_at) as last_follow_up_at, count(*) as follow_ups
  from both_ways
  group by lead_id
),
kept as (
  -- Of the daily plan of a grade: on how many days of it somebody was in touch.
  select both_ways.lead_id,
    count(distinct cast(both_ways.follow_at as date)) as plan_days_kept
  from both_ways
  join lead_cards on lead_cards.lead_id = both_ways.lead_id
  join grade_plans on grade_plans.grade = lead_cards.grade
    and days_between(both_ways.created_at, both_ways.follow_at) < grade_plans.for_days
  group by both_ways.lead_id
)
select
  fact_leads.lead_id,
  fact_leads.owner,
  fact_leads.team,
  fact_leads.department,
  counted.last_follow_up_at,
  coalesce(counted.follow_ups, 0) as follow_ups,
  coalesce(kept.plan_days_kept, 0) as plan_days_kept,
  coalesce(cadences.plan, 'none') as plan,
  cadences.every_days,
  cadences.method
from fact_leads
left join counted on counted.lead_id = fact_leads.lead_id
left join kept on kept.lead_id = fact_leads.lead_id
-- The stage that params call intent is the one after the first.
left join grade_cadences as cadences
  on fact_leads.is_open
  and cadences.grade = fact_leads.grade
  and fact_leads.age_days >= cadences.from_days
  and fact_leads.age_days < cadences.until_days
  and coalesce(cadences.has_intent, fact_leads.furthest_rank >= 2)
    = (fact_leads.furthest_rank >= 2)
