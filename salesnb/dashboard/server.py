"""Voilà with everything closed that a board does not need."""

import os
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import nbformat
from jupyter_client.provisioning.factory import KernelProvisionerFactory
from jupyter_server.log import log_request
from papermill.iorw import load_notebook_node
from papermill.parameterize import parameterize_notebook
from tornado.web import authenticated
from traitlets.config import Config
from voila.app import Voila
from voila.paths import STATIC_ROOT
from voila.tornado.handler import TornadoVoilaHandler

from salesnb.dashboard import Board
from salesnb.dashboard.identity import TokenOnly
from salesnb.labels import label
from salesnb.reports.kernels import WARM, warm_kernels
from salesnb.settings.delivery import SECRET_PREFIXES
from salesnb.workbench.live import SHARED
from salesnb.workbench.live.shared import newest_drawing

_TEMPLATE = Path(__file__).parent / "template"
_PLACE = "<!--board-now-->"
_CLOSED = ("/voila/files/", "/voila/templates/")
_IDLE_SECONDS = 120  # a kernel whose browser has gone is ended after so long
# What a browser may say to a kernel: that a widget is shown. Nothing that runs code.
_ALLOWED = ["comm_open", "comm_close", "comm_msg", "comm_info_request", "kernel_info_request"]


def serve_board(board: Board) -> None:
    """Serve a board until it is stopped (Ctrl-C, SIGTERM)."""
    _quiet()
    with TemporaryDirectory(prefix="salesnb-board-") as folder, warm_kernels():
        _prepare(board, Path(folder))
        os.environ[SHARED] = folder + "/shared"
        _BoardServer.clear_instance()
        server = _BoardServer(config=_config(board, Path(folder)))
        server.initialize([])
        server.start()


class _BoardPage(TornadoVoilaHandler):  # type: ignore[misc]
    """The page, with the newest drawing in it: it is seen before the widgets are there."""

    @authenticated
    async def get(self, path: str | None = None) -> None:
        async for html in self.get_generator():
            self.write(html.replace(_PLACE, newest_drawing(Path(os.environ[SHARED]))))
            self.flush()


class _BoardServer(Voila):  # type: ignore[misc]
    """Voilà that serves one notebook by the template of the board, and listens to less."""

    def setup_template_dirs(self) -> None:
        super().setup_template_dirs()
        self.template_paths: list[str] = [str(_TEMPLATE), *self.template_paths]

    def init_settings(self) -> Any:
        settings = super().init_settings()
        self.kernel_manager.allowed_message_types = _ALLOWED
        return settings

    def init_handlers(self) -> Any:
        """Leave out what hands out files, and answer to the board's own address only."""
        handlers = super().init_handlers()[:-1]
        known = [h for h in handlers if not any(part in h[0] for part in _CLOSED)]
        given = {
            "notebook_path": os.path.relpath(self.notebook_path, self.root_dir),
            "template_paths": self.template_paths,
            "config": self.config,
            "voila_configuration": self.voila_configuration,
        }
        return [*known, (self.server_url, _BoardPage, given)]

    def random_ports(self, port: int, n: int) -> Iterator[int]:
        """Take the port that was asked for and no other, so that the address said is the right one."""
        yield port


def _config(board: Board, folder: Path) -> Config:
    return Config(
        {
            "Voila": _reached_by(board) | _lying_in(board, folder),
            "VoilaConfiguration": _shown_as(board),
            "AsyncMappingKernelManager": {
                "cull_idle_timeout": _IDLE_SECONDS,
                "cull_interval": 30,
                "cull_connected": False,
            },
            "KernelManager": {"transport": "ipc"} if os.name == "posix" else {},
        }
    )


def _reached_by(board: Board) -> dict[str, Any]:
    """Return where the server listens, and whom it answers."""
    return {
        "ip": board.host,
        "port": board.port,
        "token": board.token,
        "identity_provider_class": TokenOnly,
        "open_browser": False,
        "log_level": "WARN",
        "tornado_settings": {
            # Without a token a page from elsewhere must not reach the board under a name of its
            # own; with one it has no cookie there.
            "allow_remote_access": bool(board.token),
            "log_function": log_request,  # it leaves tokens out
            "static_path": STATIC_ROOT,  # asked for by the pages that say no
            "static_url_prefix": "/voila/static/",
        },
    }


def _lying_in(board: Board, folder: Path) -> dict[str, Any]:
    """Return where the notebook and the sockets of kernels are."""
    return {
        "notebook_path": str(folder / "page" / board.notebook.name),
        "root_dir": str(folder / "page"),
        "connection_dir_root": str(folder),
        "config_file_paths": [],  # a voila.json that lies about opens nothing
    }


def _shown_as(board: Board) -> dict[str, Any]:
    """Return how the notebook becomes a page: outputs only, kernels kept ahead."""
    return {
        "template": "lab",
        "allow_template_override": "NO",
        "allow_theme_override": "NO",
        "theme": "dark" if board.theme == "dark" else "light",
        "strip_sources": True,
        "show_tracebacks": False,
        "file_allowlist": [],
        "preheat_kernel": True,
        "default_pool_size": 1,
        "resources": {"board": _words(board)},
        "extension_allowlist": [
            "@jupyter-widgets/jupyterlab-manager",
            "@voila-dashboards/widgets-manager8",
        ],
    }


def _words(board: Board) -> dict[str, str]:
    lang = board.lang
    told = {key: label(f"board_{key}", lang) for key in ("lost", "loading", "title")}
    return {**told, "theme": board.theme, "lang": "zh-CN" if lang == "zh" else "en"}


def _prepare(board: Board, folder: Path) -> None:
    """Lay out what is served: the notebook with its parameters, alone in a folder."""
    page, shared = folder / "page", folder / "shared"
    page.mkdir(mode=0o700)
    shared.mkdir(mode=0o700)
    notebook = load_notebook_node(str(board.notebook))
    given = {name: value for name, value in board.parameters.items() if value is not None}
    nbformat.write(parameterize_notebook(notebook, given), page / board.notebook.name)


def _quiet() -> None:
    """Set what kernels inherit: no secret, kernels forked warm, one thread each."""
    for name in [*os.environ]:
        if name.startswith((*SECRET_PREFIXES, "SALESNB_DASHBOARD")):
            del os.environ[name]
    os.environ.setdefault("PYDEVD_DISABLE_FILE_VALIDATION", "1")
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    KernelProvisionerFactory.instance().default_provisioner_name = WARM
