"""The demo company's reports of all teams by one Dask worker, and by two, on this machine.

    python benchmarks/cluster.py [--runs 3] [--workspace DIR] [--kernels ordinary]

Two notebooks for every team, 16 reports. Planning them and writing the extracts is the
coordinator's own work and told apart. Workers have one thread, are processes of their own, and
have made one report before the clock starts. One worker and two take turns within a run. Beside
the seconds on the clock stand those of the processors that workers and kernels took: on idle
cores, two workers can be no sooner than half of these. The last line is JSON.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psutil

NOTEBOOKS = ("performance", "funnel")
AT = datetime(2026, 11, 1, 8)
_NULL = subprocess.DEVNULL


def main() -> None:
    """Make the company, let both take turns, print medians and their ratio."""
    options = _options()
    if options.kernels:
        os.environ["SALESNB_KERNELS"] = options.kernels
    with tempfile.TemporaryDirectory() as parent:
        folder = Path(options.workspace) if options.workspace else _company(Path(parent) / "demo")
        figures = _measured(folder, Path(parent) / "reports", options.runs)
    for name, value in figures.items():
        print(f"{name:16} {value:8.2f}")
    print(json.dumps({name: round(value, 2) for name, value in figures.items()}))


def _measured(folder: Path, out: Path, runs: int) -> dict[str, float]:
    from salesnb.reports.plan import plan_reports
    from salesnb.runs.handover import handed_over
    from salesnb.workspace import Workspace

    began = time.perf_counter()
    workspace = Workspace(folder)
    store = workspace.store.pinned()
    tasks = plan_reports(workspace, notebooks=NOTEBOOKS, every=["team"], out=out, store=store)
    found: dict[int, list[tuple[float, float]]] = {1: [], 2: []}
    loads = [os.getloadavg()[0]]
    with handed_over(workspace, store, tasks) as folders, _cluster(1) as one, _cluster(2) as two:
        prepared = time.perf_counter() - began
        for address, workers in (one, two):
            _render(address, workers, tasks[: len(workers)], folders, workspace, out)
        for _ in range(runs):
            for address, workers in (one, two):
                took = _render(address, workers, tasks, folders, workspace, out)
                found[len(workers)].append(took)
                loads.append(os.getloadavg()[0])
                told = f"{len(workers)}: {took[0]:.1f} s, processors {took[1]:.1f} s"
                print(f"{told}, load {loads[-1]:.1f}", file=sys.stderr)
    seconds = {count: statistics.median(each[0] for each in found[count]) for count in found}
    cpu = {count: statistics.median(each[1] for each in found[count]) for count in found}
    return {
        "reports": len(tasks),
        "runs": runs,
        "prepare_seconds": prepared,
        "one_seconds": seconds[1],
        "two_seconds": seconds[2],
        "ratio": seconds[1] / seconds[2],
        "ratio_least": min(a[0] / b[0] for a, b in zip(found[1], found[2], strict=True)),
        "one_cpu": cpu[1],
        "two_cpu": cpu[2],
        "load_first": loads[0],
        "load_most": max(loads),
    }


def _render(
    address: str,
    workers: Sequence[psutil.Process],
    tasks: Sequence[Any],
    folders: Any,
    workspace: Any,
    out: Path,
) -> tuple[float, float]:
    """Return how long a rendering took, on the clock and on the processors."""
    import dask

    from salesnb.reports.dispatch.backends import opened_backend
    from salesnb.reports.runner import render_reports

    with (
        dask.config.set({"scheduler-address": address}),
        opened_backend("dask", workspace.root / "data") as dispatch,
    ):
        used, began = _cpu(workers), time.perf_counter()
        outcomes = render_reports(
            tasks,
            workspace.settings,
            made_at=AT,
            snapshot=workspace.store.snapshot().name,
            folders=folders,
            failed_folder=out / "failed",
            dispatch=dispatch,
        )
        seconds, used = time.perf_counter() - began, _cpu(workers) - used
    assert not [outcome.error for outcome in outcomes if outcome.error]
    return seconds, used


@contextmanager
def _cluster(count: int) -> Iterator[tuple[str, list[psutil.Process]]]:
    """Yield a scheduler's address and the processes of its workers."""
    from distributed import Client, LocalCluster

    closed = {"dashboard": False, "dashboard_address": "127.0.0.1:0"}
    with LocalCluster(
        n_workers=0, host="127.0.0.1", silence_logs=50, scheduler_kwargs=closed
    ) as scheduler:
        address = scheduler.scheduler_address
        line = [sys.executable, "-m", "distributed.cli.dask_worker", address, "--no-nanny"]
        line += ["--nthreads", "1", "--no-dashboard", "--host", "127.0.0.1"]
        workers = [
            subprocess.Popen(line, start_new_session=True, stdout=_NULL, stderr=_NULL)
            for _ in range(count)
        ]
        try:
            with Client(address, set_as_default=False) as client:
                client.wait_for_workers(count, timeout=60)
            yield address, [psutil.Process(worker.pid) for worker in workers]
        finally:
            for worker in workers:
                worker.kill()
                worker.wait()


def _cpu(workers: Sequence[psutil.Process]) -> float:
    """Return the processor seconds of workers, their servers of kernels, and all kernels so far."""
    total = 0.0
    for worker in workers:
        for process in (worker, *worker.children(recursive=True)):
            with suppress(psutil.NoSuchProcess):
                total += sum(process.cpu_times()[:4])  # with those of children that have ended
    return total


def _company(folder: Path) -> Path:
    from salesnb.jobs import import_demo, prepare_demo

    now = datetime.now(UTC)
    workspace, last_day = prepare_demo(folder, "en", None, now)
    import_demo(workspace, last_day, scale=1, at=workspace.local_time(now))
    return folder


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--workspace", default="", help="instead of a company made for this")
    parser.add_argument("--kernels", default="", help="SALESNB_KERNELS of the workers")
    return parser.parse_args()


if __name__ == "__main__":
    main()
