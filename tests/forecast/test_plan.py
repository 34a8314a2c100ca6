"""The plan of targets: fixed sums hold, everything adds up, and what cannot is said with its line."""

from decimal import Decimal
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from salesnb.errors import ConfigError, UsageError
from salesnb.forecast.plan import TargetPlan, plan_targets
from salesnb.forecast.plan_fit import Block, cannot_add_up, fit, rounded, settle, unit_of
from salesnb.periods import parse_period
from tests.forecast.history import orders, target
from tests.frames import CHINA, DEFAULTS, Records, scoped, settings_with

NEXT = parse_period("2027")
STAFF: Records = [
    {"name": "李娜", "team": "东一组", "department": "东区", "role": "rep"},
    {"name": "张强", "team": "东一组", "department": "东区", "role": "rep"},
    {"name": "王芳", "team": "西一组", "department": "西区", "role": "rep"},
]
YEAR = [f"2025-{month:02d}" for month in range(11, 13)] + [
    f"2026-{month:02d}" for month in range(1, 11)
]


def year_of(**sells: float) -> Records:
    """Return orders of a year: what each person sells in a month."""
    return [
        row for name, amount in sells.items() for month in YEAR for row in orders(month, amount, owner=name)
    ]  # fmt: skip


SOLD = year_of(李娜=300_000, 张强=100_000, 王芳=200_000)


def planned(
    folder: Path,
    targets: Records = (),
    params: str = "",
    *,
    staff: Records = STAFF,
    sold: Records = SOLD,
    scope: str | None = None,
    year: str = "2027",
) -> TargetPlan:
    """Return a plan of 2027 after looking whether it adds up at every level."""
    chosen = settings_with(folder / "shop", plan=params) if params else DEFAULTS
    tables = {"staff": staff, "orders": sold, "targets": list(targets)}
    filled = {name: rows for name, rows in tables.items() if rows}
    with scoped(folder / "store", filled, scope=scope) as store:
        found = plan_targets(store, chosen, CHINA, parse_period(year))
    adds_up(found, len({row["name"] for row in staff}) < len(staff))
    return found


def adds_up(plan: TargetPlan, with_movers: bool) -> None:
    values = {(row.scope, row.period): row.value for row in plan.frame.itertuples()}
    scopes = {scope for scope, _ in values}
    for scope in scopes:
        parts = plan.year.split("quarter")
        assert values[scope, plan.year.text] == sum(values[scope, part.text] for part in parts)
        for quarter in parts:
            months = [values[scope, month.text] for month in quarter.split("month")]
            assert values[scope, quarter.text] == sum(months)
    for period in plan.frame["period"].unique():
        for scope in scopes:
            children = [child for child, parent in plan.parents.items() if parent == scope]
            if children and not (with_movers and scope.startswith("team:")):
                assert values[scope, period] == sum(values[child, period] for child in children)
    assert all(value % plan.unit == 0 and value >= 0 for value in values.values())


def test_a_target_of_the_year_is_broken_down_by_history_and_working_days(tmp_path: Path) -> None:
    plan = planned(tmp_path, [target(12_000_000, "2027")])
    assert plan.value("company", "2027") == 12_000_000
    assert plan.value("department:东区", "2027") > plan.value("department:西区", "2027")
    # Drawn towards the team: less than three times the colleague, but not far from it.
    ratio = plan.value("rep:李娜", "2027") / plan.value("rep:张强", "2027")
    assert Decimal(2) < ratio < Decimal(3)
    # February 2027 has 16 working days, March 23; there is hardly any season in this history.
    assert plan.value("company", "2027-02") < plan.value("company", "2027-03")
    assert set(plan.frame["origin"]) == {"explicit", "planned"}


def test_without_any_target_it_is_the_year_before_and_growth(tmp_path: Path) -> None:
    flat = planned(tmp_path / "a")
    more = planned(tmp_path / "b", params="growth: 0.1")
    assert float(flat.value("company", "2027")) == pytest.approx(7_200_000, rel=0.03)
    assert float(more.value("company", "2027") / flat.value("company", "2027")) == pytest.approx(
        1.1, abs=0.001
    )


