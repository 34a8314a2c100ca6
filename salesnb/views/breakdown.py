"""Sales by a dimension, or by day, week, month, quarter or year."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pandas as pd

from salesnb import formats
from salesnb.figures import Html, TableColumn, data_table, known_columns, notice, section
from salesnb.labels import label
from salesnb.periods import GRAINS, Grain, Period
from salesnb.session import Session
from salesnb.views.parts import (
    dimension_header,
    dimension_unknown,
    has_begun,
    has_history,
    parts_of,
    period_name,
    pivot,
    plain_column,
    relative,
    stack,
)

_METRICS = ["sales", "orders", "avg_customer_value", "collection_rate_due"]


def breakdown(session: Session, by: str) -> Html:
    """Return sales, orders and average customer value: the largest first, or in order of time.

    Raises
    ------
    UsageError
        A dimension that sales do not have; the message names those that they have.
    """
    found = _by_time(session, by) if by in GRAINS else _by_dimension(session, by)
    head = label("breakdown_title", session.lang, dimension=label(f"dimension_{by}", session.lang))
    if found["sales"].isna().all() or not found["sales__n"].sum():
        words = label("no_sales" if has_begun(session) else "not_begun", session.lang)
        return stack(section(head, "", f"by-{by}"), notice(words))
    if found[by].isna().all():
        return dimension_unknown(session, by)
    total = found["sales"].sum()
    found["share"] = found["sales"] / total if total > 0 else float("nan")
    return stack(
        section(_title(session, found, by, head), "", f"by-{by}", short=head),
        data_table(found, known_columns(found, _columns(session, by)), session.lang),
    )


def _by_dimension(session: Session, by: str) -> pd.DataFrame:
    found = pivot(session.metrics(_METRICS, by=by), by)
    found = found[found["sales"].notna() & (found["sales__n"] > 0)]
    before = session.to_date(session.period.year_ago())
    found["growth"] = float("nan")
    if len(found) and has_history(session, session.first_day("sales", "sold_on"), before):
        past = session.metrics("sales", by=by, period=before).set_index(by)["value"]
        base = found[by].map(past)
        found["growth"] = found["sales"] / base.where(base > 0) - 1
    found["name"] = [session.name_of(by, value) for value in found[by]]
    return found.sort_values("sales", ascending=False, kind="stable")


def _by_time(session: Session, grain: Grain) -> pd.DataFrame:
    parts = parts_of(session, session.period, grain)
    if not parts:
        return pd.DataFrame(columns=[grain, "name", "sales", "sales__n", "growth"])
    found = pivot(session.metrics(_METRICS, period=parts), "period").set_index("period")
    found = found.loc[[part.text for part in parts]].reset_index(names=grain)
    found["name"] = [period_name(session, part) for part in parts]
    found["growth"] = _growth(session, parts, found["sales"])
    return found


def _growth(session: Session, parts: Sequence[Period], sales: pd.Series) -> list[float | None]:
    """Compare each part with the same days a year earlier, the running one with as many."""
    before = [_as_far(part.year_ago(), (session.as_of - part.start).days + 1) for part in parts]
    first = session.first_day("sales", "sold_on")
    distinct = {period.text: period for period in before}
    past = session.metrics("sales", period=list(distinct.values())).set_index("period")["value"]
    return [
        relative(now, past.get(period.text)) if has_history(session, first, period) else None
        for now, period in zip(sales, before, strict=True)
    ]


def _as_far(period: Period, days: int) -> Period:
    end = min(period.end, period.start + timedelta(days=days))
    return replace(period, end=end, text=f"{period.start}..{end - timedelta(days=1)}")


def _columns(session: Session, by: str) -> list[TableColumn]:
    lang = session.lang
    growth = "growth_yoy_running" if session.is_running else "growth_yoy"
    return [
        TableColumn("name", dimension_header(session, by)),
        plain_column(session, "sales", "money"),
        TableColumn("share", label("share_of_sales", lang), "percent"),
        TableColumn("growth", label(growth, lang), "percent"),
        plain_column(session, "orders", "count"),
        plain_column(session, "avg_customer_value", "money"),
        plain_column(session, "collection_rate_due", "percent"),
    ]


def _title(session: Session, frame: pd.DataFrame, by: str, head: str) -> str:
    """Name the largest of several that have a name; of parts of time none is a finding."""
    named = frame[frame[by].notna() & (frame[by] != "unassigned") & (frame["sales"] > 0)]
    if named.empty or len(frame) == 1 or by in GRAINS or pd.isna(named["share"].iloc[0]):
        return head
    return label(
        "breakdown_finding",
        session.lang,
        name=named["name"].iloc[0],
        share=formats.percent(named["share"].iloc[0], session.lang),
        head=head,
    )
