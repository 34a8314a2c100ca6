"""The live board: what came in today, where the period stands, who is ahead, what is burning."""

from copy import copy
from datetime import datetime

import pandas as pd

from salesnb import formats
from salesnb.errors import HiddenError
from salesnb.figures import Card, Html
from salesnb.figures.board import AlertPanel, Bar, BoardPage, Mood, Panel, draw_board
from salesnb.labels import label, plural
from salesnb.periods import period_of
from salesnb.session import Session
from salesnb.views.cards import split_unit
from salesnb.views.flags import flag_of, flagged
from salesnb.views.parts import figure, new_cases, period_name, things, title
from salesnb.views.progress import Progress, progress_of
from salesnb.views.ranking import ranked
from salesnb.views.usual import usual_card, usual_periods

_MOST_ROWS, _MOST_FLAGS, _MONTHS = 8, 5, 6


def live_board(session: Session, now: datetime | None = None) -> Html:
    """Return the board of the session's scope and period.

    Parameters
    ----------
    now : the workspace's wall clock, by which the board says that data are old; None = a report,
        which is of its day.
    """
    progress = progress_of(session) if session.sees("sales") else None
    remark, mood = _age(session, now)
    page = BoardPage(
        session.scope_title(),
        _state(session),
        [*_day_cards(session, now), *_period_cards(session, progress)],
        [_ranking(session, progress), _funnel(session)],
        _alerts(session),
        remark,
        mood,
    )
    made = draw_board(page, session.lang)
    told = {"title": title(session), "headline": page.state}
    return Html(made.html, made.words, told, made.content)


def _state(session: Session) -> str:
    lang, at = session.lang, session.snapshot.at
    same = at.date() == session.as_of
    shown = f"{at:%H:%M}" if same else f"{formats.day_tick(at.date(), lang)} {at:%H:%M}"
    return " · ".join(
        (
            label("board_as_of", lang, day=formats.date_title(session.as_of, lang)),
            label("board_data_of", lang, at=shown),
        )
    )


def _age(session: Session, now: datetime | None) -> tuple[str, Mood]:
    """Say how old the data are, counted in working days; nothing on days off and of a pinned day."""
    if now is None or session.settings.workspace.today is not None:
        return "", ""
    tomorrow = period_of(now.date(), "day").end
    first = period_of(session.as_of, "day").end
    missing = session.calendar.workdays(first, tomorrow) if first < tomorrow else 0
    day = formats.date_title(session.as_of, session.lang)
    if missing > 1:
        return label("board_old", session.lang, day=day, count=missing), "bad"
    return (label("board_late", session.lang, day=day), "warn") if missing else ("", "")


def _day_cards(session: Session, now: datetime | None) -> list[Card]:
    """Return new leads and sales of the data's day, beside what a day usually brings."""
    day = copy(session)
    day.period = period_of(session.as_of, "day")
    metrics = [name for name in (new_cases(session), "sales") if session.sees(name)]
    frame = day.metrics(metrics, period=[*usual_periods(day), day.period])
    is_today = session.settings.workspace.today is not None or (
        now is not None and now.date() == session.as_of
    )
    return [_day_card(day, frame, name, is_today) for name in metrics]


def _day_card(day: Session, frame: pd.DataFrame, name: str, is_today: bool) -> Card:
    card = usual_card(day, frame, name)
    words = {"metric": card.label, "day": formats.day_tick(day.as_of, day.lang)}
    return Card(
        label("board_today" if is_today else "board_on", day.lang, **words),
        card.value,
        card.unit,
        detail=card.detail,
        number=card.number,
        why=card.why,
        metric=name,
    )


