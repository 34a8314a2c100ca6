"""The fork server: imports what reports need, then forks a kernel for each, the next one ahead.

One thread and nothing open: no figure, no fit, no database is made here, because a child would
hang in the locks of threads that it does not have. Run as `python -m salesnb.reports.warm.server`
with a socket as standard input.
"""

import contextlib
import gc
import importlib
import json
import os
import select
import signal
import socket
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

from salesnb.reports.warm.kernel import Request, end_with, run_kernel, settle

_HARMLESS = {"jemalloc_bg_thd"}  # of pyarrow; it takes part in no lock that a kernel needs
_IMPORTED = (
    "numpy pandas pyarrow duckdb matplotlib.pyplot matplotlib.backends.backend_agg"
    " matplotlib.backends.backend_svg IPython.core.pylabtools ipykernel.kernelapp"
    " sqlite3 jinja2 PIL.PngImagePlugin PIL.JpegImagePlugin pandas.io.formats.style"
    " pandas.core.reshape.reshape pyarrow.pandas_compat holidays.countries sqlglot.dialects.duckdb"
    " salesnb.workbench"
)
_OPTIONAL = "ipykernel.debugger seaborn sklearn"
_TRIES = 2  # the kernel that waited may have been ended by somebody
# These look for the shell when they are imported. Without one every figure would be lost, and
# widgets would not answer, so that each kernel imports them itself.
_SHELL_FIRST = ("matplotlib_inline", "ipywidgets")


def main() -> None:
    """Serve until the other end of the socket is closed."""
    control = socket.socket(fileno=os.dup(0))
    with Path(os.devnull).open("rb") as nothing:
        os.dup2(nothing.fileno(), 0)
    if sys.path and Path(sys.path[0]) == Path.cwd():  # as ipykernel_launcher does
        del sys.path[0]
    why = prepare()
    request = _Server(control, why).serve()
    run_kernel(request)


def prepare() -> dict[str, str]:
    """Import everything; return why no kernel can be forked, empty if one can."""
    try:
        for name in _IMPORTED.split():
            importlib.import_module(name)
        for name in _OPTIONAL.split():
            with contextlib.suppress(ImportError):
                importlib.import_module(name)
    except Exception as error:
        return {"why": "kernels_failed", "said": f"{type(error).__name__}: {error}"}
    for name in [name for name in sys.modules if name.startswith(_SHELL_FIRST)]:
        del sys.modules[name]
    if threads := _threads():
        return {"why": "kernels_threads", "names": ", ".join(threads)}
    gc.collect()
    gc.freeze()  # a child's collector then leaves these pages shared
    return {}


@dataclass(frozen=True)
class _Spare:
    """A kernel that was forked ahead and waits for what it is asked for."""

    pid: int
    line: socket.socket


