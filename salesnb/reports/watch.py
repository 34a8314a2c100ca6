"""A kernel under watch: ended when it takes too long, takes too much memory, or is not wanted."""

import time
from contextlib import suppress
from typing import Literal

import psutil

from salesnb.settings import Limits

Ended = Literal["", "too_long", "too_big", "stopped"]


class Watch:
    """One attempt at a report, looked at from the thread that started it.

    Attributes
    ----------
    ended : why its kernel was ended; empty = it was not.
    """

    def __init__(self, limits: Limits) -> None:
        self.ended: Ended = ""
        self._limits = limits
        self._began = time.monotonic()
        self._kernel: psutil.Process | None = None

    @property
    def seconds(self) -> float:
        """How long the attempt has taken, without the wait for the warm kernels' server."""
        return time.monotonic() - self._began

    def kernel_started(self, pid: int | None, since: float | None = None) -> None:
        """Take note of the kernel's process; one that is not wanted any more ends at once.

        Parameters
        ----------
        since : when kernels could first be had (monotonic); to have waited for that is no part of
            the attempt, because only the first reports of a rendering do.
        """
        if since is not None:
            self._began = max(self._began, since)
        with suppress(psutil.Error):
            self._kernel = None if pid is None else psutil.Process(pid)
        if self.ended:
            self.end(self.ended)

    def kernel_gone(self) -> None:
        """Forget the process: its number may soon be another one's."""
        self._kernel = None

    def look(self) -> None:
        """End the kernel if it is beyond its limits."""
        if self.ended:
            return
        if self.seconds > self._limits.seconds:
            self.end("too_long")
        elif self._memory() > self._limits.memory_mb * 2**20:
            self.end("too_big")

    def end(self, why: Ended) -> None:
        """End the kernel and every process that it started."""
        self.ended = why
        for process in self._family():
            with suppress(psutil.Error):
                process.kill()

    def _memory(self) -> int:
        total = 0
        for process in self._family():
            with suppress(psutil.Error):
                total += process.memory_info().rss
        return total

    def _family(self) -> list[psutil.Process]:
        kernel = self._kernel
        if kernel is None:
            return []
        with suppress(psutil.Error):
            return [*kernel.children(recursive=True), kernel]
        return [kernel]
