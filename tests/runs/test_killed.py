"""A run that is killed, stopped, or has no room: nothing half, nothing twice, resume completes."""

import os
import random
import re
import shutil
import signal
import subprocess
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import psutil
import pytest

from salesnb.runs.state import RunState
from salesnb.workspace import Workspace
from tests.processes import Launcher, start
from tests.runs.conftest import manifest

pytestmark = pytest.mark.skipif(os.name != "posix", reason="kill -9 and signals of a process")
DAY = ("--date", "2026-10-31")
KILLS = 20
IMPORTED = (
    "nbconvert.exporters.templateexporter",
    "salesnb.jobs",
    "salesnb.reports.engine",
    "salesnb.reports.html",
)
WHOM = '[company, "team:East 1", "team:East 2", "team:North 1"]'


@pytest.fixture
def launcher(shop: Workspace, ordinary: None) -> Iterator[Launcher]:
    """A launcher for one test."""
    made = Launcher(shop, *IMPORTED)
    yield made
    made.stop()


def has_ended(process: psutil.Process) -> bool:
    """Whether a process is gone, or waits for somebody to ask how it ended."""
    try:
        return not process.is_running() or process.status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:  # it went between the two questions
        return True


def four_reports(write, job) -> None:
    write("tiny", "'the end'")
    path = job("month", "tiny")
    path.write_text(path.read_text().replace('[company, "team:East 1"]', WHOM))


def assert_whole(workspace: Workspace) -> None:
    """Every page that lies there is whole, and nothing lies beside it."""
    for path in workspace.reports.rglob("tiny.en.html"):
        assert path.read_text("utf-8").endswith("</html>\n")
    state = RunState(workspace.state)
    for run in range(1, 100):
        try:
            rows = state.reports(state.run(run).id)
        except IndexError:
            break
        assert max(Counter(row["path"] for row in rows).values(), default=1) == 1


def kernels_of(process: psutil.Process) -> list[psutil.Process]:
    """Return the kernels: processes started as such, or forked from the server of warm ones."""
    found = []
    for each in process.children(recursive=True):
        with suppress(psutil.Error):
            words = each.cmdline()
            is_forked = "salesnb.reports.warm.server" in words and each.ppid() != process.pid
            if is_forked or "ipykernel_launcher" in words:
                found.append(each)
    return found


def wait_for_kernels(process: subprocess.Popen[str]) -> list[psutil.Process]:
    parent = psutil.Process(process.pid)
    for _ in range(600):
        if found := kernels_of(parent):
            return found
        time.sleep(0.1)
    raise AssertionError("no kernel was started")


@pytest.mark.usefixtures("ordinary")
def test_runs_killed_at_random_moments_are_completed_by_resume(
    shop: Workspace, write, job, salesnb, launcher: Launcher
) -> None:
    write("tiny", "'the end'")
    job("month", "tiny")
    launcher.start("run", "month", *DAY)
    began = time.monotonic()
    assert launcher.wait() == 0
    seconds = time.monotonic() - began
    dice, cut_short, ended = random.Random(7), 0, []
    for attempt in range(KILLS):
        write("tiny", f"'version {attempt}.'")
        running = launcher.start("run", "month", *DAY)
        time.sleep(seconds * dice.uniform(0.0, 1.0))
        os.kill(running, signal.SIGKILL)
        ended.append(launcher.wait())
        assert_whole(shop)
        if attempt % 5 == 4:
            last = RunState(shop.state).last("month")
            resumed = salesnb(shop, "run", "month", "--resume")
            is_cut = last.state in ("running", "interrupted")
            cut_short += is_cut
            assert resumed.exit_code == (0 if is_cut else 2), resumed.stderr
            assert_whole(shop)
            if is_cut:
                assert RunState(shop.state).last("month").id == last.id
    assert cut_short and ended.count(-signal.SIGKILL) > KILLS // 2
    done = salesnb(shop, "run", "month", *DAY)
    assert done.exit_code == 0, done.stderr
    pages = list(shop.reports.rglob("tiny.en.html"))
    newest = f"version {KILLS - 1}."
    assert len(pages) == 2 and all(newest in page.read_text("utf-8") for page in pages)
    assert not [path for path in shop.reports.rglob(".*") if path.suffix in (".tmp", ".old")]
    assert not list((shop.root / "data").glob("extracts-*"))
    assert RunState(shop.state).last("month").state == "done"


