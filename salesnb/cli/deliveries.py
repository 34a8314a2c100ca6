"""What is sent: after a run, to new owners of leads; the ledger of it. Reads the clock."""

import json
import os
import sys
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from salesnb.cli.group import find_workspace, main
from salesnb.errors import BusyError
from salesnb.labels import label
from salesnb.terminal import stoppable, tell

_LISTED = 10  # failures of one reason
_SHOWN = ("recipient", "way", "kind", "notebook", "scope", "period", "state", "queued_at", "error")


@main.command()
@click.option("--job", metavar="JOB", help="Of one job only.")
@click.option("--state", "states", metavar="S,...", default="", help="E.g. queued,dead.")
@click.option("--format", "form", type=click.Choice(["table", "json"]), default="table")
@click.option("--retry", is_flag=True, help="Queue the dead again; the next run sends them.")
@click.pass_obj
def deliveries(start: Path | None, job: str | None, states: str, form: str, retry: bool) -> None:
    """Show what was sent to whom, what waits, and what cannot be delivered."""
    from salesnb.cli.group import words_of
    from salesnb.delivery.deliver import record_of
    from salesnb.delivery.ledger import Ledger

    workspace = find_workspace(start)
    lang, ledger = workspace.settings.workspace.lang, Ledger(workspace.state)
    if retry:
        tell(label("cli_deliveries_revived", lang, n=ledger.revive()))
    wanted = words_of(states)
    records = [
        record_of(row)
        for row in ledger.rows()
        if job in (None, row.job) and (not wanted or row.state in wanted)
    ]
    if form == "json":
        click.echo(json.dumps(records, ensure_ascii=False, indent=2))
    elif not records:
        tell(label("cli_deliveries_none", lang))
    else:
        _print_ledger(records, lang)


def read_secrets() -> Any:
    """Return the secrets of the environment, before anything is started that might inherit it."""
    from salesnb.delivery.secrets import Secrets

    return Secrets.read(os.environ)


def check_job(workspace: Any, job: str, secrets: Any) -> bool:
    """Return whether a job sends anything; refuse what it, or news that wait, could not go by."""
    from salesnb.delivery.plan import check_delivery

    found = workspace.settings.job(job)
    if found.delivery is None:
        return False
    check_delivery(workspace, job, found, secrets)
    check_notices(workspace, secrets)
    return True


def show_preview(workspace: Any, plan: Any) -> None:
    """Print who would get what, and write the mails as files."""
    from salesnb.delivery.preview import preview_delivery

    lang = workspace.settings.workspace.lang
    found = preview_delivery(workspace, plan, _now)
    heads = ("recipient", "way", "address")
    titles = [label(f"deliver_{name}", lang) for name in heads]
    titles += [label(name, lang) for name in ("run_report", "scope", "period", "run_state")]
    rows = [
        [
            each.recipient,
            label(f"deliver_way_{each.way}", lang),
            each.address,
            each.notebook,
            each.scope,
            each.period,
            label(f"deliver_{each.outlook}", lang),
        ]
        for each in found.foreseen
    ]
    if rows:
        _print(rows, titles)
    for skipped in found.skipped:
        tell(label("deliver_skipped", lang, name=skipped.name, said=skipped.said.text(lang)))
    if found.folder is not None:
        tell(label("cli_deliver_eml", lang, folder=found.folder))


def send_run(workspace: Any, plan: Any, secrets: Any, troubles: Sequence[str]) -> bool:
    """Send what a run made and what waits of its job; return whether all of it went out."""
    from salesnb.delivery.deliver import deliver_run

    lang = workspace.settings.workspace.lang
    again = f"run {plan.name} --resume"
    with stoppable(again, lang):
        done = deliver_run(workspace, plan, secrets=secrets, clock=_now, troubles=troubles)
    _tell_delivered(done, lang, again)
    return bool(done.is_good)


def check_notices(workspace: Any, secrets: Any) -> bool:
    """Return whether new owners are told; refuse what they could not be told with."""
    from salesnb.delivery.people import Directory
    from salesnb.delivery.plan import check_ways

    ways = workspace.settings.delivery.assignments
    if ways:
        check_ways(workspace.settings, ways, Directory.of(workspace), secrets)
    return bool(ways)


def send_notices(workspace: Any, owners: Iterable[tuple[str, str]], secrets: Any) -> None:
    """Tell new owners of their leads; leave with exit code 1 where somebody could not be told."""
    from salesnb.delivery.deliver import deliver_notices

    try:
        done = deliver_notices(workspace, owners, secrets=secrets, clock=_now)
    except BusyError as error:  # the leads are assigned all the same
        tell(
            label(
                "cli_refused",
                workspace.settings.workspace.lang,
                said=error.text(workspace.settings.workspace.lang),
            )
        )
        sys.exit(1)
    _tell_delivered(done, workspace.settings.workspace.lang, "run JOB")
    if not done.is_good:
        sys.exit(1)


def _tell_delivered(done: Any, lang: str, again: str) -> None:
    """Say what was sent, and every failure; many of one reason once with their number."""
    for skipped in done.skipped:
        tell(label("deliver_skipped", lang, name=skipped.name, said=skipped.said.text(lang)))
    reasons: dict[str, int] = {}
    for sent in done.sent:
        if sent.fate == "confirmed":
            continue
        said = sent.said.text(lang)
        reasons[said] = reasons.get(said, 0) + 1
        if reasons[said] <= _LISTED:
            way = label(f"deliver_way_{sent.letter.way}", lang)
            name = sent.letter.recipient
            tell(label(f"deliver_is_{sent.fate}", lang, name=name, way=way, said=said))
    for count in reasons.values():
        if count > _LISTED:
            tell(label("cli_deliver_same", lang, n=count - _LISTED))
    counts = {fate: done.counts[fate] for fate in ("confirmed", "waiting", "dead")}
    any_sent = any(counts.values())
    tell(label("cli_delivered", lang, **counts) if any_sent else label("cli_deliver_nothing", lang))
    if counts["waiting"]:
        tell(label("cli_deliver_waiting", lang, words=again))
    if done.operator is not None:
        tell(label("operator_failed", lang, said=done.operator.text(lang)))


def _print_ledger(records: Sequence[dict[str, Any]], lang: str) -> None:
    titles = {
        "recipient": "deliver_recipient",
        "way": "deliver_way",
        "kind": "deliver_kind",
        "notebook": "run_report",
        "scope": "scope",
        "period": "period",
        "state": "run_state",
        "queued_at": "deliver_when",
        "error": "deliver_why",
    }
    spelled: dict[str, Callable[[str], str]] = {
        name: lambda word, name=name: label(f"deliver_{name}_{word}", lang)  # type: ignore[misc]
        for name in ("way", "kind", "state")
    }
    spelled["queued_at"] = lambda text: text.replace("T", " ")
    rows = [
        [spelled[name](str(each[name])) if name in spelled else str(each[name]) for name in _SHOWN]
        for each in records
    ]
    _print(rows, [label(titles[name], lang) for name in _SHOWN])


def _print(rows: Sequence[Sequence[str]], titles: Sequence[str]) -> None:
    import pandas as pd

    with pd.option_context("display.unicode.east_asian_width", True):
        click.echo(pd.DataFrame(list(rows), columns=list(titles)).to_string(index=False))


def _now() -> datetime:
    return datetime.now(UTC)
