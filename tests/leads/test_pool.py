"""When a lead flows into the public pool, and the ways round it that there are not."""

from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from salesnb.errors import ConfigError
from salesnb.leads import claimed_untouched, pool, pool_by_owner, recycling
from salesnb.scopes import Scope, ScopedStore, write_extracts
from salesnb.store import Store
from salesnb.workspace import Workspace
from tests.frames import DEFAULTS, scoped, settings_with
from tests.leads.history import as_of, follow, lead, leaves_on, october, store_of


@pytest.mark.parametrize(
    ("row", "follow_ups", "leaves"),
    [
        ({}, [], "10-08"),
        ({"owner": None}, [], "10-08"),
        ({"owner": "查无此人"}, [], "10-08"),
        ({"assigned_at": "2026-10-05 14:00"}, [], "10-12"),
        ({}, [follow("L1", "03")], "10-11"),
        ({}, [follow("L1", "03"), follow("L1", "03 16:00")], "10-11"),
        ({}, [follow("L1", f"0{n}") for n in (2, 3, 4)], "10-17"),
        ({}, [follow("L1", f"0{n}") for n in range(2, 9)], "10-21"),
        ({}, [follow("L1", "07"), follow("L1", "12"), follow("L1", "19")], "10-26"),
        ({}, [follow("L1", "20")], "10-27"),
        ({}, [follow("L1", "03", "李强")], "10-08"),
        (
            {"customer_id": "C1"},
            [follow("L1", "03") | {"lead_id": None, "customer_id": "C1"}],
            "10-11",
        ),
        ({"customer_id": "C1"}, [follow("L2", "03", customer_id="C1")], "10-08"),
    ],
    ids=[
        "seven days without follow-up",
        "without owner from its creation",
        "of an owner whom the staff sheet lacks",
        "from its first assignment",
        "three days more for a follow-up",
        "a day counts once",
        "three days each",
        "twenty days at most",
        "seven days after the last one in any case",
        "a late one brings it back",
        "a colleague's does not count",
        "one that names the customer alone",
        "one of another lead of the customer",
    ],
)
def test_a_lead_is_protected_until(
    tmp_path: Path, row: dict, follow_ups: list, leaves: str
) -> None:
    store = store_of(tmp_path, {"leads": [lead(**row)], "follow_ups": follow_ups})
    assert leaves_on(store)["L1"] == leaves


@pytest.mark.parametrize(
    ("text", "leaves"),
    [
        ("idle_days: 3", "10-04"),
        ("idle_days_by_grade: {A: 2, B: 9}", "10-03"),
        ("{idle_days_by_grade: {A: 2}, idle_days_by_level: {strategic: 30}}", "10-31"),
        ("days: working", "10-15"),  # the National Day holiday; 10-10 is a make-up working day
        ("nurture_grades: [A]", "NaT"),
        ("exempt: {owners: [王芳]}", "NaT"),
        ("exempt: {levels: [strategic]}", "NaT"),
        ("exempt: {customers: [C1]}", "NaT"),
        ("exempt: {customers: [东方机械]}", "NaT"),
        ("exempt: {sources: [官网]}", "NaT"),
        ("exempt: {stages: [intent]}", "NaT"),
    ],
)
def test_params_say_for_how_long(tmp_path: Path, text: str, leaves: str) -> None:
    customers = [{"customer_id": "C1", "customer_name": "东方机械", "level": "strategic"}]
    rows = [lead(grade="A", customer_id="C1", stage="intent")]
    store = store_of(tmp_path / "store", {"leads": rows, "customers": customers})
    chosen = settings_with(tmp_path, pool=text)
    with as_of(store, 31, chosen) as opened:
        found = opened.run("select leaves_on, kept_by from lead_owners")
    shown = found["leaves_on"].astype(str).where(found["kept_by"].isna(), "NaT").item()
    assert shown.removeprefix("2026-") == leaves


def test_a_follow_up_that_is_not_effective_counts_unless_params_say_so(tmp_path: Path) -> None:
    rows = {"leads": [lead()], "follow_ups": [follow("L1", "03", effective=False)]}
    store = store_of(tmp_path / "store", rows)
    assert leaves_on(store) == {"L1": "10-11"}
    strict = settings_with(tmp_path, pool="only_effective: true")
    assert leaves_on(store, settings=strict) == {"L1": "10-08"}


