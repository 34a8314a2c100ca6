with today as (
  select * from customer_quarters where is_today
),
judged as (
  select
    customers.customer_id,
    customers.level as typed_level,
    today.purchases_12m,
    today.purchases_before,
    today.cooperation_from,
    today.has_intent,
    coalesce(today.simple_level, 'ordinary') as simple_level,
    coalesce(in_force.level, lowest.level) as held_level,
    coalesce(by_rule.level, lowest.level) as rule_level
  from customers
  cross join (select level from level_ranks where rank = 0) as lowest
  left join today on today.customer_id = customers.customer_id
  left join level_ranks as in_force on in_force.rank = today.rank
  left join level_ranks as by_rule on by_rule.rank = today.rule_rank
)
select
  customer_id,
  typed_level,
  $computed_level as computed_level,
  rule_level,
  simple_level,
  $level_in_force as level,
  coalesce(purchases_12m, 0) as purchases_12m,
  coalesce(purchases_before, 0) as purchases_before,
  cooperation_from,
  coalesce(has_intent, false) as has_intent
from judged
