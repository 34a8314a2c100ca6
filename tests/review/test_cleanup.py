"""The month-end clean-up: what is listed, and merge, delete, keep and fill in there and back."""

from datetime import date, datetime
from pathlib import Path

import pytest

from salesnb.review import Cleaned, read_month, take_cleanup, write_cleanup
from salesnb.scopes import ScopedStore
from salesnb.workspace import Workspace
from tests.alerts.cases import STAFF
from tests.frames import Records, fill
from tests.review.cases import fill_in, read_rows

AT = datetime(2026, 10, 31, 18)
DAY = AT.date()
MONTH = read_month("2026-10", DAY)


def customer(key: str, name: str, **more: object) -> dict[str, object]:
    return {
        "customer_id": key, "customer_name": name, "owner": "甲", "status": "prospect",
        "contact_info": f"138{key[1:]:0>8}", "first_contact_date": "2026-10-01", **more,
    }  # fmt: skip


TABLES: dict[str, Records] = {
    "staff": STAFF,
    "customers": [
        customer("C1", "东方机械有限公司", industry="制造业"),
        customer("C2", "东方机械有限公司", contact_info=None, status="customer"),
        customer("C3", "西山", contact_info=None),
        # 182 days before 31 October, and 183.
        customer("C4", "南湖", first_contact_date="2026-05-02"),
        customer("C5", "北海", first_contact_date="2026-05-01"),
        customer("C6", "中原", owner="乙", contact_info=None),
    ],
    "leads": [
        {"lead_id": "L1", "customer_id": "C1", "owner": "甲", "source": "官网", "need": "ERP",
         "contact_name": "李明", "contact_info": "13800000001", "created_at": "2026-10-02",
         "outcome": "lost", "outcome_date": "2026-10-20", "company_name": "东方机械有限公司"},
    ],
    "follow_ups": [
        {"follow_id": "F1", "customer_id": "C1", "user": "甲", "follow_at": "2026-10-05",
         "content": "谈", "method": "phone"},
    ],
    "orders": [
        {"order_id": "S1", "customer_id": "C1", "owner": "甲", "amount": 100,
         "order_date": "2026-10-10"},
        {"order_id": "S2", "customer_id": "C2", "owner": "甲", "amount": 50,
         "order_date": "2026-10-12"},
    ],
}  # fmt: skip


@pytest.fixture
def shop(workspace: Workspace) -> Workspace:
    fill(workspace.store, TABLES, AT)
    workspace.change_setting("today", "2026-10-31")
    return workspace


def take(shop: Workspace, path: Path, viewer: str | None = None) -> tuple[Cleaned, list[str]]:
    done = take_cleanup(shop, path, at=AT, by="钱", viewer=viewer)
    return done, [str(each) for each in done.refused]


def written(shop: Workspace, path: Path, viewer: str | None = None, day: date = DAY) -> list[str]:
    write_cleanup(shop, MONTH, path, viewer=viewer, lang="zh", day=day)
    return [f"{row['记录编号']} {row['原因']}" for row in read_rows(path)]


def test_the_workbook_lists_each_case_once_with_what_hangs_on_it(
    shop: Workspace, tmp_path: Path
) -> None:
    form = tmp_path / "清理.xlsx"
    assert written(shop, form) == [
        "customers:C1 疑似重复客户",
        "customers:C2 疑似重复客户",
        "customers:C3 潜在客户缺联系方式",
        "customers:C6 潜在客户缺联系方式",
        "customers:C5 潜在客户长期未联系",
        "leads:L1 线索流失未填原因",
    ]
    (first, *_) = read_rows(form)
    assert first["关联数据"] == "线索 1，商机 0，订单 1，跟进 1"
    assert first["现有联系方式"] == "138****0001" and first["重复组"] == "1"
    assert written(shop, form, viewer="乙") == ["customers:C6 潜在客户缺联系方式"]


def test_what_hangs_on_a_merged_customer_follows_it_and_undo_takes_it_back(
    shop: Workspace, tmp_path: Path
) -> None:
    form = tmp_path / "f.xlsx"
    written(shop, form)
    fill_in(form, {"customers:C1": {"处理": "合并", "合并到": "C2"}})
    done, refused = take(shop, form)
    assert not refused and (done.rows, done.merged, done.blank) == (6, 1, 5)
    with ScopedStore.open(shop.store, shop.settings, as_of=DAY) as store:
        facts = store.run(
            "select customer_id, orders, sales, industry from fact_customers"
            " where customer_id in ('C1', 'C2')"
        )
        leads = store.run("select customer_id from fact_leads")
        calls = store.run("select customer_id from fact_follow_ups")
    assert facts.values.tolist() == [["C2", 2, 150, "制造业"]]
    assert leads["customer_id"].tolist() == calls["customer_id"].tolist() == ["C2"]
    merged = shop.store.current()["customers"].set_index("customer_id").loc["C2"]
    assert merged["contact_info"] == "13800000001" and merged["status"] == "customer"
    again, _ = take(shop, form)
    assert (again.merged, again.unchanged) == (0, 1)
    shop.store.undo_last(AT)
    tables = shop.store.current()
    assert set(tables["customers"]["customer_id"]) == {f"C{n}" for n in range(1, 7)}
    assert tables["follow_ups"]["customer_id"].tolist() == ["C1"]