def test_a_hold_ends_in_spite_of_follow_ups(tmp_path: Path) -> None:
    daily = [follow("L1", f"{n:02}") for n in range(2, 25)]
    store = store_of(tmp_path / "store", {"leads": [lead()], "follow_ups": daily})
    assert leaves_on(store, 24) == {"L1": "10-31"}
    assert leaves_on(store, 24, settings_with(tmp_path, pool="hold_days: 15")) == {"L1": "10-16"}


# No way round it


@pytest.mark.parametrize(
    "changes",
    [
        [(6, {"owner": "李强"})],
        [(6, {"owner": "李强", "assigned_at": "2026-10-06 09:00"})],
        [(4, {"owner": "李强"}), (7, {"owner": "王芳"})],
        [(6, {"owner": None}), (7, {"owner": "王芳", "assigned_at": "2026-10-07 08:00"})],
        [(6, {"owner": None}), (7, {"owner": "李强", "assigned_at": "2026-10-07 08:00"})],
        [(6, {"owner": "王芳", "assigned_at": "2026-10-06 08:00"})],
        [(6, {"owner": "王芳", "created_at": "2026-10-06 08:00"})],
        [(12, {"owner": "王芳", "assigned_at": "2026-10-12 08:00"})],
        [(12, {"owner": None}), (13, {"owner": "王芳"})],
    ],
    ids=[
        "a transfer",
        "a transfer with its time",
        "to a colleague and back",
        "to nobody and back",
        "to nobody and to a colleague",
        "assigned anew to the same",
        "a later creation",
        "out of the pool to the same owner",
        "out of the pool to nobody and back",
    ],
)
def test_no_change_of_the_sheet_restarts_the_clock(tmp_path: Path, changes: list) -> None:
    steps = [(day, {"leads": [{"lead_id": "L1", **row}]}) for day, row in changes]
    store = store_of(tmp_path, {"leads": [lead()]}, *steps)
    assert leaves_on(store) == {"L1": "10-08"}


def test_after_a_transfer_the_follow_ups_of_the_new_owner_count(tmp_path: Path) -> None:
    handed = (5, {"leads": [{"lead_id": "L1", "owner": "李强"}]})
    calls = [follow("L1", "03"), follow("L1", "06", "李强"), follow("L1", "12", "王芳")]
    store = store_of(tmp_path, {"leads": [lead()], "follow_ups": calls}, handed)
    assert leaves_on(store) == {
        "L1": "10-14"
    }  # 3 and 3 days more; that of the former owner is none


def test_out_of_the_pool_a_new_owner_is_protected_anew(tmp_path: Path) -> None:
    taken = (12, {"leads": [{"lead_id": "L1", "owner": "李强"}]})
    store = store_of(tmp_path, {"leads": [lead()], "follow_ups": [follow("L1", "02")]}, taken)
    assert leaves_on(store) == {"L1": "10-19"}
    with as_of(store, 18) as opened:
        spells = opened.run("select owner, is_claim, is_let_go from lead_owners order by nth")
    assert spells.values.tolist() == [["王芳", False, True], ["李强", True, False]]


def test_a_lead_without_owner_is_protected_from_its_first_assignment(tmp_path: Path) -> None:
    assigned = (5, {"leads": [{"lead_id": "L1", "owner": "王芳"}]})
    store = store_of(tmp_path, {"leads": [lead(owner=None)]}, assigned)
    assert leaves_on(store, 4) == {"L1": "10-08"}
    assert leaves_on(store) == {"L1": "10-12"}


def test_who_let_it_go_gets_it_back_protected_only_after_the_cool_down(tmp_path: Path) -> None:
    back = {"leads": [{"lead_id": "L1", "owner": "王芳"}]}
    other = {"leads": [{"lead_id": "L1", "owner": "李强"}]}
    store = store_of(tmp_path / "store", {"leads": [lead()]}, (9, other), (20, back))
    assert leaves_on(store) == {"L1": "10-16"}  # still the end of 李强's
    short = settings_with(tmp_path, pool="cool_down_days: 10")
    assert leaves_on(store, settings=short) == {"L1": "10-27"}


def test_a_later_assignment_of_the_same_owner_proves_nothing_after_the_cool_down_either(
    tmp_path: Path,
) -> None:
    again = {"leads": [{"lead_id": "L1", "owner": "王芳", "assigned_at": "2026-10-25"}]}
    store = store_of(tmp_path / "store", {"leads": [lead()]}, (25, again))
    short = settings_with(tmp_path, pool="cool_down_days: 5")
    assert leaves_on(store, settings=short) == {"L1": "10-08"}


