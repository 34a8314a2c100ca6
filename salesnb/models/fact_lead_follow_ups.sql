with planned as (
  select leads.lead_id, leads.customer_id, leads.created_at, grade_plans.for_days
  from leads
  join lead_cards on lead_cards.lead_id = leads.lead_id
  join grade_plans on grade_plans.grade = lead_cards.grade
),
kept as (
  -- Of the daily plan of a grade: on how many days of it somebody was in touch.
  select lead_id, count(distinct contacted_on) as plan_days_kept
  from (
    select planned.lead_id, cast(follow_ups.follow_at as date) as contacted_on
    from planned
    join follow_ups on follow_ups.lead_id = planned.lead_id
    where follow_ups.follow_at >= planned.created_at
      and days_between(planned.created_at, follow_ups.follow_at) < planned.for_days
    union all
    select planned.lead_id, cast(follow_ups.follow_at as date)
    from planned
    join follow_ups on follow_ups.customer_id = planned.customer_id
    where follow_ups.follow_at >= planned.created_at and follow_ups.lead_id is null
      and days_between(planned.created_at, follow_ups.follow_at) < planned.for_days
  ) as both_ways
  group by lead_id
)
select
  fact_leads.lead_id,
  fact_leads.owner,
  fact_leads.team,
  fact_leads.department,
  lead_contacts.last_follow_up_at,
  coalesce(lead_contacts.follow_ups, 0) as follow_ups,
  coalesce(kept.plan_days_kept, 0) as plan_days_kept,
  coalesce(cadences.plan, 'none') as plan,
  cadences.every_days,
  cadences.method
from fact_leads
left join lead_contacts on lead_contacts.lead_id = fact_leads.lead_id
left join kept on kept.lead_id = fact_leads.lead_id
-- The stage that params call intent is the one after the first.
left join grade_cadences as cadences
  on fact_leads.is_open
  and cadences.grade = fact_leads.grade
  and fact_leads.age_days >= cadences.from_days
  and fact_leads.age_days < cadences.until_days
  and coalesce(cadences.has_intent, fact_leads.furthest_rank >= 2)
    = (fact_leads.furthest_rank >= 2)
