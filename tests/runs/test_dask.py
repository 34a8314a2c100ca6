"""Reports made by the workers of a Dask cluster: all of them, none twice, whoever is lost."""

import os
import re
import signal
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from html import unescape
from pathlib import Path

import dask
import psutil
import pytest

from salesnb.errors import ClusterError
from salesnb.jobs import render_tasks
from salesnb.reports.dispatch.cluster import cluster
from salesnb.reports.dispatch.mark import Mark, marked
from salesnb.reports.plan import plan_reports
from salesnb.runs.coordinate import run_job
from salesnb.runs.state import RunState
from salesnb.workspace import Workspace
from tests.clusters import Cluster, dask_cluster
from tests.processes import start
from tests.runs.conftest import manifest
from tests.runs.test_killed import has_ended, kernels_of

pytestmark = pytest.mark.skipif(os.name != "posix", reason="kills and stops processes")
DAY = ("--date", "2026-10-31")
ON_CLUSTER = ("--backend", "dask")
ORDINARY = {"SALESNB_KERNELS": "ordinary"}
SECRETS = {"SALESNB_SMTP_PASSWORD": "x", "SALESNB_KEY": "y", "SALESNB_WORKSPACE": "/elsewhere"}
NO_SALESNB = """\
import sys
class Nowhere:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] == "salesnb":
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)
sys.meta_path.insert(0, Nowhere())
"""
AT = datetime(2026, 11, 1, 8)
DRAWN = "import matplotlib.pyplot as plt; plt.plot([1, 3, 2]); plt.show()"
OLDER = "import salesnb\nsalesnb.__version__ = '0.0.9'\n"


@pytest.fixture(scope="module")
def two_workers() -> Iterator[Cluster]:
    """Two workers, whose environment has what no kernel may see."""
    with dask_cluster(2, environ={**ORDINARY, **SECRETS}) as made:
        yield made


def wait_for(found: Callable[[], object], seconds: float = 60) -> object:
    """Return what is found as soon as there is something."""
    give_up = time.monotonic() + seconds
    while not (what := found()):
        assert time.monotonic() < give_up, "nothing came"
        time.sleep(0.05)
    return what


def states_of(workspace: Workspace, job: str) -> dict[str, str]:
    """Return {report: its state} of the newest run, each of which has one row."""
    rows = RunState(workspace.state).reports(RunState(workspace.state).last(job).id)
    assert max(Counter(row["path"] for row in rows).values()) == 1
    return {row["path"]: row["state"] for row in rows}


