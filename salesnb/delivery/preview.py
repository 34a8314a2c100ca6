"""What a delivery would send: a table, and the mails as files; nothing is sent or written down."""

import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import datetime
from email.utils import parseaddr
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal

from salesnb.delivery.alerts import AlertNews
from salesnb.delivery.ledger import OPEN, Item, Ledger, Letter
from salesnb.delivery.people import Directory, Skipped
from salesnb.delivery.plan import Due, item_of, plan_delivery
from salesnb.delivery.ways import folder_name, letter_mail
from salesnb.delivery.writing import Writer
from salesnb.runs.plan import RunPlan
from salesnb.settings.addresses import domain_of, masked
from salesnb.workspace import Workspace

Outlook = Literal["would_send", "would_correct", "would_make", "has_it", "is_queued"]


@dataclass(frozen=True)
class Foreseen:
    """One report for one recipient, and what would become of it."""

    recipient: str
    way: str
    address: str
    notebook: str
    scope: str
    period: str
    outlook: Outlook


@dataclass(frozen=True)
class Preview:
    """Who would get what; the folder with the messages, if there are any."""

    foreseen: tuple[Foreseen, ...]
    skipped: tuple[Skipped, ...]
    folder: Path | None


def preview_delivery(workspace: Workspace, plan: RunPlan, clock: Callable[[], datetime]) -> Preview:
    """Return what a delivery of a job would send now.

    It is played through in a copy of the ledger, so that it is what a run would do.

    Parameters
    ----------
    clock : the time, aware.
    """
    directory, delivery = Directory.of(workspace), plan.job.delivery
    planned = plan_delivery(workspace, plan, directory, with_missing=True)
    with TemporaryDirectory() as parent:
        state = _copied(workspace.state, Path(parent) / "state.sqlite")
        ledger, news = Ledger(state), AlertNews(workspace, directory, state)
        writer = Writer(workspace, directory, ledger, delivery, news)
        before = {row.id for row in ledger.rows()}
        there = {
            number: item_of(due, plan.name, workspace.reports / due.path)
            for number, due in enumerate(planned.due)
            if due.is_there
        }
        told = [replace(item, told=writer.brief(item).record) for item in there.values()]
        settings = workspace.settings.delivery
        domain = domain_of(parseaddr(settings.smtp.sender)[1]) or "salesnb.invalid"
        digest = delivery is None or delivery.digest
        ledger.enqueue(told, workspace.local_time(clock()), domain, digest=digest)
        foreseen = [
            _foreseen(due, _outlook(ledger, there.get(number), before))
            for number, due in enumerate(planned.due)
        ]
        skipped = planned.skipped
        if delivery is not None and delivery.alerts:
            told, left = news.queue(
                plan.name, plan.day, delivery, workspace.local_time(clock()), domain
            )
            foreseen += [_of_alerts(directory, item) for item in told]
            skipped += tuple(left)
        folder = workspace.root / "data" / "dry-run" / f"{plan.name}-{plan.day}"
        shutil.rmtree(folder, ignore_errors=True)
        letters = ledger.letters(plan.name)
        for number, letter in enumerate(letters, 1):
            _write(workspace, writer, letter, folder, number, clock())
    return Preview(tuple(foreseen), skipped, folder if folder.is_dir() else None)


def _copied(state: Path, copy: Path) -> Path:
    """Return a copy of the state; nothing is made where there is none yet."""
    if state.is_file():
        with closing(sqlite3.connect(state)) as source, closing(sqlite3.connect(copy)) as target:
            source.backup(target)
    return copy


def _outlook(ledger: Ledger, item: Item | None, before: set[int]) -> Outlook:
    if item is None:
        return "would_make"
    rows = [row for row in ledger.rows("content = ?", [item.content]) if _is_of(row, item)]
    newest = rows[-1]
    if newest.id not in before:
        return "would_correct" if newest.kind == "correction" else "would_send"
    return "is_queued" if newest.state in OPEN else "has_it"


def _is_of(row: Item, item: Item) -> bool:
    keys = ("job", "period", "scope", "notebook", "recipient", "way", "lang")
    return all(getattr(row, key) == getattr(item, key) for key in keys)


def _of_alerts(directory: Directory, item: Item) -> Foreseen:
    address = {"mail": masked(directory.recipient(item.recipient).email)}
    address["folder"] = folder_name(item.recipient)
    return Foreseen(
        item.recipient,
        item.way,
        address.get(item.way, item.recipient),
        item.notebook,
        item.scope,
        item.period,
        "would_send",
    )


def _foreseen(due: Due, outlook: Outlook) -> Foreseen:
    recipient, way = due.target.recipient, due.target.way
    address = {"mail": masked(recipient.email), "folder": folder_name(recipient.name)}
    return Foreseen(
        recipient.name,
        way,
        address.get(way, recipient.name),
        due.task.notebook,
        str(due.task.scope),
        due.task.period.text,
        outlook,
    )


def _write(
    workspace: Workspace, writer: Writer, letter: Letter, folder: Path, number: int, at: datetime
) -> None:
    """Write a message as it would go out: a mail as .eml, a message to a group as .md."""
    sifted, _ = writer.sift(letter)
    if not sifted.rows or letter.way == "folder":
        return
    message, recipient = writer.write(sifted)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    name = f"{number:03d}-{folder_name(recipient.name)}"
    if letter.way != "mail":
        (folder / f"{name}.md").write_text(message.markdown, encoding="utf-8")
        return
    settings = workspace.settings.delivery
    mail = letter_mail(message, recipient, sifted, settings, at)
    (folder / f"{name}.eml").write_bytes(mail.as_bytes())
