"""The rows behind a metric, with what each of them adds to it. Exact: amounts are whole numbers."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache

import numpy as np
import pandas as pd
import sqlglot
from sqlglot import exp

from salesnb.errors import UsageError
from salesnb.session import Session
from salesnb.settings import Metric

SCALE = 10_000
_KEYS = {
    "sales": "sale_id",
    "payments": "payment_id",
    "leads": "lead_id",
    "opportunities": "opportunity_id",
    "follow_ups": "follow_id",
    "customers": "customer_id",
}
_TABLES = {"sales": "orders"}
_MOVED = ("team", "department")
# Rows that no metric as shipped counts so, but many a hand-made report does.
_SIGNED = Metric(
    zh="", en="", unit="money", definition_zh="", definition_en="", fact="opportunities",
    formula="sum(won_amount)", where="is_won", dated_by="closed_on",
)  # fmt: skip
EXTRA = {
    "won_deals": _SIGNED,
    "expected_deals": _SIGNED.model_copy(update={"formula": "sum(amount)"}),
    "paid_by_order": _SIGNED.model_copy(
        update={
            "fact": "sales",
            "formula": "sum(paid_amount)",
            "where": None,
            "dated_by": "sold_on",
        }
    ),
    "unpaid": _SIGNED.model_copy(
        update={
            "fact": "sales",
            "formula": "sum(amount - paid_amount)",
            "where": "amount > paid_amount",
            "dated_by": "always",
        }
    ),
    "value_per_order": _SIGNED.model_copy(
        update={
            "fact": "sales",
            "formula": "sum(amount) / count_if(amount > 0)",
            "where": None,
            "dated_by": "sold_on",
        }
    ),
}


@dataclass(frozen=True)
class Rows:
    """The rows of a fact inside the scope, for one metric.

    Attributes
    ----------
    frame : the fact's columns and customer_name; num, den (in 1/10,000), each (what is counted
        once), counts (whether `where` holds), team_now, team_start …, owner_of_customer.
    fact, table : where a row comes from; key : its column in `frame`.
    dated_by : the day that puts a row into a period, or always.
    ratio, distinct : the metric has a denominator; one that counts different values.
    """

    frame: pd.DataFrame
    fact: str
    key: str
    dated_by: str
    ratio: bool
    distinct: bool

    @property
    def table(self) -> str:
        """The imported table that the rows stand in."""
        return _TABLES.get(self.fact, self.fact)

    def value(self, mask: np.ndarray) -> Decimal | None:
        """Return the metric over some of the rows."""
        total = int(self.frame["num"].to_numpy()[mask].sum())
        if not self.ratio:
            return Decimal(total) / SCALE
        if self.distinct:
            below = self.frame["each"][mask].nunique() * SCALE
        else:
            below = int(self.frame["den"].to_numpy()[mask].sum())
        return Decimal(total) / Decimal(below) if below else None


def metric_rows(session: Session, metric: Metric, start: date) -> Rows | None:
    """Return the rows behind a metric; None where its formula is no sum, count or ratio of them.

    Parameters
    ----------
    start : the day at whose beginning `team_start` and `department_start` are looked up.
    """
    if metric.fact not in _KEYS or metric.formula is None:
        return None
    parts = _parts(metric.formula)
    if parts is None:
        return None
    top, below, each = parts
    fact = f"fact_{metric.fact}"
    of_customers = metric.fact == "customers"
    names = "(select customer_id as known_id, customer_name from customers) as known"
    joined = "" if of_customers else f"left join {names} on known.known_id = {fact}.customer_id"
    try:
        frame = session.sql(
            f"""select {fact}.*{"" if of_customers else ", known.customer_name"},
              cast(round(coalesce({top}, 0) * {SCALE}) as bigint) as num,
              cast(round(coalesce({below or 0}, 0) * {SCALE}) as bigint) as den,
              {each or "null"} as each, coalesce({metric.where or "true"}, false) as counts
            from {fact} {joined}"""
        )
    except UsageError:
        return None  # a function that only the metrics know
    _add_other_owners(frame, session, start)
    if metric.fact == "opportunities":
        told = session.sql("select opportunity_id, estimated from opportunities")
        marked = set(told.loc[told["estimated"].fillna(False).astype(bool), "opportunity_id"])
        frame["estimated"] = frame["opportunity_id"].isin(marked)
    return Rows(
        frame,
        metric.fact,
        _KEYS[metric.fact],
        str(metric.dated_by),
        bool(below or each),
        each is not None,
    )


def _add_other_owners(frame: pd.DataFrame, session: Session, start: date) -> None:
    """Add where the owner stands now and stood on a day, and who has the customer now."""
    staff = session.table("staff")
    for suffix, day in (("now", session.as_of), ("start", start)):
        begun = staff["since"].isna() | (pd.to_datetime(staff["since"]) <= pd.Timestamp(day))
        placed = staff[begun].sort_values("since", na_position="first")
        last = placed.drop_duplicates("person", keep="last").set_index("person")
        for name in _MOVED:
            found = frame["owner"].map(last[name]).astype(object)
            frame[f"{name}_{suffix}"] = found.where(found.notna(), frame[name])
    if "customer_id" in frame and "first_contact_on" not in frame:
        held = session.sql("select customer_id, owner, team, department from fact_customers")
        held = held.set_index("customer_id")
        for name in ("owner", *_MOVED):
            found = frame["customer_id"].map(held[name]).astype(object)
            frame[f"{name}_customer"] = found.where(found.notna(), frame[name])


@lru_cache(maxsize=64)
def _parts(formula: str) -> tuple[str, str | None, str | None] | None:
    """Return what a row adds above and below the line, and what is counted once below it."""
    tree = sqlglot.parse_one(f"select {formula}", dialect="duckdb").expressions[0].unnest()
    is_ratio = isinstance(tree, exp.Div)
    top = _addend(tree.left if is_ratio else tree)
    if top is None:
        return None
    if not is_ratio:
        return top, None, None
    below = tree.right.unnest()
    if isinstance(below, exp.Count) and isinstance(below.this, exp.Distinct):
        columns = below.this.expressions
        return (top, None, columns[0].sql("duckdb")) if len(columns) == 1 else None
    addend = _addend(below)
    return None if addend is None else (top, addend, None)


def _addend(tree: exp.Expression) -> str | None:
    tree = tree.unnest()
    if isinstance(tree, exp.Sum):
        return tree.this.sql("duckdb")  # type: ignore[no-any-return]
    if isinstance(tree, exp.CountIf):
        return f"case when {tree.this.sql('duckdb')} then 1 else 0 end"
    if isinstance(tree, exp.Count) and isinstance(tree.this, exp.Star):
        return "1"
    return None
