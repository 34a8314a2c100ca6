"""Who gets which lead: the rules one by one, capacity, and what is recorded of what was accepted."""

from datetime import datetime
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from salesnb.errors import ConfigError, ScopeError, UsageError
from salesnb.leads import accept_assignment, assign_leads
from salesnb.settings import Settings
from salesnb.workspace import Workspace
from tests.frames import DEFAULTS, Records, fill, scoped, settings_with
from tests.leads.history import STAFF as TEAMS
from tests.leads.history import as_of, lead, leaves_on, october, store_of

EAST, WEST = {"team": "东区", "regions": "华东、华南"}, {"team": "西区", "regions": "西南,西北"}
STAFF: Records = [
    {"name": "东甲", **EAST, "role": "rep", "industries": "制造业"},
    {"name": "东乙", **EAST, "role": "rep", "seniority": "是", "industries": "医药；电子"},
    {"name": "东丙", **EAST, "role": "rep", "active": False},
    {"name": "东主管", **EAST, "role": "manager"},
    {"name": "西甲", **WEST, "role": "rep", "industries": "制造业"},
    {"name": "部长", "department": "一部", "role": "department_head", "regions": "华东"},
    {"name": "管理", "role": "admin"},
]


def free(number: str = "L1", **more: Any) -> dict[str, Any]:
    """Return a lead of 2026-10-30 without owner."""
    return lead(number, None, **{"created_at": "2026-10-30", **more})


def proposed(
    folder: Path,
    leads: Records,
    *,
    settings: Settings = DEFAULTS,
    staff: Records = STAFF,
    include: Any = ("unowned", "unknown_owner", "departed"),
    **tables: Records,
) -> pd.DataFrame:
    """Return the proposals of a new store as of 2026-10-31, by lead."""
    held = {"staff": staff, "leads": leads, **tables}
    with scoped(folder / "store", held, settings=settings) as store:
        return assign_leads(store, settings, include=include).set_index("lead_id")


@pytest.mark.parametrize(
    ("row", "owner", "rule"),
    [
        ({"region": "西南"}, "西甲", "region"),
        ({"region": "华东", "industry": "电子"}, "东乙", "region,industry"),
        ({"industry": "医药"}, "东乙", "industry"),
        ({"region": "西北", "industry": "医药"}, "西甲", "region"),
        ({"region": "华北"}, "东乙", "load"),
        ({}, "东乙", "load"),
        ({"region": "西南", "budget_min": 500_000}, "东乙", "key_account"),
        (
            {"region": "华东", "budget_min": 400_000, "budget_max": 600_000},
            "东乙",
            "key_account,region",
        ),
        ({"region": "西南", "budget_max": 499_999}, "西甲", "region"),
        ({"region": "西南", "customer_id": "CS"}, "东乙", "key_account"),
        ({"region": "西南", "customer_id": "CL"}, "东乙", "key_account"),
        ({"region": "华东", "customer_id": "CW"}, "西甲", "customer"),
        ({"region": "西南", "customer_id": "CG"}, "西甲", "region"),
        ({"grade": "D"}, None, "nurture"),
    ],
    ids=[
        "who covers the region",
        "and of them who knows the industry",
        "the industry alone",
        "a rule that would leave nobody is passed over",
        "a region that nobody covers",
        "nothing known: the least load, of equals the first by name",
        "a key account by its budget",
        "of a range its middle",
        "below it",
        "a customer marked strategic",
        "a customer of a strategic level",
        "whose customer it is",
        "but not who has left",
        "D is nurtured",
    ],
)
def test_a_lead_is_proposed_to(tmp_path: Path, row: dict, owner: str | None, rule: str) -> None:
    customers = [
        {"customer_id": "CS", "customer_name": "a", "strategic": True},
        {"customer_id": "CL", "customer_name": "b", "level": "strategic"},
        {"customer_id": "CW", "customer_name": "c", "owner": "西甲"},
        {"customer_id": "CG", "customer_name": "d", "owner": "东丙"},
    ]
    busy = [lead(f"B{n}", "东甲", created_at="2026-10-30") for n in range(2)]
    busy += [lead("B2", "西甲", created_at="2026-10-30")]
    busy += [lead("B3", "东主管", created_at="2026-10-30")]
    found = proposed(tmp_path, [free(**row), *busy], customers=customers).loc["L1"]
    assert (found["rule"], found["proposed_owner"]) == (rule, owner)


def test_a_skill_of_params_narrows_the_choice(tmp_path: Path) -> None:
    chosen = settings_with(tmp_path, assignment="skills: {ERP: [team:西区], CRM: [东甲]}")
    rows = [free("L1", product_line="ERP", region="华东"), free("L2", product_line="CRM")]
    found = proposed(tmp_path, rows, settings=chosen)
    assert found["proposed_owner"].to_dict() == {"L1": "东乙", "L2": "东甲"}
    first = settings_with(tmp_path, assignment="{order: [skill, region], skills: {ERP: [西甲]}}")
    assert proposed(tmp_path / "b", rows, settings=first).loc["L1", "proposed_owner"] == "西甲"


