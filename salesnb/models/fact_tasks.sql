with planned as (
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
  select 'follow-up ' || last_one.follow_id, 'next', last_one.customer_id, last_one.lead_id,
    last_one.owner_word, last_one.next_due_on, false
  from fact_last_follow_ups as last_one
  where last_one.next_due_on is not null and not exists (
    select 1 from planned where planned.subject = last_one.subject and not planned.is_done
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
