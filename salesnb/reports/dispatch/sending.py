"""The coordinator's side: sends work through joblib, takes answers as they come, tells them here."""

import threading
from collections.abc import Callable, Sequence
from typing import Any, Protocol

from salesnb.errors import ClusterError, SalesnbError
from salesnb.labels import Sentence, say
from salesnb.reports.dispatch.at_worker import Answer, Seat, make_at_worker
from salesnb.reports.dispatch.mark import Mark
from salesnb.reports.making import LOOK_SECONDS, Work
from salesnb.reports.outcome import FailedCell, Outcome

_END_SECONDS = 15.0

OnDone = Callable[[Outcome], None]


class Way(Protocol):
    """A backend of joblib with what a run has to know of it.

    Attributes
    ----------
    backend : its name, or the backend itself.
    places : how many reports it makes at a time; None = joblib knows.
    """

    @property
    def backend(self) -> Any: ...

    @property
    def places(self) -> int | None: ...

    def check(self) -> None:
        """Raise a SalesnbError if no answer can come any more."""
        ...


class Dispatch:
    """The way to processes that see the same workspace.

    They make reports and put their files in place; all else is written where they were asked for.
    """

    def __init__(self, way: Way, mark: Mark) -> None:
        self._way, self._mark = way, mark

    @property
    def places(self) -> int | None:
        """How many reports are made at a time; None = joblib knows."""
        return self._way.places

    def make(self, works: Sequence[Work], jobs: int | None, on_done: OnDone) -> list[Outcome]:
        """Have reports made and return what became of each, in their order.

        Interrupted, it calls back what is on its way, calls `on_done` for what has ended by then
        or within some seconds, and raises again.

        Parameters
        ----------
        jobs : how many at a time; None = as many as there are places.
        on_done : called in this thread after each report.
        """
        outcomes: dict[int, Outcome] = {}
        sending = _Sending(self._way, works, jobs, self._mark)
        sending.start()
        told = 0
        try:
            while not sending.is_over(told):
                for answer in sending.arrived[told:]:
                    outcomes[answer.place] = self._outcome(works[answer.place], answer)
                    on_done(outcomes[answer.place])
                    told += 1  # only now: stopped before, it is told below
                self._way.check()
        except BaseException:
            self._mark.remove()
            sending.stop()
            for answer in sending.arrived[told:]:
                if answer.outcome is not None:
                    on_done(answer.outcome)
            raise
        return [outcomes[place] for place in range(len(works))]

    def _outcome(self, work: Work, answer: Answer) -> Outcome:
        """Return what became of a report; of one that was not begun, why."""
        if answer.outcome is not None:
            return answer.outcome
        folder = self._mark.path.parent
        unseen = say("err_worker_folder", workers=answer.worker, folder=folder)
        return _failed(work, answer.refused or unseen)


def _failed(work: Work, said: Sentence) -> Outcome:
    text = said.text(work.task.lang)
    return Outcome(work.task, 0.0, error=text, state="failed", failed=FailedCell(None, text))


class _Sending(threading.Thread):
    """Sends the work and collects the answers, so that the other thread can be interrupted.

    Attributes
    ----------
    arrived : the answers, in the order in which they came.
    """

    def __init__(self, way: Way, works: Sequence[Work], jobs: int | None, mark: Mark) -> None:
        super().__init__(daemon=True)
        self.arrived: list[Answer] = []
        self._way, self._works, self._jobs, self._mark = way, works, jobs, mark
        self._news, self._ended = threading.Event(), threading.Event()
        self._error: Exception | None = None
        self._is_stopped = False

    def run(self) -> None:
        """Send everything; end when all of it has come back."""
        try:
            self._send()
        except Exception as error:
            self._error = error
        finally:
            self._ended.set()
            self._news.set()

    def is_over(self, told: int) -> bool:
        """Wait a moment for news; return whether all answers have come and been told.

        Raises
        ------
        SalesnbError
            The sending itself has failed.
        """
        self._news.wait(LOOK_SECONDS)
        self._news.clear()
        if self._error is not None and told == len(self.arrived):
            if isinstance(self._error, SalesnbError):
                raise self._error
            told_by = say("file_says", name=type(self._error).__name__, said=self._error)
            raise ClusterError(say("err_backend", backend=self._way.backend, said=told_by))
        return told == len(self._works)

    def stop(self) -> None:
        """Send no more; wait until nothing is on its way, but not for ever."""
        self._is_stopped = True
        self._ended.wait(_END_SECONDS)

    def _send(self) -> None:
        from joblib import Parallel, delayed, parallel_config
        from joblib.parallel import get_active_backend

        here = Seat.here()
        with parallel_config(backend=self._way.backend):
            backend, _ = get_active_backend()
            one_by_one = backend.supports_return_generator  # else all of them come at the end
            answers = Parallel(
                n_jobs=self._jobs or -1,
                batch_size=1,
                pre_dispatch=self._jobs or "all",
                return_as="generator_unordered" if one_by_one else "list",
            )(
                delayed(make_at_worker)(place, work, self._mark, here)
                for place, work in enumerate(self._works)
                if not self._is_stopped
            )
            for answer in answers:
                self.arrived.append(answer)
                self._news.set()
