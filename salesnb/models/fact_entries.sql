select
  follow_ups.follow_id,
  coalesce(spell.person, 'unassigned') as owner,
  coalesce(spell.team, 'unassigned') as team,
  coalesce(spell.department, 'unassigned') as department,
  follow_ups.method,
  cast(follow_ups.follow_at as date) as followed_on,
  follow_ups.recorded_at,
  late_entries.follow_id is not null as is_late
from follow_ups
left join late_entries on late_entries.follow_id = follow_ups.follow_id
left join staff_spells as spell
  on spell.owner_word = follow_ups."user"
  and cast(follow_ups.follow_at as date) >= spell.from_day
  and cast(follow_ups.follow_at as date) < spell.until_day
where follow_ups.recorded_at is not null
