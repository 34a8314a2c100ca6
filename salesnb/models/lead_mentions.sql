select
  follow_ups.lead_id,
  min(follow_ups.follow_at) as first_at,
  max(follow_ups.follow_at) as last_at,
  max(case when follow_ups.customer_id is null then follow_ups.follow_at end) as last_alone_at,
  count(follow_ups.follow_at) as follow_ups
from follow_ups
where follow_ups.lead_id is not null
group by follow_ups.lead_id
