"""News of alerts: to everybody one message of what is new to them, each step of an alert once."""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pandas as pd

from salesnb.alerts import AlertBook, company_alerts, mark_told, new_alerts, recipients_of
from salesnb.delivery.ledger import Item, Ledger, Letter
from salesnb.delivery.mail_html import list_html
from salesnb.delivery.message import Message
from salesnb.delivery.people import Directory, Skipped
from salesnb.delivery.plain import literal
from salesnb.delivery.worklists import Worklists
from salesnb.figures.typeset import plain
from salesnb.formats import money
from salesnb.labels import label, plural, say
from salesnb.scopes import Scope
from salesnb.settings.delivery import Delivery, Way
from salesnb.workspace import Workspace

ALERTS = "alerts"
_LISTED, _IN_CHATS = 50, 15  # more Gmail would cut
_UNSETTLED = timedelta(days=30)  # nothing waits for longer
_MARKS = {"red": "●", "amber": "▲"}


class AlertNews:
    """What is told of alerts, and to whom; the ledger says what was sent.

    Parameters
    ----------
    state : where alerts and deliveries are written down: the workspace's, or a copy.
    """

    def __init__(self, workspace: Workspace, directory: Directory, state: Path) -> None:
        self._workspace, self._directory, self._state = workspace, directory, state
        self._book = AlertBook(state)
        self._worklists = Worklists(workspace, directory, state)
        self._found: dict[str, dict[tuple[str, str], Mapping[Any, Any]]] = {}

    def queue(
        self, job: str, day: date, delivery: Delivery, at: datetime, domain: str
    ) -> tuple[list[Item], list[Skipped]]:
        """Queue what is new to everybody, and mark it as told; return what was queued.

        The ledger goes first: what stands in it is marked as told before anything new is asked
        for, so that an end between the two repeats nothing.

        Parameters
        ----------
        domain : see `Ledger.enqueue`.
        """
        ledger = Ledger(self._state)
        self._settle(ledger, day, at - _UNSETTLED)
        told = new_alerts(self._workspace, day, state=self._state)
        if self._pass_on(ledger):
            told = new_alerts(self._workspace, day, state=self._state)
        records = {str(name): rows.to_dict("records") for name, rows in told.groupby("recipient")}
        awaited = self._awaited(ledger, day) if delivery.worklists else set()
        items, skipped, reached = list[Item](), list[Skipped](), list[str]()
        for name in sorted({*records, *awaited}):
            alerts = records.get(name, [])
            if not name:
                skipped.append(Skipped(ALERTS, say("alerts_mail_nobody", n=len(alerts)), False))
                continue
            forms = delivery.worklists if name in awaited else ()
            own = [*self._items(job, day, delivery, name, alerts, forms)]
            items += own
            if own:
                reached.append(name)
            elif alerts:
                skipped.append(Skipped(name, self._why_not(name, len(alerts))))
        ledger.enqueue(items, at, domain, digest=True)
        mark_told(self._workspace, told[told["recipient"].isin(reached)], day, self._state)
        return items, skipped

    def holding(self, item: Item) -> list[dict[str, Any]]:
        """Return the alerts of a message that still are open and still concern whom it is for.

        Returns
        -------
        The alerts as they are now, in the message's language, the gravest first, with steps and
        state.
        """
        found = [
            {**row, "steps": each["steps"], "state": each["state"]}
            for each, row in self._still(item)
            if any(self._stands(item, row, step) for step in each["steps"])
        ]
        return sorted(found, key=lambda row: (row["level"] != "red", -_or_zero(row["amount"])))

    def holds(self, item: Item) -> bool:
        """Return whether a message still has something to tell: an alert, or the day's worklist."""
        is_todays = item.day == self.day.isoformat()
        return bool(item.facts["worklist"] and is_todays) or bool(self.holding(item))

    def is_settled(self, item: Item) -> bool:
        """Return whether none of a message's alerts is open any more."""
        return not self._open(item)

    def message(self, letter: Letter) -> Message:
        """Return the message of a letter as things stand, with the worklist where it belongs."""
        row = letter.rows[0]
        person, lang = str(row.facts["person"]), row.lang
        alerts = [alert for each in letter.rows for alert in self.holding(each)]
        forms = row.facts["worklist"] if row.day == self.day.isoformat() else []
        files, tasks = list[Path](), list[dict[Any, Any]]()
        if forms:
            at = datetime.fromisoformat(row.queued_at)
            files = self._worklists.write(person, forms, day=self.day, lang=lang, at=at)
            own = self._worklists.of(person, self.day, lang)
            tasks = own[own["is_shown"]].to_dict("records")
        return write_alerts(person, lang, alerts, self.day, files, tasks)

    @property
    def day(self) -> date:
        """The day as of which alerts are known."""
        day = self._book.last_seen()
        assert day is not None  # a letter names alerts that were seen
        return day

    def _still(self, item: Item) -> Iterator[tuple[Mapping[str, Any], Mapping[Any, Any]]]:
        """Yield the alerts of a message that are open as they were, each with how it stands now."""
        open_, rows = self._open(item), self._now(item.lang)
        for each in item.facts["alerts"]:
            kept = open_.get(int(each["alert"]))
            row = rows.get((kept["key"], kept["episode"])) if kept else None
            if kept is not None and row is not None and kept["openings"] == each["opening"]:
                yield each, row

    def _stands(self, item: Item, row: Mapping[Any, Any], step: int) -> bool:
        """Return whether whom a message is for stands at a step of an alert."""
        return item.facts["person"] in recipients_of(self._directory.organisation, row, step)

    def _pass_on(self, ledger: Ledger) -> bool:
        """Take out of what waits what concerns its reader no more; whether there was any.

        Nobody was told of it, so that whoever stands there now is told. The book goes first: what
        stands in the ledger is marked as told anew, so that an end between the two loses nothing.
        """
        found = False
        for item in ledger.rows("kind = 'alerts' and state in ('queued', 'claimed')"):
            lost = {
                (each["alert"], step)
                for each, row in self._still(item)
                for step in each["steps"]
                if not self._stands(item, row, step)
            }
            if not lost:
                continue
            found = True
            self._book.untell([each for each in _told(item) if (each[0], each[2]) in lost])
            steps = {
                each["alert"]: [s for s in each["steps"] if (each["alert"], s) not in lost]
                for each in item.facts["alerts"]
            }
            kept = [
                {**each, "steps": steps[each["alert"]]}
                for each in item.facts["alerts"]
                if steps[each["alert"]]
            ]
            if kept or item.facts["worklist"]:
                forms_on = item.day if item.facts["worklist"] else ""
                content = _content(item.facts["person"], kept, forms_on)
                ledger.change(item, content, {**item.facts, "alerts": kept})
            else:
                ledger.close_row(
                    item,
                    "withdrawn",
                    say("deliver_withdrawn").text(self._workspace.settings.workspace.lang),
                )
        return found

    def _open(self, item: Item) -> dict[int, dict[str, Any]]:
        return self._book.still_open([int(each["alert"]) for each in item.facts["alerts"]])

    def _now(self, lang: str) -> dict[tuple[str, str], Mapping[Any, Any]]:
        if lang not in self._found:
            frame = company_alerts(self._workspace, self.day, lang)
            records: list[dict[Any, Any]] = frame.to_dict("records")
            self._found[lang] = {(row["key"], row["episode"]): row for row in records}
        return self._found[lang]

    def _awaited(self, ledger: Ledger, day: date) -> set[str]:
        """Return who has something to do and was not sent today's worklist."""
        sent = ledger.rows("kind = 'alerts' and period = ?", [day.isoformat()])
        had = {str(row.facts["person"]) for row in sent if row.facts.get("worklist")}
        return set(self._worklists.people(day)) - had

    def _settle(self, ledger: Ledger, day: date, since: datetime) -> None:
        """Have what is marked as told agree with the ledger: what was withdrawn was told nobody."""
        rows = ledger.rows("kind = 'alerts' and queued_at >= ?", [since.isoformat()])
        self._book.untell([each for row in rows if row.state == "withdrawn" for each in _told(row)])
        kept = [row for row in rows if row.state != "withdrawn"]
        self._book.tell([each for row in kept for each in _told(row)], day)

    def _items(
        self,
        job: str,
        day: date,
        delivery: Delivery,
        person: str,
        records: Sequence[Mapping[Any, Any]],
        forms: Sequence[str],
    ) -> Iterator[Item]:
        widest = self._directory.organisation.widest(person)
        alerts = [
            {
                "alert": int(row["alert"]),
                "opening": int(row["opening"]),
                "steps": [int(step) for step in row["steps"]],
                "state": str(row["state"]),
            }
            for row in sorted(records, key=lambda row: int(row["alert"]))
        ]
        content = _content(person, alerts, day.isoformat() if forms else "")
        for way, name, lang in self._reached(person, widest, delivery):
            own = list(forms) if way in ("mail", "folder") else []  # groups get no files
            if not alerts and not own:
                continue
            yield Item(
                job=job,
                period=day.isoformat(),
                scope=str(widest),
                notebook=ALERTS,
                recipient=name,
                way=way,
                lang=lang or self._workspace.settings.workspace.lang,
                content=content,
                day=day.isoformat(),
                viewer=person if way in ("mail", "folder") else "",
                kind="alerts",
                facts={"person": person, "alerts": alerts, "worklist": own},
            )

    def _reached(
        self, person: str, widest: Scope, delivery: Delivery
    ) -> Iterator[tuple[Way, str, str | None]]:
        recipient = self._directory.recipient(person)
        for way in delivery.ways:
            if way == "folder" or (
                way == "mail" and self._directory.fault(recipient.email) is None
            ):
                yield way, person, recipient.lang
            hook = recipient.chat.get(way, "")
            if hook and self._directory.may_get(way, hook, widest, None):
                yield way, hook, self._directory.group(hook).lang

    def _why_not(self, person: str, count: int) -> Any:
        fault = self._directory.fault(self._directory.recipient(person).email)
        said = fault or say("alerts_mail_no_group")
        return say("alerts_mail_unreached", n=count, said=said)


