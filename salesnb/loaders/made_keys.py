"""Keys that the file does not give: numbered ones, and ones composed of the row's content."""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, cast

import numpy as np
import pandas as pd

from salesnb.loaders.block import Block
from salesnb.loaders.checks.company_names import name_keys
from salesnb.loaders.checks.contacts import contact_keys
from salesnb.loaders.values.arrow_text import as_text
from salesnb.loaders.values.words import folded

_NO_KEYS = pd.DataFrame()


def number_customers(blocks: Sequence[Block], known: pd.DataFrame | None, today: date) -> None:
    """Give customers without 客户编号 the one that their name has, else C + date + three digits.

    A stored customer is the same one also where its name differs in the legal form and the like,
    if the contact agrees. The date is that of the first contact, else `today`. A masked name
    (`*科技`) matches nobody.
    """
    if not any(len(_without(block, "customer_id", "customer_name")) for block in blocks):
        return
    ids = _by_name(blocks, known)
    numbers = _Numbers("C", "customer_id", blocks, known)
    stored = pd.Series(dtype="str") if known is None else _by_name_and_contact(known, "customer_id")
    for block in blocks:
        rows = _without(block, "customer_id", "customer_name")
        if not len(rows):
            continue
        names = block.values["customer_name"].astype("str").to_numpy()
        alike = _stored_alike(block, rows, stored)
        made: dict[int, str] = {}
        for at in rows.tolist():
            name = folded(names[at])
            found = None if "*" in name else ids.get(name) or alike.get(at)
            made[at] = found or numbers.next(_day(block, "first_contact_date", at, today))
            if "*" not in name:
                ids[name] = made[at]
        _set_all(block, "customer_id", pd.Series(list(made)), pd.Series(list(made.values())))


def number_opportunities(blocks: Sequence[Block], known: pd.DataFrame | None, today: date) -> None:
    """Give opportunities without 机会编号 the one of the same deal, else O + date + three digits.

    The same deal: customer and 机会名称; where there is no name, customer and 创建日期.
    """
    if not any(len(_without(block, "opportunity_id", "customer_id")) for block in blocks):
        return
    numbers = _Numbers("O", "opportunity_id", blocks, known)
    ids: dict[tuple[str, str], str] = {}
    for frame in [known if known is not None else _NO_KEYS, *(block.values for block in blocks)]:
        for row in _deals(frame):
            ids.setdefault(row[:2], row[2])
    for block in blocks:
        for at in _without(block, "opportunity_id", "customer_id"):
            deal = _deal(block.values.iloc[at].to_dict())
            if deal not in ids:
                ids[deal] = numbers.next(_day(block, "created_at", at, today))
            _set(block, "opportunity_id", at, ids[deal])


def compose_keys(blocks: Sequence[Block]) -> None:
    """Compose the keys of follow-ups, plans and payments that the files do not number.

    A hash of what tells the row (a follow-up: subject, time, user, method), with its number among
    rows that agree in these. A row that appears in two sheets gets the same key in both.
    """
    for name, (prefix, parts) in COMPOSED.items():
        chosen = [block for block in blocks if block.table.name == name]
        frames = [_key_parts(block, n, parts) for n, block in enumerate(chosen)]
        if not frames:
            continue
        rows = pd.concat(frames, ignore_index=True)
        texts = rows["parts"] + "\x1f" + _occurrence(rows, chosen).astype("str")
        made = prefix + texts.map(_digest)
        for n, block in enumerate(chosen):
            mine = rows["block"] == n
            if mine.any():
                _set_all(block, block.table.key[0], rows.loc[mine, "at"], made[mine])


def split_cumulative(blocks: Sequence[Block], known: pd.DataFrame | None) -> list[Block]:
    """Turn what an order sheet says was paid so far into payments.

    A payment is the total less what is known to have been paid up to its day; rows that add
    nothing are dropped, a total that sank is a refund. The key is order and day, so that the same
    sheet imported twice changes nothing.
    """
    if not any(block.cumulative for block in blocks):
        return list(blocks)
    paid = _Paid(known, [block for block in blocks if not block.cumulative])
    return [_payments_of(block, paid) if block.cumulative else block for block in blocks]


