"""One task per owner and customer or lead, in order, and no more than a day can hold."""

from collections.abc import Callable

import pandas as pd

from salesnb.labels import label, plural
from salesnb.settings import Settings

_TOLD = 4  # so many reasons of one task are told, the others are counted
_KEYS = ["owner", "subject"]


def merged(
    frame: pd.DataFrame,
    settings: Settings,
    lang: str,
    tell: Callable[[pd.DataFrame], pd.Series],
) -> pd.DataFrame:
    """Return one row per owner and subject: the gravest reason first, the others told beside it.

    Amount and chance are those of the gravest reason, the expected value is the greatest of all.

    Parameters
    ----------
    frame : owner, subject, kind, expected_value …
    tell : gives the reason of each row in words.
    """
    place = {kind: n for n, kind in enumerate(settings.tasks.gravest_first)}
    frame = frame.assign(
        place=frame["kind"].map(place),
        worth=frame["expected_value"].fillna(-1.0),
        task=frame.groupby(_KEYS, sort=False).ngroup(),
    ).sort_values(["task", "place", "due_on", "worth"], ascending=[True, True, True, False])
    best = frame.groupby("task")["expected_value"].max()
    told = _said_once(frame)
    nth = told.groupby("task").cumcount()
    count = told.groupby("task").size()
    kept = told[nth < _TOLD]
    kept = kept.assign(reason=tell(kept), nth=nth[nth < _TOLD])
    first = kept[kept["nth"] == 0].set_index("task")
    reason = first["reason"]
    for n in range(1, _TOLD):
        other = kept[kept["nth"] == n].set_index("task")["reason"]
        # Two leads of a customer may be told in the same words.
        is_new = ~pd.Series(
            [a in b for a, b in zip(other, reason[other.index], strict=True)], other.index
        )
        other = other[is_new.astype(bool)]
        reason = reason.add((label("task_joint", lang) + other).reindex(reason.index).fillna(""))
    more = count[count > _TOLD] - _TOLD
    words = {
        n: label("task_joint", lang) + plural("task_more", lang, int(n)) for n in more.unique()
    }
    reason = reason.add(more.map(words).reindex(reason.index).fillna(""))
    merged_rows = first.assign(reason=reason + label("task_stop", lang), expected_value=best)
    return merged_rows.reset_index(drop=True).drop(columns=["place", "worth", "nth"])


def _said_once(frame: pd.DataFrame) -> pd.DataFrame:
    """Leave out what another reason has told: who is at risk for silence is beyond the cadence, too."""
    at_risk = frame.loc[frame["kind"] == "win_back", "task"]
    is_cadence = (frame["kind"] == "follow_up") & (frame["entity"] == "customers")
    return frame[~(is_cadence & frame["task"].isin(at_risk))]


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
    is_owned = frame["entity"].isin(["customers", "leads"]) & (frame["kind"] != "strategy")
    is_others = is_owned & ~(frame["entity_owner"] == frame["owner"])
    key = key.where(~is_others, key + ":" + frame["owner"].astype(str))
    twice = key.duplicated(keep=False)
    return frame.assign(key=key.where(~twice, key + ":" + frame["entity"].astype(str)))
