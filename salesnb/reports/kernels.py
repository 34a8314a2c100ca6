"""Kernels of a rendering: reached through this user's sockets, silent on the terminal, warm."""

import os
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from importlib.metadata import EntryPoint
from pathlib import Path
from queue import Empty
from tempfile import TemporaryDirectory
from typing import Any

from jupyter_client.asynchronous.client import AsyncKernelClient
from jupyter_client.manager import AsyncKernelManager
from jupyter_client.provisioning.factory import KernelProvisionerFactory
from traitlets import Type, Unicode
from traitlets.config import Config

from salesnb.reports.warm.client import (
    NoWarmKernelError,
    fork_server,
    is_fork_server_lost,
    stop_fork_server,
)

WARM = "salesnb-warm"
_PROVISIONER = "salesnb.reports.warm.provisioner:WarmProvisioner"
_SWITCH = "SALESNB_KERNELS"
_ANSWER_SECONDS = 1.0


class PromptKernelClient(AsyncKernelClient):
    """Takes a kernel as ready as soon as it has answered, without listening for more."""

    async def _async_wait_for_ready(self, timeout: float | None = None) -> None:
        give_up = time.monotonic() + (timeout or float("inf"))
        while time.monotonic() < give_up:
            asked = self.kernel_info()
            with suppress(Empty):
                reply = await self._answer(self.get_shell_msg, asked, "kernel_info_reply")
                # What the kernel publishes arrives, too, and all of it until now has been read.
                await self._answer(self.get_iopub_msg, asked, "status", "idle")
                self._handle_kernel_info_reply(reply)
                return
            if not await self._async_is_alive():
                raise RuntimeError("Kernel died before replying to kernel_info")
        raise RuntimeError(f"Kernel didn't respond in {timeout} seconds")

    wait_for_ready = _async_wait_for_ready

    async def _answer(self, receive: Any, asked: str, kind: str, state: str = "") -> Any:
        while True:
            message = await receive(timeout=_ANSWER_SECONDS)
            is_answer = message["parent_header"].get("msg_id") == asked
            is_state = message["content"].get("execution_state", "") == state
            if is_answer and message["msg_type"] == kind and is_state:
                return message


class PrivateKernelManager(AsyncKernelManager):
    """Starts a kernel whose own messages go to a file instead of the operator's terminal.

    Attributes
    ----------
    log_file : the file; what a cell prints is no such message and stays in the notebook.
    warm_lang : where kernels are forked warm, the language in which it is said if one is not.
    """

    log_file = Unicode(os.devnull).tag(config=True)
    warm_lang = Unicode("").tag(config=True)
    client_factory = Type(PromptKernelClient)

    async def _async_pre_start_kernel(self, **kw: Any) -> Any:
        if self.warm_lang and self.kernel_spec is not None:
            chosen = {"provisioner_name": WARM, "config": {"lang": self.warm_lang}}
            self.kernel_spec.metadata.setdefault("kernel_provisioner", chosen)
        return await super()._async_pre_start_kernel(**kw)

    async def _async_launch_kernel(self, kernel_cmd: list[str], **kw: Any) -> None:
        with Path(self.log_file).open("ab") as log:
            await super()._async_launch_kernel(kernel_cmd, **{**kw, "stderr": log})


@contextmanager
def warm_kernels() -> Iterator[None]:
    """Have kernels forked from one process with everything imported, while the block runs.

    The environment's SALESNB_KERNELS=ordinary switches that off.
    """
    if not _is_warm():
        yield
        return
    factory = KernelProvisionerFactory.instance()
    known = EntryPoint(WARM, _PROVISIONER, KernelProvisionerFactory.GROUP_NAME)
    factory.provisioners.setdefault(WARM, known)  # as a checkout has no entry points
    with suppress(NoWarmKernelError):  # said with the first kernel
        fork_server()
    try:
        yield
    finally:
        stop_fork_server()


def execute_notebook(
    source: Path,
    executed: Path,
    parameters: Mapping[str, Any],
    folder: Path,
    *,
    lang: str,
    cell_seconds: int | None = None,
    engine: Mapping[str, Any] | None = None,
) -> Any:
    """Return an executed notebook; should the warm kernels' server die meanwhile, begin again.

    Parameters
    ----------
    executed : the file that is written cell by cell.
    folder : where the kernel runs.
    lang : in which it is said that kernels are not warm.
    cell_seconds : how long a cell may take; None = as long as it likes.
    engine : papermill's `engine_name` and what that engine is given; None = papermill's own.
    """
    options = {"execution_timeout": cell_seconds, **(engine or {})}
    try:
        return _execute(source, executed, parameters, folder, lang, options)
    except RuntimeError:  # of a kernel that died
        if not is_fork_server_lost():
            raise
        return _execute(source, executed, parameters, folder, lang, options)


def _execute(
    source: Path,
    executed: Path,
    parameters: Mapping[str, Any],
    folder: Path,
    lang: str,
    options: Mapping[str, Any],
) -> Any:
    import papermill

    with TemporaryDirectory(prefix="snb-") as private:
        return papermill.execute_notebook(
            str(source),
            str(executed),
            parameters=dict(parameters),
            progress_bar=False,
            log_output=False,
            # Not papermill's cwd, which changes the folder of this whole process.
            resources={"metadata": {"path": str(folder)}},
            shutdown_kernel="immediate",
            kernel_manager_class="salesnb.reports.kernels.PrivateKernelManager",
            config=_private_config(Path(private), lang if _is_warm() else ""),
            **options,
        )


def _is_warm() -> bool:
    return os.environ.get(_SWITCH) != "ordinary"


def _private_config(folder: Path, warm_lang: str) -> Config:
    """Return the configuration of a kernel that keeps its sockets and its log in a folder.

    Without Unix sockets (Windows) it is reached through a port of the loopback address.
    """
    ends: dict[str, Any] = {"log_file": str(folder / "kernel.log"), "warm_lang": warm_lang}
    if os.name == "posix":
        ends |= {"transport": "ipc", "ip": str(folder / "kernel")}
    return Config({"PrivateKernelManager": ends})
