with newest as (
  select subject, max(follow_at) as follow_at
  from (
    select customer_id as subject, last_at as follow_at
    from customer_mentions
    union all
    select coalesce(customer_of_lead, 'lead ' || lead_id), last_alone_at
    from lead_mentions
  ) as named
  group by subject
),
made as (
  -- Of two at the same moment the one with the later number.
  select newest.subject, leads.customer_id as customer_of_lead, follow_ups.follow_id,
    follow_ups.customer_id, follow_ups.lead_id, follow_ups."user", follow_ups.follow_at,
    follow_ups.method, follow_ups.feedback, follow_ups.next_plan, follow_ups.next_due,
    follow_ups.demand_change, follow_ups.state,
    row_number() over (partition by newest.subject order by follow_ups.follow_id desc) as nth
  from follow_ups
  left join leads on leads.lead_id = follow_ups.lead_id
  join newest
    on newest.subject
      = coalesce(follow_ups.customer_id, leads.customer_id, 'lead ' || follow_ups.lead_id)
    and newest.follow_at = follow_ups.follow_at
  -- Few moments are anybody's last: most follow-ups are left out before anything is joined.
  where follow_ups.follow_at in (select follow_at from newest)
)
select
  made.subject,
  coalesce(spell.person, 'unassigned') as owner,
  -- What somebody did in a team before is not for the team of now.
  case when spell.team = spell_then.team then spell.team else 'unassigned' end as team,
  case when spell.department = spell_then.department then spell.department else 'unassigned' end
    as department,
  made.follow_id,
  made.customer_id,
  made.lead_id,
  coalesce(made.customer_id, made.customer_of_lead) as known_customer_id,
  made."user" as owner_word,
  cast(made.follow_at as date) as followed_on,
  made.method,
  made.feedback,
  made.next_plan,
  cast(made.next_due as date) as next_due_on,
  made.demand_change,
  coalesce(made.state, '') = 'done' as is_done
from made
cross join parameters
left join staff_spells as spell
  on spell.owner_word = made."user"
  and parameters.as_of >= spell.from_day
  and parameters.as_of < spell.until_day
left join staff_spells as spell_then
  on spell_then.owner_word = made."user"
  and cast(made.follow_at as date) >= spell_then.from_day
  and cast(made.follow_at as date) < spell_then.until_day
where made.nth = 1
