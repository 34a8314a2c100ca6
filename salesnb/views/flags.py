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


def red_flags(session: Session, found: pd.DataFrame, before: Telling | None) -> Html:
    """Return the red flags, the costliest first, and how many are not shown."""
    lang = session.lang
    if found.empty and not session.has_payments and not _has_targets(session):
        return notice(label("no_flags_unchecked", lang))
    old = None if before is None else {flag["id"] for flag in before.told["flags"]}
    shown = [
        _flag(session, row, old is not None and flag_id(row) not in old)
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
    if row["rule"] != "behind_target":
        return str(row["entity"])
    if row["scope"] == str(session.scope):
        return session.scope_title()
    return session.name_of(str(row["entity"]), row["entity_id"])


def _has_targets(session: Session) -> bool:
    """Whether the scope or one of its parts has a target in the period."""
    period = session.target_period
    splits = [[], [session.below]] if session.below else [[]]
    return any(
        session.metrics("target_completion", by=by, period=period)["denominator"].notna().any()
        for by in splits
    )


def _flag(session: Session, row: Mapping[Hashable, Any], is_new: bool) -> Flag:
    lang = session.lang
    amount = formats.money(row["amount"], lang)
    if row["rule"] == "behind_target":
        whole = session.target_period
        is_running = session.as_of < whole.last_day
        elapsed = session.calendar.elapsed_share(whole, session.as_of)
        key = "flag_behind_running" if is_running else "flag_behind"
        words = label(
            key,
            lang,
            completion=formats.percent(row["share"], lang),
            elapsed=formats.percent(elapsed, lang),
            red=formats.percent(session.settings.workspace.completion_red, lang),
        )
        detail = label(f"{key}_detail", lang, amount=amount)
        return Flag("red", flag_name(session, row), words, detail, is_new)
    days = (pd.Timestamp(session.as_of) - pd.Timestamp(str(row["since"]))).days
    words = label("flag_overdue", lang, days=days, amount=amount)
    owner = session.name_of("rep", row["owner"])
    return Flag("red", flag_name(session, row), words, owner, is_new)
