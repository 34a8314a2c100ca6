"""What happened in one case, event by event, with the silences that were longer than usual."""

import re
from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from salesnb import formats
from salesnb.funnel.case_rows import AFTER_DAYS, CaseRows, read_rows
from salesnb.funnel.cases import Case, find_cases
from salesnb.funnel.typical import Typical, typical_course
from salesnb.labels import label
from salesnb.scopes import ScopedStore
from salesnb.settings import Settings

# Of events at the same moment the one that makes the other possible comes first.
KINDS = (
    *("created", "assigned", "first_contact", "follow_up", "stage", "back", "reopened"),
    *("won", "lost", "order", "payment", "today"),
)
_ENDS = ("won", "lost", "order", "payment", "today")
_WAITED = ("first_contact", "follow_up", "stage", "back", "reopened", "won", "lost", "today")
COLUMNS = ["at", "kind", "stage", "what", "feedback", "by", "method", "gap_days", "is_gap"]
_LAST_WORDS = 3
_WHY = {
    "reason": "told_reason",
    "competitor": "told_competitor",
    "decisive_factor": "told_factor",
}

# Contacts are encrypted and masked; what somebody typed into a text is taken out of it.
_MAIL = re.compile(r"[A-Za-z0-9._+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")
_PHONE = re.compile(
    r"(?<![A-Za-z0-9.])(?:(?:(?:\+|00)86[ -]?)?1[3-9]\d[ -]?\d{4}[ -]?\d{4}|\(?0\d{2,3}\)?[ -]?\d{7,8}"
    r"|(?:\+|00)\d{1,3}(?:[ -]?\(?\d{2,4}\)?){2,4}|\(\d{3}\) ?\d{3}-\d{4}|\d{3}-\d{3}-\d{4})"
    r"(?![0-9])"
)


def timelines(
    store: ScopedStore, settings: Settings, case_ids: Sequence[str], lang: str = "zh"
) -> list[pd.DataFrame]:
    """Return the events of leads, opportunities or customers, each in order.

    To a lead belong its opportunities, its follow-ups, and those of its customer that name no lead
    while it was open; to a won one also the customer's orders until 30 days after.

    Parameters
    ----------
    lang : of the words in `what`.

    Returns
    -------
    at, kind (created, assigned, first_contact, follow_up, stage, back = to an earlier stage,
    reopened, won, lost, order, payment, today = still open), stage, what (words), feedback, by,
    method, gap_days (since the event before), is_gap (longer than usual in won cases, see
    `typical.usual_days`; a customer's by the cadence of its level). `.attrs`: `case` (what is
    looked at), `typical` (the usual path, a list), `usual_days`, `won_cases` (that they rest on),
    `obstacles` (reasons, competitors and the last feedback, a list of at, kind, text and cause: the
    id of the known cause of params/causes.yml that a reason or feedback tells of, else None).

    Raises
    ------
    UsageError
        The scope has no case of that id.
    """
    cases = find_cases(store, case_ids)
    rows = read_rows(store, cases)
    return [_timeline(store, settings, case, rows, lang) for case in cases]


def timeline(
    store: ScopedStore, settings: Settings, case_id: str, lang: str = "zh"
) -> pd.DataFrame:
    """Return the events of one lead, opportunity or customer (see `timelines`)."""
    return timelines(store, settings, [case_id], lang)[0]


def _timeline(
    store: ScopedStore, settings: Settings, case: Case, rows: CaseRows, lang: str
) -> pd.DataFrame:
    typical = typical_course(store, settings, "lead" if case.lead_ids else "opportunity")
    usual = _usual_days(case, typical, settings)
    contacts = _contacts(store, case, rows)
    parts = [
        _beginnings(case, rows, lang),
        contacts,
        _entries(settings, case, rows, lang),
        _money(store, case, rows, lang),
    ]
    frame = pd.concat([part for part in parts if not part.empty], ignore_index=True)
    if case.outcome in ("open", ""):
        frame = pd.concat([frame, _today(store, lang)], ignore_index=True)
    frame = _marked(_ordered(frame), case, usual)[COLUMNS]
    frame.attrs = {
        "case": case,
        "typical": list(typical.path),
        "usual_days": usual,
        "won_cases": typical.cases,
        "obstacles": _obstacles(settings, case, rows, contacts),
    }
    return frame


