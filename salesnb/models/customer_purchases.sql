select customer_id, sold_on,
  sum(case when amount > 0 then amount else 0 end) as bought,
  sum(case when amount < 0 then -amount else 0 end) as returned
from fact_sales
where customer_id is not null and sold_on is not null
group by customer_id, sold_on
order by customer_id, sold_on
