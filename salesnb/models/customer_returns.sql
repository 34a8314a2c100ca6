with bought as (
  select sale_rows.customer_id, sale_rows.sold_on as bought_on
  from sale_rows
  where sale_rows.amount > 0 and sale_rows.customer_id is not null
  group by sale_rows.customer_id, sale_rows.sold_on
),
reference as (
  -- A year ago, and where less than two years are recorded, in the middle of what is.
  select add_days(parameters.as_of, -least(365, cast(floor(
    days_between(begun.first_day, parameters.as_of) / 2.0) as integer))) as day
  from parameters
  cross join (select min(bought_on) as first_day from bought) as begun
),
spaced as (
  select bought.customer_id, bought.bought_on, days_between(
    lag(bought.bought_on) over (partition by bought.customer_id order by bought.bought_on),
    bought.bought_on) as gap
  from bought
  cross join reference
  where bought.bought_on < reference.day
),
own as (
  select customer_id, max(bought_on) as last_on, count(gap) as gaps,
    coalesce(avg(ln(gap)), 0) as log_gap,
    coalesce(greatest(sum(ln(gap) * ln(gap)) - count(gap) * avg(ln(gap)) * avg(ln(gap)), 0), 0)
      as spread
  from spaced
  group by customer_id
),
usual as (
  select own.customer_id, own.last_on, own.gaps,
    $gap_mean as mean_log_gap,
    $gap_deviation as deviation,
    case when own.gaps = 0 then r.first_stops else r.stops end as stops
  from own
  join fact_customer_rhythm as r on r.customer_id = own.customer_id
),
scored as (
  select usual.customer_id,
    $still_buying_then as logit,
    case when max(bought.bought_on) is null then 0 else 1 end as is_back
  from usual
  cross join reference
  left join bought
    on bought.customer_id = usual.customer_id and bought.bought_on >= reference.day
  group by usual.customer_id, usual.last_on, usual.mean_log_gap, usual.deviation, usual.stops,
    reference.day
),
binned as (
  select logit, is_back, ntile(40) over (order by logit, customer_id) as bin
  from scored
  where logit is not null
)
select bin, avg(logit) as logit, count(*) as customers, sum(is_back) as came_back
from binned
group by bin
