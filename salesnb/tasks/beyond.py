"""What a worklist may tell its owner: of rows of others no more than the owner's right covers."""

import pandas as pd

from salesnb.tasks.candidates import Case
from salesnb.tasks.people import People

_OF_THE_LEAD = ("need", "grade", "stage")
# Of these the amount may be what others sold to the customer, or what a lead of others is worth.
_BY_OTHERS = ("promise", "plan")
_DEALS = """select owner, customer_id as entity_id, sum(cast(amount as double)) as amount,
  sum(weighted_amount) / sum(cast(amount as double)) as chance
from fact_opportunities
where is_open and amount > 0 and customer_id is not null
group by owner, customer_id"""


def without_others(case: Case, frame: pd.DataFrame, people: People) -> pd.DataFrame:
    """Return reasons to act without what the owner may not see of a customer or lead of others.

    A list is the same whoever asks for it: one of the whole company is cut into lists that go out.
    Of a customer stay number, name and level, of a lead the number; amounts are the owner's deals.

    Parameters
    ----------
    frame : owner, kind, entity, entity_id, entity_owner, lead_owner, name, amount, chance, need …

    Returns
    -------
    The frame, and `is_beyond`: whether the customer or lead is beyond the owner's right.
    """
    is_theirs = frame["entity"].isin(["customers", "leads"])
    beyond = is_theirs & ~may_see(frame["owner"], frame["entity_owner"], people)
    lead = frame["lead_owner"].notna() & ~may_see(frame["owner"], frame["lead_owner"], people)
    frame = frame.assign(is_beyond=beyond)
    if not (beyond | lead).any():
        return frame
    frame.loc[beyond | lead, list(_OF_THE_LEAD)] = None
    of_lead = beyond & (frame["entity"] == "leads")
    frame.loc[of_lead, "name"] = frame.loc[of_lead, "entity_id"]
    counted = (beyond | lead) & frame["kind"].isin(_BY_OTHERS)
    deals = case.store.run(_DEALS).set_index(["owner", "entity_id"])
    keys = pd.MultiIndex.from_frame(frame.loc[counted, ["owner", "entity_id"]])
    for name in ("amount", "chance"):
        frame.loc[counted, name] = deals[name].reindex(keys).to_numpy()
    return frame


def may_see(owners: pd.Series, others: pd.Series, people: People) -> pd.Series:
    """Return where the owner may see rows of the other person."""
    pairs = list(zip(owners, others.astype("object").fillna("unassigned"), strict=True))
    seen = {pair: people.may_see(*pair) for pair in dict.fromkeys(pairs)}
    return pd.Series([seen[pair] for pair in pairs], index=owners.index, dtype=bool)