def without_contacts(text: object) -> str | None:
    """Return a text without the phone numbers and mail addresses in it; an empty one is None.

    Examples
    --------
    >>> without_contacts("王经理电话13800005678，邮箱wang@example.com，报价 1200000 元，2026-10-31 前")
    '王经理电话***，邮箱***，报价 1200000 元，2026-10-31 前'
    """
    if not isinstance(text, str) or not text.strip():
        return None
    return _PHONE.sub("***", _MAIL.sub("***", text.strip()))


def _usual_days(case: Case, typical: Typical, settings: Settings) -> float:
    days = settings.limits.cadence_days.get(case.level or "")
    return float(days) if case.kind == "customer" and days else typical.usual_days


def _beginnings(case: Case, rows: CaseRows, lang: str) -> pd.DataFrame:
    begun = []
    for row in rows.leads_of(case):
        source = row["source"] if isinstance(row["source"], str) else formats.MISSING
        told = [label("timeline_lead", lang, source=source)]
        need = without_contacts(row["need"])
        told += [need] if need else []
        what = label("timeline_joint", lang).join(told)
        by = row["recorder"] if isinstance(row["recorder"], str) else row["owner"]
        begun.append({"at": row["created_at"], "kind": "created", "what": what, "by": by})
        if pd.notna(row["assigned_at"]):
            what = label("timeline_assigned", lang, owner=row["owner"])
            begun.append({"at": row["assigned_at"], "kind": "assigned", "what": what})
    if not case.lead_ids and case.kind == "opportunity":
        what = label("timeline_opportunity", lang)
        begun.append({"at": case.start, "kind": "created", "what": what, "by": case.owner})
    return pd.DataFrame(begun, columns=["at", "kind", "what", "by"])


def _contacts(store: ScopedStore, case: Case, rows: CaseRows) -> pd.DataFrame:
    until = pd.Timestamp(store.as_of) if case.end is None else case.end.normalize()
    found = rows.contacts_of(case, until)
    found = found.assign(
        at=found["follow_at"],
        kind=np.where(np.arange(len(found)) == 0, "first_contact", "follow_up"),
        what=found["content"].map(without_contacts),
        feedback=found["feedback"].map(without_contacts),
    )
    return found[["id", "at", "by", "method", "kind", "what", "feedback"]]


def _entries(settings: Settings, case: Case, rows: CaseRows, lang: str) -> pd.DataFrame:
    """Return the stages that were entered; one that lead and deal both tell of is one event."""
    written = rows.history_of(case)[["stage", "at"]].assign(is_told=False)
    found = pd.concat([written, _told(settings, case, rows)], ignore_index=True)
    if found.empty:
        return pd.DataFrame(columns=["at", "kind", "stage", "what"])
    found["at"] = pd.to_datetime(found["at"])
    stages = settings.stages
    ranks = {stage.id: n for n, stage in enumerate(stages.path)}
    found["rank"] = found["stage"].map(ranks).fillna(len(ranks))
    # What the history says goes before what the row says, with a time of day before without.
    found["is_bare"] = found["at"] == found["at"].dt.normalize()
    found["day"] = found["at"].dt.normalize()
    found = found.sort_values(["is_told", "is_bare", "at"], kind="stable")
    found = found.drop_duplicates(["stage", "day"])
    known = set(found.loc[~found["is_told"], "stage"])
    found = found[~found["is_told"] | ~found["stage"].isin(known)]
    # The beginning is an event of its own.
    begun = found["stage"] == stages.path[0].id
    if not case.lead_ids:
        begun |= (found["stage"] == stages.opportunity_stage) & (found["day"] == case.start)
    found = found[~begun]
    found = found.sort_values(["at", "rank"], kind="stable").reset_index(drop=True)
    names = {stage.id: stage.label(lang) for stage in stages.stages}
    found["kind"] = _entry_kinds(found, stages.won, stages.lost)
    found["what"] = [
        label(f"timeline_{kind}", lang, stage=names.get(stage, stage))
        for kind, stage in zip(found["kind"], found["stage"], strict=True)
    ]
    return found[["at", "kind", "stage", "what", "rank"]]


def _entry_kinds(entries: pd.DataFrame, won: str, lost: str) -> list[str]:
    kinds, furthest, has_ended = [], -1.0, False
    for stage, rank in zip(entries["stage"], entries["rank"], strict=True):
        if stage in (won, lost):
            kinds.append("won" if stage == won else "lost")
            has_ended = True
            continue
        kinds.append("reopened" if has_ended else "back" if rank < furthest else "stage")
        furthest, has_ended = rank, False
    return kinds


