"""The staff of a scope as they stand on its day, as SQL: what each one's newest row says."""

STAFF_NOW = """(
  select *
  from (
    select staff.*, row_number() over (
      partition by person order by coalesce(since, date '0001-01-01') desc) as nth
    from staff
    cross join parameters
    where coalesce(since, date '0001-01-01') <= parameters.as_of
  ) as spells
  where nth = 1
)"""