# By table: the letter of its keys, and the columns that tell a row (the first filled of several).
COMPOSED: dict[str, tuple[str, tuple[tuple[str, ...], ...]]] = {
    "follow_ups": ("F", (("customer_id", "lead_id"), ("follow_at",), ("user",), ("method",))),
    "plans": ("T", (("customer_id", "lead_id"), ("due_on",), ("owner",), ("method",))),
    "payments": ("P", (("order_id",), ("paid_date",), ("paid_amount",))),
}


class _Numbers:
    """Hands out the next free number of a day."""

    def __init__(
        self, letter: str, column: str, blocks: Sequence[Block], known: pd.DataFrame | None
    ) -> None:
        self._letter = letter
        self._last: dict[str, int] = {}
        frames = [block.values for block in blocks] + ([known] if known is not None else [])
        for frame in frames:
            if column in frame:
                ids = frame[column].astype("str").str.extract(rf"^({letter}\d{{8}})(\d{{3,}})$")
                for day, number in ids.dropna().itertuples(index=False):
                    self._last[day] = max(self._last.get(day, 0), int(number))

    def next(self, day: date) -> str:
        prefix = f"{self._letter}{day:%Y%m%d}"
        self._last[prefix] = self._last.get(prefix, 0) + 1
        return f"{prefix}{self._last[prefix]:03d}"


class _Paid:
    """What was paid of each order, by key and day."""

    def __init__(self, known: pd.DataFrame | None, blocks: Sequence[Block]) -> None:
        self._of: dict[str, dict[str, tuple[pd.Timestamp, Decimal]]] = {}
        for frame in [known if known is not None else _NO_KEYS, *(b.values for b in blocks)]:
            names = ["order_id", "payment_id", "paid_date", "paid_amount"]
            if set(names) <= set(frame.columns):
                for order, key, day, amount in frame[names].dropna().itertuples(index=False):
                    self.add(str(order), str(key), pd.Timestamp(day), Decimal(str(amount)))

    def add(self, order: str, key: str, day: pd.Timestamp, amount: Decimal) -> None:
        self._of.setdefault(order, {})[key] = (day, amount)

    def until(self, order: str, day: pd.Timestamp, without: str) -> Decimal:
        rows = self._of.get(order, {})
        return sum(
            (amount for key, (on, amount) in rows.items() if on <= day and key != without),
            Decimal(0),
        )


def _payments_of(block: Block, paid: _Paid) -> Block:
    names = ["order_id", "paid_date", "paid_amount"]
    values = block.values.reindex(columns=names)
    keys: dict[int, str] = {}
    amounts: dict[int, Decimal] = {}
    unusable = values.isna().any(axis=1)
    for at, order, day, total in values[~unusable].sort_values("paid_date").itertuples(name=None):
        key = f"{order}-{day:%Y%m%d}"
        amount = total - paid.until(order, day, key)
        if amount:
            paid.add(order, key, day, amount)
            keys[at], amounts[at] = key, amount
    keep = unusable.to_numpy(dtype=bool) | np.isin(np.arange(len(block)), list(keys))
    part = block.part(block.table, {name: name for name in names if block.has(name)}, keep)
    kept = [int(at) for at in np.flatnonzero(keep)]
    part.values["payment_id"] = pd.Series([keys.get(at) for at in kept], dtype="str")
    new = [amounts.get(at, values["paid_amount"].iat[at]) for at in kept]
    part.values["paid_amount"] = pd.Series(new, dtype=block.values["paid_amount"].dtype)
    return part


def _by_name(blocks: Sequence[Block], known: pd.DataFrame | None) -> dict[str, str]:
    ids: dict[str, str] = {}
    for frame in [known if known is not None else _NO_KEYS, *(block.values for block in blocks)]:
        if {"customer_id", "customer_name"} <= set(frame.columns):
            pairs = frame[["customer_name", "customer_id"]].dropna()
            for name, key in pairs.itertuples(index=False):
                if "*" not in name:
                    ids.setdefault(folded(name), key)
    return ids


def _by_name_and_contact(frame: pd.DataFrame, column: str) -> pd.Series:
    """Return the values of a column by name and contact as they are compared, one row each."""
    frame = frame.reset_index(drop=True)
    if not {"customer_name", "contact_info", column} <= set(frame.columns):
        return pd.Series(dtype="str")
    names = name_keys(frame["customer_name"])
    contacts = contact_keys(frame.loc[names != "", "contact_info"])
    told = names[contacts.index].to_numpy() + "\x1f" + contacts.to_numpy()
    return pd.Series(frame[column][contacts.index].to_numpy(), index=told).dropna()


