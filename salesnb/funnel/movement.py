"""Movement of the pipeline between two dates: from what was open to what is, step by step."""

from datetime import date
from decimal import Decimal

import pandas as pd

from salesnb.errors import UsageError
from salesnb.labels import say
from salesnb.periods import Period
from salesnb.scopes import ScopedStore

STEPS = ("start", "new", "pulled_in", "grown", "shrunk", "pushed_out", "lost", "won", "end")


def pipeline_movement(
    store: ScopedStore, first: date, last: date, due_by: Period | None = None
) -> pd.DataFrame:
    """Return what became of the open pipeline from the evening before `first` to that of `last`.

    Every deal is looked at twice, then and now; what happened to it in between counts net. The
    values have their signs, so that start and changes are exactly the end.

    Parameters
    ----------
    due_by : only the pipeline that is expected to close by the end of this period, deals that are
        past their date included. None = all of it.

    Returns
    -------
    One row per step: step, value (Decimal, yuan), deals, no_amount (deals of the step whose amount
    is not known; they count 0):

    - start, end: open deals with their expected amounts.
    - new: created in the window, or open again after an end before it, at the amount with which the
      deal stands, or stood before it ended. Created and won in the window: in new and in won.
    - pulled_in, pushed_out: with `due_by`, deals that were open all along, whose expected date was
      moved across the period's end, or set, or deleted; a deal that was to close later and is won
      by then is pulled in and won. Without `due_by` nothing is.
    - grown, shrunk: changes of the amount of deals of the start, first amounts included; of a deal
      won, the difference between what was signed and what was expected.
    - lost, won: what left the pipeline, at the last expected and at the signed amount (without one,
      the expected). Lost and open again within the window is neither.

    Raises
    ------
    UsageError
        `last` is before `first`.

    Notes
    -----
    A deal counts for whom it belongs to as of the store's day, with all that it went through: taken
    over from a colleague, it is in the start of its new owner, and new to nobody. So the parts of a
    company add up to it, step by step; a start need not be the end that an earlier report told.
    Amounts and dates change on the day of the import that told of it.
    """
    if last < first:
        raise UsageError(say("err_movement_days", first=first, last=last))
    until = "null" if due_by is None else f"date '{due_by.last_day}'"
    found = store.run(_MOVEMENT.format(first=first, last=last, until=until)).iloc[0]
    return pd.DataFrame(
        {
            "step": step,
            "value": Decimal(found[f"{step}_value"]),
            "deals": int(found[f"{step}_deals"]),
            "no_amount": int(found[f"{step}_no_amount"]),
        }
        for step in STEPS
    )


def pushes(store: ScopedStore) -> pd.DataFrame:
    """Return for every open deal how often and how far its expected date was moved to later.

    Returns
    -------
    opportunity_id, customer_id, owner, team, stage, amount, expected_on, first_expected_on,
    pushes, pushed_days (the days of all moves to later; what was moved to earlier is not taken off),
    most often pushed first. A date is moved on the day of the import that told of it.
    """
    return store.run(_PUSHES)


def has_changes(store: ScopedStore) -> bool:
    """Return whether any amount or expected date is known to have changed.

    Where all deals came with one import there is no earlier word to compare with.
    """
    return bool(store.run(_CHANGES)["changes"].iloc[0])


