"""Every block of a document is carried out, in order, in a copy of the demo company.

```sh: each command is run; `#` begins a comment. ```python: the blocks of a document share a
namespace. ```yaml: begins with a comment that names the file of params/ into which it is laid.
"""

import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from click.testing import CliRunner

from salesnb.cli import main
from salesnb.settings import load_settings
from salesnb.workspace import Workspace
from tests.docs.documents import DOCUMENTS, ROOT, all_blocks, commands, is_chinese
from tests.docs.stand_ins import StandIns

NOT_RUN = {
    "make": "CI calls make demo and make test before it comes here",
    ".": "the tests run in the environment that it would open",
}
OWN_TESTS = {"lab", "dashboard", "demo"}
"""Commands that stay until they are stopped, or take minutes; they have tests of their own."""
BLOCKS_NOT_RUN = {
    "--backend dask": "needs a cluster; tests/runs/test_dask.py has one",
    "pip install": "installs from the network; make demo and tests/test_wheel.py do without",
    "conda env": "installs from the network",
    "--source": "exports of other systems are no part of the project; test_real_exports imports them",
}
INSTALLS = "--install"
"""Changes the crontab of whoever runs the tests; tests/runs has one of its own."""
PAGES_NOT_RUN = {
    "plugins.md": "tests/plugins/test_tutorial.py follows it word for word",
    "orchestration.md": "Airflow and Prefect are no part of the project; test_orchestration checks it",
}
PROBLEMS = {"check", "check-notebook", "erase", "import", "verify"}
"""Commands that may end with 1, because they found what they look for."""
FEW = {"daily": "daily", "weekly": "weekly", "monthly": "performance"}
"""The notebook that is left of each job, so that `salesnb render` of all of them is done soon."""


@dataclass
class Desk:
    """A terminal and a Python session in one folder."""

    here: Path
    stand_ins: StandIns
    names: dict[str, object] = field(default_factory=dict)
    laid: bool = False

    def carry_out(self, language: str, text: str) -> None:
        os.chdir(self.here)
        if language != "yaml":
            self.look_at_params()
        if language == "python":
            exec(compile(text, "document", "exec"), self.names)
        elif language == "yaml":
            self._lay(text)
        elif not any(word in text for word in BLOCKS_NOT_RUN):
            for words in commands(text):
                self._run(words)

    def _lay(self, text: str) -> None:
        first = text.splitlines()[0]
        assert first.startswith("# params/"), f"Of which file is this? {first}"
        path = Workspace.find(self.here).root / first.removeprefix("# ").split()[0]
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, "utf-8")
        self.laid = True

    def look_at_params(self) -> None:
        """Read the params that were laid; what belongs together stands in blocks one after another."""
        if self.laid:
            load_settings(Workspace.find(self.here).root / "params")
            self.laid = False

    def _run(self, words: list[str]) -> None:
        os.chdir(self.here)
        name, *rest = self.stand_ins.put(words)
        if name in NOT_RUN or INSTALLS in rest:
            return
        if name == "cd":
            self.here = self.here if rest == ["demo"] else self.here / rest[0]
        elif name == "salesnb":
            self._salesnb(rest)
        elif name == "papermill":
            call = [sys.executable, "-m", "papermill", *rest]
            done = subprocess.run(call, capture_output=True, check=False)
            assert done.returncode == 0, done.stderr.decode()
        else:
            pytest.fail(f"{name} is neither run nor in NOT_RUN")

    def _salesnb(self, words: list[str]) -> None:
        is_dialogue = words[0] == "add" and "--set" not in words
        if words[0] in OWN_TESTS or is_dialogue:
            return
        done = CliRunner().invoke(main, words, input="y\n")
        allowed = {0, 1} if words[0] in PROBLEMS else {0}
        allowed |= {2} if "--resume" in words or "forget" in words else set()  # nothing to do
        assert done.exit_code in allowed, f"salesnb {' '.join(words)}\n{done.output}"


WITH_BLOCKS = [
    path
    for path in DOCUMENTS
    if path.parent.name != "zh"
    and path.name not in PAGES_NOT_RUN
    and {"sh", "yaml", "python"} & {lang for lang, _ in all_blocks(path)}
]
"""Pages of docs/zh have the code of the English ones, as test_documents.py sees to."""


@pytest.mark.parametrize("path", WITH_BLOCKS, ids=lambda path: str(path.relative_to(ROOT)))
def test_the_blocks_of_a_document_work_in_order(
    path: Path,
    demo_en: Workspace,
    demo_zh: Workspace,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    demo = demo_zh if is_chinese(path) else demo_en
    wanted = {"python"} if is_chinese(path) else {"python", "sh", "yaml"}
    monkeypatch.delenv("SALESNB_WORKSPACE", raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    root = shutil.copytree(demo.root, tmp_path / "demo")
    shutil.copy(demo.keys.path, Workspace(root).keys.path)
    _make_small(root, path.read_text("utf-8"))
    desk = Desk(root, StandIns(Workspace(root)))
    for language, text in all_blocks(path):
        if language in wanted:
            desk.carry_out(language, text)
    desk.look_at_params()


def _make_small(root: Path, document: str) -> None:
    """Leave the notebooks that a document names and few others, and jobs of the company alone."""
    for notebook in (root / "notebooks").glob("*.ipynb"):
        if notebook.stem not in FEW.values() and not re.search(
            rf"sh\n[^`]*\b{notebook.stem}\b", document
        ):
            notebook.unlink()
    for job in (root / "params" / "jobs").glob("*.yml"):
        text = re.sub(r"(?m)^every: .*$", "every: [company]", job.read_text("utf-8"))
        job.write_text(
            re.sub(r"(?m)^notebooks: .*$", f"notebooks: [{FEW[job.stem]}]", text), "utf-8"
        )