def write_alerts(
    person: str,
    lang: str,
    alerts: Sequence[Mapping[str, Any]],
    day: date,
    files: Sequence[Path] = (),
    tasks: Sequence[Mapping[Any, Any]] = (),
) -> Message:
    """Return the message about alerts, the gravest first; without any the one about the tasks.

    Parameters
    ----------
    files : of the worklist, to be attached.
    tasks : that the worklist shows.
    """
    person = plain(person)
    red = sum(row["level"] == "red" for row in alerts)
    subject = label("alerts_mail_worklist_subject", lang, name=person, day=day)
    intro = plural("worklist_count", lang, len(tasks)) + label("task_stop", lang)
    items = [[plain(t["name"]), plain(t["reason"]), f"→ {plain(t['next_step'])}"] for t in tasks]
    if alerts:
        subject = plural("alerts_mail_subject", lang, len(alerts), name=person)
        subject += plural("alerts_mail_red", lang, red) if red else ""
        intro = label("alerts_mail_intro", lang, day=day)
        items = [_item(row, person, lang) for row in alerts[:_LISTED]]
    if files:
        intro += ("" if lang == "zh" else " ") + label("alerts_mail_worklist", lang)
    end = _more(len(alerts) - len(items), lang)
    lines = [line for item in items for line in ("", *filter(None, item))]
    short = [f"- {literal(' · '.join(item[:2]))}" for item in items[:_IN_CHATS]]
    last = _more(len(alerts) - len(short), lang)
    return Message(
        subject=subject,
        html=list_html(subject, intro, items, end, name=person, lang=lang),
        text="\n".join([subject, "", intro, *lines, end]),
        markdown="\n".join([literal(subject), intro, *short, last]),
        attachments=tuple(files),
        is_urgent=bool(red),
        lang=lang,
    )


