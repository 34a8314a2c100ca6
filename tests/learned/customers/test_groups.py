"""Groups are found where they were planted, refused on noise, and keep their names."""

import numpy as np
import pandas as pd
import pytest
from sklearn.metrics import adjusted_rand_score

from salesnb.learned.customers.clusters import find_clusters, nearest
from salesnb.learned.customers.groups import find_groups
from salesnb.learned.customers.rhythm import rhythms
from salesnb.learned.customers.traits import fit_scale, traits
from tests.learned.customers.made_up import AS_OF, planted, purchases


@pytest.mark.parametrize("seed", range(4))
def test_even_noise_has_no_groups(seed: int) -> None:
    points = np.random.default_rng(seed).uniform(-2, 2, (300, 2 + seed % 3))
    found = find_clusters(points)
    assert found.number == 0
    assert nearest(points, found.centres).tolist() == [-1] * 300


@pytest.mark.parametrize("seed", range(4))
def test_one_bell_has_no_groups(seed: int) -> None:
    rng = np.random.default_rng(seed)
    points = rng.normal(size=(300, 4)) @ rng.normal(size=(4, 4))
    assert find_clusters(points).number == 0


@pytest.mark.parametrize("number", [2, 3, 5])
def test_planted_groups_are_found(number: int) -> None:
    rng = np.random.default_rng(number)
    centres = np.eye(5)[:number] * 4
    kind = rng.integers(number, size=400)
    points = centres[kind] + rng.normal(0, 0.6, (400, 5))
    found = find_clusters(points)
    assert found.number == number
    assert adjusted_rand_score(kind, nearest(points, found.centres)) >= 0.95


def test_kinds_of_customers_are_found_and_told_by_what_they_do() -> None:
    rows, kinds = planted(seed=1)
    frame = rhythms(rows, AS_OF)
    groups = find_groups(frame)
    found = pd.Series(groups.group(frame), index=frame["customer_id"])
    assert adjusted_rand_score(kinds, found.loc[kinds.index]) >= 0.9
    frequent, silent = found[kinds.index[kinds == 0][0]], found[kinds.index[kinds == 2][0]]
    assert "often+" in frequent or "spend+" in frequent
    assert "lately-" in silent or "growth-" in silent


@pytest.mark.parametrize("seed", [3, 4])
def test_names_are_stable_when_customers_are_resampled(seed: int) -> None:
    rows, _ = planted(seed=1)
    frame = rhythms(rows, AS_OF)
    first = find_groups(frame)
    drawn = frame.sample(len(frame), replace=True, random_state=seed, ignore_index=True)
    again = find_groups(drawn, first, seed=seed)
    was, now = pd.Series(first.group(frame)), pd.Series(again.group(frame))
    assert set(again.names) == set(first.names)
    assert adjusted_rand_score(was, now) >= 0.8
    assert (was == now).mean() >= 0.9  # the same names, not only the same partition


def test_a_group_keeps_its_name_a_quarter_later() -> None:
    rows, _ = planted(seed=2, last=820)
    before = find_groups(rhythms(rows, AS_OF))
    later = rhythms(rows, pd.Timestamp("2026-03-31").date())
    assert set(find_groups(later, before).names) == set(before.names)


def test_a_name_that_was_given_stays_although_the_traits_would_give_another() -> None:
    rows, _ = planted(seed=1)
    frame = rhythms(rows, AS_OF)
    first = find_groups(frame)
    renamed = type(first)(**{**vars(first), "names": tuple(f"own{n}" for n in range(3))})
    assert set(find_groups(frame, renamed).names) == {"own0", "own1", "own2"}


def test_one_customer_of_half_the_sales_does_not_stretch_the_scale() -> None:
    rows, kinds = planted(seed=1)
    huge = purchases(("HUGE", "2025-12-01", float(rows["bought"].sum())))
    frame = rhythms(pd.concat([rows, huge]), AS_OF)
    groups = find_groups(frame)
    found = pd.Series(groups.group(frame), index=frame["customer_id"])
    assert adjusted_rand_score(kinds, found.loc[kinds.index]) >= 0.9


def test_identical_customers_have_no_traits_to_be_grouped_by() -> None:
    rows = purchases(*[(f"C{n}", "2025-06-02", 100.0) for n in range(60)])
    groups = find_groups(rhythms(rows, AS_OF))
    assert (groups.scale.names, groups.names, groups.tried) == ((), (), ())


def test_few_customers_are_not_grouped() -> None:
    rows, _ = planted(seed=1, sizes=(10, 10, 10))
    groups = find_groups(rhythms(rows, AS_OF))
    assert (groups.names, groups.tried) == ((), ())


def test_a_spread_is_not_stretched_by_many_equal_values() -> None:
    table = pd.DataFrame({"often": [0.0] * 80 + [1.0] * 20, "same": [3.0] * 100})
    scale = fit_scale(table)
    assert scale.names == ("often",)
    assert scale(table).max() <= 3.0


def test_traits_of_who_brought_everything_back_are_finite() -> None:
    rows = purchases(("A", "2025-01-06", 100), ("A", "2025-02-06", -100), ("B", "2025-01-06", 9))
    assert np.isfinite(traits(rhythms(rows, AS_OF)).to_numpy()).all()
