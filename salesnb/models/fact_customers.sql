with bought as (
  select customer_id, count(*) as orders, sum(amount) as sales,
    min(sold_on) as first_sold_on, max(sold_on) as last_sold_on,
    max(case when overdue_amount > 0 then 1 else 0 end) = 1 as is_owing
  from fact_sales
  group by customer_id
),
contacted as (
  select customer_id, max(follow_at) as follow_at
  from (
    select customer_id, last_at as follow_at
    from customer_mentions
    union all
    select customer_of_lead, last_alone_at
    from lead_mentions
  ) as named
  group by customer_id
),
came as (
  select customer_id, max(created_on) as created_on,
    max(case when is_open then 1 else 0 end) = 1 as has_open
  from fact_leads
  group by customer_id
),
states as (
  select customer_id,
    max(case when status in ('interested', 'customer') then 1 else 0 end) = 1 as was_interested,
    max(case when status = 'customer' then 1 else 0 end) = 1 as was_customer
  from customer_states
  group by customer_id
),
dealt as (
  select customer_id, max(case when is_won then 1 else 0 end) = 1 as has_won,
    max(case when is_open then 1 else 0 end) = 1 as has_open
  from fact_opportunities
  group by customer_id
)
select
  customers.customer_id,
  customers.customer_name,
  coalesce(spell.person, 'unassigned') as owner,
  coalesce(spell.team, 'unassigned') as team,
  coalesce(spell.department, 'unassigned') as department,
  customers.region,
  customers.industry,
  customers.source,
  levels.level,
  levels.typed_level,
  levels.computed_level,
  levels.rule_level,
  levels.simple_level,
  customers.status,
  customers.first_contact_date as first_contact_on,
  -- Ever: whoever bought or has a deal was interested, whatever the status says now.
  coalesce(states.was_interested, false) or dealt.customer_id is not null
    or bought.customer_id is not null as was_interested,
  coalesce(states.was_customer, false) or coalesce(dealt.has_won, false)
    or bought.customer_id is not null as was_customer,
  coalesce(customers.status, '') = 'lost' as is_lost,
  coalesce(bought.orders, 0) as orders,
  coalesce(bought.sales, 0) as sales,
  bought.first_sold_on,
  bought.last_sold_on,
  levels.purchases_12m,
  levels.purchases_before,
  levels.cooperation_from,
  levels.has_intent,
  greatest(contacted.follow_at, customers.last_contact_at) as last_contact_at,
  -- A prospect whose level nobody typed in is followed up by the cadence of its lead.
  case when levels.typed_level is not null or bought.customer_id is not null
    or coalesce(dealt.has_won, false) or coalesce(states.was_customer, false)
    then level_limits.most end as cadence_days,
  days_between(
    greatest(contacted.follow_at, customers.last_contact_at), parameters.as_of
  ) as days_since_contact,
  -- Lost long ago, by params/limits.yml: lists leave it out, every figure counts it as before.
  coalesce(
    coalesce(customers.status, '') = 'lost' and not coalesce(dealt.has_open, false)
      and not coalesce(came.has_open, false) and not coalesce(bought.is_owing, false)
      and days_between(
        greatest(
          contacted.follow_at, customers.last_contact_at, cast(came.created_on as timestamp),
          cast(bought.last_sold_on as timestamp), cast(customers.first_contact_date as timestamp)
        ), parameters.as_of
      ) > $archive_days, false
  ) as is_archived
from customers
cross join parameters
left join bought on bought.customer_id = customers.customer_id
left join contacted on contacted.customer_id = customers.customer_id
left join came on came.customer_id = customers.customer_id
left join states on states.customer_id = customers.customer_id
left join dealt on dealt.customer_id = customers.customer_id
left join customer_levels as levels on levels.customer_id = customers.customer_id
left join level_limits on level_limits.word = levels.level
left join staff_spells as spell
  on spell.owner_word = customers.owner
  and parameters.as_of >= spell.from_day
  and parameters.as_of < spell.until_day
