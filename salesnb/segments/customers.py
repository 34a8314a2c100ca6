"""One row per customer: its level, how it stands, and what to do."""

import pandas as pd

from salesnb.scopes import ScopedStore
from salesnb.segments.approach import approaches
from salesnb.segments.levels import customer_levels
from salesnb.segments.reasons import reasons_told
from salesnb.segments.tiers import customer_tiers
from salesnb.settings import Settings


def customer_segments(store: ScopedStore, settings: Settings, lang: str) -> pd.DataFrame:
    """Return every customer of the scope as it stands on the store's day.

    Returns
    -------
    What `customer_tiers` and `customer_levels` say, reason (why it is in its tier, in words), and
    approach (what params recommend, in words).
    """
    tiers = customer_tiers(store, settings, store.as_of)
    levels = customer_levels(store, settings)
    frame = tiers.merge(levels.drop(columns="level"), on="customer_id", how="left")
    return frame.assign(
        reason=reasons_told(frame, lang),
        approach=approaches(frame, settings.levels.approaches, lang),
    )
