"""A Dask cluster on this machine: a scheduler in this process, each worker a process of its own.

The workers have no nanny, so that one that is killed stays dead.
"""

import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import dask
import psutil
from distributed import LocalCluster

from tests.processes import ROOT


class Cluster:
    """A scheduler and the workers that were started for it."""

    def __init__(self, scheduler: LocalCluster) -> None:
        self._scheduler = scheduler
        self.address = str(scheduler.scheduler_address)
        self.workers: list[psutil.Popen] = []

    def start(
        self, count: int, environ: Mapping[str, str] | None = None, preload: str = ""
    ) -> None:
        """Start workers of one thread each; `preload` is Python that they run first."""
        before = [f"--preload={preload}"] if preload else []
        line = [sys.executable, "-m", "distributed.cli.dask_worker", self.address, "--no-nanny"]
        line += ["--nthreads", "1", "--no-dashboard", "--host", "127.0.0.1", *before]
        paths = [str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])]
        # What CI says to the tests themselves is nothing for a worker.
        here = {k: v for k, v in os.environ.items() if not k.startswith("SALESNB_REQUIRE_")}
        own = {**here, "PYTHONPATH": os.pathsep.join(paths), **(environ or {})}
        own.pop("DASK_SCHEDULER_ADDRESS", None)
        known = len(self._scheduler.scheduler.workers)
        self.workers += [
            psutil.Popen(
                line, env=own, cwd="/", stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
            )
            for _ in range(count)
        ]
        _wait(lambda: len(self._scheduler.scheduler.workers) == known + count)

    def close(self) -> None:
        """End the scheduler."""
        self._scheduler.close()

    def stop(self) -> None:
        """End the workers."""
        for worker in self.workers:
            worker.kill()
            worker.wait()


@contextmanager
def dask_cluster(count: int, **options: Any) -> Iterator[Cluster]:
    """Yield a cluster with workers, which `--backend dask` in this process and its children uses."""
    closed = {"dashboard": False, "dashboard_address": "127.0.0.1:0"}
    with LocalCluster(
        n_workers=0, host="127.0.0.1", silence_logs=50, scheduler_kwargs=closed
    ) as scheduler:
        cluster = Cluster(scheduler)
        try:
            if count:
                cluster.start(count, **options)
            with dask.config.set({"scheduler-address": cluster.address}):
                yield cluster
        finally:
            cluster.stop()


def _wait(until: Any, seconds: float = 60) -> None:
    give_up = time.monotonic() + seconds
    while not until():
        assert time.monotonic() < give_up, "not within a minute"
        time.sleep(0.05)
