with sold as (
  select 'order' as sale_kind, order_id as sale_id, customer_id, owner as seller, product,
    product_line, region, amount, order_date as sold_on,
    coalesce(due_date, order_date + parameters.payment_days) as due_on
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
)
select
  sold.sale_kind,
  sold.sale_id,
  sold.customer_id,
  coalesce(spell.person, 'unassigned') as owner,
  coalesce(spell.team, 'unassigned') as team,
  coalesce(spell.department, 'unassigned') as department,
  sold.product,
  coalesce(sold.product_line, products.product_line) as product_line,
  coalesce(sold.region, customers.region) as region,
  customers.industry,
  customers.source,
  customers.level,
  sold.amount,
  sold.sold_on,
  sold.due_on,
  -- Where no payment was ever recorded nothing is known of them: neither paid nor overdue.
  case when sold.sale_kind = 'order' and parameters.has_payments
    then coalesce(paid.paid_amount, 0) end as paid_amount,
  paid.last_paid_on,
  sold.due_on <= parameters.as_of as is_due,
  case when not parameters.has_payments then null
    when sold.due_on < parameters.as_of and sold.amount > coalesce(paid.paid_amount, 0)
    then sold.amount - coalesce(paid.paid_amount, 0) else 0 end as overdue_amount,
  case when parameters.has_payments and sold.due_on < parameters.as_of
      and sold.amount > coalesce(paid.paid_amount, 0)
    then date_diff('day', sold.due_on, parameters.as_of) end as overdue_days
from sold
cross join parameters
left join paid on sold.sale_kind = 'order' and paid.order_id = sold.sale_id
left join customers on customers.customer_id = sold.customer_id
left join products on products.product = sold.product
left join staff_spells as spell
  on spell.owner_word = sold.seller
  and sold.sold_on >= spell.from_day
  and sold.sold_on < spell.until_day
