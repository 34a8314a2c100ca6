"""What holds for every registered metric, whatever the data: parts, periods, scopes, days."""

import shutil
import tempfile
from collections.abc import Iterator
from datetime import date, datetime, time
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from salesnb.metrics import measure
from salesnb.metrics.compute import DIMENSIONS, dimensions_of
from salesnb.periods import GRAINS, Period, parse_period
from salesnb.scopes import ScopedStore
from salesnb.store import Store
from tests.frames import CHINA, DEFAULTS, fill, scoped, settings_with
from tests.metrics.companies import (
    LATER,
    OWN,
    STAFF,
    STRANGERS,
    TARGETS,
    History,
    Opened,
    Tables,
    companies,
    drawn,
    histories,
    joined,
)

OCTOBER = parse_period("2026-10")
ALL = list(DEFAULTS.metrics)
COMPUTED = [name for name, metric in DEFAULTS.metrics.items() if metric.fact]
DATED = [name for name in COMPUTED if DEFAULTS.metrics[name].dated_by != "always"]
ADDITIVE = [name for name in COMPUTED if DEFAULTS.metrics[name].additive]
RATES = [name for name in COMPUTED if DEFAULTS.metrics[name].interval == "wilson"]
FIGURES = ["value", "numerator", "denominator", "low", "high", "n"]
SCOPES = ("company", "team:东区", "team:西区", "rep:甲", "rep:丙", "department:一部")
FIRMS, PASTS = 4, 2
# A company takes half a second to store and to open, a question some milliseconds: few companies
# are made once, with many rows or asked many questions.
many = settings(max_examples=60, deadline=None, derandomize=True, database=None)
few = settings(
    max_examples=2,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    derandomize=True,
    phases=[Phase.generate],
)
firm = st.integers(0, FIRMS - 1)
period = st.sampled_from(
    ["2026-09", "2026-10", "2026Q4", "2026", "2025-10", "2026-W41", "2026-10-05..2026-11-02"]
).map(parse_period)
by_target = st.sampled_from([[], ["team"], ["rep"], ["department"]])


@pytest.fixture(scope="module")
def firms(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[Opened]]:
    """Random companies with targets, opened in a scope when one is asked for."""
    made = [
        Opened(tmp_path_factory.mktemp("firm"), {"staff": STAFF, "targets": TARGETS, **tables})
        for tables in drawn(companies(), FIRMS)
    ]
    yield made
    for each in made:
        each.close()


@pytest.fixture(scope="module")
def twins(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[tuple[Opened, Opened]]]:
    """Pairs of companies with the same rows of a team's people, and other rows of everybody else."""
    pairs = []
    for own, *others in drawn(st.tuples(companies(OWN), *[companies(STRANGERS, "X")] * 2), 2):
        pair = []
        for strangers in others:
            tables = {name: [*own[name], *strangers[name]] for name in own}
            known = {"staff": STAFF, "targets": TARGETS, **tables}
            pair.append(Opened(tmp_path_factory.mktemp("twin"), known))
        pairs.append((pair[0], pair[1]))
    yield pairs
    for pair in pairs:
        for each in pair:
            each.close()


def opened(tables: Tables, scope: str | None = None, as_of: date = LATER) -> ScopedStore:
    folder = Path(tempfile.mkdtemp())
    return scoped(folder, {"staff": STAFF, **tables}, scope=scope, as_of=as_of)


def asked(store: ScopedStore, name: str, one: Period, by: list[str]) -> pd.DataFrame:
    return measure(store, DEFAULTS, [name], [one], by, CHINA)


def some_dimensions(data: st.DataObject, store: ScopedStore, name: str, most: int = 2) -> list[str]:
    fact = DEFAULTS.metrics[name].fact
    known = dimensions_of(store, str(fact)) if fact else ["team", "rep", "department"]
    most = most if fact else 1
    return data.draw(st.lists(st.sampled_from(known), max_size=most, unique=True), "by")


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


