"""Settings: what is wrong in params/ is named with file, line, what is allowed and the nearest."""

from pathlib import Path

import pytest

from salesnb.errors import ConfigError, UsageError
from salesnb.settings import load_settings
from tests.frames import settings_with

PILOT = """
stages:
  - {id: lead, zh: 线索, en: Lead}
  - {id: pilot, zh: 试点客户, en: Pilot}
  - {id: won, zh: 成交, en: Won, kind: won}
  - {id: lost, zh: 流失, en: Lost, kind: lost}
shown: [lead, pilot, won]
shown_full: [lead, pilot, won]
opportunity_stage: pilot
"""


def complaint(folder: Path, **files: str) -> str:
    with pytest.raises(ConfigError) as caught:
        settings_with(folder, **files)
    return str(caught.value)


def test_an_unknown_key_is_named_with_line_nearest_and_allowed(tmp_path: Path) -> None:
    text = complaint(tmp_path, workspace="lang: zh\n# a comment\npayment_day: 60\n")
    assert text.startswith("params/workspace.yml, line 3: 'payment_day' is not a known key.")
    assert "Did you mean 'payment_days'?" in text and "completion_red, country" in text


def test_a_wrong_type_is_named_with_line_and_what_was_given(tmp_path: Path) -> None:
    text = complaint(tmp_path, workspace="lang: zh\npayment_days: soon\n")
    assert "params/workspace.yml, line 2: payment_days:" in text
    assert "integer" in text and "'soon'" in text


def test_a_value_out_of_range_is_refused(tmp_path: Path) -> None:
    text = complaint(tmp_path, workspace="fiscal_year_start: 13\n")
    assert "line 1: fiscal_year_start:" in text and "12" in text and "13" in text


def test_a_value_out_of_a_list_names_what_is_allowed(tmp_path: Path) -> None:
    text = complaint(tmp_path, workspace="lang: fr\n")
    assert "line 1: lang:" in text and "'zh' or 'en'" in text and "'fr'" in text


def test_an_unknown_stage_is_named_at_its_own_line(tmp_path: Path) -> None:
    text = complaint(tmp_path, stages="# funnel\nshown: [lead, won]\nshown_full: [lead, qoute]\n")
    assert text.startswith("params/stages.yml, line 3:")
    assert "'qoute' is not a known stage. Did you mean 'quote'?" in text
    assert "Known: intent, lead, lost, opportunity, quote, won." in text


def test_an_unknown_opportunity_stage_is_named_at_its_own_line(tmp_path: Path) -> None:
    text = complaint(tmp_path, stages=PILOT.replace("stage: pilot", "stage: pilott"))
    assert text.startswith("params/stages.yml, line 9:") and "Did you mean 'pilot'?" in text


def test_a_stage_named_twice_is_refused(tmp_path: Path) -> None:
    text = complaint(tmp_path, stages=PILOT.replace("id: pilot", "id: lead"))
    assert "stage 'lead' is named twice" in text and "params/stages.yml, line 2" in text


def test_exactly_one_stage_is_won(tmp_path: Path) -> None:
    text = complaint(tmp_path, stages=PILOT.replace(", kind: won", ""))
    assert "exactly one stage must have kind: won" in text


def test_a_stage_id_that_no_column_can_bear_is_refused(tmp_path: Path) -> None:
    text = complaint(tmp_path, stages=PILOT.replace("pilot", "a'b"))
    assert "params/stages.yml, line 4" in text and "a'b" in text


def test_a_key_named_twice_is_refused_at_the_second(tmp_path: Path) -> None:
    text = complaint(tmp_path, workspace="lang: zh\ncurrency: CNY\nlang: en\n")
    assert "params/workspace.yml, line 3: 'lang' is named twice" in text


def test_bad_yaml_is_named_with_its_line(tmp_path: Path) -> None:
    text = complaint(tmp_path, workspace="lang: zh\ncompany: 'open\n")
    assert text.startswith("params/workspace.yml, line ") and "not valid YAML" in text


def test_a_file_that_is_not_utf8_is_refused(tmp_path: Path) -> None:
    (tmp_path / "params").mkdir()
    (tmp_path / "params" / "workspace.yml").write_bytes("company: 东方".encode("gbk"))
    with pytest.raises(ConfigError, match=r"params/workspace\.yml: not UTF-8"):
        load_settings(tmp_path / "params")


def test_a_list_where_keys_are_expected_is_refused(tmp_path: Path) -> None:
    assert "expected 'key: value' lines" in complaint(tmp_path, workspace="- lang\n")


def test_an_unknown_params_file_names_the_nearest(tmp_path: Path) -> None:
    text = complaint(tmp_path, metric="metrics: {}\n")
    assert "'metric.yml' is not a known params file. Did you mean 'metrics.yml'?" in text


def test_an_unknown_key_of_a_metric_is_named_at_its_line(tmp_path: Path) -> None:
    text = complaint(tmp_path, metrics="metrics:\n  sales:\n    formla: sum(amount)\n")
    assert text.startswith("params/metrics.yml, line 3: 'formla' is not a known key.")
    assert "Did you mean 'formula'?" in text


def test_a_metric_is_a_formula_or_a_completion_and_not_both(tmp_path: Path) -> None:
    text = complaint(tmp_path, metrics="metrics:\n  sales:\n    against: target\n    of: orders\n")
    assert "params/metrics.yml, line 2" in text and "metrics.sales" in text


def test_a_workspace_overrides_key_by_key(tmp_path: Path) -> None:
    settings = settings_with(
        tmp_path,
        workspace="payment_days: 60\n",
        metrics="metrics:\n  sales:\n    en: Turnover\n",
    )
    assert (settings.workspace.payment_days, settings.workspace.currency) == (60, "CNY")
    assert settings.metrics["sales"].label("en") == "Turnover"
    assert settings.metrics["sales"].label("zh") == "销售额"
    assert "win_rate" in settings.metrics


def test_an_empty_file_changes_nothing(tmp_path: Path) -> None:
    assert settings_with(tmp_path, workspace="# nothing yet\n").workspace.lang == "zh"


def test_a_stage_is_one_more_entry(tmp_path: Path) -> None:
    stages = settings_with(tmp_path, stages=PILOT).stages
    assert [stage.id for stage in stages.path] == ["lead", "pilot", "won"]
    assert (stages.won, stages.lost) == ("won", "lost")


def test_a_stored_id_is_shown_in_the_language_and_an_unknown_one_as_it_is() -> None:
    settings = load_settings(None)
    assert settings.choice_label("stage", "quote", "zh") == "报价"
    assert settings.choice_label("stage", "quote", "en") == "Quote"
    assert settings.choice_label("stage", "??", "en") == "??"
    assert settings.choice_label("stage", None, "en") == ""


def test_an_unknown_source_mapping_names_the_nearest() -> None:
    with pytest.raises(UsageError, match="Did you mean 'maven'"):
        load_settings(None).source("mavn")


def test_a_workspace_mapping_hides_the_packaged_one(tmp_path: Path) -> None:
    folder = tmp_path / "params" / "sources"
    folder.mkdir(parents=True)
    (folder / "maven.yml").write_text("files: {}\n", encoding="utf-8")
    assert settings_with(tmp_path).source("maven").files == {}
