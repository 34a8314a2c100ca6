"""Typed values that are computed as well: compared, and not stored (R1.1)."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from salesnb.loaders.block import Block
from salesnb.loaders.checks.checking import Checking
from salesnb.loaders.keys import key_index
from salesnb.settings import Settings

_NUMBER = r"^\s*(-?\d+(?:\.\d+)?)\s*(?:天|日|个?自然日|days?)?\s*$"
_DAYS_APART = 1
_PAYMENT_KEY = ["payment_id"]


def check_conversion_days(block: Block, checking: Checking) -> None:
    """Find leads whose 转化周期 is not the time from 录入时间 to 转化日期, give or take a day."""
    if "conversion_days" not in block.compared or not (
        block.has("created_at") and block.has("outcome_date")
    ):
        return
    texts = block.compared["conversion_days"].str.normalize("NFKC")
    typed = pd.to_numeric(texts.str.extract(_NUMBER, expand=False), errors="coerce").to_numpy()
    created = block.values["created_at"].to_numpy(dtype="datetime64[D]")
    took = (block.values["outcome_date"].to_numpy(dtype="datetime64[D]") - created).astype(float)
    took[np.isnat(created) | block.empty("outcome_date")] = np.nan
    rows = np.flatnonzero(np.abs(typed - took) > _DAYS_APART)
    words: list[tuple[tuple[str, str], ...]]
    words = [(("computed", f"{days:.0f}"),) for days in took[rows]]
    checking.log.add(block, rows, "conversion_days", "conversion_days_differ", words=words)


def check_payment_status(
    blocks: Sequence[Block], payments: Sequence[Block], checking: Checking
) -> None:
    """Find orders whose 回款状态 is not what their payments and due day say today.

    An order that is partly paid and past its due day is both: either word is right. Refunds, and
    orders of which no amount is known, are not looked at.
    """
    asked = [block for block in blocks if "payment_status" in block.compared]
    if not asked:
        return
    paid = _paid(payments, checking.known.get("payments"))
    for block in asked:
        typed = block.compared["payment_status"]
        status = _status(block, paid, checking)
        both = (typed == "overdue").to_numpy(dtype=bool) & (status == "overdue, partly").to_numpy()
        meant = status.replace("overdue, partly", "partly")
        wrong = typed.notna().to_numpy() & meant.notna().to_numpy() & ~both
        wrong &= (typed != meant).to_numpy(dtype=bool) & block.good
        said = {state: _words(state, checking.settings) for state in meant.dropna().unique()}
        words = [said[state] for state in meant[wrong]]
        checking.log.add(block, wrong, "payment_status", "payment_status_differs", words=words)


def _paid(payments: Sequence[Block], known: pd.DataFrame | None) -> pd.Series:
    """Return what was paid by order: the payments of this import over those stored."""
    frames = [block.values[block.good] for block in payments]
    if known is not None and len(known):
        frames.insert(0, known)
    columns = [*_PAYMENT_KEY, "order_id", "paid_amount"]
    frames = [frame.reindex(columns=columns) for frame in frames if len(frame)]
    if not frames:
        return pd.Series(dtype="float64")
    whole = pd.concat(
        [frame.assign(paid_amount=frame["paid_amount"].astype("float64")) for frame in frames],
        ignore_index=True,
    )
    newest = ~key_index(whole, _PAYMENT_KEY).duplicated(keep="last")
    return whole[newest].groupby("order_id")["paid_amount"].sum()


def _status(block: Block, paid: pd.Series, checking: Checking) -> pd.Series:
    amount = _floats(block, "amount")
    due = _days(block, "due_date")
    days = np.timedelta64(checking.settings.workspace.payment_days, "D")
    due = np.where(np.isnat(due), _days(block, "order_date") + days, due)
    orders = (
        block.values["order_id"] if block.has("order_id") else pd.Series(index=range(len(block)))
    )
    so_far = paid.reindex(orders).fillna(0).to_numpy()
    overdue = due < np.datetime64(checking.today, "D")
    states = [so_far >= amount - 0.005, overdue & (so_far > 0), overdue, so_far > 0]
    words = np.select(states, ["paid", "overdue, partly", "overdue", "partly"], "not_due")
    unknown = ~(amount > 0) | np.isnat(due)
    return pd.Series(words, dtype="str").mask(unknown)


def _floats(block: Block, column: str) -> np.ndarray:
    if not block.has(column):
        return np.full(len(block), np.nan)
    return block.values[column].astype("float64").to_numpy(dtype=float, na_value=np.nan)


def _days(block: Block, column: str) -> np.ndarray:
    if not block.has(column):
        return np.full(len(block), np.datetime64("NaT", "D"))
    return block.values[column].to_numpy(dtype="datetime64[D]")


def _words(state: str, settings: Settings) -> tuple[tuple[str, str], ...]:
    english, chinese = (
        settings.choice_label("payment_status", state, lang) for lang in ("en", "zh")
    )
    return (("computed", english), ("computed_zh", chinese))
