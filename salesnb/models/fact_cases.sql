with deal_rank as (
  select stage_events.subject_id as opportunity_id, max(stages.rank) as furthest_rank
  from stage_events
  join stages on stages.stage = stage_events.stage
  where stage_events.subject_type = 'opportunity'
  group by stage_events.subject_id
)
select 'lead' as case_kind, lead_id as case_id, owner, team, department, source, region, industry,
  product_line, level, grade, competitor, created_on, closed_on, is_won, is_lost, is_open,
  lost_reason, furthest_rank
from fact_leads
union all
select 'opportunity', fact_opportunities.opportunity_id, owner, team, department, source, region,
  industry, product_line, level, grade, competitor, created_on, closed_on, is_won, is_lost, is_open,
  lost_reason, deal_rank.furthest_rank
from fact_opportunities
join deal_rank on deal_rank.opportunity_id = fact_opportunities.opportunity_id
cross join parameters
where not parameters.has_leads
