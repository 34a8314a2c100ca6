"""Why a lead is likely or unlikely to be won: the model's own contributions, and in words."""

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from salesnb import formats
from salesnb.labels import UnknownLabelError, label
from salesnb.learned.model import LeadModel

MOST = 3
_LEAST = 0.05  # log odds; less is no reason
Reason = Mapping[str, Any]
NameOf = Callable[[str, Any], str]


def reasons(model: LeadModel, frame: pd.DataFrame, most: int = MOST) -> pd.DataFrame:
    """Return for each row what speaks most for and most against it.

    Returns
    -------
    reasons_for, reasons_against : lists as JSON of {column, value, contribution}, strongest first;
        the contribution is in log odds of the calibrated probability, beside the mean case.
    """
    moved = model.moved(frame).to_numpy(dtype=np.float64)
    values = [
        _plain(frame[name]) if name in frame else [None] * len(frame) for name in model.columns
    ]
    order = np.argsort(-moved, axis=1, kind="stable")
    told: dict[str, list[str]] = {"reasons_for": [], "reasons_against": []}
    for row, places in enumerate(order):
        best = [p for p in places[:most] if moved[row, p] >= _LEAST]
        worst = [p for p in places[::-1][:most] if moved[row, p] <= -_LEAST]
        for name, chosen in (("reasons_for", best), ("reasons_against", worst)):
            listed = [
                {
                    "column": model.columns[p],
                    "value": values[p][row],
                    "contribution": round(float(moved[row, p]), 4),
                }
                for p in chosen
            ]
            told[name].append(json.dumps(listed, ensure_ascii=False))
    return pd.DataFrame(told, index=frame.index)


def reason_words(
    found: str | Sequence[Reason], lang: str, name_of: NameOf | None = None
) -> list[str]:
    """Return reasons in words: `source: Referral (odds ×1.9)`.

    Parameters
    ----------
    found : `reasons_for` or `reasons_against` of a row.
    name_of : how a value of a column is shown where a vocabulary has its word.
    """
    listed: Sequence[Reason] = json.loads(found) if isinstance(found, str) else found
    return [_words(reason, lang, name_of) for reason in listed]


def lead_words(
    row: Mapping[str, Any], base_rate: float, lang: str, name_of: NameOf | None = None
) -> str:
    """Return a row of `lead_scores` in words: the chance beside the average, for and against."""
    digits = 1 if min(row["probability"], base_rate) < 0.095 else 0
    chance, base = (formats.percent(v, lang, digits) for v in (row["probability"], base_rate))
    told = [label("learned_chance", lang, chance=chance, base=base)]
    gap = "；" if lang == "zh" else "; "
    for name, key in (("reasons_for", "learned_for"), ("reasons_against", "learned_against")):
        words = reason_words(row[name], lang, name_of)
        if words:
            told.append(label(key, lang, reasons=gap.join(words)))
    if len(told) == 1:
        told.append(label("learned_no_reason", lang))
    return ("" if lang == "zh" else " ").join(told)


def column_words(column: str, lang: str) -> str:
    """Return what a column is called; one of the user's own sheets by its own name."""
    try:
        return label(f"learned_feature_{column}", lang)
    except UnknownLabelError:
        return column


def _words(reason: Reason, lang: str, name_of: NameOf | None) -> str:
    column, value = column_words(str(reason["column"]), lang), reason["value"]
    if value is None:
        what = label("learned_reason_gap", lang, column=column)
    else:
        shown = _shown(str(reason["column"]), value, lang, name_of)
        what = label("learned_reason_value", lang, column=column, value=shown)
    moved = float(reason["contribution"])
    factor = float(np.exp(min(abs(moved), 7.0)))
    key = "learned_reason_up" if moved > 0 else "learned_reason_down"
    return label(
        key, lang, what=what, factor=f"{factor:.1f}" if factor >= 1.15 else f"{factor:.2f}"
    )


def _shown(column: str, value: Any, lang: str, name_of: NameOf | None) -> str:
    if isinstance(value, bool):
        return label("learned_yes" if value else "learned_no", lang)
    if isinstance(value, int | float):
        whole = float(value).is_integer()
        return formats.count(int(value), lang) if whole else formats.decimal(value)
    return name_of(column, value) if name_of else str(value)


def _plain(values: pd.Series) -> list[Any]:
    """Return values as JSON has them; amounts as numbers, a missing one as None."""
    told = values.astype(object).where(values.notna(), None).tolist()
    return [_as_json(value) for value in told]


def _as_json(value: Any) -> Any:
    if value is None or isinstance(value, str | bool):
        return None if isinstance(value, str) and not value.strip() else value
    if isinstance(value, np.bool_):
        return bool(value)
    try:
        number = float(value)
    except (TypeError, ValueError):
        return str(value)
    return None if not np.isfinite(number) else int(number) if number.is_integer() else number
