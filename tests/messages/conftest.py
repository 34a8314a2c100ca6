"""Briefs of real reports: every notebook of the demo company, for the company and a team."""

from collections.abc import Sequence
from pathlib import Path

import pytest
from click.testing import CliRunner

from salesnb.cli import main
from salesnb.delivery.brief import Brief, read_brief
from salesnb.workspace import Workspace
from tests.conftest import made_once

REPORTS = ("daily", "weekly", "performance", "funnel", "scoring", "followup")
BASE = "https://reports.example.com"


def _briefs(demo: Workspace, lang: str, scope: str, factory: pytest.TempPathFactory) -> list[Brief]:
    def render(folder: Path) -> None:
        words = ["--workspace", str(demo.root), "render", *REPORTS, "--scope", scope]
        words += ["--format", "html,xlsx", "--lang", lang, "--out", str(folder)]
        made = CliRunner().invoke(main, words)
        assert made.exit_code == 0, made.stderr

    folder = made_once(factory, f"briefs-{lang}", render)
    pages = sorted(folder.rglob(f"*.{lang}.html"))
    return [read_brief(page, reports=folder, base_url=BASE) for page in pages]


@pytest.fixture(scope="session")
def real_zh(demo_zh: Workspace, tmp_path_factory: pytest.TempPathFactory) -> list[Brief]:
    """What each report says of a team, in Chinese. Read only."""
    return _briefs(demo_zh, "zh", "team:华北二组", tmp_path_factory)


@pytest.fixture(scope="session")
def real_en(demo_en: Workspace, tmp_path_factory: pytest.TempPathFactory) -> list[Brief]:
    """What each report says of the company, in English. Read only."""
    return _briefs(demo_en, "en", "company", tmp_path_factory)


@pytest.fixture(scope="session", params=["zh", "en"])
def real(request: pytest.FixtureRequest) -> Sequence[Brief]:
    """The briefs of a language."""
    found: Sequence[Brief] = request.getfixturevalue(f"real_{request.param}")
    return found
