with paid as (
  select order_id, sum(paid_amount) as paid_amount, max(paid_date) as last_paid_on
  from payments
  group by order_id
),
settled as (
  -- Where no payment was ever recorded nothing is known of them: neither paid nor overdue.
  select sale_rows.*, paid.last_paid_on,
    case when sale_rows.sale_kind = 'order' and parameters.has_payments
      then coalesce(paid.paid_amount, 0) end as paid_amount,
    case when sale_rows.sale_kind = 'order' and parameters.has_payments
      then sale_rows.amount - coalesce(paid.paid_amount, 0) end as balance,
    sale_rows.due_on <= parameters.as_of as is_due,
    days_between(sale_rows.due_on, parameters.as_of) as days_past_due,
    days_between(sale_rows.sold_on, parameters.as_of) as days_since_sold,
    parameters.has_payments
  from sale_rows
  cross join parameters
  left join paid on sale_rows.sale_kind = 'order' and paid.order_id = sale_rows.sale_id
)
select
  settled.sale_kind,
  settled.sale_id,
  settled.customer_id,
  coalesce(spell.person, 'unassigned') as owner,
  coalesce(spell.team, 'unassigned') as team,
  coalesce(spell.department, 'unassigned') as department,
  settled.product,
  coalesce(settled.product_line, products.product_line) as product_line,
  coalesce(settled.region, customers.region) as region,
  customers.industry,
  customers.source,
  levels.level,
  settled.amount,
  settled.sold_on,
  settled.due_on,
  settled.paid_amount,
  settled.last_paid_on,
  settled.is_due,
  settled.days_since_sold,
  -- Paid too much is a credit of the customer, not less debt of another order.
  case when settled.amount > 0 and settled.balance > 0 then settled.balance
    when settled.balance is not null then 0 end as outstanding_amount,
  case when settled.amount > 0 and settled.balance < 0 then -settled.balance
    when settled.balance is not null then 0 end as overpaid_amount,
  case when not settled.has_payments then null
    when settled.days_past_due > 0 and settled.balance > 0 and settled.amount > 0
      then settled.balance else 0 end as overdue_amount,
  case when settled.days_past_due > 0 and settled.balance > 0 and settled.amount > 0
    then settled.days_past_due end as overdue_days,
  case
    when settled.balance is null then null
    when settled.amount <= 0 then 'refund'
    when settled.balance < 0 then 'overpaid'
    when settled.balance = 0 then 'paid'
    when settled.days_past_due > 0 then 'overdue'
    when settled.paid_amount > 0 then 'partly_paid'
    else 'not_due'
  end as payment_state,
  case
    when settled.balance is null or settled.balance <= 0 or settled.amount <= 0 then null
    when settled.days_past_due <= 0 then '0'
    when settled.days_past_due <= 30 then '1-30'
    when settled.days_past_due <= 60 then '31-60'
    when settled.days_past_due <= 90 then '61-90'
    else '90+'
  end as ageing
from settled
left join customers on customers.customer_id = settled.customer_id
left join customer_levels as levels on levels.customer_id = customers.customer_id
left join products on products.product = settled.product
left join staff_spells as spell
  on spell.owner_word = settled.seller
  and settled.sold_on >= spell.from_day
  and settled.sold_on < spell.until_day
