"""The model's card in words, in both languages."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from salesnb import formats
from salesnb.labels import Sentence, label, say
from salesnb.learned.reasons import column_words

_DIGITS = {"auc": 2, "average_precision": 2, "brier": 3, "log_loss": 3, "calibration_error": 3}


def model_words(table: pd.DataFrame, lang: str) -> list[str]:
    """Return the table `lead_model` as sentences: verdict, basis, figures, lift, columns, remarks."""
    said = f"said_{lang}"
    told = [*table.loc[table["part"] == "verdict", said]]
    history = table[table["part"] == "history"].set_index("name")
    if float(history["value"]["leads"]) > 0:
        told.append(_basis(history, lang))
    for part in ("model", "base_rate", "card", "frequencies"):
        figures = table[table["part"] == part].set_index("name")
        if len(figures):
            told.append(_figures(figures, label(f"learned_model_{part}", lang), lang))
    best = table[(table["part"] == "decile") & (table["name"] == "1")]
    if len(best):
        lift, found = formats.decimal(best["value"].item()), best["expected"].item()
        told.append(label("learned_card_lift", lang, lift=lift, found=formats.percent(found, lang)))
    columns = [column_words(name, lang) for name in table.loc[table["part"] == "column", "name"]]
    if columns:
        gap = "、" if lang == "zh" else ", "
        told.append(label("learned_card_columns", lang, columns=gap.join(columns)))
        told += list(table.loc[table["part"] == "decision", said])
    return told + list(table.loc[table["part"].isin(["leak", "left_out", "note"]), said])


def leak_said(leak: Mapping[str, Any]) -> dict[str, str]:
    """Return what a leak is, in both languages."""
    is_auc = leak["kind"] in ("perfect", "dominant")
    figure = f"{leak['figure']:.2f}" if is_auc else f"{leak['figure']:.0%}"
    name = _named(leak["column"])
    told = say(
        f"learned_leak_{leak['kind']}", column=name, figure=figure, other=f"{leak['other']:.2f}"
    )
    key = "learned_leak_kept" if leak.get("is_kept") else "learned_leak_left"
    return _both(say(key, said=told))


def left_said(column: str, reason: str) -> dict[str, str]:
    """Return why a column is not used, in both languages."""
    why = say(f"learned_column_{reason}")
    return _both(say("learned_card_left", column=_named(column), reason=why))


def decision_said(decision: Mapping[str, Any]) -> dict[str, str]:
    """Return whether the model replaced another, in both languages."""
    figures = {name: f"{decision[name]:.3f}" for name in ("own", "other") if name in decision}
    told = {name: decision[name] for name in ("number", "n") if name in decision}
    return _both(say(f"learned_card_{decision['kind']}", **told, **figures))


def _basis(history: pd.DataFrame, lang: str) -> str:
    counts = {n: formats.count(history["value"][n], lang) for n in ("leads", "won", "rows")}
    days = {n: history["said_en"][n] for n in ("from", "until", "as_of")}
    return label("learned_card_basis", lang, from_day=days.pop("from"), **counts, **days)


def _figures(table: pd.DataFrame, name: str, lang: str) -> str:
    told = {key: f"{float(table['value'][key]):.{digits}f}" for key, digits in _DIGITS.items()}
    ends = {end: f"{float(table[end]['auc']):.2f}" for end in ("low", "high")}
    return label("learned_card_figures", lang, name=name, **told, **ends)


def _named(column: str) -> Sentence:
    return Sentence(column_words(column, "en"), column_words(column, "zh"))


def _both(said: Sentence) -> dict[str, str]:
    return {"en": str(said), "zh": said.zh}
