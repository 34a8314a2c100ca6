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
