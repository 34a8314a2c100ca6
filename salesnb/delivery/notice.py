"""News for a new owner: which leads are theirs now, without contacts."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

import pandas as pd

from salesnb.delivery.ledger import Item, Letter
from salesnb.delivery.mail_html import list_html
from salesnb.delivery.message import Message
from salesnb.delivery.people import Directory
from salesnb.delivery.plain import literal
from salesnb.figures.typeset import plain
from salesnb.labels import label, plural
from salesnb.scopes import Scope, ScopedStore
from salesnb.settings import Settings
from salesnb.settings.delivery import Way
from salesnb.workspace import Workspace

ASSIGNMENT = "assignment"
_LISTED, _IN_CHATS = 100, 15
_MOST_LETTERS = 240
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


def still_theirs(facts: Mapping[str, Any], leads: pd.DataFrame) -> pd.DataFrame:
    """Return those of the leads that news are about which the new owner still has."""
    is_theirs = leads["lead_id"].isin(facts["leads"]) & (leads["owner"] == facts["owner"])
    theirs: pd.DataFrame = leads[is_theirs]
    return theirs


def write_notice(letter: Letter, leads: pd.DataFrame) -> Message:
    """Return the message to a new owner about those of the leads that are still theirs."""
    facts, lang = letter.rows[0].facts, letter.rows[0].lang
    frame = still_theirs(facts, leads)
    subject = plural("notice_subject", lang, len(frame), owner=facts["owner"])
    intro = label("notice_intro", lang)
    items = [_item(record, lang) for record in frame.head(_LISTED).to_dict("records")]
    more = len(frame) - len(items)
    end = label("notice_more", lang, n=more) if more else ""
    lines = [line for item in items for line in ("", *filter(None, item))]
    short = [f"- {literal(' · '.join(item[:2]))}" for item in items[:_IN_CHATS]]
    rest = len(frame) - len(short)
    last = label("notice_more", lang, n=rest) if rest else ""
    return Message(
        subject=subject,
        html=list_html(subject, intro, items, end, name=str(facts["owner"]), lang=lang),
        text="\n".join([subject, "", intro, *lines, end]),
        markdown="\n".join([literal(subject), intro, *short, last]),
        lang=lang,
    )


def _reached(
    owner: str, scope: Scope, directory: Directory, settings: Settings
) -> list[tuple[Way, str, str | None]]:
    ways = settings.delivery.assignments
    if not ways or not directory.may_read(owner, scope, owner):
        return []
    if directory.organisation.role_of(owner):  # who may not see all that is told of a lead
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


def _item(record: dict[Any, Any], lang: str) -> list[str]:
    """Return what is said of a lead: the company; number, grade and source; the need."""
    texts = {
        name: "" if pd.isna(value) else plain(value)[:_MOST_LETTERS]
        for name, value in record.items()
    }
    grade = label("notice_grade", lang, grade=texts["grade"]) if texts["grade"] else ""
    facts = " · ".join(filter(None, [texts["lead_id"], grade, texts["source"]]))
    return [texts["company_name"] or texts["lead_id"], facts, texts["need"]]