@pytest.mark.parametrize("step", ["_put_in_place", "aside"])
@pytest.mark.usefixtures("ordinary")
def test_a_kill_in_the_middle_of_writing_leaves_the_old_page_or_the_new(
    shop: Workspace, write, job, salesnb, step: str
) -> None:
    four_reports(write, job)
    assert salesnb(shop, "run", "month", *DAY).exit_code == 0
    write("tiny", "'newer'")
    dies = {
        "_put_in_place": (
            "import os, salesnb.reports.publish as publish\n"
            "publish._put_in_place = lambda moves: os.kill(os.getpid(), 9)"
        ),
        "aside": (
            "import os, pathlib\n"
            "def half(path, text, **_):\n"
            "    path.write_bytes(text.encode()[:500]); os.kill(os.getpid(), 9)\n"
            "import salesnb.reports.files as files\n"
            "write = pathlib.Path.write_text\n"
            "pathlib.Path.write_text = lambda p, t, *a, **k:"
            " half(p, t) if p.suffix == '.tmp' else write(p, t, *a, **k)"
        ),
    }[step]
    killed = start(shop, "run", "month", *DAY, before=dies)
    assert killed.wait() == -signal.SIGKILL
    assert_whole(shop)
    assert list(shop.reports.rglob(".*.tmp"))
    resumed = salesnb(shop, "run", "month", "--resume")
    assert resumed.exit_code == 0, resumed.stderr
    assert "4 reports to make" in resumed.stderr
    assert not list(shop.reports.rglob(".*.tmp"))
    assert all("newer" in page.read_text("utf-8") for page in shop.reports.rglob("tiny.en.html"))


def test_a_killed_kernel_is_tried_again(shop: Workspace, write, job) -> None:
    write("tiny", "import time; time.sleep(3)")
    job("month", "tiny")
    running = start(shop, "run", "month", *DAY, "--jobs", "1")
    kernel = wait_for_kernels(running)[0]
    time.sleep(2)
    kernel.kill()
    assert running.wait() == 0, running.stderr.read()
    results = [each["result"] for row in manifest(shop)["reports"] for each in row["attempts"]]
    assert sorted(results) == ["crashed", "made", "made"]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_the_kernels_and_says_how_to_go_on(
    shop: Workspace, write, job, salesnb, number: int
) -> None:
    write("tiny", "import time; time.sleep(120)")
    job("month", "tiny")
    running = start(shop, "run", "month", *DAY)
    kernels = wait_for_kernels(running)
    time.sleep(1)
    running.send_signal(number)
    _, told = running.communicate(timeout=30)
    assert running.returncode == 128 + number
    assert "Go on with: salesnb run month --resume" in told and "Traceback" not in told
    assert not [k for k in kernels if not has_ended(k)]
    assert manifest(shop)["state"] == "interrupted"
    assert {row["state"] for row in manifest(shop)["reports"]} == {"interrupted"}
    assert not list((shop.root / "data").glob("extracts-*"))
    write("tiny", "1")
    assert salesnb(shop, "run", "month", "--resume").exit_code == 0
    assert manifest(shop)["state"] == "done"


def test_kernels_end_with_a_killed_runner(shop: Workspace, write, job) -> None:
    write("tiny", "import time; time.sleep(120)")
    job("month", "tiny")
    running = start(shop, "run", "month", *DAY)
    kernels = wait_for_kernels(running)
    time.sleep(3)
    running.kill()
    running.communicate()
    _, alive = psutil.wait_procs(kernels, timeout=15)
    assert not alive


@pytest.mark.usefixtures("ordinary")
def test_a_full_disk_fails_each_report_with_a_sentence_and_leaves_no_half(
    shop: Workspace, write, job, salesnb
) -> None:
    four_reports(write, job)
    assert salesnb(shop, "run", "month", *DAY).exit_code == 0
    old = {path: path.read_bytes() for path in shop.reports.rglob("tiny.en.html")}
    write("tiny", "'newer'")
    # No page may grow beyond a few bytes; what the kernels are given may.
    full = (
        "import pathlib, errno\n"
        "write = pathlib.Path.write_text\n"
        "def full(path, text, *a, **k):\n"
        "    if path.name.endswith('.tmp') and 'tiny' in path.name:\n"
        "        write(path, text[:300], *a, **k)\n"
        "        raise OSError(errno.ENOSPC, 'No space left on device')\n"
        "    return write(path, text, *a, **k)\n"
        "pathlib.Path.write_text = full"
    )
    running = start(shop, "run", "month", *DAY, before=full)
    _, told = running.communicate()
    assert running.returncode == 1
    assert told.count("No space left on device") == 4 and "Traceback" not in told
    assert {path: path.read_bytes() for path in shop.reports.rglob("tiny.en.html")} == old
    assert not list(shop.reports.rglob(".*.tmp"))


def test_a_reports_folder_that_cannot_be_written_is_told_before_anything_starts(
    shop: Workspace, write, job, salesnb
) -> None:
    four_reports(write, job)
    shop.reports.mkdir()
    if os.geteuid() == 0:  # no right is refused to root: a file in the way is
        shop.reports.rmdir()
        shop.reports.write_text("")
    else:
        shop.reports.chmod(0o500)
    refused = salesnb(shop, "run", "month", *DAY)
    assert refused.exit_code == 3 and "Check free space and rights" in refused.stderr
    assert RunState(shop.state).last("month") is None


