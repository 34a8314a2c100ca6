with prices as (
  select product_line, min(list_price) as lowest, max(list_price) as highest
  from products
  where product_line is not null and list_price is not null
  group by product_line
),
answered as (
  select leads.lead_id, leads.version, leads.told_at, leads.grade as typed_grade,
    $card_answers
  from lead_versions as leads
  left join prices on prices.product_line = leads.product_line
),
pointed as (
  select answered.*,
    $card_points
  from answered
),
summed as (
  select pointed.lead_id, version, told_at, typed_grade,
    $card_known as known_points,
    cast($card_low + $card_high as double) / 2 as score
  from pointed
),
graded as (
  select lead_id, version, told_at, score, typed_grade is not null as is_typed,
    coalesce(typed_grade, case when known_points >= $card_least_known then $card_grade end) as grade
  from summed
),
beside as (
  select graded.*,
    lag(grade) over (partition by lead_id order by version) as grade_before,
    lag(score) over (partition by lead_id order by version) as score_before
  from graded
)
select
  beside.lead_id,
  beside.version,
  fact_leads.owner,
  fact_leads.team,
  fact_leads.department,
  beside.told_at as graded_at,
  beside.grade,
  beside.grade_before,
  beside.score,
  beside.score_before,
  beside.is_typed
from beside
join fact_leads on fact_leads.lead_id = beside.lead_id
where beside.version = 1 or coalesce(beside.grade, '') <> coalesce(beside.grade_before, '')
