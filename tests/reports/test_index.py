"""The index: newest first, findings as text, what failed is named and not linked."""

import re
import sqlite3
from datetime import datetime
from pathlib import Path

import pytest

from salesnb.periods import parse_period
from salesnb.reports.history import ReportHistory
from salesnb.reports.index import Entry, index_html, write_index
from salesnb.reports.plan import Task
from salesnb.reports.runner import Outcome
from salesnb.scopes import Organisation, Place, Scope
from tests.frames import DEFAULTS

NOBODY = Organisation([], [])

ENTRIES = [
    Entry("2026-09", "team:东区", "东区", "funnel", "漏斗", "2026-09/team/funnel.zh.html"),
    Entry(
        "2026-10",
        "team:东区",
        "东区",
        "performance",
        "业绩",
        "2026-10/team/performance.zh.html",
        "完成 80%，落后 3 个百分点",
        2,
    ),
    Entry("2026-10", "company", "全公司", "performance", "业绩", "2026-10/company/p.zh.html"),
    Entry("2026Q3", "company", "全公司", "performance", "业绩", "2026Q3/p.zh.html"),
    Entry("2026-10", "rep:张强", "张强", "funnel", "漏斗", "2026-10/rep/f.html", failed=True),
]


def headings(html: str, tag: str) -> list[str]:
    return re.findall(rf"<{tag}[^>]*>([^<]*)</{tag}>", html)


def test_the_newest_period_is_first_and_the_longer_of_two_before_the_shorter() -> None:
    assert headings(index_html(ENTRIES, "zh"), "h2") == [
        "2026年10月",
        "2026年第3季度",
        "2026年9月",
    ]


def test_the_company_stands_before_teams_and_teams_before_people() -> None:
    html = index_html(ENTRIES, "zh").split("2026年第3季度</h2>")[0]
    assert headings(html, "h3") == ["全公司", "东区", "张强"]


def test_an_entry_shows_its_headline_and_its_flags() -> None:
    html = index_html(ENTRIES, "zh")
    assert '<a href="2026-10/team/performance.zh.html">业绩</a>' in html
    assert "完成 80%，落后 3 个百分点" in html and "● 2 项预警" in html


def test_a_failed_report_is_named_but_not_linked() -> None:
    html = index_html(ENTRIES, "zh")
    assert "未能生成" in html and "2026-10/rep/f.html" not in html
    assert "4 份报告" in html


def test_older_periods_are_folded() -> None:
    many = [Entry(f"2026-{m:02d}", "company", "C", "p", "P", f"{m}.html") for m in range(1, 11)]
    recent, older = index_html(many, "en").split("<details")
    assert headings(recent, "h2")[0] == "October 2026"
    assert headings(older, "h2") == ["April 2026", "March 2026", "February 2026", "January 2026"]


def test_a_period_that_cannot_be_read_comes_last() -> None:
    odd = Entry("近3个月", "company", "全公司", "p", "P", "x.html")
    assert headings(index_html([odd, *ENTRIES], "zh"), "h2")[-1] == "近3个月"


def test_hostile_names_are_literal() -> None:
    bad = '<script>alert(1)</script>"'
    html = index_html([Entry(bad, bad, bad, bad, bad, "a.html", bad)], "en")
    assert html.count("<script") == 1 and "&lt;script&gt;alert(1)" in html


def test_a_path_that_leads_outside_is_refused() -> None:
    with pytest.raises(ValueError, match="relative"):
        index_html([Entry("2026", "company", "C", "p", "P", "https://x.cn/a.html")], "en")


@pytest.mark.parametrize(("lang", "words"), [("zh", "还没有报告。"), ("en", "No reports yet.")])
def test_no_reports_are_said_in_words(lang: str, words: str) -> None:
    assert words in index_html([], lang)


def test_the_index_fetches_nothing() -> None:
    assert not re.search(r"https?://|url\(|@import", index_html(ENTRIES, "zh"))


def test_the_index_is_valid_html() -> None:
    html5lib = pytest.importorskip("html5lib")
    html5lib.HTMLParser(strict=True).parse(index_html(ENTRIES, "zh"))


def test_writing_replaces_the_file_and_leaves_nothing_else(tmp_path: Path) -> None:
    folder = tmp_path / "reports"
    write_index(folder, [], "en")
    target = write_index(folder, ENTRIES, "en")
    assert [path.name for path in folder.iterdir()] == ["index.html"]
    assert target.read_text("utf-8") == index_html(ENTRIES, "en")


def test_a_failed_write_leaves_the_old_index(tmp_path: Path) -> None:
    write_index(tmp_path, ENTRIES, "en")
    before = (tmp_path / "index.html").read_text("utf-8")
    with pytest.raises(ValueError, match="relative"):
        write_index(tmp_path, [Entry("2026", "company", "C", "p", "P", "//x")], "en")
    assert (tmp_path / "index.html").read_text("utf-8") == before
    assert len(list(tmp_path.iterdir())) == 1


