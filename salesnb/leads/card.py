"""Leads with their score: points by dimension, what is missing, the range that this leaves."""

import pandas as pd

from salesnb.engines.dialect import quoted
from salesnb.scopes import ScopedStore
from salesnb.settings import ScoreCard, Settings

_ABOUT = ("company_name", "source", "owner", "team", "created_at", "furthest_stage", "is_open")


def score_leads(store: ScopedStore, settings: Settings, *, only_open: bool = True) -> pd.DataFrame:
    """Return the leads of a scope by the score card of params/scorecard.yml.

    Parameters
    ----------
    only_open : leave out those that are won or lost.

    Returns
    -------
    lead_id, company_name, source, owner, team, created_at, furthest_stage, is_open, grade (the typed
    one, else the card's; empty where too little is known), typed_grade, card_grade, score (points,
    the middle of the range), score_low, score_high, is_grade_sure (low and high have one grade),
    answer_NAME and points_NAME of each dimension, missing (list of the dimensions without an
    answer); the highest score first.
    """
    card = settings.scorecard
    parts = [f"{part}_{name}" for name in card.dimensions for part in ("answer", "points")]
    columns = ["lead_id", *_ABOUT]
    graded = ["grade", "typed_grade", "card_grade", "score", "score_low", "score_high"]
    listed = ", ".join(f"f.{quoted(name)}" for name in [*columns, *graded, "is_grade_sure", *parts])
    frame = store.run(
        f"""select {listed.replace('f."company_name"', "l.company_name")}
        from fact_leads f join leads l on l.lead_id = f.lead_id
        {"where f.is_open" if only_open else ""}
        order by f.score desc, f.created_at desc, f.lead_id"""
    )
    return frame.assign(missing=_missing(frame, card))


def _missing(frame: pd.DataFrame, card: ScoreCard) -> pd.Series:
    """Return the dimensions without an answer, per lead; the few combinations are listed once."""
    names = list(card.dimensions)
    empty = pd.Series(0, index=frame.index)
    for place, name in enumerate(names):
        empty += frame[f"points_{name}"].isna().astype("int64") * (1 << place)
    lists = {
        code: [name for place, name in enumerate(names) if code >> place & 1]
        for code in pd.unique(empty)
    }
    return empty.map(lists)
