"""The red flags of a report's first screen, those that are new since the last one marked."""

from collections.abc import Hashable, Mapping
from typing import Any

import pandas as pd

from salesnb import formats
from salesnb.figures import Flag, Html, flag_list, notice
from salesnb.labels import label, plural
from salesnb.session import Session
from salesnb.told import Telling
from salesnb.views.parts import stack

_MOST_FLAGS = 8
_GROUPS = ("company", "department", "team", "rep")


def flagged(session: Session) -> pd.DataFrame:
    """Return the alerts that are red flags: of groups the scope itself and those just below it."""
    found = session.alerts()
    shown = (session.scope.kind, session.below)
    kind = found["scope"].astype(str).str.split(":").str[0]
    is_group = found["entity"].isin(_GROUPS) | (found["entity"] == "metric")
    return found[(found["level"] == "red") & (~is_group | kind.isin(shown))].reset_index(drop=True)


def red_flags(session: Session, found: pd.DataFrame, before: Telling | None) -> Html:
    """Return the red flags, the costliest first, and how many are not shown."""
    lang = session.lang
    if found.empty:
        if not session.has_payments and not _has_targets(session):
            return notice(label("no_flags_unchecked", lang))
        if len(session.alerts()):
            return notice(label("alerts_no_red", lang))
    old = None if before is None else {flag["id"] for flag in before.told["flags"]}
    shown = [
        flag_of(session, row, old is not None and flag_id(row) not in old)
        for row in found.head(_MOST_FLAGS).to_dict("records")
    ]
    rest = len(found) - len(shown)
    more = [notice(plural("more_flags", lang, rest))] if rest else []
    return stack(flag_list(shown, lang), *more)


def flag_id(row: Mapping[Hashable, Any]) -> str:
    """Return what makes a flag the same one in two reports."""
    return f"{row['rule']} {row['scope']} {row['entity_id']}"


def flag_name(session: Session, row: Mapping[Hashable, Any]) -> str:
    """Return whom or what a flag is about."""
    if row["scope"] == str(session.scope) and row["entity"] in _GROUPS:
        return session.scope_title()
    return str(row["subject"])


def _has_targets(session: Session) -> bool:
    """Whether the scope or one of its parts has a target in the period."""
    period = session.target_period
    splits = [[], [session.below]] if session.below else [[]]
    return any(
        session.metrics("target_completion", by=by, period=period)["denominator"].notna().any()
        for by in splits
    )


def flag_of(session: Session, row: Mapping[Hashable, Any], is_new: bool = False) -> Flag:
    """Return an alert as a flag: about whom, what, and what is missing or whose it is."""
    return Flag("red", flag_name(session, row), row["text"], _detail(session, row), is_new)


def _detail(session: Session, row: Mapping[Hashable, Any]) -> str:
    """Return what stands at the end of a flag: what a group lacks, of a thing whose it is."""
    if row["entity"] in _GROUPS:
        key = "flag_behind_running_detail" if row["elapsed"] < 1 else "flag_behind_detail"
        missing = formats.money(row["amount"], session.lang)
        return "" if pd.isna(row["amount"]) else label(key, session.lang, amount=missing)
    return "" if pd.isna(row["owner"]) else session.name_of("rep", row["owner"])
