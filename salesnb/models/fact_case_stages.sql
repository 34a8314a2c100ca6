with all_entries as (
  select 'lead' as case_kind, subject_id as case_id, stage, entered_at, is_observed
  from stage_events
  where subject_type = 'lead'
  union all
  select 'lead', opportunities.lead_id, stage_events.stage, stage_events.entered_at,
    stage_events.is_observed
  from stage_events
  join opportunities on opportunities.opportunity_id = stage_events.subject_id
  where stage_events.subject_type = 'opportunity' and opportunities.lead_id is not null
  union all
  select 'opportunity', subject_id, stage, entered_at, is_observed
  from stage_events
  where subject_type = 'opportunity'
),
entries as (
  -- Observed: inferred from an import, entered on that day or before.
  select case_kind, case_id, stage, min(entered_at) as entered_at,
    greatest(count(distinct entered_at), 1) as times_entered,
    min(entered_at) < coalesce(
      min(case when not is_observed then entered_at end), timestamp '9999-12-31') as is_observed
  from all_entries
  group by case_kind, case_id, stage
),
entry_rank as (
  -- A lead begins at the first stage, an opportunity where opportunities begin.
  select 'lead' as case_kind, 1 as rank
  union all
  select 'opportunity', stages.rank
  from stages
  join parameters on parameters.opportunity_stage = stages.stage
)
select
  fact_cases.case_kind,
  fact_cases.case_id,
  fact_cases.owner,
  fact_cases.team,
  fact_cases.department,
  stages.stage,
  stages.rank,
  entries.entered_at,
  coalesce(entries.times_entered, 0) as times_entered,
  coalesce(entries.is_observed, false) as is_observed
from fact_cases
join entry_rank on entry_rank.case_kind = fact_cases.case_kind
join stages on stages.rank between entry_rank.rank and fact_cases.furthest_rank
left join entries
  on entries.case_kind = fact_cases.case_kind
  and entries.case_id = fact_cases.case_id
  and entries.stage = stages.stage
