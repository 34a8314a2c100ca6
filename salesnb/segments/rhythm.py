"""How often a customer usually buys, whether it is silent for longer, and whether it still buys."""

from datetime import date
from statistics import NormalDist

import numpy as np
import pandas as pd

from salesnb.metrics.intervals import Floats
from salesnb.scopes import ScopedStore

# Two gaps that happen to be alike do not make a clockwork of a customer.
_LEAST_DEVIATION = 0.2
# How even a customer buys is known from its own gaps and as many of comparable customers.
_BORROWED = 3
_QUERY = """
with bought as (
  select customer_id, bought_on, amount, is_purchase,
    case when is_purchase then days_between(
      lag(bought_on) over (partition by customer_id, is_purchase order by bought_on), bought_on)
      end as gap
  from fact_purchases
  where bought_on <= date '{day}'
),
own as (
  select customer_id,
    cast(sum(case when is_purchase then 1 else 0 end) as integer) as purchase_days,
    min(case when is_purchase then bought_on end) as first_bought_on,
    max(case when is_purchase then bought_on end) as last_bought_on,
    count(gap) as gaps, avg(ln(gap)) as own_log_gap,
    greatest(sum(ln(gap) * ln(gap)) - count(gap) * avg(ln(gap)) * avg(ln(gap)), 0) as own_spread
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
)
select own.customer_id, own.purchase_days, own.first_bought_on, own.last_bought_on,
  cast(own.gaps as integer) as gaps, own.own_log_gap, own.own_spread, yearly.yearly_purchases,
  r.comparable, r.first_log_gap, r.first_deviation, r.first_stops, r.log_gap, r.within_deviation,
  r.between_deviation, r.stops
from own
join fact_customer_rhythm as r on r.customer_id = own.customer_id
left join yearly on yearly.customer_id = own.customer_id
where own.last_bought_on is not null
order by own.customer_id
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
    is_silent (longer than longest_gap), chance_buying (0-1).

    Notes
    -----
    The logarithm of the days between two purchases is taken as normal, with a mean of the
    customer's own that lies among those of comparable customers (fact_customer_rhythm): the fewer
    gaps it has, the nearer to theirs; so is how even its gaps are. A customer with one purchase has no gap of its own: it is
    compared with the first gaps of those who came back. After a purchase a share of customers stops
    for good (`stops`); of the others S(t) are silent for t days, so that of those silent now
    (1 - stops) S / ((1 - stops) S + stops) still buy. Where sales are recorded for too short a time
    to have seen anybody stop, nothing is said.
    """
    frame = store.run(_QUERY.format(day=day))
    last = pd.to_datetime(frame["last_bought_on"])
    silent = np.asarray((pd.Timestamp(day) - last).dt.days, dtype=np.float64)
    mean, deviation = _usual(frame)
    longest = np.exp(mean + NormalDist().inv_cdf(1 - rare) * deviation)
    is_first = frame["gaps"].to_numpy() == 0
    stops = np.where(is_first, _floats(frame, "first_stops"), _floats(frame, "stops"))
    return frame[
        ["customer_id", "purchase_days", "first_bought_on", "last_bought_on", "yearly_purchases"]
    ].assign(
        days_since_order=silent,
        usual_gap=np.exp(mean),
        longest_gap=longest,
        gap_of=pd.Series(np.where(is_first, "comparable", "own"), frame.index).where(
            ~np.isnan(mean)
        ),
        is_silent=silent > longest,
        chance_buying=_chance(silent, mean, deviation, stops),
    )


def _usual(frame: pd.DataFrame) -> tuple[Floats, Floats]:
    """Return mean and deviation of the logarithm of each customer's next gap."""
    gaps, own = _floats(frame, "gaps"), np.nan_to_num(_floats(frame, "own_log_gap"))
    spread = np.nan_to_num(_floats(frame, "own_spread"))
    shared = _BORROWED * _floats(frame, "within_deviation") ** 2
    within = np.sqrt((shared + spread) / (_BORROWED + np.maximum(gaps - 1, 0)))
    within = np.maximum(within, _LEAST_DEVIATION)
    between = np.maximum(_floats(frame, "between_deviation"), _LEAST_DEVIATION / 10)
    precision = gaps / within**2 + 1 / between**2
    mean = (gaps * own / within**2 + _floats(frame, "log_gap") / between**2) / precision
    deviation = np.sqrt(within**2 + 1 / precision)
    first = np.maximum(_floats(frame, "first_deviation"), _LEAST_DEVIATION)
    # Where nobody bought three times, one gap is all that is known of anybody.
    alone = np.where(gaps > 0, own, _floats(frame, "first_log_gap"))
    is_alone = (gaps == 0) | np.isnan(mean)
    return np.where(is_alone, alone, mean), np.where(is_alone, first, deviation)


def _chance(silent: Floats, mean: Floats, deviation: Floats, stops: Floats) -> Floats:
    from scipy.special import ndtr

    with np.errstate(divide="ignore"):
        waiting = ndtr((mean - np.log(silent)) / deviation)
    going = (1 - stops) * waiting
    with np.errstate(invalid="ignore"):
        chance: Floats = np.where(going + stops > 0, going / (going + stops), np.nan)
    return np.where(np.isnan(mean), np.nan, chance)


def _floats(frame: pd.DataFrame, name: str) -> Floats:
    return frame[name].to_numpy(dtype=np.float64, na_value=np.nan)
