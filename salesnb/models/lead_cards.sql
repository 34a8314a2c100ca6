with prices as (
  select product_line, min(list_price) as lowest, max(list_price) as highest
  from products
  where product_line is not null and list_price is not null
  group by product_line
),
answered as (
  select leads.lead_id, leads.customer_id, leads.source, leads.grade as typed_grade,
    $card_answers
  from leads
  left join prices on prices.product_line = leads.product_line
),
pointed as (
  select answered.*,
    $card_points
  from answered
),
summed as (
  select pointed.*,
    $card_known as known_points,
    $card_low as score_low,
    $card_high as score_high
  from pointed
),
graded as (
  select summed.*,
    cast(score_low + score_high as double) / 2 as score,
    $card_grade_low as grade_low,
    $card_grade_high as grade_high
  from summed
)
select graded.*,
  case when known_points >= $card_least_known then $card_grade end as card_grade,
  coalesce(typed_grade, case when known_points >= $card_least_known then $card_grade end) as grade,
  grade_low = grade_high as is_sure
from graded
