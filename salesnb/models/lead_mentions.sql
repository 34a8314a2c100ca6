select
  follow_ups.lead_id,
  max(case when follow_ups.customer_id is null then follow_ups.follow_at end) as last_alone_at,
  min(case when follow_ups.follow_at >= leads.created_at then follow_ups.follow_at end)
    as first_since_at,
  max(case when follow_ups.follow_at >= leads.created_at then follow_ups.follow_at end)
    as last_since_at,
  count(case when follow_ups.follow_at >= leads.created_at then 1 end) as follow_ups_since
from follow_ups
left join leads on leads.lead_id = follow_ups.lead_id
where follow_ups.lead_id is not null
group by follow_ups.lead_id
