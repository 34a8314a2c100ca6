"""The gate: a report that is made and yet not good is held, or says so at its top."""

import re
import shutil
from datetime import date, datetime
from pathlib import Path

import nbformat
import pytest

from salesnb.imports import import_files
from salesnb.periods import parse_period
from salesnb.reports.plan import Task
from salesnb.runs.gate import Gatekeeper
from salesnb.scopes import Scope, write_extracts
from salesnb.settings import Gate
from tests.runs.conftest import manifest

NOTEBOOKS = Path(__file__).parents[2] / "notebooks"
SUMMARY = """\
from IPython.display import display
display({{"application/vnd.salesnb.summary+json": {{"told": {{"figures": {{"sales": {sales}}}}}}},
         "text/plain": ""}}, raw=True)"""
CHART = """\
from IPython.display import display
display({{"application/vnd.salesnb.content+json": [
    {{"kind": "section", "title": {title!r}}},
    {{"kind": "chart", "chart": "trend", "alt": "Twelve months", "caption": "", "rows": {rows}}}],
    "text/plain": ""}}, raw=True)"""


def only_company(path: Path) -> None:
    path.write_text(path.read_text().replace('company, "team:East 1"', "company"))


@pytest.mark.parametrize(
    ("cell", "gate", "state", "said"),
    [
        ("1", "{fresh_days: 3}", "made", ""),
        ("1", "{fresh_days: 0, stale: banner}", "made", "last imported on 2026-11-01"),
        ("1", "{fresh_days: 0, stale: hold}", "held", "last imported on 2026-11-01"),
        (SUMMARY.format(sales=12.5), "{}", "held", "The headline's sales 12.50 are not the sum"),
        (SUMMARY.format(sales=12.5), "{mismatch: send}", "made", ""),
        (CHART.format(title="Trend of sales", rows=[]), "{}", "made", "data: Trend of sales."),
        (CHART.format(title="", rows=[]), "{}", "made", "A chart has no data: Twelve months."),
        (CHART.format(title="", rows=[{"value": 3}]), "{}", "made", ""),
    ],
)
@pytest.mark.usefixtures("ordinary")
def test_the_gate_sends_warns_or_holds(
    shop, write, job, salesnb, cell: str, gate: str, state: str, said: str
) -> None:
    write("tiny", cell)
    path = job("month", "tiny")
    only_company(path)
    path.write_text(path.read_text().replace("{fresh_days: 3}", gate))
    shop.change_setting("today", "2026-11-03")
    made = salesnb(shop, "run", "month")
    assert made.exit_code == (1 if state == "held" else 0), made.stderr
    row = manifest(shop)["reports"][0]
    assert row["state"] == state
    assert [each["en"] for each in row["remarks"] if said in each["en"]] == row_texts(row)
    pages = list(shop.reports.rglob("tiny.en.html"))
    assert len(pages) == (0 if state == "held" else 1)
    if pages:
        assert ('role="alert"' in pages[0].read_text("utf-8")) == bool(said)
    if state == "held":
        assert "held back: tiny" in made.stderr
        again = salesnb(shop, "run", "month")
        assert again.exit_code == 1 and "Nothing to do" in again.stderr


def row_texts(row: dict) -> list[str]:
    return [each["en"] for each in row["remarks"]]


def test_a_scope_without_any_row_is_held(shop, tmp_path: Path) -> None:
    scope, day = Scope("company"), date(2000, 1, 1)  # before the first row
    write_extracts(
        shop.store, shop.settings, {scope: tmp_path / "extract.duckdb"}, viewer=None, as_of=day
    )
    keeper = Gatekeeper(Gate(), day, {scope: tmp_path})
    task = Task(
        "tiny",
        tmp_path,
        scope,
        parse_period("2026-09"),
        "en",
        tmp_path / "t.en.html",
        tmp_path,
        {"as_of": day.isoformat(), "viewer": None},
    )
    verdict = keeper.judge(task, nbformat.v4.new_notebook())
    assert verdict.hold and "no lead, opportunity" in verdict.remarks[0].text("en")