def test_a_lost_worker_s_reports_are_done_by_another_and_none_twice(
    shop: Workspace, write, job, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun = tmp_path / "begun"
    begun.mkdir()
    note = f"import time, uuid, pathlib; pathlib.Path({str(begun)!r}, uuid.uuid4().hex).touch()"
    for name in ("one", "two"):
        write(name, note, "time.sleep(2)")
    job("month", "one, two")
    with dask_cluster(2) as made:
        monkeypatch.setenv("DASK_SCHEDULER_ADDRESS", made.address)
        running = start(shop, "run", "month", *DAY, *ON_CLUSTER)
        wait_for(lambda: len(list(begun.iterdir())) == 2)  # each has one in hand
        lost = made.workers[0]
        left_behind = lost.children(recursive=True)
        assert kernels_of(lost)
        lost.kill()
        _, told = running.communicate(timeout=120)
        assert running.returncode == 0, told
        _, alive = psutil.wait_procs(left_behind, timeout=15)
    assert not alive
    assert len(list(begun.iterdir())) == 5  # the lost one was begun twice
    pages = sorted(shop.reports.rglob("*.en.html"))
    assert [page.name for page in pages] == ["one.en.html", "two.en.html"] * 2
    assert all(page.read_text("utf-8").endswith("</html>\n") for page in pages)
    assert [told.count(str(page)) for page in pages] == [1, 1, 1, 1]
    assert [*states_of(shop, "month").values()] == ["made"] * 4
    assert [len(row["attempts"]) for row in manifest(shop)["reports"]] == [1] * 4
    index = (shop.reports / "index.html").read_text("utf-8")
    links = re.findall(r'href="([^"]*(?:one|two)\.en\.html)"', index)
    assert len(links) == len({*links}) == 4
    assert not list((shop.root / "data").glob("extracts-*"))
    assert not list((shop.root / "data").glob("wanted-*"))


def test_a_report_that_kills_its_worker_fails_alone(shop: Workspace, write, job, salesnb) -> None:
    kill = (
        "import psutil\n"
        "if scope == 'company':\n"
        "    family = psutil.Process().parents()\n"
        "    next(p for p in family if 'distributed.cli.dask_worker' in p.cmdline()).kill()\n"
        "    import time; time.sleep(60)"
    )
    write("tiny", kill)
    job("month", "tiny")
    with (
        dask.config.set({"distributed.scheduler.allowed-failures": 0}),
        dask_cluster(2, environ=ORDINARY),
    ):
        done = salesnb(shop, "run", "month", *DAY, *ON_CLUSTER)
    assert done.exit_code == 1
    assert "1 workers were lost one after the other while they made this report" in done.stderr
    assert sorted(states_of(shop, "month").values()) == ["failed", "made"]


@pytest.mark.usefixtures("ordinary")
def test_pages_are_those_that_this_machine_makes_byte_for_byte(
    shop: Workspace, two_workers: Cluster, tmp_path: Path, write
) -> None:
    write("tiny", DRAWN, "import pandas; pandas.DataFrame({'sales': [1.5, 2.0]})")
    made: list[bytes] = []
    for backend in ("threads", "dask"):
        out = tmp_path / backend
        tasks = plan_reports(shop, notebooks=["tiny"], scopes=["team:East 1"], out=out)
        outcomes, _ = render_tasks(shop, tasks, made_at=AT, reports=out, backend=backend)
        assert [(outcome.task, outcome.error) for outcome in outcomes] == [(tasks[0], "")]
        made += [page.read_bytes() for page in out.rglob("tiny.en.html")]
    assert len(made) == 2
    assert made[0] == made[1]
    assert b"data:image/png" in made[0] and b"sales" in made[0]


@pytest.mark.parametrize("backend", ["threading", "sequential"])
@pytest.mark.usefixtures("ordinary")
def test_other_backends_of_joblib_make_reports_too(
    shop: Workspace, write, job, backend: str
) -> None:
    write("tiny", "1")
    job("month", "tiny")
    told: list[str] = []
    ended = run_job(
        shop,
        "month",
        day=None,
        at=AT,
        on_done=lambda outcome: told.append(outcome.state),
        backend=backend,
    )
    assert told == ["made", "made"]
    assert [outcome.task.notebook for outcome in ended.outcomes] == ["tiny", "tiny"]
    assert [*states_of(shop, "month").values()] == ["made", "made"]


def test_kernels_at_a_worker_see_no_secret_and_limits_and_gate_hold_there(
    shop: Workspace, two_workers: Cluster, write, job, salesnb
) -> None:
    write("seen", "import os; sorted(n for n in os.environ if n.startswith('SALESNB_'))")
    write("slow", "import time; time.sleep(60)")
    path = job("month", "seen, slow", "limits: {seconds: 15, retries: 0}")
    path.write_text(path.read_text().replace("{fresh_days: 3}", "{fresh_days: 0, stale: banner}"))
    shop.change_setting("today", "2026-11-03")
    done = salesnb(shop, "run", "month", *ON_CLUSTER)
    assert done.exit_code == 1
    pages = [page.read_text("utf-8") for page in shop.reports.rglob("seen.en.html")]
    assert len(pages) == 2 and all("['SALESNB_KERNELS']" in unescape(page) for page in pages)
    assert all("last imported on 2026-11-01" in page for page in pages)
    rows = {(row["notebook"], row["state"]) for row in manifest(shop)["reports"]}
    assert rows == {("seen", "made"), ("slow", "failed")}
    assert "slow · company · 2026-10: stopped after 15 s." in done.stderr


def test_ctrl_c_ends_the_kernels_of_workers_and_the_cluster_goes_on(
    shop: Workspace, two_workers: Cluster, write, job, salesnb, monkeypatch: pytest.MonkeyPatch
) -> None:
    write("tiny", "import time; time.sleep(120)")
    write("more", "1")
    job("month", "tiny, more")
    monkeypatch.setenv("DASK_SCHEDULER_ADDRESS", two_workers.address)
    running = start(shop, "run", "month", *DAY, *ON_CLUSTER, "--jobs", "1")
    kernels = wait_for(lambda: [k for each in two_workers.workers for k in kernels_of(each)])
    assert len(kernels) == 1
    time.sleep(1)
    running.send_signal(signal.SIGINT)
    _, told = running.communicate(timeout=60)
    assert running.returncode == 130, told
    assert "Go on with: salesnb run month --resume" in told and "Traceback" not in told
    assert all(has_ended(kernel) for kernel in kernels)
    assert manifest(shop)["state"] == "interrupted"
    assert "made" not in states_of(shop, "month").values()
    write("tiny", "1")
    resumed = salesnb(shop, "run", "month", "--resume", *ON_CLUSTER)
    assert resumed.exit_code == 0, resumed.stderr
    assert [*states_of(shop, "month").values()] == ["made"] * 4


@pytest.mark.parametrize("lost", ["worker", "scheduler"])
def test_a_cluster_that_is_gone_ends_the_run_with_a_sentence(
    shop: Workspace, write, job, salesnb, monkeypatch: pytest.MonkeyPatch, lost: str
) -> None:
    write("tiny", "import time; time.sleep(120)")
    job("month", "tiny")
    monkeypatch.setattr("salesnb.reports.dispatch.cluster._GONE_SECONDS", 1.0)
    monkeypatch.setattr("salesnb.reports.dispatch.cluster._ASK_SECONDS", 0.5)
    monkeypatch.setattr("salesnb.reports.dispatch.sending._END_SECONDS", 1.0)
    with dask_cluster(1, environ=ORDINARY) as made, ThreadPoolExecutor(1) as beside:

        def lose() -> None:
            wait_for(lambda: kernels_of(made.workers[0]))
            made.workers[0].kill() if lost == "worker" else made.close()

        losing = beside.submit(lose)
        done = salesnb(shop, "run", "month", *DAY, *ON_CLUSTER)
        losing.result()
    assert done.exit_code == 3
    assert "all of its workers are gone" in done.stderr and "Traceback" not in done.stderr
    assert manifest(shop)["state"] == "interrupted"


def refused(shop: Workspace, salesnb) -> str:
    """Call a run on a cluster that must not begin; return what is said."""
    done = salesnb(shop, "run", "month", *DAY, *ON_CLUSTER)
    assert done.exit_code in (2, 3), done.stderr
    assert not shop.reports.exists() or not list(shop.reports.rglob("*.html"))
    assert RunState(shop.state).last("month") is None
    assert done.stderr.count("\n") == 1
    return done.stderr


@pytest.fixture
def planned(shop: Workspace, write, job) -> Workspace:
    """A workspace with a job of one tiny notebook."""
    write("tiny", "1")
    job("month", "tiny")
    return shop


def test_without_dask_the_extra_is_named(
    planned: Workspace, salesnb, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    assert 'pip install "salesnb[dask]"' in refused(planned, salesnb)


def test_no_cluster_is_started_where_none_is_named(planned: Workspace, salesnb) -> None:
    with dask.config.set({"scheduler-address": None}):
        assert "DASK_SCHEDULER_ADDRESS=tcp://HOST:8786" in refused(planned, salesnb)


@pytest.mark.parametrize("address", ["tcp://127.0.0.1:9", "nothing://of the kind"])
def test_a_scheduler_that_does_not_answer_is_told(
    planned: Workspace, salesnb, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    monkeypatch.setattr("salesnb.reports.dispatch.cluster._CONNECT_SECONDS", 1)
    with dask.config.set({"scheduler-address": address}):
        assert f"the Dask scheduler at {address} does not answer" in refused(planned, salesnb)


def test_a_cluster_without_workers_is_told(planned: Workspace, salesnb) -> None:
    with dask_cluster(0):
        assert "has no worker. Start some first" in refused(planned, salesnb)


@pytest.mark.parametrize(
    ("preload", "said"),
    [(NO_SALESNB, "salesnb is missing on the worker"), (OLDER, "has salesnb 0.0.9, Python 3.")],
    ids=["missing", "older"],
)
def test_a_worker_with_another_salesnb_is_told(
    planned: Workspace, salesnb, tmp_path: Path, preload: str, said: str
) -> None:
    (tmp_path / "before.py").write_text(preload)
    with dask_cluster(1, preload=str(tmp_path / "before.py")):
        assert said in refused(planned, salesnb)


def test_a_worker_that_does_not_see_the_workspace_is_told(
    two_workers: Cluster, tmp_path: Path
) -> None:
    with marked(tmp_path) as mark, cluster(mark) as way:
        assert way.places == 2
    unseen = Mark(tmp_path / "not shared" / "wanted-1-x", "x")
    with pytest.raises(ClusterError, match="does not see the folder"), cluster(unseen):
        pass


def test_a_backend_that_is_not_installed_is_told(
    planned: Workspace, salesnb, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "ray", None)
    done = salesnb(planned, "run", "month", *DAY, "--backend", "ray")
    assert done.exit_code == 2
    assert "--backend ray needs the package ray" in done.stderr