class _Server:
    def __init__(self, control: socket.socket, why: dict[str, str]) -> None:
        self._control, self._why = control, why
        self._pid = os.getpid()
        self._installed = _installed()
        self._kernels: dict[int, socket.socket] = {}
        self._spare: _Spare | None = None
        self._failure = ""
        self._woken, wakes = os.pipe()
        os.set_blocking(wakes, False)
        signal.set_wakeup_fd(wakes)
        signal.signal(signal.SIGCHLD, lambda *_: None)

    def serve(self) -> Request:
        """Give kernels on demand; return in each of them, never in the server."""
        while True:
            ready = select.select([self._control.fileno(), self._woken], [], [])[0]
            if self._woken in ready:
                os.read(self._woken, 4096)
                self._tell_ended()
            if self._control.fileno() in ready and (request := self._take()):
                return request

    def _take(self) -> Request | None:
        """Give one kernel away and fork the next one ahead; return in that one, once it is asked."""
        wish, files, _, _ = socket.recv_fds(self._control, 1, 3)
        if not wish:
            self._end()
        line = socket.socket(fileno=files[0])
        answer: dict[str, Any] = self._why or self._changes()
        tries = 0 if answer else _TRIES
        while tries and "pid" not in answer:
            if self._spare is None and (request := self._fork_ahead()):
                return request
            answer, tries = self._give(files), tries - 1
        for file in files[1:]:
            os.close(file)
        with contextlib.suppress(OSError):
            line.sendall(json.dumps(answer).encode() + b"\n")
        if "pid" not in answer:
            line.close()
            return None
        self._kernels[answer["pid"]] = line
        return self._fork_ahead()

    def _give(self, files: list[int]) -> dict[str, Any]:
        """Hand what belongs to a kernel to the one that waits; return what to answer."""
        spare, self._spare = self._spare, None
        if spare is None:
            return {"why": "kernels_failed", "said": self._failure}
        with spare.line:
            try:
                socket.send_fds(spare.line, [b"k"], files)
            except OSError as error:  # it was ended while it waited
                return {"why": "kernels_failed", "said": str(error)}
        return {"pid": spare.pid}

    def _fork_ahead(self) -> Request | None:
        """Fork the kernel that waits for the next wish; return in it, with what it is asked for."""
        near, far = socket.socketpair()
        try:
            pid = os.fork()
        except OSError as error:  # too many processes, too little memory
            near.close()
            far.close()
            self._failure = str(error)
            return None
        if pid:
            far.close()
            self._spare = _Spare(pid, near)
            return None
        end_with(self._pid)
        for other in (near, self._control, *self._kernels.values()):
            other.close()
        with far:
            wish, files, _, _ = socket.recv_fds(far, 1, 3)
        if not wish:
            os._exit(0)
        return settle(self._pid, *files)

    def _tell_ended(self) -> None:
        with contextlib.suppress(ChildProcessError):
            while (ended := os.waitpid(-1, os.WNOHANG))[0]:
                pid, status = ended
                if self._spare is not None and pid == self._spare.pid:
                    self._spare.line.close()
                    self._spare = None
                elif line := self._kernels.pop(pid, None):
                    with line, contextlib.suppress(OSError):
                        told = json.dumps({"ended": os.waitstatus_to_exitcode(status)})
                        line.sendall(told.encode())

    def _changes(self) -> dict[str, str]:
        return {} if _installed() == self._installed else {"why": "kernels_upgraded"}

    def _end(self) -> NoReturn:
        if self._spare is not None:
            with contextlib.suppress(OSError):
                os.kill(self._spare.pid, signal.SIGKILL)
                os.waitpid(self._spare.pid, 0)
        for pid in self._kernels:
            with contextlib.suppress(OSError):
                os.killpg(pid, signal.SIGKILL)
        os._exit(0)


def _threads() -> list[str]:
    """Return the names of threads beside this one that could hold a lock."""
    tasks = Path("/proc/self/task")
    if not tasks.is_dir():  # not Linux: those of Python at least
        import threading

        return [thread.name for thread in threading.enumerate()[1:]]
    others = [task for task in tasks.iterdir() if task.name != str(os.getpid())]
    return sorted({(task / "comm").read_text().strip() for task in others} - _HARMLESS)


def _installed() -> tuple[tuple[str, int], ...]:
    """Return what tells whether the code imported here is still that on disk."""
    found = [
        (entry.path, entry.stat().st_mtime_ns)
        for folder in dict.fromkeys(sys.path)
        if Path(folder).is_dir()
        for entry in os.scandir(folder)
        if entry.name.endswith(".dist-info")
    ]
    for name, module in list(sys.modules.items()):
        file = getattr(module, "__file__", None)
        if file and name.partition(".")[0] == "salesnb":
            found.append((file, _changed(file)))
    return tuple(sorted(found))


def _changed(file: str) -> int:
    try:
        return os.stat(file).st_mtime_ns  # noqa: PTH116
    except OSError:
        return 0


if __name__ == "__main__":
    main()
