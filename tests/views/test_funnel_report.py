"""The funnel report: which year, which words, and reasons that nobody gave."""

from datetime import date
from pathlib import Path

import pytest

from salesnb.errors import UsageError
from salesnb.reports.parameters import check_parameters
from salesnb.views.parts import year_before
from tests.frames import CONTACT
from tests.views.shop import desk, lines, shop, title


def lead(number: int, day: str, **more: object) -> dict:
    return {**CONTACT, "lead_id": f"L{number}", "owner": "Ann", "created_at": day, **more}


def lost(number: int, reason: str | None, day: str = "2026-10-05") -> dict:
    ended = {"outcome": "lost", "outcome_date": day, "reason": reason}
    return lead(number, "2026-10-01", **ended)


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return shop(tmp_path_factory.mktemp("funnel"), {"leads": [lead(1, "2026-10-02")]})


@pytest.mark.parametrize(
    ("period", "first", "last"),
    [
        ("2026-10", date(2025, 10, 1), date(2026, 9, 30)),
        ("2026Q4", date(2025, 10, 1), date(2026, 9, 30)),
        ("2026-W43", date(2025, 10, 19), date(2026, 10, 18)),
        ("2026-10-14", date(2025, 10, 14), date(2026, 10, 13)),
        ("2026-10-10..2026-10-20", date(2025, 10, 10), date(2026, 10, 9)),
        ("2027-05", date(2025, 11, 21), date(2026, 11, 20)),  # ends today, not in April 2027
    ],
)
def test_the_year_before_ends_before_the_period(
    root: Path, period: str, first: date, last: date
) -> None:
    year = year_before(desk(root, period))
    assert (year.start, year.last_day) == (first, last)


@pytest.mark.parametrize(
    ("period", "first", "last"),
    [
        ("2026-10", date(2025, 11, 1), date(2026, 10, 31)),
        ("2026-W43", date(2025, 10, 26), date(2026, 10, 25)),
        ("2026", date(2025, 12, 1), date(2026, 11, 30)),  # not the December that is to come
        ("2027-05", date(2025, 12, 1), date(2026, 11, 30)),
    ],
)
def test_the_year_with_the_period_ends_with_it_or_with_this_month(
    root: Path, period: str, first: date, last: date
) -> None:
    year = desk(root, period).year
    assert (year.start, year.last_day) == (first, last)


def test_the_leads_of_a_week_are_not_in_the_year_before_it(tmp_path: Path) -> None:
    leads = [lead(1, "2026-10-20"), lead(2, "2026-10-02")]
    wb = desk(shop(tmp_path, {"leads": leads}), "2026-W43")
    assert "0 of 1 leads won" in title(wb.funnel_last_year())


def test_the_main_reason_is_the_commonest_of_those_given(tmp_path: Path) -> None:
    rows = [lost(1, None), lost(2, None), lost(3, None), lost(4, "Price"), lost(5, "Price")]
    part = desk(shop(tmp_path, {"leads": [*rows, lost(6, "Time")]}), "2026-10").loss_reasons()
    assert title(part) == "Main reason for loss: Price (67% of those given)"
    assert [line.split("\t")[0] for line in repr(part).splitlines()[-3:]] == [
        "Price",
        "Time",
        "not given",
    ]


def test_reasons_that_nobody_gave_are_said_to_be_missing(tmp_path: Path) -> None:
    wb = desk(shop(tmp_path, {"leads": [lost(1, None)]}), "2026-10")
    assert title(wb.loss_reasons()) == "No reasons for loss are recorded"


def test_where_all_reasons_are_given_the_share_is_of_all(tmp_path: Path) -> None:
    wb = desk(shop(tmp_path, {"leads": [lost(1, "Price")]}), "2026-10")
    assert title(wb.loss_reasons()) == "Main reason for loss: Price (100%)"


