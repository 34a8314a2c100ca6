"""When a customer was contacted last by a day, and how often it usually is."""

from datetime import date
from statistics import NormalDist

import numpy as np
import pandas as pd

from salesnb.scopes import ScopedStore

_LEAST_DEVIATION = 0.2
_QUERY = """
with contacts as (
  select customer_id, contacted_on from fact_contacts where contacted_on <= date '{day}'
  union all
  select customer_id, cast(last_contact_at as date)
  from fact_customers
  where cast(last_contact_at as date) <= date '{day}'
),
spaced as (
  select customer_id, contacted_on, days_between(
    lag(contacted_on) over (partition by customer_id order by contacted_on), contacted_on) as gap
  from contacts
)
-- A day that the customer's row and a follow-up tell both is one contact: the second lies no day on.
select customer_id, cast(count(*) - count(case when gap = 0 then 1 end) as integer) as contacts,
  max(contacted_on) as last_contact_on, avg(ln(nullif(gap, 0))) as log_gap,
  coalesce(stddev_samp(ln(nullif(gap, 0))), 0) as deviation
from spaced
group by customer_id
order by customer_id
"""


def contact_rhythm(store: ScopedStore, day: date, rare: float, least: int) -> pd.DataFrame:
    """Return when every customer was contacted last by a day, and what is usual for it.

    Parameters
    ----------
    rare : the share of a customer's usual gaps that are longer than `longest_contact_gap`.
    least : with fewer contacts nothing is known to be usual.

    Returns
    -------
    customer_id, last_contact_on, days_since_contact, usual_contact_gap, longest_contact_gap (days).
    """
    frame = store.run(_QUERY.format(day=day))
    is_known = frame["contacts"] >= least
    deviation = frame["deviation"].clip(lower=_LEAST_DEVIATION)
    log_gap = frame["log_gap"]
    longest = pd.Series(np.exp(log_gap + NormalDist().inv_cdf(1 - rare) * deviation))
    last = pd.to_datetime(frame["last_contact_on"])
    usual = pd.Series(np.exp(log_gap))
    return frame[["customer_id", "last_contact_on"]].assign(
        days_since_contact=(pd.Timestamp(day) - last).dt.days.astype(float),
        usual_contact_gap=usual.where(is_known),
        longest_contact_gap=longest.where(is_known),
    )
