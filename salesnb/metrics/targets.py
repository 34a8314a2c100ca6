"""Which target holds for a scope and a period, and where it comes from (R3.4)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

import pandas as pd

from salesnb.periods import Calendar, Period, parse_period

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

    def find(self, metric: str, scope: str, period: Period) -> Target | None:
        """Return the target of a metric for a scope and period, or None where there is none."""
        span = (period.start, period.end)
        if found := self._same_period(metric, scope, span):
            return found
        if (inside := self._tiles(metric, scope, span)) is not None:
            return Target(inside, "sub_periods")
        if (share := self._share(metric, scope, span)) is not None:
            return Target(share, "share")
        return None

    def _same_period(self, metric: str, scope: str, span: tuple[date, date]) -> Target | None:
        own = self._explicit.get((metric, scope), {})
        if span in own:
            return Target(own[span], "explicit")
        below = {c: self._same_period(metric, c, span) for c in self._children.get(scope, ())}
        if not any(below.values()):
            return None
        # A child without a target of this very period may have those of the months in it.
        values = [
            found.value if found else self._tiles(metric, child, span) or Decimal(0)
            for child, found in below.items()
        ]
        return Target(sum(values, Decimal(0)), "children")

    def _tiles(self, metric: str, scope: str, span: tuple[date, date]) -> Decimal | None:
        """Sum the targets of periods that fill this one exactly, without gap or overlap."""
        total, (day, last) = Decimal(0), span
        spans = self._spans(metric, scope) - {span}
        while day < last:
            ends = [end for start, end in spans if start == day and end <= last]
            if not ends:
                return None
            end = max(ends)  # a quarter's own target wins over those of its months
            found = self._same_period(metric, scope, (day, end))
            assert found is not None
            total, day = total + found.value, end
        return total

    def _share(self, metric: str, scope: str, span: tuple[date, date]) -> Decimal | None:
        """Add up shares, by working days, of the shortest periods that together cover this one."""
        spans = self._spans(metric, scope)
        total, day = Decimal(0), span[0]
        while day < span[1]:
            around = [s for s in spans if s[0] <= day < s[1]]
            if not around:
                return None
            longer = min(around, key=lambda s: s[1] - s[0])
            end = min(longer[1], span[1])
            found = self._same_period(metric, scope, longer)
            whole = self._calendar.workdays(*longer)
            assert found is not None
            if not whole:
                return None
            total += found.value * self._calendar.workdays(day, end) / whole
            day = end
        return total

    def _spans(self, metric: str, scope: str) -> set[tuple[date, date]]:
        spans = set(self._explicit.get((metric, scope), {}))
        for child in self._children.get(scope, ()):
            spans |= self._spans(metric, child)
        return spans


def children_of(staff: pd.DataFrame, as_of: date) -> dict[str, list[str]]:
    """Return {scope: scopes directly below} for a staff table as of a day.

    Parameters
    ----------
    staff : columns name, since, team, department.
    """
    started = staff[staff["since"].isna() | (staff["since"] <= pd.Timestamp(as_of))]
    now = started.sort_values("since", na_position="first").groupby("name", as_index=False).tail(1)
    below: dict[str, list[str]] = {"company": []}
    for department in sorted(now["department"].dropna().unique()):
        below["company"].append(f"department:{department}")
        inside = now.loc[now["department"] == department, "team"].dropna().unique()
        below[f"department:{department}"] = [f"team:{team}" for team in sorted(inside)]
    for team in sorted(now["team"].dropna().unique()):
        members = now.loc[now["team"] == team, "name"]
        below[f"team:{team}"] = [f"rep:{name}" for name in sorted(members)]
    loose = now.loc[now["department"].isna(), "team"].dropna().unique()
    below["company"] += [f"team:{team}" for team in sorted(loose)]
    return below