def _period_cards(session: Session, progress: Progress | None) -> list[Card]:
    if progress is None:
        return []
    lang, name = session.lang, period_name(session, progress.period)
    metrics = session.settings.metrics
    target, gap = progress.target, progress.gap
    detail = label("board_no_target", lang)
    if target:
        detail = label("board_target", lang, target=formats.money(target.value, lang))
    sales = Card(
        label("board_so_far", lang, period=name, metric=metrics["sales"].label(lang)),
        *split_unit(formats.money(progress.sales, lang)),
        detail=detail,
        number=progress.sales,
        metric="sales",
    )
    share = formats.percent(progress.elapsed, lang)
    done = Card(
        metrics["target_completion"].label(lang),
        *split_unit(formats.percent(progress.completion, lang)),
        detail=label("board_elapsed", lang, share=share),
        delta="" if gap is None else formats.points(gap, lang, 0),
        delta_is_good=None if gap is None or abs(gap) < 0.005 else gap > 0,
        progress=(progress.completion, progress.elapsed),
        number=progress.completion,
        metric="target_completion",
    )
    return [sales, done]


def _ranking(session: Session, progress: Progress | None) -> Panel:
    lang, dimension = session.lang, session.below
    nothing = label("board_nothing", lang)
    if progress is None:
        return Panel(label("board_ranking", lang), [], nothing)
    if dimension is None:
        return Panel(label("board_months", lang), _months(session), nothing)
    everybody = ranked(session, dimension)
    frame, rest = everybody.head(_MOST_ROWS), max(len(everybody) - _MOST_ROWS, 0)
    more = plural("board_more", lang, rest) if rest else ""
    if frame["target_completion"].notna().any():
        mark = progress.elapsed if progress.elapsed < 1 else None
        bars = [
            Bar(
                row["name"],
                None if pd.isna(row["target_completion"]) else float(row["target_completion"]),
                formats.percent(row["target_completion"], lang),
                formats.money(row["sales"], lang),
                mark,
                bool(row["is_red"]),
            )
            for row in frame.to_dict("records")
        ]
        return Panel(label("board_ranking", lang), bars, nothing, more)
    frame = everybody.sort_values("sales", ascending=False).head(_MOST_ROWS)
    most = max(float(frame["sales"].max()), 1.0) if len(frame) else 1.0
    bars = [
        Bar(row["name"], float(row["sales"]) / most, formats.money(row["sales"], lang))
        for row in frame.to_dict("records")
    ]
    return Panel(label("board_ranking_sales", lang), bars, nothing, more)


def _months(session: Session) -> list[Bar]:
    """Return the last periods of one rep, this one first."""
    lang = session.lang
    periods = session.target_period.trailing(_MONTHS)[::-1]
    frame = session.metrics(["target_completion", "sales"], period=periods)
    bars = []
    for period in periods:
        done = figure(frame, "target_completion", period)
        sales = figure(frame, "sales", period) or 0.0
        elapsed = session.calendar.elapsed_share(period, session.as_of)
        red = session.settings.workspace.completion_red * elapsed
        bars.append(
            Bar(
                period_name(session, period),
                done,
                formats.percent(done, lang),
                formats.money(sales, lang),
                elapsed if elapsed < 1 else None,
                done is not None and done < red,
            )
        )
    return bars


def _funnel(session: Session) -> Panel:
    lang, period = session.lang, session.target_period
    words = {"period": period_name(session, period), "things": things(session)}
    frame = session.stages(period=period)
    first = int(frame["entered"].iloc[0]) if len(frame) else 0
    bars = [
        Bar(
            session.name_of("stage", row["stage"]),
            int(row["entered"]) / first,
            formats.count(row["entered"], lang),
            "" if pd.isna(row["rate"]) else formats.percent(row["rate"], lang),
        )
        for row in frame.head(_MOST_ROWS).to_dict("records")
        if first
    ]
    return Panel(label("board_funnel", lang, **words), bars, label("board_nothing", lang))


def _alerts(session: Session) -> AlertPanel:
    lang = session.lang
    try:
        found = flagged(session)
    except HiddenError:  # of a role without amounts
        return AlertPanel(label("board_alerts", lang), [], "", label("board_nothing", lang))
    shown = [flag_of(session, row) for row in found.head(_MOST_FLAGS).to_dict("records")]
    rest = len(found) - len(shown)
    head = label("board_alerts", lang)
    if len(found):
        head += f" · {label('board_alerts_count', lang, count=len(found))}"
    more = plural("board_more", lang, rest) if rest else ""
    return AlertPanel(head, shown, more, label("board_calm", lang))