def of(period: str) -> Entry:
    return Entry(period, "company", "C", "p", "P", f"{period}.html")


def test_a_fiscal_quarter_stands_where_its_days_lie() -> None:
    """With a fiscal year from April, 2027Q1 is April to June 2026."""
    entries = [of("2026-08"), of("2027Q1"), of("2026-05")]
    assert headings(index_html(entries, "en", fiscal_start=4), "h2") == [
        "August 2026",
        "Q1 2027",
        "May 2026",
    ]
    assert headings(index_html(entries, "en"), "h2")[0] == "Q1 2027"


def test_a_range_stands_by_its_days_and_is_written_out() -> None:
    entries = [of("2026-09"), of("2026-10-01..2026-10-15"), of("2026-10")]
    assert headings(index_html(entries, "zh"), "h2") == [
        "2026年10月",
        "2026年10月1日 – 2026年10月15日",
        "2026年9月",
    ]


def recorded(folder: Path, *made: tuple[str, str]) -> ReportHistory:
    """Record reports by notebook and language, each with its file."""
    history = ReportHistory(folder / "state.sqlite", folder / "reports")
    outcomes = []
    for notebook, lang in made:
        path = folder / "reports" / "2026-10" / f"{notebook}.{lang}.html"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
        task = Task(
            notebook=notebook,
            source=Path("x.ipynb"),
            scope=Scope("company"),
            period=parse_period("2026-10"),
            lang=lang,
            path=path,
            index=path.parent / "index.html",
            parameters={"viewer": None},
        )
        outcomes.append(Outcome(task, 1.0, f"headline in {lang}"))
    history.record(outcomes, datetime(2026, 11, 1), "000001")
    return history


def test_the_index_lists_the_reports_of_all_languages_whichever_ran_last(tmp_path: Path) -> None:
    made = [("funnel", "zh"), ("funnel", "en"), ("performance", "zh")]
    history = recorded(tmp_path, *made)
    for lang in ("zh", "en"):
        html = history.write_indexes(DEFAULTS, lang, NOBODY).read_text("utf-8")
        links = re.findall(r'<a href="([^"]*html)"', html)
        assert sorted(links) == sorted(f"2026-10/{name}.{own}.html" for name, own in made)


def test_an_entry_names_its_language_where_the_report_exists_in_several(tmp_path: Path) -> None:
    history = recorded(tmp_path, ("funnel", "zh"), ("funnel", "en"), ("performance", "zh"))
    html = history.write_indexes(DEFAULTS, "en", NOBODY).read_text("utf-8")
    names = re.findall(r'<a href="2026[^>]*>([^<]*)</a>', html)
    assert sorted(names) == ["Funnel (Chinese)", "Funnel (English)", "Performance"]
    (tmp_path / "reports" / "2026-10" / "funnel.en.html").unlink()
    html = history.write_indexes(DEFAULTS, "en", NOBODY).read_text("utf-8")
    assert ">Funnel</a>" in html and "Chinese" not in html


def test_an_entry_links_its_other_formats_where_they_lie_there(tmp_path: Path) -> None:
    history = recorded(tmp_path, ("funnel", "zh"), ("performance", "zh"))
    folder = tmp_path / "reports" / "2026-10"
    (folder / "funnel.zh.xlsx").touch()
    (folder / "funnel.zh.pdf").touch()
    html = history.write_indexes(DEFAULTS, "zh", NOBODY).read_text("utf-8")
    assert re.findall(r'<a [^>]*href="(2026[^"]*)"[^>]*>([^<]*)</a>', html) == [
        ("2026-10/performance.zh.html", "业绩"),
        ("2026-10/funnel.zh.html", "漏斗与转化"),
        ("2026-10/funnel.zh.xlsx", "Excel 工作簿"),
        ("2026-10/funnel.zh.pdf", "PDF 文件"),
    ]
    assert "2 份报告" in html


def test_a_report_that_is_a_workbook_only_is_linked_as_such(tmp_path: Path) -> None:
    history = recorded(tmp_path, ("funnel", "en"))
    page = tmp_path / "reports" / "2026-10" / "funnel.en.html"
    page.rename(page.with_suffix(".xlsx"))
    html = history.write_indexes(DEFAULTS, "en", NOBODY).read_text("utf-8")
    assert '<a href="2026-10/funnel.en.xlsx">Funnel</a>' in html
    assert "funnel.en.html" not in html


