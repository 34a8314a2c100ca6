select
  payments.payment_id,
  payments.order_id,
  fact_sales.customer_id,
  coalesce(fact_sales.owner, 'unassigned') as owner,
  coalesce(fact_sales.team, 'unassigned') as team,
  coalesce(fact_sales.department, 'unassigned') as department,
  fact_sales.product_line,
  fact_sales.region,
  fact_sales.industry,
  fact_sales.source,
  fact_sales.level,
  payments.paid_amount as amount,
  payments.paid_date as paid_on,
  days_between(fact_sales.sold_on, payments.paid_date) as days_to_pay,
  days_between(fact_sales.due_on, payments.paid_date) as days_late
from payments
left join fact_sales on fact_sales.sale_kind = 'order' and fact_sales.sale_id = payments.order_id
