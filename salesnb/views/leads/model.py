"""The learned score: whether it is any use, and the open leads with their chances and reasons."""

from collections.abc import Hashable, Sequence
from typing import Any

import pandas as pd

from salesnb import formats
from salesnb.figures import (
    Html,
    TableColumn,
    advice_list,
    data_table,
    draw_calibration,
    notice,
    section,
)
from salesnb.labels import label
from salesnb.learned import model_words, reason_words
from salesnb.session import Session
from salesnb.views.parts import stack

_MOST = 10
_WAYS = ("model", "card", "frequencies", "base_rate")
_FIGURES = ("auc", "average_precision", "brier", "log_loss", "calibration_error")


def model(session: Session) -> Html:
    """Return what the learned score is worth on newer leads, beside simpler ways, or why there is none."""
    lang = session.lang
    head = label("model_short", lang)
    table = session.sql("select * from lead_model")
    said = model_words(table, lang) if len(table) else [label("model_none", lang)]
    if not (table["part"] == "model").any():
        return stack(section(head, "", "model", short=head), notice(_joined(said, lang)))
    bins = table[table["part"] == "calibration"].rename(
        columns={"value": "observed", "expected": "predicted"}
    )
    rest = [each for each in said if not any(name in each for name in _ways(lang).values())]
    return stack(
        section(_title(session, table), rest[1], "model", short=head),
        _compared(session, table),
        draw_calibration(bins[["predicted", "observed", "low", "high", "n"]], lang),
        _deciles(session, table),
        notice(_joined([rest[0], *rest[2:]], lang)),
    )


def chances(session: Session) -> Html:
    """Return the open leads with the best chances, each with what speaks for and against it."""
    lang = session.lang
    head = label("chances_short", lang)
    frame = session.score_leads()
    frame = frame[frame["probability"].notna()]
    if frame.empty:
        return stack(section(head, "", "chances"), notice(label("chances_none", lang)))
    frame = frame.sort_values(["probability", "lead_id"], ascending=[False, True]).head(_MOST)
    base = session.sql("select value from lead_model where name = 'base_rate' and part = 'history'")
    rate = formats.percent(base["value"].iloc[0], lang) if len(base) else formats.MISSING
    return stack(
        section(head, label("chances_subtitle", lang, base=rate), "chances", short=head),
        advice_list([_chance(session, row) for row in frame.to_dict("records")]),
        notice(label("chance_why", lang)),
    )


def _chance(session: Session, row: dict[Hashable, Any]) -> tuple[str, str, str]:
    """Return who, how likely, and what speaks for and against it."""
    lang = session.lang
    ends = (row["probability_low"], row["probability_high"])
    told = label(
        "chance_lead",
        lang,
        name=row["lead_id"] if pd.isna(row["company_name"]) else row["company_name"],
        who=session.name_of("rep", row["owner"]),
        grade=row["grade"] if isinstance(row["grade"], str) else formats.MISSING,
        score=_score(row["score_low"], row["score_high"]),
        chance=formats.chance(row["probability"], lang),
        interval="–".join(formats.percent(end, lang) for end in ends),
    )
    pro, con = (_reasons(session, row[name]) for name in ("reasons_for", "reasons_against"))
    return told, label("chance_for", lang, reasons=pro), label("chance_against", lang, reasons=con)


def _joined(said: Sequence[str], lang: str) -> str:
    return ("" if lang == "zh" else " ").join(said)


def _ways(lang: str) -> dict[str, str]:
    return {way: label(f"learned_model_{way}", lang) for way in _WAYS}


def _title(session: Session, table: pd.DataFrame) -> str:
    """Say how much better than the card the model ranks, or that it says nothing."""
    lang = session.lang
    verdict = str(table.loc[table["part"] == "verdict", "name"].iloc[0])
    if verdict != "usable":
        return label("model_title_none", lang)
    auc = table[table["name"] == "auc"].set_index("part")["value"]
    best = table[(table["part"] == "decile") & (table["name"] == "1")]["value"].iloc[0]
    key = "model_title_card" if "card" in auc.index else "model_title"
    told = {"lift": formats.decimal(best), "own": formats.percent(auc["model"], lang)}
    if "card" in auc.index:
        told["card"] = formats.percent(auc["card"], lang)
    return label(key, lang, **told)


def _compared(session: Session, table: pd.DataFrame) -> Html:
    lang = session.lang
    rows: list[dict[str, Any]] = []
    for way, name in _ways(lang).items():
        own = table[table["part"] == way].set_index("name")
        if own.empty:
            continue
        row = {"name": name, "low": own.loc["auc", "low"], "high": own.loc["auc", "high"]}
        rows.append(row | {figure: own.loc[figure, "value"] for figure in _FIGURES})
    columns = [
        TableColumn("name", label("model_way", lang)),
        TableColumn(
            "auc",
            label("model_auc", lang),
            "percent",
            digits=1,
            low="low",
            high="high",
            definition=label("model_auc_why", lang),
        ),
        *(
            TableColumn(
                figure,
                label(f"model_{figure}", lang),
                "number",
                digits=3,
                definition=label(f"model_{figure}_why", lang),
            )
            for figure in _FIGURES[1:]
        ),
    ]
    return data_table(pd.DataFrame(rows), columns, lang)


def _deciles(session: Session, table: pd.DataFrame) -> Html:
    """Return how often each tenth of the leads was won, the best first."""
    lang = session.lang
    tenths = table[table["part"] == "decile"].assign(name=lambda f: f["name"].astype(int))
    base = float(
        table[(table["part"] == "history") & (table["name"] == "base_rate")]["value"].iloc[0]
    )
    columns = [
        TableColumn("name", label("model_decile", lang), "count"),
        TableColumn("n", label("model_cases", lang), "count"),
        TableColumn("value", label("model_lift", lang), "number", digits=1),
        TableColumn("expected", label("model_found", lang), "percent"),
    ]
    caption = label("model_decile_caption", lang, base=formats.percent(base, lang))
    return data_table(tenths, columns, lang, caption)


def _score(low: float, high: float) -> str:
    return f"{low:.0f}" if low == high else f"{low:.0f}–{high:.0f}"


def _reasons(session: Session, found: object) -> str:
    if not isinstance(found, str):
        return formats.MISSING
    words = reason_words(found, session.lang, lambda column, value: _value(session, column, value))
    return ("；" if session.lang == "zh" else "; ").join(words) or formats.MISSING


def _value(session: Session, column: str, value: object) -> str:
    """Return a value as the report says it: the stage's and the answer's own words."""
    dimension = session.settings.scorecard.dimensions.get(column)
    for answer in dimension.answers if dimension else ():
        if str(value).strip().lower() in answer.spellings:
            return answer.label(session.lang)
    return session.name_of(column, value)
