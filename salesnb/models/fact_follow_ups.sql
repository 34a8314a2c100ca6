select
  follow_ups.follow_id,
  follow_ups.customer_id,
  follow_ups.lead_id,
  coalesce(spell.person, 'unassigned') as owner,
  coalesce(spell.team, 'unassigned') as team,
  coalesce(spell.department, 'unassigned') as department,
  customers.region,
  customers.industry,
  coalesce(leads.source, customers.source) as source,
  levels.level,
  leads.grade,
  follow_ups.method,
  follow_ups.effective as is_effective,
  follow_ups.follow_at,
  cast(follow_ups.follow_at as date) as followed_on
from follow_ups
left join lead_cards as leads on leads.lead_id = follow_ups.lead_id
left join customers on customers.customer_id = coalesce(follow_ups.customer_id, leads.customer_id)
left join customer_levels as levels on levels.customer_id = customers.customer_id
left join staff_spells as spell
  on spell.owner_word = follow_ups."user"
  and cast(follow_ups.follow_at as date) >= spell.from_day
  and cast(follow_ups.follow_at as date) < spell.until_day
