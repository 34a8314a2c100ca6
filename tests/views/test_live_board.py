"""The live board: its figures are those of metrics, and it says how old they are."""

from datetime import datetime

import pytest

import salesnb as product
from salesnb.views.live_board import live_board
from salesnb.workspace import Workspace


@pytest.mark.parametrize("scope", ["company", "department", "team", "rep"])
def test_the_figures_are_those_of_the_metrics(demo_en: Workspace, scope: str) -> None:
    whole = product.open(demo_en.root)
    staff = whole.table("staff").query("role == 'rep' and team == 'East 1'").iloc[0]
    names = {"department": staff["department"], "team": "East 1", "rep": staff["name"]}
    text = f"{scope}:{names[scope]}" if scope in names else scope
    wb = product.open(demo_en.root, scope=text, period="this-month")
    cards = next(b for b in live_board(wb).content if b["kind"] == "cards")["cards"]
    day = wb.metrics(["new_leads", "sales"], period="2026-10-31").set_index("metric")["value"]
    month = wb.metrics(["sales", "target_completion"], period="2026-10").set_index("metric")
    assert [card["metric"] for card in cards] == [
        "new_leads", "sales", "sales", "target_completion",
    ]  # fmt: skip
    assert [card["value"] for card in cards] == pytest.approx(
        [day["new_leads"], day["sales"], *month["value"]], nan_ok=True
    )


def test_funnel_and_ranking_are_those_of_the_reports(demo_en: Workspace) -> None:
    wb = product.open(demo_en.root, scope="team:East 1", period="this-month")
    made = live_board(wb)
    stages = wb.funnel(period="2026-10")
    for entered in stages["entered"]:
        assert f" {int(entered)}" in made.words
    done = wb.metrics("target_completion", by="rep", period="2026-10").dropna(subset="value")
    for row in done.to_dict("records"):
        assert f"{row['rep']} {row['value']:.0%}" in made.words


@pytest.mark.parametrize(
    ("now", "said", "mood"),
    [
        ("2026-11-01T09:00", "", ""),  # a Sunday: nobody imports
        ("2026-11-02T09:00", "今天的数字还看不到", "warn"),
        ("2026-11-03T00:01", "有 2 个工作日没有导入数据", "bad"),
    ],
)
def test_old_data_are_told_in_working_days(
    unpinned: Workspace, now: str, said: str, mood: str
) -> None:
    wb = product.open(unpinned.root, period="this-month", as_of="2026-10-31")
    html = live_board(wb, datetime.fromisoformat(now)).html
    assert ("snb-board-remark" in html) == bool(said)
    assert said in html
    assert f"snb-board-{mood}" in html


@pytest.fixture
def unpinned(demo_zh: Workspace, tmp_path) -> Workspace:
    """The company with another params folder, in which no day is pinned."""
    import shutil

    root = tmp_path / "shop"
    shutil.copytree(demo_zh.root / "params", root / "params")
    (root / "data").mkdir()
    (root / "data" / "store").symlink_to(demo_zh.root / "data" / "store")
    workspace = Workspace(root)
    workspace.change_setting("today", "null")
    return workspace


ROLE = """
roles:
  marketing:
    zh: 市场
    rows: company
    tables: [leads, fact_leads, fact_cases, fact_case_stages]
    without: [deal_amount, budget, budget_min, budget_max]
people:
  Max: {role: marketing}
"""


def test_a_role_without_amounts_has_the_board_without_them(unpinned: Workspace) -> None:
    (unpinned.root / "params" / "organisation.yml").write_text(ROLE, "utf-8")
    wb = product.open(unpinned.root, viewer="Max", period="this-month")
    made = live_board(wb)
    cards = next(b for b in made.content if b["kind"] == "cards")["cards"]
    assert [card["metric"] for card in cards] == ["new_leads"]
    assert "漏斗" in made.words


def test_a_name_that_is_code_stays_text() -> None:
    from salesnb.figures.board import AlertPanel, Bar, BoardPage, Panel, draw_board
    from salesnb.figures.html import Flag

    bad = "<script>alert(1)</script>"
    panel = Panel(bad, [Bar(bad, 0.5, bad, bad)], bad, bad)
    alerts = AlertPanel(bad, [Flag("red", bad, bad, bad)], bad, bad)
    made = draw_board(BoardPage(bad, bad, [], [panel], alerts, bad, "bad"), "en")
    assert "<script" not in made.html