@many
@given(firm, st.sampled_from(SCOPES), st.sampled_from(ADDITIVE), period, st.data())
def test_an_additive_metric_sums_to_the_whole_by_any_dimensions_and_any_split(
    firms: list[Opened], nth: int, scope: str, name: str, whole: Period, data: st.DataObject
) -> None:
    store = firms[nth].of(scope)
    by = some_dimensions(data, store, name)
    grains = GRAINS[1:] if whole.grain in ("quarter", "year") else GRAINS
    grain = data.draw(st.sampled_from([None, *grains] if name in DATED else [None]), "grain")
    periods = whole.split(grain) if grain else [whole]
    parts = measure(store, DEFAULTS, [name], periods, by, CHINA)
    (total,) = asked(store, name, whole, [])["value"].fillna(0)
    assert parts["value"].sum() == pytest.approx(total)


def test_the_columns_of_the_sheets_are_among_the_dimensions(firms: list[Opened]) -> None:
    store = firms[0].of("company")
    assert "付款方式" in dimensions_of(store, "sales")
    assert "客户规模" in dimensions_of(store, "leads")


@many
@given(firm, st.sampled_from(SCOPES), st.sampled_from(RATES), period, st.data())
def test_a_rate_of_counts_lies_within_its_interval(
    firms: list[Opened], nth: int, scope: str, name: str, whole: Period, data: st.DataObject
) -> None:
    store = firms[nth].of(scope)
    frame = asked(store, name, whole, some_dimensions(data, store, name))
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


@many
@given(firm, st.sampled_from(SCOPES[1:]), st.sampled_from(ALL), period)
def test_a_scope_has_the_value_that_the_company_gives_for_it(
    firms: list[Opened], nth: int, scope: str, name: str, whole: Period
) -> None:
    kind, _, part = scope.partition(":")
    (own,) = asked(firms[nth].of(scope), name, whole, []).to_dict("records")
    split = asked(firms[nth].of("company"), name, whole, [kind])
    for row in split[split[kind] == part].to_dict("records"):
        assert own["value"] == pytest.approx(row["value"], nan_ok=True)
        assert own["n"] == row["n"]


@many
@given(
    st.integers(0, 1),
    st.sampled_from(["team:西区", "rep:丙"]),
    st.sampled_from(ALL),
    period,
    st.data(),
)
def test_no_foreign_row_changes_a_figure_inside_the_scope(
    twins: list[tuple[Opened, Opened]],
    nth: int,
    scope: str,
    name: str,
    whole: Period,
    data: st.DataObject,
) -> None:
    """What every rep may do to rows of their own leaves the figures of another team as they are."""
    one, other = (twin.of(scope) for twin in twins[nth])
    by = some_dimensions(data, one, name)
    pd.testing.assert_frame_equal(asked(one, name, whole, by), asked(other, name, whole, by))


@many
@given(firm, st.sampled_from(DATED), period, st.sampled_from([None, "week", "month"]), by_target)
def test_what_is_beside_a_figure_is_what_a_call_of_its_own_gives(
    firms: list[Opened], nth: int, name: str, whole: Period, grain: str | None, by: list[str]
) -> None:
    store = firms[nth].of("company", date(2026, 10, 20))
    periods = whole.split(grain)[:3] if grain else [whole]
    beside = measure(store, DEFAULTS, [name], periods, by, CHINA, compare=True)
    for now in periods[:1]:
        rows = beside[beside["period"] == now.text].set_index(by) if by else beside.iloc[:1]
        earlier = {"previous": now.previous(), "year_ago": now.year_ago()}
        for column, then in earlier.items():
            alone = asked(store, name, then.as_far_as(now, store.as_of), by)
            right = alone.set_index(by)["value"] if by else alone["value"]
            for key, value in rows[column].items():
                if pd.isna(right.get(key, float("nan"))):  # the group has no row then
                    assert pd.isna(value) or value == 0, (column, key)
                else:
                    assert value == pytest.approx(right[key]), (column, key)


