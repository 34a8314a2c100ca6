"""What holds for every registered metric, whatever the data: parts, periods, scopes, days."""

import shutil
import tempfile
from datetime import date, datetime, time
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from salesnb.metrics import measure
from salesnb.metrics.compute import DIMENSIONS, dimensions_of
from salesnb.periods import Grain, parse_period
from salesnb.scopes import ScopedStore
from salesnb.store import Store
from tests.frames import CHINA, DEFAULTS, fill, scoped, settings_with
from tests.metrics.companies import STAFF, TARGETS, History, Tables, companies, histories

OCTOBER = parse_period("2026-10")
LATER = date(2026, 11, 30)
ALL = list(DEFAULTS.metrics)
COMPUTED = [name for name, metric in DEFAULTS.metrics.items() if metric.fact]
ADDITIVE = [name for name in COMPUTED if DEFAULTS.metrics[name].additive]
few = settings(
    max_examples=2,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    derandomize=True,
    phases=[Phase.generate],
)
fewest = settings(few, max_examples=2)
FIGURES = ["value", "numerator", "denominator", "low", "high", "n"]


def opened(tables: Tables, scope: str | None = None, as_of: date = LATER) -> ScopedStore:
    folder = Path(tempfile.mkdtemp())
    return scoped(folder, {"staff": STAFF, **tables}, scope=scope, as_of=as_of)


