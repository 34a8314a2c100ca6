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
    reason = _joined(kept, first["reason"], count, lang)
    return (
        first.assign(reason=reason, expected_value=best)
        .reset_index(drop=True)
        .drop(columns=["place", "worth", "nth"])
    )


def _joined(kept: pd.DataFrame, first: pd.Series, count: pd.Series, lang: str) -> pd.Series:
    """Return the reasons of each task as one sentence; two in the same words are told once."""
    joint, reason = label("task_joint", lang), first
    for n in range(1, _TOLD):
        other = kept[kept["nth"] == n].set_index("task")["reason"]
        is_new = [b not in a for a, b in zip(first[other.index], other, strict=True)]
        reason = reason + _for_all(reason, joint + other[is_new])
    more = count[count > _TOLD] - _TOLD
    told = [joint + plural("task_more", lang, int(n)) for n in more]
    reason = reason + _for_all(reason, pd.Series(told, index=more.index, dtype="object"))
    return reason + label("task_stop", lang)


def _for_all(reason: pd.Series, of_some: pd.Series) -> pd.Series:
    """Return texts of some tasks for all of them, empty for the others."""
    return of_some.astype("object").reindex(reason.index, fill_value="")


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
