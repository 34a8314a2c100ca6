"""The sections on the pipeline's movement and on gaps in the data: what they say, and when not."""

from datetime import datetime
from pathlib import Path

import pytest

from salesnb.errors import UsageError
from salesnb.store import Store
from tests.frames import Records, fill
from tests.views.shop import desk, lines, shop, title

DEAL = {"customer_id": "C1", "owner": "Ann", "created_at": "2026-09-01", "stage": "opportunity"}
OPEN = {**DEAL, "opportunity_id": "D1", "amount": 30000, "expected_date": "2026-11-10"}
SMALL = {**DEAL, "opportunity_id": "D2", "amount": 1000, "expected_date": "2026-12-24"}
PUSHED = {**OPEN, "expected_date": "2026-12-10"}
NEW = {**OPEN, "opportunity_id": "D3", "created_at": "2026-11-05", "amount": None}
LOST = {**SMALL, "stage": "lost", "closed_at": "2026-11-18"}


def twice(folder: Path, first: Records, second: Records) -> Path:
    """Import opportunities on 2026-11-20 and again two days later."""
    root = shop(folder, {"opportunities": first})
    fill(Store(root / "data" / "store"), {"opportunities": second}, datetime(2026, 11, 22, 18))
    return root


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return twice(tmp_path_factory.mktemp("movement"), [OPEN, SMALL], [PUSHED, NEW, LOST])


def test_the_headline_names_the_largest_step_in_and_out(root: Path) -> None:
    part = desk(root, "2026-11").pipeline_movement()
    assert title(part) == "The pipeline fell from 31.0k to 30.0k: lost 1.0k"
    assert lines(part, "Deals:") == [
        "Deals: start 2, new 1, lost 1, end 2. 1 deal at the end has no amount and counts 0."
    ]
    zh = desk(root, "2026-11", lang="zh").pipeline_movement()
    assert title(zh) == "在途商机由 3.1 万 降至 3.0 万：流失 1,000 元"


def test_with_a_period_to_close_by_what_was_pushed_out_is_a_step(root: Path) -> None:
    part = desk(root, "2026-11").pipeline_movement(due_by="2026-11")
    assert title(part) == (
        "The pipeline due by the end of November 2026 fell from 30.0k to 0: pushed out 30.0k"
    )


def test_deals_that_were_pushed_are_listed_with_how_often_and_how_far(root: Path) -> None:
    part = desk(root, "2026-11").stalled_deals()
    assert title(part) == "1 open deal is stuck or was pushed, 30.0k in all"
    (row,) = lines(part, "C1\t")
    assert row.split("\t") == [
        "C1", "Opportunity", "30.0k", "82 days", "–", "10 Dec 2026", "1", "30 days", "Ann",
    ]  # fmt: skip
    assert "Too few past stays in Opportunity to say who is stuck there." in repr(part)


def test_where_nothing_is_stuck_the_section_says_so(tmp_path: Path) -> None:
    part = desk(shop(tmp_path, {"opportunities": [OPEN]}), "2026-11").stalled_deals()
    assert "No open deal is stuck or was pushed." in repr(part)


def test_after_one_import_the_report_says_that_no_change_can_be_known(tmp_path: Path) -> None:
    once = desk(shop(tmp_path, {"opportunities": [OPEN]}), "2026-11").pipeline_movement()
    assert title(once) == "The pipeline stands at 30.0k as before"
    assert "The deals came with one import" in repr(once)


def test_without_deals_and_before_the_period_there_is_nothing_to_show(tmp_path: Path) -> None:
    root = shop(tmp_path, {"opportunities": [OPEN]})
    early = desk(root, "2026-08")
    assert "No deal was open in this time." in repr(early.pipeline_movement())
    assert "No deal was expected to close by then." in repr(early.pipeline_movement("2026Q3"))
    assert "The period has not begun" in repr(desk(root, "2027-01").pipeline_movement())
    with pytest.raises(UsageError, match="2026-13"):
        early.pipeline_movement(due_by="2026-13")


def test_the_box_names_each_gap_with_its_share_and_what_it_does(root: Path) -> None:
    part = desk(root, "2026-11").data_trust()
    assert title(part) == "2 of 2 open deals (100%) have gaps in their data, 30.0k in all"
    assert lines(part, "▲ Expected date is past") == [
        "▲ Expected date is past 1 of 2 (50%) · They are in the pipeline but in no month to come: a"
        " forecast by date leaves them out."
    ]
    assert "▲ Lost without a reason 1 of 1 (100%)" in repr(part)


def test_complete_data_are_said_to_be_complete(tmp_path: Path) -> None:
    call = {"follow_id": "F1", "customer_id": "C1", "follow_at": "2026-11-19", "user": "Ann"}
    call |= {"next_due": "2026-11-27"}
    root = shop(
        tmp_path, {"opportunities": [OPEN | {"expected_date": "2026-12-01"}], "follow_ups": [call]}
    )
    assert title(desk(root, "2026-11").data_trust()) == (
        "The data of open deals and of those ended within a year are complete"
    )
    assert "There are no deals." in repr(desk(root, "2026-11", scope="team:West").data_trust())
