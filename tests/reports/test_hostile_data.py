"""Names that are code, formulas or very long stay text: in every report, and on the index."""

from datetime import datetime
from pathlib import Path

import pytest

from salesnb.reports.index import Entry, index_html
from salesnb.workspace import Workspace
from tests.frames import Records, fill
from tests.reports.browsing import visiting
from tests.reports.conftest import order, payment
from tests.reports.pages import REPORTS, Case, check_syntax, page_of, soup_of

SCRIPT = "<script>alert(1)</script>"
FORMULA = '=HYPERLINK("http://x","y")'
IMAGE = '"><img src=x onerror=alert(1)>'
MARKS = "**B** !!R!! {name} {0} %s &amp; `x` </title></svg>"
LONG = "Long product line " + "x" * 182
TEAM = "🚀 \u202eTeam \u200fשלום\u200f"  # turns what follows round, and does not end it
HOSTILE = [SCRIPT, FORMULA, IMAGE, MARKS]
PERIODS = {
    "daily": "2026-10-20",
    "weekly": "2026-W43",
    "performance": "2026-10",
    "funnel": "2026-10",
    "scoring": "2026-10",
    "followup": "2026-10",
    "segmentation": "2026-10",
    "forecast": "2026-10",
}


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """A team of two reps with such names, their customers, leads, deals, orders and payments."""
    workspace = Workspace.create(tmp_path_factory.mktemp("hostile") / "shop", "en")
    workspace.change_setting("today", "2026-10-31")
    reps = [IMAGE, MARKS]
    names = [SCRIPT, FORMULA, MARKS, IMAGE]
    staff: Records = [{"name": name, "team": TEAM, "role": "rep", "active": True} for name in reps]
    staff += [{"name": SCRIPT, "team": "Other", "role": "rep", "active": True}]  # type: ignore[operator]
    customers: Records = [
        {"customer_id": f"C{n}", "customer_name": name, "region": SCRIPT, "industry": IMAGE}
        for n, name in enumerate(names)
    ]
    days = ["2026-10-20", "2026-10-08", "2026-09-10", "2026-07-01"]
    orders: Records = [
        order(f"O{n}", f"C{n}", reps[n % 2], day, 50_000 + n, product_line=LONG, product=SCRIPT)
        for n, day in enumerate(days)
    ]
    leads: Records = [
        {
            "lead_id": f"L{n}", "source": SCRIPT, "need": IMAGE, "company_name": SCRIPT,
            "created_at": f"2026-10-{n % 20 + 1:02d} 10:00", "owner": reps[n % 2],
            "stage": "lost" if n % 3 else "intent", "reason": IMAGE if n % 3 else None,
            "industry": MARKS, "product_line": LONG, "competitor": SCRIPT,
            "outcome": "lost" if n % 3 else None,
            "outcome_date": "2026-10-21" if n % 3 else None,
        }
        for n in range(24)
    ]  # fmt: skip
    deals: Records = [
        {
            "opportunity_id": f"D{n}", "customer_id": "C0", "opportunity_name": SCRIPT,
            "stage": "opportunity", "amount": 9_000, "created_at": "2026-08-01", "owner": reps[0],
            "expected_date": "2026-09-01", "product_line": LONG,
        }
        for n in range(3)
    ]  # fmt: skip
    targets: Records = [
        {"scope": f"rep:{name}", "period": "2026-10", "metric": "sales", "value": 90_000}
        for name in reps
    ]
    tables = {
        "staff": staff,
        "customers": customers,
        "orders": orders,
        "payments": [payment("P1", "O0", "2026-10-20", 10)],
        "leads": leads,
        "opportunities": deals,
        "targets": targets,
        "follow_ups": [
            {"follow_id": "F1", "lead_id": "L1", "follow_at": "2026-10-20 09:00", "user": IMAGE}
        ],
    }
    fill(workspace.store, tables, datetime(2026, 11, 1, 9))
    return workspace


@pytest.fixture(scope="module")
def pages_of_hostile(hostile: Workspace, tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    folder, found = tmp_path_factory.mktemp("hostile-pages"), []
    for report in REPORTS:
        for n, scope in enumerate(["company", f"team:{TEAM}", f"rep:{IMAGE}"]):
            path = folder / f"{report}-{n}.html"
            path.write_text(page_of(hostile, Case(report, scope, PERIODS[report])), "utf-8")
            found.append(path)
    entries = [Entry("2026-10", TEAM, name, "funnel", name, f"a{n}.html", name)
               for n, name in enumerate(HOSTILE)]  # fmt: skip
    path = folder / "index.html"
    path.write_text(index_html(entries, "en"), "utf-8")
    return [*found, path]


def test_the_names_are_all_shown_as_they_are_typed(pages_of_hostile: list[Path]) -> None:
    shown = {path: soup_of(path.read_text("utf-8")).body.get_text() for path in pages_of_hostile}
    for name in (SCRIPT, FORMULA, IMAGE, LONG):
        assert any(name in text for text in shown.values()), name
    assert any(MARKS in text for text in shown.values())


def test_no_name_turns_the_words_after_it_round(pages_of_hostile: list[Path]) -> None:
    for path in pages_of_hostile[:-1]:
        main = soup_of(path.read_text("utf-8")).select_one("main")
        assert main is not None
        for part in main.select(".snb-code"):
            part.decompose()
        assert "\u202e" not in str(main)


def test_no_name_becomes_markup(pages_of_hostile: list[Path]) -> None:
    for path in pages_of_hostile:
        html = path.read_text("utf-8")
        check_syntax(html)
        tree = soup_of(html)
        assert len(tree.select("script")) == 1, path.name  # the page's own
        assert tree.select("img, iframe, object") == [], path.name
        assert tree.select('a[href^="http"], a[href^="javascript"]') == [], path.name
        handlers = [part for part in tree.select("*") for name in part.attrs if name[:2] == "on"]
        assert handlers == [], path.name


@pytest.mark.parametrize("width", [1240, 390])
def test_a_browser_runs_nothing_and_the_page_holds(
    pages_of_hostile: list[Path], chromium, width: int
) -> None:
    for path in pages_of_hostile:
        with visiting(chromium, path, width=width) as visit:
            page = visit.page
            for value in page.locator("[data-why]").all()[:6]:
                value.focus()
                page.keyboard.press("Enter")  # what is shown on demand is text, too
                assert page.locator(".snb-why").is_visible()
            assert visit.dialogs == [] and visit.said == [] and visit.asked == [path.as_uri()]
            assert page.locator("body img, body script ~ script").count() == 0
            wide = page.evaluate("document.documentElement.scrollWidth")
            assert wide <= width, path.name
            assert page.locator("h1").is_visible()
