"""Why a target was missed or made: from target to actual in steps that add up to the cent."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import numpy as np
import pandas as pd

from salesnb.forecast.gap_readings import STREAMS, Floats, GapReadings, read_gap
from salesnb.forecast.gap_streams import Stream
from salesnb.forecast.shares import CENT, adding_up, ordered_average
from salesnb.forecast.windows import earlier_periods
from salesnb.metrics import Target
from salesnb.periods import Period
from salesnb.scopes import ScopedStore

CHANGES = (
    "leads",
    "deals",
    "timing",
    "conversion",
    "deal_size",
    "repeat",
    "returns",
    "unexplained",
)
# What is multiplied to the money of a stream, and the step that tells of it.
_FACTORS = {
    "lead": ("leads", "timing", "conversion", "deal_size"),
    "deal": ("deals", "timing", "conversion", "deal_size"),
}
_READINGS = ("step", "actual", "usual", "n")


@dataclass(frozen=True)
class Gap:
    """The way from the target of a scope to what it sold.

    Attributes
    ----------
    against : what it is compared with: the target, or what is usual where there is none above 0.
    start, actual : the amount compared with, of a running period its share up to the day; and sales.
    target, origin : the target of the whole period as it was found; None = there is none.
    effects : the changes (`CHANGES`) that add up to actual - start, the biggest first.
    readings : what the changes rest on: step, actual, usual (scaled like the target), n (cases).
    periods : the earlier periods that say what is usual; without any all is unexplained.
    stretch : the compared amount over usual sales; so many times the usual leads and orders it asks.
    unknown : cases that ended on an unknown day, which are in no figure.
    unsplit : streams whose losses are not recorded: conversion and timing stand together.
    """

    against: str
    start: Decimal
    actual: Decimal
    target: Decimal | None
    origin: str | None
    effects: dict[str, Decimal]
    readings: pd.DataFrame
    periods: Sequence[Period]
    stretch: float | None
    unknown: int
    unsplit: Sequence[str]

    @property
    def gap(self) -> Decimal:
        """Actual less what it is compared with."""
        return self.actual - self.start


def decompose_gap(
    store: ScopedStore,
    period: Period,
    targets: Mapping[str, Target | None],
    due: Mapping[str, float] | float = 1.0,
    *,
    by: str | None = None,
    reference: str = "recent",
) -> dict[str, Gap]:
    """Return why sales are not what the target says, for a scope or for each of its groups.

    What the target implies are usual sales, scaled: as many times the usual leads, deals, orders
    and returns as the target is of usual sales, at the usual conversion, time and deal size.

    Parameters
    ----------
    targets : {group: its target of the whole period}; of a scope as a whole the group is "".
    due : the share of the target that is due by the day, for all groups or {group: share}.
    by : rep, team or department; None = the scope as a whole.
    reference : recent (about a year of earlier periods) or last_year.

    Returns
    -------
    {group: Gap}, for all groups that have data or a target.

    Notes
    -----
    The money of won cases is a product: cases at hand, weighted with the usual chance of their age
    to be won in a period; decided of them over usually decided (timing); won of the decided over
    the usual share (conversion); money per won case. Each gets its ordered average
    (`shares.ordered_average`). Orders beyond won cases are `repeat`, negative ones `returns`.
    """
    window = period.as_far_as(period, store.as_of)
    earlier = earlier_periods(period, store.as_of, date.min, reference)
    readings = read_gap(store, [*earlier, window], by)
    return gaps_of(readings, earlier, targets, due)


def gaps_of(
    readings: GapReadings,
    earlier: Sequence[Period],
    targets: Mapping[str, Target | None],
    due: Mapping[str, float] | float = 1.0,
) -> dict[str, Gap]:
    """Return the decompositions that readings of earlier periods and a last, present one give.

    Of a group only the earlier periods count in which it was there from the first day on.
    """
    found = {}
    for row, group in enumerate(readings.groups):
        first = readings.first_days[row]
        kept = [n for n, each in enumerate(earlier) if first is not None and each.start >= first]
        base = _Base(readings, row, kept)
        start = _due(targets.get(group), due, group)
        found[group] = _gap(base, targets.get(group), start, [earlier[n] for n in kept])
    for group, target in targets.items():
        if group not in found and target is not None:
            found[group] = _nothing(target, _due(target, due, group) or Decimal(0))
    return found


def gap_frame(gaps: Mapping[str, Gap], by: str | None = None) -> pd.DataFrame:
    """Return decompositions as rows: the group, step, value (Decimal, yuan).

    Each group has a start, its changes, and an end; start and changes are exactly the end.
    """
    rows = [
        {"group": group, "step": step, "value": value}
        for group, gap in gaps.items()
        for step, value in {
            "start": gap.start,
            **{step: gap.effects.get(step, Decimal(0)) for step in CHANGES},
            "end": gap.actual,
        }.items()
    ]
    frame = pd.DataFrame(rows, columns=["group", "step", "value"])
    return frame.rename(columns={"group": by}) if by else frame.drop(columns="group")


class _Base:
    """One group: its earlier periods, and the present one, which is the last of the readings."""

    def __init__(self, readings: GapReadings, row: int, kept: Sequence[int]) -> None:
        self._of, self._row, self._kept = readings, row, list(kept)
        self.unknown = readings.unknown[row]
        self.actual = Decimal(int(readings.sales[row, -1])) * CENT
        self.sales: Floats = readings.sales[row] / 100
        self.returns: Floats = readings.returns[row]
        self.orders: Floats = readings.orders[row]
        self.repeat: Floats = self.sales - self.returns - readings.money[row].sum(axis=1)
        self.has_losses = [self._losses(stream) for stream in range(len(STREAMS))]

    def usual(self, reading: Floats) -> float:
        """Return the mean of a reading over the earlier periods, 0 without any."""
        return float(reading[self._kept].mean()) if self._kept else 0.0

    def stream(self, number: int) -> Stream:
        at_hand = self._of.at_hand[self._row, :, number]
        won = self._of.won[self._row, :, number]
        decided = self._of.decided[self._row, :, number] if self.has_losses[number] else at_hand
        money = self._of.money[self._row, :, number]
        return Stream(
            at_hand=at_hand[-1],
            decided=float(decided[-1].sum()),
            won=float(won[-1].sum()),
            money=float(money[-1]),
            base_at_hand=at_hand[self._kept].sum(axis=0),
            base_decided=decided[self._kept].sum(axis=0),
            base_won=won[self._kept].sum(axis=0),
            base_money=float(money[self._kept].sum()),
            periods=len(self._kept),
        )

    def _losses(self, number: int) -> bool:
        """Whether any decided case was lost; if none was, nobody writes losses down."""
        places = [*self._kept, -1]
        decided = self._of.decided[self._row, places, number].sum()
        return bool(decided > self._of.won[self._row, places, number].sum())


def _gap(base: _Base, target: Target | None, due: Decimal | None, periods: Sequence[Period]) -> Gap:
    usual = base.usual(base.sales)
    start = due if due is not None else Decimal(repr(usual)).quantize(CENT)
    stretch = float(start) / usual if usual > 0 else None
    if stretch is None or start <= 0:
        parts: dict[str, float] = {"unexplained": float(base.actual - start)}
        unsplit: list[str] = []
        readings = pd.DataFrame(columns=list(_READINGS))
    else:
        parts, unsplit = _parts(base, stretch)
        readings = _told(base, stretch)
    return Gap(
        "target" if due is not None else "usual",
        start,
        base.actual,
        target.value if target else None,
        target.origin if target else None,
        _ordered(parts, base.actual - start),
        readings,
        periods,
        stretch,
        base.unknown,
        unsplit,
    )


def _nothing(target: Target, start: Decimal) -> Gap:
    """Return the gap of a group that has a target and no data at all."""
    return Gap(
        "target", start, Decimal(0), target.value, target.origin, {"unexplained": -start},
        pd.DataFrame(columns=list(_READINGS)), [], None, 0, [],
    )  # fmt: skip


def _due(target: Target | None, due: Mapping[str, float] | float, group: str) -> Decimal | None:
    """Return the target's share up to the day; none where there is no target above 0."""
    if target is None or target.value <= 0:
        return None
    share = due if isinstance(due, (float, int)) else due.get(group, 1.0)
    return (target.value * Decimal(repr(share))).quantize(CENT)


