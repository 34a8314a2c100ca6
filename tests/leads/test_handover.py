"""What people who have left still hold, for whoever takes it over."""

from pathlib import Path

import pytest

from salesnb.leads import handover
from tests.frames import CONTACT, DEFAULTS, Records, scoped, settings_with

LEAD = {**CONTACT, "created_at": "2026-10-28", "company_name": "新客"}
TABLES: dict[str, Records] = {
    "staff": [
        {"name": "走", "team": "东区", "department": "一部", "role": "rep", "active": False},
        {"name": "在", "team": "东区", "department": "一部", "role": "rep"},
        {"name": "停", "team": "西区", "department": "二部", "role": "rep"},
        {"name": "管", "team": "东区", "department": "一部", "role": "manager"},
    ],
    "customers": [
        {"customer_id": "C1", "customer_name": "走的客户", "owner": "走"},
        {"customer_id": "C2", "customer_name": "流失的", "owner": "走", "status": "lost"},
        {"customer_id": "C3", "customer_name": "在的客户", "owner": "在"},
        {"customer_id": "C4", "customer_name": "停的客户", "owner": "停"},
    ],
    "leads": [
        {**LEAD, "lead_id": "L1", "owner": "走", "budget_min": 30, "budget_max": 50},
        {**LEAD, "lead_id": "L2", "owner": "走", "stage": "lost", "outcome": "lost"},
        {**LEAD, "lead_id": "L3", "owner": "在"},
    ],
    "opportunities": [
        {"opportunity_id": "D1", "customer_id": "C1", "owner": "走", "stage": "quote", "amount": 9},
        {"opportunity_id": "D2", "customer_id": "C1", "owner": "走", "stage": "won"},
    ],
    "plans": [
        {"plan_id": "P1", "customer_id": "C1", "owner": "走", "due_on": "2026-11-02"},
        {"plan_id": "P2", "customer_id": "C1", "owner": "走", "due_on": "2026-10-02", "state": "done"},
        {"plan_id": "P3", "customer_id": "C3", "owner": "在", "due_on": "2026-11-02"},
    ],
}  # fmt: skip


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("store")
    scoped(path, TABLES).close()
    return path


@pytest.mark.parametrize("viewer", [None, "管"])
def test_open_leads_deals_customers_and_tasks_of_the_departed_are_listed(
    folder: Path, viewer: str | None
) -> None:
    with scoped(folder, viewer=viewer) as store:
        found = handover(store, DEFAULTS)
    rows = found[["owner", "table", "id", "name"]].to_numpy().tolist()
    assert rows == [
        ["走", "leads", "L1", "新客"],
        ["走", "opportunities", "D1", "走的客户"],
        ["走", "customers", "C1", "走的客户"],
        ["走", "tasks", "plan P1", "走的客户"],
    ]
    assert found["amount"].iloc[1] == 9


def test_whom_params_call_departed_is_one(folder: Path, tmp_path: Path) -> None:
    gone = settings_with(tmp_path, organisation="people:\n  停: {active: false}\n")
    with scoped(folder, settings=gone) as store:
        found = handover(store, gone)
    assert found.loc[found["owner"] == "停", "id"].tolist() == ["C4"]


def test_another_team_sees_nothing_of_it(folder: Path) -> None:
    with scoped(folder, scope="team:西区") as store:
        assert handover(store, DEFAULTS).empty
