"""The pages of single cases: largest first, linked, gaps marked, the usual path beside."""

import re
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from tests.frames import CONTACT, Records
from tests.views.shop import desk, shop, title

LEAD = {**CONTACT, "owner": "Ann", "customer_id": "C1", "created_at": "2026-09-01 09:00"}
HOSTILE = '<img src=x onerror="alert(1)">'


def deal(number: int, amount: float, stage: str = "lost", **more: Any) -> dict[str, Any]:
    made = {"opportunity_id": f"P{number}", "customer_id": "C1", "owner": "Ann", "stage": stage}
    dated = {"created_at": "2026-09-10", "closed_at": "2026-10-20"}
    return {**made, **dated, "amount": amount, **more}


def calls(*days: str, lead: str | None = "L1", **more: Any) -> Records:
    made = {"lead_id": lead, "user": "Ann", "method": "phone", "content": "Talked"}
    return [
        {**made, "follow_id": f"{lead}-{n}", "follow_at": f"{day} 10:00", **more}
        for n, day in enumerate(days)
    ]


def test_the_five_largest_come_first_each_with_a_link_to_its_page(tmp_path: Path) -> None:
    deals = [deal(n, 1000 * n) for n in range(1, 7)]
    customers = [{"customer_id": "C1", "customer_name": "Acme", "owner": "Ann"}]
    wb = desk(shop(tmp_path, {"opportunities": deals, "customers": customers}), "2026-10")
    part = wb.case_reviews()
    html = part._repr_html_()
    assert title(part) == "The 5 largest cases that ended: 0 won, 5 lost"
    assert re.findall(r'href="#case-(P\d)"', html) == ["P6", "P5", "P4", "P3", "P2"]
    assert re.findall(r'<h3 id="case-(P\d)">Acme', html) == ["P6", "P5", "P4", "P3", "P2"]


def test_a_gap_is_marked_where_it_is(tmp_path: Path) -> None:
    leads = [{**LEAD, "lead_id": "L1"}]
    tables = {
        "leads": leads,
        "opportunities": [deal(1, 500, lead_id="L1", lost_reason="Price")],
        "follow_ups": calls("2026-09-02", "2026-09-12", feedback="Too dear"),
    }
    part = desk(shop(tmp_path, tables), "2026-10").case_reviews()
    shown = [line.strip() for line in repr(part).splitlines()]
    at = shown.index("… 38 days of silence (usually no more than 15 days)")
    assert shown[at - 1].startswith("12 Sep 2026 · Follow-up · Phone · Ann")
    assert shown[at + 1] == "20 Oct 2026 · Lost"
    assert part._repr_html_().count('class="snb-gap"') == 1
    assert "Price – Reason: Price; Feedback: Too dear" in shown


def test_what_tells_of_the_same_cause_stands_in_one_line_and_the_rest_as_typed(
    tmp_path: Path,
) -> None:
    """价格太贵 and 报价高 tell of the price; 老板出国了 of nothing known; 决策 has one text alone."""
    said = ["报价高，再比较一下", "老板出国了", "要等审批"]
    days = ["2026-09-02", "2026-09-12", "2026-09-20"]
    tables = {
        "leads": [{**LEAD, "lead_id": "L1"}],
        "opportunities": [deal(1, 500, lead_id="L1", lost_reason="价格太贵", competitor="甲公司")],
        "follow_ups": [
            {**call, "feedback": words} for call, words in zip(calls(*days), said, strict=True)
        ],
    }
    wb = desk(shop(tmp_path, tables), "2026-10", lang="zh")
    shown = repr(wb.case_review("P1"))
    assert "价格高——原因：价格太贵；反馈：报价高，再比较一下" in shown
    assert "竞品：甲公司" in shown and "反馈：老板出国了" in shown and "反馈：要等审批" in shown
    causes = [each["cause"] for each in wb.timeline("P1").attrs["obstacles"]]
    assert causes == ["price", None, "price", None, "decision"]


def test_of_a_long_case_the_routine_is_counted_and_what_matters_is_shown(tmp_path: Path) -> None:
    days = [f"2026-09-{day:02d}" for day in range(2, 30)] + ["2026-10-18"]
    tables = {
        "leads": [{**LEAD, "lead_id": "L1"}],
        "opportunities": [deal(1, 500, lead_id="L1")],
        "follow_ups": calls(*days),
    }
    html = desk(shop(tmp_path, tables), "2026-10").case_reviews()._repr_html_()
    assert html.count("<time>2 Sep 2026</time>") == 1  # the first contact
    assert html.count("<time>29 Sep 2026</time>") == 1  # before the gap
    assert html.count("<time>15 Sep 2026</time>") == 0
    # Of 28 follow-ups besides the first, 1 stands before the gap and 1 after it.
    left_out = [int(n) for n in re.findall(r"further follow-ups in between: (\d+)", html)]
    assert sum(left_out) == 26


