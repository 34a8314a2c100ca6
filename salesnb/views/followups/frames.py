"""What several sections on follow-up look at."""

import pandas as pd

from salesnb.metrics import wilson
from salesnb.session import Session

RATE = ["name", "value", "low", "high", "numerator", "denominator", "small"]


def rates(session: Session, metric: str, by: str) -> pd.DataFrame:
    """Return one rate of the period by a dimension: the columns of RATE, and the dimension's.

    Groups without a case are left out, and so is what nobody owns.
    """
    found = session.metrics(metric, by=by)
    found = found[found["denominator"].fillna(0) > 0]
    found = found[found[by].notna() & (found[by] != "unassigned")]
    return found.assign(
        name=[session.name_of(by, value) for value in found[by]],
        small=[session.is_small(n) for n in found["denominator"]],
    ).reset_index(drop=True)[[by, *RATE]]


def kept_rates(session: Session, cadence: pd.DataFrame, by: str) -> pd.DataFrame:
    """Return the share of customers whose cadence was kept, by a column: those of RATE."""
    column = "owner" if by == "rep" else by
    counted = cadence.groupby(column, sort=True)["is_kept"].agg(["sum", "size"])
    counted = counted[counted.index != "unassigned"].astype("int64")
    ends = wilson(counted["sum"], counted["size"])
    return pd.DataFrame(
        {
            by: counted.index,
            "name": [session.name_of(by, value) for value in counted.index],
            "value": (counted["sum"] / counted["size"]).to_numpy(),
            "low": ends["low"].to_numpy(),
            "high": ends["high"].to_numpy(),
            "numerator": counted["sum"].to_numpy(),
            "denominator": counted["size"].to_numpy(),
            "small": [session.is_small(n) for n in counted["size"]],
        }
    )


def key_below(session: Session) -> pd.DataFrame:
    """Return the key customers whose cadence was not kept, the longest overdue first."""
    cadence = session.customer_cadence()
    return _longest_first(cadence[cadence["is_key"] & ~cadence["is_kept"]])


def key_waiting(session: Session) -> pd.DataFrame:
    """Return the key customers that wait beyond their cadence now, the longest overdue first."""
    cadence = session.customer_cadence()
    waits = cadence["overdue_days"].isna() | (cadence["overdue_days"] > 0)
    return _longest_first(cadence[cadence["is_key"] & waits])


def _longest_first(cadence: pd.DataFrame) -> pd.DataFrame:
    """Sort customers by how long they wait; one that nobody ever contacted comes first."""
    return cadence.sort_values(
        ["overdue_days", "customer_id"],
        ascending=[False, True],
        na_position="first",
        ignore_index=True,
    )
