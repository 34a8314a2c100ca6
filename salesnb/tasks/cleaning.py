"""Data that is to be cleaned up: prospects without contact details, losses without a reason."""

import pandas as pd

from salesnb.tasks.candidates import Case, asked

_SQL = """select f.owner, f.team, f.department, 'customers' as entity, f.customer_id as entity_id,
  f.owner as entity_owner, f.customer_id as subject, coalesce(f.customer_name, f.customer_id) as name,
  f.level, cast(null as varchar) as grade, f.first_contact_on as since, f.first_contact_on as due_on,
  'contact' as what
from fact_customers as f
join customers as k on k.customer_id = f.customer_id
where f.status = 'prospect' and nullif(trim(k.contact_info), '') is null
  and f.first_contact_on <= {day}
union all
select f.owner, f.team, f.department, 'leads', f.lead_id, f.owner, 'lead ' || f.lead_id,
  coalesce(l.company_name, f.lead_id), f.level, f.grade, f.closed_on, f.closed_on, 'lost_lead'
from fact_leads as f
join leads as l on l.lead_id = f.lead_id
where f.is_lost and nullif(trim(f.lost_reason), '') is null
  and f.closed_on between {oldest} and {day}
  and not exists (select 1 from fact_opportunities as o where o.lead_id = f.lead_id)
union all
select f.owner, f.team, f.department, 'opportunities', f.opportunity_id, f.owner,
  'deal ' || f.opportunity_id, coalesce(k.customer_name, f.customer_id, f.opportunity_id), f.level,
  f.grade, f.closed_on, f.closed_on, 'lost_deal'
from fact_opportunities as f
left join customers as k on k.customer_id = f.customer_id
where f.is_lost and nullif(trim(f.lost_reason), '') is null
  and f.closed_on between {oldest} and {day}"""


def clean_ups(case: Case) -> pd.DataFrame:
    """Return what is missing in the data, each from its day on."""
    return asked(case, "clean_up", _SQL)
