"""A session: scope, period and day are resolved once, and every question is asked inside them."""

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import pytest

from salesnb.errors import ScopeError, StoreError, UsageError
from salesnb.periods import parse_period
from salesnb.session import Session
from salesnb.workspace import Workspace
from tests.frames import CONTACT, Records, fill

STAFF: Records = [
    {"name": "甲", "team": "东区", "role": "rep"},
    {"name": "丙", "team": "西区", "role": "rep"},
]
ORDER = {"customer_id": "C1"}
TABLES: dict[str, Records] = {
    "staff": STAFF,
    "orders": [
        {**ORDER, "order_id": "O1", "owner": "甲", "amount": 10, "order_date": "2026-09-30"},
        {**ORDER, "order_id": "O2", "owner": "甲", "amount": 20, "order_date": "2026-10-01"},
        {**ORDER, "order_id": "O3", "owner": "丙", "amount": 40, "order_date": "2026-10-15"},
    ],
    "leads": [{**CONTACT, "lead_id": "L1", "owner": "甲", "created_at": "2026-10-02"}],
}


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    workspace = Workspace.create(tmp_path_factory.mktemp("shop") / "shop", "zh")
    fill(workspace.store, TABLES, datetime(2026, 10, 20, 18))
    return workspace.root


@pytest.fixture(scope="module")
def east(shop: Path) -> Session:
    return Session(shop, scope="team:东区", period="2026-10")


@pytest.fixture(scope="module")
def company(shop: Path) -> Iterator[Session]:
    yield Session(shop, period="2026-10")


def test_without_a_period_it_is_the_last_month_before_the_last_import(shop: Path) -> None:
    session = Session(shop)
    assert (session.period.text, session.as_of) == ("2026-09", date(2026, 10, 20))
    assert (session.lang, str(session.scope)) == ("zh", "company")


def test_the_day_may_be_written_or_given(shop: Path) -> None:
    for day in ("2026-10-01", date(2026, 10, 1)):
        session = Session(shop, period="this-month", as_of=day)
        assert session.metrics("sales")["value"].item() == 20
    with pytest.raises(UsageError, match=r"as_of '1\.10\.2026' is not a day"):
        Session(shop, as_of="1.10.2026")


def test_a_wrong_language_period_scope_or_viewer_is_refused_at_once(shop: Path) -> None:
    for wrong in ({"lang": "fr"}, {"period": "Oktober"}, {"scope": "team:东"}, {"viewer": "无"}):
        with pytest.raises(UsageError):
            Session(shop, **wrong)
    with pytest.raises(ScopeError):
        Session(shop, viewer="甲", scope="rep:丙")


def test_a_workspace_without_data_says_how_to_begin(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="salesnb import"):
        Session(Workspace.create(tmp_path / "new", "zh").root)


def test_tables_queries_and_metrics_are_inside_the_scope(east: Session) -> None:
    assert set(east.table("orders")["order_id"]) == {"O1", "O2"}
    assert east.sql("select sum(amount) as s from fact_sales")["s"].item() == 30
    assert east.metrics("sales")["value"].item() == 20
    assert {"orders", "fact_sales"} <= set(east.tables())
    with pytest.raises(UsageError, match="Did you mean 'orders'"):
        east.table("order")
    with pytest.raises(UsageError, match="not a known table"):
        east.table("orders; drop table orders")


def test_a_grain_splits_the_period_and_stands_where_it_was_asked_for(company: Session) -> None:
    frame = company.metrics(["sales", "orders"], by=["team", "week"])
    assert frame.columns.to_list()[:4] == ["metric", "period", "team", "week"]
    sales = frame[frame["metric"] == "sales"].pivot(index="week", columns="team", values="value")
    assert sales.loc["2026-W40"].to_dict() == {"东区": 20, "西区": 0}
    assert sales.sum().to_dict() == {"东区": 20, "西区": 40}
    with pytest.raises(UsageError, match="one of day, week"):
        company.metrics("sales", by=["week", "month"])


def test_other_periods_than_its_own_can_be_asked_for(company: Session) -> None:
    assert company.metrics("sales", period="2026-09")["value"].item() == 10
    trend = company.metrics("sales", period=company.trailing(3))
    assert trend["value"].to_list() == [0, 10, 60]
    weeks = company.metrics("sales", by="week", period=[parse_period("2026-09"), company.period])
    assert weeks["value"].sum() == 70  # the week that both share is cut, not counted twice


def test_a_running_period_is_compared_with_as_many_days_of_another(company: Session) -> None:
    assert company.is_running
    assert company.to_date(company.period.previous()).text == "2026-09-01..2026-09-20"
    ended = Session(company.workspace.root, period="2026-09")
    assert not ended.is_running and ended.elapsed == 1
    assert ended.to_date(ended.period.previous()).text == "2026-08"


def test_the_funnel_has_the_shown_stages(east: Session) -> None:
    assert len(east.stages()) == 4 and len(east.stages(full=True)) == 5
    assert east.stages(period="2026-09")["entered"].sum() == 0


def test_the_first_day_of_a_fact_or_none(company: Session) -> None:
    assert company.first_day("sales", "sold_on") == date(2026, 9, 30)
    assert company.first_day("opportunities", "created_on") is None


def test_names_are_shown_in_the_language(shop: Path) -> None:
    english = Session(shop, period="2026-10", lang="en")
    assert english.name_of("stage", "quote") == "Quote"
    assert english.name_of("team", "东区") == "东区"
    assert english.name_of("team", "unassigned") != "unassigned"
    assert english.is_small(9) and not english.is_small(10) and english.is_small(None)


def test_the_funnel_by_month_adds_up_to_the_funnel_of_the_quarter(demo_zh: Workspace) -> None:
    session = Session(demo_zh.root, period="2026Q2")
    by_month = session.stages(by="month")
    whole = session.stages()
    assert by_month["month"].unique().tolist() == ["2026-04", "2026-05", "2026-06"]
    added = by_month.groupby("stage", sort=False)["entered"].sum()
    assert added.to_dict() == whole.set_index("stage")["entered"].to_dict()
