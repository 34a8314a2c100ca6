"""All models of customers, fitted once for the whole company, and the tables that they give."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from salesnb.learned.customers.activity_model import ActivityModel
from salesnb.learned.customers.groups import CustomerGroups, find_groups
from salesnb.learned.customers.holdout import (
    Holdout,
    fit_models,
    foretold,
    hold_out,
    suffices,
    with_time_before,
    worth_of,
)
from salesnb.learned.customers.late_payers import LateModel, chances, fit_late
from salesnb.learned.customers.rfm import rfm
from salesnb.learned.customers.rhythm import WEEK, YEAR, rhythms
from salesnb.learned.customers.value_model import ValueModel
from salesnb.learned.features import Floats
from salesnb.settings.learned import USUAL, LearnedRules

_TEXT, _FIGURE, _DAY, _COUNT = "str", "float64", "datetime64[us]", "Int64"
# The tables and the types of their columns.
CUSTOMER_TABLES = {
    "customer_values": {
        "customer_id": _TEXT,
        "first_on": _DAY,
        "last_on": _DAY,
        "purchases": _COUNT,
        "days_since": _COUNT,
        "usual_gap": _FIGURE,
        "sales": _FIGURE,
        "year_purchases": _COUNT,
        "year_sales": _FIGURE,
        "r": _COUNT,
        "f": _COUNT,
        "m": _COUNT,
        "rfm_segment": _TEXT,
        "rfm_before": _TEXT,
        "customer_group": _TEXT,
        "group_before": _TEXT,
        "active": _FIGURE,
        "expected_orders": _FIGURE,
        "expected_sales": _FIGURE,
        "sales_if_active": _FIGURE,
    },
    "invoice_chances": {
        "invoice_id": _TEXT,
        "customer_id": _TEXT,
        "due_on": _DAY,
        "amount": _FIGURE,
        "chance": _FIGURE,
        "days": _FIGURE,
        "days_over": _COUNT,
        "late_share": _FIGURE,
        "paid_before": _COUNT,
        "days_late": _FIGURE,
    },
    "customer_models": {"part": _TEXT, "told": _TEXT},
}


@dataclass(frozen=True)
class CustomerModels:
    """What was learned of all customers as of a day.

    Attributes
    ----------
    activity, value : None where the customers are too few, or nothing could be tested.
    holdout : what they are worth beside simple ways; None as above.
    groups, late : each says itself if there is nothing to be told.
    """

    as_of: date
    activity: ActivityModel | None
    value: ValueModel | None
    holdout: Holdout | None
    groups: CustomerGroups
    late: LateModel

    def to_json(self) -> dict[str, Any]:
        """Return everything as plain values."""
        parts = ("activity", "value", "holdout", "groups", "late")
        told = {name: part.to_json() if (part := getattr(self, name)) else None for name in parts}
        return {"as_of": self.as_of.isoformat(), **told}

    @classmethod
    def from_json(cls, told: dict[str, Any]) -> "CustomerModels":
        """Return what `to_json` wrote down."""
        return cls(
            date.fromisoformat(told["as_of"]),
            ActivityModel(**told["activity"]) if told["activity"] else None,
            ValueModel(**told["value"]) if told["value"] else None,
            Holdout.from_json(told["holdout"]) if told["holdout"] else None,
            CustomerGroups.from_json(told["groups"]),
            LateModel.from_json(told["late"]),
        )


def fit_customers(
    purchases: pd.DataFrame,
    invoices: pd.DataFrame,
    as_of: date,
    before: CustomerGroups | None = None,
    rules: LearnedRules = USUAL,
) -> CustomerModels:
    """Return what can be learned of all customers as of a day; nothing later is looked at.

    Parameters
    ----------
    purchases : see `rhythm.rhythms`.
    invoices : see `late_payers.fit_late`.
    before : the groups of an earlier day, whose names stay.
    """
    from threadpoolctl import threadpool_limits

    frame = rhythms(purchases, as_of)
    # Sums over customers are short: several threads wait for each other longer than they work.
    with threadpool_limits(1):
        holdout = hold_out(purchases, as_of, rules)
        is_enough = holdout is not None and suffices(frame, rules)
        activity, value = fit_models(frame) if is_enough else (None, None)
        groups = find_groups(frame, before, rules=rules)
        late = fit_late(invoices, as_of, rules)
    return CustomerModels(as_of, activity, value, holdout, groups, late)


def customer_tables(
    models: CustomerModels, purchases: pd.DataFrame, invoices: pd.DataFrame
) -> dict[str, pd.DataFrame]:
    """Return the tables of `CUSTOMER_TABLES` as of the models' day.

    Returns
    -------
    customer_values : one row per customer who ever bought: rhythm, RFM, group, both as three months
        before, too, P(active), and orders and sales that are expected in the next 365 days (missing
        where nothing may be told; those of sales, too, where more came back than was bought), and
        sales_if_active: by the model, what the year brings if the customer has not stopped.
    invoice_chances : the open invoices (see `late_payers.chances`).
    customer_models : the models as JSON, of the whole company and of no single customer.
    """
    import json

    told = {name: part for name, part in models.to_json().items() if name != "as_of"}
    described = pd.DataFrame(
        {
            "part": list(told),
            "told": [
                json.dumps(each, ensure_ascii=False, default=_plain) for each in told.values()
            ],
        }
    )
    found = {
        "customer_values": _values(models, purchases),
        "invoice_chances": chances(models.late, invoices, models.as_of),
        "customer_models": described,
    }
    return {name: found[name][list(types)].astype(types) for name, types in CUSTOMER_TABLES.items()}


def _values(models: CustomerModels, purchases: pd.DataFrame) -> pd.DataFrame:
    frame = rhythms(purchases, models.as_of)
    scored = rfm(frame)
    frame[["r", "f", "m"]] = scored[["r", "f", "m"]]
    frame["rfm_segment"] = scored["segment"]
    frame["customer_group"] = models.groups.group(frame)
    earlier = rhythms(purchases, (pd.Timestamp(models.as_of) - pd.DateOffset(months=3)).date())
    names = {"rfm_before": rfm(earlier)["segment"], "group_before": models.groups.group(earlier)}
    was = pd.DataFrame({"customer_id": earlier["customer_id"], **names})
    frame = frame.merge(was, how="left", on="customer_id")
    return frame.assign(**_expected(models, frame, purchases))


def _expected(
    models: CustomerModels, frame: pd.DataFrame, purchases: pd.DataFrame
) -> dict[str, Floats]:
    """Return P(active), orders and sales of the next 365 days by the ways that tested best."""
    holdout = models.holdout
    if models.activity is None or models.value is None or holdout is None:
        nothing = np.full(len(frame), np.nan)
        names = ("active", "expected_orders", "expected_sales", "sales_if_active")
        return dict.fromkeys(names, nothing)
    whole = with_time_before(frame, purchases, models.as_of, YEAR)
    # Of a history shorter than a year the same again is so much more in a year.
    length = (pd.Timestamp(models.as_of) - purchases["sold_on"].min()).days
    whole[["before_purchases", "before_sales"]] *= YEAR / min(YEAR, max(length, 1))
    ways = foretold(whole, (models.activity, models.value), YEAR)
    repeats, recency, age = (frame[name].to_numpy(float) for name in ("repeats", "recency", "age"))
    active = models.activity.active(repeats, recency, age)
    orders = models.activity.if_active(repeats, age, YEAR / WEEK)
    if holdout.active_by == "recency":
        active = holdout.share_at(frame["days_since"].to_numpy(float))
    is_worth = frame["sales"].to_numpy(float) > 0
    return {
        "active": active,
        "expected_orders": ways[holdout.orders_by][0],
        "expected_sales": np.where(is_worth, ways[holdout.sales_by][1], np.nan),
        "sales_if_active": np.where(is_worth, orders * worth_of(frame, models.value), np.nan),
    }


def _plain(value: Any) -> Any:
    return value.item() if isinstance(value, np.generic) else str(value)
