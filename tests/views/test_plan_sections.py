"""The sections about targets: what they say, and when they cannot say it."""

from datetime import datetime
from pathlib import Path

import pytest

from salesnb.metrics import target_book
from salesnb.workbench import Workbench
from salesnb.workspace import Workspace
from tests.conftest import truths_of
from tests.forecast.history import MONTHS, NOW, Month, leads
from tests.frames import Records, fill
from tests.views.shop import desk, lines, order, shop, target, title

USUAL = Month(owner="Ann")
WORSE: Records = [
    *(row for month in MONTHS for row in leads(month, USUAL)),
    *leads(NOW, Month(won=5, lost=15, owner="Ann")),
]
GOAL = target("company", NOW, 1000)


@pytest.fixture(scope="module")
def missed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """October at half of the usual conversion; Bob has a target and sells nothing."""
    targets = [GOAL, target("rep:Bob", NOW, 200), target("rep:Ann", "2026-12", 5000)]
    return shop(tmp_path_factory.mktemp("missed"), {"leads": WORSE, "targets": targets})


def test_the_headline_says_the_gap_and_what_it_mostly_is(missed: Path) -> None:
    part = desk(missed, NOW).why_missed()
    assert title(part) == "500 short of the target: mostly conversion −500"
    assert lines(part, "From Target") == ["From Target 1.0k to Actual 500: Conversion −500."]
    zh = desk(missed, NOW, lang="zh").why_missed()
    assert title(zh) == "比目标少 500 元：主要是转化率 −500 元"


def test_each_reading_stands_beside_what_the_target_implies(missed: Path) -> None:
    part = desk(missed, NOW).why_missed()
    (row,) = lines(part, "Leads: won of the decided")
    assert row.split("\t") == ["Leads: won of the decided", "25%", "50%", "20"]


def test_teams_are_listed_worst_first_with_the_same_steps(missed: Path) -> None:
    part = desk(missed, NOW).why_missed()
    assert lines(part, "East")[0].split("\t")[:4] == ["East *", "1.0k", "500", "−500"]
    assert lines(part, "West")[0].split("\t")[:4] == ["West", "200", "0", "−200"]
    assert "Only 5 leads and deals were won" in repr(part)


def test_without_a_target_it_says_so_and_goes_by_what_is_usual(tmp_path: Path) -> None:
    part = desk(shop(tmp_path, {"leads": WORSE}), NOW).why_missed()
    assert title(part) == "500 short of the usual level: mostly conversion −500"
    assert "No target is set" in repr(part)


def test_a_target_of_zero_is_told(tmp_path: Path) -> None:
    rows = {"leads": WORSE, "targets": [target("company", NOW, 0)]}
    assert "The target is 0" in repr(desk(shop(tmp_path, rows), NOW).why_missed())


@pytest.mark.parametrize(("east", "is_told"), [(400, True), (600, False)])
def test_targets_of_overlapping_scopes_that_differ_are_told(
    tmp_path: Path, east: float, is_told: bool
) -> None:
    parts = [target("team:East", NOW, east), target("team:West", NOW, 400)]
    part = desk(shop(tmp_path, {"leads": WORSE, "targets": [GOAL, *parts]}), NOW).why_missed()
    words = "The targets below add up to 800, not to the 1.0k of this one"
    assert (words in repr(part)) is is_told


def test_without_history_the_gap_is_stated_and_not_split(tmp_path: Path) -> None:
    root = shop(tmp_path, {"orders": [order(1, "2026-10-05", 400)], "targets": [GOAL]})
    part = desk(root, NOW).why_missed()
    assert title(part) == "600 short of the target"
    assert "the gap cannot be split" in repr(part)


def test_with_neither_sales_nor_target_there_is_nothing_to_explain(tmp_path: Path) -> None:
    part = desk(shop(tmp_path, {}), NOW).why_missed()
    assert "neither a target nor any sale" in repr(part)


def test_a_month_to_come_has_not_begun(missed: Path) -> None:
    assert "not begun" in repr(desk(missed, "2027-03").why_missed())


def test_of_a_running_month_the_due_part_is_compared(missed: Path) -> None:
    part = desk(missed, NOW, as_of="2026-10-20").why_missed()
    assert "what is due by now" in title(part)
    assert "The period still runs" in repr(part)
    assert "Team\tDue by now\tActual" in repr(part)


def test_the_plan_names_its_largest_and_smallest_part(tmp_path: Path) -> None:
    sold = [order(n, f"{m}-10", 90_000 if n % 2 else 30_000, "Ann" if n % 2 else "Bob")
            for n, m in enumerate([f"2025-{k:02d}" for k in (11, 11, 12, 12)] + [f"2026-{k:02d}" for k in range(1, 11) for _ in (0, 1)], start=1)]  # fmt: skip
    root = shop(tmp_path, {"orders": sold, "targets": [target("company", "2027", 2_400_000)]})
    part = desk(root, NOW).target_plan_section("2027")
    assert title(part).startswith("2.40M in 2027: most in East (1.")
    assert len(lines(part, "January 2027")) == 1
    assert "rounded to 1,000" in repr(part)
    zh = desk(root, NOW, lang="zh").target_plan_section("2027")
    assert title(zh).startswith("2027年目标 240.0 万：最高East")