@pytest.mark.parametrize(
    ("fixed", "expected"),
    [
        # whose, when, value: the rest of the year's 12,000,000 goes to the others
        ("2027: {company: 12000000}", {("company", "2027"): 12_000_000}),
        (
            "2027: {company: 12000000, 'team:西一组': 3000000}",
            {("team:西一组", "2027"): 3_000_000, ("team:东一组", "2027"): 9_000_000},
        ),
        (
            "2027: {company: 12000000}, 2027Q1: {company: 2000000, 'rep:张强': 100000}",
            {("company", "2027Q1"): 2_000_000, ("rep:张强", "2027Q1"): 100_000},
        ),
        (
            "2027: {'rep:李娜': 1000000, 'rep:张强': 1000000}, 2027-02: {company: 0}",
            {("rep:李娜", "2027"): 1_000_000, ("company", "2027-02"): 0, ("rep:王芳", "2027-02"): 0},
        ),
        (
            "2027-12: {'department:东区': 700000}, 2027: {'department:东区': 700000}",
            {("team:东一组", "2027-12"): 700_000, ("team:东一组", "2027-11"): 0},
        ),
    ],
)  # fmt: skip
def test_fixed_values_hold_exactly(
    tmp_path: Path, fixed: str, expected: dict[tuple[str, str], int]
) -> None:
    plan = planned(tmp_path, params=f"fixed: {{sales: {{{fixed}}}}}")
    assert {key: plan.value(*key) for key in expected} == expected
    if "company: 12000000" in fixed:
        assert plan.value("company", "2027") == 12_000_000


def test_fixed_values_that_contradict_each_other_are_told_with_file_and_line(
    tmp_path: Path,
) -> None:
    params = "fixed:\n  sales:\n    2027:\n      company: 100000\n      team:东一组: 150000\n"
    with pytest.raises(ConfigError) as caught:
        planned(tmp_path, params=params)
    assert str(caught.value) == (
        "params/plan.yml, line 4: company 2027 is fixed at 100,000, but beside the other fixed targets"
        " it comes to 150,000. Change one of them, or take this one out."
    )
    assert "固定为 100,000" in caught.value.text("zh")


def test_a_fixed_value_beyond_the_sheet_gives_way_to_it(tmp_path: Path) -> None:
    sheet = [target(900_000, "2027", "team:东一组"), target(1_000_000, "2027")]
    with pytest.raises(ConfigError, match=r"line 1: team:西一组 2027 is fixed at 500,000"):
        planned(tmp_path, sheet, "fixed: {sales: {2027: {team:西一组: 500000}}}")


def test_the_sheet_wins_over_params_for_the_same_scope_and_period(tmp_path: Path) -> None:
    plan = planned(
        tmp_path, [target(12_000_000, "2027")], "fixed: {sales: {2027: {company: 9000000}}}"
    )
    assert plan.value("company", "2027") == 12_000_000
    assert plan.unused.to_dict("records") == [
        {"scope": "company", "period": "2027", "value": 9_000_000, "sheet": 12_000_000}
    ]


def test_targets_of_the_sheet_that_overlap_and_differ_are_stated(tmp_path: Path) -> None:
    sheet = [
        target(1_000_000, "2027-01"),
        *(target(400_000, "2027-01", f"rep:{name}") for name in ("李娜", "张强", "王芳")),
    ]
    plan = planned(tmp_path, sheet)
    assert plan.conflicts.to_dict("records") == [
        {"scope": "company", "period": "2027-01", "sheet": 1_000_000, "plan": 1_200_000}
    ]


def test_an_unknown_scope_in_params_is_told_with_the_nearest_name(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"params/plan\.yml, line 1: 'rep:李那'.*rep:李娜"):
        planned(tmp_path, params="fixed: {sales: {2027: {rep:李那: 1}}}")


