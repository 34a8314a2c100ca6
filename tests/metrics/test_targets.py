"""Targets: which one holds, for whom, and completion against them."""

import math
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from salesnb.errors import UsageError
from salesnb.metrics import measure
from salesnb.metrics.targets import Target, TargetBook, children_of
from salesnb.periods import parse_period
from tests.frames import CHINA, DEFAULTS, Records, scoped

BELOW = {
    "company": ["team:东区", "team:西区"],
    "team:东区": ["rep:甲", "rep:乙"],
    "team:西区": ["rep:丙"],
}
STAFF: Records = [
    {"name": name, "team": team, "role": "rep"}
    for name, team in (("甲", "东区"), ("乙", "东区"), ("丙", "西区"))
]


def book(*targets: tuple[str, str, float]) -> TargetBook:
    frame = pd.DataFrame(targets, columns=["period", "scope", "value"]).assign(metric="sales")
    return TargetBook(frame, BELOW, CHINA, 1)


def find(targets: TargetBook, scope: str, period: str) -> tuple[float, str] | None:
    found = targets.find("sales", scope, parse_period(period))
    return (float(found.value), found.origin) if isinstance(found, Target) else None


def test_an_explicit_target_wins_over_all_others() -> None:
    targets = book(
        ("2026-10", "team:东区", 100), ("2026-10", "rep:甲", 70), ("2026-10", "rep:乙", 50),
        ("2026Q4", "team:东区", 900),
    )  # fmt: skip
    assert find(targets, "team:东区", "2026-10") == (100, "explicit")  # not 120 or 300


def test_the_children_win_over_the_sub_periods() -> None:
    targets = book(
        ("2026Q4", "rep:甲", 400), ("2026Q4", "rep:乙", 200),
        *((f"2026-{month}", "team:东区", 100) for month in (10, 11, 12)),
    )  # fmt: skip
    assert find(targets, "team:东区", "2026Q4") == (600, "children")  # not 300


def test_the_sub_periods_win_over_a_share_and_must_fill_the_period() -> None:
    months = [(f"2026-{month}", "team:东区", 100) for month in (10, 11, 12)]
    assert find(book(*months, ("2026", "team:东区", 9)), "team:东区", "2026Q4") == (
        300,
        "sub_periods",
    )
    assert find(book(*months[:2]), "team:东区", "2026Q4") is None  # two of three are not enough


def test_a_longer_sub_period_wins_over_the_shorter_ones_in_it() -> None:
    targets = book(
        *((f"2026-{month:02d}", "rep:甲", 100) for month in range(1, 13)), ("2026Q1", "rep:甲", 500)
    )
    assert find(targets, "rep:甲", "2026") == (1400, "sub_periods")  # not 1200
    weeks = [(f"2026-W{n}", "rep:丙", 1) for n in range(36, 54)]
    months = [(f"2026-{month}", "rep:丙", 100) for month in (10, 11, 12)]
    assert find(book(*weeks, *months), "rep:丙", "2026Q4") == (300, "sub_periods")


def test_a_share_of_the_longer_period_goes_by_working_days() -> None:
    targets = book(("2025Q4", "rep:甲", 600))
    quarter, october = parse_period("2025Q4"), parse_period("2025-10")
    days = CHINA.workdays(quarter.start, quarter.end), CHINA.workdays(october.start, october.end)
    assert days == (61, 18)
    assert find(targets, "rep:甲", "2025-10") == (pytest.approx(600 * 18 / 61), "share")  # not 200
    assert find(targets, "rep:甲", "2025-10-01..2025-10-08") == (0, "share")  # all holidays


def test_the_shares_of_a_period_add_up_to_it() -> None:
    targets = book(("2026", "rep:甲", 1_000_000))
    months = [find(targets, "rep:甲", f"2026-{month:02d}")[0] for month in range(1, 13)]
    assert sum(months) == pytest.approx(1_000_000)


def test_the_company_is_the_sum_of_teams_of_which_each_is_found_by_itself() -> None:
    targets = book(
        ("2026-10", "team:东区", 100), ("2026-10", "rep:甲", 70), ("2026-10", "rep:丙", 9)
    )
    assert find(targets, "company", "2026-10") == (109, "children")  # 100 + 9, not 79 or 179


