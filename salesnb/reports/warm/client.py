"""The near end of the fork server: starts it, asks it for kernels, ends it.

Other people's papermill may import this, so it imports nothing but the standard library.
"""

import contextlib
import json
import os
import select
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from typing import Any

_START_SECONDS = 60
_END_SECONDS = 5
_LAUNCHERS = (["-m", "ipykernel_launcher"], ["-Xfrozen_modules=off", "-m", "ipykernel_launcher"])
# What the interpreter and its libraries read once, when they start: a kernel for which one of
# these differs from what the server was started with must start of its own.
_READ_AT_START = (
    *("PYTHON", "LD_", "DYLD_", "LC_", "MPLCONFIG", "PYDEVD_", "DEBUGPY_"),
    *("ARROW_", "OPENBLAS_", "MKL_"),
)
_READ_AT_START_TOO = {"LANG", "LANGUAGE", "HOME", "MATPLOTLIBRC"}
# A process with threads cannot be forked safely.
_ONE_THREAD = {
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "JE_ARROW_MALLOC_CONF": "background_thread:false",
}


class NoWarmKernelError(Exception):
    """This kernel cannot be forked; an ordinary one can take its place.

    Attributes
    ----------
    why, values : the label that says why, and its placeholders.
    """

    def __init__(self, why: str, **values: object) -> None:
        super().__init__(why, values)
        self.why, self.values = why, values


class WarmKernel:
    """A forked kernel, with what jupyter_client uses of `subprocess.Popen`.

    Attributes
    ----------
    returncode : None while it runs; minus the signal that ended it.
    warm_since : when its server had all its imports done, on the monotonic clock.
    """

    stdin = stdout = stderr = None

    def __init__(self, pid: int, line: socket.socket, warm_since: float) -> None:
        self.pid, self.warm_since = pid, warm_since
        self.returncode: int | None = None
        self._line = line
        self._line.settimeout(None)

    def poll(self) -> int | None:
        """Return how the kernel ended, None while it runs."""
        return self._ended(0)

    def wait(self, timeout: float | None = None) -> int | None:
        """Wait until the kernel has ended and return how."""
        return self._ended(timeout)

    def send_signal(self, signum: int) -> None:
        """Send a signal to the kernel, if it runs."""
        if self.poll() is None:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.pid, signum)

    def terminate(self) -> None:
        """Ask the kernel to end."""
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        """End the kernel."""
        self.send_signal(signal.SIGKILL)

    def _ended(self, timeout: float | None) -> int | None:
        if self.returncode is None and select.select([self._line], [], [], timeout)[0]:
            with contextlib.suppress(OSError, ValueError):
                self.returncode = json.loads(self._line.recv(4096))["ended"]
            if self.returncode is None:  # the server has ended, and its kernels with it
                self.returncode = -signal.SIGKILL
            self._line.close()
        return self.returncode


