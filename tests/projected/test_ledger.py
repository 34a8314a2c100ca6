"""The ledger: a forecast is kept on its day and scored when its period is over."""

from datetime import date, datetime
from pathlib import Path

import pytest

from salesnb.workbench import Workbench
from salesnb.workspace import Workspace
from tests.forecast.books import DAY, STAFF, order, orders
from tests.frames import fill

LATER = date(2026, 11, 9)


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """A forecast was made on 20 October; on 9 November the rest of October is known."""
    made = Workspace.create(tmp_path_factory.mktemp("ledger") / "shop", "en")
    fill(made.store, {"staff": STAFF, "orders": orders()}, datetime(2026, 10, 20, 19))
    Workbench(made.root, period="2026-10").forecast()
    rest = [row for row in orders(LATER) if str(row["order_date"]) > DAY.isoformat()]
    fill(made.store, {"orders": rest}, datetime(2026, 11, 9, 19))
    return made


def test_what_was_forecast_is_scored_when_the_month_is_over(shop: Workspace) -> None:
    desk = Workbench(shop.root, period="2026-11")
    log = desk.forecast_log()
    assert set(log["made_on"].dt.date) == {DAY}
    own = log[(log["kind"] == "team") & (log["team"] == "East")].set_index("grain")
    sold = desk.metrics("sales", by="team", period="2026-10").set_index("team")["value"]["East"]
    assert own.loc["month", "actual"] == pytest.approx(float(sold))
    assert own.loc["month", "accuracy"] == pytest.approx(float(sold) / own.loc["month", "point"])
    assert own.loc["month", "verdict"] == "green"
    assert own["actual"].isna()["year"] and own["verdict"].isna()["quarter"]


def test_the_first_screen_says_how_far_the_forecast_moved_since_the_last_one(
    shop: Workspace,
) -> None:
    Workbench(shop.root, period="2026Q4").forecast()  # of 9 November
    quarter = Workbench(shop.root, period="2026Q4")
    block = quarter.forecast_headline()
    assert "since the forecast of 20 Oct" in repr(block)
    month = Workbench(shop.root, period="2026-11").forecast_headline()
    assert "since the forecast" not in repr(month)  # nothing was forecast of November before


def test_a_past_day_that_is_looked_at_afterwards_is_no_forecast_that_was_made(
    shop: Workspace,
) -> None:
    kept = sorted((shop.root / "data" / "forecasts").glob("*.forecasts.parquet"))
    Workbench(shop.root, period="2026-09", as_of="2026-09-15").forecast()
    assert sorted((shop.root / "data" / "forecasts").glob("*.forecasts.parquet")) == kept


def test_a_team_sees_the_log_of_its_own(shop: Workspace) -> None:
    log = Workbench(shop.root, scope="team:West", period="2026-11").forecast_log()
    assert set(log["team"]) == {"West"}


@pytest.mark.parametrize(
    ("name", "before", "after"),
    [
        ("workspace.yml", "payment_days: 30", "payment_days: 5"),
        ("stages.yml", "opportunity_stage: opportunity", "opportunity_stage: quote"),
    ],
)
def test_what_was_kept_under_other_params_is_made_anew(
    tmp_path: Path, name: str, before: str, after: str
) -> None:
    made = Workspace.create(tmp_path / "shop", "en")
    fill(made.store, {"staff": STAFF, "orders": orders()}, datetime(2026, 10, 20, 19))
    folder, params = made.root / "data" / "forecasts", made.root / "params" / name
    Workbench(made.root, period="2026-10").forecast()
    assert len(list(folder.glob("*.forecasts.parquet"))) == 1
    text = params.read_text("utf-8")
    assert before in text
    params.write_text(text.replace(before, after), "utf-8")
    Workbench(made.root, period="2026-10").forecast()
    assert len(list(folder.glob("*.forecasts.parquet"))) == 2


def test_a_folder_that_cannot_be_written_to_is_no_obstacle(tmp_path: Path) -> None:
    made = Workspace.create(tmp_path / "shop", "en")
    fill(made.store, {"orders": [order("A1", "Ann", "2026-10-06", 700)]}, datetime(2026, 10, 20))
    (made.root / "data" / "forecasts").write_text("a file, where a folder should be")
    assert len(Workbench(made.root, period="2026-10").forecast())
