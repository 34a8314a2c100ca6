"""How a customer stands: high-value prospect, stable, at risk, and what makes it so."""

from datetime import date

import pandas as pd

from salesnb.scopes import ScopedStore
from salesnb.segments.contacts import contact_rhythm
from salesnb.segments.rhythm import buying_rhythm
from salesnb.settings import Settings
from salesnb.settings.levels import REASONS

# A customer that is lost was so since its row was changed last, if that is dated.
_CUSTOMERS = """
select c.customer_id, f.customer_name, f.owner, f.team, f.level, f.cadence_days, f.was_customer,
  f.first_sold_on, f.is_lost and coalesce(c.updated_date <= date '{day}', true) as is_lost,
  coalesce(c.strategic, false) as is_strategic,
  {unknown} as is_contact_unknown
from fact_customers as f
join customers as c on c.customer_id = f.customer_id
where coalesce(f.first_contact_on <= date '{day}', true)
order by c.customer_id
"""
# The row of a customer tells of its last contact only: nothing of those before a later one.
_UNKNOWN = """coalesce(cast(f.last_contact_at as date) > date '{day}', false)
    and f.customer_id not in (select customer_id from fact_contacts)"""
_OPEN = """
select customer_id, cast(sum(amount) as double) as open_amount
from fact_customer_chances
where from_on <= date '{day}' and (until_on is null or until_on > date '{day}')
group by customer_id
"""


def customer_tiers(store: ScopedStore, settings: Settings, day: date) -> pd.DataFrame:
    """Return how every customer of the scope stood on a day.

    `lost` is who is marked as lost; of the others those who ever bought are `at_risk` (a reason
    below holds) or `stable`, those who never did are `prospect` (of high value: open deals and
    budgets of params' `prospect_amount`, or marked as strategic) or `other`.

    Reasons to be at risk: `contact`, nobody contacted it for longer than params' `idle_days` and
    than the cadence of its level; `contact_rhythm`, the same measured by its own usual gap between
    contacts; `order_rhythm`, it has not bought for longer than nearly all of its usual gaps (see
    `segments.rhythm.buying_rhythm`).

    Returns
    -------
    customer_id, customer_name, owner, team, level, tier, reasons (tuple), open_amount,
    cadence_days, what `buying_rhythm` and `contact_rhythm` say, risk (0-1: the chance that it
    stopped buying; empty for who never bought), value_at_risk (yuan: risk times yearly_purchases).
    """
    rules = settings.levels.tiers
    # On the store's own day nothing later is known.
    unknown = _UNKNOWN.format(day=day) if day < store.as_of else "false"
    frame = (
        store.run(_CUSTOMERS.format(day=day, unknown=unknown))
        .merge(store.run(_OPEN.format(day=day)), on="customer_id", how="left")
        .merge(buying_rhythm(store, day, rules.rare), on="customer_id", how="left")
        .merge(
            contact_rhythm(store, day, rules.rare, rules.least_contacts),
            on="customer_id",
            how="left",
        )
    )
    frame["open_amount"] = frame["open_amount"].fillna(0)
    # Whom a status or a deal without a sale makes a customer was one all along.
    bought = frame["last_bought_on"].notna() | (
        frame["was_customer"].astype(bool) & frame["first_sold_on"].isna()
    )
    found = _reasons(frame, rules.idle_days).where(bought & ~frame["is_lost"].astype(bool), False)
    high = (frame["open_amount"] >= max(rules.prospect_amount, 0.01)) | frame["is_strategic"]
    tier = pd.Series("other", index=frame.index, dtype="object")
    tier[~bought & high.astype(bool)] = "prospect"
    tier[bought] = "stable"
    tier[found.any(axis=1)] = "at_risk"
    tier[frame["is_lost"].astype(bool)] = "lost"
    risk = (1 - frame["chance_buying"]).where(bought)
    only_here = ["was_customer", "first_sold_on", "is_lost", "is_contact_unknown"]
    return frame.drop(columns=only_here).assign(
        tier=tier,
        reasons=_listed(found),
        risk=risk,
        value_at_risk=risk * frame["yearly_purchases"].clip(lower=0),
    )


def _reasons(frame: pd.DataFrame, idle_days: int) -> pd.DataFrame:
    """Return which reasons hold for each customer; never contacted is contacted too long ago."""
    since = frame["days_since_contact"].fillna(float("inf"))
    since = since.mask(frame["is_contact_unknown"].astype(bool), 0)
    cadence = frame["cadence_days"].fillna(0).clip(lower=idle_days)
    longest = frame["longest_contact_gap"].fillna(float("inf")).clip(lower=idle_days)
    return pd.DataFrame(
        {
            "contact": since > cadence,
            "contact_rhythm": (since > longest) & frame["days_since_contact"].notna(),
            "order_rhythm": frame["is_silent"].eq(True),
        }
    )


def _listed(found: pd.DataFrame) -> pd.Series:
    """Return the names of the reasons that hold for each customer, as a tuple."""
    rows = found[list(REASONS)].itertuples(index=False)
    listed = [
        tuple(name for name, holds in zip(REASONS, row, strict=True) if holds) for row in rows
    ]
    return pd.Series(listed, index=found.index, dtype="object")