def _told(settings: Settings, case: Case, rows: CaseRows) -> pd.DataFrame:
    """Return the stages that the rows themselves date: beginning, end, and what they passed."""
    ends = {"is_won": settings.stages.won, "is_lost": settings.stages.lost}
    passed = [stage.id for stage in settings.stages.path if stage.kind == "open"]
    told = []
    for own in (rows.leads_of(case), rows.deals_of(case)):
        for row in own:
            told += [(stage, row["closed_on"]) for flag, stage in ends.items() if row[flag]]
            told += [(stage, row.get(f"entered_{stage}_at")) for stage in passed]
    dated = [(stage, at) for stage, at in told if not pd.isna(at)]
    return pd.DataFrame(dated, columns=["stage", "at"]).assign(is_told=True)


def _money(store: ScopedStore, case: Case, rows: CaseRows, lang: str) -> pd.DataFrame:
    if case.customer_id is None or case.outcome in ("lost", "open"):
        return pd.DataFrame()
    after = pd.Timedelta(days=AFTER_DAYS)
    last = pd.Timestamp(store.as_of) if case.end is None else case.end.normalize() + after
    orders = rows.orders_of(case, last)
    paid = rows.payments_of(orders)
    orders = orders.assign(
        kind="order",
        what=[
            label(
                "timeline_order", lang, product=product or id_, amount=formats.money(amount, lang)
            )
            for product, id_, amount in zip(
                orders["product"].fillna(""), orders["id"], orders["amount"], strict=True
            )
        ],
    )
    paid = paid.assign(
        kind="payment",
        what=[
            label("timeline_payment", lang, amount=formats.money(amount, lang))
            for amount in paid["amount"]
        ],
    )
    parts = [part for part in (orders, paid) if not part.empty] or [orders, paid]
    return pd.concat(parts)[["id", "at", "kind", "what", "by"]]


def _today(store: ScopedStore, lang: str) -> pd.DataFrame:
    at = pd.Timestamp(store.as_of)
    return pd.DataFrame([{"at": at, "kind": "today", "what": label("timeline_today", lang)}])


def _ordered(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the events in order; an end without a time of day comes last on its day."""
    frame = frame.reindex(columns=[*COLUMNS[:-2], "id", "rank"])
    words = ["kind", "stage", "what", "feedback", "by", "method", "id"]
    frame = frame.astype({**dict.fromkeys(words, "str"), "rank": "float64"})
    frame["at"] = pd.to_datetime(frame["at"]).astype("datetime64[us]")
    is_bare = frame["at"] == frame["at"].dt.normalize()
    late = is_bare & frame["kind"].isin(_ENDS)
    place = frame["at"].where(~late, frame["at"] + pd.Timedelta(hours=23, minutes=59, seconds=59))
    order = frame["kind"].map({kind: n for n, kind in enumerate(KINDS)})
    keys = frame.assign(_at=place, _order=order, _rank=frame["rank"].fillna(-1))
    keys["_id"] = keys["id"].fillna("")
    keys = keys.sort_values(["_at", "_order", "_rank", "_id"], kind="stable")
    return keys[frame.columns].reset_index(drop=True)


def _marked(frame: pd.DataFrame, case: Case, usual: float) -> pd.DataFrame:
    gap = frame["at"].diff().dt.total_seconds() / 86_400
    is_waited = frame["kind"].isin(_WAITED)
    if case.end is not None:
        is_waited &= frame["at"] < case.end + pd.Timedelta(days=1)
    return frame.assign(gap_days=gap.clip(lower=0), is_gap=(gap > usual) & is_waited)


def _obstacles(
    settings: Settings, case: Case, rows: CaseRows, contacts: pd.DataFrame
) -> list[dict[str, Any]]:
    """Return what the rows say about why, then the last words of the customer."""
    told: list[dict[str, Any]] = []
    for own in (rows.deals_of(case), rows.leads_of(case)):
        for row in own:
            for kind, column in _WHY.items():
                text = without_contacts(row.get(column))
                if text and text not in [each["text"] for each in told]:
                    told.append({"at": row["told_on"], "kind": kind, "text": text})
    said = contacts[contacts["feedback"].notna()].tail(_LAST_WORDS)
    told += [
        {"at": at, "kind": "feedback", "text": text}
        for at, text in zip(said["at"], said["feedback"], strict=True)
    ]
    return [each | {"cause": _cause(settings, each["kind"], each["text"])} for each in told]


def _cause(settings: Settings, kind: str, text: str) -> str | None:
    """Return the known cause of a reason or of what the customer said."""
    cause = settings.causes.cause_of(text) if kind in ("reason", "feedback") else None
    return cause.id if cause else None