def test_what_is_closed_is_in_no_pool_and_nobody_let_it_go(tmp_path: Path) -> None:
    won = lead(outcome="won", outcome_date="2026-10-20")
    with as_of(store_of(tmp_path, {"leads": [won]}), 31) as opened:
        assert pool(opened, full=True).empty
        assert pool_by_owner(opened)["let_go"].tolist() == [0]


@settings(
    max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.lists(
        st.lists(st.sampled_from(["王芳", "李强", "赵敏", None]), min_size=4, max_size=4),
        min_size=1,
        max_size=12,
    )
)
def test_whoever_a_lead_is_handed_to_it_leaves_no_later(
    tmp_path_factory: pytest.TempPathFactory, hands: list
) -> None:
    first = [lead(f"L{n}") for n in range(len(hands))]
    steps = [
        (
            day,
            {
                "leads": [
                    {"lead_id": f"L{n}", "owner": row[place], "assigned_at": f"2026-10-{day:02}"}
                    for n, row in enumerate(hands)
                ]
            },
        )
        for place, day in enumerate((3, 5, 6, 7))
    ]
    store = store_of(tmp_path_factory.mktemp("hands"), {"leads": first}, *steps)
    assert set(leaves_on(store).values()) == {"10-08"}


# The pool's list


def test_the_list_says_in_which_state_each_lead_is(tmp_path: Path) -> None:
    rows = [
        lead("L1", budget_min=100_000, budget_max=300_000),
        lead("L2", created_at="2026-10-24"),
        lead("L3", created_at="2026-10-25"),
        lead("L4", grade="D"),
        lead("L5", source="展会"),
    ]
    store = store_of(tmp_path / "store", {"leads": rows})
    chosen = settings_with(tmp_path, pool="exempt: {sources: [展会]}")
    with as_of(store, 30, chosen) as opened:
        frame = pool(opened, full=True).set_index("lead_id")
        assert pool(opened)["lead_id"].tolist() == ["L1", "L2"]
    assert frame["state"].to_dict() == {
        "L1": "pool",
        "L2": "warned",
        "L3": "protected",
        "L5": "exempt",
        "L4": "nurture",
    }
    first = frame.loc["L1"]
    assert (first["let_go_by"], first["amount"], first["since_on"].day) == ("王芳", 200_000, 8)
    assert first["cool_until"].date() == date(2026, 11, 7)
    assert frame.loc["L5", "kept_by"] == "source"


def test_the_value_of_a_lead_with_open_deals_is_theirs(tmp_path: Path) -> None:
    deals = [
        {"opportunity_id": f"D{n}", "lead_id": "L1", "stage": "quote", "amount": n} for n in (3, 4)
    ]
    rows = {"leads": [lead(budget_min=100)], "opportunities": deals}
    with as_of(store_of(tmp_path, rows), 31) as opened:
        assert pool(opened)["amount"].tolist() == [7]


def test_a_former_owner_does_not_see_the_deals_of_the_next(tmp_path: Path) -> None:
    taken = {"leads": [{"lead_id": "L1", "owner": "西丽"}]}
    deal = {"opportunity_id": "D1", "lead_id": "L1", "stage": "quote", "amount": 999}
    later = [(12, taken), (13, {"opportunities": [{**deal, "owner": "西丽"}]})]
    store = store_of(tmp_path, {"leads": [lead(budget_min=100)]}, *later)
    for scope, amounts in (("rep:王芳", [100]), ("rep:西丽", [100, 999])):
        with as_of(store, 31, scope=scope) as opened:
            rows = opened.run("select amount from lead_owners order by nth")
        assert rows["amount"].tolist() == amounts, scope


def test_who_lets_leads_go_is_counted_also_when_others_have_them_now(tmp_path: Path) -> None:
    rows = [lead("L1", budget_min=100), lead("L2"), lead("L3", "李强", created_at="2026-10-28")]
    taken = (12, {"leads": [{"lead_id": "L1", "owner": "西丽"}]})
    store = store_of(tmp_path, {"leads": rows}, taken)
    for scope in ("company", "team:东区", "rep:王芳"):
        with as_of(store, 31, scope=scope) as opened:
            mine = pool_by_owner(opened).set_index("owner").loc["王芳"]
        assert mine[["leads", "let_go", "amount", "in_pool"]].tolist() == [2, 2, 100, 1], scope
    with as_of(store, 31, scope="team:东区") as opened:
        assert pool_by_owner(opened)["owner"].tolist() == ["王芳", "李强"]


