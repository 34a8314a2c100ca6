with entries as (
  select lead_id, stage, min(entered_at) as entered_at
  from (
    select subject_id as lead_id, stage, entered_at
    from stage_events
    where subject_type = 'lead'
    union all
    select opportunities.lead_id, stage_events.stage, stage_events.entered_at
    from stage_events
    join opportunities on opportunities.opportunity_id = stage_events.subject_id
    where stage_events.subject_type = 'opportunity' and opportunities.lead_id is not null
  ) as all_entries
  group by lead_id, stage
)
select
  fact_leads.lead_id,
  fact_leads.owner,
  fact_leads.team,
  fact_leads.department,
  fact_leads.source,
  fact_leads.region,
  fact_leads.industry,
  fact_leads.product_line,
  fact_leads.level,
  fact_leads.grade,
  fact_leads.created_on,
  fact_leads.is_lost,
  fact_leads.is_open,
  fact_leads.lost_reason,
  stages.stage,
  stages.rank,
  stages.rank = fact_leads.furthest_rank as is_furthest,
  entries.entered_at
from fact_leads
join stages on stages.rank between 1 and fact_leads.furthest_rank
left join entries on entries.lead_id = fact_leads.lead_id and entries.stage = stages.stage
