with aimed as (
  select fact_leads.lead_id, fact_leads.created_at, fact_leads.created_on, fact_leads.closed_on,
    fact_leads.is_open, $target_reached as is_reached, cast($target_at as date) as reached_on
  from fact_leads
),
ended as (
  select aimed.*,
    days_between(created_on, reached_on) as days_to_target,
    case when reached_on is not null and (closed_on is null or reached_on < closed_on)
      then reached_on else closed_on end as ended_on,
    -- Reached on an unknown day, or ended on one: how it stood later is not known.
    (is_reached and reached_on is null) or (not is_open and closed_on is null) as is_undated
  from aimed
),
-- The newest leads suffice to learn from: of those whose horizon is over and of the others.
newest as (
  select lead_id
  from (
    select ended.lead_id, row_number() over (
      partition by days_between(ended.created_on, parameters.as_of) >= $horizon_days
      order by ended.created_at desc, ended.lead_id) as nth
    from ended
    cross join parameters
  ) as ranked
  where nth <= $most_leads
),
moments as (
  select ended.lead_id, ended.created_at, ended.created_on, 'past' as kind,
    landmark_ages.age_days,
    case when landmark_ages.age_days = 0 then ended.created_at
      else cast(add_days(ended.created_on, landmark_ages.age_days) as timestamp) end as moment,
    case when days_between(ended.created_on, parameters.as_of) < landmark_ages.horizon_days
        or (ended.is_reached and ended.reached_on is null) then null
      when ended.days_to_target is null then false
      else ended.days_to_target <= landmark_ages.horizon_days end as is_won,
    add_days(ended.created_on, landmark_ages.horizon_days) as known_on
  from ended
  join newest on newest.lead_id = ended.lead_id
  cross join parameters
  join landmark_ages
    on add_days(ended.created_on, landmark_ages.age_days) <= parameters.as_of
    and (landmark_ages.age_days = 0
      or (not ended.is_undated and (ended.ended_on is null
        or ended.ended_on >= add_days(ended.created_on, landmark_ages.age_days))))
  union all
  select ended.lead_id, ended.created_at, ended.created_on, 'now',
    days_between(ended.created_on, parameters.as_of) + 1,
    cast(add_days(parameters.as_of, 1) as timestamp), cast(null as boolean), cast(null as date)
  from ended
  cross join parameters
  where ended.is_open and not ended.is_reached
),
chosen as (
  select moments.lead_id, moments.kind, moments.age_days,
    coalesce(max(case when lead_versions.valid_from < moments.moment
      then lead_versions.version end), min(lead_versions.version)) as version
  from moments
  join lead_versions on lead_versions.lead_id = moments.lead_id
  group by moments.lead_id, moments.kind, moments.age_days
),
named as (
  select customer_name, min(customer_id) as customer_id
  from customers
  where customer_name is not null
  group by customer_name
),
known as (
  select moments.*, chosen.version,
    coalesce(
      case when lead_versions.valid_from < moments.moment then lead_versions.customer_id end,
      named.customer_id
    ) as party
  from moments
  join chosen on chosen.lead_id = moments.lead_id and chosen.kind = moments.kind
    and chosen.age_days = moments.age_days
  join lead_versions
    on lead_versions.lead_id = chosen.lead_id and lead_versions.version = chosen.version
  left join named on named.customer_name = lead_versions.company_name
),
bought as (
  select known.lead_id, known.kind, known.age_days, count(*) as earlier_orders
  from known
  join fact_sales
    on fact_sales.customer_id = known.party and fact_sales.sold_on < cast(known.moment as date)
  where fact_sales.amount > 0
  group by known.lead_id, known.kind, known.age_days
),
touches as (
  select known.lead_id, known.kind, known.age_days, follow_ups.follow_id, follow_ups.follow_at,
    follow_ups.method
  from known
  join follow_ups on follow_ups.lead_id = known.lead_id
  where follow_ups.follow_at >= known.created_at and follow_ups.follow_at < known.moment
  union all
  select known.lead_id, known.kind, known.age_days, follow_ups.follow_id, follow_ups.follow_at,
    follow_ups.method
  from known
  join follow_ups on follow_ups.customer_id = known.party
  where follow_ups.follow_at >= known.created_at and follow_ups.follow_at < known.moment
    and (follow_ups.lead_id is null or follow_ups.lead_id <> known.lead_id)
),
followed as (
  select lead_id, kind, age_days, count(*) as follow_ups,
    count(distinct method) as follow_up_methods,
    sum(case when method = 'visit' then 1 else 0 end) as visits,
    min(follow_at) as first_at, max(follow_at) as last_at
  from touches
  group by lead_id, kind, age_days
),
entries as (
  select subject_id as lead_id, stage, entered_at
  from stage_events
  where subject_type = 'lead' and entered_at is not null
  union all
  select opportunities.lead_id, stage_events.stage, stage_events.entered_at
  from stage_events
  join opportunities on opportunities.opportunity_id = stage_events.subject_id
  where stage_events.subject_type = 'opportunity' and opportunities.lead_id is not null
    and stage_events.entered_at is not null
),
carded as (
  -- The points of the card at its last change of grade; they are compared with, not learned from.
  select known.lead_id, known.kind, known.age_days, max(fact_lead_grades.version) as version
  from known
  join fact_lead_grades
    on fact_lead_grades.lead_id = known.lead_id and fact_lead_grades.version <= known.version
  group by known.lead_id, known.kind, known.age_days
),
stood as (
  select known.lead_id, known.kind, known.age_days, max(stages.rank) as rank,
    max(entries.entered_at) as moved_at
  from known
  join entries on entries.lead_id = known.lead_id and entries.entered_at < known.moment
  join stages on stages.stage = entries.stage and stages.kind = 'open'
  group by known.lead_id, known.kind, known.age_days
)
select
  known.lead_id,
  known.kind,
  known.created_at,
  known.moment,
  known.known_on,
  known.is_won,
  known.age_days,
  grades.score as card_points,
  versions.source,
  versions.region,
  versions.industry,
  versions.product_line,
  versions.need_fit,
  versions.budget_fit,
  versions.authority,
  versions.urgency,
  cast(versions.budget_min as double) as budget_min,
  cast(versions.budget_max as double) as budget_max,
  days_between(known.moment, versions.expected_close) as days_to_expected_close,
  coalesce(bought.earlier_orders, 0) > 0 as is_known_customer,
  coalesce(bought.earlier_orders, 0) as earlier_orders,
  coalesce(standing.stage, entry.stage) as stage,
  days_between(coalesce(stood.moved_at, known.created_at), known.moment) as days_in_stage,
  coalesce(followed.follow_ups, 0) as follow_ups,
  coalesce(followed.follow_up_methods, 0) as follow_up_methods,
  coalesce(followed.visits, 0) as visits,
  seconds_between(known.created_at, followed.first_at) / 3600.0 as first_response_hours,
  days_between(followed.last_at, known.moment) as days_since_follow_up$lead_custom
from known
join lead_versions as versions
  on versions.lead_id = known.lead_id and versions.version = known.version
join stages as entry on entry.rank = 1
left join bought on bought.lead_id = known.lead_id and bought.kind = known.kind
  and bought.age_days = known.age_days
left join followed on followed.lead_id = known.lead_id and followed.kind = known.kind
  and followed.age_days = known.age_days
left join stood on stood.lead_id = known.lead_id and stood.kind = known.kind
  and stood.age_days = known.age_days
left join carded on carded.lead_id = known.lead_id and carded.kind = known.kind
  and carded.age_days = known.age_days
left join fact_lead_grades as grades
  on grades.lead_id = carded.lead_id and grades.version = carded.version
left join stages as standing on standing.rank = stood.rank