@pytest.mark.parametrize(
    ("period", "as_of", "gate", "hold", "said"),
    [
        ("2026-10-31", "2026-11-03", {}, False, 0),
        ("2026-11-01", "2026-11-03", {}, False, 0),  # imported on the day itself
        ("2026-11-02", "2026-11-03", {}, True, 1),
        ("2026-11-02", "2026-11-03", {"uncovered": "banner"}, False, 1),
        ("2026-11-02", "2026-11-03", {"uncovered": "send"}, False, 0),
        ("2026-W44", "2026-11-03", {}, False, 0),
        ("2026-10-25..2026-11-02", "2026-11-03", {}, False, 1),
        ("2026-10-25..2026-11-02", "2026-11-03", {"uncovered": "hold"}, True, 1),
        ("2026-11", "2026-11-03", {}, False, 0),  # still runs: that is what fresh_days are for
    ],
)
def test_a_period_whose_last_day_was_never_imported_does_not_pass_as_good(
    shop, tmp_path: Path, period: str, as_of: str, gate: dict, hold: bool, said: int
) -> None:
    scope, day = Scope("company"), date.fromisoformat(as_of)
    write_extracts(
        shop.store, shop.settings, {scope: tmp_path / "extract.duckdb"}, viewer=None, as_of=day
    )
    keeper = Gatekeeper(Gate(**gate), date(2026, 11, 1), {scope: tmp_path})
    task = Task(
        "tiny",
        tmp_path,
        scope,
        parse_period(period),
        "en",
        tmp_path / "t.en.html",
        tmp_path,
        {"as_of": as_of, "viewer": None},
    )
    verdict = keeper.judge(task, nbformat.v4.new_notebook())
    assert (verdict.hold, len(verdict.remarks)) == (hold, said)
    for remark in verdict.remarks:
        assert "last imported on 2026-11-01, and the report goes to 2026-11-02" in remark.text("en")
        assert "最近一次导入是 2026-11-01，而报告期间到 2026-11-02 为止" in remark.text("zh")


def test_the_shipped_reports_pass_and_twice_the_same_run_gives_the_same_page(
    shop, job, salesnb
) -> None:
    for name in ("performance", "funnel"):
        shutil.copy(NOTEBOOKS / f"{name}.ipynb", shop.notebooks)
    path = job("month", "performance, funnel")
    only_company(path)
    pages: list[dict[str, str]] = []
    for _ in range(2):
        made = salesnb(shop, "run", "month", "--date", "2026-10-31")
        assert made.exit_code == 0, made.stderr
        assert [row["remarks"] for row in manifest(shop)["reports"]] == [[], []]
        found = shop.reports.rglob("*.en.html")
        pages.append({page.name: without_time(page.read_text("utf-8")) for page in found})
        shutil.rmtree(shop.reports)
    assert len(pages[0]) == 2 and pages[0] == pages[1]


def without_time(page: str) -> str:
    """Return a page without the footer's time."""
    cut, count = re.subn(r"<dt>Made at</dt><dd>[^<]*</dd>", "", page)
    assert count == 1
    return cut


@pytest.mark.usefixtures("ordinary")
def test_a_past_day_is_made_from_the_snapshot_that_was_current_then(
    shop, write, job, salesnb, tmp_path: Path
) -> None:
    sheet = tmp_path / "customers.csv"
    sheet.write_text("customer_id,customer_name\nNEW1,Newcomer Ltd\n", encoding="utf-8")
    shop.change_setting("today", "null")
    import_files(shop, [sheet], at=datetime(2026, 11, 20, 9), by="me")
    write("tiny", "1")
    only_company(job("month", "tiny", "formats: [html]"))
    snapshots = []
    for day in ("2026-11-03", "2026-11-20", "2026-10-15"):
        assert salesnb(shop, "run", "month", "--date", day).exit_code in (0, 1)
        snapshots.append(manifest(shop)["snapshot"][:6])
    # Of a day before the first snapshot the newest one tells what was known then.
    assert snapshots == ["000001", "000002", "000002"]


@pytest.mark.usefixtures("ordinary")
def test_a_store_that_grows_during_a_run_changes_nothing_of_it(
    shop, write, job, salesnb, tmp_path: Path
) -> None:
    sheet = tmp_path / "customers.csv"
    sheet.write_text("customer_id,customer_name\nNEW1,Newcomer Ltd\n", encoding="utf-8")
    importing = (
        "from pathlib import Path; from datetime import datetime\n"
        "from salesnb.imports import import_files; from salesnb.workspace import Workspace\n"
        f"import_files(Workspace(Path({str(shop.root)!r})), [Path({str(sheet)!r})],"
        " at=datetime(2026, 11, 20, 9), by='me')"
    )
    look = (
        "import duckdb\nduckdb.connect('extract.duckdb', read_only=True).execute("
        "\"select count(*) from customers where customer_id = 'NEW1'\").fetchone()"
    )
    write("tiny", importing, look)
    only_company(job("month", "tiny"))
    made = salesnb(shop, "run", "month")
    assert made.exit_code == 0, made.stderr
    assert "(0,)" in next(shop.reports.rglob("tiny.en.html")).read_text("utf-8")
    assert manifest(shop)["snapshot"].startswith("000001")
    assert shop.store.snapshot().number == 2


@pytest.mark.usefixtures("ordinary")
def test_a_report_rendered_without_a_gate_is_judged_by_the_next_run(
    shop, write, job, salesnb
) -> None:
    write("tiny", SUMMARY.format(sales=12.5))
    path = job("month", "tiny", "formats: [html]")
    only_company(path)
    path.write_text(path.read_text().replace("{fresh_days: 3}", "{}"))
    words = ("--scope", "company", "--period", "last-month", "--as-of", "2026-10-31")
    assert salesnb(shop, "render", "tiny", *words).exit_code == 0
    judged = salesnb(shop, "run", "month", "--date", "2026-10-31")
    assert judged.exit_code == 1 and "held back: tiny" in judged.stderr
