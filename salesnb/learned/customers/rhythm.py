"""How each customer has bought up to a day: how often, how lately, for how much."""

from datetime import date, timedelta

import numpy as np
import pandas as pd

WEEK = 7.0
YEAR = 365


def rhythms(purchases: pd.DataFrame, as_of: date) -> pd.DataFrame:
    """Return one row per customer who had bought by a day; what is later is not looked at.

    Parameters
    ----------
    purchases : `customer_id`, `sold_on`, `bought` (what was ordered that day, yuan), `returned`
        (what came back, not negative); days may repeat.
    as_of : the last day that counts.

    Returns
    -------
    customer_id, first_on, last_on, `purchases` (days with a purchase: two orders of one day are one
    decision), `repeats` (those after the first), `recency` and `age` (weeks from the first purchase
    to the last one, and to the day), `days_since` (the last), `usual_gap` (median days between
    purchases; missing below two repeats), `sales` (what was bought less what came back),
    `mean_value` (of a purchase), `year_purchases` and `year_sales` (of the last 365 days),
    `half_year_sales` and `half_before_sales` (of the last 182 days, and the 182 before them).
    """
    known = purchases[purchases["sold_on"] <= pd.Timestamp(as_of)]
    known = known[known["customer_id"].notna()]
    days = known.groupby(["customer_id", "sold_on"], as_index=False)[["bought", "returned"]].sum()
    days[["bought", "returned"]] = days[["bought", "returned"]].astype(float)
    is_purchase = days["bought"] > 0
    bought = days[is_purchase]
    frame = _dates(bought, as_of)
    frame["usual_gap"] = _usual_gap(bought)
    own = days[days["customer_id"].isin(frame.index)]
    net = own["bought"] - own["returned"]
    frame["sales"] = net.groupby(own["customer_id"]).sum()
    frame["mean_value"] = frame["sales"] / frame["purchases"]
    windows = {"year": (0, YEAR), "half_year": (0, 182), "half_before": (182, 364)}
    for name, (latest, earliest) in windows.items():
        inside = _window(own["sold_on"], as_of, latest, earliest)
        frame[f"{name}_sales"] = net[inside].groupby(own["customer_id"][inside]).sum()
        if name == "year":
            counted = own["customer_id"][inside & (own["bought"] > 0)].value_counts()
            frame["year_purchases"] = counted
    filled = [*(f"{name}_sales" for name in windows), "year_purchases"]
    frame[filled] = frame[filled].fillna(0.0)
    return frame.reset_index()


def bought_between(purchases: pd.DataFrame, after: date, until: date) -> pd.DataFrame:
    """Return what each customer bought later than a day and by another: `purchases`, `sales`."""
    day = purchases["sold_on"]
    inside = purchases[(day > pd.Timestamp(after)) & (day <= pd.Timestamp(until))]
    inside = inside.assign(net=(inside["bought"] - inside["returned"]).astype(float))
    is_purchase = inside["bought"] > 0
    days = inside[is_purchase].groupby("customer_id")["sold_on"].nunique()
    found = pd.DataFrame({"sales": inside.groupby("customer_id")["net"].sum()})
    return found.assign(purchases=days).fillna(0.0)


def _dates(bought: pd.DataFrame, as_of: date) -> pd.DataFrame:
    grouped = bought.groupby("customer_id")["sold_on"]
    frame = pd.DataFrame(
        {"first_on": grouped.min(), "last_on": grouped.max(), "purchases": grouped.size()}
    )
    day = pd.Timestamp(as_of)
    frame["repeats"] = frame["purchases"] - 1
    frame["recency"] = (frame["last_on"] - frame["first_on"]).dt.days / WEEK
    frame["age"] = (day - frame["first_on"]).dt.days / WEEK
    frame["days_since"] = (day - frame["last_on"]).dt.days
    return frame


def _usual_gap(bought: pd.DataFrame) -> pd.Series:
    ordered = bought.sort_values(["customer_id", "sold_on"])
    gaps = ordered.groupby("customer_id")["sold_on"].diff().dt.days
    grouped = gaps.groupby(ordered["customer_id"])
    gap: pd.Series = grouped.median().where(grouped.count() >= 2)
    return gap


def _window(days: pd.Series, as_of: date, latest: int, earliest: int) -> np.ndarray:
    until = pd.Timestamp(as_of - timedelta(days=latest))
    after = pd.Timestamp(as_of - timedelta(days=earliest))
    return ((days > after) & (days <= until)).to_numpy()
