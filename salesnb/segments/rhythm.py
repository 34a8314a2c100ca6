"""How often a customer usually buys, whether it is silent for longer, and whether it still buys."""

from datetime import date
from math import log

import numpy as np
import pandas as pd

from salesnb.metrics.intervals import Floats
from salesnb.models.rhythm import SCALE, rhythm_words, still_buying
from salesnb.scopes import ScopedStore

# With fewer customers that came back within a year, or did not, nothing can be calibrated.
_LEAST_CASES, _ROUNDS = 20, 25
_QUERY = f"""
with bought as (
  select customer_id, bought_on, amount, is_purchase,
    case when is_purchase then days_between(
      lag(bought_on) over (partition by customer_id, is_purchase order by bought_on), bought_on)
      end as gap
  from fact_purchases
  where bought_on <= date '{{day}}'
),
own as (
  select customer_id,
    cast(sum(case when is_purchase then 1 else 0 end) as integer) as purchase_days,
    min(case when is_purchase then bought_on end) as first_bought_on,
    max(case when is_purchase then bought_on end) as last_bought_on,
    count(gap) as gaps, coalesce(avg(ln(gap)), 0) as log_gap,
    coalesce(greatest(sum(ln(gap) * ln(gap)) - count(gap) * avg(ln(gap)) * avg(ln(gap)), 0), 0)
      as spread
  from bought
  group by customer_id
),
yearly as (
  -- What it bought in the year that ended with its last purchase: what is lost if it stays away.
  select bought.customer_id, cast(sum(bought.amount) as double) as yearly_purchases
  from bought
  join own on own.customer_id = bought.customer_id
  where bought.bought_on > add_days(own.last_bought_on, -365)
  group by bought.customer_id
),
usual as (
  select own.*, {rhythm_words()["gap_mean"]} as mean_log_gap,
    {rhythm_words()["gap_deviation"]} as deviation,
    case when own.gaps = 0 then r.first_stops else r.stops end as stops,
    days_between(own.last_bought_on, date '{{day}}') as silent
  from own
  join fact_customer_rhythm as r on r.customer_id = own.customer_id
  where own.last_bought_on is not null
)
select usual.customer_id, usual.purchase_days, usual.first_bought_on, usual.last_bought_on,
  yearly.yearly_purchases, cast(usual.silent as double) as days_since_order,
  usual.mean_log_gap, usual.deviation, usual.gaps > 0 as is_own,
  {still_buying("usual.silent")} as logit
from usual
left join yearly on yearly.customer_id = usual.customer_id
order by usual.customer_id
"""


def buying_rhythm(store: ScopedStore, day: date, rare: float) -> pd.DataFrame:
    """Return how every customer that bought by a day usually buys, and how it stands.

    Parameters
    ----------
    rare : the share of a customer's usual gaps that are longer than `longest_gap`.

    Returns
    -------
    customer_id, purchase_days (days with a purchase), first_bought_on, last_bought_on,
    yearly_purchases (yuan of the year that ended with the last purchase, less returns),
    days_since_order, usual_gap (days; the median), longest_gap (days), gap_of (own, comparable),
    is_silent (longer than longest_gap), chance_buying (0-1; that it buys within a year).

    Notes
    -----
    The gaps are those of `models.rhythm`: the fewer a customer has of its own, the nearer to those
    of comparable customers. Its log odds of still buying are calibrated by what became of the
    customers of a year ago (Platt 1999), as far as there were enough of them; where sales are
    recorded for too short a time to have seen anybody stop, there is no chance.
    """
    frame = store.run(_QUERY.format(day=day))
    mean = frame["mean_log_gap"].to_numpy(dtype=np.float64, na_value=np.nan)
    scale = frame["deviation"].to_numpy(dtype=np.float64, na_value=np.nan) * SCALE
    longest = np.exp(mean + scale * log((1 - rare) / rare))
    logit = frame["logit"].to_numpy(dtype=np.float64, na_value=np.nan)
    base, slope = store.once("calibration", lambda: _calibration(store))
    gap_of = frame["is_own"].map({True: "own", False: "comparable"}).where(~np.isnan(mean))
    return frame.drop(columns=["mean_log_gap", "deviation", "is_own", "logit"]).assign(
        usual_gap=np.exp(mean),
        longest_gap=longest,
        gap_of=gap_of,
        is_silent=frame["days_since_order"] > longest,
        chance_buying=1 / (1 + np.exp(-(base + slope * logit))),
    )


def _calibration(store: ScopedStore) -> tuple[float, float]:
    """Return what log odds are to be moved and stretched by, from the customers of a year ago."""
    bins = store.run("select logit, customers, came_back from customer_returns order by bin")
    if bins.empty:
        return 0.0, 1.0
    customers = bins["customers"].to_numpy(dtype=np.float64)
    back = bins["came_back"].to_numpy(dtype=np.float64)
    if min(back.sum(), (customers - back).sum()) < _LEAST_CASES:
        return 0.0, 1.0
    return _platt(bins["logit"].to_numpy(dtype=np.float64), customers, back)


def _platt(logit: Floats, customers: Floats, back: Floats) -> tuple[float, float]:
    """Return base and slope of the logistic regression of what happened on the log odds."""
    columns = np.column_stack([np.ones_like(logit), logit])
    found = np.array([0.0, 1.0])
    for _ in range(_ROUNDS):
        chance = 1 / (1 + np.exp(-np.clip(columns @ found, -30, 30)))
        weight = customers * chance * (1 - chance) + 1e-9
        gradient = columns.T @ (back - customers * chance)
        step = np.linalg.solve(columns.T @ (columns * weight[:, None]) + 1e-6 * np.eye(2), gradient)
        found = found + np.clip(step, -1, 1)
    # A slope of nothing or less would say that silence means nothing.
    return float(found[0]), float(max(found[1], 0.05))
