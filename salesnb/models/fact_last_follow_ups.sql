with made as (
  -- No more than what tells the last one: of ten million the texts would be gigabytes.
  select follow_ups.follow_id, follow_ups.follow_at,
    coalesce(follow_ups.customer_id, leads.customer_id, 'lead ' || follow_ups.lead_id) as subject
  from follow_ups
  left join leads on leads.lead_id = follow_ups.lead_id
),
newest as (
  select subject, max(follow_at) as follow_at
  from made
  group by subject
),
last_ones as (
  -- Of two at the same moment the one with the later number.
  select made.subject, max(made.follow_id) as follow_id
  from made
  join newest on newest.subject = made.subject and newest.follow_at = made.follow_at
  group by made.subject
)
select
  last_ones.subject,
  coalesce(spell.person, 'unassigned') as owner,
  -- What somebody did in a team before is not for the team of now.
  case when spell.team = spell_then.team then spell.team else 'unassigned' end as team,
  case when spell.department = spell_then.department then spell.department else 'unassigned' end
    as department,
  made.follow_id,
  made.customer_id,
  made.lead_id,
  coalesce(made.customer_id, leads.customer_id) as known_customer_id,
  made."user" as owner_word,
  cast(made.follow_at as date) as followed_on,
  made.method,
  made.feedback,
  made.next_plan,
  cast(made.next_due as date) as next_due_on,
  made.demand_change,
  coalesce(made.state, '') = 'done' as is_done
from last_ones
cross join parameters
join follow_ups as made on made.follow_id = last_ones.follow_id
left join leads on leads.lead_id = made.lead_id
left join staff_spells as spell
  on spell.owner_word = made."user"
  and parameters.as_of >= spell.from_day
  and parameters.as_of < spell.until_day
left join staff_spells as spell_then
  on spell_then.owner_word = made."user"
  and cast(made.follow_at as date) >= spell_then.from_day
  and cast(made.follow_at as date) < spell_then.until_day
