with sold as (
  select 'order' as sale_kind, order_id as sale_id, customer_id, owner as seller, product,
    product_line, region, amount, order_date as sold_on,
    coalesce(due_date, add_days(order_date, parameters.payment_days)) as due_on
  from orders
  cross join parameters
  union all
  select 'opportunity', opportunity_id, opportunities.customer_id, owner, null, product_line, null,
    won_amount, closed_at, null
  from opportunities
  join stages on stages.stage = opportunities.stage and stages.kind = 'won'
  cross join parameters
  where not parameters.has_orders and won_amount is not null and closed_at is not null
    and coalesce(opportunities.estimated, false) = false
  union all
  select 'lead', lead_id, customer_id, owner, null, product_line, region, deal_amount,
    outcome_date, null
  from leads
  cross join parameters
  where not parameters.has_orders and not parameters.has_won_opportunities
    and outcome = 'won' and deal_amount is not null and outcome_date is not null
    and coalesce(leads.estimated, false) = false
),
paid as (
  select order_id, sum(paid_amount) as paid_amount, max(paid_date) as last_paid_on
  from payments
  group by order_id
),
settled as (
  -- Where no payment was ever recorded nothing is known of them: neither paid nor overdue.
  select sold.*, paid.last_paid_on,
    case when sold.sale_kind = 'order' and parameters.has_payments
      then coalesce(paid.paid_amount, 0) end as paid_amount,
    case when sold.sale_kind = 'order' and parameters.has_payments
      then sold.amount - coalesce(paid.paid_amount, 0) end as balance,
    sold.due_on <= parameters.as_of as is_due,
    days_between(sold.due_on, parameters.as_of) as days_past_due,
    days_between(sold.sold_on, parameters.as_of) as days_since_sold,
    parameters.has_payments
  from sold
  cross join parameters
  left join paid on sold.sale_kind = 'order' and paid.order_id = sold.sale_id
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
  customers.level,
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
left join products on products.product = settled.product
left join staff_spells as spell
  on spell.owner_word = settled.seller
  and settled.sold_on >= spell.from_day
  and settled.sold_on < spell.until_day