def facts_of(names: list[str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name in names:
        found.setdefault(str(DEFAULTS.metrics[name].fact), []).append(name)
    return found


def totals(
    store: ScopedStore, names: list[str], *by: str, grain: Grain | None = None
) -> dict[str, float]:
    periods = OCTOBER.split(grain) if grain else [OCTOBER]
    frame = measure(store, DEFAULTS, names, periods, by, CHINA)
    return dict.fromkeys(names, 0.0) | frame.groupby("metric")["value"].sum().to_dict()


def same(one: pd.DataFrame, other: pd.DataFrame, about: object) -> None:
    """Compare rows by their keys; a group of nothing but zeros may be missing on one side."""
    keys = [c for c in one.columns if c not in FIGURES]
    found = []
    for frame in (one, other):
        empty = (frame["n"] == 0) & (frame["value"].isna() | (frame["value"] == 0))
        kept = frame[~empty] if len(keys) > 2 else frame
        kept = kept.assign(**{key: kept[key].astype("str") for key in keys[2:]})
        found.append(kept.sort_values(keys, ignore_index=True))
    pd.testing.assert_frame_equal(*found, check_dtype=False, rtol=1e-9, obj=str(about))


@few
@given(companies())
def test_additive_metrics_sum_to_the_whole_by_any_dimension_and_any_split(
    tables: dict[str, list[dict[str, object]]],
) -> None:
    with opened(tables) as store:
        for fact, names in facts_of(ADDITIVE).items():
            whole = totals(store, names)
            dimensions = dimensions_of(store, fact)
            for dimension in dimensions:
                assert totals(store, names, dimension) == pytest.approx(whole), dimension
            pair = dimensions[0], dimensions[-1]
            assert totals(store, names, *pair) == pytest.approx(whole), pair
            dated = [name for name in names if DEFAULTS.metrics[name].dated_by != "always"]
            for grain in ("day", "week", "month") if dated else ():
                parts = totals(store, dated, grain=grain)
                assert parts == pytest.approx({name: whole[name] for name in dated}), grain
        assert "付款方式" in dimensions_of(store, "sales")
        assert "客户规模" in dimensions_of(store, "leads")


@few
@given(companies())
def test_a_rate_of_counts_lies_within_its_interval(tables: Tables) -> None:
    rates = [name for name in COMPUTED if DEFAULTS.metrics[name].interval == "wilson"]
    with opened(tables) as store:
        frame = measure(store, DEFAULTS, rates, [OCTOBER], ["rep"], CHINA)
    known = frame[frame["denominator"] > 0]
    assert known["value"].between(0, 1).all()
    assert (known["low"] <= known["value"] + 1e-12).all()
    assert (known["high"] >= known["value"] - 1e-12).all()
    assert (known["n"] == known["denominator"]).all()
    assert frame.loc[frame["denominator"] == 0, ["value", "low", "high"]].isna().all(axis=None)


@few
@given(st.lists(st.integers(0, 400), min_size=1, max_size=40))
def test_a_mean_and_a_median_lie_within_their_intervals(hours: list[int]) -> None:
    begin = pd.Timestamp("2026-10-01")
    tables = {
        "leads": [
            {"lead_id": f"L{n}", "created_at": begin, "contact_name": "李", "owner": "甲"}
            for n, _ in enumerate(hours)
        ],
        "follow_ups": [
            {"follow_id": f"F{n}", "lead_id": f"L{n}", "follow_at": begin + pd.Timedelta(hours=hour)}
            for n, hour in enumerate(hours)
        ],
    }  # fmt: skip
    with opened(tables) as store:
        names = ["response_time", "median_response_time"]
        mean, median = measure(store, DEFAULTS, names, [OCTOBER], [], CHINA).to_dict("records")
    assert mean["value"] == pytest.approx(np.mean(hours))
    assert median["value"] == pytest.approx(np.median(hours))
    for row, least in ((mean, 3), (median, 6)):
        assert row["n"] == len(hours)
        assert pd.isna(row["low"]) == pd.isna(row["high"]) == (len(hours) < least)
        if len(hours) >= least:
            assert row["low"] <= row["value"] + 1e-9 and row["value"] <= row["high"] + 1e-9


@fewest
@given(companies())
def test_a_scope_has_the_value_that_the_company_gives_for_it(tables: Tables) -> None:
    folder = Path(tempfile.mkdtemp())
    with scoped(folder, {"staff": STAFF, "targets": TARGETS, **tables}) as company:
        split = {
            kind: measure(company, DEFAULTS, ALL, [OCTOBER], [kind], CHINA)
            for kind in ("team", "rep", "department")
        }
    for scope in ("team:东区", "team:西区", "rep:甲", "department:一部"):
        kind, _, name = scope.partition(":")
        with scoped(folder, scope=scope) as store:
            own = measure(store, DEFAULTS, ALL, [OCTOBER], [], CHINA).set_index("metric")
        part = split[kind][split[kind][kind] == name].set_index("metric")
        for metric in part.index:
            assert own.loc[metric, "value"] == pytest.approx(part.loc[metric, "value"], nan_ok=True)
            assert own.loc[metric, "n"] == part.loc[metric, "n"]


@fewest
@given(
    companies(("甲", "丙")),
    companies(("乙", "不明", None), "X"),
    companies(("乙", "不明", None), "X"),
)
def test_no_foreign_row_changes_a_figure_inside_the_scope(
    own: Tables, foreign: Tables, others: Tables
) -> None:
    """What every rep may do to rows of their own leaves the figures of another team as they are."""
    found = []
    for strangers in (foreign, others):
        tables = {name: [*own[name], *strangers[name]] for name in own}
        with opened({"targets": TARGETS, **tables}, "team:西区") as store:
            frames = [measure(store, DEFAULTS, ALL, [OCTOBER], by, CHINA) for by in ([], ["rep"])]
            for fact, names in facts_of(COMPUTED).items():
                own_column = dimensions_of(store, fact)[-1]
                frames.append(measure(store, DEFAULTS, names, [OCTOBER], [own_column], CHINA))
            found.append(frames)
    for one, other in zip(*found, strict=True):
        pd.testing.assert_frame_equal(one, other)


@fewest
@given(companies())
def test_what_is_beside_a_figure_is_what_a_call_of_its_own_gives(tables: Tables) -> None:
    weeks = OCTOBER.split("week")
    with opened({"targets": TARGETS, **tables}, as_of=date(2026, 10, 20)) as store:
        for periods in ([OCTOBER], weeks):
            beside = measure(store, DEFAULTS, COMPUTED, periods, ["team"], CHINA, compare=True)
            dated = {n for n in COMPUTED if DEFAULTS.metrics[n].dated_by != "always"}
            beside = beside[beside["metric"].isin(dated)]
            for column, earlier in (
                ("previous", [p.previous().as_far_as(p, store.as_of) for p in periods]),
                ("year_ago", [p.year_ago().as_far_as(p, store.as_of) for p in periods]),
            ):
                for period, then in zip(periods[:2], earlier[:2], strict=True):
                    alone = measure(store, DEFAULTS, sorted(dated), [then], ["team"], CHINA)
                    own = alone.set_index(["metric", "team"])["value"]
                    rows = beside[beside["period"] == period.text]
                    for row in rows.itertuples():
                        right = own.get((row.metric, row.team), float("nan"))
                        value = getattr(row, column)
                        if pd.isna(right):  # the group has no row then
                            assert pd.isna(value) or value == 0, (row, column)
                        else:
                            assert value == pytest.approx(right), (row, column)


@fewest
@given(companies(), st.sampled_from(["region = '华东'", "amount > 100", "level = 'key'"]))
def test_a_condition_its_opposite_and_the_unknown_are_the_whole(
    tables: Tables, condition: str
) -> None:
    parts = (condition, f"not ({condition})", f"({condition}) is null", None)
    metrics = "metrics:\n" + "".join(
        f"  {name}_{n}: {{zh: x, en: x, fact: sales, formula: {formula}, dated_by: sold_on,"
        f" unit: money, additive: true, definition_zh: x, definition_en: x"
        + (f', where: "{part}"}}\n' if part else "}\n")
        for n, part in enumerate(parts)
        for name, formula in (("total", "sum(amount)"), ("rows", "count(*)"))
    )
    with opened(tables) as store:
        known = settings_with(Path(tempfile.mkdtemp()), metrics=metrics)
        names = [f"{name}_{n}" for name in ("total", "rows") for n in range(4)]
        frame = measure(store, known, names, [parse_period("2026")], [], CHINA)
    value = frame.set_index("metric")["value"]
    for name in ("total", "rows"):
        assert value[[f"{name}_{n}" for n in range(3)]].sum() == pytest.approx(value[f"{name}_3"])


STEPS = (date(2026, 10, 4), date(2026, 10, 16), date(2026, 11, 8))


def as_seen(folder: Path, as_of: date) -> list[pd.DataFrame]:
    """Return every metric of October and the funnel's counts as of a day."""
    with scoped(folder, as_of=as_of) as opened_store:
        return [measure(opened_store, DEFAULTS, ALL, [OCTOBER], by, CHINA) for by in ([], ["team"])]


@fewest
@given(histories())
def test_a_past_day_of_todays_store_is_the_store_as_it_was_on_that_day(history: History) -> None:
    """Of rows that are only appended, and stages that only move forward with their history."""
    folder = Path(tempfile.mkdtemp())
    for day in STEPS:
        fill(Store(folder / "grown"), history.known(day), datetime.combine(day, time(18)))
        shutil.copytree(folder / "grown", folder / str(day))
    for day in STEPS:
        then, now = as_seen(folder / str(day), day), as_seen(folder / "grown", day)
        for one, other in zip(then, now, strict=True):
            same(one, other, day)


@fewest
@given(histories())
def test_sheets_that_were_imported_late_tell_the_past_as_it_was(history: History) -> None:
    folder = Path(tempfile.mkdtemp())
    fill(Store(folder / "late"), history.known(STEPS[-1]), datetime(2026, 11, 30, 12))
    for day in (*STEPS, date(2026, 10, 25)):
        fill(Store(folder / f"of-{day}"), history.known(day), datetime.combine(day, time(18)))
        then, late = as_seen(folder / f"of-{day}", day), as_seen(folder / "late", day)
        for one, other in zip(then, late, strict=True):
            same(one, other, day)


def test_every_dimension_belongs_to_some_fact() -> None:
    with opened({}) as store:
        facts = [table for table in store.tables() if table.startswith("fact_")]
        known = {d for fact in facts for d in dimensions_of(store, fact.removeprefix("fact_"))}
    assert known == set(DIMENSIONS)
