"""The first screen of a report: title, findings, key figures, red flags, what changed."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from salesnb.figures import Card, Html, kpi_cards, report_header
from salesnb.figures.markup import bare
from salesnb.session import Session
from salesnb.views.changes import changes
from salesnb.views.flags import flag_id, flag_name, flagged, red_flags
from salesnb.views.parts import stack, title


def first_screen(
    session: Session,
    report: str,
    *,
    subtitle: str,
    sentences: Sequence[str],
    cards: Sequence[Card],
    figures: Mapping[str, float | None],
) -> Html:
    """Return the first screen, and what it tells the index and the report after this one.

    Parameters
    ----------
    report : the kind of report; it is compared with the last one of its kind.
    figures : {metric: value}, the headline figures of the period.
    """
    found = flagged(session)
    now = {
        "figures": {name: value for name, value in figures.items() if value is not None},
        "flags": [
            {"id": flag_id(row), "name": flag_name(session, row)}
            for row in found.to_dict("records")
        ],
        "ranks": _ranks(session),
    }
    before = session.told(report)
    said = [sentence for sentence in sentences if sentence]
    return stack(
        report_header(title(session), subtitle, said),
        kpi_cards(cards),
        red_flags(session, found, before),
        changes(session, before, now),
        summary={
            "title": title(session),
            "headline": bare(said[0]) if said else "",
            "flags": len(found),
            "report": report,
            "told": now,
        },
    )


def _ranks(session: Session) -> dict[str, int]:
    """Return {name: place} of the scope's parts by target completion."""
    if session.below is None:
        return {}
    done = session.metrics("target_completion", by=session.below, period=session.target_period)
    done = done.dropna(subset="value").sort_values("value", ascending=False)
    names: list[Any] = list(done[session.below])
    return {str(name): place for place, name in enumerate(names, start=1) if not pd.isna(name)}
