"""An import that is killed, meets another one, or finds the disk full: nothing half, nothing stuck."""

import os
import random
import signal
import time
from datetime import datetime
from pathlib import Path

import pytest

from salesnb.imports import import_files
from salesnb.workspace import Workspace
from tests.processes import Launcher, start

pytestmark = pytest.mark.skipif(os.name != "posix", reason="kill -9 and limits of a process")
ROWS, OLD = 30_000, 100
KILLS = 20
IMPORTED = ("duckdb", "holidays", "pandas", "salesnb.account", "salesnb.imports")
MORNING = datetime(2026, 10, 31, 9)


def customers(path: Path, rows: int, name: str) -> Path:
    """Write customers C0 … whose names tell the file."""
    lines = [f"C{n},{name} {n},华东" for n in range(rows)]
    path.write_text("\n".join(["客户编号,客户名称,区域", *lines]) + "\n", encoding="utf-8")
    return path


def stored(workspace: Workspace) -> tuple[int, set[str]]:
    """Return how many customers there are and the files that their names tell."""
    with workspace.store.open() as connection:
        rows, names = connection.execute(
            "select count(*), list(distinct split_part(customer_name, ' ', 1)) from customers"
            " where valid_until is null"
        ).fetchall()[0]
    return rows, set(names)


def test_twenty_kills_at_random_moments_leave_the_old_rows_or_the_new(
    workspace: Workspace, tmp_path: Path
) -> None:
    import_files(workspace, [customers(tmp_path / "c.csv", OLD, "old")], at=MORNING, by="me")
    launcher = Launcher(workspace, *IMPORTED)
    began = time.monotonic()
    launcher.start("import", customers(tmp_path / "c.csv", ROWS, "name0"))
    assert launcher.wait() == 0
    seconds = time.monotonic() - began
    assert stored(workspace) == (ROWS, {"name0"})
    dice, expected, published = random.Random(11), {"name0"}, 0
    for attempt in range(1, KILLS + 1):
        name = f"name{attempt}"
        running = launcher.start("import", customers(tmp_path / "c.csv", ROWS, name))
        time.sleep(seconds * dice.uniform(0, 1.05))
        os.kill(running, signal.SIGKILL)
        launcher.wait()
        rows, names = stored(workspace)
        assert rows == ROWS and names in (expected, {name})  # never some of each
        published += names == {name}
        expected = names
    launcher.start("import", customers(tmp_path / "c.csv", ROWS, "last"))
    assert launcher.wait() == 0
    launcher.stop()
    assert stored(workspace) == (ROWS, {"last"})
    assert workspace.store.last_import()["import_id"] == published + 3
    assert not list(workspace.store.folder.glob("draft*"))


@pytest.mark.parametrize("step", ["publish", "prune", "undo"])
def test_a_kill_around_publishing_leaves_the_old_rows_or_the_new(
    workspace: Workspace, tmp_path: Path, step: str
) -> None:
    for hour, name in ((9, "old"), (10, "new")):
        file = customers(tmp_path / "c.csv", OLD, name)
        if name == "old" or step == "undo":
            import_files(workspace, [file], at=MORNING.replace(hour=hour), by="me")
    # The process ends just where the step would begin, as kill -9 would end it.
    dies = (
        "import os, salesnb.store.store as store\n"
        f"store.{step} = lambda *_, **__: os.kill(os.getpid(), 9)"
    )
    words = ["--undo"] if step == "undo" else [tmp_path / "c.csv"]
    killed = start(workspace, "import", *words, before=dies)
    assert killed.wait() == -signal.SIGKILL
    old = {"publish": "old", "prune": "new", "undo": "new"}[step]
    assert stored(workspace) == (OLD, {old})
    words = ["--undo"] if step == "undo" else [customers(tmp_path / "c.csv", OLD, "newest")]
    assert start(workspace, "import", *words).wait() == 0
    assert stored(workspace) == (OLD, {"old" if step == "undo" else "newest"})


def test_two_imports_at_once_come_one_after_the_other(workspace: Workspace, tmp_path: Path) -> None:
    head = "客户编号,客户名称\n"
    for name in "ab":
        lines = "".join(f"{name}{n},{name} {n}\n" for n in range(2_000))
        (tmp_path / f"{name}.csv").write_text(head + lines, encoding="utf-8")
    running = [start(workspace, "import", tmp_path / f"{name}.csv") for name in "ab"]
    assert [process.wait(timeout=120) for process in running] == [0, 0]
    assert stored(workspace) == (4_000, {"a", "b"})
    assert workspace.store.last_import()["import_id"] == 2


def test_an_import_that_waited_too_long_is_refused_by_a_sentence(
    workspace: Workspace, tmp_path: Path
) -> None:
    file = customers(tmp_path / "c.csv", OLD, "name")
    impatient = "import salesnb.store.store as store\nstore._LOCK_SECONDS = 0.2"
    with workspace.store.writing():
        refused = start(workspace, "import", file, before=impatient)
        assert refused.wait(timeout=60) == 3
    assert "另一个导入正在写入" in refused.stderr.read()
    assert workspace.store.is_empty
    assert start(workspace, "import", file).wait() == 0


def test_a_reader_keeps_its_snapshot_while_another_process_imports(
    workspace: Workspace, tmp_path: Path
) -> None:
    file = customers(tmp_path / "c.csv", OLD, "old")
    import_files(workspace, [file], at=MORNING, by="me")
    with workspace.store.open() as reader:
        file = customers(tmp_path / "c.csv", 2 * OLD, "new")
        assert start(workspace, "import", file).wait() == 0
        assert reader.execute("select count(*) from customers").fetchone() == (OLD,)
    assert stored(workspace) == (2 * OLD, {"new"})


@pytest.mark.parametrize("room", [200_000, 3_000_000])
def test_a_disk_that_is_full_leaves_the_old_rows_and_no_draft(
    workspace: Workspace, tmp_path: Path, room: int
) -> None:
    import_files(workspace, [customers(tmp_path / "c.csv", OLD, "old")], at=MORNING, by="me")
    # No file may grow beyond `room` bytes: while the store is copied, or while it is written.
    full = f"import resource\nresource.setrlimit(resource.RLIMIT_FSIZE, ({room}, {room}))"
    file = customers(tmp_path / "c.csv", ROWS, "new")
    refused = start(workspace, "import", file, before=full)
    told = refused.communicate()[1]
    assert refused.returncode == 3 and "无法写入" in told
    assert "请检查磁盘空间" in told and "Traceback" not in told
    assert stored(workspace) == (OLD, {"old"})
    assert not list(workspace.store.folder.glob("draft*"))
    assert start(workspace, "import", file).wait() == 0
    assert stored(workspace) == (ROWS, {"new"})
