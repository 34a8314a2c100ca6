"""Choices, sources and flags."""

import pytest

from salesnb.loaders.values.failure import Failure
from salesnb.loaders.values.words import ChoiceParser, SourceParser, parse_flag
from salesnb.settings import Settings


@pytest.mark.parametrize(
    ("typed", "stage"),
    [
        ("线索", "lead"), ("线索获取", "lead"), ("意向筛选", "intent"), ("商机转化", "opportunity"),
        ("方案报价", "quote"), ("成交签约", "won"), ("WON", "won"), (" 流 失 ", "lost"),
    ],
)  # fmt: skip
def test_a_stage_is_read_under_all_its_words(settings: Settings, typed: str, stage: str) -> None:
    read = ChoiceParser("stage", settings.choices["stage"], "zh")
    assert read(typed) == stage


def test_an_unknown_stage_names_the_nearest_one(settings: Settings) -> None:
    found = ChoiceParser("stage", settings.choices["stage"], "zh")("商机转换")
    assert isinstance(found, Failure)
    assert (found.rule, found.suggestion) == ("unknown_stage", "商机转化")


@pytest.mark.parametrize(
    ("typed", "channel"),
    [
        ("展会", "展会"),
        ("2024年春季行业展会", "展会"),
        ("展会转介绍", "展会"),
        ("老客户转介绍", "转介绍"),
        ("官网表单", "官网"),
        ("Website", "官网"),
        ("Trade show", "展会"),
    ],
)
def test_a_source_is_read_into_its_channel(settings: Settings, typed: str, channel: str) -> None:
    assert SourceParser(settings.aliases.sources, "zh")(typed) == channel


def test_in_an_english_workspace_the_channel_has_its_english_name(settings: Settings) -> None:
    assert SourceParser(settings.aliases.sources, "en")("2024年春季行业展会") == "Trade show"


@pytest.mark.parametrize("typed", ["不知道", "官网和代理商"])
def test_a_source_of_no_channel_or_of_two_is_kept_as_typed(settings: Settings, typed: str) -> None:
    found = SourceParser(settings.aliases.sources, "zh")(typed)
    assert isinstance(found, Failure)
    assert (found.rule, found.value) == ("unknown_source", typed)


@pytest.mark.parametrize("typed", ["是", "Yes", "true", "1", "√", "是（已改为成交）"])
def test_yes_has_many_spellings(typed: str) -> None:
    assert parse_flag(typed) is True


@pytest.mark.parametrize("typed", ["否", "No", "FALSE", "0", "否（仍为“意向客户”）"])
def test_no_has_many_spellings(typed: str) -> None:
    assert parse_flag(typed) is False


def test_neither_yes_nor_no_is_refused() -> None:
    assert isinstance(parse_flag("也许"), Failure)
