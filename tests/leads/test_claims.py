"""Picking leads out of the pool: what refuses a pick, and until when; what is recorded of one."""

from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from salesnb.errors import ScopeError, UsageError
from salesnb.leads import Claim, accept_assignment, check_claim, claim_lead, pool
from salesnb.settings import Settings
from salesnb.workspace import Workspace
from tests.frames import DEFAULTS, Records, fill, settings_with
from tests.leads.history import STAFF, as_of, follow, lead, leaves_on, october, store_of


def asked(
    folder: Path,
    rep: str,
    day: int,
    number: str = "L1",
    *,
    settings: Settings = DEFAULTS,
    leads: Records = (),
    later: Any = (),
) -> Claim:
    store = store_of(folder / "store", {"leads": leads or [lead()]}, *later)
    with as_of(store, day, settings) as opened:
        return check_claim(opened, settings, number, rep, october(day))


def test_a_colleague_may_pick_what_lies_in_the_pool(tmp_path: Path) -> None:
    assert asked(tmp_path, "李强", 8).is_allowed


@pytest.mark.parametrize(
    ("rep", "number", "day"),
    [("李强", "L1", 7), ("西丽", "L1", 9), ("李强", "L404", 9), ("李强", "L2", 9)],
    ids=["still protected", "of another team", "no such lead", "of no team"],
)
def test_what_is_not_in_the_teams_pool_is_refused_in_the_same_words(
    tmp_path: Path, rep: str, number: str, day: int
) -> None:
    claim = asked(tmp_path, rep, day, number, leads=[lead(), lead("L2", None)])
    said = f"Lead '{number}' is not in the public pool of your team."
    assert claim.reason is not None and said in str(claim.reason) and claim.until is None


def test_who_has_left_or_is_nobody_picks_nothing(tmp_path: Path) -> None:
    for place, rep in enumerate(("离职", "查无此人")):
        assert "not active" in str(asked(tmp_path / str(place), rep, 9).reason)


def test_who_let_it_go_waits_for_the_end_of_the_cool_down(tmp_path: Path) -> None:
    claim = asked(tmp_path, "王芳", 20)
    assert claim.until == date(2026, 11, 7)
    assert "cool-down of 30 days runs until 2026-11-07" in str(claim.reason)
    short = settings_with(tmp_path, pool="cool_down_days: 12")
    assert asked(tmp_path / "short", "王芳", 20, settings=short).is_allowed


def test_who_gave_it_to_a_colleague_before_waits_as_well(tmp_path: Path) -> None:
    handed = [(5, {"leads": [{"lead_id": "L1", "owner": "赵敏"}]})]
    claim = asked(tmp_path, "王芳", 9, later=handed)
    assert claim.until == date(2026, 11, 4)


def test_the_picks_of_a_day_are_limited(tmp_path: Path) -> None:
    settings = settings_with(tmp_path, pool="picks_per_day: 2")
    rows = [lead(f"L{n}") for n in (1, 2, 3)]
    picked = [(9, {"leads": [{"lead_id": f"L{n}", "owner": "李强"} for n in (2, 3)]})]
    options: dict[str, Any] = {"settings": settings, "leads": rows, "later": picked}
    claim = asked(tmp_path / "a", "李强", 9, **options)
    assert claim.until == date(2026, 10, 10)
    assert "has picked 2 leads today, 2 is the most" in str(claim.reason)
    assert asked(tmp_path / "b", "赵敏", 9, **options).is_allowed
    assert asked(tmp_path / "c", "李强", 10, **options).is_allowed


def test_a_pick_obeys_the_capacity(tmp_path: Path) -> None:
    own = [lead(f"M{n}", "李强", created_at="2026-10-08") for n in range(3)]
    full = settings_with(tmp_path, assignment="capacity: 3")
    claim = asked(tmp_path / "a", "李强", 9, settings=full, leads=[lead(), *own])
    assert "holds 3 open leads, 3 is the most" in str(claim.reason)
    more = settings_with(tmp_path, assignment="{capacity: 3, capacity_by_rep: {李强: 4}}")
    assert asked(tmp_path / "b", "李强", 9, settings=more, leads=[lead(), *own]).is_allowed


def test_a_refusal_is_said_in_chinese_as_well(tmp_path: Path) -> None:
    said = asked(tmp_path, "王芳", 20).reason
    assert said is not None and "冷却期未满，2026-11-07 起可再次领取" in said.text("zh")


# What is recorded


@pytest.fixture
def team(workspace: Workspace) -> Workspace:
    """Three leads of 王芳 that lie in the pool since 2026-10-08."""
    rows = [lead(f"L{n}") for n in (1, 2, 3)]
    fill(workspace.store, {"staff": STAFF, "leads": rows}, october(1))
    return workspace


def test_a_pick_records_owner_time_and_who_picked(team: Workspace) -> None:
    assert claim_lead(team, "L1", "李强", at=october(9)).is_allowed
    row = team.store.current()["leads"].set_index("lead_id").loc["L1"]
    assert (row["owner"], row["assigned_at"]) == ("李强", datetime(2026, 10, 9, 9))
    assert row["need"] == "ERP" and row["contact_info"] == "13800005678"
    last = team.store.last_import()
    assert last and (last["imported_by"], last["files"]) == ("李强", ["salesnb claim"])
    assert leaves_on(team.store)["L1"] == "10-16"


