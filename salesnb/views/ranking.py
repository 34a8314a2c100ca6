"""Who is how far: the parts of a scope against their targets, or the last periods of one rep."""

import pandas as pd

from salesnb import formats
from salesnb.figures import (
    Chart,
    Html,
    TableColumn,
    data_table,
    draw_ranking,
    draw_shares,
    known_columns,
    notice,
    section,
)
from salesnb.labels import label, plural
from salesnb.rounding import is_below
from salesnb.session import Session
from salesnb.views.parts import (
    has_begun,
    mark_small,
    new_cases,
    period_name,
    pivot,
    plain_column,
    rate_column,
    stack,
)

_ENDS = 5  # so many from the top and from the bottom of many reps
_METRICS = ["target_completion", "sales", "closed_win_rate", "collection_rate_due"]


def ranking(session: Session) -> Html:
    """Return who is how far: a chart against the target, and the table behind it."""
    lang, dimension = session.lang, session.below
    head = label("ranking_short", lang)
    if dimension is None:
        words = plural("by_period", lang, len(session.trailing()))
        return stack(section(words, "", "ranking", short=head), _by_time(session))
    frame = ranked(session, dimension)
    who = label(f"dimension_{dimension}", lang)
    if frame.empty:
        return stack(section(head, "", "ranking"), notice(_nothing(session, who)))
    has_targets = bool(frame["target_completion"].notna().any())
    subtitle_key = "ranking_subtitle" if has_targets else "ranking_subtitle_sales"
    return stack(
        section(
            _title(session, frame, dimension) or head,
            f"{label(subtitle_key, lang, who=who)} · {period_name(session, session.target_period)}",
            "ranking",
            short=head,
        ),
        _chart(session, frame, has_targets),
        _table(session, frame, dimension),
    )


def _nothing(session: Session, who: str) -> str:
    """Say why there is nobody to rank."""
    if not has_begun(session):
        return label("not_begun", session.lang)
    targets = session.metrics("target_completion", period=session.target_period)["denominator"]
    own = targets.notna().any()
    return label("no_sales_below" if own else "no_sales_no_target", session.lang, who=who)


def ranked(session: Session, dimension: str) -> pd.DataFrame:
    """Return the parts of the scope with their figures of the target period, the furthest first."""
    metrics = [*_METRICS, new_cases(session)]
    period = session.target_period
    frame = pivot(session.metrics(metrics, by=dimension, period=period), dimension)
    frame = frame[frame["sales"].fillna(0).ne(0) | frame["target_completion__denominator"].notna()]
    frame = frame.assign(
        name=[session.name_of(dimension, value) for value in frame[dimension]],
        sales=frame["sales"].fillna(0),
        target=frame["target_completion__denominator"],
    )
    mark_small(session, frame, ["closed_win_rate"])
    red = session.settings.workspace.completion_red * _elapsed(session)
    frame["is_red"] = is_below(frame["target_completion"], red)
    return frame.sort_values(
        ["target_completion", "sales"], ascending=False, na_position="last", ignore_index=True
    )


def top_reps(session: Session) -> Html:
    """Return the reps with the highest and the lowest completion of a scope that has teams.

    Nothing in a team or of a single rep, whose ranking is the one of `ranking`.
    """
    if session.below != "team":
        return stack()
    lang = session.lang
    frame = ranked(session, "rep")
    rated = frame.dropna(subset="target_completion")
    if rated.empty:
        return stack()
    if len(rated) > 2 * _ENDS:
        shown = pd.concat([rated.head(_ENDS), rated.tail(_ENDS)])
        words = label("reps_subtitle", lang, total=len(rated), count=_ENDS)
    else:
        shown, words = rated, label("reps_subtitle_all", lang, total=len(rated))
    head = label("reps_short", lang)
    return stack(
        section(label("reps_title", lang), words, "reps", short=head),
        _table(session, shown, "rep"),
    )


def _elapsed(session: Session) -> float:
    return session.calendar.elapsed_share(session.target_period, session.as_of)


def _is_running(session: Session) -> bool:
    return session.as_of < session.target_period.last_day


def _title(session: Session, frame: pd.DataFrame, dimension: str) -> str:
    """Name the best and the worst; nothing before the period has begun."""
    lang = session.lang
    if not has_begun(session):
        return ""
    rated = frame.dropna(subset="target_completion")
    if rated.empty:
        named = frame[frame[dimension].notna() & (frame[dimension] != "unassigned")]
        top = named[named["sales"] > 0].sort_values("sales", ascending=False).head(1)
        return "".join(label("ranking_title_sales", lang, name=name) for name in top["name"])
    best, worst = rated.iloc[0], rated.iloc[-1]
    words = {"best": best["name"], "completion": formats.percent(best["target_completion"], lang)}
    if len(rated) == 1:
        return label("ranking_title_one", lang, **words)
    if not worst["is_red"]:
        who = label(f"dimension_{dimension}", lang)
        return label("ranking_title_calm", lang, who=who, **words)
    return label(
        "ranking_title",
        lang,
        worst=worst["name"],
        worst_completion=formats.percent(worst["target_completion"], lang),
        **words,
    )


def _chart(session: Session, frame: pd.DataFrame, has_targets: bool) -> Chart:
    if not has_targets:
        sold = frame[["name", "sales"]].set_axis(["name", "value"], axis=1)
        return draw_shares(sold[sold["value"] > 0], session.lang, "money")
    chart = frame[["name", "sales", "target", "target_completion"]].set_axis(
        ["name", "value", "target", "completion"], axis=1
    )
    elapsed = _elapsed(session) if _is_running(session) else None
    red = session.settings.workspace.completion_red
    return draw_ranking(chart, session.lang, elapsed, red_below=red)


def _table(session: Session, frame: pd.DataFrame, dimension: str) -> Html:
    lang = session.lang
    caption, elapsed = None, None
    if frame["target"].notna().any() and _is_running(session) and has_begun(session):
        elapsed = _elapsed(session)
        caption = label("ranking_note", lang, share=formats.percent(elapsed, lang))
    columns = _columns(session, label(dimension, lang), elapsed)
    return data_table(frame, known_columns(frame, columns), lang, caption)


def _by_time(session: Session) -> Html:
    """Return the last periods of one rep as a table, each red against its own elapsed time."""
    periods = {period.text: period for period in session.trailing()[::-1]}
    metrics = [*_METRICS, new_cases(session)]
    frame = pivot(session.metrics(metrics, period=list(periods.values())), "period")
    frame = frame.set_index("period").loc[list(periods)].reset_index()
    frame["name"] = [period_name(session, periods[text]) for text in frame["period"]]
    frame["target"] = frame["target_completion__denominator"]
    elapsed = [session.calendar.elapsed_share(period, session.as_of) for period in periods.values()]
    red = session.settings.workspace.completion_red * pd.Series(elapsed, index=frame.index)
    frame["is_red"] = is_below(frame["target_completion"], red)
    mark_small(session, frame, ["closed_win_rate"])
    columns = _columns(session, label("period", session.lang))
    return data_table(frame, known_columns(frame, columns), session.lang)


def _columns(session: Session, header: str, elapsed: float | None = None) -> list[TableColumn]:
    return [
        TableColumn("name", header),
        plain_column(session, "sales", "money"),
        TableColumn("target", label("target", session.lang), "money"),
        plain_column(session, "target_completion", "bar", elapsed=elapsed, alert="is_red"),
        rate_column(session, "closed_win_rate"),
        plain_column(session, "collection_rate_due", "percent"),
        plain_column(session, new_cases(session), "count"),
    ]
