"""The main job from end to end: a spreadsheet goes in, a report comes out."""

import re
from datetime import date
from html import unescape
from pathlib import Path

import xlsxwriter

from salesnb.workspace import Workspace

HEADERS = [
    "客户编号",
    "客户名称",
    "行业",
    "线索来源",
    "首次接触时间",
    "当前跟进阶段",
    "负责人",
    "预计成交金额(元)",
    "最后跟进时间",
    "备注",
    "实际成交金额",
    "签约日期",
]


def write_wide_sheet(path: Path) -> None:
    """100 线索, of which 30 reached 意向, 10 商机 and 5 成交."""
    stages = ["线索"] * 70 + ["意向"] * 20 + ["商机"] * 5 + ["成交"] * 5
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("基础录入")
        day = book.add_format({"num_format": "yyyy/m/d"})
        sheet.write_row(0, 0, HEADERS)
        for row, stage in enumerate(stages, start=1):
            amount = 50_000 if stage in ("商机", "成交") else ""
            values = [f"CL2026{row:03d}", f"客户{row}公司", "制造业", "官网"]
            sheet.write_row(row, 0, values)
            sheet.write_datetime(row, 4, date(2026, 9, 1 + row % 28), day)
            sheet.write_row(row, 5, [stage, "张强", amount])
            sheet.write_datetime(row, 8, date(2026, 10, 1 + row % 28), day)
            if stage == "成交":
                sheet.write(row, 10, "5万")
                sheet.write_datetime(row, 11, date(2026, 10, 20), day)


def table_rows(html: str) -> list[list[str]]:
    """Return the text of the cells of every table row of a page."""
    rows = []
    for row in re.findall(r"<tr>(.*?)</tr>", html, re.DOTALL):
        cells = re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL)
        rows.append([unescape(re.sub(r"<[^>]+>", "", cell)).strip() for cell in cells])
    return rows


def test_the_golden_funnel_goes_from_a_wide_sheet_to_the_report(
    workspace: Workspace, tmp_path: Path, salesnb
) -> None:
    write_wide_sheet(tmp_path / "销售数据基础录入表.xlsx")
    workspace.change_setting("today", "2026-10-31")
    stored = salesnb(workspace, "import", tmp_path / "销售数据基础录入表.xlsx")
    assert stored.exit_code == 0, stored.stderr

    made = salesnb(workspace, "render", "funnel", "--period", "2026-09")
    assert made.exit_code == 0, made.stderr
    html = (workspace.reports / "2026-09" / "company" / "funnel.zh.html").read_text("utf-8")

    # Of several tables with stages the first, beneath the funnel itself.
    stages = {row[0]: row for row in reversed(table_rows(html)) if row and len(row) > 3}
    assert [stages[name][1] for name in ("线索", "意向", "商机", "成交")] == [
        "100",
        "30",
        "10",
        "5",
    ]
    assert stages["意向"][2] == "30% 30/100"
    assert stages["商机"][2] == "33% 10/30"
    assert stages["成交"][2].startswith("50% 5/10")


def test_the_golden_rates_are_exact_in_the_workbench(
    workspace: Workspace, tmp_path: Path, salesnb
) -> None:
    write_wide_sheet(tmp_path / "wide.xlsx")
    workspace.change_setting("today", "2026-10-31")
    assert salesnb(workspace, "import", tmp_path / "wide.xlsx").exit_code == 0

    import salesnb as product

    funnel = product.open(workspace.root, period="2026-09").funnel().set_index("stage")
    assert funnel["entered"].to_dict() == {"lead": 100, "intent": 30, "opportunity": 10, "won": 5}
    assert funnel.loc["intent", "rate"] == 0.3
    assert funnel.loc["opportunity", "rate"] == 10 / 30
    assert funnel.loc["won", "rate"] == 0.5
    sales = product.open(workspace.root, period="2026-10").metrics("sales")
    assert sales["value"].tolist() == [250_000]  # five won deals; there is no order sheet


def test_the_same_file_twice_changes_nothing(workspace: Workspace, tmp_path: Path, salesnb) -> None:
    write_wide_sheet(tmp_path / "wide.xlsx")
    first = salesnb(workspace, "import", tmp_path / "wide.xlsx")
    second = salesnb(workspace, "import", tmp_path / "wide.xlsx")
    assert (first.exit_code, second.exit_code) == (0, 0)
    assert re.search(r"leads +100 +100 +0 +0 +0 +0\n", first.stderr)
    assert re.search(r"leads +100 +0 +0 +100 +0 +0\n", second.stderr)


def test_a_hostile_customer_name_is_harmless_text(
    workspace: Workspace, tmp_path: Path, salesnb
) -> None:
    (tmp_path / "orders.csv").write_text(
        "Order_ID,Customer_ID,Amount,Order_Date,Responsible,Due_Date\n"
        "SO1,C1,1000,2026-08-03,<img src=x onerror=alert(2)>,2026-08-10\n",
        encoding="utf-8",
    )
    (tmp_path / "customers.csv").write_text(
        "Customer_ID,Customer_Name,Industry,Responsible\n"
        "C1,<script>alert(1)</script>,=HYPERLINK(),<img src=x onerror=alert(2)>\n",
        encoding="utf-8",
    )
    (tmp_path / "payments.csv").write_text(
        "Payment_ID,Order_ID,Paid_Amount,Paid_Date\nP1,SO1,1,2026-08-20\n", encoding="utf-8"
    )
    workspace.change_setting("today", "2026-10-31")
    assert salesnb(workspace, "import", tmp_path).exit_code == 0
    made = salesnb(workspace, "render", "--period", "2026-08")
    assert made.exit_code == 0, made.stderr
    for page in (workspace.reports / "2026-08" / "company").glob("*.html"):
        html = page.read_text("utf-8")
        assert "<script>alert" not in html
        assert "<img src=x" not in html
    performance = (workspace.reports / "2026-08/company/performance.zh.html").read_text("utf-8")
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in performance
