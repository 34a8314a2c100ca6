"""A file in the shared workspace while a run wants reports: workers find it there, or stop."""

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil


@dataclass(frozen=True)
class Mark:
    """The file, and what only a worker that sees this very file can know."""

    path: Path
    token: str

    @property
    def is_there(self) -> bool:
        """Whether the run still wants reports.

        The file is opened and not only asked for, because a network file system remembers for a
        while which files there were. What else goes wrong there says nothing of the run.
        """
        try:
            return self.path.read_text(encoding="utf-8") == self.token
        except FileNotFoundError:
            return False
        except OSError:
            return True

    def remove(self) -> None:
        """Tell every worker that no report is wanted any more."""
        self.path.unlink(missing_ok=True)


@contextmanager
def marked(data: Path) -> Iterator[Mark]:
    """Yield a mark in a folder; those of runs that were killed go, and with them their kernels."""
    for left in data.glob("wanted-*"):
        if not psutil.pid_exists(int(left.name.split("-")[1])):
            left.unlink(missing_ok=True)
    token = secrets.token_hex(8)
    mark = Mark(data / f"wanted-{os.getpid()}-{token}", token)
    mark.path.write_text(token, encoding="utf-8")
    try:
        yield mark
    finally:
        mark.remove()