@pytest.mark.parametrize("period", ["2027-W05", "yesterday", "2027-01-05", "27"])
def test_a_fixed_value_is_of_a_month_a_quarter_or_a_year(tmp_path: Path, period: str) -> None:
    with pytest.raises(ConfigError, match="is no month, quarter or year"):
        settings_with(tmp_path, plan=f"fixed: {{sales: {{'{period}': {{company: 1}}}}}}")


def test_who_joins_in_the_middle_of_the_year_has_nothing_before(tmp_path: Path) -> None:
    joins = {"name": "赵敏", "team": "西一组", "department": "西区", "role": "rep", "since": "2027-07-16"}  # fmt: skip
    plan = planned(tmp_path, staff=[*STAFF, joins])
    months = [plan.value("rep:赵敏", f"2027-{month:02d}") for month in (6, 7, 8)]
    assert months[0] == 0 < months[1] < months[2]
    # New people are taken to be like their team: as much in a working day as its only other rep.
    assert months[2] == pytest.approx(plan.value("rep:王芳", "2027-08"), abs=1000)


def test_who_changes_team_counts_for_each_team_in_its_months(tmp_path: Path) -> None:
    base = {"name": "赵敏", "role": "rep"}
    moves = [
        {**base, "team": "东一组", "department": "东区", "since": "2026-01-01"},
        {**base, "team": "西一组", "department": "西区", "since": "2027-07-01"},
    ]
    plan = planned(tmp_path, staff=[*STAFF, *moves])
    for month, team, others in (
        ("2027-06", "东一组", ["李娜", "张强"]),
        ("2027-07", "西一组", ["王芳"]),
    ):
        reps = [plan.value(f"rep:{name}", month) for name in [*others, "赵敏"]]
        assert plan.value(f"team:{team}", month) == sum(reps)


def test_who_left_gets_nothing_unless_the_sheet_says_so(tmp_path: Path) -> None:
    left = [*STAFF[:2], {**STAFF[2], "active": False}]
    plan = planned(tmp_path / "a", staff=left)
    assert "rep:王芳" not in set(plan.frame["scope"])
    told = planned(tmp_path / "b", [target(50_000, "2027-03", "rep:王芳")], staff=left)
    assert told.value("rep:王芳", "2027-03") == 50_000 == told.value("rep:王芳", "2027")
    assert told.absent == ["rep:王芳"]


def test_a_leap_year_has_its_29th_of_february(tmp_path: Path) -> None:
    leap = planned(tmp_path, [target(12_000_000, "2028")], year="2028")
    assert leap.value("company", "2028") == 12_000_000
    days = CHINA.workdays(parse_period("2028-02").start, parse_period("2028-02").end)
    assert parse_period("2028-02").last_day.day == 29
    rate = float(leap.value("company", "2028-02")) / days
    assert rate == pytest.approx(float(leap.value("company", "2028")) / 250, rel=0.15)


def test_without_history_a_target_goes_by_working_days(tmp_path: Path) -> None:
    plan = planned(tmp_path, [target(1_000_000, "2027")], sold=[])
    assert plan.history.months == 0
    values = [plan.value(f"rep:{name}", "2027") for name in ("李娜", "张强", "王芳")]
    assert sum(values) == 1_000_000
    assert max(values) - min(values) <= 12 * plan.unit


def test_without_history_months_without_a_target_are_like_those_with_one(tmp_path: Path) -> None:
    plan = planned(tmp_path, [target(230_000, "2027-03")], sold=[])
    days = CHINA.workdays(parse_period("2027-04").start, parse_period("2027-04").end)
    assert float(plan.value("company", "2027-04")) == pytest.approx(10_000 * days, rel=0.05)


def test_with_neither_target_nor_history_there_is_nothing_to_plan_from(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="neither a target for 2027 nor a whole month of history"):
        planned(tmp_path, sold=[])


def test_a_company_without_staff_sheet_is_planned_by_who_sold(tmp_path: Path) -> None:
    plan = planned(tmp_path, [target(6_000_000, "2027")], staff=[])
    assert set(plan.frame["scope"]) == {
        "company", "rep:李娜", "rep:张强", "rep:王芳",
    }  # fmt: skip


