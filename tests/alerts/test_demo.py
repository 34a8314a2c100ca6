"""What is planted in the demo company is told within a day of its threshold, and nothing beside it."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from functools import cache

import pandas as pd
import pytest

from salesnb.alerts import find_alerts
from salesnb.demo import Truths, write_company
from salesnb.imports import import_files
from salesnb.scopes import ScopedStore
from salesnb.tasks import find_tasks
from salesnb.workspace import Workspace

UNTIL = date(2026, 10, 31)
DAYS = [date(2026, 8, 31), date(2026, 10, 10), UNTIL]
Company = tuple[Truths, Workspace]
Alerts = Callable[[str, date], pd.DataFrame]
Steps = Callable[[str, date], dict[str, str]]
Sheets = dict[str, pd.DataFrame]


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Company:
    """A tenth of the demo company, in its own 2026."""
    folder = tmp_path_factory.mktemp("alerted") / "en"
    workspace = Workspace.create(folder, "en")
    workspace.change_setting("today", UNTIL.isoformat())
    truths = write_company(folder / "spreadsheets", lang="en", until=UNTIL, scale=0.1)
    import_files(workspace, truths.files, at=datetime(2026, 11, 1, 8), by="operator")
    return truths, workspace


@pytest.fixture(scope="module")
def alerts(company: Company) -> Alerts:
    """Return what a rule finds in the whole company on a day."""
    workspace = company[1]

    @cache
    def asked(rule: str, day: date) -> pd.DataFrame:
        with ScopedStore.open(workspace.store, workspace.settings, as_of=day) as store:
            return find_alerts(store, workspace.settings, workspace.calendar(), rules=[rule])

    return asked


@pytest.fixture(scope="module")
def steps(alerts: Alerts) -> Steps:
    """Return {entity: step} of a rule on a day."""

    def asked(rule: str, day: date) -> dict[str, str]:
        found = alerts(rule, day)
        return dict(zip(found["entity_id"], found["to"], strict=True))

    return asked


@pytest.fixture(scope="module")
def sheets(company: Company) -> Sheets:
    """Return the rows as they were imported, which no rule has looked at."""
    return company[1].store.current()


def rows(company: Company, query: str) -> pd.DataFrame:
    workspace = company[1]
    with ScopedStore.open(workspace.store, workspace.settings) as store:
        return store.run(query)


def test_every_late_payer_is_told_on_the_day_after_and_to_the_manager_after_30_days(
    company: Company, steps: Steps
) -> None:
    orders = rows(
        company,
        """select o.customer_id, cast(max(o.due_date) as date) as due_on,
          max(cast(coalesce(p.paid_date, date '2100-01-01') as date)) as paid_on
        from orders as o left join payments as p on p.order_id = o.order_id
        where o.amount > 0 and o.due_date is not null
        group by o.order_id, o.customer_id""",
    )
    late = orders[orders["customer_id"].isin(company[0].late_payers)]
    late = late[late["paid_on"] > late["due_on"] + pd.Timedelta(days=31)]
    late = late[late["due_on"] <= pd.Timestamp(UNTIL) - pd.Timedelta(days=31)]
    late = late.sort_values("due_on").drop_duplicates("customer_id").tail(4)
    assert len(late) >= 3
    for row in late.itertuples():
        due = row.due_on.date()
        assert row.customer_id in steps("payment_overdue", due + timedelta(days=1))
        told = steps("payment_overdue", due + timedelta(days=31))[row.customer_id]
        assert told in ("manager", "department")


def test_every_churned_customer_is_at_risk_31_days_after_the_last_contact(
    company: Company, steps: Steps
) -> None:
    known = rows(company, "select customer_id, last_contact_at, is_lost from fact_customers")
    churned = known[known["customer_id"].isin(company[0].churned_customers) & ~known["is_lost"]]
    is_early = churned["last_contact_at"] < pd.Timestamp(UNTIL) - pd.Timedelta(days=31)
    churned = churned[is_early].head(4)
    assert len(churned) >= 3
    for row in churned.itertuples():
        last = row.last_contact_at.date()
        assert row.customer_id not in steps("customer_silent", last + timedelta(days=30))
        assert steps("customer_silent", last + timedelta(days=31))[row.customer_id] == "owner"


def test_leads_of_the_slow_responder_are_told_when_their_limit_ends(
    company: Company, steps: Steps
) -> None:
    late = rows(
        company,
        f"""select lead_id, cast(first_contact_due_at as date) as due_on from fact_leads
        where owner = '{company[0].slow_responder}' and is_contacted_in_time = false
          and cast(first_follow_up_at as date) > cast(first_contact_due_at as date)
        order by created_at desc, lead_id limit 4""",
    )
    assert len(late) == 4
    for row in late.itertuples():
        due = row.due_on.date()
        assert row.lead_id not in steps("first_contact_late", due - timedelta(days=1))
        assert steps("first_contact_late", due)[row.lead_id] == "owner"


def test_deals_that_stay_are_stuck_on_the_sixteenth_day(company: Company, steps: Steps) -> None:
    waiting = rows(
        company,
        """select opportunity_id, entered_on from fact_opportunity_stays
        where stay = 1 and days > 17 and entered_on between date '2026-03-10' and date '2026-10-10'
        order by entered_on desc, opportunity_id limit 4""",
    )
    assert len(waiting) == 4
    for row in waiting.itertuples():
        entered = row.entered_on.date()
        assert row.opportunity_id not in steps("stage_stuck", entered + timedelta(days=15))
        assert steps("stage_stuck", entered + timedelta(days=16))[row.opportunity_id] == "owner"


def test_who_is_behind_is_the_weak_team_and_not_the_strong_one(
    company: Company, steps: Steps
) -> None:
    truths = company[0]
    months = [date(2026, 8, 31), date(2026, 9, 30), date(2026, 10, 31)]
    behind = [steps("target_behind", day) for day in months]
    assert sum(truths.weak_team in names for names in behind) >= 2
    assert sum(truths.strong_team in names for names in behind) == 0


@pytest.mark.parametrize("day", DAYS)
def test_whoever_owes_past_a_date_is_told_and_nobody_else(
    company: Company, alerts: Alerts, sheets: Sheets, day: date
) -> None:
    """By customer: the oldest date that is past, all that is owed since such dates."""
    orders, paid, at = sheets["orders"], sheets["payments"], pd.Timestamp(day)
    due = orders["due_date"].fillna(orders["order_date"] + pd.Timedelta(days=30))
    paid = paid[paid["paid_date"] <= at].groupby("order_id")["paid_amount"].sum()
    amount = orders["amount"].astype("float64")
    left = amount - orders["order_id"].map(paid).astype("float64").fillna(0)
    late = orders.assign(since=due, amount=left)[(amount > 0) & (left > 0.005) & (due < at)]
    owed = late[late["order_date"] <= at].rename(columns={"customer_id": "entity_id"})
    found, wanted = (
        frame.groupby("entity_id").agg({"since": "min", "amount": "sum"}).astype({"amount": float})
        for frame in (alerts("payment_overdue", day), owed)
    )
    pd.testing.assert_frame_equal(found, wanted, check_dtype=False, check_index_type=False)
    assert len(set(found.index) & set(company[0].late_payers)) >= 7  # of nine


@pytest.mark.parametrize("day", DAYS)
def test_whoever_bought_and_hears_nothing_is_told_and_nobody_else(
    company: Company, alerts: Alerts, sheets: Sheets, day: date
) -> None:
    end = pd.Timestamp(day) + pd.Timedelta(days=1)
    known, calls, deals = sheets["customers"], sheets["follow_ups"], sheets["opportunities"]
    of_lead = sheets["leads"].set_index("lead_id")["customer_id"]
    calls = calls.assign(about=calls["customer_id"].fillna(calls["lead_id"].map(of_lead)))
    last = calls[calls["follow_at"] < end].groupby("about")["follow_at"].max()
    bought = set(sheets["orders"].loc[sheets["orders"]["order_date"] < end, "customer_id"])
    bought |= set(deals.loc[(deals["stage"] == "won") & (deals["closed_at"] < end), "customer_id"])
    is_lost = (known["status"] == "lost") & (known["updated_date"] < end)
    known = known[known["customer_id"].isin(bought) & ~is_lost]
    said = known["last_contact_at"].where(known["last_contact_at"] < end)
    latest = pd.concat([known["customer_id"].map(last), said], axis=1).max(axis=1)
    days = (pd.Timestamp(day) - latest.dt.normalize()).dt.days
    silent = {key: n for key, n in zip(known["customer_id"], days, strict=True) if n > 30}
    found = alerts("customer_silent", day)
    assert dict(zip(found["entity_id"], found["days"], strict=True)) == silent
    assert set(company[0].churned_customers) <= silent.keys()


def test_when_the_slow_responder_has_most_late_leads_these_are_told_and_no_others(
    company: Company, alerts: Alerts, sheets: Sheets
) -> None:
    slow = company[0].slow_responder
    graded = rows(company, "select lead_id, grade from fact_leads").set_index("lead_id")["grade"]
    leads = sheets["leads"]
    limit = leads["lead_id"].map(graded).map({"A": 24, "B": 48, "C": 72})
    due = leads["created_at"] + pd.to_timedelta(limit, unit="h")
    first = leads["lead_id"].map(sheets["follow_ups"].groupby("lead_id")["follow_at"].min())
    until = pd.concat([first, leads["outcome_date"]], axis=1).min(axis=1)

    def late(day: pd.Timestamp) -> pd.Series:
        end = day + pd.Timedelta(days=1)
        return (due < end) & ~(until < end)

    own = leads["owner"] == slow
    days = pd.date_range(UNTIL - timedelta(days=120), UNTIL)
    most = max(days, key=lambda day: int((late(day) & own).sum()))
    found = alerts("first_contact_late", most.date())
    assert set(found["entity_id"]) == set(leads.loc[late(most), "lead_id"])
    assert (found["owner"] == slow).sum() >= 2


def test_all_that_departed_reps_hold_is_to_be_handed_over_and_nothing_of_others(
    company: Company,
) -> None:
    truths, workspace = company
    with ScopedStore.open(workspace.store, workspace.settings, as_of=UNTIL) as store:
        found = find_tasks(store, workspace.settings, workspace.calendar(), lang="en")
    assert sorted(found.loc[found["kind"] == "handover", "entity_id"]) == truths.departed_reps
    assert not set(found["owner"]) & set(truths.departed_reps)


def test_alerts_of_the_rep_who_moved_go_to_the_new_team_from_that_day_on(
    company: Company, alerts: Alerts
) -> None:
    truths = company[0]
    moved_on = date.fromisoformat(truths.moved_on)
    before, after = (
        set(found.loc[found["owner"] == truths.moved_rep, "team"])
        for found in (alerts("task_overdue", moved_on + timedelta(days=n)) for n in (-1, 0))
    )
    assert before and truths.moved_to not in before
    assert after == {truths.moved_to}
