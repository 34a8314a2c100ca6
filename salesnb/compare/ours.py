"""Our value of a cell of an old report, by the metrics of params/metrics.yml."""

from decimal import Decimal

import pandas as pd

from salesnb.compare.cells import OldCell
from salesnb.compare.periods import same_days
from salesnb.errors import UsageError
from salesnb.formats import exact
from salesnb.labels import say
from salesnb.periods import Period
from salesnb.session import Session

Groups = tuple[tuple[str, str], ...]
_EXACT = Decimal("0.0001")


class Ours:
    """The figures of a session, each asked for once."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._frames: dict[tuple[str, tuple[str, ...], Period], pd.DataFrame | None] = {}

    def value(self, cell: OldCell) -> Decimal | None:
        """Return our value; None where there is none.

        Raises
        ------
        UsageError
            The metric cannot be split so, or has no target.
        """
        if cell.kind == "target":
            return self._part(self.completion(cell.metric), cell.groups, cell.period, "denominator")
        if cell.kind == "completion":
            return self.metric(self.completion(cell.metric), cell.groups, cell.period)
        value = self.metric(cell.metric, cell.groups, cell.period)
        if cell.kind == "":
            return value
        whole = (
            self.metric(cell.metric, cell.frame, cell.period)
            if cell.kind == "share"
            else self.metric(cell.metric, cell.groups, self.base(cell))
        )
        if value is None or not whole:
            return None
        return value / whole - (cell.kind != "share")

    def base(self, cell: OldCell) -> Period:
        """Return the period with which a growth compares; of a running one the same days."""
        other = cell.period.year_ago() if cell.kind == "yoy" else cell.period.previous()
        return same_days(cell.period, other, self._session)

    def completion(self, metric: str) -> str:
        """Return the metric that divides another by its target."""
        for name, each in self._session.settings.metrics.items():
            if each.against == "target" and metric in (each.of, name):
                return name
        raise UsageError(say("compare_no_completion", metric=metric))

    def target(self, cell: OldCell) -> Decimal | None:
        """Return the target behind a completion."""
        return self._part(self.completion(cell.metric), cell.groups, cell.period, "denominator")

    def metric(self, name: str, groups: Groups, period: Period) -> Decimal | None:
        """Return a metric of a group in a period, 0 for an additive one without rows."""
        return self._part(name, groups, period, "value")

    def _part(self, name: str, groups: Groups, period: Period, part: str) -> Decimal | None:
        by = tuple(dimension for dimension, _ in groups)
        key = (name, by, period)
        if key not in self._frames:
            self._frames[key] = self._session.metrics(name, by=by, period=[period])
        frame = self._frames[key]
        assert frame is not None
        metric = self._session.settings.metrics[name]
        for dimension, value in groups:
            frame = frame[frame[dimension] == value]
        if frame.empty:
            return Decimal(0) if metric.additive and part == "value" else None
        found = exact(frame[part].iloc[0])
        if found is None:
            return None
        rounds = metric.unit != "ratio" or part == "denominator"
        return found.quantize(_EXACT) if rounds else found
