"""The channels side by side, and what they cost."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from salesnb.errors import ConfigError
from salesnb.funnel.channels import channel_table
from salesnb.periods import parse_period
from salesnb.settings import Settings
from tests.frames import CONTACT, DEFAULTS, Records, scoped, settings_with

SEPTEMBER = parse_period("2026-09")
STAFF: Records = [{"name": "甲", "team": "东区", "role": "rep"}]


def lead(number: int, source: str, day: str, won_on: str | None = None) -> dict[str, Any]:
    ended = {"outcome": "won", "outcome_date": won_on, "deal_amount": 500} if won_on else {}
    made = {"lead_id": f"L{number}", "source": source, "created_at": day, "owner": "甲"}
    return {**CONTACT, **made, **ended}


LEADS = [
    lead(1, "官网", "2026-09-01", "2026-09-20"),
    lead(2, "官网", "2026-09-02", "2026-10-20"),  # won, but after more than 30 days
    lead(3, "官网", "2026-09-03"),
    lead(4, "展会", "2026-09-04"),
    lead(5, "展会", "2026-08-04", "2026-09-04"),  # not of September
]


def channels(folder: Path, settings: Settings = DEFAULTS, **options: Any) -> pd.DataFrame:
    as_of = options.pop("as_of", date(2026, 10, 31))
    tables = {"leads": LEADS, "staff": STAFF}
    with scoped(folder, tables, settings=settings, as_of=as_of, **options) as store:
        return channel_table(store, settings, SEPTEMBER).set_index("source")


def test_a_channel_has_its_leads_wins_thirty_day_wins_and_money(tmp_path: Path) -> None:
    row = channels(tmp_path).loc["官网"]
    assert (row["new_leads"], row["lead_win_rate__numerator"]) == (3, 2)
    assert row["close_rate_30d"] == pytest.approx(1 / 3)  # not 2 / 3
    assert row["lead_won_amount"] == 1000
    assert channels(tmp_path)["cost"].isna().all()  # no costs are given


def test_the_cost_of_a_deal_is_that_of_the_leads_won_so_far(tmp_path: Path) -> None:
    settings = settings_with(tmp_path, costs="channels: {官网: 900, 展会: 300}\n")
    frame = channels(tmp_path / "store", settings)
    assert frame["cost"].to_dict() == {"官网": 900, "展会": 300}
    assert frame["cost_per_lead"].to_dict() == {"官网": 300, "展会": 300}
    assert frame.loc["官网", "cost_per_won"] == 450
    assert pd.isna(frame.loc["展会", "cost_per_won"])  # none won yet: neither 300 nor infinite


def test_a_team_has_no_costs_as_they_are_the_companys(tmp_path: Path) -> None:
    settings = settings_with(tmp_path, costs="channels: {官网: 900}\n")
    assert channels(tmp_path / "store", settings, scope="team:东区")["cost"].isna().all()


def test_either_name_of_a_known_channel_may_be_given(tmp_path: Path) -> None:
    settings = settings_with(tmp_path, costs="channels: {Website form: 900}\n")
    assert channels(tmp_path / "store", settings).loc["官网", "cost"] == 900


def test_an_unknown_channel_is_named_with_line_and_nearest(tmp_path: Path) -> None:
    settings = settings_with(tmp_path, costs="channels:\n  官网: 1\n  线上推厂: 900\n")
    with pytest.raises(ConfigError) as caught:
        channels(tmp_path / "store", settings)
    said = str(caught.value)
    assert said.startswith("params/costs.yml, line 3: '线上推厂' is not a known channel.")
    assert "Did you mean '线上推广'?" in said


@pytest.mark.parametrize(
    ("period", "as_of", "spent"),
    [
        ("2026-09", date(2026, 10, 31), 3000),
        ("2026-09-01..2026-09-10", date(2026, 10, 31), 1000),  # 10 of 30 days
        ("2026-08-22..2026-09-15", date(2026, 10, 31), 1000 + 1500),  # 10 of 31 days of 3,100
        ("2026-09", date(2026, 9, 10), 1000),  # not yet spent
        ("2026-07", date(2026, 10, 31), 0),  # a month that is not named
    ],
)
def test_months_count_by_their_days_up_to_the_days_that_are_known(
    tmp_path: Path, period: str, as_of: date, spent: int
) -> None:
    text = "channels:\n  官网: {2026-08: 3100, 2026-09: 3000}\n"
    costs = settings_with(tmp_path, costs=text).costs
    assert costs.spent("官网", parse_period(period), as_of) == Decimal(spent)
    assert costs.spent("展会", parse_period(period), as_of) is None


def test_what_is_no_month_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="'2026-13' of the channel '官网' is no month"):
        settings_with(tmp_path, costs="channels: {官网: {2026-13: 5}}\n")
    with pytest.raises(ConfigError, match="greater than or equal to 0"):
        settings_with(tmp_path / "less", costs="channels: {官网: -5}\n")
