"""Warm kernels: the same reports as from ordinary ones, nothing shared, nothing left behind."""

import json
import os
import signal
import subprocess
import sys
import time
import tomllib
import uuid
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import nbformat
import papermill
import psutil
import pytest
from jupyter_client.manager import KernelManager

from salesnb.jobs import render_tasks
from salesnb.reports.kernels import WARM, execute_notebook, warm_kernels
from salesnb.reports.plan import plan_reports
from salesnb.reports.warm import provisioner
from salesnb.reports.warm.client import (
    ForkServer,
    NoWarmKernelError,
    WarmKernel,
    fork_server,
    stop_fork_server,
)
from salesnb.workspace import Workspace

pytestmark = pytest.mark.skipif(
    not hasattr(os, "fork") or sys.platform == "darwin", reason="this system cannot fork safely"
)
ROOT = Path(__file__).parents[2]
MORNING = datetime(2026, 11, 1, 8)
IPYKERNEL = [sys.executable, "-m", "ipykernel_launcher", "-f"]
SAY_PARENT = "import os\nprint(os.getppid())"


@pytest.fixture
def warm() -> Iterator[ForkServer]:
    """A server for one test."""
    with warm_kernels():
        yield fork_server()


@pytest.fixture(scope="module")
def server() -> Iterator[None]:
    """A server for many tests; it is started again where one of them ended it."""
    with warm_kernels():
        yield


def notebook(path: Path, *cells: str, kernel: str = "python3") -> Path:
    """Write a notebook of some cells."""
    spec = {"name": kernel, "display_name": kernel, "language": "python"}
    book = nbformat.v4.new_notebook(metadata={"kernelspec": spec})
    book.cells = [nbformat.v4.new_code_cell(cell) for cell in cells]
    nbformat.write(book, path)
    return path


def run(folder: Path, *cells: str, kernel: str = "python3") -> Any:
    """Run cells in a kernel of their own; return the executed notebook."""
    source = notebook(folder / "in.ipynb", *cells, kernel=kernel)
    return execute_notebook(source, folder / "out.ipynb", {}, folder, lang="en", cell_seconds=60)


def printed(book: Any) -> str:
    """Return what the cells printed."""
    outputs = [output for cell in book.cells for output in cell.outputs]
    return "".join(output.text for output in outputs if output.output_type == "stream").strip()


def shown(book: Any) -> list[Any]:
    """Return every output, without what says when it was made."""
    return [
        (output.output_type, output.get("name"), output.get("text"), output.get("data"))
        for cell in book.cells
        for output in cell.outputs
    ]


