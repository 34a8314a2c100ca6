"""Picking a lead out of the public pool: whether a rep may, and if not, by which rule and until when."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

import pandas as pd

from salesnb.labels import Sentence, say
from salesnb.leads.sellers import Seller, open_loads, read_sellers
from salesnb.models.pool import TAKEN
from salesnb.scopes import ScopedStore
from salesnb.settings import Settings


@dataclass(frozen=True)
class Claim:
    """Whether a rep may pick a lead.

    Attributes
    ----------
    reason : why not; None = the rep may.
    until : the day from which the rule no longer speaks against it, where it ends by itself.
    """

    lead_id: str
    rep: str
    reason: Sentence | None = None
    until: date | None = None

    @property
    def is_allowed(self) -> bool:
        """Whether no rule speaks against it."""
        return self.reason is None


def check_claim(
    store: ScopedStore, settings: Settings, lead_id: str, rep: str, at: datetime
) -> Claim:
    """Return whether a rep may pick a lead out of the pool at a time.

    In this order: the rep is there and sells; the lead lies in the pool of the rep's team; the rep's
    cool-down is over; the day's picks and the capacity are not used up. What is in no pool and what
    does not exist are refused in the same words.

    Parameters
    ----------
    store : of the whole company, as of the day of `at`.
    """
    seller = read_sellers(store, settings).get(rep)
    if seller is None or not seller.is_active:
        return Claim(lead_id, rep, say("claim_no_seller", rep=rep))
    if not _lies_in_the_pool(store, lead_id, seller):
        return Claim(lead_id, rep, say("claim_not_in_pool", lead=lead_id))
    return (
        _cool_down(store, settings, lead_id, rep, at.date())
        or _picks(store, settings, lead_id, rep, at.date())
        or _capacity(store, settings, lead_id, rep)
        or Claim(lead_id, rep)
    )


def _lies_in_the_pool(store: ScopedStore, lead_id: str, seller: Seller) -> bool:
    found = store.run("select team from pool_leads where lead_id = ?", [lead_id])
    if found.empty:
        return False
    return bool(seller.team) and found["team"].iloc[0] == seller.team


def _cool_down(
    store: ScopedStore, settings: Settings, lead_id: str, rep: str, day: date
) -> Claim | None:
    found = store.run(
        "select max(cool_until) as until from lead_owners where lead_id = ? and owner = ?",
        [lead_id, rep],
    )["until"].iloc[0]
    if pd.isna(found) or pd.Timestamp(found).date() <= day:
        return None
    until = pd.Timestamp(found).date()
    days = settings.pool.cool_down_days
    said = say("claim_cool_down", rep=rep, lead=lead_id, days=days, until=until)
    return Claim(lead_id, rep, said, until)


def _picks(
    store: ScopedStore, settings: Settings, lead_id: str, rep: str, day: date
) -> Claim | None:
    picked = store.run(
        "select count(*) as n from lead_owners"
        " where is_claim and owner = ? and from_on = ? and coalesce(origin, '') <> ?",
        [rep, day, TAKEN],  # what the manager gave is no pick
    )["n"].iloc[0]
    most = settings.pool.picks_per_day
    if picked < most:
        return None
    until = day + timedelta(days=1)
    said = say("claim_picks", rep=rep, picked=picked, most=most, until=until)
    return Claim(lead_id, rep, said, until)


def _capacity(store: ScopedStore, settings: Settings, lead_id: str, rep: str) -> Claim | None:
    load, most = open_loads(store).get(rep, 0), settings.assignment.capacity_of(rep)
    if load < most:
        return None
    return Claim(lead_id, rep, say("claim_capacity", rep=rep, load=load, most=most))
