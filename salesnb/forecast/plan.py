"""The plan of a year's targets: by month, quarter, team and rep, adding up at every level."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from salesnb.errors import ConfigError, UsageError, unknown
from salesnb.forecast.plan_fit import Block, cannot_add_up, fit, rounded, settle, unit_of
from salesnb.forecast.plan_units import Unit, planned_units
from salesnb.forecast.plan_weights import METRICS, History, read_history, weights
from salesnb.labels import Sentence, say
from salesnb.periods import Calendar, Period, parse_period
from salesnb.scopes import ScopedStore
from salesnb.settings import Settings

COLUMNS = ("period", "grain", "scope", "kind", "name", "value", "origin", "sheet")
_GRAINS = ("year", "quarter", "month")
_KINDS = ("company", "department", "team", "rep")


@dataclass(frozen=True)
class TargetPlan:
    """The targets of a year, and what they rest on.

    Attributes
    ----------
    metric, year : of which targets, and which year.
    frame : period, grain, scope, kind, name, value (Decimal), origin (explicit = of the targets
        sheet, fixed = of params, sum = of explicit and fixed parts alone, planned), sheet (what the
        sheet says where the plan cannot keep it, else missing). One row per scope and year, quarter
        and month; every value is the sum of the scopes below it and of the periods inside.
    history : what it was planned from.
    growth : on top of it, relative; where a target says the sum it has no part in it.
    unit : all values are multiples of it.
    is_finer : whether that is finer than params ask, because a fixed target is no multiple of it.
    conflicts : rows of the sheet that do not fit to the others: scope, period, sheet, plan.
    unused : fixed values of params for which the sheet has another: scope, period, value, sheet.
    left_out : targets of the sheet that are of no whole months of the year.
    parents : {scope: the scope directly above it}, as of the last month.
    absent : scopes with a target in months in which nobody of them is there.
    """

    metric: str
    year: Period
    frame: pd.DataFrame
    history: History
    growth: float
    unit: Decimal
    is_finer: bool
    conflicts: pd.DataFrame
    unused: pd.DataFrame
    left_out: int
    absent: Sequence[str]
    parents: Mapping[str, str]

    def value(self, scope: str, period: str) -> Decimal:
        """Return the planned target of a scope and period, e.g. `team:East`, `2027Q1`."""
        rows = self.frame[(self.frame["scope"] == scope) & (self.frame["period"] == period)]
        return Decimal(rows["value"].iloc[0]) if len(rows) else Decimal(0)


@dataclass
class _Sums:
    """The fixed sums of a plan, and what was said of those that are none."""

    blocks: list[Block]
    unused: list[tuple[str, str, Decimal, Decimal]]
    left_out: int


def plan_targets(
    store: ScopedStore, settings: Settings, calendar: Calendar, year: Period, metric: str = "sales"
) -> TargetPlan:
    """Return the targets of a year for the store's scope and everything below it.

    Targets of the sheet hold; then those that params/plan.yml fixes; all else is what each rep would
    bring at the own rate of the last twelve months (drawn towards the team's), season and working
    days, scaled so that every fixed sum holds.

    Raises
    ------
    ConfigError
        A fixed value of params names an unknown scope or metric, or cannot hold beside the others.
    UsageError
        No such metric; there is neither a target nor any history to plan from; the scope is a
        saved query.
    """
    if metric not in METRICS:
        raise UsageError(unknown("metric", metric, METRICS))
    if store.scope.query:
        raise UsageError(say("err_plan_query"))
    if year.grain != "year":
        raise UsageError(say("err_plan_year", period=year.text))
    months = year.split("month")
    sheet, left_out = _sheet(store, metric, year)
    named = {scope for scope, _ in sheet} | {
        scope for scopes in settings.plan.fixed.get(metric, {}).values() for scope in scopes
    }
    known = _known(store)
    units = planned_units(store, months, calendar, named & known)
    sums = _fixed_sums(store, settings, units, sheet, year, metric, known)
    history = read_history(store, metric, units, calendar)
    growth = settings.plan.growth
    start = weights(units, months, history) * (1 + growth)
    if not history.months and not sums.blocks:
        raise UsageError(
            say("err_plan_nothing", year=year.text, scope=store.scope.name or say("kind_company"))
        )
    spread = np.array([float(max(unit.days, 1)) for unit in units])
    cells, kept, conflicts = _fitted(settings, metric, start, spread, sums.blocks)
    if not history.months:
        cells = _like_the_fixed(cells, kept, spread)
    unit = unit_of(settings.plan.round_to, kept)
    places = _places(units, months, year)
    whole = rounded(cells, kept, list(places.values()), unit)
    away = np.array([not unit.days for unit in units])
    frame = _frame(places, whole, unit, {b.key: b for b in kept}, conflicts, away)
    return TargetPlan(
        metric, year, frame, history, growth, unit, unit < settings.plan.round_to,
        _conflict_frame(conflicts, frame),
        pd.DataFrame(sums.unused, columns=["scope", "period", "value", "sheet"]),
        left_out + sums.left_out, _absent(units, kept), _parents(units),
    )  # fmt: skip


def _sheet(
    store: ScopedStore, metric: str, year: Period
) -> tuple[dict[tuple[str, str], tuple[Period, Decimal]], int]:
    """Return the targets of the year by scope and period, and how many are of no whole months."""
    rows = store.run(
        "select period, scope, cast(value as varchar) as value from targets where metric = ?",
        [metric],
    )
    found: dict[tuple[str, str], tuple[Period, Decimal]] = {}
    left_out = 0
    for row in rows.itertuples():
        period = parse_period(str(row.period), fiscal_start=year.fiscal_start)
        if period.start >= year.end or period.end <= year.start:
            continue
        if period.start < year.start or period.end > year.end or not _is_whole(period):
            left_out += 1
            continue
        found[str(row.scope), period.text] = (period, Decimal(str(row.value)))
    return found, left_out


def _is_whole(period: Period) -> bool:
    return period.start.day == 1 and period.end.day == 1


def _known(store: ScopedStore) -> set[str]:
    """Return the scopes that the store may see."""
    rows = store.run("select distinct person, team, department from staff")
    found = {str(store.scope)}
    for kind, column in (("rep", "person"), ("team", "team"), ("department", "department")):
        found |= {f"{kind}:{name}" for name in rows[column].dropna()}
    sold = store.run("select distinct owner from fact_sales where owner <> 'unassigned'")
    return found | {f"rep:{name}" for name in sold["owner"]}


def _fixed_sums(
    store: ScopedStore,
    settings: Settings,
    units: Sequence[Unit],
    sheet: dict[tuple[str, str], tuple[Period, Decimal]],
    year: Period,
    metric: str,
    known: set[str],
) -> _Sums:
    """Return the fixed sums of sheet and params; where both speak, the sheet holds."""
    sums = _Sums([], [], 0)
    for (scope, text), (period, value) in sheet.items():
        _add(sums, units, scope, period, text, value, year, is_setting=False)
    for text, scopes in settings.plan.fixed.get(metric, {}).items():
        period = parse_period(text, fiscal_start=year.fiscal_start)
        for scope, value in scopes.items():
            if scope not in known:
                if str(store.scope) != "company":
                    continue  # of another part of the company
                said = unknown(
                    "kind_of_scope" if ":" not in scope else scope.split(":")[0], scope, known
                )
                raise ConfigError(
                    say("err_at", place=_place(settings, metric, text, scope), said=said)
                )
            if not (year.start <= period.start and period.end <= year.end):
                continue
            if (scope, period.text) in sheet:
                told = sheet[scope, period.text][1]
                sums.unused += [(scope, period.text, value, told)] if told != value else []
                continue
            _add(sums, units, scope, period, period.text, value, year, is_setting=True)
    sums.blocks.sort(key=lambda block: -len(block.cells))
    return sums


def _add(
    sums: _Sums,
    units: Sequence[Unit],
    scope: str,
    period: Period,
    text: str,
    value: Decimal,
    year: Period,
    *,
    is_setting: bool,
) -> None:
    first = _month_of(period, year)
    last = first + len(period.split("month"))
    cells = [
        n for n, unit in enumerate(units) if scope in unit.scopes and first <= unit.month < last
    ]
    if cells:
        sums.blocks.append(Block(np.array(cells, dtype=np.intp), value, is_setting, (scope, text)))
    else:
        sums.left_out += 1


def _month_of(period: Period, year: Period) -> int:
    return (period.start.year - year.start.year) * 12 + period.start.month - year.start.month


def _fitted(
    settings: Settings,
    metric: str,
    start: NDArray[np.float64],
    spread: NDArray[np.float64],
    blocks: Sequence[Block],
) -> tuple[NDArray[np.float64], list[Block], list[Block]]:
    """Return the cells, the sums that they keep, and those of the sheet that they cannot."""
    cells = _met(start, spread, blocks)
    if cells is not None:
        return cells, list(blocks), []
    off = cannot_add_up(len(start), blocks)
    for place, by in off.items():
        if blocks[place].is_setting:
            raise ConfigError(_contradiction(settings, metric, blocks[place], by))
    kept = [block for place, block in enumerate(blocks) if place not in off]
    cells = _met(start, spread, kept)
    if cells is None:  # only cells at the very edge of what is possible
        cells, _ = fit(spread, kept, spread)
    return cells, kept, [blocks[place] for place in off]


def _met(
    start: NDArray[np.float64], spread: NDArray[np.float64], blocks: Sequence[Block]
) -> NDArray[np.float64] | None:
    """Return cells that meet all sums, or None where they contradict each other."""
    settled = settle(blocks)
    if not settled.holds:
        return None
    cells, holds = fit(start, settled.left, spread)
    for place, value in settled.cells.items():
        cells[place] = float(value)
    return cells if holds else None


def _contradiction(settings: Settings, metric: str, block: Block, by: float) -> Sentence:
    scope, period = block.key
    reached = block.value + Decimal(repr(round(by, 2)))
    said = say(
        "err_plan_sum",
        scope=scope,
        period=period,
        value=f"{block.value:,f}",
        reached=f"{reached:,.2f}".removesuffix(".00"),
    )
    return say("err_at", place=_place(settings, metric, period, scope), said=said)


def _place(settings: Settings, metric: str, period: str, scope: str) -> str:
    """Return file and line of a fixed value; YAML has a year as a number."""
    keys = [period, int(period)] if period.isdigit() else [period]
    lines = {
        key: settings.place("plan", "fixed", metric, key, scope)  # type: ignore[arg-type]
        for key in keys
    }
    return str(lines[keys[-1]])


def _like_the_fixed(
    cells: NDArray[np.float64], kept: Sequence[Block], spread: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return cells of which no history tells, as much in a working day as those with a target."""
    held = np.zeros(len(cells), dtype=bool)
    for block in kept:
        held[block.cells] = True
    level = cells[held].sum() / spread[held].sum()
    return np.where(held, cells, level * spread)


def _places(
    units: Sequence[Unit], months: Sequence[Period], year: Period
) -> dict[tuple[str, str, str], NDArray[np.intp]]:
    """Return {(grain, period, scope): cells}, from the whole year down."""
    quarters = year.split("quarter")
    spans = [("year", year, range(12))]
    spans += [("quarter", q, range(3 * n, 3 * n + 3)) for n, q in enumerate(quarters)]
    spans += [("month", m, range(n, n + 1)) for n, m in enumerate(months)]
    member: dict[str, list[int]] = {}
    for place, unit in enumerate(units):
        for scope in unit.scopes:
            member.setdefault(scope, []).append(place)
    month = np.array([unit.month for unit in units])
    found = {}
    for grain, period, inside in spans:
        for scope in sorted(member, key=_order):
            cells = np.array(member[scope], dtype=np.intp)
            chosen = cells[np.isin(month[cells], list(inside))]
            found[grain, period.text, scope] = chosen
    return found


def _order(scope: str) -> tuple[int, str]:
    kind, _, name = scope.partition(":")
    return _KINDS.index(kind), name


def _frame(
    places: dict[tuple[str, str, str], NDArray[np.intp]],
    whole: NDArray[np.int64],
    unit: Decimal,
    kept: dict[tuple[str, str], Block],
    conflicts: Iterable[Block],
    away: NDArray[np.bool_],
) -> pd.DataFrame:
    """Return the rows of the plan; who is away and gets nothing is not planned either."""
    told = {block.key: block.value for block in conflicts}
    held = away & (whole == 0)
    held[list(settle(list(kept.values())).cells)] = True
    rows = []
    for (grain, period, scope), cells in places.items():
        kind, _, name = scope.partition(":")
        value = int(whole[cells].sum()) * unit
        if (scope, period) in kept:
            origin = "fixed" if kept[scope, period].is_setting else "explicit"
        else:
            origin = "sum" if len(cells) and held[cells].all() else "planned"
        rows.append((period, grain, scope, kind, name, value, origin, told.get((scope, period))))
    return pd.DataFrame(rows, columns=list(COLUMNS))


def _conflict_frame(conflicts: Iterable[Block], frame: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of the sheet that the plan cannot keep, beside what it says."""
    planned = {(row.scope, row.period): row.value for row in frame.itertuples()}
    rows = [(*block.key, block.value, planned.get(block.key)) for block in conflicts]
    return pd.DataFrame(rows, columns=["scope", "period", "sheet", "plan"])


def _absent(units: Sequence[Unit], kept: Sequence[Block]) -> list[str]:
    """Return who has a target of a month without being there on any day of it."""
    alone = [block for block in kept if len(block.cells) == 1 and block.value > 0]
    return sorted({units[n].scopes[0] for block in alone for n in block.cells if not units[n].days})


def _parents(units: Sequence[Unit]) -> dict[str, str]:
    """Return {scope: the one directly above}; of somebody who moves that of the last month."""
    found: dict[str, str] = {}
    for unit in sorted(units, key=lambda unit: unit.month):
        found |= dict(pairwise(unit.scopes))
    return found
