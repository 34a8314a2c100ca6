"""Reasons as typed, grouped into known causes."""

from pathlib import Path

import pandas as pd
import pytest

from salesnb.errors import ConfigError
from salesnb.funnel.causes import grouped, with_causes
from tests.frames import DEFAULTS, settings_with


@pytest.mark.parametrize(
    ("typed", "cause"),
    [
        ("预算不足", "budget"),
        ("没有预算了，明年再看", "budget"),  # the first in the order of params, not 明年
        ("竞品价格低", "price"),
        ("选了别家", "competitor"),
        ("打不通电话", "unreachable"),
        ("Too EXPENSIVE for them", "price"),
        ("老板出国了", None),
    ],
)
def test_a_reason_belongs_to_the_first_cause_of_which_it_contains_a_word(
    typed: str, cause: str | None
) -> None:
    found = with_causes(pd.DataFrame({"reason": [typed]}), DEFAULTS.causes)
    assert found["cause"].tolist() == [cause]


def test_several_texts_of_one_cause_are_joined_and_a_single_one_stays_as_typed() -> None:
    counts = pd.DataFrame({
        "reason": ["预算没批", "经费不够", "竞品价格低", "老板出国了"],
        "leads": [3, 2, 4, 1],
    })  # fmt: skip
    found = grouped(counts, DEFAULTS.causes, "zh")
    assert found.to_dict("records") == [
        {"reason": "预算不足", "leads": 5, "typed": ["预算没批", "经费不够"]},
        {"reason": "竞品价格低", "leads": 4, "typed": []},  # not 价格高: nobody else said so
        {"reason": "老板出国了", "leads": 1, "typed": []},
    ]


def test_the_causes_of_a_workspace_take_the_place_of_those_shipped(tmp_path: Path) -> None:
    own = "causes:\n  - {id: travel, zh: 出差, en: Travel, words: [出国]}\n"
    settings = settings_with(tmp_path, causes=own)
    found = with_causes(pd.DataFrame({"reason": ["老板出国了", "预算不足"]}), settings.causes)
    assert found["cause"].tolist() == ["travel", None]


def test_a_cause_that_is_given_twice_is_named(tmp_path: Path) -> None:
    line = "  - {id: travel, zh: 出差, en: Travel}\n"
    with pytest.raises(ConfigError, match="the cause travel is given twice"):
        settings_with(tmp_path, causes=f"causes:\n{line}{line}")
