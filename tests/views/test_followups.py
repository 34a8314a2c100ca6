"""The report on follow-up: cadence, key customers, methods, late entries, tasks, several reps."""

from pathlib import Path

import pytest

from salesnb.workbench import Workbench
from tests.frames import CONTACT, Records
from tests.views.shop import desk, lines, shop, title


def customer(number: int, level: str | None, owner: str = "Ann", **more: object) -> dict:
    named = {"customer_id": f"C{number}", "customer_name": f"Company {number}"}
    return {**named, "level": level, "owner": owner, **more}


def call(number: int, day: str, user: str = "Ann", **more: object) -> dict:
    return {
        "follow_id": f"F{number} {day} {user}",
        "customer_id": f"C{number}",
        "follow_at": day,
        "user": user,
        **more,
    }


def plan(number: int, customer_id: str, day: str, state: str, owner: str = "Ann") -> dict:
    return {
        "plan_id": f"P{number}",
        "customer_id": customer_id,
        "due_on": day,
        "state": state,
        "owner": owner,
    }


CUSTOMERS: Records = [
    customer(1, "strategic"),  # weekly: on the 3rd, 10th and 17th
    customer(2, "key"),  # every two weeks: on 20 October, and not since
    customer(3, "strategic", "Bob"),  # never
    customer(4, "ordinary", "Bob"),  # every 60 days: on 25 September
    customer(5, "key", "Bob", status="lost"),  # nobody is to call
    customer(6, "key", "Bob", first_contact_date="2026-11-18"),  # new, and contacted at once
    customer(7, None, "Bob"),  # without a level there is no cadence
    customer(8, "strategic", "Bob"),  # three times in a row, then not for 17 days
]
CALLS: Records = [
    call(1, "2026-11-03 09:00", next_due="2026-11-09"),  # the next one came
    call(1, "2026-11-10 09:00"),
    call(1, "2026-11-17 09:00"),
    call(2, "2026-10-20 09:00", next_due="2026-11-02"),  # it never came
    call(4, "2026-09-25 09:00", "Bob"),
    call(6, "2026-11-18 09:00", "Bob"),
    call(7, "2026-11-05 09:00", "Bob"),
    call(7, "2026-11-06 09:00", "Ann"),
    call(8, "2026-11-01 09:00", "Bob"),
    call(8, "2026-11-02 09:00", "Bob"),
    call(8, "2026-11-03 09:00", "Bob", next_due="2026-11-06"),  # planned anew: P4
]
PLANS: Records = [
    plan(1, "C1", "2026-11-10", "pending"),
    plan(2, "C1", "2026-11-12", "done"),
    plan(3, "C5", "2026-11-12", "pending", "Bob"),  # of a lost customer
    plan(4, "C8", "2026-11-28", "pending", "Bob"),
    plan(5, "C4", "2026-11-19", "in_progress", "Bob"),
]


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    tables = {"customers": CUSTOMERS, "follow_ups": CALLS, "plans": PLANS}
    return shop(tmp_path_factory.mktemp("followups"), tables)


@pytest.fixture(scope="module")
def wb(root: Path) -> Workbench:
    return desk(root, "2026-11", scope="company")


def test_a_cadence_counts_days_and_not_contacts(wb: Workbench) -> None:
    frame = wb.customer_cadence().set_index("customer_id")
    assert frame[["contacts", "kept_days", "days"]].T.to_dict("list") == {
        "C1": [3, 18, 20],  # the 1st and 2nd came before the first contact
        "C2": [0, 3, 20],  # until 3 November
        "C3": [0, 0, 20],
        "C4": [0, 20, 20],
        "C6": [1, 3, 3],  # since the first contact
        "C8": [3, 10, 20],  # three contacts are as many as 20 days ask for
    }
    assert list(frame.index[frame["is_kept"]]) == ["C1", "C4", "C6"]


def test_the_cadence_of_a_closed_period_looks_at_nothing_after_it(root: Path) -> None:
    frame = desk(root, "2026-10", scope="company").customer_cadence().set_index("customer_id")
    assert frame.loc["C2", ["contacts", "kept_days", "days"]].tolist() == [1, 12, 31]
    assert frame.loc["C1", "kept_days"] == 0
    assert "C6" not in frame.index


def test_a_team_sees_its_customers_as_the_company_does(root: Path) -> None:
    """A customer that others contacted is contacted, whoever looks."""
    company = desk(root, "2026-11", scope="company").customer_cadence()
    team = desk(root, "2026-11", scope="team:West").customer_cadence()
    assert list(team["customer_id"]) == ["C3", "C4", "C6", "C8"]
    own = company[company["team"] == "West"].reset_index(drop=True)
    assert team["kept_days"].tolist() == own["kept_days"].tolist()


