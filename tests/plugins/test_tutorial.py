"""docs/plugins.md, followed word for word in a fresh demo company."""

import os
import re
import shutil
import subprocess
import sys
from code import InteractiveInterpreter
from contextlib import redirect_stderr, redirect_stdout
from io import StringIO
from pathlib import Path

import nbformat
import pytest

from salesnb.workspace import Workspace
from tests.plugins.page import Step, same, steps

ROOT = Path(__file__).parents[2]


def test_the_tutorial_works_word_for_word_and_shows_what_the_page_shows(
    demo_en: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shop = shutil.copytree(demo_en.root, tmp_path / "shop")
    Workspace(shop).change_setting("company", "Yunfan Industrial")  # as `salesnb demo` names it
    monkeypatch.chdir(shop)
    monkeypatch.delenv("SALESNB_WORKSPACE", raising=False)
    python = InteractiveInterpreter()
    done = []
    for step in steps():
        shown = _take(step, python)
        assert same(shown, step.shown), f"{step.text}\n{shown}\n— but the page says —\n{step.shown}"
        done.append(step.do)
    assert {*done} == {"write", "append", "cell", "run", "python"}
    page = (shop / "reports/2026-10/company/orders.en.html").read_text("utf-8")
    assert "Average order value by region" in page
    assert "South is highest: 54,984" in page


def _take(step: Step, python: InteractiveInterpreter) -> str:
    """Do what a step says; return what it shows."""
    if step.do == "run":
        return _run(step.text)
    if step.do == "python":
        sink = StringIO()
        with redirect_stdout(sink), redirect_stderr(sink):
            python.runsource(step.text)
        return sink.getvalue()
    file = Path(step.file)
    if step.do == "cell":
        notebook = nbformat.read(file, 4)
        notebook.cells.append(nbformat.v4.new_code_cell(step.text.strip()))
        nbformat.write(notebook, file)
    else:
        before = file.read_text("utf-8") if step.do == "append" else ""
        file.write_text(before + step.text, encoding="utf-8")
    return ""


def _run(command: str) -> str:
    """Run `salesnb …`; of a path the workspace's parent is left out, seconds are one number."""
    name, *words = command.split()
    assert name == "salesnb"
    done = subprocess.run(
        [sys.executable, "-m", "salesnb", *words],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    said = (done.stdout + done.stderr).replace(str(Path.cwd().parent), "…")
    return re.sub(r"\d+\.\d s", "6.2 s", said)
