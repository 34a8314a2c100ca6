"""Why a customer stands where it stands, in words."""

from collections.abc import Hashable
from typing import Any

import pandas as pd

from salesnb import formats
from salesnb.labels import label, plural

_ORDER = ("order_rhythm", "contact", "contact_rhythm")
_TOLD = [
    *("tier", "reasons", "open_amount", "gap_of"),
    *("days_since_order", "usual_gap", "days_since_contact", "usual_contact_gap"),
]


def reasons_told(frame: pd.DataFrame, lang: str) -> list[str]:
    """Return for each customer why it stands in its tier.

    Parameters
    ----------
    frame : as `segments.customer_tiers` gives it.
    """
    return [_told(row, lang) for row in frame[_TOLD].to_dict("records")]


def _told(row: dict[Hashable, Any], lang: str) -> str:
    if row["tier"] == "at_risk":
        parts = [_reason(row, name, lang) for name in _ORDER if name in row["reasons"]]
        return label("segments_semicolon", lang).join(part for part in parts if part)
    if row["tier"] == "prospect":
        if not row["open_amount"]:
            return label("reason_strategic", lang)
        return label("reason_open", lang, amount=formats.money(row["open_amount"], lang))
    if row["tier"] == "stable" and not pd.isna(row["usual_gap"]):
        return label("reason_stable", lang, days=_days(row, "days_since_order"), usual=_usual(row))
    return label(f"reason_{row['tier']}", lang)


def _reason(row: dict[Hashable, Any], name: str, lang: str) -> str:
    if name == "order_rhythm":
        key = f"reason_order_{row['gap_of']}"
        return label(key, lang, days=_days(row, "days_since_order"), usual=_usual(row))
    if name == "contact_rhythm":
        if "contact" in row["reasons"]:  # already said with the days
            return ""
        usual = formats.count(max(round(row["usual_contact_gap"]), 1), lang)
        return label(
            "reason_contact_rhythm", lang, days=_days(row, "days_since_contact"), usual=usual
        )
    if pd.isna(row["days_since_contact"]):
        return label("reason_contact_never", lang)
    return plural("reason_contact", lang, int(row["days_since_contact"]))


def _days(row: dict[Hashable, Any], name: str) -> str:
    return f"{int(row[name]):,}"


def _usual(row: dict[Hashable, Any]) -> str:
    return f"{max(round(row['usual_gap']), 1):,}"