def test_regions_and_industries_of_params_count_besides_the_staff_sheet(tmp_path: Path) -> None:
    text = "{regions: {华北: [西甲]}, industries: {教育: [东甲]}}"
    found = proposed(
        tmp_path,
        [free("L1", region="华北"), free("L2", industry="教育"), free("L3", region="西南")],
        settings=settings_with(tmp_path, assignment=text),
    )
    assert found["proposed_owner"].to_dict() == {"L1": "西甲", "L2": "东甲", "L3": "西甲"}


def test_leads_are_spread_by_the_share_of_the_capacity_in_use(tmp_path: Path) -> None:
    chosen = settings_with(tmp_path, assignment="{capacity: 2, capacity_by_rep: {东乙: 4}}")
    found = proposed(tmp_path, [free(f"L{n}", region="华东") for n in range(6)], settings=chosen)
    assert found["proposed_owner"].value_counts().to_dict() == {"东乙": 4, "东甲": 2}
    assert found["load_after"].tolist() == [1, 1, 2, 3, 2, 4]


def test_where_the_ones_of_a_rule_are_full_it_is_passed_over(tmp_path: Path) -> None:
    chosen = settings_with(tmp_path, assignment="capacity_by_rep: {东乙: 0}")
    row = proposed(tmp_path, [free(region="华东", industry="医药")], settings=chosen).loc["L1"]
    assert (row["proposed_owner"], row["rule"]) == ("东甲", "region")
    assert row["reason_en"] == (
        "Whoever would get it by industry is full or cooling down. By region: of 1 with room, 东甲"
        " has the least load (0 of 60)."
    )
    assert row["reason_zh"].startswith("按行业可选的人已满或在冷却期。依据区域：")


def test_where_the_customers_owner_is_full_the_other_rules_still_count(tmp_path: Path) -> None:
    chosen = settings_with(tmp_path, assignment="capacity_by_rep: {东乙: 0}")
    customers = [{"customer_id": "C1", "customer_name": "a", "owner": "东乙"}]
    rows = [free(region="西南", customer_id="C1")]
    row = proposed(tmp_path, rows, settings=chosen, customers=customers).loc["L1"]
    assert (row["proposed_owner"], row["rule"]) == ("西甲", "region")
    assert row["reason_zh"].startswith("按该客户的现有负责人可选的人已满或在冷却期。依据区域：")


def test_where_everybody_is_full_nobody_is_proposed_and_that_is_said(tmp_path: Path) -> None:
    chosen = settings_with(tmp_path, assignment="capacity: 0")
    row = proposed(tmp_path, [free(region="华东")], settings=chosen).loc["L1"]
    assert pd.isna(row["proposed_owner"]) and pd.isna(row["load_after"])
    assert row["reason_en"].startswith("All 3 who could take it are full or cooling down.")


def test_leads_in_the_pool_and_nurtured_ones_are_no_load(tmp_path: Path) -> None:
    held = [
        lead("P1", "东乙", created_at="2026-09-01"),
        lead("D1", "东乙", grade="D", created_at="2026-10-30"),
        lead("O1", "东甲", created_at="2026-10-30"),
    ]
    row = proposed(tmp_path, [free(region="华东"), *held]).loc["L1"]
    assert (row["proposed_owner"], row["load_before"]) == ("东乙", 0)


def test_leads_of_those_who_left_and_of_the_unknown_are_given_to_others(tmp_path: Path) -> None:
    rows = [lead("L1", "东丙", region="华东"), lead("L2", "查无此人"), lead("L3", "西甲")]
    found = proposed(tmp_path, rows)
    assert found[["why", "owner_now"]].values.tolist() == [
        ["departed", "东丙"],
        ["unknown_owner", "查无此人"],
    ]
    assert "东丙" not in set(found["proposed_owner"])


def test_the_pool_is_given_to_others_than_those_who_let_it_go(tmp_path: Path) -> None:
    found = proposed(tmp_path, [lead("L1", "东乙", region="华东")], include=["pool"])
    assert found.loc["L1", ["why", "proposed_owner"]].tolist() == ["pool", "东甲"]
    assert proposed(tmp_path / "b", [lead("L1", "东乙", region="华东")]).empty


