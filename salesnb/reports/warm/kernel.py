"""A forked process becomes an ordinary kernel: own session, folder, environment and luck."""

import ctypes
import json
import os
import random
import signal
import sys
import time
from contextlib import suppress
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

_PR_SET_PDEATHSIG = 1


@dataclass(frozen=True)
class Request:
    """What a kernel was asked for.

    Attributes
    ----------
    argv : the arguments for ipykernel.
    parent : the process whose end ends this one.
    """

    argv: list[str]
    parent: int


def settle(parent: int, line: int, stdout: int, stderr: int) -> Request:
    """Leave everything of the server behind and take on what was asked for.

    Parameters
    ----------
    line : the socket with the request: environment, folder, arguments.
    stdout, stderr : where the process writes what is not caught by the kernel.
    """
    os.setsid()
    signal.set_wakeup_fd(-1)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    with open(line, "rb") as request:
        wanted = json.loads(request.readline())
    os.dup2(stdout, 1)
    os.dup2(stderr, 2)
    for file in [int(path.name) for path in Path("/dev/fd").iterdir()]:
        if file > 2:
            with suppress(OSError):  # that of the list itself
                os.close(file)
    os.environ.clear()
    os.environ.update(wanted["env"])
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    os.environ["JPY_PARENT_PID"] = str(parent)
    time.tzset()
    os.chdir(wanted["cwd"])
    return Request(wanted["argv"], parent)


def run_kernel(request: Request) -> None:
    """Run the kernel until it is told to end."""
    from ipykernel.kernelapp import IPKernelApp

    random.seed()
    sys.modules["numpy"].random.seed()
    sys.argv = [import_module("ipykernel_launcher").__file__ or "", *request.argv]
    app: Any = IPKernelApp.instance(parent_handle=request.parent)
    app.initialize(request.argv)
    _use_backend()
    app.start()


def _use_backend() -> None:
    """Do what matplotlib does with MPLBACKEND when it is imported, which was before the fork.

    ipykernel names the inline backend there only now; without it every figure would be lost.
    """
    if backend := os.environ.get("MPLBACKEND"):
        sys.modules["matplotlib"].rcParams["backend"] = backend


def end_with(parent: int) -> None:
    """End this process with another, its parent; at once if that has ended already."""
    with suppress(AttributeError, OSError):  # Linux; elsewhere ipykernel looks every second
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(1)
