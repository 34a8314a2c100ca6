"""The largest cases that ended in the period, one by one: what happened, and where it stood still."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pandas as pd

from salesnb import formats
from salesnb.figures import Html, TableColumn, data_table, notice, section
from salesnb.figures.timeline import CasePage, Event, Mark, case_list, case_page
from salesnb.funnel import Case
from salesnb.labels import label
from salesnb.session import Session
from salesnb.views.parts import stack

_MOST_EVENTS = 24
_KEPT_AT_END = 3
_MARKS: dict[str, Mark] = {
    "won": "won",
    "lost": "lost",
    **dict.fromkeys(("first_contact", "stage", "back", "reopened", "order"), "key"),
}


def case_reviews(session: Session) -> Html:
    """Return the timelines of the largest cases that ended in the period, with links to each."""
    lang = session.lang
    head = label("case_short", lang)
    told = [_Told.of(frame) for frame in session.largest_timelines()]
    if not told:
        return stack(section(head, "", "cases"), notice(label("case_none", lang)))
    pages = [_page(session, each) for each in told]
    outcomes = [page.outcome for page in pages]
    return stack(
        section(
            label(
                "case_title",
                lang,
                count=len(pages),
                won=outcomes.count("won"),
                lost=outcomes.count("lost"),
            ),
            label("case_subtitle", lang),
            "cases",
            short=head,
        ),
        case_list(pages, lang),
        *(
            case_page(page, _table(session, each.events).content)
            for page, each in zip(pages, told, strict=True)
        ),
    )


def case_review(session: Session, case_id: str) -> Html:
    """Return the timeline of one lead, opportunity or customer."""
    told = _Told.of(session.timeline(case_id))
    return case_page(_page(session, told), _table(session, told.events).content)


@dataclass(frozen=True)
class _Told:
    """A timeline without `.attrs`, which pandas would copy at every step, and what stands in them."""

    events: pd.DataFrame
    case: Case
    typical: list[dict[str, Any]]
    usual_days: float
    won_cases: int
    obstacles: list[dict[str, Any]]

    @classmethod
    def of(cls, frame: pd.DataFrame) -> "_Told":
        told, bare = frame.attrs, frame.copy(deep=False)
        bare.attrs = {}
        return cls(bare, **{str(name): value for name, value in told.items()})


def _page(session: Session, told: _Told) -> CasePage:
    lang, case = session.lang, told.case
    key = "case_typical_note" if told.typical else "case_typical_none"
    return CasePage(
        id=case.id,
        title=f"{case.name} · {case.id}",
        facts=_facts(session, case, told.events),
        outcome=case.outcome or "open",
        events=list(_events(session, told)),
        typical_head=label("case_typical", lang),
        typical=list(_typical(session, told)),
        typical_note=label(key, lang, count=formats.count(told.won_cases, lang)),
        obstacles_head=label("case_obstacles", lang),
        obstacles=_obstacles(session, told.obstacles),
    )


def _obstacles(session: Session, obstacles: list[dict[str, Any]]) -> list[str]:
    """Return a line per known cause, the rest as typed.

    A reason stands under its cause; words of the customer alone are too little to name one.
    """
    lang = session.lang
    names = {cause.id: cause.label(lang) for cause in session.settings.causes.causes}
    lines: dict[str, list[str]] = {}
    is_named: set[str] = set()
    for each in obstacles:
        kind = "said" if each["kind"] == "feedback" else each["kind"]
        words = label(f"case_{kind}", lang, text=each["text"])
        key = each["cause"] or words
        line = lines.setdefault(key, [])
        line += [] if words in line else [words]
        if key in names and (len(line) > 1 or (kind == "reason" and each["text"] != names[key])):
            is_named.add(key)
    joint = label("case_cause_joint", lang)
    return [
        label("case_cause", lang, cause=names[key], told=joint.join(line))
        if key in is_named
        else line[0]
        for key, line in lines.items()
    ]


def _facts(session: Session, case: Case, frame: pd.DataFrame) -> str:
    lang = session.lang
    parts = []
    if case.outcome:
        word = label(f"case_{case.outcome}", lang)
        sign = {"won": "++", "lost": "!!"}.get(case.outcome, "**")
        parts.append(f"{sign}{word}{sign}")
    parts.append(formats.money(case.amount, lang) if case.amount else "")
    parts.append(session.name_of("rep", case.owner))
    if case.end is not None:
        days = (case.end.normalize() - case.start.normalize()).days
        parts.append(label("case_days", lang, days=formats.days(days, lang)))
    contacts = int(frame["kind"].isin(["first_contact", "follow_up"]).sum())
    parts.append(label("case_contacts", lang, count=contacts))
    if gaps := int(frame["is_gap"].sum()):
        parts.append(label("case_gaps", lang, count=gaps))
    return " · ".join(part for part in parts if part)


def _events(session: Session, told: _Told) -> Iterator[Event]:
    lang, frame = session.lang, told.events
    usual = formats.days(told.usual_days, lang, 0)
    left_out = 0
    kept = _kept(frame)
    for place, row in enumerate(frame.to_dict("records")):
        if not kept[place]:
            left_out += 1
            continue
        if left_out:
            yield Event("", label("case_between", lang, count=left_out), mark="quiet")
            left_out = 0
        yield _event(session, row, usual)


def _kept(frame: pd.DataFrame) -> list[bool]:
    """Return which events are shown: of a long case no follow-ups in the midst of others."""
    if len(frame) <= _MOST_EVENTS:
        return [True] * len(frame)
    routine = (frame["kind"] == "follow_up").to_numpy()
    gaps = frame["is_gap"].to_numpy(dtype=bool)
    size = len(frame)
    return [
        not routine[n] or gaps[n] or (n + 1 < size and gaps[n + 1]) or n >= size - _KEPT_AT_END
        for n in range(size)
    ]


def _event(session: Session, row: dict[Any, Any], usual: str) -> Event:
    lang, kind = session.lang, row["kind"]
    is_contact = kind in ("first_contact", "follow_up")
    method = session.name_of("method", row["method"]) if isinstance(row["method"], str) else ""
    by = session.name_of("rep", row["by"]) if isinstance(row["by"], str) else ""
    detail = " · ".join(part for part in (method, by if is_contact else "") if part)
    what = row["what"] if isinstance(row["what"], str) else ""
    answer = row["feedback"] if isinstance(row["feedback"], str) else ""
    gap = ""
    if row["is_gap"]:
        days = formats.days(row["gap_days"], lang, 0)
        gap = label("case_gap", lang, days=days, usual=usual)
    return Event(
        day=formats.day(row["at"].date(), lang),
        title=label(f"kind_{kind}", lang) if is_contact else what,
        detail=detail,
        words=what if is_contact else "",
        answer=label("case_feedback", lang, text=answer) if answer else "",
        gap=gap,
        mark=_MARKS.get(kind, "plain"),
    )


def _typical(session: Session, told: _Told) -> Iterator[tuple[str, str, str]]:
    """Yield per stage its name, the usual day and contacts, and those of this case."""
    lang, frame, case = session.lang, told.events, told.case
    is_contact = frame["kind"].isin(["first_contact", "follow_up"])
    for step in told.typical:
        usual = label(
            "case_typical_row",
            lang,
            days=formats.decimal(step["days"], 0),
            contacts=formats.decimal(step["contacts"], 0),
        )
        own = ""
        if case.kind != "customer":
            at = frame.loc[frame["stage"] == step["stage"], "at"].min()
            passed = case.outcome == "won"
            own = label("case_not_recorded" if passed else "case_not_reached", lang)
            if not pd.isna(at):
                own = label(
                    "case_here_row",
                    lang,
                    days=(at.normalize() - case.start.normalize()).days,
                    contacts=int(
                        (is_contact & (frame["at"].dt.normalize() <= at.normalize())).sum()
                    ),
                )
        yield session.name_of("stage", step["stage"]), usual, own


def _table(session: Session, frame: pd.DataFrame) -> Html:
    """Return all events as a table; a report's workbook holds it."""
    lang = session.lang
    shown = frame.assign(
        moment=[f"{at:%Y-%m-%d %H:%M}" for at in frame["at"]],
        event=[
            label(f"kind_{row['kind']}", lang)
            if row["kind"] in ("first_contact", "follow_up")
            else row["what"]
            for row in frame.to_dict("records")
        ],
        who=[session.name_of("rep", by) if isinstance(by, str) else "" for by in frame["by"]],
        how=[session.name_of("method", m) if isinstance(m, str) else "" for m in frame["method"]],
        gap=[label("yes_gap", lang) if is_gap else "" for is_gap in frame["is_gap"]],
        said=frame["feedback"].astype("object").where(frame["feedback"].notna(), ""),
        words=frame["what"].astype("object").where(frame["what"].notna(), ""),
    )
    columns = [
        TableColumn("moment", label("case_when", lang)),
        TableColumn("event", label("case_event", lang)),
        TableColumn("words", label("case_words", lang)),
        TableColumn("said", label("case_said_header", lang)),
        TableColumn("who", label("case_by", lang)),
        TableColumn("how", label("case_method", lang)),
        TableColumn("gap_days", label("case_gap_header", lang), "days"),
        TableColumn("gap", label("case_is_gap", lang)),
    ]
    return data_table(shown, columns, lang)
