"""A workspace is found from below, made once, and keeps the comments of its params."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from salesnb.errors import ConfigError, UsageError
from salesnb.workspace import Workspace


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    monkeypatch.delenv("SALESNB_WORKSPACE", raising=False)
    return Workspace.create(tmp_path / "shop", "en")


def test_a_new_workspace_has_its_folders_and_its_language(shop: Workspace) -> None:
    assert {"params", "notebooks", "data", "reports"} <= {p.name for p in shop.root.iterdir()}
    assert shop.settings.workspace.lang == "en"
    assert "# zh | en" in (shop.root / "params" / "workspace.yml").read_text(encoding="utf-8")


def test_a_workspace_is_not_made_twice(shop: Workspace) -> None:
    with pytest.raises(UsageError, match="is a workspace already"):
        Workspace.create(shop.root, "zh")


def test_a_workspace_is_found_from_a_folder_below(
    shop: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(shop.notebooks)
    assert Workspace.find(".").root == shop.root
    assert Workspace.find().root == shop.root


def test_a_path_wins_over_the_environment_and_the_environment_over_the_current_folder(
    shop: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = Workspace.create(tmp_path / "other", "zh")
    monkeypatch.setenv("SALESNB_WORKSPACE", str(other.root))
    monkeypatch.chdir(shop.root)
    assert Workspace.find(".").root == other.root
    assert Workspace.find(shop.root).root == shop.root


def test_outside_of_any_workspace_the_message_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="salesnb init DIR"):
        Workspace.find(tmp_path)


def test_a_changed_setting_is_read_anew_and_other_lines_stay(shop: Workspace) -> None:
    path = shop.root / "params" / "workspace.yml"
    before = path.read_text(encoding="utf-8").splitlines()
    assert shop.settings.workspace.today is None
    shop.change_setting("today", "2026-10-31")
    after = path.read_text(encoding="utf-8").splitlines()
    assert str(shop.settings.workspace.today) == "2026-10-31"
    assert [a.split(":")[0] for a, b in zip(after, before, strict=True) if a != b] == ["today"]


def test_local_time_is_the_wall_clock_of_the_workspace(shop: Workspace) -> None:
    evening = datetime(2026, 10, 31, 17, 30, 5, 999, tzinfo=UTC)
    assert shop.local_time(evening) == datetime(2026, 11, 1, 1, 30, 5)  # UTC says October


def test_an_unknown_timezone_is_a_mistake_in_params(shop: Workspace) -> None:
    shop.change_setting("timezone", "Asia/Nowhere")
    with pytest.raises(ConfigError, match="timezone 'Asia/Nowhere'"):
        shop.local_time(datetime.now(UTC))