# Ann sells in East under Eve; Bob came to East from West; Max leads West; Zoe is the admin.
NOW = [
    Place("Ann", "East", "North", "rep", True),
    Place("Bob", "East", "North", "rep", True),
    Place("Eve", "East", "North", "manager", True),
    Place("Max", "West", "North", "manager", True),
    Place("Zoe", "unassigned", "unassigned", "admin", True),
    Place("Ida", "East", "North", "rep", False),
]
EVER = [*NOW, Place("Bob", "West", "North", "rep", True)]


def made_for(folder: Path, scope: str, viewer: str | None = None, sales: float = 120.0) -> Outcome:
    """Return a report of a scope whose file lies there."""
    path = folder / "reports" / "2026-10" / scope.replace(":", "-") / "performance.en.html"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch()
    task = Task(
        notebook="performance",
        source=Path("x.ipynb"),
        scope=Scope.parse(scope),
        period=parse_period("2026-10"),
        lang="en",
        path=path,
        index=folder / "reports" / "index.html",
        parameters={"viewer": viewer},
        widest="team:East" if viewer else "company",
    )
    return Outcome(task, 1.0, f"about {scope}", told={"figures": {"sales": sales}})


def indexed(folder: Path, *outcomes: Outcome, now: list[Place] = NOW) -> dict[str, set[str]]:
    """Record reports and return {person: the scopes that the person's index links}."""
    history = ReportHistory(folder / "state.sqlite", folder / "reports")
    history.record(outcomes, datetime(2026, 11, 1), "000001")
    history.write_indexes(DEFAULTS, "en", Organisation(now, [*EVER, *now]))
    pages = (folder / "reports" / "people").glob("*/index.html")
    return {
        page.parent.name: set(re.findall(r'href="../../2026-10/([^/"]+)/', page.read_text("utf-8")))
        for page in pages
    }


def test_everybody_finds_the_reports_within_their_right_and_no_others(tmp_path: Path) -> None:
    scopes = ("company", "department:North", "team:East", "team:West", "rep:Ann")
    found = indexed(tmp_path, *(made_for(tmp_path, scope) for scope in scopes))
    assert found == {
        "Ann": {"rep-Ann"},
        "Eve": {"team-East", "rep-Ann"},
        "Max": {"team-West"},
        "Zoe": {"company", "department-North", "team-East", "team-West", "rep-Ann"},
    }


def test_a_rep_who_came_from_another_team_is_listed_for_the_new_manager_only_as_she_sees_him(
    tmp_path: Path,
) -> None:
    """The operator's report of Bob tells of his work in West, which is not Eve's to see."""
    assert indexed(tmp_path, made_for(tmp_path, "rep:Bob")) == {
        "Bob": {"rep-Bob"},
        "Zoe": {"rep-Bob"},
    }
    assert indexed(tmp_path, made_for(tmp_path, "rep:Bob", viewer="Eve")) == {"Eve": {"rep-Bob"}}


def test_who_left_or_was_moved_has_no_index_of_then(tmp_path: Path) -> None:
    report = made_for(tmp_path, "team:East", viewer="Eve")
    assert indexed(tmp_path, report) == {"Eve": {"team-East"}}
    moved = [Place("Eve", "West", "North", "manager", True), *NOW[:2]]
    assert indexed(tmp_path, report, now=moved) == {}
    assert not (tmp_path / "reports" / "people" / "Eve").exists()


def test_a_report_of_another_right_is_listed_no_more(tmp_path: Path) -> None:
    """Eve led East and saw Bob there; now she leads West, and Bob is there, too."""
    report = made_for(tmp_path, "rep:Bob", viewer="Eve")
    moved = [
        Place("Eve", "West", "North", "manager", True),
        Place("Bob", "West", "North", "rep", True),
    ]
    assert indexed(tmp_path, report, now=moved) == {}


def test_other_files_among_the_people_are_left_alone(tmp_path: Path) -> None:
    stray = tmp_path / "reports" / "people" / ".DS_Store"
    stray.parent.mkdir(parents=True)
    stray.write_text("x", "utf-8")
    assert indexed(tmp_path, made_for(tmp_path, "rep:Ann"))["Ann"] == {"rep-Ann"}
    assert stray.is_file()


def test_an_entry_shows_the_headline_figures(tmp_path: Path) -> None:
    indexed(tmp_path, made_for(tmp_path, "company", sales=1_204_000))
    html = (tmp_path / "reports" / "index.html").read_text("utf-8")
    assert '<span class="snb-soft">Sales</span> <b>1.20M</b>' in html


def test_a_history_of_an_earlier_version_is_read(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "state.sqlite") as connection:
        connection.execute(
            "create table reports (path text primary key, period text, scope text, notebook text,"
            " lang text, headline text, flags integer, error text, seconds real, made_at text,"
            " snapshot text)"
        )
    assert indexed(tmp_path, made_for(tmp_path, "rep:Ann"))["Ann"] == {"rep-Ann"}
