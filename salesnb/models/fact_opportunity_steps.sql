with told as (
  select versions.opportunity_id, versions.version, versions.amount, versions.expected_date,
    versions.won_amount, versions.closed_at, coalesce(stages.kind, 'open') as kind,
    -- Where params pin today, what was imported after it is known on it. A clock that was set back
    -- does not put a later version before an earlier one.
    max(least(cast(versions.told_at as date), parameters.as_of)) over (
      partition by versions.opportunity_id order by versions.version
      rows between unbounded preceding and current row) as told_on
  from opportunity_versions as versions
  cross join parameters
  left join stages on stages.stage = versions.stage
),
beside as (
  select told.*,
    lag(kind) over (partition by opportunity_id order by version) as kind_before,
    lead(kind) over (partition by opportunity_id order by version) as kind_after
  from told
),
numbered as (
  select beside.*,
    sum(case when kind = kind_before then 0 else 1 end) over (
      partition by opportunity_id order by version
      rows between unbounded preceding and current row) as run
  from beside
),
runs as (
  -- Versions in a row with the same state: the first one tells since when, the last one knows best
  -- on which day and for how much the deal ended.
  select opportunity_id, run, kind, min(told_on) as told_on,
    max(case when kind_after is null or kind_after <> kind then closed_at end) as closed_on,
    max(case when kind_after is null or kind_after <> kind then won_amount end) as won_amount
  from numbered
  group by opportunity_id, run, kind
),
last_runs as (
  select opportunity_id, max(run) as run, min(told_on) as first_told_on,
    max(told_on) as last_told_on
  from runs
  group by opportunity_id
),
begun as (
  select facts.opportunity_id, facts.is_open, facts.is_won, facts.won_amount, facts.closed_on,
    last_runs.run as last_run, last_runs.last_told_on,
    least(coalesce(facts.created_on, last_runs.first_told_on), facts.closed_on) as first_on
  from fact_opportunities as facts
  join last_runs on last_runs.opportunity_id = facts.opportunity_id
),
deals as (
  -- A deal that ended on an unknown day ended by the import that first told of it; where the first
  -- one did, nobody ever knew it open.
  select begun.*,
    case when is_open then null
      else coalesce(closed_on, case when last_run > 1 then last_told_on end, first_on) end as end_on
  from begun
),
early_ends as (
  -- Deals that ended before their end, or ended and are open: few, so that only they are sorted out.
  select deals.opportunity_id
  from stage_events as events
  join stages on stages.stage = events.stage and stages.kind <> 'open'
  join deals on deals.opportunity_id = events.subject_id
  where events.subject_type = 'opportunity'
    and (deals.end_on is null or cast(events.entered_at as date) < deals.end_on)
  union
  select deals.opportunity_id
  from runs
  join deals on deals.opportunity_id = runs.opportunity_id and runs.run < deals.last_run
  where runs.kind <> 'open'
),
turns as (
  select opportunity_id, first_on as turned_on, cast(first_on as timestamp) as turned_at, 0 as source,
    'open' as state, cast(null as decimal(18, 4)) as won_amount
  from deals
  union all
  -- Of one second, the end comes last.
  select events.subject_id, cast(events.entered_at as date), events.entered_at,
    case when stages.kind = 'open' then 1 else 2 end, stages.kind, null
  from stage_events as events
  join stages on stages.stage = events.stage
  join early_ends on early_ends.opportunity_id = events.subject_id
  where events.subject_type = 'opportunity' and events.entered_at is not null
  union all
  -- What a version says is of a day, and comes after what the history says of that day.
  select runs.opportunity_id,
    case when runs.kind = 'open' then runs.told_on else coalesce(runs.closed_on, runs.told_on) end,
    cast(add_days(
      case when runs.kind = 'open' then runs.told_on else coalesce(runs.closed_on, runs.told_on) end,
      1) as timestamp),
    2 + runs.run, runs.kind, runs.won_amount
  from runs
  join early_ends on early_ends.opportunity_id = runs.opportunity_id
  join deals on deals.opportunity_id = runs.opportunity_id
  where runs.run < deals.last_run or deals.is_open
),
possible as (
  select turns.*,
    row_number() over (
      partition by turns.opportunity_id order by turns.turned_at, turns.source, turns.state) as place
  from turns
  join deals on deals.opportunity_id = turns.opportunity_id
  where turns.turned_on >= deals.first_on
    and (deals.end_on is null or turns.turned_on < deals.end_on
      or turns.turned_on = deals.end_on and turns.state = 'open')
),
meant as (
  -- An end after which nothing opens is taken back by what the row says: open, or its own end.
  select possible.*,
    max(case when state = 'open' then place end) over (partition by opportunity_id) as last_open
  from possible
),
ended as (
  select opportunity_id, turned_on, place, state, won_amount
  from meant
  where state = 'open' or place < last_open
  union all
  select opportunity_id, end_on, 1000000, case when is_won then 'won' else 'lost' end, won_amount
  from deals
  where end_on is not null
),
turned as (
  select ended.*,
    lag(case when state = 'open' then 1 else 0 end) over (
      partition by opportunity_id order by place) as was_open
  from ended
),
alternating as (
  select opportunity_id, turned_on, place, state, won_amount,
    lead(turned_on) over (partition by opportunity_id order by place) as ended_on,
    lead(state) over (partition by opportunity_id order by place) as ended_as,
    lead(won_amount) over (partition by opportunity_id order by place) as ended_for
  from turned
  where was_open is null or was_open <> case when state = 'open' then 1 else 0 end
),
spells as (
  select alternating.*, row_number() over (partition by opportunity_id order by place) as spell
  from alternating
  where state = 'open'
),
last_told as (
  -- Amount and expected date at the end of a day.
  select told.opportunity_id, greatest(told.told_on, deals.first_on) as told_on, told.amount,
    told.expected_date,
    row_number() over (
      partition by told.opportunity_id, greatest(told.told_on, deals.first_on)
      order by told.version desc) as nth_last
  from told
  join deals on deals.opportunity_id = told.opportunity_id
),
terms as (
  select opportunity_id, told_on, amount, expected_date,
    lag(told_on) over (partition by opportunity_id order by told_on) as told_before_on,
    lag(amount) over (partition by opportunity_id order by told_on) as amount_before,
    lag(expected_date) over (partition by opportunity_id order by told_on) as expected_before,
    coalesce(lead(told_on) over (partition by opportunity_id order by told_on), date '9999-12-31')
      as until_on
  from last_told
  where nth_last = 1
),
lines as (
  select spells.opportunity_id, spells.spell, 0 as part, spells.turned_on as step_on,
    'open' as state, terms.amount, terms.expected_date, cast(null as decimal(18, 4)) as ended_for
  from spells
  join terms on terms.opportunity_id = spells.opportunity_id
    and terms.told_on <= spells.turned_on and terms.until_on > spells.turned_on
  union all
  select spells.opportunity_id, spells.spell, 1, terms.told_on, 'open', terms.amount,
    terms.expected_date, null
  from spells
  join terms on terms.opportunity_id = spells.opportunity_id
    and terms.told_on > spells.turned_on
    and terms.told_on < coalesce(spells.ended_on, date '9999-12-31')
  where terms.told_before_on is not null
    and (terms.amount is distinct from terms.amount_before
      or terms.expected_date is distinct from terms.expected_before)
  union all
  select opportunity_id, spell, 2, ended_on, ended_as, null, null, ended_for
  from spells
  where ended_on is not null
),
ordered as (
  select lines.*,
    row_number() over (partition by opportunity_id order by spell, part, step_on) as step,
    lead(step_on) over (partition by opportunity_id order by spell, part, step_on) as next_on,
    lag(amount) over (partition by opportunity_id order by spell, part, step_on) as open_amount,
    lag(expected_date) over (partition by opportunity_id order by spell, part, step_on)
      as open_expected
  from lines
)
select
  ordered.opportunity_id,
  ordered.step,
  deals.owner,
  deals.team,
  deals.department,
  deals.region,
  deals.industry,
  deals.source,
  deals.product_line,
  deals.level,
  ordered.step_on,
  coalesce(ordered.next_on, date '9999-12-31') as until_on,
  ordered.state,
  ordered.part = 0 as is_opening,
  -- Of an end: what it left the pipeline with; won without an amount, or lost, as was expected.
  case when ordered.part < 2 then ordered.amount
    else coalesce(ordered.ended_for, ordered.open_amount) end as amount,
  case when ordered.part > 0 then ordered.open_amount end as amount_before,
  case when ordered.part < 2 then ordered.expected_date else ordered.open_expected end
    as expected_on,
  case when ordered.part > 0 then ordered.open_expected end as expected_before
from ordered
join fact_opportunities as deals on deals.opportunity_id = ordered.opportunity_id
