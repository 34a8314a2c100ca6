"""What is planted in the demo company is found: the customers that stopped buying."""

import numpy as np
import pytest

from salesnb.demo import Truths
from salesnb.workbench import Workbench
from salesnb.workspace import Workspace
from tests.conftest import DEMO_UNTIL, truths_of


@pytest.fixture(scope="module")
def wb(demo_en: Workspace) -> Workbench:
    return Workbench(demo_en.root, period="2026-10", lang="en")


@pytest.fixture(scope="module")
def truths(demo_en: Workspace) -> Truths:
    """What was built into the company."""
    return truths_of(demo_en)


def area(scores: np.ndarray, is_so: np.ndarray) -> float:
    """Return the chance that of one who is so and one who is not the first has the higher score."""
    first, other = scores[is_so], scores[~is_so]
    wins = (first[:, None] > other).sum() + 0.5 * (first[:, None] == other).sum()
    return float(wins / (len(first) * len(other)))


def test_customers_that_stopped_buying_rank_above_the_others(wb: Workbench, truths: Truths) -> None:
    buyers = wb.segments().dropna(subset=["risk"])
    is_churned = buyers["customer_id"].isin(truths.churned_customers).to_numpy()
    assert is_churned.sum() >= 3
    assert area(buyers["risk"].to_numpy(), is_churned) >= 0.85
    assert buyers[is_churned]["tier"].isin(["at_risk", "lost"]).all()
    reasons = buyers[is_churned & (buyers["tier"] == "at_risk").to_numpy()]["reasons"]
    assert all("order_rhythm" in each for each in reasons)


def test_levels_of_the_demo_are_those_of_the_rule(wb: Workbench) -> None:
    frame = wb.segments().set_index("customer_id")
    orders = wb.table("orders")
    recent = orders[orders["order_date"] > "2025-10-31"]
    bought = recent.groupby("customer_id")["amount"].sum().astype(float)
    assert wb.as_of == DEMO_UNTIL
    told = frame.loc[bought.index, "purchases_12m"]
    assert told.to_numpy() == pytest.approx(bought.to_numpy())
    assert (frame["level_by_rule"] == "ordinary").loc[bought[bought < 50_000].index].all()


def test_inside_a_team_each_customer_stands_as_in_the_company(
    wb: Workbench, demo_en: Workspace
) -> None:
    team = Workbench(demo_en.root, period="2026-10", lang="en", scope="team:East 1").segments()
    whole = wb.segments().set_index("customer_id")
    assert set(team["team"]) == {"East 1"}
    assert set(team["customer_id"]) == set(whole.index[whole["team"] == "East 1"])
    same = whole.loc[team["customer_id"]].reset_index()
    for column in ("level", "tier", "reasons", "reason", "level_next", "approach"):
        assert team[column].fillna("").tolist() == same[column].fillna("").tolist(), column
    for column in ("risk", "value_at_risk", "purchases_12m", "usual_gap", "open_amount"):
        assert team[column].to_numpy() == pytest.approx(
            same[column].to_numpy(dtype=float), nan_ok=True
        ), column


def test_a_rep_sees_no_foreign_customer_in_any_frame(demo_en: Workspace, wb: Workbench) -> None:
    whole = wb.segments()
    rep = whole["owner"].value_counts().index[1]
    own = set(whole.loc[whole["owner"] == rep, "customer_id"])
    inside = Workbench(demo_en.root, period="2026-10", lang="en", scope=f"rep:{rep}")
    for frame in (
        inside.segments(),
        inside.level_changes(),
        inside.level_movements(),
        inside.tier_movements(),
        inside.win_back_plan(),
    ):
        assert set(frame["customer_id"]) <= own
    assert inside.level_concentrations()["customers"].sum() <= len(own)
