"""The metrics of a month by team as one would compute them in pandas, table by table."""

from pathlib import Path

import duckdb
import pandas as pd

START, END, TODAY = (
    pd.Timestamp("2026-10-01"),
    pd.Timestamp("2026-11-01"),
    pd.Timestamp("2026-10-31"),
)
PAYMENT_DAYS = 30
FIRST_CONTACT_HOURS = {"A": 24, "B": 48, "C": 72}
CADENCE_DAYS = {"strategic": 7, "key": 14, "potential": 30, "ordinary": 60}
# {table: the columns that some metric needs, and its owner}; texts that none needs are not read.
READ = {
    "staff": "name, team",
    "customers": "customer_id, first_contact_date, status, level, owner",
    "leads": "lead_id, customer_id, stage, created_at, owner, grade, outcome, outcome_date",
    "opportunities": "opportunity_id, customer_id, lead_id, stage, amount, probability, created_at,"
    " owner, won_amount, closed_at",
    "follow_ups": 'follow_id, customer_id, lead_id, follow_at, "user" as owner, effective',
    "orders": "order_id, customer_id, amount, order_date, owner",
    "payments": "payment_id, order_id, paid_amount, paid_date",
    "targets": "scope, metric, value",
}
METRICS = [
    "sales", "orders", "avg_customer_value", "growth_mom", "growth_yoy", "collection_rate",
    "collection_rate_due", "overdue_amount", "overdue_days", "outstanding_amount",
    "overpaid_amount", "dso", "target_completion", "collections", "days_to_pay", "new_leads",
    "lead_conversion_rate", "lead_win_rate", "lost_leads", "close_rate_30d", "sales_cycle_days",
    "median_sales_cycle_days", "response_time", "median_response_time", "response_in_time_rate",
    "new_opportunities", "win_rate", "closed_win_rate", "won_amount", "open_pipeline",
    "weighted_pipeline", "sales_velocity", "pipeline_coverage", "follow_ups",
    "effective_follow_up_rate", "follow_up_rate", "customer_interest_rate", "customer_close_rate",
    "new_customers",
]  # fmt: skip
Frames = dict[str, pd.DataFrame]
Parts = dict[str, pd.Series]


def plain_pandas(root: Path) -> pd.DataFrame:
    """Return METRICS of the month, one column each, by team."""
    frames = _read(root)
    sold = _sales(frames)
    leads = _leads(frames)
    parts = (
        _of_sales(sold)
        | _of_payments(frames, sold)
        | _of_leads(leads)
        | _of_opportunities(frames)
        | _of_follow_ups(frames)
        | _of_customers(frames)
    )
    targets = frames["targets"]
    targets = targets[targets["metric"] == "sales"]
    goal = targets.set_index(targets["scope"].str.removeprefix("team:"))["value"]
    parts["target_completion"] = parts["sales"] / goal
    missing = goal - parts["sales"]
    parts["pipeline_coverage"] = parts["weighted_pipeline"] / missing.where(missing > 0)
    return pd.DataFrame(parts)[METRICS]


def _read(root: Path) -> Frames:
    (path,) = (root / "data" / "store").glob("*.duckdb")
    with duckdb.connect(str(path), read_only=True) as connection:
        frames = {
            name: connection.execute(f"select {columns} from {name} where valid_until is null").df()
            for name, columns in READ.items()
        }
    teams = frames["staff"].set_index("name")["team"]
    for frame in frames.values():
        if "owner" in frame:
            frame["team"] = frame["owner"].map(teams)
    return frames


def _within(frame: pd.DataFrame, day: str) -> pd.DataFrame:
    return frame[(frame[day] >= START) & (frame[day] < END)]


def _sales(frames: Frames) -> pd.DataFrame:
    """Return the orders with what was paid on each, when it fell due and what is open."""
    orders = frames["orders"]
    paid = frames["payments"].groupby("order_id")["paid_amount"].sum()
    orders["paid"] = orders["order_id"].map(paid).fillna(0)
    balance = orders["amount"] - orders["paid"]
    orders["open"] = balance.clip(lower=0).where(orders["amount"] > 0, 0)
    orders["too_much"] = (-balance).clip(lower=0).where(orders["amount"] > 0, 0)
    orders["due"] = orders["order_date"] + pd.Timedelta(days=PAYMENT_DAYS)
    orders["late"] = (TODAY - orders["due"]).dt.days
    return orders


