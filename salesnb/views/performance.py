"""The performance report's first screen: a month, quarter or year against its target."""

import pandas as pd

from salesnb import formats
from salesnb.figures import Card, Html
from salesnb.labels import label, plural
from salesnb.periods import Period
from salesnb.session import Session
from salesnb.views.cards import (
    amount_card,
    change_since,
    compared_periods,
    rate_card,
    split_unit,
    why_lines,
)
from salesnb.views.parts import figure, has_begun, new_cases, subtitle
from salesnb.views.screen import first_screen

_METRICS = ["sales", "target_completion", "pace_gap", "closed_win_rate", "collection_rate_due"]


def headline(session: Session) -> Html:
    """Return the first screen: title, findings in sentences, key figures, red flags."""
    frame = session.metrics([*_METRICS, new_cases(session)], period=compared_periods(session))
    told = ["sales", "target_completion", new_cases(session)]
    return first_screen(
        session,
        "performance",
        subtitle=subtitle(session),
        sentences=_sentences(session, frame),
        cards=_cards(session, frame),
        figures={name: figure(frame, name, session.period) for name in told},
    )


def _cards(session: Session, frame: pd.DataFrame) -> list[Card]:
    return [
        amount_card(session, frame, "sales", detail=_target_detail(session), yearly=True),
        _completion_card(session, frame),
        rate_card(session, frame, "closed_win_rate"),
        rate_card(session, frame, "collection_rate_due", money=True),
        amount_card(session, frame, new_cases(session)),
    ]


def _target_detail(session: Session) -> str:
    target = session.target()
    if not target:
        return label("no_target", session.lang)
    detail = label("of_target", session.lang, target=formats.money(target.value, session.lang))
    if target.origin != "explicit":  # nobody typed it: say how it was found
        detail += f" ({label(f'origin_{target.origin}', session.lang)})"
    return detail


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
        why=why_lines(session, frame, "target_completion"),
        metric="target_completion",
        moved=gap,
    )


def _sentences(session: Session, frame: pd.DataFrame) -> list[str]:
    if not has_begun(session):
        return [_not_begun(session, frame)]
    return [
        _target_sentence(session, frame),
        _growth_sentence(session, frame),
        _parts_sentence(session),
        _collection_sentence(session, frame),
        _new_leads_sentence(session, frame),
    ]


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


def _parts_sentence(session: Session) -> str:
    """Say how many of the parts are on target, and who is last; nothing of fewer than three."""
    if session.below is None:
        return ""
    lang = session.lang
    done = session.metrics("target_completion", by=session.below).dropna(subset="value")
    if len(done) < 3:
        return ""
    worst = done.sort_values("value").iloc[0]
    return label(
        "finding_parts_running" if session.is_running else "finding_parts",
        lang,
        total=len(done),
        who=label(f"many_{session.below}", lang),
        reached=int((done["value"] >= session.elapsed).sum()),
        worst=session.name_of(session.below, worst[session.below]),
        completion=formats.percent(worst["value"], lang),
    )


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


def _new_leads_sentence(session: Session, frame: pd.DataFrame) -> str:
    if not session.has_leads:
        return ""
    change = change_since(session, frame, "new_leads", session.period.previous())
    if change is None:
        return ""
    count = formats.count(figure(frame, "new_leads", session.period), session.lang)
    key = "finding_new_leads" + ("_running" if session.is_running else "")
    return label(key, session.lang, count=count, mom=formats.change(change))
