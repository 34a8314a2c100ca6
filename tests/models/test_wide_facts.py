"""The wide sheet from file to facts: what it does not tell must not become a figure (R1.2)."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
import xlsxwriter

from salesnb.funnel import stage_funnel
from salesnb.loaders import load_files
from salesnb.periods import parse_period
from salesnb.scopes import ScopedStore
from salesnb.store import Store
from tests.frames import CONTACT, DEFAULTS, NOON, rows

HEADERS = [
    "客户编号", "客户名称", "行业", "线索来源", "首次接触时间", "当前跟进阶段", "负责人",
    "预计成交金额(元)", "最后跟进时间", "备注", "实际成交金额", "签约日期", "流失原因",
]  # fmt: skip
Rows = Sequence[Sequence[object]]
Stored = Callable[..., ScopedStore]


def wide(key: str, stage: str, **given: object) -> list[object]:
    """Return a row; `given` are first, last, amount, won, signed, reason."""
    return [
        key, f"公司{key}", "制造业", "官网", given.get("first", "2026-03-05"), stage, "王五",
        given.get("amount", "50000"), given.get("last", "2026-06-10"), "",
        given.get("won", ""), given.get("signed", ""), given.get("reason", ""),
    ]  # fmt: skip


@pytest.fixture
def stored(tmp_path: Path) -> Stored:
    """Import sheets one after another, each as a file of its own, and open the company."""

    def run(*sheets: Rows, as_of: date | None = None, **tables: Any) -> ScopedStore:
        store = Store(tmp_path / "store")
        for number, cells in enumerate(sheets):
            path = tmp_path / f"{number}.xlsx"
            with xlsxwriter.Workbook(path) as book:
                page = book.add_worksheet()
                for at, row in enumerate(cells):
                    page.write_row(at, 0, row)
            known: Mapping[str, pd.DataFrame] = store.current()
            result = load_files([path], DEFAULTS, mapping=None, known=known, today=NOON.date())
            assert result.errors.empty, result.errors["message"].tolist()
            at_noon = datetime(2026, 10, 30 + number, 12)
            store.import_frames(result.tables, files=[path.name], at=at_noon, by="tester")
        if tables:
            frames = {name: rows(name, records) for name, records in tables.items()}
            store.import_frames(frames, files=["more.xlsx"], at=NOON, by="tester")
        return ScopedStore.open(store, DEFAULTS, as_of=as_of)

    return run


def test_won_without_a_signing_date_counts_in_the_funnel_and_in_no_sum(stored: Stored) -> None:
    sheet = [
        HEADERS,
        wide("C1", "成交", won="30000"),
        wide("C2", "成交", won="20000", signed="2026-06-01"),
        wide("C3", "成交", signed="2026-06-02"),
    ]
    with stored(sheet) as store:
        sales = store.run("select sale_id, amount, sold_on from fact_sales")
        assert sales["sale_id"].tolist() == ["C2"]
        assert sales["amount"].sum() == 20_000
        for fact in ("fact_opportunities", "fact_leads"):
            found = store.run(f"select is_won, closed_on from {fact} order by all")
            assert found["is_won"].all()
            days = found["closed_on"].dt.strftime("%m-%d").tolist()
            assert days == ["06-01", "06-02", "06-10"]
        amounts = store.run("select opportunity_id, won_amount from fact_opportunities")
        assert amounts.dropna().set_index("opportunity_id")["won_amount"].to_dict() == {
            "C1": 30_000,
            "C2": 20_000,
        }


def test_where_leads_are_the_sales_an_estimated_one_is_left_out_too(stored: Stored) -> None:
    # Without a known amount no deal is won, so that the leads' own amounts count.
    lead = {**CONTACT, "created_at": "2026-05-01", "owner": "王五", "outcome": "won"}
    won = {"outcome_date": "2026-06-01", "deal_amount": 500}
    leads = [
        {**lead, **won, "lead_id": "L1", "estimated": True},
        {**lead, **won, "lead_id": "L2", "estimated": False},
        {**lead, **won, "lead_id": "L3", "estimated": None},
    ]
    with stored(leads=leads) as store:
        sales = store.run("select sale_id from fact_sales order by all")
        assert sales["sale_id"].tolist() == ["L2", "L3"]


def test_a_signing_date_given_later_brings_the_sale_into_the_sum(stored: Stored) -> None:
    first = [HEADERS, wide("C1", "成交", won="30000"), wide("C2", "成交", won="20000")]
    deals = [
        ["机会编号", "客户编号", "当前阶段", "实际成交金额", "签约日期"],
        ["C1", "C1", "成交", "30000", "2026-06-20"],
    ]
    with stored(first, deals) as store:
        sales = store.run("select sale_id, sold_on from fact_sales")
        assert sales["sale_id"].tolist() == ["C1"]
        assert sales["sold_on"].tolist() == [pd.Timestamp(2026, 6, 20)]


def test_the_day_of_becoming_a_deal_is_unknown_and_no_stay_is_made_of_it(stored: Stored) -> None:
    """Golden: 100 线索, 30 意向, 10 商机, 5 成交, signed months after the first contact."""
    stages = ["线索"] * 70 + ["意向"] * 20 + ["商机"] * 5 + ["成交"] * 5
    more = {"won": "50000", "signed": "2026-06-05"}
    sheet = [HEADERS]
    for n, stage in enumerate(stages):
        sheet.append(wide(f"CL{n:03d}", stage, **(more if stage == "成交" else {})))
    shown = ["lead", "intent", "opportunity", "won"]
    with stored(sheet) as store:
        funnel = stage_funnel(store, parse_period("2026-03"), shown).set_index("stage")
        assert funnel["entered"].tolist() == [100, 30, 10, 5]
        assert funnel["median_days"].isna().all()
        assert funnel["mean_days"].isna().all()
        whole = stage_funnel(store, parse_period("2026-03"), ["lead", "won"]).set_index("stage")
        assert whole.loc["won", "median_days"] == 92  # from first contact to signing: known
        deals = store.run("select created_on, is_open, days_in_stage from fact_opportunities")
        assert (deals["created_on"] == pd.Timestamp(2026, 3, 5)).all()
        assert deals.loc[deals["is_open"], "days_in_stage"].isna().all()


def test_a_history_tells_the_day_that_the_wide_sheet_does_not(stored: Stored) -> None:
    sheet = [HEADERS, wide("C1", "成交", won="50000", signed="2026-06-05")]
    history = [
        {
            "subject_type": "opportunity",
            "subject_id": "C1",
            "stage": "opportunity",
            "entered_at": "2026-05-26",
        }
    ]
    with stored(sheet, stage_history=history) as store:
        funnel = stage_funnel(store, parse_period("2026-03"), ["opportunity", "won"])
        assert funnel["median_days"].tolist()[1] == 10


@pytest.mark.parametrize(
    ("deal", "lead", "entered"),
    [
        ("C1", "C1", None),
        ("D1", "C1", "2026-03-05"),  # a deal of its own, opened on the day of its lead
        ("C1", None, "2026-03-05"),
    ],
)
def test_only_a_deal_with_its_leads_id_has_no_day_of_entry(
    stored: Stored, deal: str, lead: str | None, entered: str | None
) -> None:
    leads = [{**CONTACT, "lead_id": "C1", "created_at": "2026-03-05", "owner": "王五"}]
    deals = [
        {
            "opportunity_id": deal,
            "lead_id": lead,
            "customer_id": "C1",
            "stage": "opportunity",
            "created_at": "2026-03-05",
        }
    ]
    with stored(leads=leads, opportunities=deals) as store:
        (since,) = store.run("select stage_entered_on as d from fact_opportunities")["d"]
        assert since == pd.Timestamp(entered) if entered else pd.isna(since)


def test_a_deal_with_its_leads_id_that_was_opened_later_has_its_day(stored: Stored) -> None:
    leads = [{**CONTACT, "lead_id": "C1", "created_at": "2026-03-05 09:00", "owner": "王五"}]
    deal = {"opportunity_id": "C1", "lead_id": "C1", "customer_id": "C1", "stage": "opportunity"}
    with stored(leads=leads, opportunities=[{**deal, "created_at": "2026-03-06"}]) as store:
        (since,) = store.run("select stage_entered_on as d from fact_opportunities")["d"]
        assert since == pd.Timestamp(2026, 3, 6)


@pytest.mark.parametrize(
    ("as_of", "status"), [(date(2026, 6, 9), None), (date(2026, 6, 10), "customer")]
)
def test_the_status_is_not_known_before_the_rows_last_day(
    stored: Stored, as_of: date, status: str | None
) -> None:
    sheet = [HEADERS, wide("C1", "成交", won="1", signed="2026-06-01", last="2026-06-10")]
    with stored(sheet, as_of=as_of) as store:
        (found,) = store.run("select status as s from customers")["s"]
        assert found == status if status else pd.isna(found)


def test_before_the_end_the_estimate_is_not_known_either(stored: Stored) -> None:
    with stored([HEADERS, wide("C1", "成交", won="1")], as_of=date(2026, 6, 9)) as store:
        for table in ("leads", "opportunities"):
            assert store.run(f"select estimated as e from {table}")["e"].isna().all()
