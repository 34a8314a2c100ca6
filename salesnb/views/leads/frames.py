"""What several sections on leads look at."""

import pandas as pd

from salesnb.session import Session


def best_grade(session: Session) -> str:
    """Return the highest grade of the score card."""
    return session.settings.scorecard.all_grades[0]


def to_contact(session: Session) -> pd.DataFrame:
    """Return the open leads that are to be contacted (see `follow_ups`).

    Without those in the public pool: nobody is to follow them up until somebody picks them.
    """
    frame = session.follow_ups()
    held = session.pool(full=True)
    in_pool = set(held.loc[held["state"] == "pool", "lead_id"])
    is_asked = (frame["state"] != "none") & ~frame["lead_id"].isin(in_pool)
    return frame[is_asked].reset_index(drop=True)
