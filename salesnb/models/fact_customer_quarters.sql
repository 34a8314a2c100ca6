select
  customer_quarters.customer_id,
  customer_quarters.quarter,
  customer_quarters.evaluated_on,
  fact_customers.owner,
  fact_customers.team,
  fact_customers.department,
  fact_customers.region,
  fact_customers.industry,
  customer_quarters.purchases_12m,
  customer_quarters.cooperation_from,
  by_rule.level as rule_level,
  in_force.level as level,
  earlier.level as level_before,
  case
    when customer_quarters.rank_before is null then 'first'
    when customer_quarters.rank > customer_quarters.rank_before then 'up'
    when customer_quarters.rank < customer_quarters.rank_before then 'down'
    else 'same'
  end as change,
  customer_quarters.is_whole
from customer_quarters
join fact_customers on fact_customers.customer_id = customer_quarters.customer_id
join level_ranks as by_rule on by_rule.rank = customer_quarters.rule_rank
join level_ranks as in_force on in_force.rank = customer_quarters.rank
left join level_ranks as earlier on earlier.rank = customer_quarters.rank_before
where not customer_quarters.is_today