def test_a_plan_from_nothing_says_what_to_do(tmp_path: Path) -> None:
    part = desk(shop(tmp_path, {}), NOW).target_plan_section("2027")
    assert "neither a target for 2027 nor a whole month of history" in repr(part)
    zh = desk(shop(tmp_path / "zh", {}), NOW, lang="zh").target_plan_section("2027")
    assert "既没有目标" in repr(zh)


def test_what_reps_need_is_told_for_those_with_a_target(missed: Path) -> None:
    part = desk(missed, "2026-12").activities_needed()
    assert title(part).startswith("5.0k to go in December 2026")
    assert "Without a target: Bob." in repr(part)
    assert lines(part, "Ann")[0].split("\t")[:4] == ["Ann", "5.0k", "0", "5.0k"]


def test_without_any_target_what_it_takes_is_not_known(missed: Path) -> None:
    assert "No rep has a target for January 2027" in repr(
        desk(missed, "2027-01").activities_needed()
    )


def test_a_rep_who_left_with_a_target_is_named(tmp_path: Path) -> None:
    gone = {"name": "Cid", "team": "East", "role": "rep", "active": False}
    targets = [target("rep:Ann", "2026-12", 100), target("rep:Cid", "2026-12", 100)]
    root = shop(tmp_path, {"leads": WORSE, "targets": targets, "staff": [
        {"name": "Ann", "team": "East", "role": "rep"}, gone]})  # fmt: skip
    assert "nobody works for theirs" in repr(desk(root, "2026-12").activities_needed())


def test_the_demo_companys_weak_team_is_furthest_behind_over_the_year(
    demo_en: Workspace,
) -> None:
    truths = truths_of(demo_en)
    wb = Workbench(demo_en.root, scope="company", lang="en")
    gaps = wb.gaps("team", "2025-11-01..2026-10-31")
    behind = {team: float(gap.actual / gap.target) for team, gap in gaps.items() if gap.target}
    assert min(behind, key=behind.__getitem__) == truths.weak_team
    assert behind == pytest.approx(truths.team_completion, abs=0.06)
    for gap in gaps.values():
        assert gap.start + sum(gap.effects.values()) == gap.actual


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("scope", ["company", "department", "team", "rep"])
def test_the_sections_show_for_every_kind_of_scope(
    demo_en: Workspace, lang: str, scope: str
) -> None:
    staff = Workbench(demo_en.root).table("staff")
    first = staff[staff["team"].notna()].iloc[0]
    name = {"rep": first["name"], "team": first["team"], "department": first["department"]}
    chosen = f"{scope}:{name[scope]}" if scope != "company" else scope
    wb = Workbench(demo_en.root, scope=chosen, period="2026-10", lang=lang)
    for part in (wb.why_missed(), wb.target_plan_section(), wb.activities_needed()):
        assert len(title(part)) > 10


def test_a_plan_is_written_and_comes_back_unchanged(tmp_path: Path, salesnb) -> None:  # type: ignore[no-untyped-def]
    sold = [order(n, f"2026-{n:02d}-10", 90_000) for n in range(1, 11)]
    root = shop(tmp_path, {"orders": sold, "targets": [target("company", "2027", 2_400_000)]})
    out = tmp_path / "targets.xlsx"
    written = salesnb(root, "plan", "--year", "2027", "--out", out, "--format", "csv")
    assert written.exit_code == 0, written.stderr
    before = Workbench(root, lang="en").target_plan("2027").frame
    taken = salesnb(root, "import", out)
    assert taken.exit_code == 0, taken.stderr
    after = Workbench(root, lang="en")
    again = after.target_plan("2027").frame
    assert again["value"].tolist() == before["value"].tolist()
    months = again[again["grain"] == "month"]
    assert set(months["origin"]) == {"explicit"}
    # Every figure of the plan is found by the rules of targets, the quarters and the year as sums.
    book = target_book(after._store, after.settings, after.calendar)
    for row in again.itertuples():
        found = book.find("sales", row.scope, after.read_period(row.period))
        assert found is not None and found.value == row.value


def test_the_command_tells_a_mistake_in_params_with_its_line(tmp_path: Path, salesnb) -> None:  # type: ignore[no-untyped-def]
    root = shop(tmp_path, {"orders": [order(n, f"2026-{n:02d}-10", 90_000) for n in range(1, 11)]})
    (root / "params" / "plan.yml").write_text(
        "fixed:\n  sales:\n    2027: {team:Eest: 5}\n", "utf-8"
    )
    told = salesnb(root, "plan", "--year", "2027")
    assert told.exit_code == 2
    assert "params/plan.yml, line 3: 'team:Eest'" in told.stderr


def test_an_earlier_look_knows_nothing_of_what_came_later(tmp_path: Path) -> None:
    root = shop(tmp_path, {"leads": WORSE, "targets": [GOAL]})
    before = Workbench(root, period=NOW, as_of="2026-10-31", lang="en").gap()
    late = leads("2026-11", Month(won=9, lost=0, owner="Ann"))
    fill(Workspace(root).store, {"leads": late}, datetime(2026, 11, 22, 18))
    after = Workbench(root, period=NOW, as_of="2026-10-31", lang="en").gap()
    assert (after.start, after.actual, after.effects) == (
        before.start,
        before.actual,
        before.effects,
    )
