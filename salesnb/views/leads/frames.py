"""What several sections on leads look at."""

import pandas as pd

from salesnb.session import Session


def best_grade(session: Session) -> str:
    """Return the highest grade of the score card."""
    return session.settings.scorecard.all_grades[0]


def to_contact(session: Session) -> pd.DataFrame:
    """Return the open leads that have a cadence or a first contact ahead (see `follow_ups`)."""
    frame = session.follow_ups()
    return frame[frame["state"] != "none"].reset_index(drop=True)
