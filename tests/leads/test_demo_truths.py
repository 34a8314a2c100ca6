"""What is planted in the demo company is found in the report on its leads."""

import pytest

from salesnb.demo import Truths
from salesnb.workbench import Workbench
from salesnb.workspace import Workspace
from tests.conftest import truths_of
from tests.views.shop import title


@pytest.fixture(scope="module")
def company(planted_en: Workspace) -> tuple[Truths, Workbench]:
    """A quarter of the demo company, in its own 2026."""
    wb = Workbench(planted_en.root, period="2026", scope="company", lang="en")
    return truths_of(planted_en), wb


def test_the_bad_channel_is_named(company: tuple[Truths, Workbench]) -> None:
    truths, wb = company
    assert f"of the leads from '{truths.bad_channel}' are won" in title(wb.lead_sources())


def test_the_rep_who_answers_late_is_named(company: tuple[Truths, Workbench]) -> None:
    truths, wb = company
    assert title(wb.lead_responses("rep")).startswith(f"{truths.slow_responder} made the first")


def test_the_grades_hold(company: tuple[Truths, Workbench]) -> None:
    _, wb = company
    assert title(wb.lead_grades()).startswith("The grades hold")


def test_the_learned_score_is_calibrated_and_better_than_card_and_base_rate(
    company: tuple[Truths, Workbench],
) -> None:
    _, wb = company
    told = wb.sql("select * from lead_model").set_index(["part", "name"])["value"]
    assert told["model", "calibration_error"] <= 0.03
    assert told["model", "auc"] > told["card", "auc"] > told["base_rate", "auc"]
    assert told["model", "auc"] >= told["frequencies", "auc"]
    assert told["model", "log_loss"] < min(
        told[way, "log_loss"] for way in ("card", "frequencies", "base_rate")
    )