def test_key_accounts_come_first_where_room_is_short(tmp_path: Path) -> None:
    text = "{capacity_by_rep: {东甲: 0, 西甲: 0, 东主管: 0, 东乙: 1}}"
    rows = [free("L1", budget_min=400_000), free("L2", budget_min=500_000), free("L3")]
    found = proposed(tmp_path, rows, settings=settings_with(tmp_path, assignment=text))
    assert found.index.tolist() == ["L2", "L1", "L3"]
    assert found["proposed_owner"].dropna().to_dict() == {"L2": "东乙"}


def test_only_who_stands_there_on_the_day_gets_leads(tmp_path: Path) -> None:
    staff = [
        {"name": "王芳", "team": "东区", "role": "rep", "regions": "华东"},
        {"name": "王芳", "since": "2026-10-15", "team": "西区", "role": "rep", "regions": "西南"},
        {"name": "李强", "team": "东区", "role": "rep", "regions": "华东"},
        {"name": "李强", "since": "2026-11-15", "active": False, "role": "rep"},
    ]
    rows = [free("L1", region="西南"), free("L2", region="华东")]
    found = proposed(tmp_path, rows, staff=staff)
    assert found["proposed_owner"].to_dict() == {"L1": "王芳", "L2": "李强"}


def test_staff_without_regions_and_a_store_without_staff(tmp_path: Path) -> None:
    bare = [{"name": "王芳"}, {"name": "李强"}]
    found = proposed(tmp_path / "a", [free("L1", region="华东"), free("L2")], staff=bare)
    assert sorted(found["proposed_owner"]) == ["李强", "王芳"]
    none = proposed(tmp_path / "b", [free("L1")], staff=[])
    assert none["reason_en"].str.startswith("Nobody who is active may take it.").all()


def test_a_store_without_leads_has_no_proposals(tmp_path: Path) -> None:
    assert proposed(tmp_path, []).empty


def test_a_manager_assigns_among_the_own_team(tmp_path: Path) -> None:
    rows = [
        lead("L1", "离职", region="华东"),
        lead("L2", "西丽"),
        free("L3"),
        lead("L4", "王芳", created_at="2026-10-30"),
    ]
    store = store_of(tmp_path, {"leads": rows})
    with as_of(store, 31, viewer="主管") as opened:
        found = assign_leads(opened, DEFAULTS)
    assert found[["lead_id", "proposed_owner"]].values.tolist() == [["L1", "李强"]]


@settings(max_examples=10, deadline=None)
@given(
    rows=st.lists(
        st.tuples(
            st.sampled_from(["东甲", "东乙", "东丙", "西甲", None, "?"]),
            st.sampled_from(["华东", "西南", "华北", None]),
            st.sampled_from(["制造业", "医药", None]),
            st.sampled_from([None, 100, 600_000]),
            st.sampled_from(["A", "D", None]),
        ),
        max_size=25,
    ),
    capacity=st.integers(0, 6),
)
def test_nobody_gets_more_than_the_capacity_and_no_lead_two_owners(
    tmp_path_factory: pytest.TempPathFactory, rows: list, capacity: int
) -> None:
    folder = tmp_path_factory.mktemp("spread")
    leads = [
        free(f"L{n}", region=region, industry=industry, budget_min=budget, grade=grade)
        | {"owner": owner}
        for n, (owner, region, industry, budget, grade) in enumerate(rows)
    ]
    chosen = settings_with(folder, assignment=f"capacity: {capacity}")
    held = {"staff": STAFF, "leads": leads}
    with scoped(folder / "store", held, settings=chosen) as store:
        first, second = (assign_leads(store, chosen) for _ in range(2))
    assert first.equals(second)
    wanting = {
        row["lead_id"] for row in leads if row["owner"] is None or row["owner"] in ("?", "东丙")
    }
    assert not first["lead_id"].duplicated().any() and set(first["lead_id"]) == wanting
    given = first.dropna(subset="proposed_owner")
    held_now = pd.Series(
        [row["owner"] for row in leads if row["grade"] != "D" and row["owner"]], dtype="str"
    ).value_counts()
    for owner, count in given["proposed_owner"].value_counts().items():
        assert count + held_now.get(owner, 0) <= capacity
    assert set(given["proposed_owner"]) <= {"东甲", "东乙", "东主管", "西甲"}


# params


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("order: [region, load]", "line 1: order.1:"),
        ("order: [region, region]", "rule 'region' is named twice"),
        ("roles: [reps]", "'reps' is not a known role. Did you mean 'rep'?"),
        ("key_account:\n  to: [manager, seniors]", "line 2: 'seniors' is not a known role."),
        ("key_account: {levels: [vip]}", "'vip' is not a known level."),
        ("capcity: 3", "Did you mean 'capacity'?"),
    ],
)
def test_a_mistake_in_assignment_yml_is_named_with_its_line(
    tmp_path: Path, text: str, said: str
) -> None:
    with pytest.raises(ConfigError, match=r"params/assignment\.yml, line") as refused:
        settings_with(tmp_path, assignment=text)
    assert said in str(refused.value)


