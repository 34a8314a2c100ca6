"""`salesnb upgrade` on a real workspace: an older version is made of the shipped files, then edited."""

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import nbformat
import pytest

from salesnb.settings import load_settings
from salesnb.upgrade import apply_upgrade, plan_upgrade
from salesnb.workspace import Workspace
from tests.frames import NOON

WEEKLY = "notebooks/weekly.ipynb"
PARAMS = "params/workspace.yml"


def older(workspace: Workspace, path: str, change: Callable[[str], str]) -> None:
    """Make a shipped file that of an older version, in the workspace and as it was shipped."""
    for folder in (workspace.shipped, workspace.root):
        edit(folder / path, change)


def edit(file: Path, change: Callable[[str], str]) -> None:
    before = file.read_text("utf-8")
    after = change(before)
    assert after != before, f"nothing to change in {file}"
    file.write_text(after, encoding="utf-8")


def put(old: str, new: str) -> Callable[[str], str]:
    return lambda text: text.replace(old, new)


def cells(change: Callable[[Any], None]) -> Callable[[str], str]:
    def changed(text: str) -> str:
        notebook = nbformat.reads(text, 4)
        change(notebook)
        return nbformat.writes(notebook) + "\n"

    return changed


def sources(file: Path) -> list[str]:
    return [cell.source.splitlines()[-1] for cell in nbformat.read(file, 4).cells]


def fingerprints(root: Path) -> dict[str, str]:
    return {
        path.relative_to(root).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in root.rglob("*")
        if path.is_file()
    }


def lines(said: str) -> list[str]:
    """Return kind and path of what was told, in the order of its lines."""
    return [" ".join(line.split()[:2]) for line in said.splitlines() if not line.startswith(" ")]


@pytest.fixture
def shop(tmp_path: Path) -> Workspace:
    """A new English workspace: its lang is the one thing that was changed in it."""
    return Workspace.create(tmp_path / "shop", "en")


def test_a_new_workspace_has_nothing_to_upgrade(shop: Workspace, salesnb) -> None:
    before = fingerprints(shop.root)
    done = salesnb(shop, "upgrade")
    assert done.exit_code == 0
    assert done.stdout == ""
    assert "no file has to change" in done.stderr
    assert "1 file of yours stays as it is" in done.stderr
    assert fingerprints(shop.root) == before


def test_a_threshold_of_the_user_and_a_new_one_in_the_line_above_are_both_kept_with_comments(
    shop: Workspace, salesnb
) -> None:
    older(shop, PARAMS, put("payment_days: 30 ", "payment_days: 45 "))
    edit(shop.root / PARAMS, put("small_sample: 10 ", "small_sample: 12 "))
    done = salesnb(shop, "upgrade", "--yes")
    assert (done.exit_code, lines(done.stdout)) == (0, [f"merged {PARAMS}"])
    text = (shop.root / PARAMS).read_text("utf-8")
    assert "payment_days: 30             # an order without" in text
    assert "small_sample: 12             # a rate resting on fewer" in text
    assert "lang: en" in text


def test_the_same_line_is_a_conflict_shown_with_both_texts_and_nothing_is_lost(
    shop: Workspace, salesnb
) -> None:
    older(shop, PARAMS, put("small_sample: 10 ", "small_sample: 8 "))
    edit(shop.root / PARAMS, put("small_sample: 8 ", "small_sample: 12 "))
    own = (shop.root / PARAMS).read_text("utf-8")
    done = salesnb(shop, "upgrade", "--yes")
    assert done.exit_code == 1
    assert f"conflict   {PARAMS} (stays as it is" in done.stdout
    assert f"  {PARAMS}, line 12\n    yours:\n      small_sample: 12 " in done.stdout
    assert "    new:\n      small_sample: 10 " in done.stdout
    assert (shop.root / PARAMS).read_text("utf-8") == own
    assert "small_sample: 10 " in (shop.root / f"{PARAMS}.new").read_text("utf-8")
    again = salesnb(shop, "upgrade", "--yes")
    assert again.exit_code == 0
    assert f"{PARAMS}.new: take over what you want" in again.stderr


