with bought as (
  select customer_id, sold_on as bought_on
  from sale_rows
  where amount > 0 and customer_id is not null
  group by customer_id, sold_on
),
spaced as (
  select bought.customer_id, customers.industry, bought.bought_on,
    row_number() over (partition by bought.customer_id order by bought.bought_on) as nth,
    days_between(bought.bought_on, lead(bought.bought_on) over (
      partition by bought.customer_id order by bought.bought_on)) as gap,
    days_between(bought.bought_on, parameters.as_of) as age
  from bought
  cross join parameters
  join customers on customers.customer_id = bought.customer_id
),
own as (
  select customer_id, industry, count(gap) as gaps, avg(ln(gap)) as log_gap,
    greatest(sum(ln(gap) * ln(gap)) - count(gap) * avg(ln(gap)) * avg(ln(gap)), 0) as spread
  from spaced
  group by customer_id, industry
),
compared as (
  select industry as comparable, gaps, log_gap, spread from own where industry is not null
  union all
  select null, gaps, log_gap, spread from own
),
later as (
  -- Within and between customers as in an analysis of variance, of the logarithms of days.
  select comparable, count(*) as repeaters, avg(log_gap) as log_gap,
    sum(spread) / sum(gaps - 1) as within,
    greatest(coalesce(var_samp(log_gap), 0)
      - sum(spread) / sum(gaps - 1) * avg(1.0 / gaps), 0) as between_them
  from compared
  where gaps >= 2
  group by comparable
),
spaced_beside as (
  select industry as comparable, nth, gap, age from spaced where industry is not null
  union all
  select null, nth, gap, age from spaced
),
firsts as (
  select comparable, count(*) as returned, avg(ln(gap)) as log_gap,
    coalesce(stddev_samp(ln(gap)), 0) as deviation
  from spaced_beside
  where nth = 1 and gap is not null
  group by comparable
),
ripe as (
  select spaced_beside.comparable, nth = 1 as is_first,
    case when gap is null then 1 else 0 end as is_last
  from spaced_beside
  left join firsts on firsts.comparable is not distinct from spaced_beside.comparable
  left join later on later.comparable is not distinct from spaced_beside.comparable
  where age > case when nth = 1 then exp(firsts.log_gap + 1.645 * firsts.deviation)
    else exp(later.log_gap + 1.645 * sqrt(later.within + later.between_them)) end
),
stops as (
  -- Of the purchases that are older than nearly all gaps, the share that nothing came after: never
  -- quite none, however few were seen (Jeffreys' prior).
  select comparable,
    (sum(case when is_first then is_last else 0 end) + 0.5)
      / (sum(case when is_first then 1 else 0 end) + 1) as first_stops,
    (sum(case when is_first then 0 else is_last end) + 0.5)
      / (sum(case when is_first then 0 else 1 end) + 1) as stops
  from ripe
  group by comparable
),
chosen as (
  select own.customer_id,
    case when later.repeaters >= $least_comparable and firsts.returned >= $least_comparable
      then own.industry end as comparable
  from own
  left join later on later.comparable = own.industry
  left join firsts on firsts.comparable = own.industry
)
select
  fact_customers.customer_id,
  fact_customers.owner,
  fact_customers.team,
  fact_customers.department,
  chosen.comparable,
  later.repeaters,
  firsts.returned,
  firsts.log_gap as first_log_gap,
  firsts.deviation as first_deviation,
  stops.first_stops,
  later.log_gap,
  sqrt(later.within) as within_deviation,
  sqrt(later.between_them) as between_deviation,
  stops.stops
from chosen
join fact_customers on fact_customers.customer_id = chosen.customer_id
left join later on later.comparable is not distinct from chosen.comparable
left join firsts on firsts.comparable is not distinct from chosen.comparable
left join stops on stops.comparable is not distinct from chosen.comparable
