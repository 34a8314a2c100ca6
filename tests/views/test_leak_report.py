"""The sections on leaks, channels and stages, as their reader sees them."""

import re
from pathlib import Path

import pytest

from salesnb.errors import UsageError
from salesnb.workbench import Workbench
from tests.funnel.test_leak import LOST, TWO, company
from tests.views.shop import desk, lines, shop, title

STEPS = {"lead": {}, "intent": {"intent": 5}, "opportunity": {"intent": 5, "opportunity": 15}}


def golden() -> dict:
    """Return 100 线索, 60 意向 after 5 days, 30 商机 after 10, 15 成交 after 7."""
    won = {"stage": "won", "outcome": "won", "outcome_date": "2026-06-23"}
    return company(
        (20, {"stage": "lead"}, {}),
        (8, {**LOST, "reason": "预算不足"}, {}),
        (12, {**LOST, "reason": None}, {}),
        (10, {"stage": "intent"}, STEPS["intent"]),
        (7, {**LOST, "reason": "竞品"}, STEPS["intent"]),
        (13, {**LOST, "reason": None}, STEPS["intent"]),
        (15, {"stage": "opportunity"}, STEPS["opportunity"]),
        (15, won, {**STEPS["opportunity"], "won": 22}),
    )


def golden_desk(folder: Path, **more: object) -> Workbench:
    return desk(shop(folder, {**golden(), **more}), "2026-06", lang="zh")


def test_the_golden_table_of_stages_as_its_users_know_it(tmp_path: Path) -> None:
    part = golden_desk(tmp_path).stage_table()
    assert lines(part, "阶段")[0].split("\t")[:4] == ["阶段", "进入线索数", "转化数", "转化率"]
    cells = {line.split("\t")[0]: line.split("\t") for line in repr(part).splitlines()[2:8]}
    assert cells["线索"][1:4] == ["100", "–", "–"]
    assert cells["意向"][1:4] == ["60", "60", "60% (60/100)"]
    assert cells["意向"][-2:] == ["5 天", "预算不足 40%"]
    assert cells["商机"][1:4] == ["30", "30", "50% (30/60)"]
    assert cells["商机"][-2:] == ["10 天", "竞品 35%"]
    assert cells["成交"][1:4] == ["15", "15", "50% (15/30)"] and cells["成交"][-2] == "7 天"


def test_the_golden_table_against_targets_and_the_period_before(tmp_path: Path) -> None:
    aims = {"lead": 120, "intent": 70, "opportunity": 40, "won": 20}
    targets = [
        {"period": "2026-06", "scope": "company", "metric": stage, "value": value}
        for stage, value in aims.items()
    ]
    part = golden_desk(tmp_path, targets=targets).stage_table()
    head = lines(part, "阶段")[1].split("\t")
    assert head == [
        "阶段",
        "数量",
        "目标",
        "完成率",
        "流失率",
        "TOP3 原因 1",
    ]  # nothing before: no 环比
    assert [line.split("\t")[2:5] for line in repr(part).splitlines()[-4:]] == [
        ["120", "83%", "–"], ["70", "86%", "40%"], ["40", "75%", "50%"], ["20", "75%", "50%"],
    ]  # fmt: skip
    assert title(part) == "商机的目标完成率最低：75%"


def test_the_readings_of_the_table_differ_by_the_stages_that_were_skipped(tmp_path: Path) -> None:
    rows = company(
        (6, {"stage": "opportunity"}, {"opportunity": 9}),
        (4, {"stage": "opportunity"}, STEPS["opportunity"]),
    )
    wb = desk(shop(tmp_path, rows), "2026-06")
    found = {
        reading: [line.split("\t")[1] for line in lines(wb.stage_table(reading), "Intent")[:1]]
        for reading in ("imputed", "reached", "strict", "flow")
    }
    assert found == {"imputed": ["10"], "reached": ["4"], "strict": ["4"], "flow": ["4"]}


def test_a_month_that_has_not_had_its_time_is_marked(tmp_path: Path) -> None:
    rows = company(
        (20, {"stage": "won", "outcome": "won", "outcome_date": "2026-08-10"}, {"won": 70}),
        (20, {"created_at": "2026-10-20", "stage": "lead"}, {}),
    )
    part = desk(shop(tmp_path, rows), "2026-10").stage_table(cohort=True)
    assert title(part) == "What became of the leads of each month: 1 still maturing"
    assert lines(part, "June 2026")[0].endswith("100%\tmature")
    assert lines(part, "October 2026")[0].endswith("maturing")


def test_a_flow_has_no_cohorts_and_says_so(tmp_path: Path) -> None:
    wb = desk(shop(tmp_path, golden()), "2026-06")
    assert "has no cohorts" in repr(wb.stage_table("flow", cohort=True))
    with pytest.raises(UsageError, match="Did you mean 'strict'"):
        wb.stage_table("stric")


def test_the_biggest_leak_names_segment_step_and_money_and_leads_to_its_rows(
    tmp_path: Path,
) -> None:
    part = desk(shop(tmp_path, TWO), "2026-08").biggest_leak()
    assert title(part) == "Biggest leak: 官网 (channel), Lead to Intent, about 10.0k"
    html = part._repr_html_()
    linked = set(re.findall(r'<a href="#([^"]+)">', html))
    assert linked == set(re.findall(r'<h2 id="(leak-[^"]+)"', html)) == {"leak-1", "leak-2"}
    assert "13800005678" not in html and "李明" not in html
    assert "Leak 1: 官网, 80 that stopped between Lead and Intent" in repr(part)
    assert "70 more rows not shown" in repr(part)