def _of_sales(orders: pd.DataFrame) -> Parts:
    sold = _within(orders, "order_date")
    group, whole = sold.groupby("team"), orders.groupby("team")
    sales = group["amount"].sum()
    buyers = sold[sold["amount"] > 0].groupby("team")["customer_id"].nunique()
    due = _within(orders[orders["due"] <= TODAY], "due")
    overdue = orders[(orders["late"] > 0) & (orders["open"] > 0)].groupby("team")
    recent = orders[orders["order_date"] > TODAY - pd.Timedelta(days=90)]

    def rate(rows: pd.DataFrame) -> pd.Series:
        kept = (rows["paid"] - rows["too_much"]).groupby(rows["team"]).sum()
        return kept / rows.groupby("team")["amount"].sum()

    def sales_between(start: str, end: str) -> pd.Series:
        inside = orders[(orders["order_date"] >= start) & (orders["order_date"] < end)]
        return inside.groupby("team")["amount"].sum()

    return {
        "sales": sales,
        "orders": sold[sold["amount"] > 0].groupby("team").size(),
        "avg_customer_value": sales / buyers,
        "growth_mom": sales / sales_between("2026-09-01", "2026-10-01") - 1,
        "growth_yoy": sales / sales_between("2025-10-01", "2025-11-01") - 1,
        "collection_rate": rate(sold),
        "collection_rate_due": rate(due),
        "overdue_amount": overdue["open"].sum(),
        "overdue_days": overdue["late"].mean(),
        "outstanding_amount": whole["open"].sum(),
        "overpaid_amount": whole["too_much"].sum(),
        "dso": whole["open"].sum() * 90 / recent.groupby("team")["amount"].sum(),
    }


def _of_payments(frames: Frames, orders: pd.DataFrame) -> Parts:
    paid = frames["payments"].merge(orders[["order_id", "team", "order_date"]], on="order_id")
    paid = _within(paid, "paid_date")
    positive = paid[paid["paid_amount"] > 0]
    days = (positive["paid_date"] - positive["order_date"]).dt.days * positive["paid_amount"]
    return {
        "collections": paid.groupby("team")["paid_amount"].sum(),
        "days_to_pay": days.groupby(positive["team"]).sum()
        / positive.groupby("team")["paid_amount"].sum(),
    }


def _leads(frames: Frames) -> pd.DataFrame:
    """Return the leads with how each ended and when it was first followed up."""
    leads, deals, calls = frames["leads"], frames["opportunities"], frames["follow_ups"]
    by_lead = calls.merge(leads[["lead_id", "created_at"]], on="lead_id")
    by_customer = calls.merge(
        leads[["lead_id", "customer_id", "created_at"]], on="customer_id", suffixes=("_call", "")
    )
    both = pd.concat(
        part.loc[part["follow_at"] >= part["created_at"], ["lead_id", "follow_at"]]
        for part in (by_lead, by_customer)
    )
    first = both.groupby("lead_id")["follow_at"].min()
    leads["hours"] = (leads["lead_id"].map(first) - leads["created_at"]).dt.total_seconds() / 3600
    ended = {kind: deals[deals["stage"] == kind] for kind in ("won", "lost")}
    going_on = deals.loc[~deals["stage"].isin(ended), "lead_id"]
    leads["won"] = (
        (leads["outcome"] == "won")
        | (leads["stage"] == "won")
        | leads["lead_id"].isin(ended["won"]["lead_id"])
    )
    leads["lost"] = ~leads["won"] & (
        leads["outcome"].isin(["lost", "not_won"])
        | (leads["stage"] == "lost")
        | leads["lead_id"].isin(ended["lost"]["lead_id"])
    )
    leads["lost"] &= (leads["outcome"] != "nurturing") & ~leads["lead_id"].isin(going_on)
    won_on = leads["lead_id"].map(ended["won"].groupby("lead_id")["closed_at"].min())
    lost_on = leads["lead_id"].map(ended["lost"].groupby("lead_id")["closed_at"].max())
    ends = won_on.where(leads["won"], lost_on)
    leads["closed_on"] = leads["outcome_date"].fillna(ends).where(leads["won"] | leads["lost"])
    leads["cycle"] = (leads["closed_on"] - leads["created_at"].dt.normalize()).dt.days
    leads["interested"] = (
        leads["stage"].isin(["intent", "opportunity", "quote", "won"])
        | (leads["outcome"] == "won")
        | leads["lead_id"].isin(deals["lead_id"])
    )
    return leads


