"""The kernel provisioner `salesnb-warm`: kernels forked from a warm process, else ordinary ones.

Jupyter loads this for any notebook where JUPYTER_DEFAULT_PROVISIONER_NAME names it, so that it
imports nothing but jupyter_client, its traitlets and the standard library.
"""

import asyncio
import logging
import os
import subprocess
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from jupyter_client.provisioning.local_provisioner import LocalProvisioner
from traitlets import Unicode

from salesnb.reports.warm.client import NoWarmKernelError, WarmKernel, fork_server, refusal

_UNDERSTOOD = {"cwd", "env", "stdin", "stdout", "stderr", "extra_arguments", "kernel_id"}
_POLLS, _POLL_SECONDS = 500, 0.002
_told: set[str] = set()


class WarmProvisioner(LocalProvisioner):
    """Has kernels forked by the fork server; where that cannot be, starts them as usual.

    Attributes
    ----------
    lang : in which it says so; empty = the language of the workspace at hand.
    warm_since : when the server was ready, on the monotonic clock; None = this kernel is ordinary.
    """

    lang = Unicode("")
    warm_since: float | None = None

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> Any:
        """Start a kernel and return how to reach it."""
        try:
            kernel = await asyncio.to_thread(_fork, cmd, kwargs)
        except NoWarmKernelError as error:
            _tell_once(error, self.lang)
            return await super().launch_kernel(cmd, **kwargs)
        self.process: Any = kernel
        self.warm_since = kernel.warm_since
        self.pid = self.pgid = kernel.pid
        self.cwd = kwargs.get("cwd") or Path.cwd()
        return self.connection_info

    async def kill(self, restart: bool = False) -> None:
        """End the kernel; return when it has ended, not at the manager's next look."""
        await super().kill(restart)
        for _ in range(_POLLS):
            if await self.poll() is not None:
                break
            await asyncio.sleep(_POLL_SECONDS)


def _tell_once(error: NoWarmKernelError, lang: str) -> None:
    """Say why kernels are ordinary ones; each cause once in the life of this process."""
    if error.why not in _told:
        _told.add(error.why)
        from salesnb.workspace import spoken_language

        said = refusal(error).text(lang or spoken_language())
        logging.getLogger("salesnb").warning(said)


def _fork(cmd: list[str], kwargs: dict[str, Any]) -> WarmKernel:
    if unknown := sorted(name for name in set(kwargs) - _UNDERSTOOD if kwargs[name]):
        raise NoWarmKernelError("kernels_argument", name=unknown[0])
    cwd = os.path.abspath(kwargs.get("cwd") or ".")  # noqa: PTH100
    if not Path(cwd).is_dir():  # Popen says that better
        raise NoWarmKernelError("kernels_argument", name="cwd")
    with ExitStack() as opened:
        ends = [
            _file(kwargs.get(name), own, opened) for own, name in ((1, "stdout"), (2, "stderr"))
        ]
        return fork_server().launch(cmd, kwargs.get("env") or os.environ, cwd, *ends)


def _file(wanted: Any, own: int, opened: ExitStack) -> int:
    """Return the open file that an argument of Popen names; None names this process's own."""
    if wanted in (subprocess.PIPE, subprocess.STDOUT):
        raise NoWarmKernelError("kernels_argument", name="stdout")
    if wanted is None:
        try:
            os.fstat(own)
            return own
        except OSError:  # closed
            wanted = subprocess.DEVNULL
    if wanted == subprocess.DEVNULL:
        return opened.enter_context(Path(os.devnull).open("wb")).fileno()
    return wanted if isinstance(wanted, int) else int(wanted.fileno())
