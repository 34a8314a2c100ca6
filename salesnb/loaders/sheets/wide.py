"""The wide sheet 销售数据基础录入表: customers, leads and opportunities in one (R1.2)."""

from dataclasses import replace

import numpy as np
import pandas as pd

from salesnb.loaders.block import Block
from salesnb.settings import Settings
from salesnb.tables import TABLES, Table

_CUSTOMERS, _LEADS, _OPPORTUNITIES = (
    TABLES[name] for name in ("customers", "leads", "opportunities")
)
_MORE = [
    replace(_LEADS["stage"], need="required"),
    replace(_LEADS["need"], need="optional"),
    *(_LEADS[name] for name in ("budget", "product_line", "competitor")),
    *(
        _OPPORTUNITIES[name]
        for name in ("amount", "probability", "expected_date", "won_amount", "closed_at")
    ),
]

WIDE = Table(
    name="customers",
    zh="销售数据基础录入表",
    en="Sales basics",
    key=("customer_id",),
    signature=("customer_name", "stage", "customer_id|first_contact_date"),
    made_key=True,
    columns=(
        *(
            replace(column, need="required") if column.name == "first_contact_date" else column
            for column in _CUSTOMERS.columns
        ),
        *_MORE,
    ),
)
_TO_LEADS = {
    "lead_id": "customer_id",
    "customer_id": "customer_id",
    "company_name": "customer_name",
    "created_at": "first_contact_date",
    "outcome_date": "closed_at",
    "reason": "lost_reason",
    **{
        name: name
        for name in (
            "source", "source_text", "contact_name", "contact_info", "need", "budget", "region",
            "industry", "product_line", "competitor", "stage", "owner",
        )
    },
}  # fmt: skip
_TO_OPPORTUNITIES = {
    "opportunity_id": "customer_id",
    "lead_id": "customer_id",
    "customer_id": "customer_id",
    "opportunity_name": "customer_name",
    "created_at": "first_contact_date",
    **{
        name: name
        for name in (
            "stage", "amount", "probability", "expected_date", "owner", "product_line",
            "won_amount", "closed_at", "lost_reason", "competitor",
        )
    },
}  # fmt: skip


def split_wide(block: Block, settings: Settings) -> list[Block]:
    """Cut a wide sheet into customers, leads and opportunities.

    Every row is a customer and a lead. From 商机 on it is an opportunity too; a 流失 row only where
    it gives an amount, because only then a deal was on the table. Won without amount or date and
    lost without reason are warnings; a row that ended without a signing date is dated by
    最后跟进时间 and carries `estimated` = true, by which facts leave it out of sales.

    The day on which the row entered 商机 is not told: an opportunity from here has the id of its
    lead and is created with it, by which facts know that.
    """
    everything = np.ones(len(block), dtype=bool)
    ended = _Ends(block, settings)
    customers = block.part(_CUSTOMERS, _customer_columns(block), everything)
    if not customers.has("status"):
        customers.values["status"] = ended.status()
    _set_day(customers, "updated_date", _filled_from(customers, "updated_date", ended.last_known()))
    leads = block.part(_LEADS, _TO_LEADS, everything)
    leads.values["outcome"] = ended.outcome()
    _set_day(leads, "outcome_date", ended.day)
    if block.has("won_amount"):
        leads.values["deal_amount"] = block.values["won_amount"].where(ended.won)
    deals = ended.deals()
    opportunities = block.part(_OPPORTUNITIES, _TO_OPPORTUNITIES, deals)
    _set_day(opportunities, "closed_at", ended.day[deals].reset_index(drop=True))
    for part, mask in ((leads, everything), (opportunities, deals)):
        part.demanding = False
        part.lenient = frozenset({"won_without"})
        yes = pd.Series(True, index=part.values.index, dtype="boolean")
        part.values["estimated"] = yes.where(ended.estimated[mask])
    return [customers, leads, opportunities]


def _customer_columns(block: Block) -> dict[str, str]:
    others = {column.name for column in _MORE}
    return {name: name for name in block.values.columns if name not in others}


def _filled_from(block: Block, column: str, days: pd.Series) -> pd.Series:
    return block.values[column].fillna(days) if block.has(column) else days


def _set_day(block: Block, column: str, days: pd.Series) -> None:
    """Give a block a day that follows from others; its cells stay as typed, empty if absent."""
    block.values[column] = days
    if column not in block.typed:
        block.typed[column] = pd.Series(pd.NA, block.typed.index, dtype="str")


class _Ends:
    """What the stage of each row says: where it stands, whether and when it ended."""

    def __init__(self, block: Block, settings: Settings) -> None:
        stages = settings.stages
        self._block = block
        self._stage = block.values["stage"]
        self._path = [stage.id for stage in stages.path]
        self._first_deal = self._path.index(stages.opportunity_stage)
        self.won = (self._stage == stages.won).to_numpy(dtype=bool)
        self.lost = (self._stage == stages.lost).to_numpy(dtype=bool)
        signed, last = self._days("closed_at"), self._days("last_contact_at")
        self._latest = pd.concat([signed, last], axis=1).max(axis=1)
        ended = self.won | self.lost
        self.day = signed.fillna(last).where(ended)
        self.estimated = ended & signed.isna().to_numpy() & last.notna().to_numpy()

    def status(self) -> pd.Series:
        """Return the customer's status: first stage prospect, then interested, customer, lost."""
        words = np.where(self._stage == self._path[0], "prospect", "interested").astype(object)
        words[self.won], words[self.lost] = "customer", "lost"
        return pd.Series(words, dtype="str").where(self._stage.notna())

    def last_known(self) -> pd.Series:
        """Return the last day of which the row tells: what it says was not known before."""
        return self._latest.fillna(self._days("first_contact_date")).astype("datetime64[s]")

    def outcome(self) -> pd.Series:
        """Return the lead's outcome, missing while it is open."""
        words = pd.Series("won", index=self._stage.index, dtype="str").where(self.won)
        return words.mask(self.lost, "lost")

    def deals(self) -> np.ndarray:
        """Return which rows are opportunities."""
        there = self._stage.isin(self._path[self._first_deal :]).to_numpy(dtype=bool)
        return np.asarray(there | (self.lost & self._block.filled("amount")), dtype=bool)

    def _days(self, column: str) -> pd.Series:
        if not self._block.has(column):
            return pd.Series(pd.NaT, index=range(len(self._block)), dtype="datetime64[s]")
        days: pd.Series = self._block.values[column].dt.normalize().astype("datetime64[s]")
        return days