def test_a_deleted_customer_is_closed_and_not_lost(shop: Workspace, tmp_path: Path) -> None:
    form = tmp_path / "f.xlsx"
    written(shop, form)
    fill_in(
        form,
        {
            "customers:C3": {"处理": "删除"},
            "customers:C1": {"处理": "删除"},
            "leads:L1": {"处理": "删除"},
        },
    )
    done, refused = take(shop, form)
    assert done.deleted == 1 and len(refused) == 2
    assert (
        "'月末清理', cell I2" in refused[0]
        and "1 Leads, 1 Orders hang on customer C1" in refused[0]
    )
    assert "Only customers can be deleted" in refused[1]
    assert "C3" not in set(shop.store.current()["customers"]["customer_id"])
    with shop.store.open() as connection:
        rows = connection.execute(
            "select version, valid_until is not null from customers where customer_id = 'C3'"
        ).fetchall()
    assert rows == [(1, True)]
    again, _ = take(shop, form)
    assert (again.deleted, again.unchanged) == (0, 1)


def test_what_is_kept_is_not_listed_for_half_a_year(shop: Workspace, tmp_path: Path) -> None:
    form = tmp_path / "f.xlsx"
    written(shop, form)
    fill_in(form, {"customers:C5": {"处理": "保留"}, "leads:L1": {"处理": "keep"}})
    done, _ = take(shop, form)
    again, _ = take(shop, form)
    assert (done.kept, again.kept, again.unchanged) == (2, 0, 2)
    assert [each.split()[0] for each in written(shop, form)] == [
        "customers:C1", "customers:C2", "customers:C3", "customers:C6",
    ]  # fmt: skip
    later = read_month("2027-05", date(2027, 5, 31))
    write_cleanup(shop, later, form, viewer=None, lang="zh", day=date(2027, 5, 31))
    assert "customers:C5" in {row["记录编号"] for row in read_rows(form)}


def test_reasons_and_contacts_are_filled_in_through_the_checks_of_an_import(
    shop: Workspace, tmp_path: Path
) -> None:
    form = tmp_path / "f.xlsx"
    written(shop, form)
    fill_in(
        form,
        {
            "leads:L1": {"补流失原因": "预算不足"},
            "customers:C3": {"处理": "补全", "补联系方式": "13911112222", "补联系人": "王芳"},
            "customers:C6": {"补流失原因": "价格"},
            "customers:C5": {"处理": "补全"},
        },
    )
    done, refused = take(shop, form)
    assert done.filled == 2 and len(refused) == 2
    assert "'New reason'" in refused[0] or "'New reason'" in refused[1]
    tables = shop.store.current()
    assert tables["leads"]["reason"].tolist() == ["预算不足"]
    third = tables["customers"].set_index("customer_id").loc["C3"]
    assert (third["contact_info"], third["contact_name"]) == ("13911112222", "王芳")
    assert third["first_contact_date"].date() == date(2026, 10, 1)
    again, _ = take(shop, form)
    assert (again.filled, again.unchanged) == (0, 2)
    assert "customers:C3" not in {each.split()[0] for each in written(shop, form)}


@pytest.mark.parametrize(
    ("record", "cells", "said"),
    [
        ("customers:C1", {"处理": "合拼", "合并到": "C2"}, "Did you mean 'merge'"),
        ("customers:C1", {"处理": "合并", "合并到": "C22"}, "no customer 'C22'"),
        ("customers:C1", {"处理": "合并", "合并到": "C1"}, "merged into itself"),
        ("customers:C1", {"处理": "合并", "合并到": "C3"}, "itself merged or deleted"),
        ("customers:C5", {"记录编号": "customers:C9", "处理": "删除"}, "no record 'customers:C9'"),
        ("customers:C5", {"处理": "补全", "补联系方式": "110101199003074477"}, "cell A"),
    ],
)  # fmt: skip
def test_a_row_that_cannot_be_carried_out_is_named_with_its_place(
    shop: Workspace, tmp_path: Path, record: str, cells: dict[str, str], said: str
) -> None:
    form = tmp_path / "f.xlsx"
    written(shop, form)
    fill_in(form, {record: cells, "customers:C3": {"处理": "删除"}})
    done, refused = take(shop, form)
    assert done.deleted == 1, "the good row is carried out all the same"
    assert len(refused) == 1 and said in refused[0] and "cell " in refused[0]
    sums = done.merged + done.deleted + done.kept + done.filled + done.unchanged + done.blank
    assert sums + len(refused) == done.rows == 6


def test_whoever_may_not_see_a_record_cannot_change_it(shop: Workspace, tmp_path: Path) -> None:
    form = tmp_path / "f.xlsx"
    written(shop, form)
    fill_in(form, {"customers:C3": {"处理": "删除"}, "customers:C6": {"处理": "删除"}})
    done, refused = take(shop, form, viewer="乙")
    assert done.deleted == 1 and "not in the scope of 乙" in refused[0]
    assert "C3" in set(shop.store.current()["customers"]["customer_id"])


def test_the_command_tells_what_became_of_every_row(
    shop: Workspace, tmp_path: Path, salesnb
) -> None:
    form = tmp_path / "f.xlsx"
    assert "月末清理 6 行" in salesnb(shop, "cleanup", "--month", "2026-10", "--out", form).stderr
    fill_in(form, {"customers:C3": {"处理": "=cmd()"}})
    done = salesnb(shop, "cleanup", "--take", form)
    assert "共 6 行" in done.stderr
    assert salesnb(shop, "cleanup").exit_code == 2
    assert salesnb(shop, "cleanup", "--month", "2026-W40", "--out", form).exit_code == 2
    other = tmp_path / "other.xlsx"
    salesnb(shop, "template", other)
    assert "没有这张表" in salesnb(shop, "cleanup", "--take", other).stderr
