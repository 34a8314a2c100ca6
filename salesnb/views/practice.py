"""What the reps who win most do otherwise: effects with intervals, and the table behind them."""

from typing import Any

import numpy as np
import pandas as pd

from salesnb import formats
from salesnb.figures import Html, TableColumn, data_table, draw_effects, notice, section
from salesnb.labels import label
from salesnb.session import Session
from salesnb.views.parts import period_name, stack

_KINDS = {"per_week": "number", "share": "percent", "hours": "hours", "days": "days"}
_MOST_NAMES = 12


def best_practice(session: Session) -> Html:
    """Return the habits of the best reps beside those of the others, over a year's leads."""
    lang = session.lang
    head = label("practice_short", lang)
    frame = session.habits()
    # Without attrs, which pandas would copy at every step.
    attrs, frame.attrs = frame.attrs, {}
    verdict = attrs["verdict"]
    if verdict is not None or frame.empty:
        words = label("practice_none", lang) if verdict is None else verdict.text(lang)
        return stack(section(head, "", "practice"), notice(words))
    frame = _shown(session, frame)
    chart = frame[["name", "effect", "effect_low", "effect_high", "words", "is_finding"]]
    return stack(
        section(
            _title(session, frame),
            label("practice_subtitle", lang, period=period_name(session, session.year)),
            "practice",
            short=head,
        ),
        draw_effects(
            chart.set_axis(["name", "value", "low", "high", "words", "is_finding"], axis=1), lang
        ),
        data_table(frame, _columns(lang), lang),
        notice(_note(session, attrs)),
    )


def _shown(session: Session, frame: pd.DataFrame) -> pd.DataFrame:
    lang = session.lang
    shown = frame.assign(
        name=[habit_name(session, habit) for habit in frame["habit"]],
        words=[_pair(row, lang) for row in frame.to_dict("records")],
        kind=frame["unit"].map(_KINDS),
        change_kind=frame["unit"].map({**_KINDS, "share": "points"}),
        digits=(frame["unit"] == "per_week") * 2 + frame["unit"].isin(["hours", "days"]) * 1,
        interval=[_interval(row) for row in frame.to_dict("records")],
    )
    shown["change_digits"] = shown["digits"].where(frame["unit"] != "share", 1)
    shown["cases"] = [
        f"{formats.count(top, lang)} / {formats.count(rest, lang)}"
        for top, rest in zip(frame["cases_top"], frame["cases_rest"], strict=True)
    ]
    return shown


def habit_name(session: Session, habit: str) -> str:
    """Return a habit as shown: `每周联系次数：意向阶段`."""
    lang = session.lang
    kind, _, of = habit.partition(":")
    if kind == "contacts" and of:
        return label("habit_contacts_in", lang, stage=session.name_of("stage", of))
    if kind == "method":
        return label("habit_method", lang, method=session.name_of("method", of))
    if kind == "stay":
        path = [stage.id for stage in session.settings.stages.path]
        following = path[path.index(of) + 1]
        names = {"stage": session.name_of("stage", of), "next": session.name_of("stage", following)}
        return label("habit_stay", lang, **names)
    return label(f"habit_{kind}", lang)


def _figure(value: float, unit: str, lang: str) -> str:
    if unit == "per_week":
        return formats.decimal(value, 2)
    if unit == "share":
        return formats.percent(value, lang)
    return formats.hours(value, lang) if unit == "hours" else formats.days(value, lang)


def _pair(row: dict[Any, Any], lang: str) -> str:
    return " / ".join(_figure(row[side], row["unit"], lang) for side in ("top", "rest"))


def _interval(row: dict[Any, Any]) -> str:
    """Return the ends in the unit of the difference beside it: `−1.4 … +0.3`."""
    factor, digits = (
        (100, 1) if row["unit"] == "share" else (1, 2 if row["unit"] == "per_week" else 1)
    )
    return " … ".join(formats.decimal(row[end] * factor, digits) for end in ("low", "high"))


def _title(session: Session, frame: pd.DataFrame) -> str:
    """Say the clearest finding, as an association; or that there is none."""
    lang = session.lang
    found = frame[frame["is_finding"]]
    if found.empty:
        return label("practice_none", lang)
    # Of what is more than chance, what differs most in the eyes of whoever works.
    row = found.iloc[int(_apart(found).to_numpy().argmax())]
    return label(
        "practice_more" if row["difference"] > 0 else "practice_less",
        lang,
        reps=row["reps_top"],
        habit=row["name"],
        top=_figure(row["top"], row["unit"], lang),
        rest=_figure(row["rest"], row["unit"], lang),
    )


def _apart(frame: pd.DataFrame) -> pd.Series:
    """Return how many times as much the one side has as the other, as a logarithm."""
    ratio = frame["top"] / frame["rest"]
    return ratio.where(ratio > 0).map(np.log).abs().fillna(0).replace(np.inf, 0)


def _note(session: Session, attrs: dict[Any, Any]) -> str:
    lang = session.lang
    reps = attrs["reps"]
    top = [session.name_of("rep", rep["owner"]) for rep in reps if rep["is_top"]]
    names = label("list_comma", lang).join(top[:_MOST_NAMES])
    said = [
        label(
            "practice_who",
            lang,
            top=len(top),
            rest=len(reps) - len(top),
            names=names + ("…" if len(top) > _MOST_NAMES else ""),
        )
    ]
    if not attrs["is_spread"]:
        said.append(label("practice_no_spread", lang))
    said.append(label("practice_left_out", lang, least=session.settings.practice.min_leads))
    return ("" if lang == "zh" else " ").join(said)


def _columns(lang: str) -> list[TableColumn]:
    said = label("practice_value_why", lang)
    return [
        TableColumn("name", label("practice_habit", lang)),
        TableColumn(
            "top",
            label("practice_top", lang),
            kind_of="kind",
            digits_of="digits",
            n="reps_top",
            definition=said,
        ),
        TableColumn(
            "rest", label("practice_rest", lang), kind_of="kind", digits_of="digits", n="reps_rest"
        ),
        TableColumn(
            "difference",
            label("practice_difference", lang),
            kind_of="change_kind",
            digits_of="change_digits",
        ),
        TableColumn("interval", label("practice_interval", lang)),
        TableColumn(
            "effect",
            label("practice_effect", lang),
            "number",
            digits=2,
            definition=label("practice_effect_why", lang),
        ),
        TableColumn(
            "p_adjusted",
            label("practice_p", lang),
            "number",
            digits=3,
            definition=label("practice_p_why", lang),
        ),
        TableColumn(
            "cases", label("practice_cases", lang), definition=label("practice_cases_why", lang)
        ),
    ]
