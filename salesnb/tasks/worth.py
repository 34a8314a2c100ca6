"""What a task is worth: chance × amount × the effect of waiting."""

import pandas as pd

from salesnb.scopes import ScopedStore
from salesnb.settings import Settings

# Where the table of learned scores is handed over; a kernel is given it only if its notebook asks.
_HAS_SCORES = (
    "select count(*) as tables from information_schema.tables where table_name = 'lead_scores'"
)
# What has a deal is valued by the deal.
_SCORES = """select s.lead_id, s.probability
from lead_scores as s
join fact_lead_worth as w on w.lead_id = s.lead_id
where s.probability is not null and not w.has_deal"""


# Of these the chance tells already how long they have waited.
_AGED = ("payment", "win_back")


def effect_of_waiting(days_over: pd.Series, half_life: pd.Series, wait_days: float) -> pd.Series:
    """Return the share of the value of each task that is lost if it waits for `wait_days` more.

    Of a chance that has waited d days 2^(-d/h) is left, h being the half-life of its kind, and of
    that 1 - 2^(-w/h) is lost by another w days.

    Examples
    --------
    >>> effect_of_waiting(pd.Series([0, 10]), pd.Series([10.0, 10.0]), 10).tolist()
    [0.5, 0.25]
    """
    left: pd.Series = 0.5 ** (days_over.astype("float64") / half_life)
    return left * (1 - 0.5 ** (wait_days / half_life))


def with_worth(store: ScopedStore, settings: Settings, frame: pd.DataFrame) -> pd.DataFrame:
    """Add `expected_value`; what has no known amount or chance has none.

    The chance that an overdue payment comes, or a customer at risk comes back, is that of those who
    have waited as long: of these only what another wait loses counts.

    The chances are those of history, or the learned ones of leads where params say so and the
    session has them; `.attrs["chances"]` says which. A lead that is `is_beyond` the right of who
    is to act has none that was learned.
    """
    rules = settings.tasks
    scores = _scores(store) if rules.chances == "learned" else {}
    if scores:
        is_known = (frame["entity"] == "leads") & ~frame["is_beyond"]
        learned = frame["entity_id"].where(is_known).map(scores)
        frame = frame.assign(chance=learned.astype("float64").fillna(frame["chance"]))
    half_life = frame["kind"].map(dict(rules.half_life_days)).astype("float64")
    waited = frame["days_over"].where(~frame["kind"].isin(_AGED), 0)
    effect = effect_of_waiting(waited, half_life, rules.wait_days)
    value = (frame["chance"] * frame["amount"] * effect).round(2)
    found = frame.assign(
        amount=frame["amount"].round(2), chance=frame["chance"].round(4), expected_value=value
    )
    found.attrs["chances"] = "learned" if scores else "history"
    return found


def _scores(store: ScopedStore) -> dict[str, float]:
    """Return the learned chance of every lead that has one; none where the scores are not at hand."""
    if not int(store.run(_HAS_SCORES)["tables"].iloc[0]):
        return {}
    scores = store.run(_SCORES)
    return dict(zip(scores["lead_id"], scores["probability"], strict=True))
