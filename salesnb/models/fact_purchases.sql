select
  fact_customers.customer_id,
  sale_rows.sold_on as bought_on,
  fact_customers.owner,
  fact_customers.team,
  fact_customers.department,
  sum(sale_rows.amount) as amount,
  max(case when sale_rows.amount > 0 then 1 else 0 end) = 1 as is_purchase
from sale_rows
join fact_customers on fact_customers.customer_id = sale_rows.customer_id
group by fact_customers.customer_id, sale_rows.sold_on, fact_customers.owner, fact_customers.team,
  fact_customers.department
