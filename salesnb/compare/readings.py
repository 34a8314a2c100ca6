"""Other ways of counting the same figure, each one rule away from ours."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

import numpy as np
import pandas as pd

from salesnb.compare.cells import OldCell
from salesnb.compare.periods import year_to_date
from salesnb.compare.rows import Rows
from salesnb.formats import period_title
from salesnb.periods import Period, period_of
from salesnb.session import Session

Span = tuple[date, date]
_OWNED = ("rep", "team", "department")
_OTHER_METRICS: Mapping[str, tuple[str, ...]] = {
    "sales": ("collections", "won_deals", "expected_deals", "paid_by_order"),
    "collections": ("paid_by_order", "sales"),
    "win_rate": ("closed_win_rate", "lead_win_rate"),
    "closed_win_rate": ("win_rate",),
    "lead_conversion_rate": ("lead_win_rate", "win_rate"),
    "lead_win_rate": ("lead_conversion_rate", "win_rate", "closed_win_rate"),
    "collection_rate": ("collection_rate_due",),
    "collection_rate_due": ("collection_rate",),
    "avg_customer_value": ("value_per_order",),
    "overdue_amount": ("unpaid",),
    "new_leads": ("new_opportunities",),
    "new_opportunities": ("new_leads",),
}
_OTHER_DAYS = {
    "sold_on": ("due_on", "last_paid_on"),
    "created_on": ("closed_on",),
    "closed_on": ("created_on", "expected_on"),
    "due_on": ("sold_on",),
}
_CUT_OFFS = (20, 25)
_EDGE_DAYS = 3


@dataclass(frozen=True)
class Count:
    """One way of counting.

    Attributes
    ----------
    metric : whose rows; an id of params/metrics.yml or of rows.EXTRA.
    spans : the period, and for a growth the one that it compares with: [start, end).
    day : the column that dates a row; empty = the metric's own.
    owner : by whose place a row belongs to a group: "", _now, _start or _customer.
    keep : rules that leave rows out.
    rules : what is different from ours: label key and its values.
    """

    metric: str
    spans: tuple[Span, ...]
    day: str = ""
    owner: str = ""
    keep: frozenset[str] = frozenset()
    rules: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = ()

    def ruled(
        self, key: str, /, values: Mapping[str, str] | None = None, **change: object
    ) -> "Count":
        """Return this way with one rule more."""
        rule = (key, tuple((values or {}).items()))
        return replace(self, rules=(*self.rules, rule), **change)  # type: ignore[arg-type]

    def mask(self, rows: Rows, groups: Mapping[str, str], span: Span) -> np.ndarray:
        """Return which rows are counted for a group in a period."""
        frame = rows.frame
        kept = np.ones(len(frame), dtype=bool)
        if "all" not in self.keep:
            kept &= frame["counts"].to_numpy(dtype=bool)
        day = self.day or rows.dated_by
        if day != "always":
            days = frame[day]
            inside = (days >= pd.Timestamp(span[0])) & (days < pd.Timestamp(span[1]))
            kept &= inside.to_numpy(dtype=bool)
        for dimension, value in groups.items():
            column = "owner" if dimension == "rep" else dimension
            if self.owner and f"{column}{self.owner}" in frame:
                column = f"{column}{self.owner}"
            kept &= (frame[column] == value).to_numpy(dtype=bool)
        if "no_refunds" in self.keep:
            kept &= frame["num"].to_numpy() >= 0
        if "assigned" in self.keep:
            kept &= (frame["owner"] != "unassigned").to_numpy(dtype=bool)
        if "ended" in self.keep:
            kept &= ~frame["is_open"].to_numpy(dtype=bool)
        if "not_estimated" in self.keep:
            kept &= ~frame["estimated"].to_numpy(dtype=bool)
        if "once" in self.keep:
            at = np.flatnonzero(kept)
            twice = frame.iloc[at].duplicated(["customer_id", "num", day]).to_numpy()
            kept[at[twice]] = False
        return kept


Rule = Callable[[Count], Iterator[Count]]


def our_count(cell: OldCell, base: Period | None) -> Count:
    """Return how we count a cell."""
    spans = [(cell.period.start, cell.period.end)]
    if base is not None:
        spans.append((base.start, base.end))
    metric = cell.metric
    return Count(metric, tuple(spans))


def other_counts(ours: Count, cell: OldCell, rows: Rows, session: Session) -> Iterator[Count]:
    """Return the ways of counting that differ in one rule, the likeliest first."""
    yield from row_rules(ours, cell, rows)
    yield from _other_metrics(ours, session)
    if ours.day == "" and rows.dated_by != "always":
        yield from _other_days(ours, rows)
        if len(ours.spans) == 1:
            yield from _edges(ours)
            yield from _other_periods(ours, cell.period, session)
        else:
            yield from _whole_base(ours, cell)


def row_rules(ours: Count, cell: OldCell, rows: Rows) -> Iterator[Count]:
    """Return the ways that count other rows of the same metric and period."""
    frame, owned = rows.frame, any(name in _OWNED for name, _ in cell.groups)
    if rows.fact in ("sales", "payments"):
        if "all" not in ours.keep and not frame["counts"].all():
            yield ours.ruled("refunds_in", keep=ours.keep | {"all"})
        if (frame["num"] < 0).any():
            yield ours.ruled("refunds_out", keep=ours.keep | {"no_refunds"})
    if owned:
        if any(name in ("team", "department") for name, _ in cell.groups):
            yield ours.ruled("team_now", owner="_now")
            yield ours.ruled("team_start", owner="_start")
        if "owner_customer" in frame:
            yield ours.ruled("customer_owner", owner="_customer")
    elif (frame["owner"] == "unassigned").any():
        yield ours.ruled("unassigned_out", keep=ours.keep | {"assigned"})
    if "is_open" in frame and rows.ratio:
        yield ours.ruled("ended", keep=ours.keep | {"ended"})
    if rows.fact in ("sales", "payments"):
        yield ours.ruled("once", keep=ours.keep | {"once"})


def _other_metrics(ours: Count, session: Session) -> Iterator[Count]:
    for other in _OTHER_METRICS.get(ours.metric, ()):
        shown = session.settings.metrics.get(other)
        if shown:
            yield ours.ruled("other_metric", {"metric": shown.label(session.lang)}, metric=other)
            continue
        keep = ours.keep | ({"not_estimated"} if other == "won_deals" else set())
        yield ours.ruled(other, metric=other, keep=keep)
        if other == "won_deals":
            yield ours.ruled("won_estimated", metric=other)


def _other_days(ours: Count, rows: Rows) -> Iterator[Count]:
    for day in _OTHER_DAYS.get(rows.dated_by, ()):
        if day in rows.frame:
            yield ours.ruled(f"by_{day}", day=day)


def _other_periods(ours: Count, period: Period, session: Session) -> Iterator[Count]:
    fiscal = period.fiscal_start != 1 and period.grain in ("quarter", "year")
    if fiscal:
        calendar = session.read_period(period.text).start  # named alike, counted from January
        number = period.text[-1]
        year = int(period.text[:4])
        first = 3 * int(number) - 2 if period.grain == "quarter" else 1
        plain = period_of(date(year, first, 1), period.grain)
        if plain.start != calendar:
            yield ours.ruled("calendar", spans=((plain.start, plain.end),))
    for key, other in (
        ("period_previous", period.previous()),
        ("period_year_ago", period.year_ago()),
        ("period_to_date", year_to_date(period, session)),
    ):
        if (other.start, other.end) != ours.spans[0]:
            shown = {"period": period_title(other.text, session.lang)}
            yield ours.ruled(key, shown, spans=((other.start, other.end),))


def _edges(ours: Count) -> Iterator[Count]:
    ((start, end),) = ours.spans
    for days in range(1, _EDGE_DAYS + 1):
        step, said = timedelta(days=days), {"days": str(days)}
        if (end - start) <= step:
            continue
        yield ours.ruled("days_before", said, spans=((start - step, end),))
        yield ours.ruled("days_after", said, spans=((start, end + step),))
        yield ours.ruled("first_days_out", said, spans=((start + step, end),))
        yield ours.ruled("last_days_out", said, spans=((start, end - step),))
    if (end - start).days in range(28, 32) and start.day == 1:
        for day in _CUT_OFFS:
            first = (start - timedelta(days=1)).replace(day=day + 1)
            last = (end - timedelta(days=1)).replace(day=day + 1)
            said = {"first": str(day + 1), "last": str(day)}
            yield ours.ruled("cut_off", said, spans=((first, last),))


def _whole_base(ours: Count, cell: OldCell) -> Iterator[Count]:
    other = cell.period.year_ago() if cell.kind == "yoy" else cell.period.previous()
    whole = (other.start, other.end)
    if whole != ours.spans[1]:
        yield ours.ruled("whole_base", spans=(ours.spans[0], whole))
