"""The score card: points, ranges, grades, and answers that are derived."""

from datetime import date, datetime
from itertools import product
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from salesnb.errors import ConfigError
from salesnb.leads import score_leads
from salesnb.store import Store
from tests.frames import CONTACT, DEFAULTS, Records, fill, scoped, settings_with

ANSWERS = {  # R4.1, as a card on paper has it
    "need_fit": {"完全匹配": 40, "部分匹配": 20, "不匹配": 0},
    "budget_fit": {"高于报价": 25, "符合报价": 15, "低于报价": 5},
    "authority": {"可决策": 20, "影响决策": 10, "无决策权": 0},
    "urgency": {"1个月内": 15, "1-3个月": 10, "3个月以上": 5},
}
LEAD = {**CONTACT, "created_at": "2026-10-01", "owner": "李娜"}
FULL = {name: next(iter(answers)) for name, answers in ANSWERS.items()}


def scores(tmp_path: Path, leads: Records, **more: Any) -> pd.DataFrame:
    settings = more.pop("settings", DEFAULTS)
    with scoped(tmp_path, {"leads": leads, **more}, settings=settings) as store:
        return score_leads(store, settings).set_index("lead_id").sort_index()


def test_every_combination_of_answers_has_the_points_and_the_grade_of_the_card(
    tmp_path: Path,
) -> None:
    cases = list(product(*(answers.items() for answers in ANSWERS.values())))
    leads, expected = [], {}
    for number, case in enumerate(cases):
        name = f"L{number:02d}"
        typed = dict(zip(ANSWERS, (word for word, _ in case), strict=True))
        leads.append({**LEAD, "lead_id": name, **typed})
        points = sum(points for _, points in case)
        grade = "A" if points >= 80 else "B" if points >= 60 else "C" if points >= 40 else "D"
        expected[name] = (points, grade)
    found = scores(tmp_path, leads)
    assert len(found) == 81
    told = {n: (s, g) for n, s, g in zip(found.index, found["score"], found["grade"], strict=True)}
    assert told == expected
    assert found["is_grade_sure"].all()
    assert not found["missing"].map(len).any()


@pytest.mark.parametrize(
    ("answers", "score", "grade"),
    [
        (("full", "above", "influences", "later"), 80, "A"),
        (("full", "matches", "influences", "quarter"), 75, "B"),
        (("full", "short", "influences", "later"), 60, "B"),
        (("full", "short", "none", "quarter"), 55, "C"),
        (("partial", "short", "influences", "later"), 40, "C"),
        (("none", "matches", "influences", "quarter"), 35, "D"),
    ],
)
def test_a_grade_begins_at_its_edge(
    tmp_path: Path, answers: tuple[str, ...], score: int, grade: str
) -> None:
    typed = dict(zip(ANSWERS, answers, strict=True))
    found = scores(tmp_path, [{**LEAD, "lead_id": "L1", **typed}]).loc["L1"]
    assert (found["score"], found["grade"]) == (score, grade)


def test_a_missing_answer_leaves_a_range_and_no_silent_zero(tmp_path: Path) -> None:
    leads = [
        {**LEAD, "lead_id": "unsure", **FULL, "budget_fit": None},
        {**LEAD, "lead_id": "sure", **FULL, "authority": "无决策权", "urgency": None},
        {**LEAD, "lead_id": "unread", **FULL, "authority": "大概"},
        {**LEAD, "lead_id": "bare", "urgency": "1个月内"},
    ]
    found = scores(tmp_path, leads)
    shown = found[["score_low", "score_high", "grade", "is_grade_sure"]].astype(object)
    shown = shown.where(shown.notna(), None)
    assert shown.loc["unsure"].tolist() == [80, 100, "A", True]
    assert shown.loc["sure"].tolist() == [70, 80, "B", False]  # the middle, 75
    assert shown.loc["unread"].tolist() == [80, 100, "A", True]
    assert shown.loc["bare"].tolist() == [20, 100, None, False]  # 15 of 100 points are known
    assert found["missing"].to_dict() == {
        "unsure": ["budget_fit"],
        "sure": ["urgency"],
        "unread": ["authority"],
        "bare": ["need_fit", "budget_fit", "authority"],
    }


def test_a_typed_grade_wins_and_the_cards_stands_beside_it(tmp_path: Path) -> None:
    found = scores(tmp_path, [{**LEAD, "lead_id": "L1", **FULL, "grade": "C"}]).loc["L1"]
    assert found[["grade", "typed_grade", "card_grade"]].tolist() == ["C", "C", "A"]


