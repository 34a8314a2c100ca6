"""The report on leads: who waits, whether the grades hold, what the pool holds."""

from pathlib import Path

import pytest

from salesnb.workbench import Workbench
from tests.frames import CONTACT, Records
from tests.views.shop import desk, lines, shop, title


def lead(number: int, day: str, grade: str, owner: str | None = "Ann", **more: object) -> dict:
    named = {"lead_id": f"L{number}", "company_name": f"Company {number}"}
    return {**CONTACT, **named, "owner": owner, "created_at": day, "grade": grade, **more}


def call(number: int, day: str, user: str = "Ann") -> dict:
    return {
        "follow_id": f"F{number} {day}",
        "lead_id": f"L{number}",
        "follow_at": day,
        "user": user,
    }


LEADS: Records = [
    lead(1, "2026-11-18 09:00", "A"),  # never contacted: late since the 19th
    lead(2, "2026-11-20 09:00", "A"),  # never contacted: there is time until tomorrow
    lead(3, "2026-11-16 09:00", "A"),  # contacted on the 17th: every working day, so late
    lead(4, "2026-11-17 09:00", "B"),  # contacted on the 19th: due on Monday
    lead(5, "2026-11-02 09:00", "B", budget_min=30_000),  # contacted on the 3rd: in the pool
    lead(6, "2026-11-16 09:00", "D"),  # nurtured
    lead(7, "2026-11-19 09:00", "B", owner=None),  # nobody's
]
CALLS: Records = [
    call(3, "2026-11-17 10:00"),
    call(4, "2026-11-19 08:00"),
    call(5, "2026-11-03 08:00"),
]


@pytest.fixture(scope="module")
def wb(tmp_path_factory: pytest.TempPathFactory) -> Workbench:
    root = shop(tmp_path_factory.mktemp("leads"), {"leads": LEADS, "follow_ups": CALLS})
    return desk(root, "2026-11", scope="company")


def test_the_first_screen_says_what_came_what_is_late_and_what_is_due(wb: Workbench) -> None:
    said = repr(wb.scoring_headline())
    assert "7 new leads: A 3, B 3, D 1." in said
    assert "1 lead is past the limit of its first contact, 1 of grade A" in said
    assert "By their cadence 2 follow-ups are overdue and 0 are due today." in said
    assert "In the public pool 1 · 30.0k" in said


def test_leads_of_the_best_grade_that_wait_are_red_first_contacts_first(wb: Workbench) -> None:
    flags = [line for line in repr(wb.scoring_headline()).splitlines() if "grade A" in line]
    assert [line.split(",")[0].split("Company ")[1][:1] for line in flags if "Company" in line] == [
        "1",
        "3",
    ]
    assert "first contact 1 day late" in flags[-2] and "follow-up 2 days overdue" in flags[-1]


def test_what_lies_in_the_pool_is_nobodys_follow_up(wb: Workbench) -> None:
    listed = repr(wb.lead_worklist())
    assert "Company 1" in listed and "Company 3" in listed
    assert "Company 5" not in listed
    assert title(wb.lead_pool()) == "1 lead in the public pool, worth 30.0k"
    assert "Company 5" in repr(wb.lead_pool())


def test_the_plan_counts_by_team_and_names_who_has_most(wb: Workbench) -> None:
    plan = repr(wb.lead_plan())
    assert title(wb.lead_plan()) == "East has 2 leads overdue"
    row = next(line for line in plan.splitlines() if line.startswith("East\t"))
    assert row.split("\t")[1:5] == ["1", "2", "0", "2"]
    # Of the daily plan of three leads of grade A: Wed–Fri, Fri, Mon–Fri; on one day a contact.
    assert row.split("\t")[5] == "11% (1/9)"


def test_a_lead_without_an_owner_is_to_be_assigned(wb: Workbench) -> None:
    section = wb.lead_assignment()
    assert title(section) == "1 lead has no owner at work"
    assert lines(section, "Company 7")[0].split("\t")[3:6] == ["no owner", "–", "Bob"]


def test_response_times_show_the_slowest_first(wb: Workbench) -> None:
    rows = [line for line in repr(wb.lead_responses("grade")).splitlines() if "\t" in line]
    assert [row.split("\t")[0] for row in rows[1:]] == ["A", "B", "D"]
    assert rows[1].split("\t")[-1].startswith("0% (0/2")  # the third has time left


def won(first: int, size: int, share: float, grade: str) -> Records:
    ended = {"outcome": "won", "outcome_date": "2026-06-01"}
    return [
        lead(first + n, "2026-05-04", grade, **(ended if n < share * size else {}))
        for n in range(size)
    ]


@pytest.mark.parametrize(
    ("shares", "said"),
    [
        (
            (0.60, 0.30, 0.10, 0.0),
            "The grades hold: the win rate falls from each grade to the next",
        ),
        ((0.32, 0.30, 0.10, 0.0), "Between A/B the data show no difference in win rate"),
        ((0.10, 0.40, 0.10, 0.0), "Grade B wins more often than grade A: the card wants revision"),
    ],
)
def test_whether_the_grades_hold_is_said_only_as_far_as_the_data_tell(
    tmp_path: Path, shares: tuple[float, ...], said: str
) -> None:
    cases = zip("ABCD", shares, strict=True)
    leads = [row for n, (g, share) in enumerate(cases) for row in won(100 * n, 60, share, g)]
    found = desk(shop(tmp_path, {"leads": leads}), "2026-10").lead_grades()
    assert title(found) == said


def test_a_source_is_called_bad_only_beyond_chance(tmp_path: Path) -> None:
    good = [{**row, "source": "官网"} for row in won(0, 60, 0.4, "A")]
    bad = [{**row, "source": "展会"} for row in won(100, 60, 0.05, "A")]
    section = desk(shop(tmp_path / "a", {"leads": [*good, *bad]}), "2026-10").lead_sources()
    assert title(section) == "Only 5% of the leads from '展会' are won, against 40% of the others"
    near = [{**row, "source": "展会"} for row in won(100, 60, 0.3, "A")]
    section = desk(shop(tmp_path / "b", {"leads": [*good, *near]}), "2026-10").lead_sources()
    assert title(section) == "Which grades each source brings"


def test_missing_answers_are_told_with_the_grades_that_they_leave_unsure(tmp_path: Path) -> None:
    known = {"need_fit": "full", "budget_fit": "above", "urgency": "month"}
    leads = [
        lead(1, "2026-10-05", None, **known, authority="decides"),
        lead(2, "2026-10-05", None, **known),  # 80-100: A in any case
        lead(3, "2026-10-05", None, **{**known, "budget_fit": "short"}),  # 60-80
        lead(4, "2026-10-05", None, urgency="month"),
    ]
    said = repr(desk(shop(tmp_path, {"leads": leads}), "2026-10").lead_scores())
    assert "3 new leads lack an answer, most often Authority" in said
    assert "for 1 of them the grade is not sure" in said
    assert "1 new lead has too few answers for a grade" in said


def test_a_workspace_without_leads_says_so(tmp_path: Path) -> None:
    root = shop(tmp_path, {"customers": [{"customer_id": "C1", "customer_name": "One"}]})
    wb = desk(root, "2026-10", scope="company")
    assert "No leads" in repr(wb.scoring_headline()) or "no lead" in repr(wb.scoring_headline())
    for section in (wb.lead_plan(), wb.lead_pool(), wb.lead_grades(), wb.lead_scores()):
        assert "nan" not in repr(section).lower()
