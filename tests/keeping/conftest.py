"""A small company with two snapshots, a state and a report, and what is in it row by row."""

import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import duckdb
import pytest

from salesnb.imports import import_files
from salesnb.state_file import open_state
from salesnb.store import KEY_FILE, SEALED, Keys, add_ciphers, connect, list_snapshots
from salesnb.workspace import Workspace

SENSITIVE = {table: [column.name for column in columns] for table, columns in SEALED.items()}
EVENING = datetime(2026, 11, 2, 20)
ROOT = Path(__file__).parents[2]


@pytest.fixture
def company(demo_en: Workspace, tmp_path: Path) -> Workspace:
    """The small demo company, with a second import that changes a row, and a state."""
    root = tmp_path / "company"
    for name in ("params", "data", "notebooks"):
        shutil.copytree(demo_en.root / name, root / name)
    shutil.copy(demo_en.keys.path, root)
    (root / "reports").mkdir()
    workspace = Workspace(root)
    sheet = tmp_path / "more.csv"
    sheet.write_text("Customer_ID,Customer_Name,Region\nC-NEW,Harbour Ltd,North\n", "utf-8")
    import_files(workspace, [sheet], at=datetime(2026, 11, 2, 9), by="me")
    with open_state(workspace.state, "create table if not exists notes (text)") as state:
        state.execute("insert into notes values ('first')")
    return workspace


@contextmanager
def in_clear(path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """Yield the tables of a store file with its sealed columns in clear."""
    key = next(folder / KEY_FILE for folder in path.parents if (folder / KEY_FILE).is_file())
    with duckdb.connect() as connection:
        connection.execute(f"attach '{path}' as old (read_only)")
        add_ciphers(connection, "old", Keys(key))
        tables = connection.execute(
            "select table_name from duckdb_tables() where database_name = 'old'"
        ).fetchall()
        for (table,) in tables:
            names = [row[0] for row in connection.execute(f"describe old.{table}").fetchall()]
            sealed = {"values"} if table == "rejected" else set(SENSITIVE.get(table, ()))
            clear = [f'clear_{n}("{n}") as "{n}"' if n in sealed else f'"{n}"' for n in names]
            connection.execute(f"create view {table} as select {', '.join(clear)} from old.{table}")
        yield connection


def rows_of(root: Path) -> dict[str, dict[str, list[tuple[object, ...]]]]:
    """Return every row of every table of every snapshot, all versions, in order."""
    found = {}
    for snapshot in list_snapshots(root / "data" / "store"):
        with connect(snapshot.path, read_only=True) as connection:
            names = [row[0] for row in connection.execute("show tables").fetchall()]
            found[snapshot.name] = {
                name: connection.execute(f'select * from "{name}" order by all').fetchall()
                for name in names
            }
    return found


def notes_of(root: Path) -> list[str]:
    """Return what the state's own table of the tests says."""
    connection = sqlite3.connect(root / "data" / "state.sqlite")
    texts = [row[0] for row in connection.execute("select text from notes order by rowid")]
    connection.close()
    return texts


@pytest.fixture
def killed() -> Callable[..., int]:
    """Run the command line in a process of its own that ends itself as kill -9 would.

    `killed(root, "keeping.restoring", "_put", 3, "restore", name)`: at the third call of `_put`.
    """

    def run(root: Path, module: str, name: str, nth: int, *words: object) -> int:
        code = (
            f"import os, salesnb.{module} as module\n"
            f"real, calls = module.{name}, []\n"
            "def dying(*a, **k):\n"
            "    calls.append(1)\n"
            f"    if len(calls) == {nth}: os.kill(os.getpid(), 9)\n"
            "    return real(*a, **k)\n"
            f"module.{name} = dying\n"
            "from salesnb.cli import main\nmain()"
        )
        line = [sys.executable, "-c", code, "--workspace", str(root), *map(str, words)]
        environment = {**os.environ, "PYTHONPATH": str(ROOT)}
        return subprocess.run(line, capture_output=True, env=environment, check=False).returncode

    return run