def _item(row: Mapping[str, Any], person: str, lang: str) -> list[str]:
    """Return what is said of an alert: who and what; since when, how much, whose; the next step."""
    words = plain(f"{row['subject']} {row['text']}".replace("**", ""))
    owner = row["owner"]
    facts = [
        label(f"alerts_mail_state_{row['state']}", lang),
        label("alerts_mail_since", lang, day=f"{pd.Timestamp(row['since']):%Y-%m-%d}")
        if not pd.isna(row["since"])
        else "",
        label("alerts_mail_amount", lang, amount=money(row["amount"], lang))
        if _or_zero(row["amount"])
        else "",
        label("alerts_mail_owner", lang, owner=plain(owner))
        if isinstance(owner, str) and owner not in (person, "unassigned")
        else "",
    ]
    step = "" if pd.isna(row["next_step"]) else f"→ {row['next_step']}"
    return [f"{_MARKS[row['level']]} {words}", " · ".join(filter(None, facts)), step]


def _more(count: int, lang: str) -> str:
    return label("alerts_mail_more", lang, n=count) if count > 0 else ""


def _content(person: str, alerts: Sequence[Mapping[str, Any]], forms_on: str) -> str:
    told = [person, list(alerts), forms_on]
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()


def _told(row: Item) -> list[tuple[int, int, int, str]]:
    facts = row.facts
    return [
        (each["alert"], each["opening"], step, facts["person"])
        for each in facts.get("alerts", [])
        for step in each["steps"]
    ]


def _or_zero(amount: Any) -> float:
    return 0.0 if pd.isna(amount) else float(amount)
