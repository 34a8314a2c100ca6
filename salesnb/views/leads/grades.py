"""Whether the grades hold: conversion by grade, scores of new leads, sources and grades."""

from collections.abc import Hashable
from typing import Any

import pandas as pd

from salesnb import formats
from salesnb.figures import (
    Chart,
    Html,
    TableColumn,
    data_table,
    draw_heatmap,
    draw_histogram,
    draw_rates,
    notice,
    section,
)
from salesnb.labels import label, plural
from salesnb.session import Session
from salesnb.views.leads.frames import best_grade
from salesnb.views.outlier import outlier, rest
from salesnb.views.parts import (
    dimension_header,
    mark_small,
    nothing_new,
    period_name,
    pivot,
    plain_column,
    rate_column,
    stack,
)

_RATES = ["lead_win_rate", "lead_conversion_rate"]
_STEP = 10  # points of a column


def grades(session: Session) -> Html:
    """Return the win rate of a year's leads by grade, with intervals: does A win more often?"""
    lang, card = session.lang, session.settings.scorecard
    head = label("grade_short", lang)
    frame = pivot(session.metrics([*_RATES, "new_leads"], by="grade", period=session.year), "grade")
    frame = frame[frame["grade"].isin(card.all_grades)]
    if frame.empty:
        return stack(section(head, "", "grades"), notice(label("grade_none", lang)))
    mark_small(session, frame, _RATES)
    frame = frame.sort_values("grade", key=lambda g: g.map(card.all_grades.index))
    frame["name"] = [label("grade_name", lang, grade=grade) for grade in frame["grade"]]
    frame["range"] = [_range(session, grade) for grade in frame["grade"]]
    parts = {"value": _RATES[0]} | {
        part: f"{_RATES[0]}__{part}"
        for part in ("low", "high", "numerator", "denominator", "small")
    }
    chart = frame[["name", *parts.values()]].set_axis(["name", *parts], axis=1)
    metric = session.settings.metrics[_RATES[0]].label(lang)
    return stack(
        section(
            _verdict(session, frame.assign(**chart[list(parts)])),
            f"{metric} · {period_name(session, session.year)}",
            "grades",
            short=head,
        ),
        draw_rates(chart, lang, is_sorted=False),
        data_table(
            frame,
            [
                TableColumn("name", dimension_header(session, "grade")),
                TableColumn("range", label("grade_range", lang)),
                plain_column(session, "new_leads", "count"),
                *(rate_column(session, rate) for rate in _RATES),
            ],
            lang,
        ),
    )


