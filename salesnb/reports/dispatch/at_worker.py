"""What a worker does: makes one report with a kernel of its own, and says where it stands."""

import os
import platform
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from importlib import import_module

from salesnb import __version__
from salesnb.labels import Sentence, say
from salesnb.reports.dispatch.mark import Mark
from salesnb.reports.kernels import warm_kernels
from salesnb.reports.making import LOOK_SECONDS, Running, Work, make_report, quiet
from salesnb.reports.outcome import Outcome
from salesnb.reports.warm.client import is_fork_server_lost, stop_fork_server

_IDLE_SECONDS = 120.0


@dataclass(frozen=True)
class Seat:
    """What a process that makes reports must have in common with the one that asks for them."""

    salesnb: str
    python: str

    @classmethod
    def here(cls) -> "Seat":
        """Return that of this process."""
        return cls(__version__, ".".join(platform.python_version_tuple()[:2]))

    def __str__(self) -> str:
        return f"salesnb {self.salesnb}, Python {self.python}"


@dataclass(frozen=True)
class Answer:
    """What came back of one piece of work.

    Attributes
    ----------
    place : which one it was.
    outcome : what became of the report; None = it was not begun, because the worker saw no mark.
    worker : the machine.
    refused : why it could not be made at all.
    """

    place: int
    outcome: Outcome | None = None
    worker: str = ""
    refused: Sentence | None = None


def look_around(mark: Mark) -> tuple[Seat, bool]:
    """Return what this worker is, and whether it sees the run's workspace and may write there.

    If it does, it gets ready for reports, while extracts are written elsewhere.
    """
    fits = mark.path.exists() and mark.is_there and os.access(mark.path, os.W_OK)
    if fits:
        threading.Thread(target=_get_ready, daemon=True).start()
    return Seat.here(), fits


def _get_ready() -> None:
    quiet()
    with _kept_warm():
        import_module("salesnb.reports.engine")


def make_at_worker(place: int, work: Work, mark: Mark, asking: Seat) -> Answer:
    """Make one report, unless nobody wants it any more; end its kernel where that comes later."""
    here, worker = Seat.here(), platform.node()
    if here != asking:
        said = say("err_worker_other", workers=worker, has=here, here=asking)
        return Answer(place, worker=worker, refused=said)
    if not mark.is_there:
        return Answer(place, worker=worker)
    quiet()
    running, over = Running(), threading.Event()
    looking = threading.Thread(target=_look, args=(running, over, mark), daemon=True)
    looking.start()
    try:
        with _kept_warm():
            return Answer(place, make_report(work, running), worker)
    finally:
        over.set()
        looking.join()


def _look(running: Running, over: threading.Event, mark: Mark) -> None:
    """Look at the kernel until its report is over, and whether the report is wanted still."""
    while not over.wait(LOOK_SECONDS):
        running.look()
        if not mark.is_there:
            running.stop()


@contextmanager
def _kept_warm() -> Iterator[None]:
    """Have the warm kernels' server at hand; it stays a while for the next report."""
    _warmth.enter()
    try:
        yield
    finally:
        _warmth.leave()


class _Warmth:
    """The warm kernels' server of this worker, and how many reports use it just now."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._stack: ExitStack | None = None
        self._users = 0
        self._timer: threading.Timer | None = None

    def enter(self) -> None:
        with self._lock:
            self._users += 1
            if self._timer is not None:
                self._timer.cancel()
            if self._users == 1 and is_fork_server_lost():
                stop_fork_server()
            if self._stack is None:
                self._stack = ExitStack()
                self._stack.enter_context(warm_kernels())

    def leave(self) -> None:
        with self._lock:
            self._users -= 1
            if not self._users:
                self._timer = threading.Timer(_IDLE_SECONDS, self._cool)
                self._timer.daemon = True
                self._timer.start()

    def _cool(self) -> None:
        with self._lock:
            if not self._users and self._stack is not None:
                self._stack.close()
                self._stack = None


_warmth = _Warmth()
