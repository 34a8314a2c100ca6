"""The archive: who is in it, and that no figure changes by it."""

import json
from datetime import datetime
from pathlib import Path

import pytest

from salesnb.imports import import_files
from salesnb.workspace import Workspace

CUSTOMERS = """客户编号,客户名称,首次接触时间,客户状态,最后跟进时间,流失原因
C1,早已流失,2019-01-05,流失客户,2020-03-01,预算不足
C2,刚刚流失,2019-01-05,流失客户,2026-06-01,预算不足
C3,久未联系,2019-01-05,意向客户,2020-03-01,
C4,流失又下单,2019-01-05,流失客户,2020-03-01,预算不足
C5,流失有新线索,2019-01-05,流失客户,2020-03-01,预算不足
C6,流失无日期,,流失客户,,预算不足
"""
ORDERS = """销售单号,客户编号,成交金额,成交日期,负责人
O1,C1,1000,2019-05-01,王芳
O2,C4,2000,2025-05-01,王芳
"""
LEADS = "线索编号,来源,联系人,联系方式,需求描述,录入时间,客户编号\nL1,展会,周立,13811112222,备件,2026-09-02,C5\n"


@pytest.fixture
def shop(workspace: Workspace, tmp_path: Path) -> Workspace:
    """Six customers, most of them lost."""
    workspace.change_setting("today", "2026-10-31")
    files = []
    sheets = {"customers": CUSTOMERS, "orders": ORDERS, "leads": LEADS}
    for name, text in {**sheets, "staff": "姓名,团队,角色\n王芳,一组,销售代表\n"}.items():
        files.append(tmp_path / f"{name}.csv")
        files[-1].write_text(text, encoding="utf-8")
    import_files(workspace, files, accept_good=True, at=datetime(2026, 10, 31, 9), by="me")
    return workspace


def listed(shop: Workspace, salesnb, *words: str) -> list[str]:
    shown = salesnb(shop, "archive", "--format", "json", *words)
    assert shown.exit_code == 0, shown.output
    return [each["customer_id"] for each in json.loads(shown.stdout)]


def test_only_who_is_lost_and_was_not_heard_of_for_years_is_archived(
    shop: Workspace, salesnb
) -> None:
    assert listed(shop, salesnb) == ["C1"]
    assert listed(shop, salesnb, "--as-of", "2022-12-31") == []


def test_how_many_years_is_configuration_and_no_figure_depends_on_it(
    shop: Workspace, salesnb
) -> None:
    asked = ["metrics", "sales", "customer_close_rate", "--period", "2019", "--format", "json"]
    before = salesnb(shop, *asked).stdout
    assert json.loads(before)[0]["value"] == 1000
    (shop.root / "params" / "limits.yml").write_text("archive_years: 10\n")
    assert listed(shop, salesnb) == []
    assert salesnb(shop, *asked).stdout == before
