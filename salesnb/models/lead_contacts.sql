select lead_id, min(follow_at) as first_follow_up_at, max(follow_at) as last_follow_up_at,
  count(*) as follow_ups
from (
  select leads.lead_id, follow_ups.follow_at
  from leads
  join follow_ups on follow_ups.lead_id = leads.lead_id
  where follow_ups.follow_at >= leads.created_at
  union all
  select leads.lead_id, follow_ups.follow_at
  from leads
  join follow_ups on follow_ups.customer_id = leads.customer_id
  where follow_ups.follow_at >= leads.created_at and follow_ups.lead_id is null
) as both_ways
group by lead_id
