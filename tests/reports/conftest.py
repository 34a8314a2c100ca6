"""Companies with what goes wrong in real books, and their reports."""

import shutil
from datetime import datetime
from pathlib import Path

import pytest

from salesnb.workbench import Workbench
from salesnb.workspace import Workspace
from tests.conftest import made_once
from tests.frames import Records, fill

EMPTY_TEAM = "X9"  # a manager and nobody else


@pytest.fixture(scope="session")
def books_zh(demo_zh: Workspace, tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """The demo company with refunds, overpaid orders, a move between teams, an empty team. Read only."""
    return Workspace(
        made_once(tmp_path_factory, "books-zh", lambda folder: _with_traps(demo_zh, folder))
    )


@pytest.fixture(scope="session")
def books_en(demo_en: Workspace, tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """The same company in English. Read only."""
    return Workspace(
        made_once(tmp_path_factory, "books-en", lambda folder: _with_traps(demo_en, folder))
    )


def copy_of(demo: Workspace, folder: Path) -> Workspace:
    """Copy a workspace without what its reports told."""
    shutil.copytree(demo.root, folder, ignore=shutil.ignore_patterns("*.sqlite*", "spreadsheets"))
    return Workspace.find(folder)


def _with_traps(demo: Workspace, folder: Path) -> None:
    workspace = copy_of(demo, folder)
    desk = Workbench(workspace.root, scope="company")
    staff, customers = desk.table("staff"), desk.table("customers")["customer_id"]
    desk._store.close()
    reps = staff[(staff["role"] == "rep") & staff["active"]]
    mover, other = reps.iloc[0], reps.iloc[-1]
    moved = {"name": mover["name"], "since": "2026-10-12", "role": "rep", "active": True}
    moved |= {"team": other["team"], "department": other["department"]}
    orders: Records = [
        order("T1", customers[3], mover["name"], "2026-08-20", 30_000, due_date="2026-09-19"),
        order("T2", customers[4], mover["name"], "2026-10-09", 41_234.5),
        order("T3", customers[5], mover["name"], "2026-10-14", -12_345.6),
        order("T4", customers[6], None, "2026-10-15", 9_950),
        order("T5", customers[7], other["name"], "2026-08-03", 88_000, due_date="2026-09-02"),
    ]
    payments: Records = [
        payment("P1", "T1", "2026-09-15", 50_000),
        payment("P3", "T3", "2026-10-16", -12_345.6),
        payment("P5", "T5", "2026-09-28", 8_000.4),
    ]
    new = {"role": "rep", "active": True, "department": other["department"]}
    joined = [
        {**new, "name": f"{mover['name']}2", "team": other["team"], "since": "2026-10-26"},
        {**new, "name": f"{other['name']}2", "team": EMPTY_TEAM, "role": "manager"},
    ]
    tables = {"staff": [moved, *joined], "orders": orders, "payments": payments}
    fill(workspace.store, tables, datetime(2026, 11, 1, 9))


def order(key: str, customer: str, owner: str | None, day: str, amount: float, **more: str) -> dict:
    """Return an order row."""
    made = {"order_id": key, "customer_id": customer, "owner": owner, "order_date": day}
    return {**made, "amount": amount, **more}


def payment(key: str, of: str, day: str, amount: float) -> dict:
    """Return a row of money received."""
    return {"payment_id": key, "order_id": of, "paid_date": day, "paid_amount": amount}


@pytest.fixture(scope="session")
def pages_zh(books_zh: Workspace, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All reports of the company as the runner makes them, with their index, in Chinese."""
    made = made_once(
        tmp_path_factory, "pages-zh", lambda folder: rendered(books_zh, folder, "zh", ["company"])
    )
    return made / "shop" / "reports"


@pytest.fixture(scope="session")
def pages_en(books_en: Workspace, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All reports of the company and of a team, with their index, in English."""
    scopes = ["company", "team:East 1"]
    made = made_once(
        tmp_path_factory, "pages-en", lambda folder: rendered(books_en, folder, "en", scopes)
    )
    return made / "shop" / "reports"


def rendered(books: Workspace, folder: Path, lang: str, scopes: list[str]) -> Path:
    """Render the reports of the last day, after one that they can tell changes since."""
    from click.testing import CliRunner

    from salesnb.cli import main

    workspace = copy_of(books, folder / "shop")
    asked = [word for scope in scopes for word in ("--scope", scope)]
    earlier = ["performance", "--scope", "company", "--period", "2026-08", "--as-of", "2026-09-30"]
    for words in (earlier, asked) if lang == "en" else (asked,):
        words = ["--workspace", str(workspace.root), "render", *words, "--lang", lang]
        made = CliRunner().invoke(main, words)
        assert made.exit_code == 0, made.stderr
    return workspace.reports


@pytest.fixture(scope="session", params=["zh", "en"])
def pages(request: pytest.FixtureRequest) -> list[Path]:
    """Every page of a language: the reports and the index."""
    folder: Path = request.getfixturevalue(f"pages_{request.param}")
    return sorted(folder.rglob("*.html"))