@pytest.mark.parametrize(
    ("lang", "leads", "deals"), [("en", "leads", "opportunities"), ("zh", "线索", "商机")]
)
def test_the_definition_of_conversion_speaks_of_what_is_counted(
    tmp_path: Path, lang: str, leads: str, deals: str
) -> None:
    made = {"opportunity_id": "P1", "customer_id": "C1", "owner": "Ann", "stage": "opportunity"}
    row = {**made, "amount": 5, "created_at": "2026-10-02"}
    without = desk(shop(tmp_path / "deals", {"opportunities": [row]}), "2026-10", lang=lang)
    html = without.funnel_stages()._repr_html_()
    assert deals in html and leads not in html
    rows = {"leads": [lead(1, "2026-10-02")]}
    assert (
        leads
        in desk(shop(tmp_path / "leads", rows), "2026-10", lang=lang).funnel_stages()._repr_html_()
    )


def test_rates_that_ripen_are_not_compared_with_riper_ones(tmp_path: Path) -> None:
    rows = [lead(n, f"2026-{8 + n // 20:02d}-05") for n in range(60)]
    page = desk(shop(tmp_path, {"leads": rows}), "2026-10").funnel_headline()
    assert "previous" not in lines(page, "Lead conversion rate")[0]
    assert "previous" in lines(page, "New leads 20")[0]


# L1 came to 商机 past 意向, L2 and L3 to 意向 in October; L4 of September was won in October.
SKIPPED = {
    "leads": [
        lead(1, "2026-10-02"),
        lead(2, "2026-10-02"),
        lead(3, "2026-10-02"),
        lead(4, "2026-09-02", outcome="won", outcome_date="2026-10-09"),
    ],
    "stage_history": [
        {"subject_type": "lead", "subject_id": lead_id, "stage": stage, "entered_at": day}
        for lead_id, stage, day in [
            ("L1", "opportunity", "2026-10-05"),
            ("L2", "intent", "2026-10-05"),
            ("L3", "intent", "2026-10-06"),
        ]
    ],
}


@pytest.mark.parametrize(
    ("reading", "said"),
    [
        ("imputed", "New leads in the period: 3; reached so far: Intent 3, Opportunity 1, Won 0."),
        ("reached", "New leads in the period: 3; reached so far: Intent 2, Opportunity 1, Won 0."),
        ("strict", "New leads in the period: 3; reached so far: Intent 2, Opportunity 0, Won 0."),
        (
            "flow",
            "Entered in the period, whenever the leads came: Lead 3, Intent 2, Opportunity 1, Won 1.",
        ),
    ],
)
def test_the_report_counts_stages_by_the_reading_that_is_asked_for(
    tmp_path: Path, reading: str, said: str
) -> None:
    wb = desk(shop(tmp_path, SKIPPED), "2026-10")
    assert said in repr(wb.funnel_headline(reading))
    of_period, year = (
        repr(part(reading=reading)) for part in (wb.funnel_stages, wb.funnel_last_year)
    )
    assert ("Reading: " in of_period) == ("Reading: " in year) == (reading != "imputed")


def test_a_reading_that_there_is_not_is_refused_on_the_first_screen(tmp_path: Path) -> None:
    wb = desk(shop(tmp_path, SKIPPED), "2026-10")
    with pytest.raises(UsageError) as refused:
        wb.funnel_headline("strickt")
    assert str(refused.value) == (
        "'strickt' is not a known reading of the funnel. Did you mean 'strict'?"
        " Known: flow, imputed, reached, strict."
    )
    assert "漏斗口径" in refused.value.text("zh")


def test_the_reading_is_a_parameter_of_the_notebook() -> None:
    book = Path(__file__).parents[2] / "notebooks" / "funnel.ipynb"
    given = dict.fromkeys(("workspace", "scope", "period", "as_of", "viewer", "lang"))
    check_parameters(book, given, {"reading": "strict"})
    with pytest.raises(UsageError, match="reading"):
        check_parameters(book, given, {"reading": 3})
    with pytest.raises(UsageError, match="Did you mean 'reading'"):
        check_parameters(book, given, {"readng": "strict"})