def test_the_usual_path_stands_beside_with_what_this_case_did(tmp_path: Path) -> None:
    won = [
        {**LEAD, "lead_id": f"W{n}", "outcome": "won", "outcome_date": f"2026-09-1{n}"}
        for n in range(5)
    ]
    leads = [*won, {**LEAD, "lead_id": "L1"}]
    tables = {"leads": leads, "opportunities": [deal(1, 500, lead_id="L1")]}
    html = desk(shop(tmp_path, tables), "2026-10").case_reviews()._repr_html_()
    assert "<dt>Won</dt><dd>day 11, after 0 contacts<span>not reached here</span></dd>" in html
    assert "Medians of 5 won cases" in html


@pytest.mark.parametrize(
    ("lang", "said"), [("zh", "本期没有结束的案例。"), ("en", "No case ended in the period.")]
)
def test_a_period_in_which_nothing_ended_says_so(tmp_path: Path, lang: str, said: str) -> None:
    root = shop(tmp_path, {"opportunities": [deal(1, 500)]})
    assert said in repr(desk(root, "2026-03", lang=lang).case_reviews())


def test_what_somebody_typed_is_text_and_no_contact(tmp_path: Path) -> None:
    lead = {**LEAD, "lead_id": "L1", "need": HOSTILE, "source": HOSTILE, "company_name": HOSTILE}
    words = {"content": HOSTILE, "feedback": f"{HOSTILE} 13800005678"}
    tables = {
        "leads": [lead],
        "customers": [{"customer_id": "C1", "customer_name": HOSTILE, "owner": "Ann"}],
        "opportunities": [deal(1, 500, lead_id="L1", lost_reason=HOSTILE, opportunity_id=HOSTILE)],
        "follow_ups": calls("2026-09-02", **words),
    }
    html = desk(shop(tmp_path, tables), "2026-10").case_reviews()._repr_html_()
    assert "<img" not in html and 'onerror="' not in html
    assert "13800005678" not in html and "李明" not in html
    (anchor,) = re.findall(r'href="#([^"]*)"', html)
    assert f'id="{anchor}"' in html


def test_one_case_can_be_asked_for_by_its_id(tmp_path: Path) -> None:
    wb = desk(shop(tmp_path, {"leads": [{**LEAD, "lead_id": "L1"}]}), "2026-10")
    assert wb.timeline("L1")["kind"].tolist() == ["created", "today"]
    assert "Still open today" in repr(wb.case_review("L1"))


def test_cases_that_are_read_together_are_the_same_as_each_alone(tmp_path: Path) -> None:
    """Two deals of one customer, one of them with a lead: what belongs to one is not the other's."""
    tables = {
        "leads": [{**LEAD, "lead_id": "L1"}],
        "opportunities": [
            deal(1, 500, lead_id="L1", lost_reason="Price"),
            deal(2, 900, stage="won", won_amount=900, closed_at="2026-10-10"),
        ],
        "follow_ups": [
            *calls("2026-09-02", "2026-09-12", feedback="Too dear"),
            *calls("2026-09-30", lead=None, customer_id="C1"),
        ],
        "orders": [
            {"order_id": "O1", "customer_id": "C1", "owner": "Ann", "amount": 900,
             "order_date": "2026-10-12"},
        ],
    }  # fmt: skip
    wb = desk(shop(tmp_path, tables), "2026-10")
    together = wb.largest_timelines()
    assert [frame.attrs["case"].id for frame in together] == ["P2", "P1"]
    for frame in together:
        alone = wb.timeline(frame.attrs["case"].id)
        assert frame.equals(alone)
        assert frame.attrs["obstacles"] == alone.attrs["obstacles"]
    assert [kinds(frame) for frame in together] == [
        ["created", "first_contact", "won", "order"],
        ["created", "first_contact", "follow_up", "follow_up", "lost"],
    ]


def kinds(frame: pd.DataFrame) -> list[str]:
    return [kind for kind in frame["kind"] if kind != "stage"]
