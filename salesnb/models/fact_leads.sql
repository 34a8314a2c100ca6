with events as (
  select subject_id as lead_id, stage, entered_at
  from stage_events
  where subject_type = 'lead'
  union all
  select opportunities.lead_id, stage_events.stage, stage_events.entered_at
  from stage_events
  join opportunities on opportunities.opportunity_id = stage_events.subject_id
  where stage_events.subject_type = 'opportunity' and opportunities.lead_id is not null
),
furthest as (
  select events.lead_id, max(stages.rank) as furthest_rank,
    -- The day on which the lead itself entered the stage that ended it, from its history.
    min(case when stages.kind = 'won' then events.entered_at end) as won_at,
    max(case when stages.kind = 'lost' then events.entered_at end) as lost_at,
  $first_entries
  from events
  join stages on stages.stage = events.stage
  group by events.lead_id
),
deals as (
  select
    lead_id,
    sum(case when is_won then 1 else 0 end) as won_deals,
    sum(case when is_open then 1 else 0 end) as open_deals,
    sum(case when is_lost then 1 else 0 end) as lost_deals,
    min(case when is_won then closed_on end) as won_on,
    max(case when is_lost then closed_on end) as lost_on,
    max(case when nth_lost = 1 then lost_reason end) as lost_reason
  from (
    -- Of several lost deals the last one says why.
    select fact_opportunities.*,
      case when is_lost then row_number() over (
        partition by lead_id, is_lost
        order by coalesce(closed_on, date '0001-01-01') desc, opportunity_id
      ) end as nth_lost
    from fact_opportunities
    where lead_id is not null
  ) as ended
  group by lead_id
),
won as (
  select leads.*, furthest.furthest_rank, $entries,
    coalesce(leads.outcome, '') = 'won' or coalesce(stages.kind, '') = 'won'
      or coalesce(deals.won_deals, 0) > 0 as is_won,
    coalesce(stages.kind, '') = 'lost' or coalesce(deals.lost_deals, 0) > 0
      or coalesce(leads.outcome, '') in ('lost', 'not_won') as has_lost,
    coalesce(leads.outcome, '') <> 'nurturing' and coalesce(deals.open_deals, 0) = 0 as may_end,
    coalesce(leads.outcome_date, deals.won_on, cast(furthest.won_at as date)) as won_on,
    coalesce(leads.outcome_date, deals.lost_on, cast(furthest.lost_at as date)) as lost_on,
    coalesce(leads.reason, deals.lost_reason) as told_reason,
    lead_contacts.first_follow_up_at
  from leads
  left join furthest on furthest.lead_id = leads.lead_id
  left join stages on stages.stage = leads.stage
  left join deals on deals.lead_id = leads.lead_id
  left join lead_contacts on lead_contacts.lead_id = leads.lead_id
),
judged as (
  select won.*,
    not is_won and has_lost and may_end as is_lost,
    case when is_won then won_on when has_lost and may_end then lost_on end as closed_on
  from won
)
select
  judged.lead_id,
  judged.customer_id,
  coalesce(spell.person, 'unassigned') as owner,
  coalesce(spell.team, 'unassigned') as team,
  coalesce(spell.department, 'unassigned') as department,
  judged.source,
  coalesce(judged.region, customers.region) as region,
  coalesce(judged.industry, customers.industry) as industry,
  judged.product_line,
  levels.level,
  cards.grade,
  $card_columns,
  cards.is_sure as is_grade_sure,
  judged.competitor,
  judged.created_at,
  cast(judged.created_at as date) as created_on,
  judged.assigned_at,
  judged.outcome,
  judged.is_won,
  judged.is_lost,
  not judged.is_won and not judged.is_lost as is_open,
  judged.closed_on,
  case when judged.is_won then judged.deal_amount end as deal_amount,
  case when judged.is_lost then judged.told_reason end as lost_reason,
  furthest_stage.stage as furthest_stage,
  judged.furthest_rank,
  $stage_flags,
  $entries,
  judged.first_follow_up_at,
  seconds_between(judged.created_at, judged.first_follow_up_at) / 3600.0
    as first_response_hours,
  seconds_between(judged.assigned_at, judged.first_follow_up_at) / 3600.0
    as hours_from_assignment,
  grade_limits.most as first_contact_limit_hours,
  $first_contact_due_at as first_contact_due_at,
  -- Empty without a limit, and while there is still time.
  case
    when grade_limits.most is null then null
    when judged.first_follow_up_at is not null
      then judged.first_follow_up_at <= $first_contact_due_at
    when $first_contact_due_at < cast(add_days(parameters.as_of, 1) as timestamp) then false
  end as is_contacted_in_time,
  days_between(judged.created_at, parameters.as_of) as age_days,
  case when judged.is_won
    then days_between(judged.created_at, judged.won_on) end as sales_cycle_days
from judged
cross join parameters
join stages as furthest_stage on furthest_stage.rank = judged.furthest_rank
left join customers on customers.customer_id = judged.customer_id
left join customer_levels as levels on levels.customer_id = customers.customer_id
left join lead_cards as cards on cards.lead_id = judged.lead_id
left join grade_limits on grade_limits.word = cards.grade
$first_contact_joins
left join staff_spells as spell
  on spell.owner_word = judged.owner
  and coalesce(judged.closed_on, parameters.as_of) >= spell.from_day
  and coalesce(judged.closed_on, parameters.as_of) < spell.until_day