@pytest.mark.parametrize(
    ("stem", "text", "said"),
    [
        ("assignment", "skills:\n  ERP: [东申]", "line 2: '东申' is not a known rep."),
        ("assignment", "regions: {华东: [team:东]}", "Did you mean 'team:东区'?"),
        ("assignment", "capacity_by_rep: {东甲甲: 3}", "Did you mean '东甲'?"),
        ("pool", "exempt: {owners: [东主]}", "Did you mean '东主管'?"),
    ],
)
def test_a_rep_or_team_that_there_is_not_is_named(
    tmp_path: Path, stem: str, text: str, said: str
) -> None:
    chosen = settings_with(tmp_path, **{stem: text})
    with pytest.raises(ConfigError, match=rf"params/{stem}\.yml, line") as refused:
        proposed(tmp_path, [free()], settings=chosen)
    assert said in str(refused.value)


def test_a_kind_of_lead_that_there_is_not_is_named(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="Did you mean 'departed'"):
        proposed(tmp_path, [], include=["departd"])


# What is recorded


@pytest.fixture
def team(workspace: Workspace) -> Workspace:
    """A lead without owner, one of who has left, one in the pool, one well looked after."""
    rows = [
        free("L1", created_at="2026-10-05", customer_id=None),
        lead("L2", "离职", created_at="2026-10-05"),
        lead("L3", "王芳"),
        lead("L4", "赵敏", created_at="2026-10-05"),
    ]
    fill(workspace.store, {"staff": TEAMS, "leads": rows}, october(5))
    return workspace


def test_what_is_accepted_is_one_import_with_owner_and_time(team: Workspace) -> None:
    frame = accept_assignment(team, at=october(9), by="操作员", include=["unowned", "departed"])
    rows = team.store.current()["leads"].set_index("lead_id")
    chosen = dict(zip(frame["lead_id"], frame["proposed_owner"], strict=True))
    assert rows.loc[["L1", "L2"], "owner"].to_dict() == chosen
    assert set(rows.loc[["L1", "L2"], "assigned_at"]) == {pd.Timestamp("2026-10-09 09:00")}
    assert rows.loc["L4", "owner"] == "赵敏" and pd.isna(rows.loc["L4", "assigned_at"])
    last = team.store.last_import()
    assert last and (last["import_id"], last["imported_by"], last["rows_in"]) == (2, "操作员", 2)
    assert accept_assignment(team, at=october(9), by="操作员", include=["unowned"]).empty


def test_a_bulk_assignment_restarts_no_clock_before_the_pool(team: Workspace) -> None:
    before = leaves_on(team.store, 9)
    accept_assignment(team, at=october(9), by="操作员", include=["unowned", "departed", "pool"])
    after = leaves_on(team.store, 9)
    assert (before["L2"], after["L2"]) == ("10-12", "10-12")  # given before it left
    assert (before["L1"], after["L1"]) == ("10-12", "10-16")  # its first owner
    assert (before["L3"], after["L3"]) == ("10-08", "10-16")  # out of the pool
    assert after["L4"] == before["L4"]


def test_only_who_leads_a_team_assigns(team: Workspace) -> None:
    with pytest.raises(ScopeError, match="leads nobody and cannot assign"):
        accept_assignment(team, at=october(9), by="王芳", viewer="王芳", include=["unowned"])
    mine = accept_assignment(team, at=october(9), by="主管", viewer="主管", include=["unowned"])
    assert mine.empty


def test_the_command_tries_first_and_assigns_when_told(team: Workspace, salesnb: Any) -> None:
    team.change_setting("today", "2026-10-09")
    before = team.store.snapshot().name
    tried = salesnb(team, "assign")
    assert tried.exit_code == 0, tried.stderr
    assert "没有规则适用，按负载" in tried.stdout and "这是试算，没有保存" in tried.stderr
    assert team.store.snapshot().name == before
    refused = salesnb(team, "assign", "--as", "王芳")
    assert refused.exit_code == 2 and refused.stdout == ""
    past = salesnb(team, "assign", "--accept", "--as-of", "2026-10-08")
    assert past.exit_code == 2 and "2026-10-09" in past.stderr
    done = salesnb(team, "assign", "--accept", "--pool", "--format", "json")
    assert done.exit_code == 0 and "已分配 3 条线索，0 条没有分配" in done.stderr
    rows = team.store.current()["leads"].set_index("lead_id")
    assert rows["owner"].notna().all() and rows.loc["L3", "owner"] != "王芳"
    assert rows.loc["L1", "assigned_at"].date() == datetime(2026, 10, 9).date()
    assert "没有需要分配的线索" in salesnb(team, "assign").stderr