def test_a_target_that_is_no_multiple_of_the_unit_makes_it_finer(tmp_path: Path) -> None:
    plan = planned(tmp_path, [target(1_234_567.89, "2027")])
    assert (plan.unit, plan.is_finer) == (Decimal("0.01"), True)
    assert plan.value("company", "2027") == Decimal("1234567.89")


def test_a_target_smaller_than_the_number_of_cells_is_still_spread_exactly(tmp_path: Path) -> None:
    plan = planned(tmp_path, [target(5, "2027")], "round_to: 1")
    assert plan.value("company", "2027") == 5


def test_a_team_plans_for_itself(tmp_path: Path) -> None:
    sheet = [target(3_000_000, "2027", "team:东一组"), target(99_000_000, "2027")]
    plan = planned(tmp_path, sheet, scope="team:东一组")
    assert plan.value("team:东一组", "2027") == 3_000_000
    assert set(plan.frame["kind"]) == {"team", "rep"}


def test_targets_of_weeks_are_left_out_and_counted(tmp_path: Path) -> None:
    plan = planned(tmp_path, [target(12_000_000, "2027"), target(1, "2027-W10")])
    assert plan.left_out == 1


def test_a_plan_is_of_a_year(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="'2027Q1' is no year"):
        planned(tmp_path, year="2027Q1")


def block(value: str, *cells: int, is_setting: bool = False) -> Block:
    return Block(np.array(cells), Decimal(value), is_setting, ("company", value))


def test_cells_that_follow_without_doubt_are_settled() -> None:
    found = settle([block("10", 0, 1, 2), block("4", 0), block("0", 1)])
    assert (found.cells, found.left, found.holds) == ({0: 4, 1: 0, 2: 6}, [], True)
    assert not settle([block("3", 0, 1), block("4", 0)]).holds


def test_fitting_keeps_proportions_where_nothing_else_is_said() -> None:
    cells, holds = fit(
        np.array([1.0, 3.0, 2.0, 2.0]), [block("8", 0, 1), block("5", 0, 2)], np.ones(4)
    )
    assert holds
    assert cells[0] + cells[1] == pytest.approx(8)
    assert cells[3] == 2


def test_of_sums_that_contradict_each_other_params_and_the_larger_give_way() -> None:
    blocks = [block("10", 0, 1), block("7", 0), block("7", 1)]
    assert cannot_add_up(2, blocks) == {0: pytest.approx(4)}
    blocks = [block("10", 0, 1), block("7", 0), block("7", 1, is_setting=True)]
    assert cannot_add_up(2, blocks) == {2: pytest.approx(-4)}


@settings(max_examples=100, deadline=None, derandomize=True, database=None)
@given(st.lists(st.floats(0, 1000), min_size=12, max_size=12), st.integers(0, 5000))
def test_rounding_keeps_crossing_sums(values: list[float], total: int) -> None:
    """Three reps in four quarters; the year, a quarter and a rep are fixed."""
    table = np.arange(12).reshape(3, 4)
    blocks = [
        block(str(total + 900), *range(12)),
        block(str(total), *table[:, 0]),
        block(str(total // 3), *table[1]),
    ]
    kept = [b for n, b in enumerate(blocks) if n not in cannot_add_up(12, blocks)]
    cells, holds = fit(np.array(values) + 0.1, kept, np.ones(12))
    assert holds
    whole = rounded(cells, kept, [table[0], table[:, 1]], Decimal(1))
    assert all(whole[each.cells].sum() == each.value for each in kept)
    assert (whole >= 0).all()


@pytest.mark.parametrize(
    ("values", "unit"),
    [
        (["12000", "3000"], "1000"),
        (["12500"], "100"),
        (["12345"], "1"),
        (["0.05"], "0.01"),
        ([], "1000"),
    ],
)
def test_the_unit_divides_every_fixed_sum(values: list[str], unit: str) -> None:
    assert unit_of(Decimal(1000), [block(each, 0) for each in values]) == Decimal(unit)
