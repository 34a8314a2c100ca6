"""A lost key: it is said where it matters, work goes on, and a key that is found again still helps."""

import os
import shutil
from pathlib import Path

import pytest

from salesnb.store import list_snapshots, unread_keys
from salesnb.workspace import Workspace
from tests.keeping.conftest import SENSITIVE

SHEET = "Customer_ID,Customer_Name,Contact_Name,Contact_Info\nC-TWO,Pier Ltd,Ann Lee,13900001111\n"


@pytest.fixture
def lost(company: Workspace, tmp_path: Path) -> tuple[Workspace, Path]:
    """The company without its key, and where somebody has a copy of it."""
    return company, company.keys.path.rename(tmp_path / "found-again")


def clear_rows(workspace: Workspace) -> dict[str, list[tuple[object, ...]]]:
    """Return the rows of every table without the columns that are encrypted."""
    found = {}
    for table, frame in workspace.store.current(is_clear=False).items():
        open_columns = frame.drop(columns=SENSITIVE.get(table, []))
        found[table] = sorted(map(repr, open_columns.itertuples(index=False)))
    return found


def contacts(workspace: Workspace) -> set[str]:
    return set(workspace.store.current()["customers"]["contact_info"].dropna())


def test_commands_say_that_contacts_cannot_be_read_and_make_reports_all_the_same(
    lost: tuple[Workspace, Path], salesnb, tmp_path: Path
) -> None:
    company, _ = lost
    (needed,) = {*unread_keys(company.store.folder, company.keys).values()}
    said = f"encrypted with the key {needed}, which is not at hand"
    for words in (("status",), ("status", "--json"), ("key", "show")):
        done = salesnb(company, *words)
        assert done.exit_code == 0 and said in done.stderr and said not in done.stdout
    made = salesnb(company, "render", "followup", "--scope", "company", "--jobs", "1")
    assert made.exit_code == 0 and said in made.stderr, made.stderr
    sheet = tmp_path / "two.csv"
    sheet.write_text(SHEET, "utf-8")
    for command in ("check", "import"):
        refused = salesnb(company, command, sheet)
        assert refused.exit_code == 3 and "salesnb key forget" in refused.stderr
    assert not company.keys.path.exists()


def test_contacts_that_nobody_can_read_are_emptied_and_imports_go_on(
    lost: tuple[Workspace, Path], salesnb, tmp_path: Path
) -> None:
    company, found = lost
    before = clear_rows(company)
    done = salesnb(company, "key", "forget", "--yes")
    assert done.exit_code == 0, done.stderr
    assert clear_rows(company) == before and contacts(company) == set()
    assert "cannot be read" not in salesnb(company, "status").stderr
    sheet = tmp_path / "two.csv"
    sheet.write_text(SHEET, "utf-8")
    assert salesnb(company, "import", sheet).exit_code == 0
    assert contacts(company) == {"13900001111"}
    assert salesnb(company, "verify").exit_code == 1  # of the backup the key is still not there
    again = salesnb(company, "key", "forget", "--yes")
    assert again.exit_code == 2 and "nothing to empty" in again.stderr
    (backup,) = (company.root / "backups").glob("backup-*.zip")
    with company.keys.path.open("a") as file:
        file.write(found.read_text())
    assert salesnb(company, "restore", backup.stem).exit_code == 0
    assert len(contacts(company)) > 5


def test_nothing_is_emptied_without_asking(lost: tuple[Workspace, Path], salesnb) -> None:
    company, found = lost
    assert salesnb(company, "key", "forget").exit_code == 1
    shutil.copy(found, company.keys.path)
    assert len(contacts(company)) > 5
    assert not (company.root / "backups").exists()


@pytest.mark.skipif(os.name != "posix", reason="kill -9")
def test_emptying_that_is_killed_is_completed_by_calling_it_again(
    lost: tuple[Workspace, Path], salesnb, killed
) -> None:
    company, _ = lost
    count = len(list_snapshots(company.store.folder))
    assert count == 2
    assert killed(company.root, "store.reseal", "put_in_place", 2, "key", "forget", "--yes") == -9
    assert len(unread_keys(company.store.folder, company.keys)) == 1
    done = salesnb(company, "key", "forget", "--yes")
    assert done.exit_code == 0 and "emptied in 1 snapshots" in done.stderr
    assert contacts(company) == set()
