"""A workspace with tiny notebooks and jobs of its own, for runs that take seconds."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from salesnb.workspace import Workspace
from tests.conftest import bare_copy

PARAMETERS = "\n".join(
    f"{name}: str = None" for name in ("workspace", "scope", "period", "as_of", "viewer", "lang")
)
JOB = """\
notebooks: [{notebooks}]
scopes: [company, "team:East 1"]
period: last-month
gate: {{fresh_days: 3}}
{more}
"""


@pytest.fixture
def shop(demo_en: Workspace, tmp_path: Path) -> Workspace:
    """A copy of the small demo company without any notebook or report."""
    return bare_copy(demo_en, tmp_path / "shop")


@pytest.fixture
def ordinary(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have ordinary kernels: of a few notebooks that import nothing they are the sooner ones."""
    monkeypatch.setenv("SALESNB_KERNELS", "ordinary")


@pytest.fixture
def write(shop: Workspace) -> Callable[..., Path]:
    """Write a notebook: `write("tiny", "1 + 1", optional="1 / 0", own="size: int = 3")`."""

    def made(name: str, *cells: str, optional: str = "", own: str = "") -> Path:
        sources = [(f"{PARAMETERS}\n{own}", ["parameters"])]
        sources += [(optional, ["optional"])] if optional else []
        sources += [(source, []) for source in cells]
        book = {
            "cells": [
                {
                    "cell_type": "code",
                    "id": f"c{number}",
                    "metadata": {"tags": tags},
                    "source": source,
                    "outputs": [],
                    "execution_count": None,
                }
                for number, (source, tags) in enumerate(sources)
            ],
            "metadata": {
                "kernelspec": {"name": "python3", "display_name": "x", "language": "python"}
            },
            "nbformat": 4,
            "nbformat_minor": 5,
        }
        path = shop.notebooks / f"{name}.ipynb"
        path.write_text(json.dumps(book), encoding="utf-8")
        return path

    return made


@pytest.fixture
def job(shop: Workspace) -> Callable[..., Path]:
    """Write a job: `job("month", "tiny, other", "limits: {seconds: 5}")`."""

    def made(name: str, notebooks: str, more: str = "") -> Path:
        path = shop.root / "params" / "jobs" / f"{name}.yml"
        path.write_text(JOB.format(notebooks=notebooks, more=more), encoding="utf-8")
        return path

    return made


def manifest(workspace: Workspace) -> dict:
    """Return the newest manifest."""
    newest = sorted((workspace.reports / "runs").glob("*.json"))[-1]
    return json.loads(newest.read_text("utf-8"))
