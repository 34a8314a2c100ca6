"""Where reports are made: threads of this process, a Dask cluster, or another backend of joblib."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

from salesnb.errors import UsageError
from salesnb.labels import say
from salesnb.reports.dispatch.cluster import cluster
from salesnb.reports.dispatch.mark import marked
from salesnb.reports.dispatch.names import REGISTERED, THREADS
from salesnb.reports.dispatch.sending import Dispatch


@dataclass(frozen=True)
class _NamedWay:
    """A backend that joblib knows by name, and of which no more is known here."""

    backend: str
    places: int | None = None

    def check(self) -> None:
        """Trust joblib."""


@contextmanager
def opened_backend(name: str, data: Path) -> Iterator[Dispatch | None]:
    """Yield the way to where reports are made; None = threads of this process.

    Parameters
    ----------
    name : of BACKENDS, or one that is registered with joblib.
    data : a folder of the workspace that the workers have to see, too.

    Raises
    ------
    UsageError, ClusterError
        See `cluster`; or what the backend stands on is not installed.
    """
    if name == THREADS:
        yield None
        return
    with marked(data) as mark:
        if name == "dask":
            with cluster(mark) as way:
                yield Dispatch(way, mark)
            return
        if name in REGISTERED:
            _register(name)
        yield Dispatch(_NamedWay(name), mark)


def _register(name: str) -> None:
    module, function = REGISTERED[name]
    try:
        getattr(import_module(module), function)()
    except ImportError as error:
        package = module.partition(".")[0]
        raise UsageError(say("err_no_backend", backend=name, package=package)) from error
