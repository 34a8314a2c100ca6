"""Open deals that stay longer in their stage than deals usually do."""

import numpy as np
import pandas as pd

from salesnb.scopes import ScopedStore
from salesnb.settings import Settings


def stuck(store: ScopedStore, settings: Settings) -> pd.DataFrame:
    """Return the open deals with their days in the present stage beside what is usual there.

    Returns
    -------
    opportunity_id, customer_id, customer (its name, else its id), owner, team, stage, amount, expected_on, entered_on, days,
    usual_days, slow_days and slowest_days (half, a quarter and a tenth of all stays in the stage
    last longer; empty where too many still run to say), stays_ended (past stays that they rest on),
    is_small (fewer than `small_sample` of params), standing: stuck (longer than slowest_days),
    ageing (longer than slow_days), usual, or unknown (too few past stays, or no day of entry); the
    longest beyond the usual first.

    Notes
    -----
    What is usual is measured over the whole company whatever the scope, by Kaplan and Meier (JASA 53
    (1958) 457-481): running stays count for as long as they have lasted. The plain median of past
    stays leaves out the deals that are stuck today, and so calls too short a stay usual.
    """
    frame = store.run(_STAYS)
    days = frame["days"].astype("float64")
    slow, slowest = (frame[name].astype("float64") for name in ("slow_days", "slowest_days"))
    frame["is_small"] = ~(frame["stays_ended"] >= settings.workspace.small_sample)
    frame["standing"] = np.select(
        [frame["is_small"] | days.isna(), days > slowest, days > slow],
        ["unknown", "stuck", "ageing"],
        "usual",
    )
    beyond = days / frame["usual_days"].astype("float64").clip(lower=1)
    return (
        frame.assign(beyond=beyond)
        .sort_values(["beyond", "opportunity_id"], ascending=[False, True], ignore_index=True)
        .drop(columns="beyond")
    )


_STAYS = """
select deals.opportunity_id, deals.customer_id,
  coalesce(customers.customer_name, deals.customer_id) as customer, deals.owner, deals.team,
  deals.stage, deals.amount, deals.expected_on, stays.entered_on, stays.days, stays.usual_days, stays.slow_days,
  stays.slowest_days, coalesce(stays.stays_ended, 0) as stays_ended
from fact_opportunities as deals
left join fact_opportunity_stays as stays
  on stays.opportunity_id = deals.opportunity_id and stays.is_now
left join customers on customers.customer_id = deals.customer_id
where deals.is_open"""
