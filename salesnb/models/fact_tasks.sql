with made as (
  select follow_ups.follow_id, follow_ups.customer_id, follow_ups.lead_id, follow_ups.follow_at,
    follow_ups."user", follow_ups.next_due,
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
),
planned as (
  select plans.plan_id, plans.customer_id, plans.lead_id, plans.owner, plans.due_on,
    coalesce(plans.state, '') = 'done' as is_done,
    coalesce(plans.customer_id, leads.customer_id, 'lead ' || plans.lead_id) as subject
  from plans
  left join leads on leads.lead_id = plans.lead_id
),
tasks as (
  select 'plan ' || plan_id as task_id, 'plan' as kind, customer_id, lead_id, owner as owner_word,
    due_on, is_done
  from planned
  union all
  -- What somebody meant to do next is done by whatever comes after it; an open plan says it anew.
  select 'follow-up ' || made.follow_id, 'next', made.customer_id, made.lead_id, made."user",
    cast(made.next_due as date), false
  from made
  join last_ones on last_ones.follow_id = made.follow_id
  where made.next_due is not null and not exists (
    select 1 from planned where planned.subject = made.subject and not planned.is_done
  )
)
select
  tasks.task_id,
  tasks.kind,
  coalesce(spell.person, 'unassigned') as owner,
  coalesce(spell.team, 'unassigned') as team,
  coalesce(spell.department, 'unassigned') as department,
  tasks.customer_id,
  tasks.lead_id,
  levels.level,
  fact_leads.grade,
  tasks.due_on,
  tasks.is_done,
  tasks.due_on < parameters.as_of as is_past,
  -- Nobody is to call a lead that has ended or a customer that is lost.
  not tasks.is_done and tasks.due_on < parameters.as_of and coalesce(fact_leads.is_open, true)
    and coalesce(customers.status, '') <> 'lost' as is_overdue,
  days_between(tasks.due_on, parameters.as_of) as overdue_days
from tasks
cross join parameters
left join fact_leads on fact_leads.lead_id = tasks.lead_id
left join customers on customers.customer_id = coalesce(tasks.customer_id, fact_leads.customer_id)
left join customer_levels as levels on levels.customer_id = customers.customer_id
left join staff_spells as spell
  on spell.owner_word = tasks.owner_word
  and parameters.as_of >= spell.from_day
  and parameters.as_of < spell.until_day