def test_an_own_cell_stays_where_it_was_and_new_and_changed_cells_come(
    shop: Workspace, salesnb
) -> None:
    def before(notebook: Any) -> None:
        notebook.cells = [c for c in notebook.cells if c.source != "wb.advised()"]
        next(c for c in notebook.cells if c.source == "wb.pipeline()").source = "wb.deals()"

    def own(notebook: Any) -> None:
        place = [c.source for c in notebook.cells].index("wb.ranking()") + 1
        notebook.cells.insert(place, nbformat.v4.new_code_cell("wb.channels()"))
        notebook.cells[-1].outputs = [nbformat.v4.new_output("stream", text="seen")]

    older(shop, WEEKLY, cells(before))
    edit(shop.root / WEEKLY, cells(own))
    done = salesnb(shop, "upgrade", "--yes")
    assert (done.exit_code, lines(done.stdout)) == (0, [f"merged {WEEKLY}"])
    assert sources(shop.root / WEEKLY)[5:9] == [
        "wb.ranking()",
        "wb.channels()",
        "wb.top_reps()",
        "wb.pipeline()",
    ]
    assert sources(shop.root / WEEKLY)[-2:] == ["wb.alert_list()", "wb.advised()"]


def test_a_cell_that_both_changed_is_a_conflict_with_its_number(shop: Workspace, salesnb) -> None:
    older(shop, WEEKLY, put("wb.pipeline()", "wb.deals()"))
    edit(shop.root / WEEKLY, put("wb.deals()", "wb.deals(most=3)"))
    done = salesnb(shop, "upgrade", "--yes")
    assert done.exit_code == 1
    said = (
        f"  {WEEKLY}, cell 8\n    yours:\n      wb.deals(most=3)\n    new:\n      wb.pipeline()\n"
    )
    assert said in done.stdout
    assert "wb.deals(most=3)" in sources(shop.root / WEEKLY)
    assert "wb.pipeline()" in sources(shop.root / f"{WEEKLY}.new")


def test_a_cell_deleted_by_the_user_and_changed_in_the_new_version_is_a_conflict(
    shop: Workspace, salesnb
) -> None:
    def gone(notebook: Any) -> None:
        notebook.cells = [c for c in notebook.cells if c.source != "wb.deals()"]

    older(shop, WEEKLY, put("wb.pipeline()", "wb.deals()"))
    edit(shop.root / WEEKLY, cells(gone))
    done = salesnb(shop, "upgrade", "--yes")
    assert (done.exit_code, lines(done.stdout)) == (1, [f"conflict {WEEKLY}"])


def test_a_notebook_that_was_only_run_is_one_that_was_not_changed(shop: Workspace, salesnb) -> None:
    def run(notebook: Any) -> None:
        for number, cell in enumerate(notebook.cells):
            cell.execution_count = number
            cell.outputs = [nbformat.v4.new_output("stream", text="seen")]

    older(shop, WEEKLY, put("wb.pipeline()", "wb.deals()"))
    edit(shop.root / WEEKLY, cells(run))
    done = salesnb(shop, "upgrade", "--yes")
    assert (done.exit_code, lines(done.stdout)) == (0, [f"updated {WEEKLY}"])
    assert "seen" not in (shop.root / WEEKLY).read_text("utf-8")


def test_files_come_and_go_and_what_the_user_deleted_or_changed_is_respected(
    shop: Workspace, salesnb
) -> None:
    for folder in (shop.shipped, shop.root):
        (folder / "params/score.yml").unlink()
        for gone in ("notebooks/gone.ipynb", "notebooks/mine.ipynb"):
            (folder / gone).write_text((shop.root / WEEKLY).read_text("utf-8"), encoding="utf-8")
        for gone in ("params/gone.yml", "params/mine.yml"):
            (folder / gone).write_text("old: 1\n", encoding="utf-8")
    edit(shop.root / "notebooks/mine.ipynb", put("wb.pipeline()", "wb.deals()"))
    edit(shop.root / "params/mine.yml", put("1", "2"))
    (shop.root / "params/jobs/weekly.yml").unlink()
    done = salesnb(shop, "upgrade", "--yes")
    assert done.exit_code == 0
    assert lines(done.stdout) == [
        "added params/score.yml",
        "removed notebooks/gone.ipynb",
        "removed params/gone.yml",
        "set aside",
        "left notebooks/mine.ipynb",
        "stays away",
    ]
    assert (shop.root / "params/mine.yml.old").read_text("utf-8") == "old: 2\n"
    assert (shop.root / "notebooks/mine.ipynb").is_file()
    (saved,) = (shop.root / "data/upgrades").iterdir()
    assert sorted(p.name for p in saved.rglob("*.*")) == ["gone.ipynb", "gone.yml", "mine.yml"]
    assert load_settings(shop.root / "params").workspace.lang == "en"
    assert lines(salesnb(shop, "upgrade", "--yes").stdout) == ["stays away"]


