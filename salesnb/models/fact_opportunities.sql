with last_entry as (
  select subject_id, stage, max(entered_at) as entered_at
  from stage_events
  where subject_type = 'opportunity'
  group by subject_id, stage
),
first_entry as (
  select events.subject_id,
    min(case when not events.is_observed then events.entered_at end) as entered_at,
    max(stages.rank) as furthest_rank,
  $first_entries
  from stage_events as events
  join stages on stages.stage = events.stage
  where events.subject_type = 'opportunity'
  group by events.subject_id
),
dated as (
  select
    opportunities.*,
    stages.kind,
    stages.rank,
    coalesce(opportunities.created_at, cast(first_entry.entered_at as date)) as created_on,
    case when stages.kind <> 'open'
      then coalesce(opportunities.closed_at, cast(last_entry.entered_at as date)) end as closed_on,
    cast(last_entry.entered_at as date) as stage_entered_on,
    first_entry.furthest_rank, $entries
  from opportunities
  join stages on stages.stage = opportunities.stage
  left join last_entry
    on last_entry.subject_id = opportunities.opportunity_id
    and last_entry.stage = opportunities.stage
  left join first_entry on first_entry.subject_id = opportunities.opportunity_id
),
stage_chance as (
  -- Of the ended deals that came at least as far as a stage, the share won.
  select stages.stage,
    cast(sum(case when dated.kind = 'won' then 1 else 0 end) as double) / count(*) as chance
  from stages
  join dated on dated.furthest_rank >= stages.rank and dated.kind <> 'open'
  where stages.kind = 'open'
  group by stages.stage
)
select
  dated.opportunity_id,
  dated.customer_id,
  dated.lead_id,
  coalesce(spell.person, 'unassigned') as owner,
  coalesce(spell.team, 'unassigned') as team,
  coalesce(spell.department, 'unassigned') as department,
  coalesce(customers.region, leads.region) as region,
  coalesce(customers.industry, leads.industry) as industry,
  coalesce(leads.source, customers.source) as source,
  coalesce(dated.product_line, leads.product_line) as product_line,
  levels.level,
  cards.grade,
  dated.competitor,
  dated.stage,
  dated.kind = 'won' as is_won,
  dated.kind = 'lost' as is_lost,
  dated.kind = 'open' as is_open,
  dated.amount,
  -- Won without an amount is left out of sums: what was expected is not what was signed.
  case when dated.kind = 'won' then dated.won_amount end as won_amount,
  dated.probability,
  case when dated.kind = 'open' then coalesce(dated.probability, stage_chance.chance) end
    as win_chance,
  case when dated.kind = 'open'
    then cast(dated.amount as double) * coalesce(dated.probability, stage_chance.chance) end
    as weighted_amount,
  case when dated.kind = 'lost' then dated.lost_reason end as lost_reason,
  dated.created_on,
  dated.closed_on,
  dated.expected_date as expected_on,
  dated.stage_entered_on,
  case when dated.kind = 'open'
    then days_between(dated.stage_entered_on, parameters.as_of) end as days_in_stage,
  case when dated.kind <> 'open'
    then days_between(dated.closed_on, parameters.as_of) end as days_since_closed,
  case when dated.kind = 'won'
    then days_between(coalesce(leads.created_at, dated.created_on), dated.closed_on) end
    as sales_cycle_days,
  parameters.quote_days as quote_limit_days,
  $entries
from dated
cross join parameters
left join leads on leads.lead_id = dated.lead_id
left join lead_cards as cards on cards.lead_id = dated.lead_id
left join customers on customers.customer_id = dated.customer_id
left join customer_levels as levels on levels.customer_id = customers.customer_id
left join stage_chance on stage_chance.stage = dated.stage
left join staff_spells as spell
  on spell.owner_word = dated.owner
  and coalesce(dated.closed_on, parameters.as_of) >= spell.from_day
  and coalesce(dated.closed_on, parameters.as_of) < spell.until_day
