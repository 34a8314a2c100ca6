"""Which target holds for a scope and a period, and where it comes from (R3.4)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

import pandas as pd

from salesnb.periods import Calendar, Period, parse_period

Span = tuple[date, date]
Origin = Literal["explicit", "children", "sub_periods", "share"]


@dataclass(frozen=True)
class Target:
    """A target's value in the metric's unit, and how it was found."""

    value: Decimal
    origin: Origin


class TargetBook:
    """The targets of a scoped store.

    An explicit target wins over the sum of the scopes below, that over the sum of the periods
    inside, that over a share by working days of the shortest periods around it.

    Parameters
    ----------
    rows : the targets table: period, scope, metric, value.
    children : {scope: scopes directly below it}.
    """

    def __init__(
        self,
        rows: pd.DataFrame,
        children: Mapping[str, Iterable[str]],
        calendar: Calendar,
        fiscal_start: int,
    ) -> None:
        self._children = {parent: tuple(below) for parent, below in children.items()}
        self._calendar = calendar
        self._explicit: dict[tuple[str, str], dict[tuple[date, date], Decimal]] = {}
        periods = {
            text: parse_period(text, fiscal_start=fiscal_start) for text in rows["period"].unique()
        }
        for row in rows.itertuples():
            period = periods[row.period]
            book = self._explicit.setdefault((str(row.metric), str(row.scope)), {})
            book[period.start, period.end] = Decimal(str(row.value))

    @property
    def metrics(self) -> set[str]:
        """The metrics that have any target."""
        return {metric for metric, _ in self._explicit}

    def find(self, metric: str, scope: str, period: Period) -> Target | None:
        """Return the target of a metric for a scope and period, or None where there is none."""
        return self._find(metric, scope, (period.start, period.end))

    def _find(self, metric: str, scope: str, span: Span) -> Target | None:
        if found := self._same_period(metric, scope, span):
            return found
        if (inside := self._tiles(metric, scope, span)) is not None:
            return Target(inside, "sub_periods")
        if (share := self._share(metric, scope, span)) is not None:
            return Target(share, "share")
        return None

    def _same_period(self, metric: str, scope: str, span: Span) -> Target | None:
        own = self._explicit.get((metric, scope), {})
        if span in own:
            return Target(own[span], "explicit")
        children = self._children.get(scope, ())
        if not any(self._same_period(metric, child, span) for child in children):
            return None
        total = Decimal(0)
        for child in children:
            found = self._find(metric, child, span)
            if found is None and any(_overlap(span, s) for s in self._spans(metric, child)):
                return None  # a sum without a part that has a target of its own would be too low
            total += found.value if found else Decimal(0)
        return Target(total, "children")

    def _tiles(self, metric: str, scope: str, span: Span) -> Decimal | None:
        """Sum the targets of periods that fill this one exactly, without gap or overlap."""
        total, (day, last) = Decimal(0), span
        spans = self._spans(metric, scope) - {span}
        while day < last:
            # The longest first: a quarter's own target wins over those of its months.
            ends = sorted(
                (end for start, end in spans if start == day and end <= last), reverse=True
            )
            found = self._first(metric, scope, [(day, end) for end in ends])
            if found is None:
                return None
            (_, day), value = found
            total += value
        return total

    def _share(self, metric: str, scope: str, span: Span) -> Decimal | None:
        """Add up shares, by working days, of the shortest periods that together cover this one."""
        spans = self._spans(metric, scope) - {span}
        total, day = Decimal(0), span[0]
        while day < span[1]:
            around = sorted((s for s in spans if s[0] <= day < s[1]), key=lambda s: s[1] - s[0])
            found = self._first(metric, scope, around)
            if found is None:
                return None
            longer, value = found
            end, whole = min(longer[1], span[1]), self._calendar.workdays(*longer)
            if not whole:
                return None
            total += value * self._calendar.workdays(day, end) / whole
            day = end
        return total

    def _first(self, metric: str, scope: str, spans: Iterable[Span]) -> tuple[Span, Decimal] | None:
        """Return the first of the periods that has a target of its own or of its parts."""
        for span in spans:
            if found := self._same_period(metric, scope, span):
                return span, found.value
        return None

    def _spans(self, metric: str, scope: str) -> set[tuple[date, date]]:
        spans = set(self._explicit.get((metric, scope), {}))
        for child in self._children.get(scope, ()):
            spans |= self._spans(metric, child)
        return spans


def _overlap(one: Span, other: Span) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def children_of(staff: pd.DataFrame, as_of: date) -> dict[str, list[str]]:
    """Return {scope: scopes directly below} for a staff table as of a day.

    Who has no team stands directly below the department, who has neither below the company.

    Parameters
    ----------
    staff : columns person, since, team, department.
    """
    started = staff[staff["since"].isna() | (staff["since"] <= pd.Timestamp(as_of))]
    ordered = started.sort_values("since", na_position="first")
    now = ordered.groupby("person", as_index=False).tail(1).sort_values("person")
    below: dict[str, list[str]] = {"company": []}
    named = now.fillna({"team": "", "department": ""})
    places = named[["person", "team", "department"]].astype(str).to_numpy().tolist()
    for person, team, department in places:
        chain = [f"rep:{person}"]
        chain += [f"team:{team}"] if team else []
        chain += [f"department:{department}"] if department else []
        for child, parent in zip(chain, [*chain[1:], "company"], strict=True):
            inside = below.setdefault(parent, [])
            if child not in inside:
                inside.append(child)
    return {parent: sorted(inside) for parent, inside in below.items()}
