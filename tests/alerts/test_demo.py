"""What is planted in the demo company is alerted within a day of its threshold."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from functools import cache

import pandas as pd
import pytest

from salesnb.alerts import find_alerts
from salesnb.demo import Truths, write_company
from salesnb.imports import import_files
from salesnb.scopes import ScopedStore
from salesnb.workspace import Workspace

UNTIL = date(2026, 10, 31)
Steps = Callable[[str, date], dict[str, str]]


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> tuple[Truths, Workspace]:
    """A tenth of the demo company, in its own 2026."""
    folder = tmp_path_factory.mktemp("alerted") / "en"
    workspace = Workspace.create(folder, "en")
    workspace.change_setting("today", UNTIL.isoformat())
    truths = write_company(folder / "spreadsheets", lang="en", until=UNTIL, scale=0.1)
    import_files(workspace, truths.files, at=datetime(2026, 11, 1, 8), by="operator")
    return truths, workspace


@pytest.fixture(scope="module")
def steps(company: tuple[Truths, Workspace]) -> Steps:
    """Return {entity: step} of a rule on a day."""
    workspace = company[1]

    @cache
    def asked(rule: str, day: date) -> dict[str, str]:
        with ScopedStore.open(workspace.store, workspace.settings, as_of=day) as store:
            found = find_alerts(store, workspace.settings, workspace.calendar(), rules=[rule])
        return dict(zip(found["entity_id"], found["to"], strict=True))

    return asked


def rows(company: tuple[Truths, Workspace], query: str) -> pd.DataFrame:
    workspace = company[1]
    with ScopedStore.open(workspace.store, workspace.settings) as store:
        return store.run(query)


def test_every_late_payer_is_told_on_the_day_after_and_to_the_manager_after_30_days(
    company: tuple[Truths, Workspace], steps: Steps
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
    company: tuple[Truths, Workspace], steps: Steps
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
    company: tuple[Truths, Workspace], steps: Steps
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


def test_deals_that_stay_are_stuck_on_the_sixteenth_day(
    company: tuple[Truths, Workspace], steps: Steps
) -> None:
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
    company: tuple[Truths, Workspace], steps: Steps
) -> None:
    truths = company[0]
    months = [date(2026, 8, 31), date(2026, 9, 30), date(2026, 10, 31)]
    behind = [steps("target_behind", day) for day in months]
    assert sum(truths.weak_team in names for names in behind) >= 2
    assert sum(truths.strong_team in names for names in behind) == 0
