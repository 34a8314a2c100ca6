"""The daily report: yesterday, and where the month stands after it."""

import pandas as pd

from salesnb import formats
from salesnb.figures import Card, Html
from salesnb.labels import label, plural
from salesnb.session import Session
from salesnb.views.activity import is_imported, silent_reps
from salesnb.views.cards import split_unit
from salesnb.views.parts import figure, new_cases, require_grain
from salesnb.views.progress import Progress, progress_of, progress_sentence
from salesnb.views.screen import first_screen
from salesnb.views.usual import USUAL_DAYS, is_comparable, usual, usual_card, usual_periods

_MOST_NAMES = 4


def headline(session: Session) -> Html:
    """Return the first screen: what the day brought, where the month stands, who was silent."""
    require_grain(session, "daily", "day")
    metrics = ["sales", "orders", new_cases(session), "follow_ups", "collections"]
    frame = session.metrics(metrics, period=[*usual_periods(session), session.period])
    progress = progress_of(session)
    return first_screen(
        session,
        "daily",
        subtitle=day_subtitle(session),
        sentences=[
            import_sentence(session),
            _sales_sentence(session, frame),
            progress_sentence(session, progress),
            _input_sentence(session, frame),
            _silent_sentence(session),
        ],
        cards=[
            usual_card(session, frame, "sales"),
            progress_card(session, progress),
            usual_card(session, frame, new_cases(session)),
            usual_card(session, frame, "follow_ups"),
            usual_card(session, frame, "collections"),
        ],
        figures={
            "sales": figure(frame, "sales", session.period),
            new_cases(session): figure(frame, new_cases(session), session.period),
            "follow_ups": figure(frame, "follow_ups", session.period),
        },
    )


def day_subtitle(session: Session) -> str:
    """Return the line under the title: the day of the week, whether people worked, as of when."""
    is_day = session.period.grain == "day"
    is_off = is_day and not session.calendar.is_workday(session.period.start)
    return label(
        "subtitle_holiday" if is_off else "subtitle_workday",
        session.lang,
        day=formats.date_title(session.period.start, session.lang)
        if is_day
        else formats.days_title(session.period.start, session.period.last_day, session.lang),
        as_of=formats.date_title(session.as_of, session.lang),
    )


def progress_card(session: Session, progress: Progress) -> Card:
    """Return the card with the target completion of the month."""
    lang, gap = session.lang, progress.gap
    completion = progress.completion
    detail = label("no_target", lang)
    if progress.target:
        detail = label("of_target", lang, target=formats.money(progress.target.value, lang))
    return Card(
        label("progress_card", lang),
        *split_unit(formats.percent(completion, lang)),
        detail=detail,
        delta="" if gap is None else formats.points(gap, lang, 0),
        delta_is_good=None if gap is None or abs(gap) < 0.005 else gap > 0,
        progress=(completion, progress.elapsed),
        number=completion,
        why=[
            session.settings.metrics["target_completion"].definition(lang),
            label("elapsed_share", lang, share=formats.percent(progress.elapsed, lang)),
        ],
        metric="target_completion",
        moved=gap,
    )


def import_sentence(session: Session) -> str:
    """Say that the data end before the period does; nothing where they do not."""
    if is_imported(session):
        return ""
    day = formats.date_title(session.snapshot.at.date(), session.lang)
    return label("not_imported", session.lang, day=day)


def _sales_sentence(session: Session, frame: pd.DataFrame) -> str:
    lang = session.lang
    orders, sales = (figure(frame, name, session.period) or 0 for name in ("orders", "sales"))
    if not orders:
        if sales < 0:
            return label("daily_refunds", lang, sales=formats.money(-sales, lang))
        return label("daily_no_sales", lang)
    said = plural("daily_sales", lang, int(orders), sales=formats.money(sales, lang))
    mean = usual(session, frame, "sales")
    if mean is None or mean <= 0 or not is_comparable(session, frame, "sales"):
        return label("daily_alone", lang, said=said)
    side = "above" if sales > mean * 1.1 else "below" if sales < mean * 0.9 else "as_usual"
    usual_day = formats.money(mean, lang)
    return label(f"daily_{side}", lang, said=said, usual=usual_day, count=USUAL_DAYS)


def _input_sentence(session: Session, frame: pd.DataFrame) -> str:
    said = {
        name: plural(
            f"daily_{name}", session.lang, int(value), shown=formats.count(value, session.lang)
        )
        for name in (new_cases(session), "follow_ups")
        for value in [figure(frame, name, session.period) or 0]
    }
    new, follow_ups = said.values()
    return label("daily_input", session.lang, new=new, follow_ups=follow_ups)


def _silent_sentence(session: Session) -> str:
    lang, names = session.lang, silent_reps(session)
    if not names:
        return ""
    listed = label("names_comma", lang).join(names[:_MOST_NAMES])
    if len(names) > _MOST_NAMES:
        listed = label("names_more", lang, names=listed)
    return plural("daily_silent", lang, len(names), names=listed)
