select
  follow_ups.customer_id,
  $follow_up_span as span,
  max(follow_ups.follow_at) as last_at,
  min(case when follow_ups.lead_id is null then follow_ups.follow_at end) as first_alone_at,
  max(case when follow_ups.lead_id is null then follow_ups.follow_at end) as last_alone_at,
  count(case when follow_ups.lead_id is null then 1 end) as follow_ups_alone
from follow_ups
where follow_ups.customer_id is not null
group by follow_ups.customer_id, $follow_up_span
