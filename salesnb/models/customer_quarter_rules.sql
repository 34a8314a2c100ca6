with sold as (
  select customer_id, sold_on, sum(amount) as amount,
    max(case when amount > 0 then 1 else 0 end) = 1 as is_purchase
  from sale_rows
  where customer_id is not null
  group by customer_id, sold_on
),
begun as (
  select customer_id, min(sold_on) as first_bought_on
  from sold
  where is_purchase
  group by customer_id
),
records as (
  select min(first_bought_on) as first_day from begun
),
cooperation as (
  select begun.customer_id, begun.first_bought_on,
    case when $before_records then customers.first_contact_date else begun.first_bought_on end
      as cooperation_from
  from begun
  cross join records
  left join customers on customers.customer_id = begun.customer_id
),
told as (
  select customer_id from customers where demand_type is not null
  union
  select customer_id from leads where need is not null and customer_id is not null
),
ended as (
  select events.subject_id as opportunity_id, max(cast(events.entered_at as date)) as ended_on
  from stage_events as events
  join stages on stages.stage = events.stage and stages.kind <> 'open'
  where events.subject_type = 'opportunity'
  group by events.subject_id
),
deals as (
  -- A deal that ended on an unknown day was open on none.
  select opportunities.customer_id, opportunities.created_at as from_day,
    case when stages.kind = 'open' then date '9999-12-31'
      else coalesce(opportunities.closed_at, ended.ended_on, opportunities.created_at) end
      as until_day
  from opportunities
  join stages on stages.stage = opportunities.stage
  left join ended on ended.opportunity_id = opportunities.opportunity_id
),
dealing as (
  select distinct deals.customer_id, level_days.number
  from deals
  join level_days on level_days.day >= deals.from_day and level_days.day < deals.until_day
),
summed as (
  select sold.customer_id, level_days.number,
    sum(case when sold.sold_on >= level_days.year_from then sold.amount else 0 end)
      as purchases_12m,
    sum(case when sold.sold_on < level_days.year_from then sold.amount else 0 end)
      as purchases_before,
    max(case when sold.is_purchase then sold.sold_on end) as last_bought_on
  from sold
  join level_days on sold.sold_on >= level_days.before_from and sold.sold_on <= level_days.day
  group by sold.customer_id, level_days.number
),
counted as (
  select cooperation.customer_id, cooperation.cooperation_from, level_days.number,
    coalesce(summed.purchases_12m, 0) as purchases_12m,
    coalesce(summed.purchases_before, 0) as purchases_before,
    coalesce(summed.purchases_12m > 0, false) or told.customer_id is not null as is_need_known,
    dealing.customer_id is not null
      or coalesce(days_between(summed.last_bought_on, level_days.day) <= $intent_days, false)
      as has_intent
  from cooperation
  join level_days on level_days.day >= cooperation.first_bought_on
  left join summed
    on summed.customer_id = cooperation.customer_id and summed.number = level_days.number
  left join told on told.customer_id = cooperation.customer_id
  left join dealing
    on dealing.customer_id = cooperation.customer_id and dealing.number = level_days.number
),
ranked as (
  select counted.*, days.is_today,
    $level_rank as rule_rank,
    $simple_level as simple_level
  from counted
  join level_days as days on days.number = counted.number
)
select ranked.*,
  -- The lowest rank that held for so many quarters in a row, and the highest.
  row_number() over (partition by customer_id, is_today order by number) as nth,
  min(rule_rank) over (
    partition by customer_id, is_today order by number
    rows between $promoted_before preceding and current row
  ) as held_rank,
  max(rule_rank) over (
    partition by customer_id, is_today order by number
    rows between $demoted_before preceding and current row
  ) as best_rank
from ranked
