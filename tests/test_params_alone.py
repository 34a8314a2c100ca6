"""What a user changes in YAML alone: a stage, a metric, the rule of a metric."""

from datetime import datetime
from pathlib import Path

import openpyxl
import pytest

import salesnb
from salesnb.imports import import_files, write_blank_template
from salesnb.workspace import Workspace

STAGES = """stages:
  - {id: lead, zh: 线索, en: Lead}
  - {id: intent, zh: 意向, en: Intent}
  - {id: opportunity, zh: 商机, en: Opportunity}
  - {id: pilot, zh: 试点客户, en: Pilot, words: [试点, Trial]}
  - {id: won, zh: 成交, en: Won, kind: won}
  - {id: lost, zh: 流失, en: Lost, kind: lost}
shown: [lead, intent, pilot, won]
shown_full: [lead, intent, opportunity, pilot, won]
opportunity_stage: opportunity
"""
METRICS = """metrics:
  avg_customer_value:
    formula: sum(amount) / count(*)
  pilot_rate:
    zh: 试点率
    en: Pilot rate
    fact: leads
    formula: count_if(reached_pilot) / count(*)
    dated_by: created_on
    unit: ratio
    interval: wilson
    definition_zh: 期间内新增的线索中，到达试点的占比。
    definition_en: Of the leads created in the period, the share that reached the pilot.
"""
LEADS = """线索编号,来源,联系人姓名,联系方式,需求描述,录入时间,当前跟进阶段
L1,官网,李明,13800000001,ERP,2026-10-01,意向
L2,官网,王强,13800000002,ERP,2026-10-02,试点
L3,官网,赵敏,13800000003,ERP,2026-10-03,试点客户
L4,官网,孙丽,13800000004,ERP,2026-10-04,线索
"""
ORDERS = """销售单号,客户编号,成交金额,成交日期,负责人
S1,C1,100,2026-10-05,王芳
S2,C1,300,2026-10-06,王芳
"""


@pytest.fixture
def changed(workspace: Workspace, tmp_path: Path) -> Workspace:
    """A workspace in which only params were edited, with four leads and two orders."""
    (workspace.root / "params" / "stages.yml").write_text(STAGES, encoding="utf-8")
    (workspace.root / "params" / "metrics.yml").write_text(METRICS, encoding="utf-8")
    anew = Workspace.find(workspace.root)
    files = []
    for name, text in (
        ("leads.csv", LEADS),
        ("customers.csv", "客户编号,客户名称\nC1,东方机械有限公司\n"),
        ("orders.csv", ORDERS),
    ):
        files.append(tmp_path / name)
        files[-1].write_text(text, encoding="utf-8")
    imported = import_files(anew, files, at=datetime(2026, 10, 31, 8), by="analyst")
    assert imported.summary is not None, imported.result.errors["message"].tolist()
    return anew


def test_a_new_stage_is_read_counted_shown_and_measured(changed: Workspace) -> None:
    wb = salesnb.open(changed.root, period="2026-10")
    funnel = wb.funnel().set_index("stage")
    assert funnel["entered"].to_dict() == {"lead": 4, "intent": 3, "pilot": 2, "won": 0}
    pilots = wb.metrics("pilot_rate").iloc[0]
    assert (pilots["value"], pilots["numerator"], pilots["denominator"]) == (0.5, 2, 4)
    assert "试点客户" in wb.funnel_stages()._repr_html_()


def test_a_template_offers_the_new_stage(changed: Workspace, tmp_path: Path) -> None:
    out = tmp_path / "t.xlsx"
    write_blank_template(out, changed.root, "zh")
    lists = openpyxl.load_workbook(out).worksheets[-1]
    assert "试点客户" in {cell.value for row in lists.iter_rows() for cell in row}


def test_the_rule_of_a_metric_is_one_line(changed: Workspace) -> None:
    wb = salesnb.open(changed.root, period="2026-10")
    assert wb.metrics("avg_customer_value")["value"].item() == 200  # 400 per customer before