def test_in_a_workspace_of_before_nothing_that_differs_is_overwritten(
    shop: Workspace, salesnb
) -> None:
    import shutil

    shutil.rmtree(shop.shipped)
    own = (shop.root / PARAMS).read_text("utf-8")
    done = salesnb(shop, "upgrade", "--yes")
    assert done.exit_code == 1
    assert "It was not kept which version made this workspace" in done.stderr
    assert lines(done.stdout) == [f"differs {PARAMS}"]
    assert (shop.root / PARAMS).read_text("utf-8") == own
    assert "lang: zh" in (shop.root / f"{PARAMS}.new").read_text("utf-8")
    # From now on it is known.
    (shop.root / f"{PARAMS}.new").unlink()
    assert salesnb(shop, "upgrade", "--yes").exit_code == 0


def test_a_dry_run_and_a_no_change_nothing(shop: Workspace, salesnb) -> None:
    older(shop, PARAMS, put("payment_days: 30 ", "payment_days: 45 "))
    before = fingerprints(shop.root)
    dry = salesnb(shop, "upgrade", "--dry-run")
    assert (dry.exit_code, lines(dry.stdout)) == (0, [f"merged {PARAMS}"])
    assert "nothing was changed" in dry.stderr
    refused = salesnb(shop, "upgrade")  # nobody answers
    assert "Upgrade now? (y/n)" in refused.stderr
    assert "Nothing was changed." in refused.stderr
    assert fingerprints(shop.root) == before


def test_running_it_twice_changes_nothing(shop: Workspace, salesnb) -> None:
    older(shop, PARAMS, put("payment_days: 30 ", "payment_days: 45 "))
    older(shop, WEEKLY, put("wb.pipeline()", "wb.deals()"))
    edit(shop.root / WEEKLY, put("wb.deals()", "wb.deals(most=3)"))
    salesnb(shop, "upgrade", "--yes")
    once = fingerprints(shop.root)
    assert lines(salesnb(shop, "upgrade", "--yes").stdout) == []
    assert fingerprints(shop.root) == once


def test_entries_that_both_added_at_the_end_are_both_there(shop: Workspace, salesnb) -> None:
    whole = (shop.root / "params/metrics.yml").read_text("utf-8")
    cut = whole.index("  days_to_pay:")
    own = """  avg_order_value:   # ours
    {zh: 单均额, en: Mean order, fact: sales, formula: sum(amount) / count(*), dated_by: sold_on,
     unit: money, definition_zh: 销售额 ÷ 单数, definition_en: Sales divided by orders}
"""
    older(shop, "params/metrics.yml", lambda text: text[:cut])
    edit(shop.root / "params/metrics.yml", lambda text: text + own)
    done = salesnb(shop, "upgrade", "--yes")
    assert (done.exit_code, lines(done.stdout)) == (0, ["merged params/metrics.yml"])
    assert (shop.root / "params/metrics.yml").read_text("utf-8") == whole + own


def test_a_merged_file_that_does_not_hold_is_a_conflict(shop: Workspace, salesnb) -> None:
    whole = (shop.root / "params/metrics.yml").read_text("utf-8")
    cut = whole.index("  days_to_pay:")
    own = whole[cut:].replace("回款天数", "天数")
    older(shop, "params/metrics.yml", lambda text: text[:cut])
    edit(shop.root / "params/metrics.yml", lambda text: text + "\n  # ours\n" + own)
    mine = (shop.root / "params/metrics.yml").read_text("utf-8")
    done = salesnb(shop, "upgrade", "--yes")
    assert (done.exit_code, lines(done.stdout)) == (1, ["conflict params/metrics.yml"])
    assert "(stays as it is; the new text is in params/metrics.yml.new)" in done.stdout
    said = "    yours:\n          zh: 平均天数\n    new:\n          zh: 平均回款天数\n"
    assert said in done.stdout
    assert (shop.root / "params/metrics.yml").read_text("utf-8") == mine


