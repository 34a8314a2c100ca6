"""What was built into the demo company is found, and nothing else about its channels is made up."""

import pytest

from salesnb.demo import Truths
from salesnb.workbench import Workbench
from salesnb.workspace import Workspace
from tests.conftest import truths_of
from tests.views.shop import title


@pytest.fixture(scope="module")
def planted(planted_en: Workspace) -> tuple[Workbench, Truths]:
    """A quarter of the demo company, and what was built into it."""
    return Workbench(planted_en.root, period="2026-10"), truths_of(planted_en)


def test_the_worst_and_the_best_channel_are_findings(planted: tuple[Workbench, Truths]) -> None:
    wb, truths = planted
    found = wb.rate_findings().query("dimension == 'source' and is_finding")
    assert set(found["name"]) == {truths.bad_channel, truths.best_channel}
    lower = dict(zip(found["name"], found["value"] < found["rest"], strict=True))
    assert lower == {truths.bad_channel: True, truths.best_channel: False}


def test_the_biggest_leak_is_the_worst_channel_beside_the_best(
    planted: tuple[Workbench, Truths],
) -> None:
    wb, truths = planted
    leak = wb.leaks().iloc[0]
    assert (leak["name"], leak["before"], leak["after"]) == (truths.bad_channel, "lead", "intent")
    assert leak["comparable"] == truths.best_channel
    assert truths.bad_channel in title(wb.biggest_leak())
    rows = wb.leak_rows(leak.to_dict())
    assert len(rows) == leak["entered"] - leak["converted"]
    assert {"contact_name", "contact_info"}.isdisjoint(rows.columns)


def test_the_advice_names_the_worst_channel(planted: tuple[Workbench, Truths]) -> None:
    wb, truths = planted
    found = {(advice.rule, advice.name) for advice in wb.advice(beyond_chance=True)}
    assert ("weak_channel", truths.bad_channel) in found
    assert ("strong_channel", truths.best_channel) in found
