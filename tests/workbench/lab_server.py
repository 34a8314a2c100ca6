"""A JupyterLab on a workspace, for a browser."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen


@contextmanager
def served_lab(root: Path, *, is_ours: bool = False) -> Iterator[str]:
    """Serve JupyterLab on a folder; the address.

    Parameters
    ----------
    is_ours : by `salesnb lab`, which begins at its start page.
    """
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    _keep_cells_in_the_page(root)
    ours = ["salesnb", "--workspace", str(root), "lab"]
    words = [
        sys.executable, "-m", *(ours if is_ours else ["jupyterlab"]), "--no-browser", f"--port={port}", "--allow-root",
        "--ip=127.0.0.1", "--IdentityProvider.token=",
        *([] if is_ours else [f"--ServerApp.root_dir={root}"]),
        "--LabApp.news_url=", "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
    ]  # fmt: skip
    with _served(words, root, port, "/api") as address:
        yield address


def _keep_cells_in_the_page(root: Path) -> None:
    """Switch off that JupyterLab takes cells out of the page while they are out of sight."""
    settings = root / ".home" / "lab" / "user-settings" / "@jupyterlab" / "notebook-extension"
    settings.mkdir(parents=True, exist_ok=True)
    (settings / "tracker.jupyterlab-settings").write_text('{"windowingMode": "none"}')


@contextmanager
def served_voila(notebook: Path) -> Iterator[str]:
    """Serve a notebook by Voilà as it comes; the address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    words = [
        sys.executable, "-m", "voila", "--no-browser", f"--port={port}", "--Voila.ip=127.0.0.1",
        str(notebook),
    ]  # fmt: skip
    with _served(words, notebook.parent, port, "/voila/static/voila.js") as address:
        yield address


@contextmanager
def _served(words: list[str], root: Path, port: int, sign: str) -> Iterator[str]:
    """Run a server until the block ends; it is there once it has what `sign` names."""
    home = {name: str(root / ".home") for name in ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR")}
    environment = {**os.environ, **home, "PYTHONPATH": str(Path(__file__).parents[2])}
    server = subprocess.Popen(
        words, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        for _ in range(300):
            try:
                urlopen(f"http://127.0.0.1:{port}{sign}", timeout=1).close()
                break
            except (URLError, OSError):
                time.sleep(0.2)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(timeout=20)
