"""The facts agree with the tables, and an import after which they would not is refused."""

import shutil
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import pytest

import salesnb.models as models
from salesnb.errors import StoreError
from salesnb.extracts import WholeStore
from salesnb.imports import import_files
from salesnb.store import Store
from salesnb.workspace import Workspace
from tests.frames import DEFAULTS, Records, fill

TABLES: dict[str, Records] = {
    "orders": [
        {"order_id": "O1", "customer_id": "C1", "amount": 100, "order_date": "2026-10-01", "owner": "甲"},
        {"order_id": "R1", "customer_id": "C1", "amount": -30, "order_date": "2026-10-02", "owner": "乙"},
    ],
    "payments": [
        {"payment_id": f"P{n}", "order_id": "O1", "paid_amount": 60, "paid_date": "2026-10-03"}
        for n in range(2)
    ],
    "customers": [{"customer_id": "C1", "customer_name": "东方"}],
}  # fmt: skip


def broken(folder: Path) -> list[str]:
    with WholeStore(Store(folder).snapshot().path, DEFAULTS, date(2026, 10, 31)) as whole:
        return whole.broken_identities()


def test_refunds_part_payments_and_payments_beyond_the_amount_add_up(tmp_path: Path) -> None:
    fill(Store(tmp_path), TABLES)
    assert broken(tmp_path) == []


@pytest.fixture
def fan_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Facts in which payments are joined to orders one by one, as one would at first."""
    folder = tmp_path / "models"
    shutil.copytree(Path(models.__file__).parent, folder)
    sql = (folder / "fact_sales.sql").read_text(encoding="utf-8")
    wrong = sql.replace(
        "select order_id, sum(paid_amount) as paid_amount, max(paid_date) as last_paid_on\n"
        "  from payments\n  group by order_id",
        "select order_id, paid_amount, paid_date as last_paid_on from payments",
    )
    assert wrong != sql
    (folder / "fact_sales.sql").write_text(wrong, encoding="utf-8")
    monkeypatch.setattr(models, "_FOLDER", folder)
    models._text.cache_clear()
    yield
    models._text.cache_clear()


def test_a_fan_out_breaks_the_sum_of_orders(tmp_path: Path, fan_out: None) -> None:
    fill(Store(tmp_path / "store"), TABLES)
    said = "; ".join(broken(tmp_path / "store"))
    assert "no amount of an order is lost or counted twice: 70" in said


def test_an_import_that_would_break_the_sums_is_refused(
    workspace: Workspace, tmp_path: Path, fan_out: None
) -> None:
    customers = tmp_path / "customers.csv"
    customers.write_text("客户编号,客户名称\nC1,东方机械有限公司\n", encoding="utf-8")
    orders = tmp_path / "o.csv"
    orders.write_text(
        "销售单号,客户编号,成交金额,成交日期,负责人\nO1,C1,100,2026-10-01,甲\n", encoding="utf-8"
    )
    payments = tmp_path / "p.csv"
    payments.write_text(
        "回款编号,销售单号,回款金额,回款日期\nP1,O1,10,2026-10-02\nP2,O1,20,2026-10-03\n",
        encoding="utf-8",
    )
    with pytest.raises(StoreError, match="Nothing was stored"):
        import_files(workspace, [customers, orders, payments], at=datetime(2026, 11, 1, 8), by="me")
    assert workspace.store.is_empty