def test_a_pick_that_is_refused_records_nothing(team: Workspace) -> None:
    before = team.store.snapshot().name
    assert not claim_lead(team, "L1", "西丽", at=october(9)).is_allowed
    assert team.store.snapshot().name == before


def test_of_two_who_share_a_name_the_one_who_picks_gets_it(workspace: Workspace) -> None:
    staff = [{"name": "王芳", "staff_id": n, "team": "东区", "role": "rep"} for n in ("007", "008")]
    fill(workspace.store, {"staff": staff, "leads": [lead(owner="007")]}, october(1))
    assert not claim_lead(workspace, "L1", "王芳 007", at=october(9)).is_allowed
    assert claim_lead(workspace, "L1", "王芳 008", at=october(9)).is_allowed
    assert workspace.store.current()["leads"]["owner"].tolist() == ["008"]


def test_two_who_want_the_same_lead_do_not_both_get_it(team: Workspace) -> None:
    assert claim_lead(team, "L1", "李强", at=october(9, 9)).is_allowed
    second = claim_lead(team, "L1", "赵敏", at=october(9, 10))
    assert "is not in the public pool" in str(second.reason)
    assert team.store.current()["leads"].set_index("lead_id").loc["L1", "owner"] == "李强"


def test_picks_one_after_the_other_reach_the_limit(team: Workspace) -> None:
    (team.root / "params" / "pool.yml").write_text("picks_per_day: 2\n", encoding="utf-8")
    anew = Workspace.find(team.root)
    done = [claim_lead(anew, f"L{n}", "李强", at=october(9)).is_allowed for n in (1, 2, 3)]
    assert done == [True, True, False]
    assert claim_lead(anew, "L3", "李强", at=october(10)).is_allowed


def test_what_the_manager_gives_is_no_pick(team: Workspace) -> None:
    (team.root / "params" / "pool.yml").write_text("picks_per_day: 1\n", encoding="utf-8")
    (team.root / "params" / "assignment.yml").write_text(
        "capacity_by_rep: {王芳: 0, 赵敏: 0, 主管: 0, 西丽: 0, 李强: 2}\n", encoding="utf-8"
    )
    anew = Workspace.find(team.root)
    given = accept_assignment(anew, at=october(9), by="主管", viewer="主管", include=["pool"])
    assert given["proposed_owner"].dropna().tolist() == ["李强", "李强"]
    left = given.loc[given["proposed_owner"].isna(), "lead_id"].item()
    (team.root / "params" / "assignment.yml").write_text("capacity: 9\n", encoding="utf-8")
    assert claim_lead(Workspace.find(team.root), left, "李强", at=october(9)).is_allowed


def test_a_pick_stays_one_when_a_follow_up_of_before_is_typed_in_late(team: Workspace) -> None:
    claim_lead(team, "L1", "李强", at=october(9))
    fill(team.store, {"follow_ups": [follow("L1", "06")]}, october(10))
    assert leaves_on(team.store)["L1"] == "10-16"


def test_who_let_it_go_may_pick_it_again_after_the_cool_down(team: Workspace) -> None:
    (team.root / "params" / "pool.yml").write_text("cool_down_days: 10\n", encoding="utf-8")
    anew = Workspace.find(team.root)
    assert not claim_lead(anew, "L1", "王芳", at=october(17)).is_allowed
    assert claim_lead(anew, "L1", "王芳", at=october(18)).is_allowed
    assert leaves_on(anew.store, settings=anew.settings)["L1"] == "10-25"


def test_who_has_left_or_is_unknown_may_not_pick(team: Workspace) -> None:
    with pytest.raises(ScopeError, match="has left"):
        claim_lead(team, "L1", "离职", at=october(9))
    with pytest.raises(UsageError, match="not a known staff member"):
        claim_lead(team, "L1", "查无此人", at=october(9))


def test_the_command_picks_or_names_the_rule_and_its_end(team: Workspace, salesnb: Any) -> None:
    team.change_setting("today", "2026-10-09")
    listed = salesnb(team, "pool", "--as", "李强", "--format", "json")
    assert listed.exit_code == 0 and '"lead_id":"L1"' in listed.stdout
    assert "王芳" not in listed.stdout and "138" not in listed.stdout
    refused = salesnb(team, "claim", "L1", "--as", "王芳")
    assert refused.exit_code == 1 and "2026-11-07 起可再次领取" in refused.stderr
    picked = salesnb(team, "claim", "L1", "--as", "李强")
    assert picked.exit_code == 0 and "李强 已领取线索“L1”" in picked.stderr
    with as_of(team.store, 9) as opened:
        assert "L1" not in set(pool(opened)["lead_id"])
    undone = salesnb(team, "import", "--undo")
    assert undone.exit_code == 0
    assert team.store.current()["leads"].set_index("lead_id").loc["L1", "owner"] == "王芳"
