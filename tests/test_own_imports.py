"""`salesnb import --as`: whoever is no admin changes own rows, and nothing of others."""

from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from salesnb.workspace import Workspace
from tests.frames import CONTACT, Records, fill

TABLES: dict[str, Records] = {
    "staff": [
        {"name": "甲", "staff_id": "S1", "team": "东区", "role": "rep"},
        {"name": "乙", "staff_id": "S2", "team": "东区", "role": "rep"},
        {"name": "走", "staff_id": "S3", "team": "东区", "role": "rep", "active": False},
        {"name": "总", "staff_id": "S9", "role": "admin"},
    ],
    "customers": [
        {"customer_id": "CA", "customer_name": "甲的客户", "owner": "甲", "level": "key"},
        {"customer_id": "CB", "customer_name": "乙的客户", "owner": "乙", "level": "key"},
        {"customer_id": "CS", "customer_name": "乙的客户二", "owner": "乙", "level": "key"},
    ],
    "opportunities": [
        {"opportunity_id": "DS", "customer_id": "CS", "owner": "甲", "stage": "quote"},
    ],
    "leads": [
        {**CONTACT, "lead_id": "LA", "owner": "甲", "created_at": "2026-10-01"},
        {**CONTACT, "lead_id": "LB", "owner": "乙", "created_at": "2026-10-01"},
    ],
    "orders": [
        {"order_id": "OA", "customer_id": "CA", "owner": "甲", "amount": 10, "order_date": "2026-10-01"},
        {"order_id": "OB", "customer_id": "CB", "owner": "乙", "amount": 20, "order_date": "2026-10-01"},
    ],
}  # fmt: skip
CUSTOMERS = "客户编号,客户名称,负责人,客户等级"
ORDERS = "订单编号,客户编号,销售员,金额,下单日期"
FOLLOW_UPS = "跟进编号,客户编号,线索编号,跟进人,跟进时间,跟进方式,跟进内容"
PAYMENTS = "回款编号,订单编号,回款金额,回款日期"
STAFF = "姓名,工号,团队,角色"


@pytest.fixture
def shop(workspace: Workspace) -> Workspace:
    fill(workspace.store, TABLES)
    return workspace


@pytest.fixture
def bring(shop: Workspace, tmp_path: Path, salesnb) -> Callable[..., tuple[int, str]]:
    """Import one sheet as somebody: `bring("甲", CUSTOMERS, "CA,…")`; exit code and what is said."""

    def imported(
        viewer: str, head: str, *lines: str, more: tuple[str, ...] = ()
    ) -> tuple[int, str]:
        path = tmp_path / "mine.csv"
        path.write_text("\n".join([head, *lines]), encoding="utf-8")
        done = salesnb(shop, "import", path, "--as", viewer, *more)
        return done.exit_code, done.stderr

    return imported


def current(shop: Workspace, table: str) -> pd.DataFrame:
    return shop.store.current()[table]


def test_own_rows_change_and_new_ones_come(shop: Workspace, bring) -> None:
    code, said = bring("甲", CUSTOMERS, "CA,甲的客户,甲,战略", "CN,新客户,S1,普通")
    assert code == 0, said
    found = current(shop, "customers").set_index("customer_id")
    assert found.loc["CA", "level"] == "strategic"
    assert found.loc["CN", "customer_name"] == "新客户"


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("CB,乙的客户,乙,战略", "不由 甲 负责"),
        ("CB,乙的客户,甲,战略", "不由 甲 负责"),  # taken by a changed owner
        ("CA,甲的客户,乙,战略", "不由 甲 负责"),  # given away
        ("CA,甲的客户,,战略", "不由 甲 负责"),  # left to nobody
        ("CN,新客户,乙,普通", "不由 甲 负责"),
        ("CN,新客户,,普通", "不由 甲 负责"),
    ],
)
def test_a_row_of_somebody_else_is_refused_with_its_place(
    shop: Workspace, bring, line: str, why: str
) -> None:
    before = current(shop, "customers")
    code, said = bring("甲", CUSTOMERS, line)
    assert code == 1
    assert "mine.csv，" in said and "2" in said and why in said
    pd.testing.assert_frame_equal(current(shop, "customers"), before)