def scores(session: Session) -> Html:
    """Return how the period's new leads score, and what their answers lack."""
    lang, card = session.lang, session.settings.scorecard
    head = label("score_short", lang)
    new = session.score_leads(only_open=False, learned=False)
    is_new = new["created_at"].dt.date.between(session.period.start, session.period.last_day)
    new = new[is_new]
    if new.empty:
        return stack(section(head, "", "scores"), nothing_new(session))
    steps = pd.DataFrame({"start": range(0, 100, _STEP)})
    at = (new["score"].clip(upper=99.9) // _STEP * _STEP).value_counts()
    steps["value"] = steps["start"].map(at).fillna(0).astype(int)
    cuts = sorted(card.cuts.items(), key=lambda cut: cut[1])
    steps["group"] = [
        next((g for g, cut in reversed(cuts) if start >= cut), card.lowest_grade)
        for start in steps["start"]
    ]
    return stack(
        section(
            _score_title(session, new), period_name(session, session.period), "scores", short=head
        ),
        draw_histogram(steps, lang, label("score_axis", lang)),
        notice(_missing(session, new)),
    )


def sources(session: Session) -> Html:
    """Return which grades each source brings over a year, and what becomes of its leads."""
    lang = session.lang
    head = label("source_grade_short", lang)
    counts = session.metrics("new_leads", by=["source", "grade"], period=session.year)
    counts = counts[counts["value"].fillna(0) > 0]
    if counts.empty:
        return stack(section(head, "", "source-grade"), nothing_new(session))
    order = session.settings.scorecard.all_grades
    cells = counts.assign(
        row=[session.name_of("source", name) for name in counts["source"]],
        column=[session.name_of("grade", name) for name in counts["grade"]],
    )
    cells = cells[cells["grade"].isin(order)].sort_values("grade", key=lambda g: g.map(order.index))
    frame = pivot(
        session.metrics([*_RATES, "new_leads"], by="source", period=session.year), "source"
    )
    mark_small(session, frame, _RATES)
    best = counts[counts["grade"] == best_grade(session)].set_index("source")["value"]
    frame["name"] = [session.name_of("source", name) for name in frame["source"]]
    frame["best"] = frame["source"].map(best).fillna(0) / frame["new_leads"]
    frame["is_low"] = frame["name"] == outlier(_rated(frame), "lowest")
    frame = frame.sort_values("new_leads", ascending=False, kind="stable")
    return stack(
        section(
            _source_title(session, frame),
            f"{label('source_grade_subtitle', lang)} · {period_name(session, session.year)}",
            "source-grade",
            short=head,
        ),
        *_map(cells, lang),
        data_table(
            frame,
            [
                TableColumn("name", dimension_header(session, "source")),
                plain_column(session, "new_leads", "count"),
                TableColumn("best", label("share_of_best", lang), "percent"),
                *(rate_column(session, rate) for rate in _RATES),
            ],
            lang,
        ),
    )


def _map(cells: pd.DataFrame, lang: str) -> list[Chart]:
    """Return the heat map; of a single cell there is nothing to compare."""
    if cells["row"].nunique() < 2 and cells["column"].nunique() < 2:
        return []
    return [draw_heatmap(cells[["row", "column", "value"]], lang, is_sorted=False, totals=True)]


def _range(session: Session, grade: str) -> str:
    """Return the scores of a grade: `60–79`."""
    card = session.settings.scorecard
    below = list(card.all_grades).index(grade)
    most = 100 if below == 0 else list(card.cuts.values())[below - 1] - 1
    return f"{card.cuts.get(grade, 0)}–{most}"


def _verdict(session: Session, frame: pd.DataFrame) -> str:
    """Say whether each grade wins more often than the next, as far as the intervals tell."""
    lang = session.lang
    rated = frame[~frame["small"]].dropna(subset="value")
    pairs = list(zip(rated.to_dict("records"), rated.to_dict("records")[1:], strict=False))
    if not pairs:
        return label("grade_short", lang)
    for better, worse in pairs:
        if _is_above(worse, better):
            return label("grade_reversed", lang, better=worse["grade"], worse=better["grade"])
    unclear = [f"{a['grade']}/{b['grade']}" for a, b in pairs if not _is_above(a, b)]
    if unclear:
        return label("grade_partly", lang, pairs=label("list_comma", lang).join(unclear))
    return label("grade_holds", lang)


def _is_above(one: dict[Hashable, Any], other: dict[Hashable, Any]) -> bool:
    """Return whether one rate is above another: the 95 % interval of the difference is.

    Notes
    -----
    Newcombe's interval from the two Wilson intervals, Statistics in Medicine 17 (1998) 873-890.
    """
    gap = one["value"] - other["value"]
    down, up = one["value"] - one["low"], other["high"] - other["value"]
    return bool(gap > (down**2 + up**2) ** 0.5)


def _score_title(session: Session, new: pd.DataFrame) -> str:
    lang, best = session.lang, best_grade(session)
    year = session.metrics("new_leads", by="grade", period=session.year).set_index("grade")["value"]
    if len(new) < session.settings.workspace.small_sample or not year.sum():
        return label("score_title", lang)
    return label(
        "score_finding",
        lang,
        share=formats.percent(float((new["grade"] == best).mean()), lang),
        before=formats.percent(float(year.get(best, 0) / year.sum()), lang),
    )


def _missing(session: Session, new: pd.DataFrame) -> str:
    """Say of how many leads answers are missing, which most, and what that means."""
    lang, card = session.lang, session.settings.scorecard
    lacking = new[new["missing"].map(len) > 0]
    said = []
    if lacking.empty:
        return label("score_complete", lang)
    most = lacking["missing"].explode().value_counts().index[0]
    unsure = int((~lacking["is_grade_sure"] & lacking["grade"].notna()).sum())
    said.append(
        plural(
            "score_missing",
            lang,
            len(lacking),
            name=card.dimensions[most].label(lang),
            unsure=formats.count(unsure, lang),
        )
    )
    if bare := int(lacking["grade"].isna().sum()):
        said.append(plural("score_ungraded", lang, bare))
    return ("" if lang == "zh" else " ").join(said)


def _rated(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the win rates of a pivoted frame as `outlier` wants them."""
    parts = {"value": _RATES[0]} | {
        part: f"{_RATES[0]}__{part}" for part in ("numerator", "denominator", "small")
    }
    return frame[["name", *parts.values()]].set_axis(["name", *parts], axis=1)


def _source_title(session: Session, frame: pd.DataFrame) -> str:
    lang, rate = session.lang, _RATES[0]
    low = frame[frame["is_low"]]
    if low.empty:
        return label("source_grade_title", lang)
    overall = rest(_rated(frame), low["name"].iloc[0])
    return label(
        "source_grade_low",
        lang,
        name=low["name"].iloc[0],
        rate=formats.percent(low[rate].iloc[0], lang),
        others=formats.percent(overall, lang),
    )
