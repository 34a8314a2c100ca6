with recorded as (
  -- An end inferred from an import tells nothing: the row itself says whether and when it ended.
  select subject_type, subject_id, stage_history.stage, entered_at,
    coalesce(observed, false) as is_observed
  from stage_history
  join stages on stages.stage = stage_history.stage
  where subject_type in ('lead', 'opportunity')
    and (stages.kind = 'open' or not coalesce(observed, false))
),
told_of_deals as (
  -- A deal of the wide sheet has its lead's id and is created with it, at first contact: on which
  -- day it became a deal is not known.
  select opportunities.opportunity_id, parameters.opportunity_stage as stage,
    case when leads.lead_id is null or opportunities.created_at > cast(leads.created_at as date)
      then cast(opportunities.created_at as timestamp) end as entered_at
  from opportunities
  cross join parameters
  left join leads
    on leads.lead_id = opportunities.opportunity_id and leads.lead_id = opportunities.lead_id
  union
  select opportunity_id, opportunities.stage,
    case when stages.kind <> 'open' then cast(opportunities.closed_at as timestamp) end
  from opportunities
  join stages on stages.stage = opportunities.stage
),
told as (
  -- What a row says of itself: it exists, it has a stage, it ended on a day. Each is said once, so
  -- that nothing need be sorted out afterwards, which takes long for a million leads.
  select 'lead' as subject_type, lead_id as subject_id, entry.stage, leads.created_at as entered_at
  from leads
  cross join (select stage from stages where rank = 1) as entry
  union all
  select 'lead', leads.lead_id, leads.stage,
    case when stages.kind <> 'open' then cast(leads.outcome_date as timestamp) end
  from leads
  join stages on stages.stage = leads.stage
  union all
  select 'lead', leads.lead_id, stages.stage, cast(leads.outcome_date as timestamp)
  from leads
  join stages on stages.kind = leads.outcome and stages.kind <> 'open'
  where leads.stage is null or leads.stage <> stages.stage
  union all
  select 'opportunity', opportunity_id, stage, entered_at
  from told_of_deals
)
select subject_type, subject_id, stage, entered_at, is_observed from recorded
union all
-- What is written in the history counts before what the row says, that before what was inferred.
select told.subject_type, told.subject_id, told.stage, told.entered_at, false
from told
where not exists (
  select 1 from recorded
  where recorded.subject_type = told.subject_type and recorded.subject_id = told.subject_id
    and recorded.stage = told.stage
    and (told.entered_at is null or not recorded.is_observed)
)
