"""Every label exists in both languages, with the same placeholders."""

from string import Formatter

import pytest

from salesnb.labels import LANGUAGES, all_labels, label, plural
from salesnb.labels.rule_names import RULE_NAMES
from salesnb.loaders.rules import RULES


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def test_every_label_has_both_languages_with_the_same_placeholders() -> None:
    labels = all_labels()
    assert [key for key, both in labels.items() if not all(words.strip() for words in both)] == []
    assert [key for key, (zh, en) in labels.items() if placeholders(zh) != placeholders(en)] == []


def test_no_key_is_given_twice() -> None:
    assert all_labels()


def test_an_unknown_key_is_a_key_error_that_names_the_key() -> None:
    with pytest.raises(KeyError, match="no_such_label"):
        label("no_such_label", "zh")


def test_an_unknown_language_is_a_key_error_that_names_the_known_ones() -> None:
    with pytest.raises(KeyError, match="en, zh"):
        label("target", "fr")


def test_placeholders_are_filled_in_each_language() -> None:
    assert [label("unit_note", lang, unit="x") for lang in LANGUAGES] == ["单位：x", "Unit: x"]


def test_one_of_something_reads_as_singular_in_english() -> None:
    assert plural("flag_count", "en", 1) == "1 flag"
    assert plural("flag_count", "en", 0) == "0 flags"
    assert plural("flag_count", "zh", 1) == "1 项预警"


def test_every_rule_has_a_short_name() -> None:
    assert {f"name_of_{rule}" for rule in RULES} == RULE_NAMES.keys()
