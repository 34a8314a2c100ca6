"""Kernels of a rendering: reached through this user's sockets, silent on the terminal."""

import os
from pathlib import Path
from typing import Any

from jupyter_client.manager import AsyncKernelManager
from traitlets import Unicode
from traitlets.config import Config


class PrivateKernelManager(AsyncKernelManager):
    """Starts a kernel whose own messages go to a file instead of the operator's terminal.

    Attributes
    ----------
    log_file : the file; what a cell prints is no such message and stays in the notebook.
    """

    log_file = Unicode(os.devnull).tag(config=True)

    async def _async_launch_kernel(self, kernel_cmd: list[str], **kw: Any) -> None:
        with Path(self.log_file).open("ab") as log:
            await super()._async_launch_kernel(kernel_cmd, **{**kw, "stderr": log})


def private_config(folder: Path) -> Config:
    """Return the configuration of a kernel that keeps its sockets and its log in a folder.

    Without Unix sockets (Windows) it is reached through a port of the loopback address.
    """
    ends: dict[str, Any] = {"log_file": str(folder / "kernel.log")}
    if os.name == "posix":
        ends |= {"transport": "ipc", "ip": str(folder / "kernel")}
    return Config({"PrivateKernelManager": ends})