def test_a_read_only_file_system_is_told_before_anything_starts(
    shop: Workspace, write, job, salesnb
) -> None:
    four_reports(write, job)
    shop.reports.mkdir()
    mounting = ["mount", "-t", "tmpfs", "-o", "ro", "tmpfs", str(shop.reports)]
    if subprocess.run(mounting, capture_output=True, check=False).returncode:
        pytest.skip("no file system can be mounted here")
    try:
        refused = salesnb(shop, "run", "month", *DAY)
    finally:
        subprocess.run(["umount", "-l", str(shop.reports)], check=True)
    assert refused.exit_code == 3 and "Check free space and rights" in refused.stderr
    assert RunState(shop.state).last("month") is None


@pytest.mark.usefixtures("ordinary")
def test_a_clock_that_goes_back_changes_no_order_of_runs(
    shop: Workspace, write, job, salesnb
) -> None:
    from datetime import datetime

    from salesnb.runs.coordinate import run_job

    write("tiny", "1")
    job("month", "tiny")
    days = [datetime(2026, 10, 31, 9), datetime(2026, 10, 30, 8)]
    for number, at in enumerate(days):
        write("tiny", f"1 + {number}")
        run_job(shop, "month", day=None, at=at)
    names = sorted(path.stem for path in (shop.reports / "runs").glob("*.json"))
    assert [re.sub(r"-month.*", "", name) for name in names] == ["000001", "000002"]
    assert RunState(shop.state).last("month").id == 2
    assert "1 + 1" in next(shop.reports.rglob("company/tiny.en.html")).read_text("utf-8")
    for at in days:  # neither day's run takes what the other one made for its own
        assert not run_job(shop, "month", day=None, at=at).outcomes


@pytest.mark.usefixtures("ordinary")
def test_a_workspace_on_a_full_disk_is_told_so_and_goes_on_when_there_is_room(
    shop: Workspace, write, job, salesnb, tmp_path: Path
) -> None:
    four_reports(write, job)
    disk, filler = tmp_path / "disk", tmp_path / "disk" / "filler"
    disk.mkdir()
    mounting = ["mount", "-t", "tmpfs", "-o", "size=100m", "tmpfs", str(disk)]
    if subprocess.run(mounting, capture_output=True, check=False).returncode:
        pytest.skip("no file system can be mounted here")
    try:
        shutil.copytree(shop.root, disk / "shop")
        there = Workspace(disk / "shop")
        assert salesnb(there, "run", "month", *DAY).exit_code == 0
        old = {path: path.read_bytes() for path in there.reports.rglob("tiny.en.html")}
        book = there.notebooks / "tiny.ipynb"
        book.write_text(book.read_text().replace("the end", "newer"))
        # Room for nothing, for the state, for some params, for a part of the extracts.
        for room in (0, 20_000, 200_000, 1_000_000, 20_000_000):
            filler.write_bytes(bytes(max(0, shutil.disk_usage(disk).free - room)))
            full = salesnb(there, "run", "month", *DAY)
            assert full.exit_code == 3, full.stderr
            assert full.stderr.endswith("Check free space and rights.\n")
            assert {path: path.read_bytes() for path in there.reports.rglob("tiny.*")} == old
            filler.unlink()
        assert not list((there.root / "data").glob("extracts-*"))
        assert salesnb(there, "run", "month", *DAY).exit_code == 0
        assert_whole(there)
        assert all("newer" in path.read_text("utf-8") for path in old)
    finally:
        subprocess.run(["umount", "-l", str(disk)], check=True)


@pytest.mark.usefixtures("ordinary")
def test_a_disk_without_room_keeps_the_pages_of_before(
    shop: Workspace, write, job, salesnb
) -> None:
    shop.reports.mkdir()
    mounting = ["mount", "-t", "tmpfs", "-o", "size=512k", "tmpfs", str(shop.reports)]
    if subprocess.run(mounting, capture_output=True, check=False).returncode:
        pytest.skip("no file system can be mounted here")
    try:
        four_reports(write, job)
        assert salesnb(shop, "run", "month", *DAY).exit_code == 0
        old = {path: path.read_bytes() for path in shop.reports.rglob("tiny.en.html")}
        with (
            (shop.reports / "filler").open("wb", buffering=0) as filler,
            pytest.raises(OSError, match="space"),
        ):
            while True:
                filler.write(b"x" * 1000)
        write("tiny", "'newer'")
        full = salesnb(shop, "run", "month", *DAY)
        assert full.exit_code in (1, 3) and "Traceback" not in full.output
        assert {path: path.read_bytes() for path in shop.reports.rglob("tiny.en.html")} == old
        assert not list(shop.reports.rglob(".*.tmp"))
        (shop.reports / "filler").unlink()
        assert salesnb(shop, "run", "month", *DAY).exit_code == 0
        assert_whole(shop)
    finally:
        subprocess.run(["umount", "-l", str(shop.reports)], check=True)