class ForkServer:
    """A process with everything imported, which ends when this one does.

    Returns at once; the first kernel is there when the imports are done.
    """

    def __init__(self) -> None:
        self._environ = _read_at_start(os.environ)
        self._ready_at: float | None = None
        environ = {**os.environ, **_ONE_THREAD}
        environ.pop("MPLBACKEND", None)  # each kernel's own choice
        self._control, far = socket.socketpair()
        with far:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "salesnb.reports.warm.server"],
                stdin=far.fileno(),
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                env=environ,
                cwd="/",
                start_new_session=True,  # Ctrl-C in the terminal is for the runner alone
            )
        self.pid = self._process.pid

    @property
    def is_lost(self) -> bool:
        """Whether the server has ended, by itself or by somebody."""
        return self._process.poll() is not None

    def launch(
        self, cmd: Sequence[str], env: Mapping[str, str], cwd: str, stdout: int, stderr: int
    ) -> WarmKernel:
        """Return a new kernel.

        Parameters
        ----------
        cmd, env, cwd : as they are given to `subprocess.Popen`.
        stdout, stderr : open files of this process.

        Raises
        ------
        NoWarmKernelError
            It needs a process of its own from the beginning, or the server has failed.
        """
        self._check(cmd, env, cwd)
        wanted = {"argv": _arguments(cmd), "env": dict(env), "cwd": cwd}
        near, far = socket.socketpair()
        near.settimeout(_START_SECONDS)
        try:
            with far:
                socket.send_fds(self._control, [b"k"], [far.fileno(), stdout, stderr])
            answer = json.loads(_read_line(near))
            self._ready_at = self._ready_at or time.monotonic()
            if "pid" in answer:
                near.sendall(json.dumps(wanted).encode() + b"\n")
        except (OSError, ValueError) as error:
            near.close()
            self.stop()
            raise NoWarmKernelError("kernels_lost") from error
        if "why" in answer:
            near.close()
            raise NoWarmKernelError(answer.pop("why"), **answer)
        return WarmKernel(answer["pid"], near, self._ready_at)

    def stop(self) -> None:
        """End the server and the kernels that it still has."""
        self._control.close()
        try:
            self._process.wait(_END_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def _check(self, cmd: Sequence[str], env: Mapping[str, str], cwd: str) -> None:
        if list(cmd[:1]) != [sys.executable] or not _arguments(cmd):
            raise NoWarmKernelError("kernels_other")
        mine, own = self._environ, _read_at_start(env)
        for name in sorted(mine.keys() | own.keys()):
            if mine.get(name) != own.get(name):
                raise NoWarmKernelError("kernels_environment", name=name)
        if env.get("OMP_NUM_THREADS", "1") != "1":
            raise NoWarmKernelError("kernels_environment", name="OMP_NUM_THREADS")
        if os.path.exists(os.path.join(cwd, "matplotlibrc")):  # noqa: PTH110, PTH118
            raise NoWarmKernelError("kernels_environment", name="matplotlibrc")


_lock = threading.Lock()
_servers: list[ForkServer] = []


def fork_server() -> ForkServer:
    """Return this process's server, started when it is first asked for.

    Raises
    ------
    NoWarmKernelError
        This system cannot fork, or the server cannot be started.
    """
    with _lock:
        if not _servers:
            # macOS has fork, but its system libraries may fail in a child that starts nothing new.
            if not hasattr(os, "fork") or sys.platform == "darwin":
                raise NoWarmKernelError("kernels_no_fork")
            try:
                _servers.append(ForkServer())
            except OSError as error:
                raise NoWarmKernelError("kernels_failed", said=error) from error
        return _servers[0]


def stop_fork_server() -> None:
    """End this process's server, if there is one."""
    with _lock:
        while _servers:
            _servers.pop().stop()


def is_fork_server_lost() -> bool:
    """Return whether this process's server has ended without being asked to."""
    return any(server.is_lost for server in _servers)


def _arguments(cmd: Sequence[str]) -> list[str]:
    """Return what an ordinary kernel's command gives to ipykernel; empty for another command."""
    for launcher in _LAUNCHERS:
        if list(cmd[1 : 1 + len(launcher)]) == launcher:
            return list(cmd[1 + len(launcher) :])
    return []


def _read_at_start(environ: Mapping[str, str]) -> dict[str, str]:
    return {
        name: value
        for name, value in environ.items()
        if name.startswith(_READ_AT_START) or name in _READ_AT_START_TOO
    }


def _read_line(line: socket.socket) -> bytes:
    got = b""
    while not got.endswith(b"\n"):
        part = line.recv(4096)
        if not part:
            raise ConnectionError
        got += part
    return got


def refusal(error: NoWarmKernelError) -> Any:
    """Return the sentence that says why ordinary kernels are used, in both languages."""
    from salesnb.labels import say

    return say("kernels_ordinary", why=say(error.why, **error.values))
