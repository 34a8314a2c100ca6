select
  fact_leads.lead_id,
  leads.company_name,
  fact_leads.source,
  fact_leads.region,
  fact_leads.industry,
  fact_leads.product_line,
  fact_leads.grade,
  fact_leads.level,
  fact_leads.created_on,
  fact_leads.age_days,
  lead_owners.amount,
  lead_owners.leaves_on as since_on,
  fact_leads.owner,
  fact_leads.team,
  fact_leads.department
from lead_owners
join fact_leads on fact_leads.lead_id = lead_owners.lead_id
join leads on leads.lead_id = lead_owners.lead_id
where lead_owners.is_now and lead_owners.is_pooled
