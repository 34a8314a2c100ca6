with shared_names as (
  select name from staff group by name having count(distinct staff_id) > 1
),
listed as (
  select
    case when shared.name is not null and staff.staff_id is not null
      then staff.name || ' ' || staff.staff_id else staff.name end as person,
    staff.name,
    staff.staff_id,
    shared.name is not null as is_shared,
    staff.team,
    staff.department,
    staff.role,
    coalesce(staff.active, true) as is_active,
    coalesce(staff.since, date '0001-01-01') as from_day
  from staff
  left join shared_names as shared on shared.name = staff.name
),
owners as (
  select owner as name from customers
  union select owner from leads
  union select owner from opportunities
  union select owner from orders
  union select "user" from follow_ups
),
found as (
  -- Without a staff sheet the owners found become staff without a team.
  select name as person, name, null as staff_id, false as is_shared, null as team,
    null as department, 'rep' as role, true as is_active, date '0001-01-01' as from_day
  from owners
  where name is not null and not exists (select 1 from staff)
),
spells as (
  select *,
    coalesce(
      lead(from_day) over (partition by person order by from_day), date '9999-12-31'
    ) as until_day
  from (select * from listed union all select * from found) as everybody
)
select name as owner_word, person, coalesce(team, 'unassigned') as team,
  coalesce(department, 'unassigned') as department, role, is_active, from_day, until_day
from spells
where not is_shared
union all
select staff_id, person, coalesce(team, 'unassigned'), coalesce(department, 'unassigned'), role,
  is_active, from_day, until_day
from spells
where staff_id is not null and staff_id <> name