def test_a_file_that_is_no_utf_8_is_left_as_it_is(shop: Workspace, salesnb) -> None:
    older(shop, PARAMS, put("payment_days: 30 ", "payment_days: 45 "))
    own = (shop.root / PARAMS).read_text("utf-8").replace('company: ""', "company: 云帆")
    (shop.root / PARAMS).write_bytes(own.encode("gbk", errors="ignore"))
    before = (shop.root / PARAMS).read_bytes()
    done = salesnb(shop, "upgrade", "--yes")
    assert (done.exit_code, lines(done.stdout)) == (1, [f"differs {PARAMS}"])
    assert (shop.root / PARAMS).read_bytes() == before


def test_an_upgrade_that_was_broken_off_goes_on(shop: Workspace, salesnb) -> None:
    older(shop, PARAMS, put("payment_days: 30 ", "payment_days: 45 "))
    edit(shop.root / PARAMS, put("small_sample: 10 ", "small_sample: 12 "))
    shipped = (shop.shipped / PARAMS).read_bytes()
    apply_upgrade(shop, plan_upgrade(shop), NOON)
    (shop.shipped / PARAMS).write_bytes(shipped)  # the end came before this was kept
    merged = (shop.root / PARAMS).read_bytes()
    assert salesnb(shop, "upgrade", "--yes").exit_code == 0
    assert (shop.root / PARAMS).read_bytes() == merged


def test_what_was_changed_is_kept_as_it_was(shop: Workspace, salesnb) -> None:
    older(shop, PARAMS, put("payment_days: 30 ", "payment_days: 45 "))
    own = (shop.root / PARAMS).read_bytes()
    salesnb(shop, "upgrade", "--yes")
    (saved,) = (shop.root / "data/upgrades").iterdir()
    assert (saved / PARAMS).read_bytes() == own


def test_ends_of_lines_of_windows_are_no_change_and_stay(shop: Workspace, salesnb) -> None:
    older(shop, PARAMS, put("payment_days: 30 ", "payment_days: 45 "))
    own = (shop.root / PARAMS).read_bytes().replace(b"\n", b"\r\n")
    (shop.root / PARAMS).write_bytes(own)
    done = salesnb(shop, "upgrade", "--yes")
    assert (done.exit_code, lines(done.stdout)) == (0, [f"merged {PARAMS}"])
    assert (shop.root / PARAMS).read_bytes() == own.replace(
        b"payment_days: 45", b"payment_days: 30"
    )


def test_params_that_the_new_version_refuses_are_told_and_the_upgrade_is_done(
    shop: Workspace, salesnb
) -> None:
    older(shop, PARAMS, put("payment_days: 30 ", "payment_days: 45 "))
    edit(shop.root / "params/pool.yml", lambda text: text + "no_longer: 1\n")
    done = salesnb(shop, "upgrade", "--yes")
    assert done.exit_code == 1
    assert "pool.yml, line" in done.stderr
    assert "'no_longer' is not a known key" in done.stderr
    assert "payment_days: 30 " in (shop.root / PARAMS).read_text("utf-8")


def test_it_speaks_chinese(tmp_path: Path, salesnb) -> None:
    shop = Workspace.create(tmp_path / "shop", "zh")
    older(shop, PARAMS, put("small_sample: 10 ", "small_sample: 8 "))
    edit(shop.root / PARAMS, put("small_sample: 8 ", "small_sample: 12 "))
    done = salesnb(shop, "upgrade", "--yes")
    assert f"冲突 {PARAMS}（保持不变，新版内容写入 {PARAMS}.new）" in done.stdout
    assert f"  {PARAMS} 第 12 行\n    您的：\n" in done.stdout