def test_recycled_leads_stand_beside_those_never_pooled(tmp_path: Path) -> None:
    won = {"outcome": "won", "outcome_date": "2026-10-20"}
    lost = {"outcome": "lost", "outcome_date": "2026-10-20"}
    rows = [lead("L1"), lead("L2"), lead("L3", **won | {"outcome_date": "2026-10-05"})]
    taken = [{"lead_id": f"L{n}", "owner": "李强"} for n in (1, 2)]
    ends = [{"lead_id": "L1", **won}, {"lead_id": "L2", **lost}]
    store = store_of(tmp_path, {"leads": rows}, (12, {"leads": taken}), (20, {"leads": ends}))
    with as_of(store, 31) as opened:
        frame = recycling(opened).set_index("group")
    assert frame[["numerator", "denominator", "value"]].values.tolist() == [[1, 2, 0.5], [1, 1, 1]]
    assert frame.loc["recycled", "low"] == pytest.approx(0.0945, abs=1e-4)


def test_what_was_claimed_and_left_alone_is_listed(tmp_path: Path) -> None:
    taken = [{"lead_id": f"L{n}", "owner": "李强"} for n in (1, 2)]
    calls = {"follow_ups": [follow("L2", "13", "李强")]}
    store = store_of(
        tmp_path, {"leads": [lead("L1"), lead("L2")]}, (12, {"leads": taken}), (13, calls)
    )
    with as_of(store, 15) as opened:
        frame = claimed_untouched(opened)
        counted = pool_by_owner(opened).set_index("owner")
    assert frame[["lead_id", "owner", "days"]].values.tolist() == [["L1", "李强", 3]]
    assert counted.loc["李强", ["claimed", "most_a_day", "untouched"]].tolist() == [2, 2, 1]


# Who sees what


def seen(store: ScopedStore) -> set[str]:
    return set(pool(store)["lead_id"])


def test_a_rep_sees_the_pool_of_the_team_without_whose_it_was(tmp_path: Path) -> None:
    rows = [
        lead("L1"),
        lead("L2", "李强", created_at="2026-10-30"),
        lead("L3", "西丽"),
        lead("L4", None),
        lead("L5", "赵敏"),
    ]
    store = store_of(tmp_path, {"leads": rows})
    with as_of(store, 31, scope="rep:赵敏", viewer="赵敏") as opened:
        frame = pool(opened).set_index("lead_id")
        assert set(opened.run("select * from leads")["lead_id"]) == {"L5"}
        columns = set(opened.columns("pool_leads"))
    assert set(frame.index) == {"L1", "L5"}
    assert frame.loc["L1", ["owner", "let_go_by"]].isna().all()
    assert not columns & {"contact_name", "contact_info", "owner"}
    assert frame["may_pick"].to_dict() == {"L1": True, "L5": False}


def test_a_manager_sees_the_teams_and_the_operator_all(tmp_path: Path) -> None:
    rows = [lead("L1"), lead("L3", "西丽"), lead("L4", None)]
    store = store_of(tmp_path, {"leads": rows})
    with as_of(store, 31, viewer="主管") as opened:
        assert seen(opened) == {"L1"}
        assert set(opened.run("select lead_id from pool_leads")["lead_id"]) == {"L1"}
        assert set(opened.run("select lead_id from lead_owners")["lead_id"]) == {"L1"}
    with as_of(store, 31) as opened:
        assert seen(opened) == {"L1", "L3", "L4"}


def test_a_report_is_handed_the_same_pool(tmp_path: Path) -> None:
    store = store_of(tmp_path / "store", {"leads": [lead("L1"), lead("L3", "西丽")]})
    path, day = tmp_path / "east.duckdb", date(2026, 10, 31)
    write_extracts(store, DEFAULTS, {Scope.parse("rep:李强"): path}, viewer=None, as_of=day)
    with ScopedStore.from_extract(path, scope=None, viewer=None, as_of=None) as handed:
        assert seen(handed) == {"L1"}


def test_a_day_is_the_same_in_every_scope(tmp_path: Path) -> None:
    handed = (5, {"leads": [{"lead_id": "L1", "owner": "西丽"}]})
    store = store_of(tmp_path, {"leads": [lead()], "follow_ups": [follow("L1", "03")]}, handed)
    for scope in ("company", "team:西区", "rep:西丽"):
        with as_of(store, 7, scope=scope) as opened:
            frame = pool(opened, full=True)
        assert frame["leaves_on"].dt.day.tolist() == [11], scope


