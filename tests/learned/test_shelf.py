"""The shelf: numbered models, of which a worse one does not replace the one in use."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from salesnb.learned import Learned, learn
from salesnb.learned.shelf import Entry, Shelf, decide
from tests.learned.made_up import DESIGN, RULES, TODAY, leads, learnable


@pytest.fixture(scope="module")
def learned() -> Learned:
    return learn(learnable(leads(2500, seed=21)), DESIGN, RULES, TODAY)


def entry(learned: Learned, as_of: date, key: str = "a", **decision: object) -> Entry:
    told = decision or {"kind": "first"}
    return Entry(0, key, "rules", as_of, learned.card(), learned.model, told)


def test_models_are_numbered_and_read_as_they_were_written(
    learned: Learned, tmp_path: Path
) -> None:
    shelf = Shelf(tmp_path / "models")
    numbers = [shelf.put(entry(learned, TODAY, key)).number for key in ("a", "b")]
    assert numbers == [1, 2]
    found = shelf.find("b")
    assert found and found.model == learned.model and shelf.find("c") is None
    assert not list((tmp_path / "models").glob("*.tmp"))


def test_a_damaged_file_is_as_if_it_were_not_there(learned: Learned, tmp_path: Path) -> None:
    shelf = Shelf(tmp_path)
    shelf.put(entry(learned, TODAY))
    (tmp_path / "000002.json").write_text("{", encoding="utf-8")
    (tmp_path / "000003.json").write_text('{"model": {"format": 99}}', encoding="utf-8")
    assert [e.number for e in shelf.entries()] == [1]
    assert shelf.put(entry(learned, TODAY, "b")).number == 4


def test_of_a_past_day_only_models_that_know_nothing_later_are_in_use(
    learned: Learned, tmp_path: Path
) -> None:
    shelf = Shelf(tmp_path)
    shelf.put(entry(learned, date(2026, 5, 31)))
    shelf.put(entry(learned, date(2026, 9, 30), "b", kind="kept", number=1))
    shelf.put(entry(learned, date(2026, 10, 31), "c", kind="replaced", number=1))
    used = {
        day: shelf.before(day, "rules")
        for day in map(date.fromisoformat, ("2026-05-30", "2026-10-01", "2026-11-01"))
    }
    assert [e.number if e else None for e in used.values()] == [None, 1, 3]
    assert shelf.before(TODAY, "other rules") is None


def test_a_worse_model_does_not_replace_a_better_one_and_a_like_one_does(learned: Learned) -> None:
    earlier = date(2026, 1, 31)
    older = learn(learnable(leads(2500, seed=21)), DESIGN, RULES, earlier)
    assert older.model and learned.validation
    old = replace(entry(older, earlier), number=4)
    assert decide(learned, old, RULES.replace_tolerance)["kind"] == "replaced"
    rows, predicted = learned.validation.newest
    upside_down = replace(learned.validation, newest=(rows, 1 - predicted))
    told = decide(replace(learned, validation=upside_down), old, RULES.replace_tolerance)
    assert told["kind"] == "kept" and told["own"] > told["other"] and told["number"] == 4
    assert entry(learned, TODAY, **told).in_use == 4


def test_without_new_outcomes_the_model_in_use_stays(learned: Learned) -> None:
    told = decide(learned, replace(entry(learned, TODAY), number=4), RULES.replace_tolerance)
    assert told == {"kind": "untold", "number": 4, "n": 0}


def test_a_model_that_needs_a_column_that_is_gone_is_not_kept(learned: Learned) -> None:
    assert learned.model
    strange = replace(learned.model.encoders[0], column="gone")
    model = replace(learned.model, encoders=(strange, *learned.model.encoders[1:]))
    old = replace(entry(learned, date(2026, 1, 31)), number=4, model=model)
    assert decide(learned, old, RULES.replace_tolerance) == {"kind": "first"}


def test_the_same_data_give_the_same_model(learned: Learned) -> None:
    again = learn(learnable(leads(2500, seed=21)), DESIGN, RULES, TODAY)
    assert again.model and learned.model
    frame = leads(50, seed=1)
    assert np.array_equal(again.model.predict(frame), learned.model.predict(frame))
