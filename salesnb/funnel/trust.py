"""How far the data of deals can be trusted: what is missing, and what that does to the figures."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

import pandas as pd

from salesnb.labels import label
from salesnb.scopes import ScopedStore
from salesnb.settings import Settings


def data_trust(store: ScopedStore, settings: Settings, since: date | None = None) -> pd.DataFrame:
    """Return which gaps the data of deals have, how much money they concern and what they do.

    Parameters
    ----------
    since : of deals that ended, only those that ended from this day on; those that ended on an
        unknown day always count.

    Returns
    -------
    One row per check: check, count, denominator, share (0-1; empty where there is no deal to check),
    amount (Decimal, the expected amounts of the deals, of won ones without a date the signed
    amounts), effect_zh, effect_en (what that does to the figures), ids (of the
    deals, the largest first).

    Of open deals:

    - open: any of the following.
    - past_date: the expected date is over. Today is not.
    - no_date, no_amount: none; an amount of 0 is none.
    - no_next_step: no open plan and no next date of a follow-up ahead, today included.
    - no_contact: no follow-up for longer than the slowest cadence of params/limits.yml, counted from
      the deal's creation if there never was one.

    Of those that ended: lost_no_reason; won_no_amount; won_no_date.
    """
    words = {"since": since or date.min, "days": _slowest(settings)}
    checks = {name: (of, when.format(**words)) for name, (of, when) in _CHECKS.items()}
    source = _DEALS.format(**words)
    totals = store.run(source + _totals(checks)).iloc[0]
    flagged = store.run(source + _flagged(checks))
    return pd.DataFrame(_row(name, totals, flagged, settings) for name in checks)


def _row(
    name: str, totals: pd.Series, flagged: pd.DataFrame, settings: Settings
) -> dict[str, object]:
    found, among = int(totals[f"{name}_count"]), int(totals[f"{name}_of"])
    return {
        "check": name,
        "count": found,
        "denominator": among,
        "share": found / among if among else None,
        "amount": Decimal(totals[f"{name}_amount"]),
        "effect_zh": label(f"trust_effect_{name}", "zh", days=_slowest(settings)),
        "effect_en": label(f"trust_effect_{name}", "en", days=_slowest(settings)),
        "ids": flagged.loc[flagged[name], "opportunity_id"].tolist(),
    }


def _slowest(settings: Settings) -> int:
    return max(settings.limits.cadence_days.values())


# {check: (the deals that it looks at, what is wrong with them)}
_CHECKS = {
    "open": ("is_open", ""),
    "past_date": ("is_open", "coalesce(expected_on < as_of, false)"),
    "no_date": ("is_open", "expected_on is null"),
    "no_amount": ("is_open", "coalesce(amount, 0) <= 0"),
    "no_next_step": ("is_open", "next_step_on is null"),
    "no_contact": ("is_open", "coalesce(days_between(last_contact_on, as_of) > {days}, true)"),
    "lost_no_reason": ("is_lost and is_recent", "trim(coalesce(lost_reason, '')) = ''"),
    "won_no_amount": ("is_won and is_recent", "won_amount is null"),
    "won_no_date": ("is_won and is_recent", "closed_on is null"),
}
_ANY = " or ".join(f"({when})" for of, when in _CHECKS.values() if of == "is_open" and when)
_CHECKS["open"] = ("is_open", _ANY)

_DEALS = """
with deals as (
  select facts.opportunity_id, facts.is_open, facts.is_won, facts.is_lost, facts.amount,
    facts.won_amount, facts.closed_on, facts.expected_on, facts.lost_reason, parameters.as_of,
    coalesce(facts.closed_on >= date '{since}', true) as is_recent,
    contacts.next_step_on,
    coalesce(cast(contacts.last_follow_up_at as date), facts.created_on) as last_contact_on
  from fact_opportunities as facts
  cross join parameters
  left join fact_opportunity_contacts as contacts
    on contacts.opportunity_id = facts.opportunity_id
)"""


def _totals(checks: Mapping[str, tuple[str, str]]) -> str:
    listed = ",".join(
        f"""
  coalesce(sum(case when {of} then 1 else 0 end), 0) as {name}_of,
  coalesce(sum(case when {of} and ({when}) then 1 else 0 end), 0) as {name}_count,
  cast(coalesce(sum(case when {of} and ({when}) then {_AMOUNTS.get(name, "amount")} end), 0)
    as varchar) as {name}_amount"""
        for name, (of, when) in checks.items()
    )
    return f" select {listed} from deals"


_AMOUNTS = {"won_no_date": "coalesce(won_amount, amount)"}


def _flagged(checks: Mapping[str, tuple[str, str]]) -> str:
    """Return SQL for the deals with any gap, the largest first, a column per check."""
    listed = ", ".join(f"{of} and ({when}) as {name}" for name, (of, when) in checks.items())
    any_of = " or ".join(checks)
    return (
        f", marked as (select opportunity_id, coalesce(amount, 0) as amount, {listed} from deals)"
        f" select opportunity_id, {', '.join(checks)} from marked where {any_of}"
        " order by amount desc, opportunity_id"
    )