def _parts(base: _Base, stretch: float) -> tuple[dict[str, float], list[str]]:
    """Return what each step changes, and the streams whose timing could not be told apart."""
    parts = dict.fromkeys(CHANGES, 0.0)
    unsplit: list[str] = []
    for number, name in enumerate(STREAMS):
        stream = base.stream(number)
        usual_money = stretch * stream.base_money / stream.periods
        if not stream.is_split:
            parts["unexplained"] += stream.money - usual_money
            continue
        wins, *rates = stream.usual
        shares = ordered_average((stretch * wins, *rates), stream.present)
        for step, value in zip(_FACTORS[name], shares, strict=True):
            parts[step] += value
        unsplit += [] if base.has_losses[number] else [name]
    for step, reading in (("repeat", base.repeat), ("returns", base.returns)):
        parts[step] = float(reading[-1]) - stretch * base.usual(reading)
    return parts, unsplit


def _ordered(parts: Mapping[str, float], total: Decimal) -> dict[str, Decimal]:
    """Return the parts in cents that add up to the total, the biggest first."""
    cents = dict(zip(parts, adding_up(list(parts.values()), total), strict=True))
    kept = {step: value for step, value in cents.items() if value}
    return dict(sorted(kept.items(), key=lambda item: (-abs(item[1]), CHANGES.index(item[0]))))


def _told(base: _Base, stretch: float) -> pd.DataFrame:
    """Return what the changes rest on."""
    rows: list[tuple[str, float, float, float]] = []
    for number, name in enumerate(STREAMS):
        rows += _told_of(base.stream(number), _FACTORS[name][0], name, stretch)
    readings = {"orders": base.orders, "repeat": base.repeat, "returns": base.returns}
    orders = float(base.orders[-1])
    rows += [
        (step, float(of[-1]), stretch * base.usual(of), np.nan if step == "returns" else orders)
        for step, of in readings.items()
    ]
    return pd.DataFrame(rows, columns=list(_READINGS))


def _told_of(
    stream: Stream, volume: str, name: str, stretch: float
) -> list[tuple[str, float, float, float]]:
    """Return the readings of one stream: wins to be had, decided, share won, size."""
    if not stream.is_split:
        return []
    wins, _, _, size = stream.usual
    decided = stream.expected_decided
    share = stream.won / stream.decided if stream.decided else np.nan
    usual_share = stream.expected / decided if decided else np.nan
    mean = stream.money / stream.won if stream.won else np.nan
    return [
        (volume, stream.expected, stretch * wins, float(stream.at_hand.sum())),
        (f"timing_{name}", stream.decided, decided, float(stream.at_hand.sum())),
        (f"conversion_{name}", share, usual_share, stream.decided),
        (f"deal_size_{name}", mean, size, stream.won),
    ]
