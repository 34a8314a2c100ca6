"""How far to trust the forecast: misses of earlier ones beside simple ways, chances, the log."""

import numpy as np
import pandas as pd

from salesnb import formats
from salesnb.figures import (
    Html,
    TableColumn,
    data_table,
    draw_accuracy,
    draw_calibration,
    known_columns,
    notice,
    section,
)
from salesnb.labels import label, plural
from salesnb.metrics.intervals import wilson
from salesnb.session import Session
from salesnb.views.forecast.words import running_name, way_name
from salesnb.views.parts import stack

_BINS = np.array([0.0, 0.1, 0.3, 0.5, 0.7, 0.9, 1.0])
_LEAST_JUDGED = 30
_VERDICTS = ("green", "amber", "red")


def self_test(session: Session) -> Html:
    """Return how far the model and the simple ways missed on the same day of earlier periods."""
    lang, head = session.lang, label("self_test_short", session.lang)
    skill = session.forecast_skill(session.forecast_grain)
    row = session.forecast_of_scope(session.forecast_grain)
    if skill.empty or row is None:
        return stack(section(head, "", "self-test"), notice(label("forecast_untested", lang)))
    used = str(row["method"])
    key = "self_test_model" if used == "model" else "self_test_baseline"
    words = label(key, lang, way=way_name(session, used))
    table = skill.assign(
        name=[way_name(session, way) for way in skill["way"]],
        is_off=skill["coverage_80"].notna() & ~skill["coverage_80"].between(0.74, 0.86),
    )
    columns = [
        TableColumn("name", label("forecast_column_way", lang)),
        *(
            TableColumn(
                name,
                label(f"self_test_{name}", lang),
                "number" if "brier" in name else "percent",
                digits=3 if "brier" in name else 1,
                definition=label(f"self_test_{name}_why", lang),
                n="n",
            )
            for name in ("wape", "bias", "coverage_50", "coverage_80", "brier", "base_brier")
        ),
        TableColumn("periods", label("self_test_periods", lang), "count"),
    ]
    return stack(
        section(words, _tested(session), "self-test", short=head),
        data_table(table, known_columns(table, columns), lang, label("self_test_note", lang)),
    )


def _tested(session: Session) -> str:
    day = formats.day_tick(session.as_of, session.lang)
    return label("self_test_subtitle", session.lang, period=running_name(session), day=day)


def calibration(session: Session) -> Html:
    """Return how often targets were reached that had been given a chance."""
    lang, head = session.lang, label("calibration_of_short", session.lang)
    judged = session.forecast_chances(session.forecast_grain)
    if len(judged) < _LEAST_JUDGED:
        return stack(section(head, "", "reliability"), notice(label("calibration_of_few", lang)))
    reached = judged["reached"].astype(float)
    brier = float(((judged["p_target"] - reached) ** 2).mean())
    return stack(
        section(
            label("calibration_of_title", lang),
            label(
                "calibration_of_subtitle",
                lang,
                n=formats.count(len(judged), lang),
                brier=f"{brier:.3f}",
                base=f"{reached.mean() * (1 - reached.mean()):.3f}",
            ),
            "reliability",
            short=head,
        ),
        draw_calibration(_bins(judged), lang),
    )


def _bins(judged: pd.DataFrame) -> pd.DataFrame:
    places = np.clip(
        np.searchsorted(_BINS, judged["p_target"], side="right") - 1, 0, len(_BINS) - 2
    )
    told = judged.assign(reached=judged["reached"].astype(float))
    bins = told.groupby(places).agg(
        predicted=("p_target", "mean"),
        observed=("reached", "mean"),
        won=("reached", "sum"),
        n=("reached", "size"),
    )
    return pd.concat([bins, wilson(bins["won"], bins["n"])], axis=1).reset_index(drop=True)


def accuracy(session: Session) -> Html:
    """Return what came of earlier forecasts: of those in the log, else as they would have been."""
    head = label("accuracy_short", session.lang)
    log = session.forecast_log_of_scope(session.forecast_grain)
    scored = log.dropna(subset="accuracy")
    parts = []
    if len(scored):
        last = scored.drop_duplicates(["period"], keep="last").sort_values("start_on")
        parts.append(_chart(session, last))
    else:
        tests = session.forecast_tests(session.forecast_grain)
        share = tests["actual"] / tests["point"].where(tests["point"] > 0)
        told = tests.assign(
            accuracy=share, verdict=[session.verdict_of(value) for value in share]
        ).dropna(subset="accuracy")
        if len(told):
            parts.append(_chart(session, told))
    title = _accuracy_title(session, scored)
    if not parts:
        return stack(section(head, "", "accuracy"), notice(title))
    return stack(
        section(title, _accuracy_note(session), "accuracy", short=head),
        *parts,
        *_logged(session, log),
    )


def _chart(session: Session, frame: pd.DataFrame) -> Html:
    rules = session.settings.forecast
    chart = draw_accuracy(
        frame[["period", "accuracy", "verdict"]].assign(
            period=[str(start)[:7] for start in frame["end_on"]]
        ),
        session.lang,
        green=rules.accuracy_green,
        amber=rules.accuracy_amber,
    )
    return stack(chart)


def _accuracy_title(session: Session, scored: pd.DataFrame) -> str:
    if scored.empty:
        return label("accuracy_none_yet", session.lang)
    green = int((scored["verdict"] == "green").sum())
    ends = session.settings.forecast.accuracy_green
    low, high = (formats.percent(end, session.lang) for end in ends)
    return plural("accuracy_title", session.lang, len(scored), green=green, low=low, high=high)


def _accuracy_note(session: Session) -> str:
    lang, first = session.lang, session.first_forecast_day
    if first is None:
        return label("accuracy_hindcast", lang)
    return label("accuracy_since", lang, day=formats.date_title(first, lang))


def _logged(session: Session, log: pd.DataFrame) -> list[Html]:
    """Return the newest entries of the log as a table."""
    lang = session.lang
    if log.empty:
        return []
    newest = log.tail(12).iloc[::-1]
    table = newest.assign(
        is_red=newest["verdict"] == "red",
        word=newest["verdict"].map({v: label(f"accuracy_{v}", lang) for v in _VERDICTS}),
        about=[formats.period_title(str(text), lang) for text in newest["period"]],
    )
    columns = [
        TableColumn("made_on", label("accuracy_made_on", lang), "date"),
        TableColumn("about", label("period", lang)),
        TableColumn("point", label("forecast_column_point", lang), "money"),
        TableColumn("low_80", label("forecast_column_low_80", lang), "money"),
        TableColumn("high_80", label("forecast_column_high_80", lang), "money"),
        TableColumn("actual", label("accuracy_actual", lang), "money"),
        TableColumn("accuracy", label("accuracy_share", lang), "percent", alert="is_red"),
        TableColumn("word", label("accuracy_verdict", lang)),
    ]
    return [data_table(table, known_columns(table, columns), lang)]
