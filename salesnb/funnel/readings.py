"""Which stages a case counts in: the readings of a funnel that the field knows."""

from collections.abc import Sequence
from typing import Literal, get_args

from salesnb.errors import UsageError, unknown
from salesnb.periods import Period

Reading = Literal["imputed", "reached", "strict", "flow"]
READINGS: tuple[Reading, ...] = get_args(Reading)
MONTH = "created_month"
_COLUMNS = {
    "rep": 'cases."owner"',
    MONTH: "extract(year from cases.created_on) * 100 + extract(month from cases.created_on)",
}


def reached_sql(period: Period, shown: Sequence[str], by: str | None, reading: str) -> str:
    """Return SQL for the shown stages that each case counts in, as the table `reached`.

    - imputed: every stage up to the furthest; a skipped one counts as passed.
    - reached: every stage that was ever entered, whatever was before it.
    - strict: every stage entered after all shown stages before it, in their order.
    - flow: the entries made in the period, by cases of any age.

    The first three follow the cases created in the period. `by` is a dimension, or MONTH, the month
    of creation as 202610.

    Raises
    ------
    UsageError
        No such reading.
    """
    if reading not in READINGS:
        raise UsageError(unknown("reading of the funnel", reading, READINGS))
    values = ", ".join(f"('{stage}', {place})" for place, stage in enumerate(shown))
    found = None if by is None else _COLUMNS.get(by, f'cases."{by}"')
    column = "" if by is None else f'{found} as "{by}",'
    dated = "steps.entered_at" if reading == "flow" else "cases.created_on"
    entered = "" if reading == "imputed" else "and steps.times_entered > 0"
    wide = f"""
        with shown as (select * from (values {values}) as listed (stage, place)),
        steps_shown as (
          select {column} cases.case_id, shown.stage, shown.place, steps.entered_at,
            cases.is_lost, cases.is_won, cases.lost_reason, cases.closed_on
          from fact_cases as cases
          join fact_case_stages as steps
            on steps.case_kind = cases.case_kind and steps.case_id = cases.case_id
          join shown on shown.stage = steps.stage
          where {dated} >= date '{period.start}' and {dated} < date '{period.end}' {entered}
        ),"""
    return wide + (_STRICT if reading == "strict" else " reached as (select * from steps_shown)")


# A case drops out at the first shown stage that it skipped, or entered before the one before it.
_STRICT = """
        followed as (
          select steps_shown.*,
            case
              when row_number() over by_place <> place + 1 then 0
              when entered_at < lag(entered_at) over by_place then 0
              else 1
            end as follows
          from steps_shown
          window by_place as (partition by case_id order by place)
        ),
        kept as (
          select followed.*,
            min(follows) over (
              partition by case_id order by place rows unbounded preceding
            ) as follows_so_far
          from followed
        ),
        reached as (select * from kept where follows_so_far = 1)"""