def test_key_customers_below_are_listed_the_longest_waiting_first(wb: Workbench) -> None:
    section = wb.key_customers()
    assert title(section) == (
        "3 of 5 key customers were within their cadence on less than 80% of the days"
    )
    rows = [line.split("\t") for line in lines(section, "Company")]
    assert [(row[0], row[1], row[2], row[4]) for row in rows] == [
        ("Company 3", "Strategic", "Bob", "0% (0/20)"),  # never contacted
        ("Company 2", "Key", "Ann", "15% (3/20)"),
        ("Company 8", "Strategic", "Bob", "50% (10/20)"),
    ]
    assert [line.split("\t")[:2] for line in lines(section, "Bob")] == [["Bob", "2"]]


def test_the_first_screen_says_what_was_done_and_what_waits(wb: Workbench) -> None:
    said = repr(wb.followup_headline())
    assert "9 follow-ups in the period." in said
    assert "Of 6 customers with a cadence 50% were contacted within it (3)." in said
    assert "3 key customers were within their cadence on less than 80% of the days." in said
    assert "3 tasks are overdue now." in said
    assert "typed in late" not in said.split("\n\n")[0]  # nobody tells when
    flags = [line for line in said.splitlines() if "is asked" in line]
    assert [line[line.index("Company") :][:9] for line in flags] == [
        "Company 3",
        "Company 2",
        "Company 8",
    ]
    assert "never contacted; once in 7 days is asked" in flags[0]
    assert "not contacted for 31 days; once in 14 days is asked" in flags[1]


def test_rates_stand_by_level_in_the_order_of_params(wb: Workbench) -> None:
    rows = [line.split("\t") for line in repr(wb.followup_rates("level")).splitlines()]
    table = [row for row in rows if row[0] in ("Strategic", "Key", "Ordinary")]
    assert [row[0] for row in table] == ["Strategic", "Key", "Ordinary"]
    assert [row[1] for row in table] == ["7 days", "14 days", "60 days"]
    assert table[0][2].startswith("33% (1/3")
    assert table[0][3].startswith("33% (1/3")


def test_a_task_is_overdue_until_it_is_done_or_followed(wb: Workbench) -> None:
    """Not of a lost customer, not where a later follow-up came, not where it is planned anew."""
    found = wb.sql("select task_id, owner from fact_tasks where is_overdue order by due_on")
    assert found.to_numpy().tolist() == [
        ["follow-up F2 2026-10-20 09:00 Ann", "Ann"],
        ["plan P1", "Ann"],
        ["plan P5", "Bob"],
    ]
    done = wb.metrics("plan_done_rate").iloc[0]
    assert (done["numerator"], done["denominator"]) == (1, 4)
    section = wb.overdue_tasks()
    assert title(section) == "3 tasks are overdue, 0 of them for more than 30 days"
    assert lines(section, "East")[0].split("\t")[1:5] == ["2", "1", "1", "0"]


def test_customers_of_several_people_are_named_with_who(wb: Workbench) -> None:
    section = wb.several_reps()
    assert title(section) == "1 customer was contacted by several people"
    (row,) = [line.split("\t") for line in lines(section, "Company 7")]
    assert row[2:6] == ["Bob", "Ann 1, Bob 1", "1", "Ann"]


def test_one_rep_sees_no_customers_of_several(root: Path) -> None:
    section = desk(root, "2026-11", scope="rep:Ann").several_reps()
    assert "what others did is not in it" in repr(section)


ENTERED = [
    ("2026-10-20 10:00", "2026-10-21 09:59", False),  # Tuesday, within the day
    ("2026-10-20 10:00", "2026-10-21 10:01", True),
    ("2026-10-23 15:00", "2026-10-26 11:59", False),  # Friday until Monday noon
    ("2026-10-23 15:00", "2026-10-26 12:01", True),
    ("2026-10-20", "2026-10-21 23:59", False),  # without a time: at the end of Tuesday
]


def test_what_the_import_warns_of_is_late_in_the_facts(tmp_path: Path) -> None:
    calls = [call(n, done, recorded_at=recorded) for n, (done, recorded, _) in enumerate(ENTERED)]
    calls.append(call(9, "2026-10-20 10:00"))  # nobody tells when: not counted
    wb = desk(shop(tmp_path, {"follow_ups": calls}), "2026-10", scope="company")
    found = wb.sql("select is_late from fact_entries order by follow_id")["is_late"]
    assert found.tolist() == [is_late for *_, is_late in ENTERED]
    rate = wb.metrics("late_entry_rate").iloc[0]
    assert (rate["numerator"], rate["denominator"]) == (2, 5)


