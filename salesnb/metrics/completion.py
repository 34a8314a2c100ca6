"""Metrics beside their targets: completion, completion against the elapsed time, what is missing."""

from collections.abc import Sequence
from functools import cached_property

import pandas as pd

from salesnb.errors import UsageError, unknown
from salesnb.labels import say
from salesnb.metrics.compute import VALUES
from salesnb.metrics.targets import Target, TargetBook, children_of
from salesnb.periods import Calendar, Period
from salesnb.scopes import ScopedStore
from salesnb.settings import Metric, Settings

# A period, and the group where there is a dimension.
_Key = tuple[str, ...]
_TARGETS = ("period", "scope", "metric", "value")
_STAFF = ("person", "since", "team", "department")
_COLUMN = {"rep": "person", "team": "team", "department": "department"}


def target_book(store: ScopedStore, settings: Settings, calendar: Calendar) -> TargetBook:
    """Return the targets that the scope may see; none where the viewer's role sees no targets."""
    fiscal_start = settings.workspace.fiscal_year_start

    def read() -> TargetBook:
        targets, staff = asked("targets", _TARGETS), asked("staff", _STAFF)
        return TargetBook(targets, children_of(staff, store.as_of), calendar, fiscal_start)

    def asked(table: str, columns: Sequence[str]) -> pd.DataFrame:
        if table in store.hidden.tables:
            return pd.DataFrame(columns=list(columns))
        return store.run(f"select {', '.join(columns)} from {table}")

    return store.once(("targets", calendar, fiscal_start), read)


class Targets:
    """The targets of a scope, for it as a whole or by team, rep or department.

    Parameters
    ----------
    by : the dimensions of the rows beside which targets are laid.
    """

    def __init__(
        self, store: ScopedStore, settings: Settings, calendar: Calendar, by: Sequence[str]
    ) -> None:
        self._store, self._settings, self._calendar = store, settings, calendar
        self._by = list(by)

    def check(self, name: str) -> None:
        """Refuse dimensions that have no targets.

        Raises
        ------
        UsageError
            Another dimension than rep, team and department, or several.
        """
        place = say("at_this_metric", metric=name)
        for dimension in self._by:
            if dimension not in _COLUMN:
                said = unknown("dimension of it", dimension, _COLUMN)
                raise UsageError(say("err_at", place=place, said=said))
        if len(self._by) > 1:
            raise UsageError(say("err_target_split", place=place))

    def measured(
        self, name: str, metric: Metric, now: pd.DataFrame, periods: Sequence[Period]
    ) -> pd.DataFrame:
        """Return a metric that is another one against its target, in the form of `compute_metrics`.

        The numerator is what was reached, the denominator the target; without a target the value is
        missing. A group that has a target and nothing reached is there, with 0. Of `missing` the
        denominator is what the metric `to` lacks to its target; where nothing is lacking the value
        is missing.
        """
        rows, keys = [], ["period", *self._by]
        reached = self._values(now, str(metric.of))
        targets = self._found(str(metric.to or metric.of), periods)
        done = self._values(now, str(metric.to)) if metric.against == "missing" else {}
        elapsed = self._elapsed(periods) if metric.against == "pace" else {}
        for key in sorted(reached.keys() | targets.keys()):
            found, (numerator, n) = targets.get(key), reached.get(key, (0.0, 0))
            wanted = float(found.value) if found else float("nan")
            wanted -= done.get(key, (0.0, 0))[0]
            value = numerator / wanted if wanted > 0 else float("nan")
            if metric.against == "pace":
                value -= elapsed[key[0]]
            rows.append((name, *key, value, numerator, wanted, float("nan"), float("nan"), n))
        kinds = dict.fromkeys(("metric", *keys), "str") | dict.fromkeys(VALUES, "float")
        return pd.DataFrame(rows, columns=list(kinds)).astype(kinds | {"n": "int"})

    def beside(self, frame: pd.DataFrame, periods: Sequence[Period]) -> pd.DataFrame:
        """Add the targets of rows: target, target_origin, completion, pace_gap.

        Empty for metrics and dimensions that have no targets.
        """
        keys = ["metric", "period", *self._by]
        names = [name for name in frame["metric"].unique() if name in self._book.metrics]
        if len(self._by) > 1 or not set(self._by) <= _COLUMN.keys():
            names = []
        found = [self._of(name, periods).assign(metric=name) for name in names]
        columns = [*keys, "target", "origin"]
        targets = pd.concat(found) if found else pd.DataFrame(columns=columns)
        targets = targets.rename(columns={"origin": "target_origin"}).astype({"target": float})
        frame = frame.merge(targets, how="left", on=keys)
        frame["completion"] = frame["value"] / frame["target"].where(frame["target"] > 0)
        frame["pace_gap"] = frame["completion"] - frame["period"].map(self._elapsed(periods))
        return frame

    def _of(self, metric: str, periods: Sequence[Period]) -> pd.DataFrame:
        """Return period, the dimension, target and origin, for the groups that have one."""
        rows = [
            (*key, float(found.value) if found else float("nan"), found.origin if found else None)
            for key, found in self._found(metric, periods).items()
        ]
        return pd.DataFrame(rows, columns=["period", *self._by, "target", "origin"])

    def _found(self, metric: str, periods: Sequence[Period]) -> dict[_Key, Target | None]:
        """Return the target of each period and group that has one; of the scope as a whole or none."""
        found: dict[_Key, Target | None] = {}
        for period in periods:
            for group in self._groups:
                scope = str(self._store.scope) if group is None else f"{self._by[0]}:{group}"
                target = self._book.find(metric, scope, period)
                if group is None:
                    found[(period.text,)] = target
                elif target:
                    found[period.text, group] = target
        return found

    def _values(self, now: pd.DataFrame, metric: str) -> dict[_Key, tuple[float, int]]:
        """Return value and number of rows of a metric by period and group; 0 where it has none."""
        part = now[now["metric"] == metric]
        keys = zip(*(part[key] for key in ("period", *self._by)), strict=True)
        values = zip(part["value"].fillna(0), part["n"], strict=True)
        return dict(zip(keys, values, strict=True))

    def _elapsed(self, periods: Sequence[Period]) -> dict[str, float]:
        return {p.text: self._calendar.elapsed_share(p, self._store.as_of) for p in periods}

    @cached_property
    def _book(self) -> TargetBook:
        return target_book(self._store, self._settings, self._calendar)

    @cached_property
    def _groups(self) -> list[str | None]:
        if not self._by:
            return [None]
        column = _COLUMN[self._by[0]]
        asked = f"select distinct {column} as name from staff where {column} is not null"
        return self._store.once(asked, lambda: sorted(self._store.run(asked)["name"]))
