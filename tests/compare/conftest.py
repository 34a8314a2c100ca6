"""A small company of literal rows, and old reports written as workbooks."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
import xlsxwriter

from salesnb.workbench import Workbench
from salesnb.workspace import Workspace
from tests.frames import CONTACT, Records, fill

STAFF: Records = [
    {"name": "甲", "team": "东一组", "role": "rep"},
    {"name": "乙", "team": "东一组", "role": "rep"},
    {"name": "丙", "team": "西二组", "role": "rep"},
    {"name": "丁", "team": "东一组", "role": "rep", "since": "2026-01-01"},
    {"name": "丁", "team": "西二组", "role": "rep", "since": "2026-10-16"},
    {"name": "周经理", "team": "东一组", "role": "manager"},
]


def order(number: int, day: str, amount: float, owner: str | None, **more: Any) -> dict[str, Any]:
    """Return an order row."""
    made = {"order_id": f"O{number}", "customer_id": f"C{number}", "owner": owner}
    return {**made, "amount": amount, "order_date": day, **more}


ORDERS: Records = [
    order(1, "2026-09-30", 7_000, "甲"),
    order(2, "2026-10-03", 120_000, "甲", region="华东"),
    order(3, "2026-10-12", -30_000, "甲", region="华东"),
    order(4, "2026-10-20", 45_500.5, "乙", region="华北"),
    order(5, "2026-10-08", 64_000, "丙", region="华北"),
    order(6, "2026-10-10", 16_300, "丁", region="华东"),
    order(7, "2026-10-21", 9_900, None),
    order(8, "2026-11-01", 5_100, "丙"),
    order(9, "2025-10-15", 100_000, "甲"),
]
LEADS: Records = [
    {**CONTACT, "lead_id": f"L{n}", "owner": owner, "created_at": day, **more}
    for n, (owner, day, more) in enumerate(
        [
            ("甲", "2026-10-02", {"outcome": "won", "outcome_date": "2026-10-09"}),
            ("甲", "2026-10-03", {"outcome": "lost", "outcome_date": "2026-10-05"}),
            ("甲", "2026-10-04", {}),
            ("甲", "2026-10-05", {}),
            ("丙", "2026-10-06", {}),
        ]
    )
]
PAYMENTS: Records = [
    {"payment_id": "P1", "order_id": "O2", "paid_amount": 50_000, "paid_date": "2026-10-09"},
    {"payment_id": "P2", "order_id": "O1", "paid_amount": 7_000, "paid_date": "2026-10-11"},
    {"payment_id": "P3", "order_id": "O2", "paid_amount": 20_000, "paid_date": "2026-11-04"},
]
TARGETS: Records = [
    {"scope": "team:东一组", "period": "2026-10", "metric": "sales", "value": 200_000},
    {"scope": "team:西二组", "period": "2026-10", "metric": "sales", "value": 80_000},
]
TABLES = {
    "staff": STAFF,
    "orders": ORDERS,
    "leads": LEADS,
    "payments": PAYMENTS,
    "targets": TARGETS,
    "customers": [
        {"customer_id": f"C{n}", "customer_name": f"客户{n}", "owner": "甲"} for n in range(1, 10)
    ],
}
Sheets = Mapping[str, Sequence[Sequence[Any]]]


@pytest.fixture(scope="session")
def company(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace in Chinese, imported on 2026-11-20. Read only."""
    workspace = Workspace.create(tmp_path_factory.mktemp("compare") / "shop", "zh")
    fill(workspace.store, TABLES, datetime(2026, 11, 20, 18))
    return workspace.root


@pytest.fixture(scope="session")
def desk(company: Path) -> Workbench:
    """A workbench on the company in October 2026, in English."""
    return Workbench(company, period="2026-10", lang="en")


@pytest.fixture
def old(tmp_path: Path) -> Callable[..., Path]:
    """Write {sheet: rows} as an old report; a pair (number, format) is a formatted cell."""

    def write(sheets: Sheets, name: str = "report.xlsx") -> Path:
        path = tmp_path / name
        workbook = xlsxwriter.Workbook(str(path), {"strings_to_formulas": False})
        for title, rows in sheets.items():
            page = workbook.add_worksheet(title)
            for r, row in enumerate(rows):
                for c, value in enumerate(row):
                    if isinstance(value, tuple):
                        page.write_number(
                            r, c, value[0], workbook.add_format({"num_format": value[1]})
                        )
                    elif isinstance(value, str):
                        page.write_string(r, c, value)
                    elif value is not None:
                        page.write_number(r, c, value)
        workbook.close()
        return path

    return write


@pytest.fixture
def compared(desk: Workbench, old: Callable[..., Path]) -> Callable[..., pd.DataFrame]:
    """Compare rows of one sheet; the frame's index is the cell."""

    def run(rows: Sequence[Sequence[Any]], wb: Workbench = desk, **options: Any) -> pd.DataFrame:
        found = wb.compare(old({options.pop("sheet", "Sheet1"): rows}), **options)
        return found.set_index("cell")

    return run
