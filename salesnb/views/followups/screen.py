"""The first screen of the report on follow-up: how much, how regularly, what is overdue."""

from collections.abc import Hashable
from typing import Any

import pandas as pd

from salesnb import formats
from salesnb.figures import Card, Flag, Html, flag_list, kpi_cards, notice, report_header
from salesnb.figures.markup import bare
from salesnb.labels import label, plural
from salesnb.session import Session
from salesnb.views.cards import amount_card, compared_periods, rate_card, why_lines
from salesnb.views.followups.frames import key_below, key_waiting
from salesnb.views.parts import figure, has_begun, stack, subtitle, title

METRICS = [
    "follow_ups",
    "follow_up_rate",
    "effective_follow_up_rate",
    "late_entry_rate",
    "overdue_tasks",
    "plan_done_rate",
]
_MOST_FLAGS = 8


def headline(session: Session) -> Html:
    """Return the first screen: title, findings, key figures, key customers that wait longest."""
    frame = session.metrics(METRICS, period=compared_periods(session))
    below, waiting = key_below(session), key_waiting(session)
    sentences = [
        _made(session, frame),
        _rate(session, frame),
        _keys(session, below),
        _late(session, frame),
        _overdue(session, frame),
    ]
    said = [sentence for sentence in sentences if sentence]
    return stack(
        report_header(title(session), subtitle(session), said),
        kpi_cards(_cards(session, frame, below)),
        *_flag_list(session, waiting),
        summary={"title": title(session), "headline": bare(said[0]), "flags": len(waiting)},
    )


def _made(session: Session, frame: pd.DataFrame) -> str:
    lang = session.lang
    if not has_begun(session):
        return label("finding_not_begun", lang)
    count = figure(frame, "follow_ups", session.period)
    if not count:
        return label("followup_made_none", lang)
    rate = figure(frame, "effective_follow_up_rate", session.period)
    if rate is None:
        return plural("followup_made", lang, int(count))
    return plural("followup_made_effective", lang, int(count), rate=formats.percent(rate, lang))


def _rate(session: Session, frame: pd.DataFrame) -> str:
    lang = session.lang
    rate, above, below = (
        figure(frame, "follow_up_rate", session.period, part)
        for part in ("value", "numerator", "denominator")
    )
    if rate is None:
        return label("followup_no_cadence", lang)
    return label(
        "followup_rate_said",
        lang,
        rate=formats.percent(rate, lang),
        numerator=formats.count(above, lang),
        denominator=formats.count(below, lang),
    )


def _keys(session: Session, below: pd.DataFrame) -> str:
    if below.empty:
        return ""
    share = formats.percent(session.settings.limits.cadence_kept, session.lang)
    return plural("followup_keys_said", session.lang, len(below), share=share)


def _late(session: Session, frame: pd.DataFrame) -> str:
    rate = figure(frame, "late_entry_rate", session.period)
    if rate is None:
        return ""
    return label("followup_late_said", session.lang, rate=formats.percent(rate, session.lang))


def _overdue(session: Session, frame: pd.DataFrame) -> str:
    count = figure(frame, "overdue_tasks", session.period)
    if not count:
        return label("followup_overdue_none", session.lang)
    return plural("followup_overdue_said", session.lang, int(count))


def _cards(session: Session, frame: pd.DataFrame, below: pd.DataFrame) -> list[Card]:
    overdue = figure(frame, "overdue_tasks", session.period)
    return [
        amount_card(session, frame, "follow_ups"),
        rate_card(session, frame, "follow_up_rate"),
        _key_card(session, below),
        rate_card(session, frame, "late_entry_rate"),
        Card(
            session.settings.metrics["overdue_tasks"].label(session.lang),
            formats.count(overdue, session.lang),
            number=overdue,
            why=why_lines(session, frame, "overdue_tasks"),
            metric="overdue_tasks",
        ),
    ]


def _key_card(session: Session, below: pd.DataFrame) -> Card:
    lang = session.lang
    keys = int(session.customer_cadence()["is_key"].sum())
    share = formats.percent(session.settings.limits.cadence_kept, lang)
    named = (session.name_of("level", level) for level in session.settings.limits.key_levels)
    levels = label("names_comma", lang).join(named)
    return Card(
        label("followup_key_card", lang, share=share),
        formats.count(len(below), lang) if keys else formats.MISSING,
        detail=label("followup_key_of", lang, count=formats.count(keys, lang)) if keys else "",
        number=len(below) if keys else None,
        why=[label("followup_key_card_why", lang, share=share, levels=levels)],
    )


def _flag_list(session: Session, waiting: pd.DataFrame) -> list[Html]:
    lang = session.lang
    if not session.customer_cadence()["is_key"].any():
        return []
    if waiting.empty:
        return [notice(label("followup_flags_none", lang))]
    flags = [_flag(session, row) for row in waiting.head(_MOST_FLAGS).to_dict("records")]
    rest = len(waiting) - _MOST_FLAGS
    more = [notice(plural("followup_more_flags", lang, rest))] if rest > 0 else []
    return [flag_list(flags, lang), *more]


def _flag(session: Session, row: dict[Hashable, Any]) -> Flag:
    lang = session.lang
    subject = row["customer_id"] if pd.isna(row["customer_name"]) else row["customer_name"]
    level = session.name_of("level", row["level"])
    every = plural("days", lang, int(row["cadence_days"]))
    if pd.isna(row["days_since_contact"]):
        words = label("followup_flag_never", lang, level=level, every=every)
    else:
        days = plural("days", lang, int(row["days_since_contact"]))
        words = label("followup_flag", lang, level=level, days=days, every=every)
    return Flag("red", str(subject), words, session.name_of("rep", row["owner"]))
