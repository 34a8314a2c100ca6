with late as (
  select fact_sales.due_on, fact_sales.overdue_amount, fact_sales.last_paid_on, parameters.as_of
  from fact_sales
  cross join parameters
  where fact_sales.sale_kind = 'order' and fact_sales.amount > 0
    and fact_sales.overdue_amount is not null and fact_sales.due_on is not null
),
steps as (
  select 0 as from_days union all select 30 union all select 60 union all select 90
)
select
  steps.from_days,
  count(*) as invoices,
  coalesce(sum(case when late.overdue_amount = 0
    and late.last_paid_on <= add_days(late.due_on, steps.from_days + 90) then 1 else 0 end), 0)
    as paid
from steps
join late
  on add_days(late.due_on, steps.from_days + 90) <= late.as_of
  and (late.overdue_amount > 0 or late.last_paid_on > add_days(late.due_on, steps.from_days))
group by steps.from_days