def _of_leads(leads: pd.DataFrame) -> Parts:
    new = _within(leads, "created_at").copy()
    closed = _within(leads, "closed_on")
    old = new[(TODAY - new["created_at"].dt.normalize()).dt.days >= 30]
    soon = old["won"] & (old["cycle"] <= 30)
    limit = new["grade"].map(FIRST_CONTACT_HOURS)
    waited = (TODAY + pd.Timedelta(days=1) - new["created_at"]).dt.total_seconds() / 3600
    judged = limit.notna() & (new["hours"].notna() | (waited > limit))
    in_time = (new["hours"] <= limit)[judged]
    group, won = new.groupby("team"), closed[closed["won"]].groupby("team")
    return {
        "new_leads": group.size(),
        "lead_conversion_rate": group["interested"].mean(),
        "lead_win_rate": group["won"].mean(),
        "lost_leads": closed[closed["lost"]].groupby("team").size(),
        "close_rate_30d": soon.groupby(old["team"]).mean(),
        "sales_cycle_days": won["cycle"].mean(),
        "median_sales_cycle_days": won["cycle"].median(),
        "response_time": group["hours"].mean(),
        "median_response_time": group["hours"].median(),
        "response_in_time_rate": in_time.groupby(new.loc[judged, "team"]).mean(),
    }


def _of_opportunities(frames: Frames) -> Parts:
    deals = frames["opportunities"]
    deals["won"] = deals["stage"] == "won"
    deals["open"] = ~deals["stage"].isin(["won", "lost"])
    deals["weighted"] = deals["amount"].astype(float) * deals["probability"]
    created = frames["leads"].set_index("lead_id")["created_at"].dt.normalize()
    begun = deals["lead_id"].map(created).fillna(deals["created_at"])
    deals["cycle"] = (deals["closed_at"] - begun).dt.days
    new, closed = _within(deals, "created_at"), _within(deals, "closed_at")
    still_open = deals[deals["open"]].groupby("team")
    ended = deals[~deals["open"] & (deals["closed_at"] > TODAY - pd.Timedelta(days=365))]
    won = ended[ended["won"]].groupby("team")
    return {
        "new_opportunities": new.groupby("team").size(),
        "win_rate": new.groupby("team")["won"].mean(),
        "closed_win_rate": closed.groupby("team")["won"].mean(),
        "won_amount": closed[closed["won"]].groupby("team")["won_amount"].sum(),
        "open_pipeline": still_open["amount"].sum(),
        "weighted_pipeline": still_open["weighted"].sum(),
        "sales_velocity": still_open.size()
        * ended.groupby("team")["won"].mean()
        * won["won_amount"].mean()
        / won["cycle"].mean(),
    }


def _of_follow_ups(frames: Frames) -> Parts:
    month = _within(frames["follow_ups"], "follow_at")
    told = month[month["effective"].notna()]
    return {
        "follow_ups": month.groupby("team").size(),
        "effective_follow_up_rate": told.groupby("team")["effective"].mean(),
    }


def _of_customers(frames: Frames) -> Parts:
    customers, calls, deals = frames["customers"], frames["follow_ups"], frames["opportunities"]
    of_lead = calls["lead_id"].map(frames["leads"].set_index("lead_id")["customer_id"])
    last = calls.groupby(calls["customer_id"].fillna(of_lead))["follow_at"].max()
    customer = customers["customer_id"]
    silent = (TODAY - customer.map(last).dt.normalize()).dt.days
    cadence = customers["level"].map(CADENCE_DAYS)
    bought = customer.isin(frames["orders"]["customer_id"])
    customers["interested"] = (
        customers["status"].isin(["interested", "customer"])
        | customer.isin(deals["customer_id"])
        | bought
    )
    customers["buyer"] = (
        (customers["status"] == "customer")
        | customer.isin(deals.loc[deals["won"], "customer_id"])
        | bought
    )
    due = cadence.notna() & (customers["status"] != "lost")
    new = _within(customers, "first_contact_date")
    return {
        "follow_up_rate": (silent <= cadence)[due].groupby(customers.loc[due, "team"]).mean(),
        "customer_interest_rate": new.groupby("team")["interested"].mean(),
        "customer_close_rate": new[new["interested"]].groupby("team")["buyer"].mean(),
        "new_customers": new.groupby("team").size(),
    }
