"""成交客户画像: what is found more often among customers that bought than among the others."""

import numpy as np
import pandas as pd

from salesnb.metrics import wilson
from salesnb.metrics.chance import holm, more_than_expected
from salesnb.scopes import ScopedStore

DIMENSIONS = ("industry", "region", "source", "demand_type")
_FALSE_ALARM = 0.05
_QUERY = """
select f.industry, f.region, f.source, c.demand_type, f.was_customer
from fact_customers as f
join customers as c on c.customer_id = f.customer_id
"""


def won_profile(store: ScopedStore, least: int) -> pd.DataFrame:
    """Return what customers that bought have in common, beside those that did not.

    Parameters
    ----------
    least : groups of fewer customers are not judged.

    Returns
    -------
    dimension, name, won, customers (that bought, all), win_share (won / customers, with low and high,
    95 %, wider the more groups are searched), others_share (that of all other customers whose
    dimension is known), ratio (win_share / others_share), share_of_won (of all that bought), p_value
    (of the family), is_over, is_under (beyond chance), small. The most over-represented first.
    """
    customers = store.run(_QUERY)
    won = customers["was_customer"].astype(bool)
    parts = [_counted(customers[dimension], won, dimension) for dimension in DIMENSIONS]
    frame = pd.concat([part for part in parts if len(part) > 1] or parts[:1], ignore_index=True)
    small = frame["customers"] < least
    numbers = frame[["won", "customers", "all_won", "all_customers"]].astype(float)
    judged = numbers[~small]
    won_, drawn, all_won, total = (judged[name].to_numpy() for name in judged.columns)
    over = more_than_expected(won_, drawn, all_won, total)
    under = more_than_expected(drawn - won_, drawn, total - all_won, total)
    p_value = pd.Series(1.0, index=frame.index)
    p_value[~small] = holm(np.minimum(1.0, 2 * np.minimum(over, under)))
    others = numbers["all_customers"] - numbers["customers"]
    others_share = (numbers["all_won"] - numbers["won"]) / others.where(others > 0)
    share = numbers["won"] / numbers["customers"]
    bounds = wilson(frame["won"], frame["customers"], max(len(judged), 1))
    is_real = p_value < _FALSE_ALARM
    return frame.assign(
        win_share=share,
        low=bounds["low"],
        high=bounds["high"],
        others_share=others_share,
        ratio=share / others_share.where(others_share > 0),
        share_of_won=numbers["won"] / numbers["all_won"].where(numbers["all_won"] > 0),
        p_value=p_value,
        is_over=is_real & (share > others_share),
        is_under=is_real & (share < others_share),
        small=small,
    ).sort_values(["small", "ratio", "name"], ascending=[True, False, True], ignore_index=True)


def _counted(values: pd.Series, won: pd.Series, dimension: str) -> pd.DataFrame:
    known = values.notna()
    counted = won[known].groupby(values[known].astype(str)).agg(["sum", "size"])
    return pd.DataFrame(
        {
            "dimension": dimension,
            "name": counted.index,
            "won": counted["sum"].to_numpy(dtype=int),
            "customers": counted["size"].to_numpy(dtype=int),
            "all_won": int(won[known].sum()),
            "all_customers": int(known.sum()),
        }
    )
