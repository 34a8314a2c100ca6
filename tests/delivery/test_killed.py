"""A delivery that is killed: everybody gets every report, a second copy at most once per kill."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from salesnb.delivery.ledger import Ledger
from salesnb.workspace import Workspace
from tests.delivery.server import Mailbox

pytestmark = pytest.mark.skipif(os.name != "posix", reason="kill -9")
RECIPIENTS, KILLS = 200, 20
RUN = ("run", "month", "--date", "2026-10-31")
# Forks the command line from a process that has imported it, as otherwise most of what is killed
# would be imports, in which nothing can go wrong.
LAUNCHER = """
import json, os, sys
import salesnb.cli.deliveries, salesnb.delivery.deliver, salesnb.runs.coordinate
import duckdb, holidays, pandas, papermill
from salesnb.cli import main
while line := sys.stdin.readline():
    pid = os.fork()
    if not pid:
        sys.argv[1:] = json.loads(line)
        main()
    print(pid, flush=True)
    sys.stdin.readline()  # until then its number is nobody else's
    print(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), flush=True)
"""


@pytest.fixture
def launch(shop: Workspace, secrets: None) -> Iterator[Callable[[], tuple[int, Callable[[], int]]]]:
    """Start a run; return its process, and what waits for its end."""
    process = subprocess.Popen(
        [sys.executable, "-c", LAUNCHER],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        cwd=Path(__file__).parents[2],
    )

    def wait() -> int:
        print(file=process.stdin, flush=True)
        return int(process.stdout.readline())

    def start() -> tuple[int, Callable[[], int]]:
        words = ["--workspace", str(shop.root), *RUN]
        print(json.dumps(words), file=process.stdin, flush=True)
        return int(process.stdout.readline()), wait

    yield start
    process.communicate()


def is_running(process: int) -> bool:
    """Return whether a run goes on; one that has ended waits for somebody to ask how."""
    return psutil.Process(process).status() != psutil.STATUS_ZOMBIE


def test_a_delivery_killed_at_random_moments_reaches_everybody_and_repeats_at_most_one_per_kill(
    shop: Workspace, params, mails, job, rendered, launch, box: Mailbox
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
        process, wait = launch()
        enough = len(box.taken) + dice.randint(0, 6)
        while len(box.taken) < enough and is_running(process):
            time.sleep(0.0005)
        time.sleep(dice.uniform(0, dice.choice([0.005, 0.05, 0.1])))
        os.kill(process, signal.SIGKILL)
        ended.append(wait())
    assert ended.count(-signal.SIGKILL) > KILLS // 2
    box.pause = 0.0
    _, wait = launch()
    assert wait() == 0
    counts = Counter(address for address, _ in box.taken)
    assert {each["email"] for each in people.values()} <= counts.keys()
    again = {address for address, count in counts.items() if count > 1}
    assert sum(counts[address] - 1 for address in again) <= KILLS
    for address in again:
        assert len({mail["Message-ID"] for mail in box.of(address)}) == 1
    rows = Ledger(shop.state).rows()
    assert {row.state for row in rows} == {"confirmed"}
    assert len({row.message for row in rows}) == len(counts)
    process, wait = launch()
    assert wait() == 0 and Counter(address for address, _ in box.taken) == counts
