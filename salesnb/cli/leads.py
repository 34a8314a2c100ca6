"""Commands of leads: who gets them, which lie in the public pool, and picking one."""

import getpass
import sys
from collections.abc import Callable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import click

from salesnb.cli.deliveries import check_notices, read_secrets, send_notices
from salesnb.cli.group import day_of, find_workspace, local_now, main, note_export
from salesnb.cli.options import as_of_today_option, form_option, scope_option, viewer_option
from salesnb.errors import UsageError
from salesnb.labels import label, say
from salesnb.terminal import tell

_ASSIGN_SHOWN = (
    "lead_id", "company_name", "why", "owner_now", "proposed_owner", "load_after", "reason",
)  # fmt: skip
_POOL_SHOWN = (
    "state", "lead_id", "company_name", "source", "grade", "age_days", "amount", "leaves_on",
    "owner", "may_pick",
)  # fmt: skip

# How values stand in a table for people.
_SPELLED: dict[str, Callable[[Any, str], str]] = {
    "amount": lambda value, _: f"{value:,.0f}",
    "leaves_on": lambda value, _: f"{value:%Y-%m-%d}",
    "may_pick": lambda value, lang: label("flag_yes" if value else "flag_no", lang),
}


@main.command()
@scope_option
@viewer_option
@as_of_today_option
@click.option("--pool", "with_pool", is_flag=True, help="The leads of the public pool, too.")
@form_option
@click.option("--accept", is_flag=True, help="Record owner and time; without it nothing is stored.")
@click.option("--no-send", is_flag=True, help="Do not tell the new owners.")
@click.pass_obj
def assign(
    start: Path | None,
    scope: str | None,
    viewer: str | None,
    as_of: str | None,
    with_pool: bool,
    form: str,
    accept: bool,
    no_send: bool,
) -> None:
    """Propose an owner for every lead that wants one, with the reason."""
    from salesnb.leads import WHEN_NEW, accept_assignment, check_assigner
    from salesnb.session import Session

    workspace = find_workspace(start)
    now = _now(workspace)
    day = day_of(as_of, "--as-of") or now.date()
    if accept and day != now.date():
        raise UsageError(say("err_accept_day", today=now.date(), day=day))
    check_assigner(workspace, viewer)
    secrets = read_secrets()
    sends = accept and not no_send and check_notices(workspace, secrets)
    include = (*WHEN_NEW, "pool") if with_pool else WHEN_NEW
    session = Session(workspace.root, scope=scope, as_of=day, viewer=viewer)
    if accept:
        by = viewer or getpass.getuser()
        frame = accept_assignment(
            workspace, at=now, by=by, scope=scope, viewer=viewer, include=include
        )
    else:
        frame = session.assignment(include)
    proposed = int(frame["proposed_owner"].notna().sum())
    shown = frame.assign(reason=frame[f"reason_{session.lang}"])
    _print(shown, form, session.lang, _ASSIGN_SHOWN, {"why": "assign_why"})
    counts = {"leads": len(frame), "proposed": proposed, "left": len(frame) - proposed}
    key = "cli_assign_done" if accept else "cli_assign_dry"
    none = label("cli_assign_none", session.lang, scope=session.scope)
    tell(label(key, session.lang, **counts) if len(frame) else none)
    if sends:
        chosen = frame.dropna(subset="proposed_owner")
        owners = zip(chosen["lead_id"], chosen["proposed_owner"], strict=True)
        send_notices(workspace, owners, secrets)


@main.command()
@scope_option
@viewer_option
@as_of_today_option
@form_option
@click.pass_obj
def pool(
    start: Path | None, scope: str | None, viewer: str | None, as_of: str | None, form: str
) -> None:
    """Show the leads in the public pool, and those about to flow into it."""
    from salesnb.session import Session

    workspace = find_workspace(start)
    day = day_of(as_of, "--as-of") or _now(workspace).date()
    session = Session(workspace.root, scope=scope, as_of=day, viewer=viewer)
    frame = session.pool()
    if form != "table":
        note_export(session, "pool", form)
    _print(frame, form, session.lang, _POOL_SHOWN, {"state": "pool_state"})
    counts = frame["state"].value_counts()
    told = {state: int(counts.get(state, 0)) for state in ("pool", "warned")}
    none = label("cli_pool_none", session.lang, scope=session.scope)
    tell(label("cli_pool_count", session.lang, **told) if len(frame) else none)


@main.command()
@click.argument("lead_id", metavar="LEAD_ID")
@click.option("--as", "viewer", metavar="USER", required=True, help="The rep who picks.")
@click.option("--no-send", is_flag=True, help="Do not tell the rep by mail or chat.")
@click.pass_obj
def claim(start: Path | None, lead_id: str, viewer: str, no_send: bool) -> None:
    """Pick a lead out of the public pool."""
    from salesnb.leads import claim_lead

    workspace = find_workspace(start)
    lang = workspace.settings.workspace.lang
    secrets = read_secrets()
    sends = not no_send and check_notices(workspace, secrets)
    found = claim_lead(workspace, lead_id, viewer, at=_now(workspace))
    if found.reason is not None:
        tell(label("cli_refused", lang, said=found.reason.text(lang)))
        sys.exit(1)
    tell(label("cli_claimed", lang, rep=viewer, lead=lead_id))
    if sends:
        send_notices(workspace, [(lead_id, viewer)], secrets)


def _now(workspace: Any) -> datetime:
    """Return the time in the workspace's zone, on the day that params pin, if they do."""
    now = local_now(workspace)
    pinned: date | None = workspace.settings.workspace.today
    return datetime.combine(pinned, now.time()) if pinned else now


def _print(frame: Any, form: str, lang: str, shown: Sequence[str], words: dict[str, str]) -> None:
    """Print a frame for programs whole, for people its chosen columns in their language."""
    if form == "json":
        days = frame.select_dtypes("datetime").columns
        texts = {name: frame[name].dt.strftime("%Y-%m-%d") for name in days}
        click.echo(frame.assign(**texts).to_json(orient="records", force_ascii=False))
        return
    if form == "csv":
        click.echo(frame.to_csv(index=False), nl=False)
        return
    if frame.empty:
        return
    import pandas as pd

    table = frame[list(shown)].astype(object)
    for column, prefix in words.items():
        table[column] = [label(f"{prefix}_{word}", lang) for word in table[column]]
    for column, spelled in _SPELLED.items():
        if column in table:
            table[column] = [None if pd.isna(v) else spelled(v, lang) for v in table[column]]
    titles = {name: label(f"lead_head_{name}", lang) for name in shown}
    with pd.option_context("display.unicode.east_asian_width", True):
        click.echo(table.rename(columns=titles).fillna("-").to_string(index=False))
