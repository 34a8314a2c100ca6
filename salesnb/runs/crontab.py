"""The user's crontab: read, and set."""

import shutil
import subprocess

from salesnb.errors import UsageError
from salesnb.labels import say


def read_crontab() -> str:
    """Return the user's crontab; empty where there is none.

    Raises
    ------
    UsageError
        There is no cron on this machine.
    """
    done = subprocess.run([_program(), "-l"], capture_output=True, text=True, check=False)
    return done.stdout if done.returncode == 0 else ""


def set_crontab(text: str) -> None:
    """Replace the user's crontab.

    Raises
    ------
    UsageError
        cron refuses it; what it says is told.
    """
    words = [_program(), "-"]
    done = subprocess.run(words, input=text, capture_output=True, text=True, check=False)
    if done.returncode:
        raise UsageError(say("err_crontab", told=done.stderr.strip()))


def _program() -> str:
    found = shutil.which("crontab")
    if found is None:
        raise UsageError(say("err_no_cron"))
    return found
