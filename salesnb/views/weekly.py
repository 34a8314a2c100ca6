"""The weekly report for the review meeting: the week, the month so far, what fell."""

import pandas as pd

from salesnb import formats
from salesnb.figures import Card, Html, TableColumn, data_table, section
from salesnb.labels import label, plural
from salesnb.session import Session
from salesnb.views.cards import rate_card
from salesnb.views.daily import day_subtitle, import_sentence, progress_card
from salesnb.views.parts import figure, has_history, new_cases, relative, require_grain, stack
from salesnb.views.progress import progress_of, progress_sentence
from salesnb.views.screen import first_screen
from salesnb.views.usual import is_comparable, usual, usual_card, usual_periods

# What is laid beside the week before, in the order of the table.
_WATCHED = [
    "sales", "orders", "collections", "new_leads", "response_in_time_rate", "new_opportunities",
    "closed_win_rate", "follow_ups",
]  # fmt: skip
_OF_LEADS = {"new_leads", "response_in_time_rate"}


def headline(session: Session) -> Html:
    """Return the first screen: the week beside the weeks before, the month, what fell."""
    require_grain(session, "weekly", "week")
    frame = session.metrics(
        ["sales", "orders", new_cases(session), "closed_win_rate", "collections"],
        period=session.trailing(),
    )
    progress = progress_of(session)
    return first_screen(
        session,
        "weekly",
        subtitle=day_subtitle(session),
        sentences=[
            import_sentence(session),
            _sales_sentence(session, frame),
            progress_sentence(session, progress),
            _falls_sentence(session),
        ],
        cards=[
            usual_card(session, frame, "sales"),
            progress_card(session, progress),
            usual_card(session, frame, new_cases(session)),
            _rate(session, frame),
            usual_card(session, frame, "collections"),
        ],
        figures={
            name: figure(frame, name, session.period) for name in ("sales", new_cases(session))
        },
    )


def week_on_week(session: Session) -> Html:
    """Return the watched figures of the week beside the week before and the mean of four."""
    lang, frame = session.lang, _beside(session)
    fell = int(frame["fell"].sum())
    title = plural("week_title_falls", lang, fell) if fell else label("week_title", lang)
    return stack(
        section(
            title,
            label("week_subtitle", lang, share=_limit(session)),
            "week",
            short=label("week_short", lang),
        ),
        _table(session, frame),
    )


def _rate(session: Session, frame: pd.DataFrame) -> Card:
    return rate_card(session, frame, "closed_win_rate", compared=not session.is_running)


def _beside(session: Session) -> pd.DataFrame:
    """Return metric, now, before, mean, change, n, kind, fell, small; a row per watched figure."""
    names = [name for name in _WATCHED if session.has_leads or name not in _OF_LEADS]
    before = session.to_date(session.period.previous())
    frame = session.metrics(names, period=[*usual_periods(session), before, session.period])
    rows = []
    for name in names:
        metric = session.settings.metrics[name]
        first = session.first_day(str(metric.fact), str(metric.dated_by))
        now = figure(frame, name, session.period)
        was = figure(frame, name, before) if has_history(session, first, before) else None
        cases = [figure(frame, name, period, "n") for period in (session.period, before)]
        is_rate = metric.unit == "ratio"
        small = any(session.is_small(n) for n in cases) if is_rate else session.is_small(cases[1])
        change = relative(now, was)
        judged = change is not None and not small
        rows.append(
            {
                "metric": name,
                "name": metric.label(session.lang),
                "kind": {"money": "money", "ratio": "percent"}.get(metric.unit, "count"),
                "now": now,
                "before": was,
                "mean": usual(session, frame, name),
                "change": change,
                "n": cases[0],
                "small": small,
                "fell": bool(
                    judged and change is not None and change <= -session.settings.limits.fall
                ),
            }
        )
    frame = pd.DataFrame(rows)
    return frame[frame["now"].notna() | frame["before"].notna()]


def _table(session: Session, frame: pd.DataFrame) -> Html:
    lang = session.lang
    shown = frame.assign(
        hint=[
            label(f"hint_{row['metric']}", lang) if row["fell"] else ""
            for row in frame.to_dict("records")
        ]
    )
    return data_table(
        shown,
        [
            TableColumn("name", label("metric", lang)),
            _mixed("now", label("this_week", lang), is_now=True),
            _mixed("before", label("last_week", lang)),
            _mixed("mean", label("four_weeks", lang)),
            TableColumn("change", label("growth_wow", lang), "change", alert="fell"),
            TableColumn("hint", label("hint", lang)),
        ],
        lang,
    )


def _mixed(name: str, header: str, is_now: bool = False) -> TableColumn:
    """Return a column whose rows are money, counts and rates by turns."""
    n, small = ("n", "small") if is_now else (None, None)
    return TableColumn(name, header, "count", kind_of="kind", n=n, small=small)


def _sales_sentence(session: Session, frame: pd.DataFrame) -> str:
    lang = session.lang
    orders, sales = (figure(frame, name, session.period) or 0 for name in ("orders", "sales"))
    if not orders:
        return label("weekly_no_sales", lang)
    said = plural("weekly_sales", lang, int(orders), sales=formats.money(sales, lang))
    before = figure(frame, "sales", session.period.previous())
    mean, change = usual(session, frame, "sales"), relative(sales, before)
    is_known = mean is not None and change is not None and is_comparable(session, frame, "sales")
    if session.is_running or not is_known:
        return label("weekly_alone", lang, said=said)
    usual_week = formats.money(mean, lang)
    return label("weekly_against", lang, said=said, change=formats.change(change), usual=usual_week)


def _falls_sentence(session: Session) -> str:
    frame = _beside(session)
    fell = frame[frame["fell"]]
    if fell.empty:
        return (
            label("weekly_no_falls", session.lang, share=_limit(session))
            if frame["change"].notna().any()
            else ""
        )
    names = [
        label("weekly_fall", session.lang, metric=row["name"], change=formats.change(row["change"]))
        for row in fell.to_dict("records")
    ]
    listed = label("names_comma", session.lang).join(names)
    return label("weekly_falls", session.lang, share=_limit(session), names=listed)


def _limit(session: Session) -> str:
    return formats.percent(session.settings.limits.fall, session.lang)
