"""joblib's way to Dask, such that one lost report neither ends nor hangs all the others.

joblib's own backend makes all work in this process where the cluster has one thread, waits for
ever for work whose workers were killed, and lets large arguments lie on one worker, with which
they are lost.
"""

import asyncio
from collections.abc import Callable
from concurrent.futures import CancelledError
from functools import partial
from typing import Any
from uuid import uuid4

from joblib.parallel import ParallelBackendBase

from salesnb.errors import ClusterError
from salesnb.labels import Sentence, say
from salesnb.reports.dispatch.at_worker import Answer

_AT_LEAST = 2  # of one place joblib would not ask the backend


class DaskBackend(ParallelBackendBase):  # type: ignore[misc]
    """Sends each call to the scheduler, which gives it to another worker if one is lost."""

    supports_retrieve_callback = True

    def __init__(self, client: Any, address: str) -> None:
        super().__init__()
        self._client, self._address = client, address
        self._futures: dict[str, Any] = {}

    def __str__(self) -> str:
        return "dask"

    def effective_n_jobs(self, n_jobs: int) -> int:
        """Return the threads of all workers; how many calls are under way, `pre_dispatch` says."""
        threads: dict[str, int] = self._client.nthreads()
        return max(_AT_LEAST, sum(threads.values()))

    def submit(self, func: Any, callback: Callable[[Any], None] | None = None) -> Any:
        """Send one call, whose first argument is its place."""
        ((function, arguments, _),) = func.items
        key = f"salesnb-report-{uuid4().hex}"
        future = self._client.submit(function, *arguments, key=key, pure=False)
        self._futures[key] = future
        if callback is not None:
            future.add_done_callback(partial(self._ended, callback, arguments[0]))
        return future

    def retrieve_result_callback(self, out: Any) -> Any:
        """Return the answer of a call, as joblib expects it of a batch."""
        if isinstance(out, Exception):  # there is no scheduler any more, and no way on
            raise out
        return [out]

    def abort_everything(self, ensure_ready: bool = True) -> None:
        """Take back what no worker has begun."""
        self._client.cancel([*self._futures.values()])

    def _ended(self, callback: Callable[[Any], None], place: int, future: Any) -> None:
        try:
            answer = future.result()
        except (CancelledError, asyncio.CancelledError):
            answer = ClusterError(say("err_cluster_gone", address=self._address))
        except Exception as error:
            answer = Answer(place, refused=_said(error))
        self._futures.pop(future.key, None)
        callback(answer)


def _said(error: Exception) -> Sentence:
    from distributed.scheduler import KilledWorker

    if isinstance(error, KilledWorker):
        return say("err_workers_killed", count=error.allowed_failures + 1)
    told = say("file_says", name=type(error).__name__, said=str(error).partition("\n")[0])
    return say("err_worker_fails_report", said=told)
