"""Who is to be told of which alerts today, each step of an alert once."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd

from salesnb.alerts.book import AlertBook
from salesnb.alerts.quiet import is_asked, is_told
from salesnb.alerts.rules import COLUMNS, find_alerts
from salesnb.scopes import Organisation, Scope, ScopedStore, ScopeKind, read_organisation
from salesnb.settings import HEADS, LADDER
from salesnb.workspace import Workspace

TOLD = ["recipient", "step", "state", "first_seen", *COLUMNS, "key", "subject", "text"]
_IDS = ["alert", "opening", "steps"]
_KINDS: Mapping[str, ScopeKind] = {head: kind for kind, head in HEADS.items()}


def company_alerts(workspace: Workspace, day: date, lang: str | None = None) -> pd.DataFrame:
    """Find the alerts of the whole company as of a day; nothing is written down."""
    settings = workspace.settings
    spoken = lang or settings.workspace.lang
    with ScopedStore.open(workspace.store, settings, as_of=day) as store:
        return find_alerts(store, settings, workspace.calendar(), lang=spoken)


def record_alerts(
    workspace: Workspace, day: date, lang: str | None = None, state: Path | None = None
) -> pd.DataFrame:
    """Find the alerts of the whole company as of a day, write them down, and return them.

    Parameters
    ----------
    state : another state file than the workspace's, e.g. a copy.
    """
    settings, calendar = workspace.settings, workspace.calendar()
    found = company_alerts(workspace, day, lang)
    asked = [
        name
        for name, rule in settings.alerts.rules.items()
        if is_asked(rule, settings.alerts, calendar, day)
    ]
    AlertBook(state or workspace.state).see(found, day, asked)
    return found


def new_alerts(
    workspace: Workspace, day: date, lang: str | None = None, state: Path | None = None
) -> pd.DataFrame:
    """Return what is to be told today, and to whom; what was told at a step is not told there again.

    Nothing is marked as told: whoever has sent it says so with `mark_told`. Until then the same is
    returned again, so that what was cut off in between is not lost.

    Parameters
    ----------
    day : the last day that is known.
    lang : of the messages; None = the workspace's.
    state : another state file than the workspace's, e.g. a copy.

    Returns
    -------
    One row per recipient and alert, the most urgent first: recipient (a name of the staff sheet;
    empty = the operator, where nobody leads), step (owner, manager, department, company: as whom),
    state (new, escalated: told at another step before; again: had been resolved), first_seen, and
    the columns of `find_alerts`. A recipient may always see what the row is about.
    """
    found = record_alerts(workspace, day, lang, state)
    organisation = read_organisation(workspace.store, workspace.settings, day)
    rules, calendar = workspace.settings.alerts.rules, workspace.calendar()
    records: list[dict[Any, Any]] = found.to_dict("records")
    rows = {(row["key"], row["episode"]): row for row in records}
    told: dict[tuple[str, int], dict[Any, Any]] = {}
    for due in AlertBook(state or workspace.state).untold(day):
        row = rows.get((due["key"], due["episode"]))
        if row is None or not is_told(rules[row["rule"]], calendar, day):
            continue
        for recipient in recipients_of(organisation, row, due["step"]):
            # Who stands at two steps at once is told once, at the higher one.
            before = told.get((recipient, due["alert"]), {"steps": []})
            told[recipient, due["alert"]] = {
                **row,
                "recipient": recipient,
                "step": LADDER[due["step"]],
                "state": _state(due),
                "first_seen": due["first_seen"],
                "alert": due["alert"],
                "opening": due["opening"],
                "steps": [*before["steps"], due["step"]],
            }
    frame = pd.DataFrame(list(told.values()), columns=[*TOLD, *_IDS])
    order = ["level", "amount", "since", "key", "recipient"]
    return frame.sort_values(order, ascending=[False, False, True, True, True], ignore_index=True)


def mark_told(
    workspace: Workspace, told: pd.DataFrame, day: date, state: Path | None = None
) -> None:
    """Write down that rows of `new_alerts` were told on a day."""
    AlertBook(state or workspace.state).tell(
        [
            (int(row["alert"]), int(row["opening"]), int(step), str(row["recipient"]))
            for row in told.to_dict("records")
            for step in row["steps"]
        ],
        day,
    )


def recipients_of(organisation: Organisation, row: Mapping[Any, Any], step: int) -> list[str]:
    """Return who stands at a step of an alert; where nobody does, who stands next above.

    Whose role sees some columns only is told nothing: an alert names amounts and more.
    """
    names = {"owner": row["owner"], "manager": row["team"], "department": row["department"]}
    for to in LADDER[step:]:
        name = names.get(to, "")
        there = organisation.in_charge(Scope(_KINDS[to], name)) if isinstance(name, str) else []
        if found := [person for person in there if not organisation.role_of(person)]:
            return found
    return [""]


def _state(due: Mapping[str, Any]) -> str:
    if due["opening"] > 1:
        return "again"
    first = min(int(step) for step in due["reached"].split())
    return "new" if due["step"] == first else "escalated"
