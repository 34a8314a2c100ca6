"""Every published report leaves a brief beside it, which says what its first screen says."""

import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from salesnb.delivery.brief import Brief, read_brief
from salesnb.errors import DataError
from salesnb.figures import Card, kpi_cards
from salesnb.reports.brief import brief_path
from tests.messages.conftest import REPORTS
from tests.reports.pages import soup_of, visible


def test_every_report_leaves_a_brief_with_figures_and_findings(real: Sequence[Brief]) -> None:
    assert sorted(brief.notebook for brief in real) == sorted(REPORTS)
    for brief in real:
        assert len(brief.headline) == 5 and brief.sentences, brief.key
        assert brief.period_label and brief.scope_label and brief.subtitle


def test_a_brief_says_nothing_that_the_page_does_not_say(real: Sequence[Brief]) -> None:
    for brief in real:
        page = visible(soup_of(brief.page.read_text("utf-8"))).replace("\n", "")
        words = [*brief.sentences, *(flag.text for flag in brief.flags)]
        words += [change.words for figure in brief.headline for change in figure.changes]
        for said in [*words, *(figure.label for figure in brief.headline)]:
            assert "".join(said.split()) in "".join(page.split()), (brief.key, said)


def test_the_flags_are_counted_beyond_those_that_are_shown(real_en: Sequence[Brief]) -> None:
    performance = next(brief for brief in real_en if brief.notebook == "performance")
    assert performance.flag_count > len(performance.flags) == 8


def test_a_link_leads_to_the_page_below_the_address_of_the_reports(
    real_zh: Sequence[Brief],
) -> None:
    funnel = next(brief for brief in real_zh if brief.notebook == "funnel")
    folder = "team-%E5%8D%8E%E5%8C%97%E4%BA%8C%E7%BB%84"
    assert funnel.link == f"https://reports.example.com/{funnel.period}/{folder}/funnel.zh.html"
    assert read_brief(funnel.page).link == ""


def test_a_report_without_a_brief_is_an_error_that_says_how_to_get_one(tmp_path: Path) -> None:
    page = tmp_path / "funnel.zh.html"
    page.write_text("<p>x</p>")
    with pytest.raises(DataError, match="Make the report again with salesnb run"):
        read_brief(page)


@pytest.mark.parametrize("damaged", ["{", "[]", '{"notebook": "funnel"}', '"x"'])
def test_a_damaged_brief_is_the_same_error(tmp_path: Path, damaged: str) -> None:
    page = tmp_path / "funnel.zh.html"
    brief_path(page).write_text(damaged)
    with pytest.raises(DataError, match="no brief"):
        read_brief(page)


def test_a_card_tells_its_metric_its_changes_and_how_they_are_to_be_taken() -> None:
    card = Card(
        "Sales", "1.2", "M", delta="yoy ▼3%", delta_is_good=False, other_delta="vs previous ▲1%",
        metric="sales", moved=-0.03,
    )  # fmt: skip
    (block,) = kpi_cards([card]).content
    told = json.loads(json.dumps(block))["cards"][0]
    assert told["changes"] == [["yoy ▼3%", "bad"], ["vs previous ▲1%", ""]]
    assert (told["metric"], told["moved"]) == ("sales", -0.03)
