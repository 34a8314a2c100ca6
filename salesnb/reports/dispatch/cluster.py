"""A Dask cluster that is there already: reached, and looked at before anything is sent to it."""

import logging
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from salesnb.errors import ClusterError, UsageError
from salesnb.labels import Sentence, listed, say
from salesnb.reports.dispatch.at_worker import Seat, look_around
from salesnb.reports.dispatch.mark import Mark

_CONNECT_SECONDS = 10
_GONE_SECONDS = 60.0
_ASK_SECONDS = 5.0
_NAMED = 3  # workers in a sentence


class ClusterWay:
    """The way through a scheduler to its workers.

    Attributes
    ----------
    backend : what joblib is given.
    places : the threads of all workers.
    """

    def __init__(self, client: Any, address: str) -> None:
        from salesnb.reports.dispatch.dask_backend import DaskBackend

        self._client, self._address = client, address
        self.backend: Any = DaskBackend(client, address)
        self.places: int | None = sum(client.nthreads().values())
        self._seen = self._asked = time.monotonic()

    def check(self) -> None:
        """Raise if scheduler or workers have been gone for so long that nobody will answer."""
        now = time.monotonic()
        if now - self._asked < _ASK_SECONDS:
            return
        self._asked = now
        if self._has_workers():
            self._seen = time.monotonic()
        elif now - self._seen > _GONE_SECONDS:
            raise ClusterError(say("err_cluster_gone", address=self._address))

    def _has_workers(self) -> bool:
        try:
            return self._client.status == "running" and bool(self._client.nthreads())
        except OSError:  # the line broke just now
            return False


@contextmanager
def cluster(mark: Mark) -> Iterator[ClusterWay]:
    """Yield the way to the cluster that Dask's own settings name.

    Raises
    ------
    UsageError
        Dask is not installed, or no scheduler is named.
    ClusterError
        The cluster is not reached, has no worker, or one that could not make our reports.
    """
    try:
        import dask
        from distributed import Client
    except ImportError as error:
        raise UsageError(say("err_no_dask")) from error
    address = dask.config.get("scheduler-address", None)
    if not address:
        raise UsageError(say("err_no_scheduler"))
    with _silent():
        try:
            client = Client(address, timeout=_CONNECT_SECONDS, set_as_default=False, name="salesnb")
        except (OSError, ValueError, TypeError) as error:
            raise ClusterError(say("err_scheduler_away", address=address)) from error
        with client:
            _check_workers(client, mark, address)
            yield ClusterWay(client, address)


def _check_workers(client: Any, mark: Mark, address: str) -> None:
    seen: Mapping[str, Any] = client.run(look_around, mark, on_error="return")
    if not seen:
        raise ClusterError(say("err_no_workers", address=address))
    here = Seat.here()
    lacking = [name for name, found in seen.items() if _is_missing(found)]
    _refuse(lacking, lambda workers: say("err_worker_lacks", workers=workers, here=here))
    for name, found in seen.items():
        if isinstance(found, Exception):
            told = say("file_says", name=type(found).__name__, said=found)
            raise ClusterError(say("err_worker_fails", workers=name, said=told))
    others = [name for name, (seat, _) in seen.items() if seat != here]
    if others:
        has = seen[others[0]][0]
        _refuse(others, lambda named: say("err_worker_other", workers=named, has=has, here=here))
    blind = [name for name, (_, is_shared) in seen.items() if not is_shared]
    folder = mark.path.parent
    _refuse(blind, lambda named: say("err_worker_folder", workers=named, folder=folder))


def _is_missing(found: Any) -> bool:
    """Return whether a worker could not import what looks around; Dask may tell it as text only."""
    return isinstance(found, Exception) and "No module named 'salesnb" in str(found)


def _refuse(workers: list[str], sentence: Callable[[Sentence | str], Sentence]) -> None:
    if workers:
        named = listed(sorted(workers)[:_NAMED])
        raise ClusterError(sentence(named))


@contextmanager
def _silent() -> Iterator[None]:
    """Keep Dask's own log off the terminal: what matters of it is said in sentences."""
    logger = logging.getLogger("distributed")
    kept = {each: each.level for each in (logger, *_children(logger))}
    for each in kept:
        each.setLevel(logging.CRITICAL + 1)
    try:
        yield
    finally:
        for each, level in kept.items():
            each.setLevel(level)


def _children(logger: logging.Logger) -> list[logging.Logger]:
    found = logging.Logger.manager.loggerDict.items()
    prefix = f"{logger.name}."
    return [
        each for name, each in found if name.startswith(prefix) and isinstance(each, logging.Logger)
    ]
