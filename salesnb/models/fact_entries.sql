with dated as (
  select follow_ups.follow_id, follow_ups."user", follow_ups.method, follow_ups.recorded_at,
    cast(follow_ups.follow_at as date) as followed_on,
    $entry_hours_over_at as hours_over_at
  from follow_ups
  where follow_ups.recorded_at is not null
)
select
  dated.follow_id,
  coalesce(spell.person, 'unassigned') as owner,
  coalesce(spell.team, 'unassigned') as team,
  coalesce(spell.department, 'unassigned') as department,
  dated.method,
  dated.followed_on,
  dated.recorded_at,
  -- Where the deed or the end of its hours is on a day off, the next working day's limit counts.
  coalesce(
    dated.recorded_at > greatest(dated.hours_over_at, done.limit_at, over.limit_at), false
  ) as is_late
from dated
left join days_off as done on done.day = dated.followed_on
left join days_off as over on over.day = cast(dated.hours_over_at as date)
left join staff_spells as spell
  on spell.owner_word = dated."user"
  and dated.followed_on >= spell.from_day
  and dated.followed_on < spell.until_day