def entries(user: str, late: int, size: int) -> Records:
    return [
        call(
            n,
            f"2026-10-20 10:{n % 60:02d}",
            user,
            recorded_at="2026-10-25 09:00" if n < late else "2026-10-20 18:00",
        )
        for n in range(size)
    ]


@pytest.mark.parametrize(
    ("late", "said"),
    [
        (20, "Ann typed in 40% late, the others 10%"),
        (8, "Typed in late"),  # 16 % of 50 may be chance
    ],
)
def test_a_rep_is_called_late_only_beyond_chance(tmp_path: Path, late: int, said: str) -> None:
    calls = [*entries("Ann", late, 50), *entries("Bob", 5, 50)]
    wb = desk(shop(tmp_path, {"follow_ups": calls}), "2026-10", scope="company")
    assert title(wb.late_entries()) == said


def by_method(method: str, effective: int, size: int) -> Records:
    return [
        {
            **call(n, "2026-10-20 10:00", effective=n < effective, method=method),
            "follow_id": f"{method}{n}",
        }
        for n in range(size)
    ]


@pytest.mark.parametrize(
    ("effective", "said"),
    [
        (6, "Only 15% of the follow-ups by 'Email' are effective, of the others 60%"),
        (20, "Methods"),
    ],
)
def test_a_method_is_called_weak_only_beyond_chance(
    tmp_path: Path, effective: int, said: str
) -> None:
    calls = [*by_method("email", effective, 40), *by_method("visit", 24, 40)]
    wb = desk(shop(tmp_path, {"follow_ups": calls}), "2026-10", scope="company")
    section = wb.followup_methods()
    assert title(section) == said
    assert lines(section, "Email")[0].split("\t")[1:3] == ["40", "50%"]


def test_the_advice_names_the_method_the_late_rep_and_the_plans(tmp_path: Path) -> None:
    calls = [*entries("Ann", 20, 50), *entries("Bob", 5, 50), *by_method("email", 4, 40)]
    calls += by_method("visit", 24, 40)
    plans = [plan(n, "C1", "2026-10-12", "done" if n < 5 else "pending") for n in range(12)]
    wb = desk(shop(tmp_path, {"follow_ups": calls, "plans": plans}), "2026-10", scope="company")
    said = repr(wb.followup_advice())
    assert "Ann typed in 40% of the follow-ups late, the others 10%." in said
    assert "Only 10% of the follow-ups by Email are effective, of the others 60%." in said
    assert "Only 42% of the plans that fell due are done; 7 tasks are overdue now." in said


def test_a_workspace_without_levels_methods_and_entries_says_so(tmp_path: Path) -> None:
    root = shop(tmp_path, {"customers": [{"customer_id": "C1", "customer_name": "One"}]})
    wb = desk(root, "2026-10", scope="company")
    assert "No follow-up in the period." in repr(wb.followup_headline())
    assert "No customer has a level" in repr(wb.followup_rates("rep"))
    assert "No customer is of a key level." in repr(wb.key_customers())
    assert "There is no follow-up" in repr(wb.followup_methods())
    assert "says when it was typed in" in repr(wb.late_entries())
    assert "No task is overdue." in repr(wb.overdue_tasks())
    assert "No customer was contacted by several people" in repr(wb.several_reps())


def test_methods_are_counted_where_nobody_tells_what_was_effective(tmp_path: Path) -> None:
    calls = [call(n, "2026-10-20 10:00", method="phone") for n in range(3)]
    section = desk(shop(tmp_path, {"follow_ups": calls}), "2026-10").followup_methods()
    assert "Whether follow-ups were effective is not told" in repr(section)
    assert lines(section, "Phone")[-1].split("\t")[1:] == ["3", "100%"]


def test_the_advice_on_follow_up_leaves_out_what_is_about_leads(tmp_path: Path) -> None:
    leads = [
        {**CONTACT, "lead_id": f"L{n}", "owner": "Ann", "created_at": "2026-10-05", "grade": "A"}
        for n in range(30)
    ]
    plans = [plan(n, "C1", "2026-10-12", "pending") for n in range(10)]
    wb = desk(shop(tmp_path, {"leads": leads, "plans": plans}), "2026-10", scope="company")
    assert "of new leads get their first contact" in repr(wb.advised())
    assert title(wb.followup_advice()) == "1 piece of advice from the data"
