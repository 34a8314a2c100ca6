"""The first screen of the performance report: findings, key figures, red flags."""

from collections.abc import Hashable, Mapping
from typing import Any

import pandas as pd

from salesnb import formats
from salesnb.figures import Card, Flag, Html, flag_list, kpi_cards, notice, report_header
from salesnb.figures.markup import bare
from salesnb.labels import label, plural
from salesnb.periods import Period
from salesnb.session import Session
from salesnb.views.cards import (
    amount_card,
    change_since,
    compared_periods,
    rate_card,
    split_unit,
)
from salesnb.views.parts import figure, has_begun, new_cases, stack, subtitle, title

_METRICS = ["sales", "target_completion", "pace_gap", "closed_win_rate", "collection_rate_due"]
_MOST_FLAGS = 8


def headline(session: Session) -> Html:
    """Return the first screen: title, findings in sentences, key figures, red flags."""
    frame = session.metrics([*_METRICS, new_cases(session)], period=compared_periods(session))
    sentences = _sentences(session, frame)
    found = session.alerts()
    return stack(
        report_header(title(session), subtitle(session), sentences),
        kpi_cards(_cards(session, frame)),
        _flags(session, found),
        summary={
            "title": title(session),
            "headline": bare(sentences[0]),
            "flags": len(found),
        },
    )


def _flags(session: Session, found: pd.DataFrame) -> Html:
    """Return the red flags, the costliest first."""
    lang = session.lang
    if found.empty and not session.has_payments and not _has_targets(session):
        return notice(label("no_flags_unchecked", lang))
    shown = [_flag(session, row) for row in found.head(_MOST_FLAGS).to_dict("records")]
    rest = len(found) - len(shown)
    more = [notice(plural("more_flags", lang, rest))] if rest else []
    return stack(flag_list(shown, lang), *more)


def _has_targets(session: Session) -> bool:
    """Whether the scope or one of its parts has a target in the period."""
    own = session.metrics("target_completion")
    below = session.metrics("target_completion", by=session.below) if session.below else own
    return bool(own["denominator"].notna().any() or below["denominator"].notna().any())


def _flag(session: Session, row: Mapping[Hashable, Any]) -> Flag:
    lang = session.lang
    amount = formats.money(row["amount"], lang)
    if row["rule"] == "behind_target":
        is_own = row["scope"] == str(session.scope)
        key = "flag_behind_running" if session.is_running else "flag_behind"
        return Flag(
            "red",
            session.scope_title()
            if is_own
            else session.name_of(str(row["entity"]), row["entity_id"]),
            label(
                key,
                lang,
                completion=formats.percent(row["share"], lang),
                elapsed=formats.percent(session.elapsed, lang),
                red=formats.percent(session.settings.workspace.completion_red, lang),
            ),
            label(f"{key}_detail", lang, amount=amount),
        )
    days = (pd.Timestamp(session.as_of) - pd.Timestamp(str(row["since"]))).days
    return Flag(
        "red",
        str(row["entity"]),
        label("flag_overdue", lang, days=days, amount=amount),
        session.name_of("rep", row["owner"]),
    )


def _cards(session: Session, frame: pd.DataFrame) -> list[Card]:
    target, detail = session.target(), label("no_target", session.lang)
    if target:
        detail = label("of_target", session.lang, target=formats.money(target.value, session.lang))
        if target.origin != "explicit":  # nobody typed it: say how it was found
            detail += f" ({label(f'origin_{target.origin}', session.lang)})"
    return [
        amount_card(session, frame, "sales", detail=detail, yearly=True),
        _completion_card(session, frame),
        rate_card(session, frame, "closed_win_rate"),
        rate_card(session, frame, "collection_rate_due", money=True),
        amount_card(session, frame, new_cases(session)),
    ]


def _completion_card(session: Session, frame: pd.DataFrame) -> Card:
    lang = session.lang
    completion = figure(frame, "target_completion", session.period)
    gap = figure(frame, "pace_gap", session.period) if has_begun(session) else None
    return Card(
        session.settings.metrics["target_completion"].label(lang),
        *split_unit(formats.percent(completion, lang)),
        detail=label("elapsed_share", lang, share=formats.percent(session.elapsed, lang)),
        delta=formats.points(gap, lang, 0) if gap is not None else "",
        delta_is_good=None if gap is None or abs(gap) < 0.005 else gap > 0,
        progress=(completion, session.elapsed),
        number=completion,
    )


def _sentences(session: Session, frame: pd.DataFrame) -> list[str]:
    if not has_begun(session):
        return [_not_begun(session, frame)]
    sentences = [
        _target_sentence(session, frame),
        _growth_sentence(session, frame),
        _collection_sentence(session, frame),
    ]
    return [sentence for sentence in sentences if sentence]


def _not_begun(session: Session, frame: pd.DataFrame) -> str:
    target = figure(frame, "target_completion", session.period, "denominator")
    if not target:
        return label("finding_not_begun", session.lang)
    amount = formats.money(target, session.lang)
    return label("finding_not_begun_target", session.lang, target=amount)


def _target_sentence(session: Session, frame: pd.DataFrame) -> str:
    lang, period = session.lang, session.period
    sales = formats.money(figure(frame, "sales", period), lang)
    completion = figure(frame, "target_completion", period)
    gap = figure(frame, "pace_gap", period)
    if completion is None or gap is None:
        return label("finding_sales", lang, sales=sales)
    key = "finding_running" if session.is_running else "finding_done"
    side = "even" if round(abs(gap), 3) < 0.005 else "behind" if gap < 0 else "ahead"
    distance = formats.percent(abs(gap), lang).rstrip("%").replace(",", "")
    return label(
        f"{key}_{side}",
        lang,
        sales=sales,
        completion=formats.percent(completion, lang),
        points=plural("points", lang, int(distance)),
        missing=formats.money(_missing(frame, period), lang),
    )


def _missing(frame: pd.DataFrame, period: Period) -> float:
    reached = figure(frame, "target_completion", period, "numerator") or 0
    return abs((figure(frame, "target_completion", period, "denominator") or 0) - reached)


def _growth_sentence(session: Session, frame: pd.DataFrame) -> str:
    yearly = change_since(session, frame, "sales", session.period.year_ago())
    recent = change_since(session, frame, "sales", session.period.previous())
    if yearly is None and recent is None:
        return ""
    key = "finding_growth"
    if yearly is None or recent is None:
        key += "_mom" if yearly is None else "_yoy"
    if session.is_running:
        key += "_running"
    return label(key, session.lang, yoy=formats.change(yearly), mom=formats.change(recent))


def _collection_sentence(session: Session, frame: pd.DataFrame) -> str:
    lang = session.lang
    overdue = session.metrics("overdue_amount")["value"].iloc[0]
    rate = figure(frame, "collection_rate_due", session.period)
    if rate is None:
        return ""
    return label(
        "finding_collections" if overdue else "finding_collections_clean",
        lang,
        rate=formats.percent(rate, lang),
        overdue=formats.money(overdue, lang),
    )