@pytest.mark.parametrize(
    ("head", "line", "why"),
    [
        (ORDERS, "ON,CB,甲,500,2026-10-05", "“CB”由他人负责"),
        (ORDERS, "OB,CB,甲,500,2026-10-05", "不由 甲 负责"),
        (FOLLOW_UPS, "FN,CB,,甲,2026-10-05,电话,问价", "“CB”由他人负责"),
        (FOLLOW_UPS, "FN,,LB,甲,2026-10-05,电话,问价", "“LB”由他人负责"),
        (PAYMENTS, "PN,OB,20,2026-10-06", "“OB”由他人负责"),
        (STAFF, "甲,S1,东区,管理员", "不由 甲 负责"),
    ],
)
def test_what_hangs_on_a_row_of_somebody_else_is_refused(
    shop: Workspace, bring, head: str, line: str, why: str
) -> None:
    code, said = bring("甲", head, line)
    assert code == 1 and why in said, said
    assert set(current(shop, "staff").set_index("staff_id")["role"].items()) >= {("S1", "rep")}


def test_what_hangs_on_an_own_row_is_taken(shop: Workspace, bring) -> None:
    for head, line in (
        (ORDERS, "ON,CA,甲,500,2026-10-05"),
        (ORDERS, "OS,CS,甲,300,2026-10-05"),  # another's customer, behind an own deal
        (FOLLOW_UPS, "FN,CA,LA,甲,2026-10-05,电话,问价"),
        (PAYMENTS, "PN,OA,10,2026-10-06"),
    ):
        code, said = bring("甲", head, line)
        assert code == 0, said
    assert set(current(shop, "orders")["order_id"]) == {"OA", "OB", "ON", "OS"}


def test_with_accept_good_own_rows_are_stored_and_the_others_wait(shop: Workspace, bring) -> None:
    lines = ("CA,甲的客户,甲,战略", "CB,乙的客户,乙,普通")
    code, _ = bring("甲", CUSTOMERS, *lines, more=("--accept-good",))
    found = current(shop, "customers").set_index("customer_id")["level"]
    assert (code, found["CA"], found["CB"]) == (1, "strategic", "key")


def test_no_message_names_a_record_of_somebody_else(shop: Workspace, bring) -> None:
    code, said = bring("甲", CUSTOMERS, "CN,乙的客户,甲,普通")
    assert "CB" not in said
    assert code == 1 or "可能与已有的一条记录重复" in said


def test_an_admin_changes_everything(shop: Workspace, bring) -> None:
    code, said = bring("总", CUSTOMERS, "CB,乙的客户,甲,战略")
    assert code == 0, said
    assert current(shop, "customers").set_index("customer_id").loc["CB", "owner"] == "甲"


def test_whoever_has_left_imports_nothing(bring) -> None:
    code, said = bring("走", CUSTOMERS, "CZ,新客户,走,普通")
    assert code == 2 and "走 已离职" in said


@pytest.mark.parametrize("more", [("--replace", "customers"), ("--undo",)])
def test_only_an_admin_replaces_a_table_or_takes_an_import_back(
    shop: Workspace, tmp_path: Path, salesnb, more: tuple[str, ...]
) -> None:
    path = tmp_path / "mine.csv"
    path.write_text(f"{CUSTOMERS}\nCA,甲的客户,甲,战略", encoding="utf-8")
    files = () if "--undo" in more else (path,)
    refused = salesnb(shop, "import", *files, "--as", "甲", *more)
    assert refused.exit_code == 2
    assert "只有管理员可以" in refused.stderr and "甲 不是管理员" in refused.stderr
    assert len(current(shop, "customers")) == 3