def test_where_chance_explains_it_no_leak_and_no_difference_is_claimed(tmp_path: Path) -> None:
    rows = company(
        (24, {"source": "官网", **LOST}, {}),
        (16, {"source": "官网", "stage": "intent"}, {"intent": 3}),
        (20, {"source": "展会", **LOST}, {}),
        (20, {"source": "展会", "stage": "intent"}, {"intent": 3}),
    )
    wb = desk(shop(tmp_path, rows), "2026-08")
    assert title(wb.biggest_leak()) == "Biggest leak: none that the data can show"
    assert title(wb.channels()) == "Channels: no difference that the data can show"
    assert "no difference that the data can show" in title(wb.conversion_by("source"))


def test_costs_are_shown_where_they_are_given_and_only_there(tmp_path: Path) -> None:
    root = shop(tmp_path, TWO)
    assert "Cost per won deal" not in repr(desk(root, "2026-08").channels())
    (root / "params" / "costs.yml").write_text("channels: {转介绍: 1000}\n", "utf-8")
    part = desk(root, "2026-08").channels()
    assert lines(part, "转介绍")[0].split("\t")[-3:] == ["12.0k", "120", "600"]  # twelve months
    assert lines(part, "官网")[0].split("\t")[-3:] == ["–", "–", "–"]


def test_reasons_of_one_cause_are_one_row_that_says_what_was_typed(tmp_path: Path) -> None:
    texts = ["预算不够", "没有预算", "没有预算", "老板出国了"]
    rows = company(*((1, {**LOST, "reason": text}, {}) for text in texts))
    part = desk(shop(tmp_path, rows), "2026-08", lang="zh").loss_reasons()
    assert title(part) == "首要流失原因：预算不足（75%）"
    assert lines(part, "预算不足")[0].split("\t") == ["预算不足", "3", "75%", "没有预算、预算不够"]
    assert lines(part, "老板出国了")[0].split("\t") == ["老板出国了", "1", "25%", "–"]


def test_without_leads_the_sections_speak_of_opportunities(tmp_path: Path) -> None:
    deals = [
        {"opportunity_id": f"P{n}", "customer_id": f"C{n}", "owner": "Ann" if n % 2 else "Bob",
         "created_at": "2026-06-01", "stage": "won" if n % 2 else "lost",
         "closed_at": "2026-08-01", "amount": 100, "won_amount": 100 if n % 2 else None}
        for n in range(80)
    ]  # fmt: skip
    wb = desk(shop(tmp_path, {"opportunities": deals}), "2026-08")
    assert title(wb.biggest_leak()) == "Biggest leak: Bob (rep), Opportunity to Won, about 4.0k"
    assert "no leads" in repr(wb.channels())
    assert lines(wb.stage_table(cohort=True), "June 2026")[0].startswith("June 2026\t80\t50%")
    assert title(wb.conversion_by("rep")).startswith("Win rate of")


@pytest.mark.parametrize("period", ["2024-03", "2026-10", "2027-05"])
@pytest.mark.parametrize("kind", ["leads", "deals", "nothing"])
def test_with_nothing_to_compare_every_section_says_so(
    tmp_path: Path, period: str, kind: str
) -> None:
    lead = company((1, {"owner": None, "created_at": "2026-11-02", "source": "官网"}, {}))["leads"]
    deal = {"opportunity_id": "P1", "customer_id": "C1", "owner": "Ann", "stage": "opportunity"}
    tables = {"leads": {"leads": lead}, "deals": {"opportunities": [deal]}, "nothing": {}}[kind]
    wb = desk(shop(tmp_path, tables), period)
    for part in (wb.biggest_leak(), wb.channels(), wb.stage_table(), wb.stage_table(cohort=True)):
        assert title(part) and "nan" not in repr(part) and "None" not in repr(part)
    assert wb.leaks().empty and not wb.rate_findings()["is_finding"].any()


def test_the_first_screen_names_the_biggest_leak_in_both_languages(tmp_path: Path) -> None:
    root = shop(tmp_path, TWO)
    said = {lang: repr(desk(root, "2026-08", lang=lang).funnel_headline()) for lang in ("zh", "en")}
    assert "近一年漏得最多：官网（渠道），线索到意向；金额和明细见下文。" in said["zh"]
    assert "Biggest leak of the year: 官网 (channel), Lead to Intent; the money" in said["en"]
    assert "漏得最多" not in repr(desk(root, "2026-01", lang="zh").funnel_headline())


def test_reps_stand_beside_each_other_with_the_difference_among_like_leads(tmp_path: Path) -> None:
    """Ann wins more because of better leads; of each grade both win the same share."""
    kinds = [("Ann", "A", 40, 20), ("Ann", "D", 10, 1), ("Bob", "A", 10, 5), ("Bob", "D", 40, 4)]
    won = {"stage": "won", "outcome": "won", "outcome_date": "2026-08-10"}
    groups = [
        (count, {"owner": owner, "grade": grade, **(won if is_won else {})}, {})
        for owner, grade, total, wins in kinds
        for is_won, count in ((True, wins), (False, total - wins))
    ]
    part = desk(shop(tmp_path, company(*groups)), "2026-08").conversion_by("rep")
    assert title(part) == "By rep: no difference that the data can show"
    assert "compared among cases of the same month, channel and grade" in repr(part)
    row = lines(part, "Ann\t")[0].split("\t")
    assert row[3] == "42% (21/50)" and row[5] == "0.0 pt"
