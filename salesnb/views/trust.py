"""The box that says how far the data of deals can be trusted."""

from collections.abc import Hashable
from typing import Any

import pandas as pd

from salesnb import formats
from salesnb.figures import Flag, Html, flag_list, notice, section
from salesnb.labels import label
from salesnb.session import Session
from salesnb.views.parts import stack


def trust_box(session: Session) -> Html:
    """Return what is missing in the data of deals, the commonest first, and what that does."""
    lang = session.lang
    head = label("trust_short", lang)
    frame = session.trust()
    if not frame["denominator"].any():
        return stack(section(head, "", "trust"), notice(label("trust_none", lang)))
    checks = frame[frame["check"] != "open"]
    gaps = checks[checks["count"] > 0].sort_values("share", ascending=False, kind="stable")
    head_line = section(
        _title(frame, gaps, lang), label("trust_subtitle", lang), "trust", short=head
    )
    if gaps.empty:
        return head_line
    return stack(head_line, flag_list([_flag(row, lang) for row in gaps.to_dict("records")], lang))


def _title(frame: pd.DataFrame, gaps: pd.DataFrame, lang: str) -> str:
    whole = frame.set_index("check").loc["open"]
    if gaps.empty:
        return label("trust_clean", lang)
    if not whole["count"]:
        return label("trust_open_clean", lang)
    return label(
        "trust_finding",
        lang,
        count=formats.count(whole["count"], lang),
        of=formats.count(whole["denominator"], lang),
        share=formats.percent(whole["share"], lang),
        amount=formats.money(whole["amount"], lang),
    )


def _flag(row: dict[Hashable, Any], lang: str) -> Flag:
    cases = label(
        "trust_cases",
        lang,
        count=formats.count(row["count"], lang),
        of=formats.count(row["denominator"], lang),
        share=formats.percent(row["share"], lang),
    )
    amount = formats.money(row["amount"], lang) if row["amount"] else ""
    return Flag(
        "amber",
        label(f"trust_check_{row['check']}", lang),
        f"{cases} · {row[f'effect_{lang}']}",
        amount,
    )
