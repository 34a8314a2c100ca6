"""A small workspace made of literal rows, and a workbench on it."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from salesnb.figures import Html
from salesnb.workbench import Workbench
from salesnb.workspace import Workspace
from tests.frames import Records, fill

STAFF: Records = [
    {"name": "Ann", "team": "East", "role": "rep"},
    {"name": "Bob", "team": "West", "role": "rep"},
]


def shop(folder: Path, tables: Mapping[str, Records]) -> Path:
    """Import rows into a new workspace on 2026-11-20."""
    workspace = Workspace.create(folder / "shop", "en")
    fill(workspace.store, {"staff": STAFF, **tables}, datetime(2026, 11, 20, 18))
    return workspace.root


def desk(root: Path, period: str, **options: str) -> Workbench:
    """Return a workbench in English, as of 2026-11-20 unless told."""
    return Workbench(root, period=period, **{"lang": "en", **options})


def order(number: int, day: str, amount: float, owner: str | None = "Ann", **more: object) -> dict:
    """Return an order row."""
    made = {"order_id": f"O{number}", "customer_id": f"C{number}", "owner": owner}
    return {**made, "amount": amount, "order_date": day, **more}


def target(scope: str, period: str, value: float) -> dict:
    """Return a row of sales targets."""
    return {"scope": scope, "period": period, "metric": "sales", "value": value}


def title(part: Html) -> str:
    """Return the headline of a section."""
    return repr(part).splitlines()[0]


def lines(part: Html, start: str) -> list[str]:
    """Return the lines of a section that begin with a text."""
    return [line for line in repr(part).splitlines() if line.startswith(start)]
