with events as (
  select events.subject_id as opportunity_id, events.stage, stages.rank, stages.kind,
    events.entered_at,
    lag(events.stage) over (
      partition by events.subject_id order by events.entered_at, stages.rank) as stage_before
  from stage_events as events
  join stages on stages.stage = events.stage
  where events.subject_type = 'opportunity' and events.entered_at is not null
),
entries as (
  select events.*,
    lead(entered_at) over (partition by opportunity_id order by entered_at, rank) as next_at,
    row_number() over (partition by opportunity_id order by entered_at, rank) as stay
  from events
  where stage_before is null or stage_before <> stage
),
known as (
  -- After its last entry a deal is still in the stage, or left it when it ended. Where its row tells
  -- of another stage, or it ended on an unknown day, nobody knows how long it stayed.
  select entries.opportunity_id, entries.stay, entries.stage, entries.rank, deals.owner, deals.team,
    deals.department,
    case when entries.next_at is null and deals.is_open then deals.stage_entered_on
      else cast(entries.entered_at as date) end as entered_on,
    cast(coalesce(cast(entries.next_at as date), deals.closed_on) as date) as left_on,
    entries.next_at is null and deals.is_open as is_now
  from entries
  join fact_opportunities as deals on deals.opportunity_id = entries.opportunity_id
  where entries.kind = 'open'
    and (entries.next_at is not null
      or deals.is_open and deals.stage = entries.stage
      or not deals.is_open and deals.closed_on is not null)
),
stays as (
  select known.*,
    greatest(days_between(entered_on, coalesce(left_on, parameters.as_of)), 0) as days
  from known
  cross join parameters
),
by_day as (
  select stage, days, sum(case when is_now then 0 else 1 end) as leaving, count(*) as stays
  from stays
  group by stage, days
),
at_risk as (
  select by_day.*,
    sum(stays) over (
      partition by stage order by days desc
      rows between unbounded preceding and current row) as staying
  from by_day
),
curve as (
  -- Kaplan and Meier: running stays count for as long as they have lasted and no longer.
  select stage, days,
    case when leaving = staying then 0.0
      else exp(sum(case when leaving < staying
        then ln(1.0 - cast(leaving as double) / cast(staying as double)) else 0.0 end) over (
          partition by stage order by days
          rows between unbounded preceding and current row)) end as share
  from at_risk
),
usual as (
  select stage,
    min(case when share <= 0.500000001 then days end) as usual_days,
    min(case when share <= 0.250000001 then days end) as slow_days,
    min(case when share <= 0.100000001 then days end) as slowest_days
  from curve
  group by stage
),
counted as (
  select stage, cast(sum(leaving) as bigint) as stays_ended
  from by_day
  group by stage
)
select
  stays.opportunity_id,
  stays.stay,
  stays.owner,
  stays.team,
  stays.department,
  stays.stage,
  stays.entered_on,
  stays.left_on,
  stays.days,
  stays.is_now,
  usual.usual_days,
  usual.slow_days,
  usual.slowest_days,
  counted.stays_ended
from stays
join usual on usual.stage = stays.stage
join counted on counted.stage = stays.stage