def test_reports_are_the_same_byte_for_byte(
    demo_en: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: dict[str, dict[str, bytes]] = {}
    for kernels in ("warm", "ordinary"):
        out = tmp_path / kernels
        monkeypatch.setenv("SALESNB_KERNELS", kernels)
        tasks = plan_reports(demo_en, scopes=["team:East 1"], out=out)
        outcomes, _ = render_tasks(demo_en, tasks, made_at=MORNING, reports=out)
        assert [outcome.error for outcome in outcomes] == [""] * len(tasks)
        made[kernels] = {task.name: task.path.read_bytes() for task in tasks}
    assert {name.split()[0] for name in made["warm"]} >= {"daily", "weekly", "funnel"}
    assert made["warm"] == made["ordinary"]


@pytest.mark.usefixtures("server")
def test_every_output_has_the_types_and_the_content_of_plain_papermill(tmp_path: Path) -> None:
    cells = (
        "import sys, pandas as pd, matplotlib.pyplot as plt",
        "plt.plot([1, 3, 2]);",
        "figure, axes = plt.subplots()\naxes.bar(['a', 'b'], [1, 2])\nprint('two')",
        "plt.rcParams['figure.dpi'], plt.get_backend()",
        "pd.DataFrame({'a': [1, 2]})",
        "print('out')\nprint('err', file=sys.stderr)",
        "from IPython.display import HTML, SVG, display\ndisplay(HTML('<b>x</b>'), 1)",
        "%config InlineBackend.figure_formats = ['svg']\nplt.rcParams['svg.hashsalt'] = 'x'",
        "import os, sys\nos.getcwd(), sys.argv[0], sys.path, __name__, sys.flags, os.umask(0o22)",
        "plt.text(0, 0, 'a')\nplt.show()\n'after'",
    )
    forked = run(tmp_path, *cells)
    folder = str(tmp_path)
    plain = papermill.execute_notebook(
        str(tmp_path / "in.ipynb"), str(tmp_path / "plain.ipynb"), cwd=folder, progress_bar=False
    )
    types = [sorted(output[3] or ()) for output in shown(forked)]
    assert types.count(["image/png", "text/plain"]) == 2
    assert types.count(["image/svg+xml", "text/plain"]) == 1
    assert types == [sorted(output[3] or ()) for output in shown(plain)]
    svg = "<dc:date>"  # the drawing says when it was made
    for ours, theirs in zip(shown(forked), shown(plain), strict=True):
        assert ours == theirs or svg in str(theirs)


@pytest.mark.usefixtures("server")
def test_nothing_leaks_from_one_report_to_the_next(tmp_path: Path) -> None:
    look = (
        "import os, signal, sys, salesnb.formats, matplotlib, pandas as pd, numpy as np\n"
        "print(os.environ.get('LEFT'), os.getcwd(), hasattr(salesnb.formats, 'LEFT'),\n"
        "      signal.getsignal(signal.SIGTERM) == signal.SIG_DFL, os.umask(0o22),\n"
        "      matplotlib.rcParams['figure.dpi'], pd.options.display.max_rows, 'LEFT' in globals(),\n"
        "      sys.getrecursionlimit())"
    )
    leave = (
        "LEFT = os.environ['LEFT'] = 'left'\nos.chdir('/')\nsalesnb.formats.LEFT = 1\n"
        "signal.signal(signal.SIGTERM, signal.SIG_IGN)\nos.umask(0)\nkept = open('/dev/null')\n"
        "matplotlib.rcParams['figure.dpi'] = 7\npd.options.display.max_rows = 7\n"
        "sys.setrecursionlimit(7777)"
    )
    first = printed(run(tmp_path, look, leave))
    assert printed(run(tmp_path, look)) == first
    assert first.startswith(f"None {tmp_path} False True ")


@pytest.mark.usefixtures("server")
def test_a_kernel_shares_no_open_socket_or_pipe_with_its_server(tmp_path: Path) -> None:
    code = (
        "import os\n"
        "def files(pid):\n"
        "    paths = [f'/proc/{pid}/fd/{n}' for n in os.listdir(f'/proc/{pid}/fd')]\n"
        "    names = {os.path.realpath(path).rpartition('/')[2] for path in paths}\n"
        "    return {name for name in names if name.startswith(('socket:', 'pipe:'))}\n"
        "mine, theirs = files(os.getpid()), files(os.getppid())\n"
        "print(len(mine) > 2, len(theirs) > 2, mine & theirs)"
    )
    assert printed(run(tmp_path, code)) == "True True set()"


@pytest.mark.usefixtures("server")
def test_each_kernel_has_its_own_luck(tmp_path: Path) -> None:
    code = (
        "import random, uuid, numpy as np\nprint(random.random(), np.random.rand(), uuid.uuid4())"
    )
    words = {word for _ in range(3) for word in printed(run(tmp_path, code)).split()}
    assert len(words) == 9


@pytest.mark.usefixtures("server")
def test_a_kernel_has_the_environment_of_its_caller(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FOR_KERNELS", "späť 值")
    monkeypatch.setenv("TZ", "Asia/Shanghai")
    monkeypatch.delenv("OMP_NUM_THREADS", raising=False)
    code = "import os, time\nprint(os.environ['FOR_KERNELS'], time.tzname[0],"
    code += " os.environ['OMP_NUM_THREADS'], os.environ.get('OPENBLAS_NUM_THREADS'))"
    assert printed(run(tmp_path, code)) == "späť 值 CST 1 None"


@pytest.mark.usefixtures("server")
@pytest.mark.parametrize("end", ["os._exit(3)", "os.kill(os.getpid(), 9)", "os.abort()"])
def test_a_kernel_that_dies_fails_its_report_and_no_other(tmp_path: Path, end: str) -> None:
    with pytest.raises(RuntimeError, match="Kernel died"):
        run(tmp_path, f"import os\n{end}")
    assert printed(run(tmp_path, SAY_PARENT)) == str(fork_server().pid)


def test_a_kernel_can_be_interrupted_and_restarted_as_in_jupyterlab(warm: ForkServer) -> None:
    manager = KernelManager()
    manager.kernel_spec.metadata["kernel_provisioner"] = {"provisioner_name": WARM}
    manager.start_kernel()
    client = manager.client()
    try:
        client.start_channels()
        client.wait_for_ready(timeout=60)
        asked = client.execute("1 + 1\nprint('slow')\nimport time\ntime.sleep(60)")
        while client.get_iopub_msg(timeout=60)["msg_type"] != "stream":
            pass
        manager.interrupt_kernel()
        reply = client.get_shell_msg(timeout=60)
        assert reply["parent_header"]["msg_id"] == asked
        assert reply["content"]["ename"] == "KeyboardInterrupt"
        manager.restart_kernel()
        client.wait_for_ready(timeout=60)
        assert psutil.Process(manager.provisioner.pid).ppid() == warm.pid
    finally:
        client.stop_channels()
        manager.shutdown_kernel()
    assert waiting(warm) and len(psutil.Process(warm.pid).children()) == 1


def test_a_server_that_is_killed_is_replaced_by_ordinary_kernels(
    warm: ForkServer,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setattr(provisioner, "_told", set())
    code = (
        "import os, time\n"
        f"if os.getppid() == {warm.pid}:\n    os.kill(os.getppid(), 9)\n    time.sleep(60)\n"
        "print(os.getppid())"
    )
    for _ in range(2):
        assert printed(run(tmp_path, code)) == str(os.getpid())
    assert [record.getMessage() for record in caplog.records if record.name == "salesnb"] == [
        "Ordinary kernels are used, with the same results but more slowly:"
        " the server of warm kernels has ended."
    ]


def test_nothing_is_left_of_a_rendering_that_is_killed(tmp_path: Path) -> None:
    code = (
        "import os, subprocess, sys, time, pathlib\n"
        "other = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(99)'])\n"
        f"told = pathlib.Path({str(tmp_path)!r}, 'pids')\n"
        "told.with_suffix('.new').write_text(f'{os.getpid()} {os.getppid()} {other.pid}')\n"
        "told.with_suffix('.new').rename(told)\ntime.sleep(99)"
    )
    source = notebook(tmp_path / "in.ipynb", code)
    script = (
        "from pathlib import Path\n"
        "from salesnb.reports.kernels import execute_notebook, warm_kernels\n"
        f"folder = Path({str(tmp_path)!r})\n"
        "with warm_kernels():\n"
        f"    execute_notebook(Path({str(source)!r}), folder / 'out.ipynb', {{}}, folder,"
        " lang='en', cell_seconds=60)"
    )
    runner = subprocess.Popen([sys.executable, "-c", script])
    try:
        while not (tmp_path / "pids").exists():
            assert runner.poll() is None
            time.sleep(0.05)
    finally:
        runner.send_signal(signal.SIGKILL)
    runner.wait()
    kernel, server, other = map(int, (tmp_path / "pids").read_text().split())
    assert len({kernel, server, other, runner.pid}) == 4
    left = {kernel, server, other}
    for _ in range(100):
        left = {pid for pid in left if psutil.pid_exists(pid) and not is_zombie(pid)}
        if not left:
            break
        time.sleep(0.01)
    assert not left


def is_zombie(pid: int) -> bool:
    """Whether a process has ended and nobody has asked how."""
    try:
        return psutil.Process(pid).status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return True


def launch(warm: ForkServer, folder: Path, environ: Mapping[str, str] = os.environ) -> WarmKernel:
    """Ask for a kernel with a connection file, and so with ports, of its own."""
    command = [*IPYKERNEL, str(folder / f"{uuid.uuid4()}.json")]
    return warm.launch(command, environ, str(folder), 1, 2)


def test_fifty_kernels_leave_the_server_as_it_was(warm: ForkServer, tmp_path: Path) -> None:
    process, sizes = psutil.Process(warm.pid), []
    for _ in range(51):
        kernel = launch(warm, tmp_path)
        kernel.kill()
        assert kernel.wait() == -signal.SIGKILL
        sizes.append((process.memory_info().rss, process.num_fds(), process.num_threads()))
    memory, files, threads = zip(*sizes, strict=True)
    assert memory[-1] < 1.01 * memory[0]
    assert max(files) - min(files) <= 1  # the one of the kernel that just ended
    assert set(threads) == {1}
    assert waiting(warm) and len(process.children()) == 1


def waiting(warm: ForkServer, *given: int) -> psutil.Process:
    """Return the kernel that was forked ahead: of the server's children the one not given away."""
    for _ in range(200):
        spare = [c for c in psutil.Process(warm.pid).children() if c.pid not in given]
        if spare:
            return spare[0]
        time.sleep(0.05)
    raise AssertionError("no kernel was forked ahead")


def test_the_next_kernel_waits_forked_and_one_that_was_ended_is_replaced(
    warm: ForkServer, tmp_path: Path
) -> None:
    first = launch(warm, tmp_path)
    ahead = waiting(warm, first.pid)
    second = launch(warm, tmp_path)
    assert second.pid == ahead.pid
    spare = waiting(warm, first.pid, second.pid)
    spare.kill()
    while psutil.pid_exists(spare.pid):  # until the server has taken note
        time.sleep(0.05)
    third = launch(warm, tmp_path)
    assert third.pid not in (first.pid, second.pid, spare.pid)
    for kernel in (first, second, third):
        assert kernel.poll() is None
        kernel.kill()
        assert kernel.wait() == -signal.SIGKILL


def test_another_kernel_is_started_as_usual_and_that_is_said_once(
    warm: ForkServer,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setattr(provisioner, "_told", set())
    monkeypatch.setenv("JUPYTER_PATH", str(tmp_path))
    spec = {
        "argv": [sys.executable, "-B", *IPYKERNEL[1:], "{connection_file}"],
        "display_name": "Other",
        "language": "python",
    }
    folder = tmp_path / "kernels" / "other"
    folder.mkdir(parents=True)
    (folder / "kernel.json").write_text(json.dumps(spec))
    for _ in range(2):
        assert printed(run(tmp_path, SAY_PARENT, kernel="other")) == str(os.getpid())
    assert printed(run(tmp_path, SAY_PARENT)) == str(warm.pid)
    told = [record.getMessage() for record in caplog.records if record.name == "salesnb"]
    assert len(told) == 1 and "asks for another kernel or another Python" in told[0]


@pytest.mark.parametrize("name", ["PYTHONHASHSEED", "MPLCONFIGDIR", "OMP_NUM_THREADS"])
def test_what_is_read_only_at_the_start_needs_an_ordinary_kernel(
    warm: ForkServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    environ = {**os.environ, name: "7"}
    with pytest.raises(NoWarmKernelError) as refused:
        launch(warm, tmp_path, environ)
    assert (refused.value.why, refused.value.values) == ("kernels_environment", {"name": name})
    monkeypatch.setenv(name, "7")
    code = f"import os\nprint(os.getppid(), os.environ[{name!r}])"
    assert printed(run(tmp_path, code)) == f"{os.getpid()} 7"


def with_path(folder: Path, monkeypatch: pytest.MonkeyPatch) -> ForkServer:
    """Start a server that finds modules in a folder, too."""
    monkeypatch.setenv("PYTHONPATH", f"{folder}{os.pathsep}{os.environ.get('PYTHONPATH', ROOT)}")
    return ForkServer()


def test_a_package_that_is_upgraded_meanwhile_needs_ordinary_kernels(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    server = with_path(tmp_path, monkeypatch)
    try:
        launch(server, tmp_path).kill()
        (tmp_path / "other-2.0.dist-info").mkdir()
        with pytest.raises(NoWarmKernelError, match="kernels_upgraded"):
            launch(server, tmp_path)
    finally:
        server.stop()


def test_a_server_with_threads_forks_no_kernel(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    thread = "import threading, time\nthreading.Thread(target=time.sleep, args=(99,)).start()"
    (tmp_path / "sitecustomize.py").write_text(thread)
    server = with_path(tmp_path, monkeypatch)
    try:
        with pytest.raises(NoWarmKernelError, match="kernels_threads"):
            launch(server, tmp_path)
    finally:
        server.stop()


def test_ordinary_kernels_can_be_asked_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SALESNB_KERNELS", "ordinary")
    with warm_kernels():
        assert printed(run(tmp_path, SAY_PARENT)) == str(os.getpid())


def test_a_system_without_fork_has_ordinary_kernels_and_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    stop_fork_server()
    monkeypatch.setattr(provisioner, "_told", set())
    monkeypatch.delattr(os, "fork")
    with warm_kernels():
        assert printed(run(tmp_path, SAY_PARENT)) == str(os.getpid())
    assert "cannot fork" in caplog.text


def test_plain_papermill_can_use_warm_kernels_by_the_environment(tmp_path: Path) -> None:
    groups = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["entry-points"]
    (group, entries), *_ = groups.items()
    lines = [f"[{group}]", *[f"{name} = {place}" for name, place in entries.items()]]
    installed = tmp_path / "installed" / "entries-1.dist-info"
    installed.mkdir(parents=True)
    (installed / "METADATA").write_text("Metadata-Version: 2.1\nName: entries\nVersion: 1\n")
    (installed / "entry_points.txt").write_text("\n".join(lines))
    code = "import os, psutil\nprint(psutil.Process().parent().cmdline()[-1])\n"
    code += "import matplotlib.pyplot as plt\nplt.plot([1, 2]);"
    environ = {
        **os.environ,
        "PYTHONPATH": f"{installed.parent}{os.pathsep}{ROOT}",
        "JUPYTER_DEFAULT_PROVISIONER_NAME": WARM,
    }
    command = ["-m", "papermill", "--no-progress-bar", str(notebook(tmp_path / "in.ipynb", code))]
    subprocess.run(
        [sys.executable, *command, str(tmp_path / "out.ipynb")],
        env=environ,
        check=True,
        capture_output=True,
    )
    made = nbformat.read(tmp_path / "out.ipynb", 4)
    assert printed(made) == "salesnb.reports.warm.server"
    assert "image/png" in made.cells[0].outputs[-1].data


def test_the_provisioner_can_break_nobody_elses_papermill() -> None:
    code = (
        "import sys, jupyter_client.provisioning, asyncio, logging, subprocess\n"
        "before = set(sys.modules)\n"
        "import salesnb.reports.warm.provisioner\n"
        "new = {name.partition('.')[0] for name in set(sys.modules) - before}\n"
        "print(sorted(new - sys.stdlib_module_names))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "['salesnb']"
