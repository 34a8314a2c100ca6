"""What many tests share: a small demo company, imported once a run, and a browser."""

import json
import os
import shutil
from collections.abc import Callable, Iterator
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner, Result
from filelock import FileLock

from salesnb.cli import main
from salesnb.imports import import_files
from salesnb.workspace import Workspace

if TYPE_CHECKING:
    from salesnb.demo import Truths

ROOT = Path(__file__).parents[1]
SHARED = ROOT.parent / "shared" / "data"
DEMO_UNTIL = date(2026, 10, 31)
_TRUTHS = "truths.json"
# Files that take minutes, the longest first. They begin a run: at its end the other workers would
# have nothing left to do beside them.
LONGEST = (
    "reports/test_accessibility.py",
    "runs/test_killed.py",
    "reports/test_any_scope_and_period.py",
    "docs/test_blocks.py",
    "engines/test_golden_elsewhere.py",
    "engines/test_same_figures.py",
    "runs/test_dask.py",
    "test_real_exports.py",
    "test_wheel.py",
    "reports/test_warm_kernels.py",
    "dashboard/test_served.py",
    "test_crashes.py",
    "loaders/test_fuzzed_workbooks.py",
    "reports/test_narrow.py",
    "reports/test_pictures.py",
    "reports/test_hostile_data.py",
    "reports/test_browser.py",
    "reports/test_validity.py",
    "runs/test_run.py",
    "test_notebooks.py",
    "messages/test_chat.py",
    "delivery/test_killed.py",
    "metrics/test_properties.py",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the longest files first; the others stay in their order."""
    places = {ROOT / "tests" / name: place for place, name in enumerate(LONGEST)}
    items.sort(key=lambda item: places.get(item.path, len(LONGEST)))


@pytest.fixture(scope="session")
def demo_zh(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """The demo company at a twentieth of its size, in Chinese, up to 2026-10-31. Read only."""
    return Workspace(made_once(tmp_path_factory, "demo-zh", lambda folder: _demo(folder, "zh")))


@pytest.fixture(scope="session")
def demo_en(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """The same company in English. Read only."""
    return Workspace(made_once(tmp_path_factory, "demo-en", lambda folder: _demo(folder, "en")))


@pytest.fixture(scope="session")
def planted_en(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """A quarter of the company in English: in a twentieth, chance hides too much. Read only."""
    return Workspace(
        made_once(tmp_path_factory, "planted-en", lambda folder: _demo(folder, "en", 0.25))
    )


def made_once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], object]) -> Path:
    """Return a worker's own copy of a folder that only the first worker of a run makes."""
    own = factory.getbasetemp()
    run = own.parent if "PYTEST_XDIST_WORKER" in os.environ else own
    master, done = run / f"{name}-master", run / f"{name}-made"
    with FileLock(run / f"{name}.lock"):
        if not done.exists():
            shutil.rmtree(master, ignore_errors=True)  # another worker may have failed half-way
            make(master)
            done.touch()
    return shutil.copytree(master, factory.mktemp(name) / "shop")


def bare_copy(demo: Workspace, root: Path) -> Workspace:
    """Copy a workspace without notebooks, jobs and all that was made or sent."""
    (root / "notebooks").mkdir(parents=True)
    for name in ("params", "data"):
        shutil.copytree(demo.root / name, root / name)
    shutil.copy(demo.keys.path, root)
    shutil.rmtree(root / "params" / "jobs")
    (root / "params" / "jobs").mkdir()
    for file in (root / "data").glob("state.sqlite*"):
        file.unlink()
    return Workspace(root)


def _demo(folder: Path, lang: str, scale: float = 0.05) -> None:
    from salesnb.demo import write_company

    workspace = Workspace.create(folder, lang)
    workspace.change_setting("today", DEMO_UNTIL.isoformat())
    truths = write_company(folder / "spreadsheets", lang=lang, until=DEMO_UNTIL, scale=scale)
    imported = import_files(workspace, truths.files, at=datetime(2026, 11, 1, 8), by="operator")
    assert imported.summary is not None, imported.result.errors["message"].tolist()
    (folder / "spreadsheets" / _TRUTHS).write_text(truths.to_json(), encoding="utf-8")


def truths_of(demo: Workspace) -> "Truths":
    """Return what was built into a demo company."""
    from salesnb.demo import Truths

    return Truths(**json.loads((demo.root / "spreadsheets" / _TRUTHS).read_text(encoding="utf-8")))


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """A new, empty workspace in Chinese."""
    return Workspace.create(tmp_path / "shop", "zh")


@pytest.fixture
def salesnb(monkeypatch: pytest.MonkeyPatch):
    """Call the command line: `salesnb(workspace, "status")`, with stdout and stderr apart."""

    def call(place: Workspace | Path, *arguments: str | Path) -> Result:
        root = place.root if isinstance(place, Workspace) else place
        words = ["--workspace", str(root), *map(str, arguments)]
        return CliRunner().invoke(main, words)

    return call


@pytest.fixture(scope="session")
def chromium() -> Iterator[object]:
    """A headless Chromium; where none is installed the test skips, in CI it fails."""
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    if path is None:
        if os.environ.get("SALESNB_REQUIRE_BROWSER"):
            pytest.fail("chromium is missing: make system")
        pytest.skip("chromium is not installed (make system)")
    playwright = pytest.importorskip("playwright.sync_api")
    arguments = [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
    ]
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=path, args=arguments)
        yield browser
        browser.close()
