"""One runner at a time on a workspace; a killed one holds nothing."""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from filelock import FileLock, Timeout

from salesnb.errors import BusyError
from salesnb.labels import Sentence, say


@contextmanager
def only_runner(data: Path, name: str, since: datetime, wait_minutes: int = 0) -> Iterator[None]:
    """Hold the workspace's runner lock, which the system releases when the process ends.

    Parameters
    ----------
    data : the workspace's data folder.
    name : what is run, for whoever is refused meanwhile.
    since : the time, for the same.
    wait_minutes : how long to wait for another runner to end.

    Raises
    ------
    BusyError
        Another process holds it; the message names what it runs, its number and since when.
    """
    data.mkdir(parents=True, exist_ok=True)
    lock, told = FileLock(data / "run.lock", timeout=60 * wait_minutes), data / "run.json"
    try:
        lock.acquire()
    except Timeout:
        raise BusyError(_who(told)) from None
    try:
        values = {"name": name, "pid": os.getpid(), "since": f"{since:%Y-%m-%d %H:%M:%S}"}
        told.write_text(json.dumps(values, ensure_ascii=False), encoding="utf-8")
        yield
    finally:
        told.unlink(missing_ok=True)
        lock.release()


def _who(told: Path) -> Sentence:
    try:
        return say("err_busy", **json.loads(told.read_text(encoding="utf-8")))
    except (OSError, ValueError):  # it has only just begun
        return say("err_busy", name="?", pid="?", since="?")
