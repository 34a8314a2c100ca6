"""A manager releases a team's report to a named meeting; nobody else does, and it is logged."""

from datetime import datetime
from pathlib import Path

import pytest

from salesnb.reports.history import ReportHistory
from salesnb.reports.outcome import Outcome
from salesnb.reports.plan import plan_reports
from salesnb.workspace import Workspace
from tests.frames import Records, fill

STAFF: Records = [
    {"name": "管", "team": "东区", "department": "一部", "role": "manager"},
    {"name": "甲", "team": "东区", "department": "一部", "role": "rep"},
    {"name": "邻", "team": "西区", "department": "一部", "role": "manager"},
]
PAGE = (
    '<html><nav><ul class="snb-links" aria-label="x">\n<li><a href="secret.html">y</a></li></ul>'
    "</nav><main>东区 10月</main></html>"
)


@pytest.fixture
def shop(workspace: Workspace) -> Workspace:
    """A workspace with a report of 东区 made for all in charge, and one of 甲."""
    fill(workspace.store, {"staff": STAFF})
    for scope, viewer in (("team:东区", None), ("rep:甲", None), ("team:西区", "邻")):
        _publish(workspace, scope, viewer)
    return workspace


def _publish(workspace: Workspace, scope: str, viewer: str | None) -> None:
    (task,) = plan_reports(
        workspace, notebooks=["funnel"], scopes=[scope], period="2026-10", viewer=viewer
    )
    task.path.parent.mkdir(parents=True)
    task.path.write_text(PAGE, encoding="utf-8")
    task.path.with_suffix(".xlsx").write_bytes(b"book")
    history = ReportHistory(workspace.state, workspace.reports)
    history.record([Outcome(task, 0.1)], datetime(2026, 10, 31, 9), "s")


def test_a_manager_releases_the_teams_report_and_it_is_logged(shop: Workspace, salesnb) -> None:
    done = salesnb(shop, "release", "funnel", "--to", "周例会 / 董事", "--as", "管")
    assert done.exit_code == 0, done.stderr
    folder = shop.reports / "released" / "周例会-董事"
    names = sorted(path.name for path in folder.iterdir())
    assert names == ["2026-10-team-东区-funnel.zh.html", "2026-10-team-东区-funnel.zh.xlsx"]
    page = Path(folder / names[0]).read_text(encoding="utf-8")
    assert "东区 10月" in page and "secret.html" not in page
    log = salesnb(shop, "release").stdout
    assert '"viewer": "管"' in log and '"details": "周例会 / 董事: 2026-10-team' in log
    assert '"scope": "team:东区"' in log and '"period": "2026-10"' in log


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--scope", "team:东区", "--as", "邻", "--to", "会"), "邻 无权查看 team:东区"),
        (("--scope", "team:东区", "--as", "甲", "--to", "会"), "甲 无权查看 team:东区"),
        (("--scope", "rep:甲", "--as", "管", "--to", "会"), "是个人报告，不能公开"),
        (("--as", "甲", "--to", "会"), "是个人报告，不能公开"),
        (("--as", "管",), "请用 --to 写明会议名称"),
        # Made on behalf of one person: what it holds was cut to that right.
        (("--as", "邻", "--to", "会"), "没有可公开的报告 funnel"),
        (("--as", "管", "--to", "会", "--period", "2026-09"), "没有可公开的报告 funnel"),
    ],
)  # fmt: skip
def test_what_may_not_be_released_is_refused(
    shop: Workspace, salesnb, words: tuple[str, ...], said: str
) -> None:
    done = salesnb(shop, "release", "funnel", *words)
    assert done.exit_code == 2
    assert said in done.stderr
    assert not (shop.reports / "released").exists()
    assert salesnb(shop, "release").stdout == ""


def test_only_an_admin_reads_the_log(shop: Workspace, salesnb) -> None:
    refused = salesnb(shop, "release", "--as", "管")
    assert refused.exit_code == 2 and "只有管理员可以查看公开记录" in refused.stderr
