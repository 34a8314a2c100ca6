"""One task per owner and customer or lead, in order, and no more than a day can hold."""

import pandas as pd

from salesnb.settings import Settings


def merged(frame: pd.DataFrame, settings: Settings, joint: str) -> pd.DataFrame:
    """Return one row per owner and subject: the gravest reason first, the others told beside it.

    Amount and chance are those of the gravest reason, the expected value is the greatest of all.

    Parameters
    ----------
    frame : owner, subject, kind, reason, expected_value …
    joint : what stands between two reasons.
    """
    place = {kind: n for n, kind in enumerate(settings.tasks.gravest_first)}
    frame = frame.assign(
        place=frame["kind"].map(place), worth=frame["expected_value"].fillna(-1.0)
    ).sort_values(["place", "due_on", "worth", "entity_id"], ascending=[True, True, False, True])
    keys = ["owner", "subject"]
    is_several = frame.duplicated(keys, keep=False)
    first = frame.drop_duplicates(keys).set_index(keys)
    several = frame[is_several]
    if len(several):
        told = _said_once(several, keys).groupby(keys)["reason"].agg(joint.join)
        first["reason"] = told.reindex(first.index).fillna(first["reason"])
        first["expected_value"] = (
            several.groupby(keys)["expected_value"]
            .max()
            .reindex(first.index)
            .fillna(first["expected_value"])
        )
    return first.reset_index().drop(columns=["place", "worth"])


def _said_once(several: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    """Leave out what another reason has told: who is at risk for silence is beyond the cadence, too."""
    at_risk = several[several["kind"] == "win_back"].set_index(keys).index
    is_cadence = (several["kind"] == "follow_up") & (several["entity"] == "customers")
    is_again = is_cadence & several.set_index(keys).index.isin(at_risk)
    return several[~is_again].drop_duplicates([*keys, "reason"])


def ordered(frame: pd.DataFrame, per_day: int) -> pd.DataFrame:
    """Rank the tasks of every owner by expected value, and mark those that a day can hold.

    What has no expected value comes after the rest, the largest amount first.
    """
    worth = {name: frame[name].fillna(-1.0) for name in ("expected_value", "amount")}
    frame = frame.assign(worth=worth["expected_value"], money=worth["amount"]).sort_values(
        ["owner", "worth", "money", "due_on", "key"],
        ascending=[True, False, False, True, True],
        ignore_index=True,
    )
    rank = frame.groupby("owner").cumcount() + 1
    return frame.assign(rank=rank, is_shown=rank <= per_day).drop(columns=["worth", "money"])


def with_keys(frame: pd.DataFrame) -> pd.DataFrame:
    """Add `key`, which names a task as long as it lasts: `follow_up:C12`.

    Where another than the owner of the customer or lead is to act, the key names who: each of
    several people may be owed money by one customer.
    """
    key = frame["kind"].astype(str) + ":" + frame["entity_id"].astype(str)
    is_others = frame["entity_owner"].notna() & (frame["entity_owner"] != frame["owner"])
    is_others |= frame["entity_owner"].isna() & frame["entity"].isin(["customers", "leads"])
    is_others &= frame["kind"] != "strategy"
    key = key.where(~is_others, key + ":" + frame["owner"].astype(str))
    twice = key.duplicated(keep=False)
    return frame.assign(key=key.where(~twice, key + ":" + frame["entity"].astype(str)))