@pytest.mark.parametrize("condition", ["region = '华东'", "amount > 100", "level = 'key'"])
def test_a_condition_its_opposite_and_the_unknown_are_the_whole(
    firms: list[Opened], tmp_path: Path, condition: str
) -> None:
    parts = (condition, f"not ({condition})", f"({condition}) is null", None)
    metrics = "metrics:\n" + "".join(
        f"  {name}_{n}: {{zh: x, en: x, fact: sales, formula: {formula}, dated_by: sold_on,"
        f" unit: money, additive: true, definition_zh: x, definition_en: x"
        + (f', where: "{part}"}}\n' if part else "}\n")
        for n, part in enumerate(parts)
        for name, formula in (("total", "sum(amount)"), ("rows", "count(*)"))
    )
    known = settings_with(tmp_path, metrics=metrics)
    names = [f"{name}_{n}" for name in ("total", "rows") for n in range(4)]
    for each in firms:
        store = each.of("company")
        frame = measure(store, known, names, [parse_period("2026")], [], CHINA)
        value = frame.set_index("metric")["value"]
        for name in ("total", "rows"):
            three = value[[f"{name}_{n}" for n in range(3)]]
            assert three.sum() == pytest.approx(value[f"{name}_3"])


STEPS = (date(2026, 10, 4), date(2026, 10, 16), date(2026, 11, 8))


BETWEEN = date(2026, 10, 25)
Seen = dict[str, list[pd.DataFrame]]


def as_seen(folder: Path, as_of: date) -> list[pd.DataFrame]:
    """Return every metric of October and of the year as of a day, in several splits."""
    spans = [OCTOBER, parse_period("2026")]
    with scoped(folder, as_of=as_of) as store:
        splits = ([], ["rep"])
        return [measure(store, DEFAULTS, ALL, spans, by, CHINA) for by in splits]


def of_the_past(folder: Path, history: History) -> dict[date, Seen]:
    """Return what three stores tell of each day: the one of then, the grown one, the late one."""
    for day in STEPS:
        fill(Store(folder / "grown"), history.known(day), datetime.combine(day, time(18)))
        shutil.copytree(folder / "grown", folder / str(day))
    fill(Store(folder / "late"), history.known(STEPS[-1]), datetime(2026, 11, 30, 12))
    fill(Store(folder / str(BETWEEN)), history.known(BETWEEN), datetime.combine(BETWEEN, time(18)))
    found = {}
    for day in (*STEPS, BETWEEN):
        kinds = {"then": str(day), "late": "late"} | ({"grown": "grown"} if day in STEPS else {})
        found[day] = {kind: as_seen(folder / place, day) for kind, place in kinds.items()}
    return found


@pytest.fixture(scope="module")
def pasts(tmp_path_factory: pytest.TempPathFactory) -> list[dict[date, Seen]]:
    """Rows that are only appended, and stages that only move forward with their history."""
    many_in_one = st.tuples(*[histories()] * 6).map(joined)
    return [
        of_the_past(tmp_path_factory.mktemp("past"), history)
        for history in drawn(many_in_one, PASTS)
    ]


@pytest.mark.parametrize("nth", range(PASTS))
@pytest.mark.parametrize("day", STEPS, ids=str)
def test_a_past_day_of_todays_store_is_the_store_as_it_was_on_that_day(
    pasts: list[dict[date, Seen]], nth: int, day: date
) -> None:
    seen = pasts[nth][day]
    for one, other in zip(seen["then"], seen["grown"], strict=True):
        same(one, other, day)


@pytest.mark.parametrize("nth", range(PASTS))
@pytest.mark.parametrize("day", [*STEPS, BETWEEN], ids=str)
def test_sheets_that_were_imported_late_tell_the_past_as_it_was(
    pasts: list[dict[date, Seen]], nth: int, day: date
) -> None:
    seen = pasts[nth][day]
    for one, other in zip(seen["then"], seen["late"], strict=True):
        same(one, other, day)


def test_every_dimension_belongs_to_some_fact() -> None:
    with opened({}) as store:
        facts = [table for table in store.tables() if table.startswith("fact_")]
        known = {d for fact in facts for d in dimensions_of(store, fact.removeprefix("fact_"))}
    assert known == set(DIMENSIONS)