@pytest.mark.parametrize(
    ("expected_close", "urgency"),
    [
        ("2026-11-01", "month"),  # 31 days
        ("2026-11-02", "quarter"),
        ("2027-01-01", "quarter"),  # 92 days
        ("2027-01-02", "later"),
        ("2026-09-30", None),  # before the lead came
        (None, None),
    ],
)
def test_urgency_is_derived_from_the_expected_close(
    tmp_path: Path, expected_close: str | None, urgency: str | None
) -> None:
    lead = {**LEAD, "lead_id": "L1", "expected_close": expected_close}
    found = scores(tmp_path, [lead]).loc["L1", "answer_urgency"]
    assert (None if pd.isna(found) else found) == urgency


@pytest.mark.parametrize(
    ("budget", "fit"),
    [
        ((None, 9_000), "short"),
        ((9_000, 30_000), "matches"),
        ((20_000, None), "matches"),  # the price of the dearest
        ((20_001, None), "above"),
        ((None, None), None),
    ],
)
def test_budget_fit_is_derived_from_the_list_prices_of_the_line(
    tmp_path: Path, budget: tuple[int | None, int | None], fit: str | None
) -> None:
    products = [
        {"product": "S1", "product_line": "传感", "list_price": 10_000},
        {"product": "S2", "product_line": "传感", "list_price": 20_000},
    ]
    low, high = budget
    lead = {**LEAD, "lead_id": "L1", "budget_min": low, "budget_max": high, "product_line": "传感"}
    other = {**lead, "lead_id": "L2", "product_line": "云"}
    found = scores(tmp_path, [lead, other], products=products)["answer_budget_fit"]
    assert (None if pd.isna(found["L1"]) else found["L1"]) == fit
    assert pd.isna(found["L2"])  # no price to compare with


def test_what_is_typed_wins_over_what_is_derived(tmp_path: Path) -> None:
    lead = {**LEAD, "lead_id": "L1", "expected_close": "2027-06-01", "urgency": "1个月内"}
    assert scores(tmp_path, [lead]).loc["L1", "answer_urgency"] == "month"


def card_of(tmp_path: Path, text: str) -> Any:
    return settings_with(tmp_path / "own", scorecard=text)


def test_points_dimensions_and_cuts_are_configuration(tmp_path: Path) -> None:
    settings = card_of(
        tmp_path,
        """
dimensions:
  authority: null
  size:
    zh: 公司规模
    en: Company size
    column: 公司规模
    answers: [{id: large, zh: 大, en: Large, points: 20}, {id: small, zh: 小, en: Small, points: 4}]
grades: {S: 95, A: 85}
""",
    )
    leads = [
        {**LEAD, "lead_id": "L1", **FULL, "公司规模": "大"},
        {**LEAD, "lead_id": "L2", **FULL, "公司规模": "小"},
    ]
    found = scores(tmp_path, leads, settings=settings)
    assert found["points_size"].tolist() == [20, 4]
    assert found[["score", "grade"]].to_numpy().tolist() == [[100, "S"], [84, "B"]]
    assert "points_authority" not in found


def test_a_dimension_whose_column_no_sheet_has_is_missing_everywhere(tmp_path: Path) -> None:
    settings = card_of(
        tmp_path,
        """
dimensions:
  authority: {column: 不存在的列}
""",
    )
    found = scores(tmp_path, [{**LEAD, "lead_id": "L1", **FULL}], settings=settings).loc["L1"]
    assert found["missing"] == ["authority"]
    assert (found["score_low"], found["score_high"]) == (80, 100)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("grades: {A: 60}", "different scores"),
        ("dimensions:\n  authority: null", "add up to 100 points; these give need_fit 40"),
        ("dimensions:\n  need_fit: {answers: []}", "at least 2"),
        ("grade: {A: 60}", "Did you mean 'grades'?"),
    ],
)
def test_a_mistake_in_the_card_is_told_with_its_place(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(ConfigError, match=r"scorecard\.yml") as error:
        card_of(tmp_path, text)
    assert said in str(error.value)


def test_grades_change_with_the_rows_of_later_imports(tmp_path: Path) -> None:
    first = {**LEAD, "lead_id": "L1", **FULL, "need_fit": "不匹配"}
    second = {**first, "need_fit": "完全匹配"}
    same = {**second, "note": "…"}
    store = Store(tmp_path)
    for day, lead in ((1, first), (8, second), (9, same)):
        fill(store, {"leads": [lead]}, datetime(2026, 10, day, 12))
    sql = "select graded_at, grade_before, grade from fact_lead_grades order by version"
    with scoped(tmp_path, as_of=date(2026, 10, 9)) as opened:
        found = opened.run(sql).astype(object)
    rows = found.where(found.notna(), None)
    assert rows[["grade_before", "grade"]].to_numpy().tolist() == [[None, "B"], ["B", "A"]]
    assert [at.date() for at in rows["graded_at"]] == [date(2026, 10, 1), date(2026, 10, 8)]
    with scoped(tmp_path, as_of=date(2026, 10, 7)) as opened:
        assert opened.run(sql)["grade"].tolist() == ["B"]
