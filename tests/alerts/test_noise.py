"""Falls end to end, store, metrics, alerts: weeks of mere chance, and weeks in which half stays away."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.random import Generator, default_rng

from salesnb.alerts import find_alerts
from salesnb.alerts.weekly import Weekly, unusual_falls, weekly_figures
from salesnb.periods import Calendar, Period, period_of
from salesnb.scopes import ScopedStore
from salesnb.store import Store
from tests.alerts.cases import STAFF
from tests.frames import DEFAULTS, rows

LAST = date(2026, 9, 13)  # a Sunday
USUAL = DEFAULTS.alerts.usual_weeks
RULE = DEFAULTS.alerts.rules["metric_fell"]
LEAD = {"company_name": "云帆", "contact_name": "李", "contact_info": "13800005678", "need": "ERP"}


class Shop:
    """A company of two teams in which, week by week, nothing but chance is at work.

    Parameters
    ----------
    weeks : so many until LAST, Monday to Friday.
    halved : in these half of the leads stay away.
    """

    def __init__(self, rng: Generator, weeks: int, halved: Mapping[int, float]) -> None:
        self._rng, self._weeks = rng, weeks
        self._halved = np.array([halved.get(week, 1.0) for week in range(weeks)])

    def frames(self) -> dict[str, pd.DataFrame]:
        """Return what is imported: of eight metrics each has its cases every week."""
        rng = self._rng
        leads = self._days(30, self._halved)
        leads = leads.assign(lead_id=_keys("L", leads), created_at=leads["on"], grade="A", **LEAD)
        wait = pd.to_timedelta(np.where(rng.random(len(leads)) < 0.7, 3, 40), unit="h")
        first = leads[["lead_id", "owner"]].assign(on=leads["on"] + wait)
        calls = self._days(15, rng.gamma(8, 1 / 8, self._weeks)).assign(customer_id="C1")
        calls = pd.concat([first, calls], ignore_index=True)
        calls = calls.assign(follow_id=_keys("F", calls), follow_at=calls["on"], content="谈")
        orders = self._days(12)
        orders = orders.assign(order_id=_keys("S", orders), order_date=orders["on"])
        orders = orders.assign(customer_id="C1", amount=self._money(orders))
        paid_on = orders["on"] + pd.to_timedelta(rng.integers(0, 40, len(orders)), unit="D")
        paid = orders[["order_id"]].assign(payment_id=_keys("P", orders), paid_date=paid_on)
        deals = self._days(14)
        deals = deals.assign(opportunity_id=_keys("O", deals), created_at=deals["on"])
        closed = deals["on"] + pd.to_timedelta(rng.integers(0, 60, len(deals)), unit="D")
        stage = np.where(rng.random(len(deals)) < 0.3, "won", "lost")
        return {
            "staff": rows("staff", STAFF),
            "customers": rows("customers", [{"customer_id": "C1", "owner": "甲"}]),
            "leads": _placed(leads),
            "follow_ups": _placed(calls.rename(columns={"owner": "user"})),
            "orders": _placed(orders),
            "payments": _placed(paid.assign(paid_amount=orders["amount"])),
            "opportunities": _placed(deals.assign(customer_id="C1", stage=stage, closed_at=closed)),
        }

    def _days(self, cases: float, share: np.ndarray | float = 1.0) -> pd.DataFrame:
        """Return a row for each case, of a team so many in the mean of each week."""
        first = pd.Timestamp(LAST) - pd.Timedelta(weeks=self._weeks) + pd.Timedelta(days=1)
        parts = []
        for owner in ("甲", "乙"):
            counts = self._rng.poisson(np.broadcast_to(cases * share, self._weeks))
            week = np.repeat(np.arange(self._weeks), counts)
            day = week * 7 + self._rng.integers(0, 5, len(week))
            at = first + pd.to_timedelta(day * 24 + 9, unit="h")
            parts.append(pd.DataFrame({"on": at, "owner": owner}))
        return pd.concat(parts, ignore_index=True)

    def _money(self, orders: pd.DataFrame) -> list[Decimal]:
        return [Decimal(f"{each:.2f}") for each in self._rng.lognormal(10, 1, len(orders))]


def _keys(letter: str, frame: pd.DataFrame) -> list[str]:
    return [f"{letter}{n}" for n in range(len(frame))]


def _placed(frame: pd.DataFrame) -> pd.DataFrame:
    frame = frame.drop(columns="on", errors="ignore")
    return frame.assign(_file="book.xlsx", _sheet="1", _row=range(2, len(frame) + 2))


@contextmanager
def opened(folder: Path, shop: Shop) -> Iterator[ScopedStore]:
    store = Store(folder / "store")
    at = datetime(2026, 9, 14, 8)
    store.import_frames(shop.frames(), files=["book.xlsx"], at=at, by="tester")
    with ScopedStore.open(store, DEFAULTS, as_of=LAST) as scoped:
        yield scoped


def working_always(weeks: int) -> Calendar:
    """Return a calendar without holidays: each week may be laid beside each other one."""
    days = (LAST - timedelta(days=n) for n in range(7 * (weeks + 1)))
    return Calendar("US", extra_workdays=[day for day in days if day.weekday() < 5])


def by_week(store: ScopedStore, weeks: int) -> list[Weekly]:
    """Return the figures of all weeks, asked for in parts: a query names each of its weeks."""
    named: list[Period] = period_of(LAST, "week").trailing(weeks)
    calendar, parts = working_always(weeks), []
    for first in range(0, weeks, 200):
        some = named[first : first + 200]
        parts.append(weekly_figures(store, DEFAULTS, RULE.metrics, some, calendar, RULE.by))
    return [
        Weekly(first.kind, first.name, first.metric, np.hstack([each.figures for each in found]))
        for found in zip(*parts, strict=True)
        for first in found[:1]
    ]


def falls(weekly: list[Weekly], week: int) -> pd.DataFrame:
    shown = [each.between(week - USUAL, week) for each in weekly]
    small = DEFAULTS.workspace.small_sample
    return unusual_falls(DEFAULTS, shown, least=small, fall=DEFAULTS.limits.fall)


def test_of_1000_weeks_of_mere_chance_fewer_than_5_percent_tell_a_fall(tmp_path: Path) -> None:
    weeks = 1000 + USUAL
    with opened(tmp_path, Shop(default_rng(20260913), weeks, {})) as store:
        weekly = by_week(store, weeks)
        told = find_alerts(store, DEFAULTS, working_always(weeks), rules=["metric_fell"])
    assert len(weekly) == len(RULE.metrics) * 4  # the company, its department, two teams
    found = [len(falls(weekly, week)) for week in range(USUAL, weeks)]
    assert found[-1] == len(told)  # as a day asks it
    assert 0 < sum(each > 0 for each in found) < 50


def test_a_week_in_which_half_of_60_leads_stays_away_is_told(tmp_path: Path) -> None:
    step = USUAL + 1
    weeks, halved = 12 * step, range(step - 1, 12 * step, step)
    with opened(tmp_path, Shop(default_rng(7), weeks, dict.fromkeys(halved, 0.5))) as store:
        weekly = by_week(store, weeks)
        told = find_alerts(store, DEFAULTS, working_always(weeks), rules=["metric_fell"])
    assert "metric_fell:new_leads:company" in set(told["key"])
    found = [set(falls(weekly, week)["metric"]) for week in halved]
    assert sum("new_leads" in each for each in found) >= 10  # 84 in 100 are to be expected
