with recursive people as (
  select owner_word, min(person) as person from staff_spells group by owner_word
),
versions as (
  select lead_versions.lead_id, lead_versions.version, lead_versions.valid_from,
    lead_versions._file as origin,
    case when lead_versions.assigned_at < add_days(parameters.as_of, 1)
      then lead_versions.assigned_at end as assigned_at,
    coalesce(people.person, lead_versions.owner) as owner,
    first_value(lead_versions.created_at) over (
      partition by lead_versions.lead_id order by lead_versions.version) as created_at
  from lead_versions
  cross join parameters
  join leads on leads.lead_id = lead_versions.lead_id
  left join people on people.owner_word = lead_versions.owner
),
beside as (
  select versions.*,
    row_number() over (partition by lead_id order by version) as nth_version,
    lag(owner) over (partition by lead_id order by version) as owner_before,
    lag(assigned_at) over (partition by lead_id order by version) as assigned_before
  from versions
),
turns as (
  -- Another owner, or the same one who picked it again: that a sheet only says so proves nothing.
  select lead_id, version, owner, origin,
    case
      when nth_version = 1 and owner is not null then greatest(created_at, assigned_at)
      when nth_version = 1 then created_at
      when assigned_at is not null and coalesce(assigned_at <> assigned_before, true)
        and assigned_at <= valid_from then assigned_at
      else valid_from
    end as taken_at
  from beside
  where nth_version = 1
    or coalesce(owner, '') <> coalesce(owner_before, '')
    or (origin in (select word from pool_words where kind = 'checked')
      and assigned_at is not null and coalesce(assigned_at <> assigned_before, true))
),
ordered as (
  -- What a later version says began not before what an earlier one says.
  select lead_id, owner, origin,
    row_number() over (partition by lead_id order by version) as nth,
    max(taken_at) over (
      partition by lead_id order by version rows between unbounded preceding and current row
    ) as taken_at
  from turns
),
spells as (
  select ordered.lead_id, ordered.owner, ordered.origin, ordered.nth,
    greatest(least(cast(ordered.taken_at as date), parameters.as_of), first_day.day) as from_on
  from ordered
  cross join parameters
  cross join (select min(day) as day from pool_days) as first_day
),
followed_by as (
  select spells.*,
    lead(from_on) over (partition by lead_id order by nth) as until_on,
    lead(owner) over (partition by lead_id order by nth) as owner_after
  from spells
),
held as (
  select followed_by.*,
    lag(until_on) over (partition by lead_id, owner order by nth) as held_until
  from followed_by
),
-- By customer and owner at once: a customer may have many leads, an owner few of them. The follow-ups
-- are read for each way by itself: as one list they would be held in memory, and be the largest.
by_owner as (
  select held.lead_id, held.nth, held.owner, held.from_on, held.until_on, held.owner_after,
    cast(follow_ups.follow_at as date) as contacted_on
  from follow_ups
  cross join pool_rules
  left join people on people.owner_word = follow_ups."user"
  join held on held.lead_id = follow_ups.lead_id
    and held.owner = coalesce(people.person, follow_ups."user")
  where not pool_rules.only_effective or coalesce(follow_ups.effective, true)
  union all
  select held.lead_id, held.nth, held.owner, held.from_on, held.until_on, held.owner_after,
    cast(follow_ups.follow_at as date)
  from follow_ups
  cross join pool_rules
  left join people on people.owner_word = follow_ups."user"
  join (
    select held.*, leads.customer_id
    from held
    join leads on leads.lead_id = held.lead_id
  ) as held on held.customer_id = follow_ups.customer_id
    and held.owner = coalesce(people.person, follow_ups."user")
  where follow_ups.lead_id is null
    and (not pool_rules.only_effective or coalesce(follow_ups.effective, true))
),
touched as (
  select by_owner.lead_id, by_owner.nth, count(distinct pool_days.number) as touches,
    max(pool_days.number) as last_touch, max(by_owner.contacted_on) as last_touch_on
  from by_owner
  join pool_days on pool_days.day = by_owner.contacted_on
  where by_owner.contacted_on >= by_owner.from_on
    and (by_owner.until_on is null or by_owner.contacted_on < by_owner.until_on
      or (by_owner.contacted_on = by_owner.until_on
        and by_owner.owner <> coalesce(by_owner.owner_after, '')))
  group by by_owner.lead_id, by_owner.nth
),
deals as (
  select lead_id, sum(amount) as amount
  from fact_opportunities
  where is_open and lead_id is not null
  group by lead_id
),
judged as (
  select fact_leads.lead_id, fact_leads.is_open, fact_leads.closed_on,
    cast(deals.amount as double) as deal_amount,
    (cast(coalesce(leads.budget_min, leads.budget_max) as double)
      + cast(coalesce(leads.budget_max, leads.budget_min) as double)) / 2 as budget,
    case
      when fact_leads.grade in (select word from pool_words where kind = 'nurture') then 'nurture'
      when leads.customer_id in (select word from pool_words where kind = 'exempt_customers')
        or coalesce(customers.customer_name, leads.company_name)
          in (select word from pool_words where kind = 'exempt_customers') then 'customer'
      when leads.source in (select word from pool_words where kind = 'exempt_sources')
        then 'source'
      when fact_leads.level in (select word from pool_words where kind = 'exempt_levels')
        then 'level'
      when leads.stage in (select word from pool_words where kind = 'exempt_stages') then 'stage'
    end as kept_by,
    coalesce(by_level.days, by_grade.days, pool_rules.idle_days) as idle_days
  from fact_leads
  cross join pool_rules
  join leads on leads.lead_id = fact_leads.lead_id
  left join customers on customers.customer_id = fact_leads.customer_id
  left join deals on deals.lead_id = fact_leads.lead_id
  left join pool_words as by_level on by_level.kind = 'level' and by_level.word = fact_leads.level
  left join pool_words as by_grade on by_grade.kind = 'grade' and by_grade.word = fact_leads.grade
),
numbered as (
  select held.lead_id, held.nth, held.owner, held.origin, held.from_on, held.until_on,
    judged.is_open, judged.closed_on,
    -- What a later owner made of the lead is not the former one's to see.
    case when held.until_on is null then coalesce(judged.deal_amount, judged.budget)
      else judged.budget end as amount,
    case
      when judged.kept_by is not null then judged.kept_by
      when held.owner in (select word from pool_words where kind = 'exempt_owners') then 'owner'
    end as kept_by,
    judged.idle_days,
    -- A pick that was allowed when it was made stays one, whatever is typed in of the time before.
    held.origin in (select word from pool_words where kind = 'checked') as is_checked,
    began.number as from_number,
    -- The day by which it shows whether the owner let the lead go; of a closed one its end.
    least(coalesce(ended.number, today.number), coalesce(closed.number, today.number))
      as until_number,
    before.number as held_until_number,
    coalesce(touched.touches, 0) as touches,
    touched.last_touch, touched.last_touch_on
  from held
  cross join parameters
  join judged on judged.lead_id = held.lead_id
  join pool_days as began on began.day = held.from_on
  join pool_days as today on today.day = parameters.as_of
  left join pool_days as ended on ended.day = held.until_on
  left join pool_days as closed on closed.day = judged.closed_on
  left join pool_days as before on before.day = held.held_until
  left join touched on touched.lead_id = held.lead_id and touched.nth = held.nth
),
walk as (
  -- Spell after spell; row 0 of a lead is the time before it came.
  select lead_id, cast(0 as bigint) as nth, cast(null as varchar) as owner, false as was_owned,
    cast(0 as bigint) as started, cast(0 as bigint) as touches,
    cast(null as bigint) as last_touch, cast(null as bigint) as ends,
    from_on as started_on, cast(null as date) as last_touch_on,
    false as is_claim, false as is_start, false as is_recycled
  from numbered
  where nth = 1
  union all
  select lead_id, nth, owner, was_owned, started, touches, last_touch,
    case when idle_days is not null then least(
      started + hold_days,
      greatest(
        started + least(idle_days + extend_days * touches, greatest(idle_days, extend_most)),
        coalesce(last_touch + idle_days, 0)
      )
    ) end as ends,
    started_on, last_touch_on, is_claim, is_start, is_recycled
  from (
    select turn.lead_id, turn.nth, turn.owner,
      turn.was_owned or turn.is_owned as was_owned,
      turn.out_of_pool and turn.may_take as is_claim,
      turn.begins as is_start,
      case when turn.begins then turn.out_of_pool else turn.was_recycled end as is_recycled,
      case when turn.begins then turn.from_number else turn.started_before end as started,
      turn.touches + case when turn.begins then 0 else turn.touches_before end as touches,
      case when turn.begins then turn.from_on else turn.started_on_before end as started_on,
      case when turn.begins then turn.last_touch
        else coalesce(turn.last_touch, turn.last_touch_before) end as last_touch,
      case when turn.begins then turn.last_touch_on
        else coalesce(turn.last_touch_on, turn.touched_on_before) end as last_touch_on,
      turn.idle_days, turn.extend_days, turn.extend_most, turn.hold_days
    from (
      select stepped.*,
        nth = 1 or (is_owned and (not was_owned or (out_of_pool and may_take))) as begins
      from (
        select numbered.lead_id, numbered.nth, numbered.owner, numbered.from_number,
          numbered.from_on, numbered.touches, numbered.last_touch, numbered.last_touch_on,
          before.was_owned, before.started_on as started_on_before,
          before.last_touch_on as touched_on_before,
          before.started as started_before, before.touches as touches_before,
          before.last_touch as last_touch_before, before.is_recycled as was_recycled,
          case when numbered.kept_by is null then numbered.idle_days end as idle_days,
          pool_rules.extend_days, pool_rules.extend_most, pool_rules.hold_days,
          numbered.owner is not null and coalesce(numbered.kept_by, '') <> 'owner' as is_owned,
          numbered.owner is not null
            and (numbered.is_checked or coalesce(numbered.from_number >= before.ends, false))
            and (numbered.closed_on is null or numbered.from_on <= numbered.closed_on)
            as out_of_pool,
          case
            when numbered.is_checked then true
            when numbered.held_until_number is null then true
            else numbered.from_number >= numbered.held_until_number + pool_rules.cool_down_days
          end as may_take
        from walk as before
        cross join pool_rules
        join numbered on numbered.lead_id = before.lead_id and numbered.nth = before.nth + 1
      ) as stepped
    ) as turn
  ) as reckoned
),
ended as (
  select walk.*, numbered.origin, numbered.from_on, numbered.until_on, numbered.amount,
    numbered.kept_by, numbered.from_number, numbered.until_number,
    coalesce(walk.ends <= numbered.until_number, false)
      and (numbered.until_on is not null or numbered.is_open)
      and (numbered.closed_on is null or numbered.from_on <= numbered.closed_on) as is_pooled
  from walk
  join numbered on numbered.lead_id = walk.lead_id and numbered.nth = walk.nth
)
select
  ended.lead_id,
  ended.nth,
  coalesce(ended.owner, 'unassigned') as owner,
  coalesce(spell.team, 'unassigned') as team,
  coalesce(spell.department, 'unassigned') as department,
  ended.origin,
  ended.from_on,
  ended.until_on,
  ended.until_on is null as is_now,
  ended.is_start,
  ended.is_claim,
  ended.is_recycled,
  ended.started_on,
  ended.touches,
  ended.last_touch_on,
  ended.kept_by,
  warn.day as warn_on,
  leave.day as leaves_on,
  ended.is_pooled,
  -- Whoever took it out of the pool without a right to did not let it go.
  ended.is_pooled and ended.from_number < ended.ends as is_let_go,
  cool.day as cool_until,
  ended.amount
from ended
cross join parameters
cross join pool_rules
left join pool_days as leave on leave.number = ended.ends and leave.is_first
left join pool_days as warn
  on warn.number = greatest(ended.ends - pool_rules.warn_days, 1) and warn.is_first
-- From when somebody who had the lead may pick it again.
left join pool_days as cool
  on cool.is_first
  and cool.number = pool_rules.cool_down_days
    + case when ended.until_on is not null then ended.until_number
        when ended.is_pooled then ended.ends end
left join (select distinct person, team, department, from_day, until_day from staff_spells) as spell
  on spell.person = ended.owner
  and coalesce(ended.until_on, parameters.as_of) >= spell.from_day
  and coalesce(ended.until_on, parameters.as_of) < spell.until_day
