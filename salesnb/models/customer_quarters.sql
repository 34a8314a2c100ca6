with recursive walked as (
  select customer_id, number, rule_rank as rank
  from customer_quarter_rules
  where nth = 1 and not is_today
  union all
  select step.customer_id, step.number,
    case
      when step.nth > $promoted_before and step.held_rank > walked.rank then step.held_rank
      when $is_demoted and step.nth > $demoted_before and step.best_rank < walked.rank
        then step.best_rank
      else walked.rank
    end
  from walked
  join customer_quarter_rules as step
    on step.customer_id = walked.customer_id and step.number = walked.number + 1
    and not step.is_today
)
select
  ranked.customer_id,
  level_days.number,
  level_days.quarter,
  level_days.day as evaluated_on,
  level_days.is_whole,
  level_days.is_today,
  ranked.purchases_12m,
  ranked.purchases_before,
  ranked.cooperation_from,
  ranked.is_need_known,
  ranked.has_intent,
  ranked.rule_rank,
  ranked.simple_level,
  -- Of today it is what the last quarter left; a customer of this quarter has what the rule says.
  coalesce(walked.rank, last_quarter.rank, ranked.rule_rank) as rank,
  coalesce(before.rank, last_quarter.rank) as rank_before
from customer_quarter_rules as ranked
join level_days on level_days.number = ranked.number
left join walked
  on walked.customer_id = ranked.customer_id and walked.number = ranked.number
left join walked as before
  on before.customer_id = ranked.customer_id and before.number = ranked.number - 1
  and not level_days.is_today
left join walked as last_quarter
  on last_quarter.customer_id = ranked.customer_id and last_quarter.number = ranked.number - 1
  and level_days.is_today
