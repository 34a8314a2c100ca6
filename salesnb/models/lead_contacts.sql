select lead_id, min(first_at) as first_follow_up_at, max(last_at) as last_follow_up_at,
  cast(sum(follow_ups) as bigint) as follow_ups
from (
  select lead_id, first_at, last_at, follow_ups
  from lead_mentions
  where is_all_since
  union all
  -- Few leads were followed up before they were typed in: of these each follow-up is looked at.
  select part.lead_id, follow_ups.follow_at, follow_ups.follow_at, 1
  from lead_mentions as part
  join follow_ups on follow_ups.lead_id = part.lead_id
  where part.is_part_since and follow_ups.follow_at >= part.created_at
  union all
  -- Every follow-up of a later span came after the lead; of its own span each is looked at.
  select leads.lead_id, spans.first_alone_at, spans.last_alone_at, spans.follow_ups_alone
  from leads
  join customer_mentions as spans
    on spans.customer_id = leads.customer_id and spans.span > $lead_span
  where spans.follow_ups_alone > 0
  union all
  select leads.lead_id, follow_ups.follow_at, follow_ups.follow_at, 1
  from leads
  join follow_ups
    on follow_ups.customer_id = leads.customer_id and $follow_up_span = $lead_span
  where follow_ups.follow_at >= leads.created_at and follow_ups.lead_id is null
) as all_ways
group by lead_id
