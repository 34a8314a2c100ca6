"""What is planted in the demo company is found in the report on its leads."""

from datetime import date, datetime

import pytest

from salesnb.demo import Truths, write_company
from salesnb.imports import import_files
from salesnb.workbench import Workbench
from salesnb.workspace import Workspace
from tests.views.shop import title

UNTIL = date(2026, 10, 31)


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> tuple[Truths, Workbench]:
    """A quarter of the demo company, in its own 2026."""
    folder = tmp_path_factory.mktemp("truths") / "en"
    workspace = Workspace.create(folder, "en")
    workspace.change_setting("today", UNTIL.isoformat())
    truths = write_company(folder / "spreadsheets", lang="en", until=UNTIL, scale=0.25)
    import_files(workspace, truths.files, at=datetime(2026, 11, 1, 8), by="operator")
    return truths, Workbench(folder, period="2026", scope="company", lang="en")


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
