"""A delivery that is killed: everybody gets every report, a second copy at most once per kill."""

import os
import random
import signal
import time
from collections import Counter
from collections.abc import Iterator

import psutil
import pytest

from salesnb.delivery.ledger import Ledger
from salesnb.workspace import Workspace
from tests.delivery.server import Mailbox
from tests.processes import Launcher

pytestmark = pytest.mark.skipif(os.name != "posix", reason="kill -9")
RECIPIENTS, KILLS = 200, 20
RUN = ("run", "month", "--date", "2026-10-31")
IMPORTED = (
    "duckdb",
    "holidays",
    "pandas",
    "papermill",
    "salesnb.cli.deliveries",
    "salesnb.delivery.deliver",
    "salesnb.runs.coordinate",
)


@pytest.fixture
def launcher(shop: Workspace, secrets: None) -> Iterator[Launcher]:
    """A launcher for one test."""
    made = Launcher(shop, *IMPORTED)
    yield made
    made.stop()


def is_running(process: int) -> bool:
    """Return whether a run goes on; one that has ended waits for somebody to ask how."""
    return psutil.Process(process).status() != psutil.STATUS_ZOMBIE


def test_a_delivery_killed_at_random_moments_reaches_everybody_and_repeats_at_most_one_per_kill(
    shop: Workspace, params, mails, job, rendered, launcher: Launcher, box: Mailbox
) -> None:
    people = {
        f"Reader {number}": {"role": "admin", "email": f"reader{number}@example.com"}
        for number in range(RECIPIENTS)
    }
    params("organisation", people=people)
    job("{ways: [mail]}")
    rendered()
    box.pause = 0.004  # so that some are killed between the server's taking and its answer
    dice, ended = random.Random(7), []
    for _ in range(KILLS):
        process = launcher.start(*RUN)
        enough = len(box.taken) + dice.randint(0, 6)
        while len(box.taken) < enough and is_running(process):
            time.sleep(0.0005)
        time.sleep(dice.uniform(0, dice.choice([0.005, 0.05, 0.1])))
        os.kill(process, signal.SIGKILL)
        ended.append(launcher.wait())
    assert ended.count(-signal.SIGKILL) > KILLS // 2
    box.pause = 0.0
    launcher.start(*RUN)
    assert launcher.wait() == 0
    counts = Counter(address for address, _ in box.taken)
    assert {each["email"] for each in people.values()} <= counts.keys()
    again = {address for address, count in counts.items() if count > 1}
    assert sum(counts[address] - 1 for address in again) <= KILLS
    for address in again:
        assert len({mail["Message-ID"] for mail in box.of(address)}) == 1
    rows = Ledger(shop.state).rows()
    assert {row.state for row in rows} == {"confirmed"}
    assert len({row.message for row in rows}) == len(counts)
    launcher.start(*RUN)
    assert launcher.wait() == 0 and Counter(address for address, _ in box.taken) == counts