def test_looking_back_tells_the_pool_of_then(tmp_path: Path) -> None:
    taken = (12, {"leads": [{"lead_id": "L1", "owner": "李强"}]})
    store = store_of(tmp_path, {"leads": [lead()]}, taken)
    for day, states in ((6, []), (7, ["warned"]), (8, ["pool"]), (11, ["pool"]), (12, [])):
        with as_of(store, day) as opened:
            assert pool(opened)["state"].tolist() == states, day


def test_an_empty_store_has_an_empty_pool(tmp_path: Path) -> None:
    with scoped(tmp_path, {"staff": [{"name": "王芳"}]}) as opened:
        assert pool(opened).empty and pool_by_owner(opened).empty
        assert claimed_untouched(opened).empty
        assert recycling(opened)["denominator"].tolist() == [0, 0]


def test_without_a_staff_sheet_owners_let_leads_go_as_well(tmp_path: Path) -> None:
    with scoped(tmp_path, {"leads": [lead()]}) as opened:
        assert pool(opened)["let_go_by"].tolist() == ["王芳"]


def test_an_owner_written_by_number_follows_up_under_the_name(tmp_path: Path) -> None:
    staff = [{"name": "王芳", "staff_id": "007", "team": "东区"}]
    rows = {"leads": [lead(owner="007")], "follow_ups": [follow("L1", "03")], "staff": staff}
    renamed = (5, {"leads": [{"lead_id": "L1", "owner": "王芳"}]})
    store = store_of(tmp_path, rows, renamed)
    assert leaves_on(store) == {"L1": "10-11"}
    with as_of(store, 31) as opened:
        assert len(opened.run("select * from lead_owners")) == 1


# params


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("idle_day: 5", "line 1: 'idle_day' is not a known key. Did you mean 'idle_days'?"),
        ("idle_days_by_grade:\n  A: 3\n  E: 4", "line 3: 'E' is not a known grade."),
        ("idle_days_by_level: {strategc: 3}", "Did you mean 'strategic'?"),
        ("\nexempt: {levels: [kei]}", "line 2: 'kei' is not a known level. Did you mean 'key'?"),
        ("exempt: {stages: [quot]}", "Did you mean 'quote'?"),
        ("idle_days: 0", "line 1: idle_days:"),
        ("days: weekly", "'calendar' or 'working'"),
    ],
)
def test_a_mistake_in_pool_yml_is_named_with_its_line(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(ConfigError, match=r"params/pool\.yml, line") as refused:
        settings_with(tmp_path, pool=text)
    assert said in str(refused.value)


def test_of_a_company_every_lead_has_one_owner_now_and_teams_see_what_the_company_does(
    demo_zh: Workspace,
) -> None:
    with ScopedStore.open(demo_zh.store, demo_zh.settings) as opened:
        whole = pool(opened, full=True).set_index("lead_id").sort_index()
        counts = opened.run(
            "select (select count(*) from leads) as leads, count(*) as spells,"
            " sum(cast(is_now as integer)) as now, count(distinct (lead_id, nth)) as keys"
            " from lead_owners"
        ).iloc[0]
        teams = opened.run("select distinct team from staff where team is not null")["team"]
    assert counts["leads"] == counts["now"] and counts["spells"] == counts["keys"]
    assert set(whole["state"]) >= {"pool", "protected", "nurture"}
    seen_columns = ["state", "leaves_on", "amount", "let_go_by", "cool_until"]
    for team in teams:
        with ScopedStore.open(demo_zh.store, demo_zh.settings, scope=f"team:{team}") as opened:
            part = pool(opened, full=True).set_index("lead_id").sort_index()
        expected = whole.loc[whole["team"] == team, seen_columns]
        pd.testing.assert_frame_equal(part[seen_columns], expected, check_dtype=False)


def test_stores_of_a_day_do_not_depend_on_the_order_of_rows(tmp_path: Path) -> None:
    rows = [lead(f"L{n}", created_at=f"2026-10-{n + 1:02}") for n in range(9)]
    one = store_of(tmp_path / "a", {"leads": rows})
    other = store_of(tmp_path / "b", {"leads": rows[::-1]})
    with as_of(one, 12) as first, as_of(other, 12) as second:
        assert pool(first).equals(pool(second))
    assert Store(tmp_path / "a").last_import_on() == october(1).date()
