with named as (
  select
    follow_ups.lead_id,
    min(follow_ups.follow_at) as first_at,
    max(follow_ups.follow_at) as last_at,
    max(case when follow_ups.customer_id is null then follow_ups.follow_at end) as last_alone_at,
    count(follow_ups.follow_at) as follow_ups
  from follow_ups
  where follow_ups.lead_id is not null
  group by follow_ups.lead_id
)
select
  named.lead_id,
  leads.customer_id as customer_of_lead,
  leads.created_at,
  named.first_at,
  named.last_at,
  named.last_alone_at,
  named.follow_ups,
  coalesce(named.first_at >= leads.created_at, false) as is_all_since,
  coalesce(named.first_at < leads.created_at and named.last_at >= leads.created_at, false)
    as is_part_since
from named
left join leads on leads.lead_id = named.lead_id
