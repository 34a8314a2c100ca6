"""What several sections on customers look at."""

import pandas as pd

from salesnb import formats
from salesnb.figures import TableColumn
from salesnb.labels import label
from salesnb.session import Session
from salesnb.settings.levels import TIERS

NEW = "new"


def buyers(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the customers that bought and are not lost."""
    return frame[frame["tier"].isin(["stable", "at_risk"])]


def level_order(session: Session) -> list[str]:
    """Return the levels that may occur, the highest first: those of the rules, then other words."""
    rules = session.settings.levels
    ruled = [rule.level for rule in rules.levels]
    if rules.scheme == "simple":
        ruled = ["key", "ordinary", "potential"]
    others = [word.id for word in session.settings.choices.get("level", ())]
    return list(dict.fromkeys([*ruled, *others]))


def tier_order() -> list[str]:
    """Return the tiers as they are shown, those to act on first."""
    return ["at_risk", "prospect", *(tier for tier in TIERS if tier not in ("at_risk", "prospect"))]


def tier_name(session: Session, tier: str) -> str:
    """Return a tier as shown."""
    return label(f"tier_{tier}", session.lang)


def level_name(session: Session, level: object) -> str:
    """Return a level as shown; whoever was judged for the first time comes from `new`."""
    if level == NEW:
        return label("tier_new", session.lang)
    return formats.MISSING if not isinstance(level, str) else session.name_of("level", level)


def names(frame: pd.DataFrame) -> pd.Series:
    """Return the customers' names, of one without a name its number."""
    return frame["customer_name"].fillna(frame["customer_id"])


def purchases_column(session: Session) -> TableColumn:
    """Return the column with the purchases of twelve months."""
    return TableColumn(
        "purchases_12m",
        label("segments_purchases", session.lang),
        "money",
        definition=label("segments_purchases_why", session.lang),
    )


def value_column(session: Session) -> TableColumn:
    """Return the column with the expected value at risk."""
    return TableColumn(
        "value_at_risk",
        label("segments_at_risk_money", session.lang),
        "money",
        definition=label("segments_card_value_why", session.lang),
    )
