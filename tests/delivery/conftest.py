"""A small company whose reports lie there, made as a run leaves them, and a mail server."""

import json
from collections.abc import Callable, Iterator
from datetime import date, datetime
from pathlib import Path

import pytest
import yaml

from salesnb.reports.brief import brief_path, report_brief
from salesnb.reports.history import ReportHistory
from salesnb.reports.outcome import Outcome
from salesnb.reports.plan import Task
from salesnb.runs.plan import RunPlan, plan_run
from salesnb.runs.state import RunState
from salesnb.workspace import Workspace
from tests.conftest import bare_copy
from tests.delivery.server import PASSWORD, USER, Mailbox, make_certificate, start_server

DAY = date(2026, 10, 31)
JOB = """\
notebooks: [tiny]
scopes: [company, "team:East 1"]
period: last-month
delivery: {more}
"""
PAGE = """<!doctype html><html><head><title>{scope} · September 2026</title></head><body>
<main id="content" class="snb"><p class="snb-lede">{text}</p></main>
<footer class="snb-footer">made at {at}</footer></body></html>
"""
BOOK = {
    "cells": [
        {
            "cell_type": "code",
            "id": "c0",
            "metadata": {"tags": ["parameters"]},
            "source": "\n".join(
                f"{name}: str = None"
                for name in ("workspace", "scope", "period", "as_of", "viewer", "lang")
            ),
            "outputs": [],
            "execution_count": None,
        }
    ],
    "metadata": {"kernelspec": {"name": "python3", "display_name": "x", "language": "python"}},
    "nbformat": 4,
    "nbformat_minor": 5,
}


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A certificate for localhost that nobody else trusts."""
    return make_certificate(tmp_path_factory.mktemp("certificate"))


@pytest.fixture
def box() -> Mailbox:
    """What the server took."""
    return Mailbox()


@pytest.fixture
def server(box: Mailbox, certificate: tuple[Path, Path]) -> Iterator[object]:
    """A mail server that speaks TLS from the start."""
    controller = start_server(box, certificate)
    yield controller
    controller.stop()


@pytest.fixture
def secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    """User and password of the server, in the environment."""
    monkeypatch.setenv("SALESNB_SMTP_USER", USER)
    monkeypatch.setenv("SALESNB_SMTP_PASSWORD", PASSWORD)


@pytest.fixture
def shop(demo_en: Workspace, tmp_path: Path) -> Workspace:
    """A copy of the small demo company with one tiny notebook and no report."""
    made = bare_copy(demo_en, tmp_path / "shop")
    (made.notebooks / "tiny.ipynb").write_text(json.dumps(BOOK), encoding="utf-8")
    return made


@pytest.fixture
def params(shop: Workspace) -> Callable[..., None]:
    """Write params: `params("organisation", people={...})`."""

    def written(name: str, **values: object) -> None:
        path = shop.root / "params" / f"{name}.yml"
        path.write_text(yaml.safe_dump(values, allow_unicode=True), encoding="utf-8")
        shop.__dict__.pop("settings", None)

    return written


@pytest.fixture
def mails(
    shop: Workspace,
    params: Callable[..., None],
    server: object,
    secrets: None,
    certificate: tuple[Path, Path],
) -> Callable[..., None]:
    """Have params name the server: `mails(retries=0)`."""

    def set_up(smtp: dict[str, object] | None = None, **more: object) -> None:
        given = {
            "host": "localhost",
            "port": server.port,
            "sender": "销售报表 <reports@example.com>",
            "ca_file": str(certificate[0]),
            "timeout": 5,
        }
        pace = {"retries": 1, "retry_seconds": 0.05, "per_minute": 100_000}
        params("delivery", smtp={**given, **(smtp or {})}, **{**pace, **more})

    set_up()
    return set_up


@pytest.fixture
def job(shop: Workspace) -> Callable[..., None]:
    """Write the job `month`: `job("{ways: [mail]}")`."""

    def written(more: str, text: str = JOB) -> None:
        path = shop.root / "params" / "jobs" / "month.yml"
        path.write_text(text.replace("{more}", more), encoding="utf-8")

    return written


@pytest.fixture
def rendered(shop: Workspace) -> Callable[..., RunPlan]:
    """Leave the job's reports as a run does: `rendered("Sales 1.2 M", held=["company"])`."""

    def made(text: str = "Sales 1.2 M", held: tuple[str, ...] = (), at: int = 7) -> RunPlan:
        plan = plan_run(shop, "month", day=DAY, today=DAY)
        state, history = RunState(shop.state), ReportHistory(shop.state, shop.reports)
        when = datetime(2026, 10, 31, at)
        row = state.begin(
            "month", DAY, when, plan.store.snapshot().name, plan.wanted, version="x", params="x"
        )
        for each in plan.wanted:
            is_held = str(each.task.scope) in held
            outcome = Outcome(each.task, 0.1, state="held" if is_held else "made")
            if not is_held:
                write_page(each.task.path, text, str(each.task.scope), at)
                write_brief(each.task, text)
                history.record([outcome], when, plan.store.snapshot().name)
            state.record(row.id, outcome, each.path, {})
        state.end(row.id, "done", when, 1.0)
        return plan

    return made


def write_page(path: Path, text: str, scope: str = "", at: int = 7) -> None:
    """Write a report that says the text."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(PAGE.format(scope=scope, text=text, at=at), encoding="utf-8")


def write_brief(task: Task, text: str) -> None:
    """Write what a report says in short, as its publication leaves it; `Sales 1.2 M` is a card."""
    name, shown, unit = text.split()
    card = {"label": name, "shown": shown, "unit": unit, "detail": "", "changes": []}
    card |= {"metric": "sales", "moved": None, "progress": None}
    screen = [
        {"kind": "header", "subtitle": "", "sentences": [text]},
        {"kind": "cards", "cards": [card]},
    ]
    summary = {"title": str(task.scope)}
    told = report_brief(screen, summary, task, kind="Tiny", banner=[])
    brief_path(task.path).write_text(told, encoding="utf-8")
