with running as (
  select order_id, paid_on,
    sum(amount) over (
      partition by order_id order by paid_on, payment_id rows unbounded preceding
    ) as paid_amount
  from fact_payments
),
settled as (
  -- The day on which an order was wholly paid; later payments are a credit.
  select fact_sales.sale_id, min(running.paid_on) as settled_on
  from fact_sales
  join running on running.order_id = fact_sales.sale_id
  where fact_sales.sale_kind = 'order' and running.paid_amount >= fact_sales.amount
  group by fact_sales.sale_id
)
select
  fact_sales.sale_id as invoice_id,
  fact_sales.customer_id,
  fact_sales.sold_on as issued_on,
  fact_sales.due_on,
  settled.settled_on,
  fact_sales.amount,
  fact_sales.region,
  fact_sales.industry,
  fact_sales.product_line
from fact_sales
left join settled on settled.sale_id = fact_sales.sale_id
where fact_sales.sale_kind = 'order' and fact_sales.amount > 0
  and fact_sales.payment_state is not null
  and fact_sales.customer_id is not null and fact_sales.due_on is not null
