"""Briefs for tests, a few literal words each."""

from dataclasses import replace
from pathlib import Path
from typing import Any

from salesnb.delivery.brief import Brief, Change, Figure, RedFlag
from salesnb.delivery.people import Recipient

WANG = Recipient("王芳")
COMPLETION = Figure(
    "目标完成率",
    "80%",
    "时间进度 90%",
    "bad",
    (Change("−10 个百分点", "bad"),),
    "target_completion",
    -0.1,
    0.8,
)
SALES = Figure(
    "销售额", "120.4 万", "目标 150 万", "good", (Change("同比 ▲12%", "good"),), "sales", 0.12
)


def a_brief(**changes: Any) -> Brief:
    """Return the brief of a performance report of the team 东区 in October 2026."""
    brief = Brief(
        notebook="performance",
        title="业绩",
        scope="team:东区",
        scope_label="东区",
        period="2026-10",
        period_label="2026年10月",
        lang="zh",
        headline=(SALES, COMPLETION),
        flags=(
            RedFlag("red", "周华", "完成率 55%，低于 80% 红线", "差 11.2 万"),
            RedFlag("red", "江南机电", "回款逾期 42 天，18.6 万", "李明", is_new=True),
        ),
        flag_count=3,
        sentences=("销售额 120.4 万，完成目标的 80%。", "同比 ▲12%。", "周华最低。", "第四句。"),
        page=Path("reports/2026-10/team-东区/performance.zh.html"),
        subtitle="期间已结束",
        as_of="2026-10-31",
    )
    return replace(brief, **changes)
