"""Customers that several people work on, and leads that nobody follows."""

from pathlib import Path
from typing import Any

from salesnb.leads import orphans, owner_conflicts
from tests.frames import DEFAULTS, scoped
from tests.leads.history import as_of, follow, lead, store_of


def customer(number: str, owner: str | None, name: str) -> dict[str, Any]:
    return {"customer_id": number, "customer_name": name, "owner": owner}


def deal(number: str, customer_id: str, owner: str, **more: Any) -> dict[str, Any]:
    made = {"opportunity_id": number, "customer_id": customer_id, "owner": owner}
    return {**made, "stage": "quote", "amount": 100, **more}


def conflicts(folder: Path, **tables: Any) -> list[list[Any]]:
    with as_of(store_of(folder, tables), 31) as store:
        frame = owner_conflicts(store)[["customer_id", "owners", "leads", "deals"]]
    return frame.fillna("").values.tolist()


def test_a_customer_with_leads_and_deals_of_several_owners_is_listed(tmp_path: Path) -> None:
    found = conflicts(
        tmp_path,
        customers=[customer("C1", "王芳", "甲厂"), customer("C2", "王芳", "乙厂")],
        leads=[lead("L1", "李强", customer_id="C1"), lead("L2", "王芳", customer_id="C2")],
        opportunities=[deal("D1", "C1", "西丽"), deal("D2", "C2", "王芳")],
    )
    assert found == [["C1", "李强, 王芳, 西丽", 1, 1]]


def test_what_is_closed_or_nobodys_is_no_conflict(tmp_path: Path) -> None:
    lost = {"outcome": "lost", "outcome_date": "2026-10-20"}
    assert not conflicts(
        tmp_path,
        customers=[customer("C1", "王芳", "甲厂")],
        leads=[lead("L1", "李强", customer_id="C1", **lost), lead("L2", None, customer_id="C1")],
        opportunities=[deal("D1", "C1", "西丽", stage="lost", closed_at="2026-10-20")],
    )


def test_leads_without_a_customer_number_meet_by_the_companys_name(tmp_path: Path) -> None:
    found = conflicts(
        tmp_path,
        customers=[customer("C1", "王芳", "甲厂")],
        leads=[
            lead("L1", "李强", company_name="甲厂"),
            lead("L2", "王芳", company_name="丙厂"),
            lead("L3", "赵敏", company_name="丙厂"),
        ],
    )
    assert sorted(found) == [["", "王芳, 赵敏", 2, 0], ["C1", "李强, 王芳", 1, 0]]


def test_masked_names_never_meet(tmp_path: Path) -> None:
    masked = "*科技有限公司"
    assert not conflicts(
        tmp_path,
        customers=[customer("C1", "王芳", masked)],
        leads=[lead("L1", "李强", company_name=masked), lead("L2", "赵敏", company_name=masked)],
    )


def test_who_followed_up_last_stands_beside(tmp_path: Path) -> None:
    calls = [follow("L1", "03", "李强"), follow("L1", "05", "王芳")]
    rows = {
        "customers": [customer("C1", "王芳", "甲厂")],
        "leads": [lead("L1", "李强", customer_id="C1")],
        "follow_ups": calls,
    }
    with as_of(store_of(tmp_path, rows), 31) as store:
        row = owner_conflicts(store).iloc[0]
    assert (row["customer_owner"], row["last_followed_by"]) == ("王芳", "王芳")
    assert row["last_follow_up_at"].day == 5


def test_a_team_sees_the_conflicts_inside_it(tmp_path: Path) -> None:
    rows = {
        "customers": [customer("C1", "王芳", "甲厂"), customer("C2", "王芳", "乙厂")],
        "leads": [lead("L1", "李强", customer_id="C1"), lead("L2", "西丽", customer_id="C2")],
    }
    store = store_of(tmp_path, rows)
    with as_of(store, 31, viewer="主管") as opened:
        assert owner_conflicts(opened)["customer_id"].tolist() == ["C1"]


def test_leads_that_nobody_follows_are_listed_with_the_reason(tmp_path: Path) -> None:
    rows = [
        lead("L1", None),
        lead("L2", "查无此人"),
        lead("L3", "离职"),
        lead("L4", "王芳"),
        lead("L5", "王芳"),
        lead("L6", "王芳", created_at="2026-10-28"),
        lead("L7", "王芳", grade="D"),
    ]
    store = store_of(tmp_path, {"leads": rows, "follow_ups": [follow("L5", "02")]})
    with as_of(store, 31) as opened:
        frame = orphans(opened, DEFAULTS)
    assert frame[["lead_id", "why", "owner"]].values.tolist() == [
        ["L1", "no_owner", ""],
        ["L2", "unknown_owner", "查无此人"],
        ["L3", "departed", "离职"],
        ["L4", "never_followed", "王芳"],
    ]


def test_an_empty_store_has_neither(tmp_path: Path) -> None:
    with scoped(tmp_path, {"staff": [{"name": "王芳"}]}) as store:
        assert owner_conflicts(store).empty and orphans(store, DEFAULTS).empty
