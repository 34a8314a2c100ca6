"""How far the cadence of each customer was kept in a period."""

from datetime import timedelta

import pandas as pd

from salesnb.periods import Period
from salesnb.scopes import ScopedStore
from salesnb.settings import Settings

_QUERY = """
with asked as (
  select c.customer_id, c.customer_name, c.owner, c.team, c.level, c.last_contact_at,
    cast(c.cadence_days as integer) as cadence_days, c.days_since_contact,
    greatest(coalesce(c.first_contact_on, date '{start}'), date '{start}') as from_day
  from fact_customers as c
  where c.cadence_days is not null and not c.is_lost
),
contacts as (
  select customer_id, contacted_on
  from fact_contacts
  where contacted_on >= date '{first}' and contacted_on < date '{end}'
  union
  select customer_id, cast(last_contact_at as date)
  from fact_customers
  where cast(last_contact_at as date) >= date '{first}'
    and cast(last_contact_at as date) < date '{end}'
),
followed as (
  select customer_id, contacted_on,
    lead(contacted_on) over (partition by customer_id order by contacted_on) as next_on
  from contacts
),
spans as (
  -- From a contact on, as long as the cadence allows, the customer is not waiting.
  select a.customer_id, f.contacted_on,
    greatest(f.contacted_on, a.from_day) as begins,
    least(coalesce(f.next_on, date '{end}'), add_days(f.contacted_on, a.cadence_days + 1),
      date '{end}') as ends
  from asked as a
  join followed as f on f.customer_id = a.customer_id
),
counted as (
  select customer_id, sum(greatest(days_between(begins, ends), 0)) as kept_days,
    sum(case when contacted_on >= date '{start}' then 1 else 0 end) as contacts
  from spans
  group by customer_id
)
select a.customer_id, a.customer_name, a.owner, a.team, a.level, a.cadence_days,
  a.last_contact_at, a.days_since_contact,
  cast(coalesce(k.contacts, 0) as integer) as contacts,
  days_between(a.from_day, date '{end}') as days,
  cast(coalesce(k.kept_days, 0) as integer) as kept_days
from asked as a
left join counted as k on k.customer_id = a.customer_id
where a.from_day < date '{end}'
order by a.customer_id
"""


def customer_cadence(store: ScopedStore, settings: Settings, period: Period) -> pd.DataFrame:
    """Return for every customer with a cadence on how much of a period's days it was kept.

    A day counts as kept if the last contact, by anybody, lay no more days back than the cadence of
    the customer's level asks for: `follow_up_rate` is the same question asked of one day. Of a
    running period the days up to `as_of` count, of a new customer those since the first contact.
    Lost customers are not asked.

    Returns
    -------
    customer_id, customer_name, owner, team, level, cadence_days, last_contact_at,
    days_since_contact (as of now), contacts (days of the period with a contact), days, kept_days,
    kept (0-1), is_kept (on `cadence_kept` of the days or more), is_key (of params' `key_levels`),
    overdue_days (beyond the cadence as of now; a customer never contacted has none).
    """
    end = min(period.end, store.as_of + timedelta(days=1))
    # What lies further back than the longest cadence reaches into no day of the period.
    longest = max(settings.limits.cadence_days.values(), default=0)
    first = period.start - timedelta(days=longest)
    frame = store.run(_QUERY.format(start=period.start, first=first, end=end))
    kept = frame["kept_days"] / frame["days"].where(frame["days"] > 0)
    beyond = frame["days_since_contact"] - frame["cadence_days"]
    return frame.assign(
        kept=kept,
        is_kept=kept >= settings.limits.cadence_kept,
        is_key=frame["level"].isin(settings.limits.key_levels),
        overdue_days=beyond.clip(lower=0),
    )