def _stored_alike(block: Block, rows: np.ndarray, stored: pd.Series) -> dict[int, str]:
    """Return {row: number} where exactly one stored customer has its name and contact."""
    if stored.empty:
        return {}
    mine = _by_name_and_contact(block.values.iloc[rows].assign(at=rows), "at")
    found = pd.DataFrame({"at": mine, "told": mine.index}).merge(
        pd.DataFrame({"id": stored, "told": stored.index}), on="told"
    )
    ids = found[["at", "id"]].drop_duplicates()
    ids = ids[~ids["at"].duplicated(keep=False)]
    return dict(zip(ids["at"].astype(int), ids["id"], strict=True))


def _deals(frame: pd.DataFrame) -> list[tuple[str, str, str]]:
    if not {"customer_id", "opportunity_id"} <= set(frame.columns):
        return []
    rows = frame[frame["customer_id"].notna() & frame["opportunity_id"].notna()]
    names = ["customer_id", "opportunity_name", "created_at", "opportunity_id"]
    records = rows.reindex(columns=names).to_dict("records")
    return [(*_deal(row), str(row["opportunity_id"])) for row in records]


def _deal(row: Mapping[Any, Any]) -> tuple[str, str]:
    name, created = row.get("opportunity_name"), row.get("created_at")
    if isinstance(name, str):
        return str(row["customer_id"]), folded(name)
    return str(row["customer_id"]), "" if pd.isna(created) else f"{pd.Timestamp(created):%Y%m%d}"


def _without(block: Block, key: str, told_by: str) -> np.ndarray:
    """Return the rows that lack the key but have what a key can be made of."""
    if not block.has(told_by):
        return np.array([], dtype=int)
    return np.flatnonzero(block.empty(key) & block.values[told_by].notna().to_numpy())


def _day(block: Block, column: str, at: int, today: date) -> date:
    given = cast(Any, block.values[column].iat[at]) if block.has(column) else pd.NaT
    return today if pd.isna(given) else pd.Timestamp(given).date()


def _set(block: Block, column: str, at: int, value: str) -> None:
    if not block.has(column):
        block.values[column] = pd.Series(None, index=block.values.index, dtype="str")
    block.values.loc[at, column] = value


def _set_all(block: Block, column: str, at: pd.Series, keys: pd.Series) -> None:
    if not block.has(column):
        block.values[column] = pd.Series(None, index=block.values.index, dtype="str")
    made = pd.Series(keys.to_numpy(), index=at.to_numpy(), dtype="str")
    block.values[column] = made.reindex(block.values.index).fillna(block.values[column])


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:14]


def _key_parts(block: Block, number: int, parts: tuple[tuple[str, ...], ...]) -> pd.DataFrame:
    """Return, of each row that lacks a key, what the key is made of."""
    text = pd.Series("", index=block.values.index, dtype="str")
    for names in parts:
        text = text + "\x1f" + _first_of(block, names)
    rows = pd.DataFrame({"block": number, "at": np.arange(len(block)), "parts": text})
    return rows[block.empty(block.table.key[0])]


def _first_of(block: Block, names: tuple[str, ...]) -> pd.Series:
    found = pd.Series(None, index=block.values.index, dtype="str")
    for name in names:
        if block.has(name):
            given = as_text(block.values[name])
            found = found.fillna(given.where(given != ""))
    return found.fillna("")


def _occurrence(rows: pd.DataFrame, blocks: Sequence[Block]) -> pd.Series:
    """Number the rows that agree in their parts; the same row in another sheet has its number."""
    numbers = pd.Series(0, index=rows.index)
    told = rows[rows["parts"].duplicated(keep=False)]
    if told.empty:
        return numbers
    content = [
        pd.util.hash_pandas_object(
            blocks[cast(int, n)].values.iloc[part["at"]].apply(as_text), index=False
        ).set_axis(part.index)
        for n, part in told.groupby("block")
    ]
    told = told.assign(content=pd.concat(content))
    told["again"] = told.groupby(["parts", "content", "block"]).cumcount()
    same = ["parts", "content", "again"]
    distinct = told[same].drop_duplicates()
    distinct = distinct.assign(number=distinct.groupby("parts").cumcount())
    merged = told[same].merge(distinct, on=same, how="left")["number"]
    numbers[told.index] = merged.to_numpy()
    return numbers
