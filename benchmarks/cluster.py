"""The demo company's reports of all teams by one Dask worker, and by two, on this machine.

    python benchmarks/cluster.py [--runs 3] [--workspace DIR] [--wait SECONDS]

Four notebooks for every team, 32 reports. Planning them and writing the extracts is the
coordinator's own work and told apart. Workers have one thread, are processes of their own, and
have made one report before the clock starts. One worker and two take turns within a run. Beside
the seconds on the clock stand those of the processors that workers and kernels took: on idle
cores, two workers can be no sooner than half of these. Other work on the machine is told as its
share of all processors during a run; --wait puts a run off until there is little of it. The last
line is JSON.
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
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psutil

NOTEBOOKS = ("performance", "funnel", "scoring", "segmentation")
AT = datetime(2026, 11, 1, 8)
QUIET = 15  # per cent of all processors
_NULL = subprocess.DEVNULL


@dataclass(frozen=True)
class Run:
    """What one rendering took: seconds, processor seconds, and the share of other work."""

    seconds: float
    cpu: float
    others: float

    def __str__(self) -> str:
        return f"{self.seconds:.1f} s, processors {self.cpu:.1f} s, other work {self.others:.0%}"


def main() -> None:
    """Make the company, let both take turns, print medians and their ratio."""
    options = _options()
    with tempfile.TemporaryDirectory() as parent:
        folder = Path(options.workspace) if options.workspace else _company(Path(parent) / "demo")
        figures = _measured(folder, Path(parent) / "reports", options.runs, options.wait)
    for name, value in figures.items():
        print(f"{name:16} {value:8.2f}")
    print(json.dumps({name: round(value, 2) for name, value in figures.items()}))


def _measured(folder: Path, out: Path, runs: int, wait: float) -> dict[str, float]:
    from salesnb.reports.plan import plan_reports
    from salesnb.runs.handover import handed_over
    from salesnb.workspace import Workspace

    began = time.perf_counter()
    workspace = Workspace(folder)
    store = workspace.store.pinned()
    tasks = plan_reports(workspace, notebooks=NOTEBOOKS, every=["team"], out=out, store=store)
    found: dict[int, list[Run]] = {1: [], 2: []}
    with handed_over(workspace, store, tasks) as folders, _cluster(1) as one, _cluster(2) as two:
        prepared = time.perf_counter() - began
        for address, workers in (one, two):
            _render(address, workers, tasks[: len(workers)], folders, workspace, out)
        for _ in range(runs):
            _wait_for_quiet(wait)
            for address, workers in (one, two):
                took = _render(address, workers, tasks, folders, workspace, out)
                found[len(workers)].append(took)
                print(f"{len(workers)}: {took}", file=sys.stderr)
    return {"reports": len(tasks), "runs": runs, "prepare_seconds": prepared} | _figures(found)


def _figures(found: dict[int, list[Run]]) -> dict[str, float]:
    """Return the medians of both, and of the ratio of the two of each turn."""
    pairs = list(zip(found[1], found[2], strict=True))
    figures: dict[str, float] = {}
    for count, name in ((1, "one"), (2, "two")):
        figures[f"{name}_seconds"] = statistics.median(run.seconds for run in found[count])
        figures[f"{name}_cpu"] = statistics.median(run.cpu for run in found[count])
    figures["ratio"] = statistics.median(one.seconds / two.seconds for one, two in pairs)
    figures["ratio_least"] = min(one.seconds / two.seconds for one, two in pairs)
    figures["others_most"] = max(run.others for pair in pairs for run in pair)
    return figures


def _wait_for_quiet(seconds: float) -> None:
    give_up = time.monotonic() + seconds
    while time.monotonic() < give_up and psutil.cpu_percent(2) > QUIET:
        pass


def _render(
    address: str,
    workers: Sequence[psutil.Process],
    tasks: Sequence[Any],
    folders: Any,
    workspace: Any,
    out: Path,
) -> Run:
    """Return what a rendering took."""
    import dask

    from salesnb.reports.dispatch.backends import opened_backend
    from salesnb.reports.runner import render_reports

    with (
        dask.config.set({"scheduler-address": address}),
        opened_backend("dask", workspace.root / "data") as dispatch,
    ):
        before, began = (_cpu(workers), _own(), _busy()), time.perf_counter()
        outcomes = render_reports(
            tasks,
            workspace.settings,
            made_at=AT,
            snapshot=workspace.store.snapshot().name,
            folders=folders,
            failed_folder=out / "failed",
            dispatch=dispatch,
        )
        seconds = time.perf_counter() - began
        cpu, own, busy = (
            now - then for now, then in zip((_cpu(workers), _own(), _busy()), before, strict=True)
        )
    assert not [outcome.error for outcome in outcomes if outcome.error]
    return Run(seconds, cpu, max(0.0, busy - cpu - own) / seconds / (os.cpu_count() or 1))


def _own() -> float:
    """Return the processor seconds of this process: coordinator and scheduler."""
    return sum(psutil.Process().cpu_times()[:2])


def _busy() -> float:
    """Return the seconds in which the processors were busy with whatever it was."""
    times = psutil.cpu_times()
    return sum(times[:8]) - times.idle - getattr(times, "iowait", 0.0)


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
    parser.add_argument("--wait", type=float, default=0, help="at most, for idle processors")
    return parser.parse_args()


if __name__ == "__main__":
    main()
