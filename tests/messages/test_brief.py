"""Every published report leaves a brief beside it, which says what its first screen says."""

import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest

from salesnb.delivery.brief import Brief, read_brief
from salesnb.delivery.subject import subject_of
from salesnb.errors import DataError
from salesnb.figures import Card, kpi_cards
from salesnb.periods import parse_period
from salesnb.reports.brief import brief_path, report_brief
from salesnb.reports.plan import Task
from salesnb.scopes import Scope
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


def a_task(page: Path) -> Task:
    """Return the task of a report of one's own about a team."""
    period = parse_period("2026-10", date(2026, 10, 31))
    given = {"as_of": "2026-10-31", "viewer": None}
    scope, index = Scope("team", "East"), page.with_name("index.html")
    return Task("mine", page, scope, period, "en", page, index, given)


def test_a_notebook_without_a_headline_is_named_with_scope_and_period(tmp_path: Path) -> None:
    page = tmp_path / "mine.en.html"
    blocks = [{"kind": "table", "columns": [], "rows": []}]
    told = report_brief(blocks, {}, a_task(page), kind="My report", banner=[])
    brief_path(page).write_text(told, encoding="utf-8")
    brief = read_brief(page)
    assert (brief.headline, brief.sentences, brief.flags) == ((), (), ())
    assert subject_of([brief], "en") == "East Oct My report"


def test_only_what_stands_above_the_first_section_is_in_the_brief(tmp_path: Path) -> None:
    blocks = [
        {"kind": "header", "title": "East", "subtitle": "as of today", "sentences": ["First."]},
        {"kind": "notice", "words": "Since then\nup", "head": "Since then", "items": ["up"]},
        {"kind": "section", "title": "Deals"},
        {"kind": "flags", "flags": [{"severity": "red", "subject": "x", "text": "", "detail": ""}]},
    ]
    summary = {"title": "The East · October 2026", "flags": 2}
    task, banner = a_task(tmp_path / "mine.en.html"), ["Please note: stale."]
    told = json.loads(report_brief(blocks, summary, task, kind="Mine", banner=banner))
    assert (told["scope_label"], told["period_label"]) == ("The East", "October 2026")
    assert (told["sentences"], told["flags"], told["flag_count"]) == (["First."], [], 2)
    assert (told["since"], told["changed"], told["banner"]) == ("Since then", ["up"], banner)
