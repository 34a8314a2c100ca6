"""Forecasts side by side: who reaches the target, all running periods, the product lines."""

import pandas as pd

from salesnb import formats
from salesnb.figures import (
    Html,
    TableColumn,
    data_table,
    draw_chances,
    known_columns,
    notice,
    section,
)
from salesnb.labels import label, plural
from salesnb.projected import PERIODS
from salesnb.session import Session
from salesnb.views.forecast.words import (
    MEASURES,
    is_over,
    measure_name,
    running_name,
    unit_name,
    way_name,
)
from salesnb.views.parts import stack

_DEFINED = (
    *("p_target", "missing", "gap", "gap_deals", "needed_per_workday"),
    *("pipeline_raw", "pipeline_weighted", "coverage_weighted"),
    *("commit", "best_case", "run_rate", "way", "history"),
)


def chances(session: Session, level: str | None = None) -> Html:
    """Return how likely each team's or rep's target is reached, and the figures behind it.

    Parameters
    ----------
    level : rep, team or department; None = what is directly below the scope.
    """
    lang, below = session.lang, level or session.below
    if below is None:
        return stack()
    who, ended = label(f"dimension_{below}", lang), "_ended" if is_over(session) else ""
    head = label(f"chances_of_short{ended}", lang, who=who)
    frame = session.forecast(below, session.running(session.forecast_grain), "sales")
    anchor = f"chances-{below}"
    if frame.empty:
        return stack(section(head, "", anchor), notice(label("forecast_none_below", lang, who=who)))
    frame = _named(session, frame)
    judged = frame.dropna(subset="p_target")
    subtitle = label(f"chances_of_subtitle{ended}", lang, period=running_name(session))
    rules = session.settings.forecast
    chart = judged[["name", "p_target", "point", "target"]]
    return stack(
        section(_title(session, judged, who) or head, subtitle, anchor, short=head),
        *(
            [
                draw_chances(
                    chart.rename(columns={"p_target": "chance"}),
                    lang,
                    likely=rules.likely,
                    unlikely=rules.unlikely,
                    is_over=is_over(session),
                )
            ]
            if len(judged)
            else [notice(label("chances_no_targets", lang, who=who))]
        ),
        _table(session, frame, ("name", *(_OF_ENDED if ended else _OF_UNITS))),
    )


def _title(session: Session, judged: pd.DataFrame, who: str) -> str:
    lang, rules = session.lang, session.settings.forecast
    if judged.empty:
        return ""
    if is_over(session):
        reached = int((judged["missing"] <= 0).sum())
        return label("chances_of_title_ended", lang, who=who, all=len(judged), reached=reached)
    expected = judged["p_target"].sum()
    return label(
        "chances_of_title",
        lang,
        who=who,
        all=len(judged),
        likely=int((judged["p_target"] >= rules.likely).sum()),
        unlikely=int((judged["p_target"] <= rules.unlikely).sum()),
        expected=f"{expected:.1f}",
    )


def periods(session: Session) -> Html:
    """Return month, quarter and year of the scope, sales and collections, with all comparisons."""
    lang, head = session.lang, label("forecast_periods_short", session.lang)
    rows = {
        label(
            "forecast_period_measure",
            lang,
            period=formats.period_tick(session.running(grain).text, lang)[0],
            measure=measure_name(session, measure),
        ): row
        for measure in MEASURES
        for grain in PERIODS
        if (row := session.forecast_of_scope(grain, measure)) is not None
    }
    if not rows:
        return stack(section(head, "", "periods"), notice(label("forecast_none", lang)))
    return stack(
        section(label("forecast_periods_title", lang), "", "periods", short=head),
        _across(session, _worded(session, pd.DataFrame(rows.values())), list(rows)),
    )


def _across(session: Session, frame: pd.DataFrame, names: list[str]) -> Html:
    """Return a row per figure and a column per period: more figures than a page has columns."""
    lang = session.lang
    known = [figure for figure in _OF_PERIODS if frame[figure].notna().any()]
    rows = [
        {
            "figure": label(f"forecast_column_{figure}", lang),
            "kind": _KINDS.get(figure, "money"),
            "why": _why(figure, lang),
            **dict(zip(names, frame[figure].astype(object), strict=True)),
        }
        for figure in known
    ]
    columns = [
        TableColumn("figure", label("forecast_column_figure", lang), definition_of="why"),
        *(TableColumn(name, name, "money", kind_of="kind") for name in names),
    ]
    return data_table(pd.DataFrame(rows), columns, lang)


def lines(session: Session) -> Html:
    """Return where the product lines will end; they add up to the scope. A rep has none."""
    if session.scope.kind == "rep":
        return stack()
    lang, head = session.lang, label("forecast_lines_short", session.lang)
    frame = session.forecast("product_line", session.running(session.forecast_grain), "sales")
    if frame.empty:
        return stack(section(head, "", "lines"), notice(label("forecast_no_lines", lang)))
    subtitle = label("forecast_lines_subtitle", lang, period=running_name(session))
    return stack(
        section(plural("forecast_lines_title", lang, len(frame)), subtitle, "lines", short=head),
        _table(session, _named(session, frame), ("name", *_OF_LINES)),
    )


_OF_UNITS = (
    *("so_far", "point", "low_80", "high_80", "target", "p_target", "gap", "gap_deals"),
    *("needed_per_workday", "pipeline_weighted", "coverage_weighted", "commit", "best_case"),
    *("run_rate", "state"),
)
_OF_ENDED = ("so_far", "target", "missing", "gap_deals", "state")
_OF_PERIODS = (
    *("so_far", "point", "low_50", "high_50", "low_80", "high_80", "target", "p_target"),
    *("missing", "gap", "gap_deals", "needed_per_workday", "pipeline_raw", "pipeline_weighted"),
    *("coverage_raw", "coverage_weighted", "commit", "best_case", "run_rate", "way", "history"),
)
_OF_LINES = ("so_far", "point", "low_80", "high_80", "pipeline_weighted", "commit", "run_rate")
_KINDS = {
    "p_target": "chance",
    "gap_deals": "count",
    "coverage_raw": "percent",
    "coverage_weighted": "percent",
    "name": "text",
    "state": "text",
    "way": "text",
    "history": "text",
}


def _named(session: Session, frame: pd.DataFrame) -> pd.DataFrame:
    names = [unit_name(session, row) for row in frame.to_dict("records")]
    return _worded(session, frame.assign(name=names))


def _worded(session: Session, frame: pd.DataFrame) -> pd.DataFrame:
    lang = session.lang
    return frame.assign(
        way=[way_name(session, way) for way in frame["method"]],
        history=[label(f"forecast_step_{step}", lang) for step in frame["step"]],
        state=frame["state"].map(
            {state: label(f"forecast_state_{state}", lang) for state in ("joined", "left")}
        ),
    )


def _why(name: str, lang: str) -> str:
    return label(f"forecast_column_{name}_why", lang) if name in _DEFINED else ""


def _table(session: Session, frame: pd.DataFrame, names: tuple[str, ...]) -> Html:
    lang = session.lang
    columns = [
        TableColumn(
            name,
            label(f"forecast_column_{name}", lang),
            _KINDS.get(name, "money"),  # type: ignore[arg-type]
            definition=_why(name, lang),
        )
        for name in names
    ]
    return data_table(frame, known_columns(frame, columns), lang)
