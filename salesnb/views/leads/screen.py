"""The first screen of the report on leads: new, by grade, late, to be followed up."""

from collections.abc import Hashable
from typing import Any

import pandas as pd

from salesnb import formats
from salesnb.figures import Card, Flag, Html, flag_list, kpi_cards, notice, report_header
from salesnb.figures.markup import bare
from salesnb.labels import label, plural
from salesnb.session import Session
from salesnb.views.cards import amount_card, compared_periods, rate_card
from salesnb.views.leads.frames import best_grade, to_contact
from salesnb.views.parts import figure, has_begun, stack, subtitle, title

_METRICS = ["new_leads", "response_in_time_rate"]
_MOST_FLAGS = 8


def headline(session: Session) -> Html:
    """Return the first screen: title, findings, key figures, leads of the best grade that wait."""
    if not session.has_leads:
        words = label("finding_no_leads", session.lang, things=label("things_lead", session.lang))
        return stack(
            report_header(title(session), subtitle(session), [words]),
            summary={"title": title(session), "headline": bare(words)},
        )
    frame = session.metrics(_METRICS, period=compared_periods(session))
    waiting = to_contact(session)
    sentences = [_new(session, frame), _late(session, waiting), _overdue(session, waiting)]
    flags = _flags(session, waiting)
    return stack(
        report_header(title(session), subtitle(session), sentences),
        kpi_cards(_cards(session, frame, waiting)),
        _flag_list(session, flags),
        summary={
            "title": title(session),
            "headline": bare(sentences[0]),
            "flags": len(flags),
        },
    )


def _new(session: Session, frame: pd.DataFrame) -> str:
    lang = session.lang
    if not has_begun(session):
        return label("finding_not_begun", lang)
    count = figure(frame, "new_leads", session.period)
    if not count:
        return label("leads_new_none", lang)
    by_grade = session.metrics("new_leads", by="grade").set_index("grade")["value"]
    grades = label("list_comma", lang).join(
        f"{grade} {formats.count(by_grade[grade], lang)}"
        for grade in session.settings.scorecard.all_grades
        if grade in by_grade.index
    )
    return plural("leads_new", lang, int(count), grades=grades or formats.MISSING)


def _late(session: Session, waiting: pd.DataFrame) -> str:
    late = waiting[waiting["first_contact"] == "overdue"]
    if late.empty:
        return label("leads_late_none", session.lang)
    best = int((late["grade"] == best_grade(session)).sum())
    return plural(
        "leads_late",
        session.lang,
        len(late),
        grade=best_grade(session),
        best=formats.count(best, session.lang),
    )


def _overdue(session: Session, waiting: pd.DataFrame) -> str:
    counts = waiting["state"].value_counts()
    overdue, due = (
        formats.count(int(counts.get(name, 0)), session.lang) for name in ("overdue", "due")
    )
    return label("leads_overdue", session.lang, overdue=overdue, due=due)


def _cards(session: Session, frame: pd.DataFrame, waiting: pd.DataFrame) -> list[Card]:
    lang, best = session.lang, best_grade(session)
    still_open = session.sql("select grade from fact_leads where is_open")["grade"]
    overdue, due = (int((waiting["state"] == name).sum()) for name in ("overdue", "due"))
    held = session.pool()
    pooled = held[held["state"] == "pool"]
    of_best = formats.count(int((still_open == best).sum()), lang)
    return [
        amount_card(session, frame, "new_leads"),
        rate_card(session, frame, "response_in_time_rate"),
        _stock(
            session,
            "leads_open",
            len(still_open),
            label("leads_open_of", lang, grade=best, count=of_best),
            "leads_open_why",
        ),
        _stock(
            session,
            "leads_pool_card",
            len(pooled),
            formats.money(pooled["amount"].sum(), lang),
            "leads_pool_why",
        ),
        _stock(
            session,
            "leads_overdue_card",
            overdue,
            label("leads_overdue_detail", lang, due=formats.count(due, lang)),
            "leads_overdue_why",
        ),
    ]


def _stock(session: Session, name: str, count: int, detail: str, why: str) -> Card:
    lang = session.lang
    return Card(
        label(name, lang),
        formats.count(count, lang),
        detail=detail,
        number=count,
        why=[label(why, lang)],
    )


def _flags(session: Session, waiting: pd.DataFrame) -> list[Flag]:
    """Return the leads of the best grade that wait: first contacts first, the longest overdue."""
    best = waiting[(waiting["grade"] == best_grade(session)) & (waiting["state"] == "overdue")]
    best = best.assign(is_next=best["first_contact"] != "overdue").sort_values(
        ["is_next", "overdue_days", "lead_id"], ascending=[True, False, True]
    )
    return [_flag(session, row) for row in best.to_dict("records")]


def _flag(session: Session, row: dict[Hashable, Any]) -> Flag:
    lang = session.lang
    subject = row["lead_id"] if pd.isna(row["company_name"]) else row["company_name"]
    days = plural("days", lang, int(row["overdue_days"]))
    key = "leads_flag_first" if row["first_contact"] == "overdue" else "leads_flag_next"
    words = label(key, lang, grade=row["grade"], days=days, hours=days)
    return Flag("red", str(subject), words, session.name_of("rep", row["owner"]))


def _flag_list(session: Session, flags: list[Flag]) -> Html:
    lang = session.lang
    if not flags:
        return notice(label("leads_flags_none", lang))
    rest = len(flags) - _MOST_FLAGS
    more = [notice(plural("leads_more_flags", lang, rest))] if rest > 0 else []
    return stack(flag_list(flags[:_MOST_FLAGS], lang), *more)