# Then and now of each deal, as the columns of one row.
_DEALS = """
with ends as (
  select opportunity_id,
    max(case when step_on < date '{first}' then state end) as old_state,
    max(case when step_on < date '{first}' then amount end) as old_amount,
    max(case when step_on < date '{first}' then expected_on end) as old_expected,
    max(case when until_on > date '{last}' then state end) as state,
    max(case when until_on > date '{last}' then amount end) as amount,
    max(case when until_on > date '{last}' then amount_before end) as amount_before,
    max(case when until_on > date '{last}' then expected_on end) as expected_on,
    max(case when until_on > date '{last}' then step_on end) as step_on,
    max(case when is_opening and step_on >= date '{first}' then 1 else 0 end) as is_opened
  from fact_opportunity_steps
  where step_on <= date '{last}' and until_on >= date '{first}'
  group by opportunity_id
),
dated as (
  select ends.*,
    old_state = 'open' as was_open,
    state = 'open' as is_open,
    state <> 'open' and (coalesce(old_state, '') = 'open' or is_opened = 1) as has_ended,
    {until} is null or coalesce(old_expected <= {until}, false) as was_due,
    {until} is null or coalesce(expected_on <= {until}, false) as is_due,
    state = 'won' and coalesce(step_on <= {until}, false) as is_won_by_then
  from ends
),
inside as (
  select dated.*,
    coalesce(was_open, false) and was_due as was_in,
    is_open and is_due as is_in,
    is_open and is_due or has_ended and (is_due or is_won_by_then) as may_come
  from dated
),
moved as (
  select inside.*,
    not was_in and may_come as came_in,
    coalesce(
      case when was_in then old_amount when is_open then amount else amount_before end, 0) as worth,
    case when was_in then old_amount when is_open then amount else amount_before end is null
      as is_unknown
  from inside
)"""

_MOVED = {
    "start": ("was_in", "worth", "is_unknown"),
    "new": ("came_in and not coalesce(was_open, false)", "worth", "is_unknown"),
    "pulled_in": ("came_in and was_open", "worth", "is_unknown"),
    "grown": (
        "(was_in or came_in) and coalesce(amount, 0) > worth",
        "coalesce(amount, 0) - worth",
        "is_unknown",
    ),
    "shrunk": (
        "(was_in or came_in) and coalesce(amount, 0) < worth",
        "coalesce(amount, 0) - worth",
        "amount is null",
    ),
    "pushed_out": ("was_in and is_open and not is_due", "-coalesce(amount, 0)", "amount is null"),
    "lost": (
        "(was_in or came_in) and state = 'lost'",
        "-coalesce(amount, 0)",
        "amount is null",
    ),
    "won": ("(was_in or came_in) and state = 'won'", "-coalesce(amount, 0)", "amount is null"),
    "end": ("is_in", "coalesce(amount, 0)", "amount is null"),
}


def _sums() -> str:
    """Return the sums of every step; as text, for a frame knows no exact decimals."""
    return ",".join(
        f"""
  cast(coalesce(sum(case when {when} then {value} end), 0) as varchar) as {step}_value,
  coalesce(sum(case when {when} then 1 else 0 end), 0) as {step}_deals,
  coalesce(sum(case when {when} and {unknown} then 1 else 0 end), 0) as {step}_no_amount"""
        for step, (when, value, unknown) in _MOVED.items()
    )


_MOVEMENT = f"{_DEALS} select {_sums()} from moved"

_PUSHES = """
select deals.opportunity_id, deals.customer_id, deals.owner, deals.team, deals.stage, deals.amount,
  deals.expected_on, moved.first_expected_on, moved.pushes, moved.pushed_days
from fact_opportunities as deals
join (
  select opportunity_id,
    max(case when nth_dated = 1 then expected_on end) as first_expected_on,
    cast(sum(case when expected_on > expected_before then 1 else 0 end) as bigint) as pushes,
    cast(sum(case when expected_on > expected_before
      then days_between(expected_before, expected_on) else 0 end) as bigint) as pushed_days
  from (
    select steps.*, row_number() over (
      partition by opportunity_id
      order by case when expected_on is null then 1 else 0 end, step) as nth_dated
    from fact_opportunity_steps as steps
    where state = 'open'
  ) as opened
  group by opportunity_id
) as moved on moved.opportunity_id = deals.opportunity_id
where deals.is_open
order by moved.pushes desc, moved.pushed_days desc, deals.opportunity_id"""

_CHANGES = """
select count(*) as changes
from fact_opportunity_steps
where state = 'open' and not is_opening"""
