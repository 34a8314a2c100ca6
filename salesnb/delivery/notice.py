"""News for a new owner: which leads are theirs now, without contacts."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from html import escape
from typing import Any

import pandas as pd

from salesnb.delivery.ledger import Item, Letter
from salesnb.delivery.message import Message
from salesnb.delivery.people import Directory
from salesnb.labels import label, plural
from salesnb.scopes import Scope, ScopedStore
from salesnb.settings import Settings
from salesnb.settings.delivery import Way
from salesnb.workspace import Workspace

ASSIGNMENT = "assignment"
_LISTED = 100
_SHOWN = ("lead_id", "company_name", "grade", "source", "need")
_QUERY = """select l.lead_id, l.company_name, f.grade, l.source, l.need, f.owner
    from leads as l join fact_leads as f on f.lead_id = l.lead_id
    order by f.grade nulls last, l.lead_id"""


def assignment_items(
    owners: Iterable[tuple[str, str]], directory: Directory, settings: Settings, at: datetime
) -> list[Item]:
    """Return what new owners are told, by the ways of params: one message each.

    Parameters
    ----------
    owners : pairs of lead and new owner.
    """
    leads: dict[str, list[str]] = defaultdict(list)
    for lead, owner in owners:
        leads[owner].append(lead)
    found = []
    for owner, ids in leads.items():
        scope = Scope("rep", owner)
        for way, name, lang in _reached(owner, scope, directory, settings):
            text = f"{at.isoformat()} {owner} {sorted(ids)}"
            found.append(
                Item(
                    job=ASSIGNMENT,
                    period=at.date().isoformat(),
                    scope=str(scope),
                    notebook=ASSIGNMENT,
                    recipient=name,
                    way=way,
                    lang=lang or settings.workspace.lang,
                    content=hashlib.sha256(text.encode()).hexdigest(),
                    day=at.isoformat(timespec="minutes"),
                    viewer=owner if way in ("mail", "folder") else "",
                    kind="assignment",
                    facts={"owner": owner, "leads": sorted(ids)},
                )
            )
    return found


def read_leads(workspace: Workspace) -> pd.DataFrame:
    """Return all leads with their owners, without contacts."""
    with ScopedStore.open(workspace.store, workspace.settings) as store:
        return store.run(_QUERY)


def write_notice(letter: Letter, leads: pd.DataFrame) -> Message:
    """Return the message to a new owner about those of the leads that are still theirs."""
    facts, lang = letter.rows[0].facts, letter.rows[0].lang
    is_theirs = leads["lead_id"].isin(facts["leads"]) & (leads["owner"] == facts["owner"])
    frame = leads[is_theirs]
    subject = plural("notice_subject", lang, len(frame), owner=facts["owner"])
    intro = label("notice_intro", lang)
    heads = [label(f"notice_{name}", lang) for name in _SHOWN]
    shown = frame.head(_LISTED)
    rows = [_row(record) for record in shown.to_dict("records")]
    more = len(frame) - len(rows)
    end = label("notice_more", lang, n=more) if more else ""
    lines = [" · ".join(filter(None, row)) for row in rows]
    return Message(
        subject=subject,
        html=_html([intro], heads, rows, end),
        text="\n".join([intro, "", *lines, end]),
        markdown="\n".join([f"**{subject}**", intro, *(f"- {line}" for line in lines[:20]), end]),
    )


def _reached(
    owner: str, scope: Scope, directory: Directory, settings: Settings
) -> list[tuple[Way, str, str | None]]:
    ways = settings.delivery.assignments
    if not ways or not directory.may_read(owner, scope, owner):
        return []
    recipient = directory.recipient(owner)
    found: list[tuple[Way, str, str | None]] = []
    for way in ways:
        if way in ("mail", "folder"):
            if way == "folder" or directory.fault(recipient.email) is None:
                found.append((way, owner, recipient.lang))
            continue
        hook = recipient.chat.get(way, "")
        if hook and directory.may_get(way, hook, scope, None):
            found.append((way, hook, directory.group(hook).lang))
    return found


def _row(record: dict[Any, Any]) -> list[str]:
    texts = {
        name: "" if pd.isna(value) else " ".join(str(value).split())
        for name, value in record.items()
    }
    return [texts[name] for name in _SHOWN]


def _html(intro: list[str], heads: list[str], rows: list[list[str]], end: str) -> str:
    """Return a table that every mail client shows."""
    cell = 'style="padding:6px 10px;border-bottom:1px solid #dfe4ea;text-align:left"'
    head = "".join(f"<th {cell}>{escape(name)}</th>" for name in heads)
    body = "".join(
        "<tr>" + "".join(f"<td {cell}>{escape(text)}</td>" for text in row) + "</tr>"
        for row in rows
    )
    words = "".join(f"<p>{escape(line)}</p>" for line in intro)
    after = f"<p>{escape(end)}</p>" if end else ""
    return (
        '<div style="font-family:sans-serif;font-size:14px;color:#16202c">'
        f'{words}<table role="presentation" cellspacing="0" cellpadding="0"'
        f' style="border-collapse:collapse;font-size:14px"><tr>{head}</tr>{body}</table>{after}</div>'
    )