def test_a_child_with_monthly_targets_counts_beside_one_with_a_quarterly() -> None:
    months = [(f"2026-{month}", "team:西区", 10) for month in (10, 11, 12)]
    targets = book(("2026Q4", "team:东区", 100), *months)
    assert find(targets, "company", "2026Q4") == (130, "children")  # not 100


def test_there_is_no_target_where_none_was_set() -> None:
    targets = book(("2026-10", "rep:甲", 70))
    assert find(targets, "rep:乙", "2026-10") is None
    assert find(targets, "rep:甲", "2026-11") is None
    assert targets.find("collections", "rep:甲", parse_period("2026-10")) is None


def test_who_changed_the_team_counts_in_the_team_of_the_day() -> None:
    staff = pd.DataFrame(
        {
            "person": ["甲", "乙", "乙"],
            "since": pd.to_datetime([None, None, "2026-07-01"]),
            "team": ["东区", "东区", "西区"],
            "department": [None, None, None],
        }
    )
    assert children_of(staff, date(2026, 6, 30))["team:东区"] == ["rep:乙", "rep:甲"]
    after = children_of(staff, date(2026, 7, 1))
    assert (after["team:东区"], after["team:西区"]) == (["rep:甲"], ["rep:乙"])
    assert after["company"] == ["team:东区", "team:西区"]


@pytest.fixture
def two_teams(tmp_path: Path) -> Path:
    order = {"customer_id": "C1", "order_date": "2026-10-10"}
    staff = [
        *STAFF,
        {"name": "移", "team": "西区"},
        {"name": "移", "since": "2026-07-01", "team": "东区"},
    ]
    tables = {
        "staff": staff,
        "targets": [
            {"period": "2026-10", "scope": f"rep:{name}", "metric": "sales", "value": value}
            for name, value in (("甲", 100), ("乙", 50), ("丙", 200), ("移", 40))
        ],
        "orders": [
            {**order, "order_id": "O1", "owner": "甲", "amount": 80},
            {**order, "order_id": "O2", "owner": "丙", "amount": 50},
            {**order, "order_id": "O3", "owner": "不明", "amount": 7},
        ],
    }
    scoped(tmp_path, tables).close()
    return tmp_path


def completion(folder: Path, scope: str | None, *by: str) -> pd.DataFrame:
    with scoped(folder, scope=scope) as store:
        return measure(store, DEFAULTS, ["target_completion"], [parse_period("2026-10")], by, CHINA)


def test_a_group_with_a_target_and_nothing_reached_is_there_and_one_without_has_no_rate(
    two_teams: Path,
) -> None:
    frame = completion(two_teams, None, "rep").set_index("rep")
    assert frame["value"].dropna().to_dict() == {"甲": 0.8, "乙": 0, "丙": 0.25, "移": 0}
    assert frame.loc["unassigned", "numerator"] == 7
    assert math.isnan(frame.loc["unassigned", "value"])


def test_a_team_has_the_same_completion_in_its_own_scope_and_in_the_company(
    two_teams: Path,
) -> None:
    company = completion(two_teams, None, "team").set_index("team")
    for team, target in (("东区", 190), ("西区", 200)):  # 移 counts in 东区 alone
        own = completion(two_teams, f"team:{team}").iloc[0]
        assert own["denominator"] == company.loc[team, "denominator"] == target
        assert own["value"] == company.loc[team, "value"]
    assert completion(two_teams, None).iloc[0]["denominator"] == 390


def test_completion_by_two_dimensions_or_by_region_is_refused(two_teams: Path) -> None:
    with pytest.raises(UsageError, match="one of team, rep, department"):
        completion(two_teams, None, "team", "rep")
    with pytest.raises(UsageError, match=r"'target_completion'.*department, rep, team"):
        completion(two_teams, None, "region")


def test_whoever_has_no_team_counts_below_the_department_or_the_company() -> None:
    staff = pd.DataFrame(
        {
            "person": ["Ann", "Bob", "Cy"],
            "since": pd.to_datetime([None, None, None]),
            "team": ["East", None, None],
            "department": ["Sales", "Sales", None],
        }
    )
    assert children_of(staff, date(2026, 10, 31)) == {
        "company": ["department:Sales", "rep:Cy"],
        "department:Sales": ["rep:Bob", "team:East"],
        "team:East": ["rep:Ann"],
    }
