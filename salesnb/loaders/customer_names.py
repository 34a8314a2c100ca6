"""Customers written by name in other tables, where their number should stand."""

from collections.abc import Iterable, Sequence

import numpy as np
import pandas as pd
from rapidfuzz import fuzz, process

from salesnb.loaders.block import Block
from salesnb.loaders.checks.checking import Checking
from salesnb.loaders.checks.company_names import name_keys
from salesnb.loaders.keys import key_index
from salesnb.loaders.sheets.headers import read_header
from salesnb.loaders.values.arrow_text import is_in
from salesnb.loaders.values.failure import Failure
from salesnb.loaders.values.words import folded
from salesnb.tables import TABLES

_HEADERS = {read_header(header).key for header in TABLES["customers"]["customer_name"].accepted}
_HINTS = 50
_LEAST_LIKE = 60


class CustomerNames:
    """Which customers a name may mean; a masked one (`*科技`) means none.

    Parameters
    ----------
    frames : rows with customer_id and customer_name, of the import and of the store.
    """

    def __init__(self, frames: Iterable[pd.DataFrame]) -> None:
        columns = ["customer_id", "customer_name"]
        rows = pd.concat(
            [pd.DataFrame(columns=columns), *(f.reindex(columns=columns) for f in frames)]
        )
        rows = rows.dropna().astype("str").drop_duplicates()
        rows["compared"] = name_keys(rows["customer_name"])
        rows = rows[rows["compared"] != ""]
        self._names = dict(zip(rows["compared"], rows["customer_name"], strict=True))
        self._ids: dict[str, list[str]] = {}
        for key, customer in rows[["compared", "customer_id"]].drop_duplicates().to_numpy():
            self._ids.setdefault(key, []).append(customer)
        self._as_typed: dict[str, list[str]] = {}
        for name, customer in rows[["customer_name", "customer_id"]].to_numpy():
            known = self._as_typed.setdefault(folded(name), [])
            if customer not in known:
                known.append(customer)
        for customer in rows["customer_id"].unique():  # a number typed where the name should stand
            self._as_typed.setdefault(folded(customer), [customer])

    def __bool__(self) -> bool:
        return bool(self._ids)

    def ids_of(self, names: Sequence[str]) -> dict[str, list[str]]:
        """Return the customers of names: as typed, else without regard to legal form and so on."""
        keys = name_keys(pd.Series(names, dtype="str"))
        return {
            name: self._as_typed.get(folded(name)) or self._ids.get(key, [])
            for name, key in zip(names, keys, strict=True)
        }

    def nearest(self, names: Sequence[str]) -> dict[str, str]:
        """Return the known name nearest to each of the first names, as far as there is one."""
        keys = name_keys(pd.Series(names[:_HINTS], dtype="str"))
        near = {
            name: process.extractOne(
                key, self._names.keys(), scorer=fuzz.ratio, score_cutoff=_LEAST_LIKE
            )
            for name, key in zip(names, keys, strict=False)
        }
        return {name: self._names[found[0]] for name, found in near.items() if found}


def may_name_customers(block: Block) -> bool:
    """Return whether rows of the block belong to customers."""
    return block.table.name != "customers" and "customer_id" in block.table


def resolve_customers(block: Block, checking: Checking, customers: CustomerNames) -> int:
    """Write the customer's number where a row has the name, and return in how many rows.

    The name may stand in a column 客户名称 beside an empty or missing 客户编号, or in 客户编号
    itself. A name of several customers, or of none, is a problem. The column of names stays as a
    custom one.
    """
    if not customers:
        return 0
    done = _resolve_typed_as_id(block, checking, customers)
    columns = (str(name) for name in block.values)
    column = next((name for name in columns if _is_name_column(block, name)), None)
    if column is None:
        return done
    if not block.has("customer_id"):
        block.values["customer_id"] = _stored_customers(block, checking)
    names = block.values[column].where(block.empty("customer_id"))
    ids = customers.ids_of(names.dropna().unique().tolist())
    unique = {name: found[0] for name, found in ids.items() if len(found) == 1}
    resolved = names.map(unique).astype("str")
    block.values["customer_id"] = block.values["customer_id"].fillna(resolved)
    unsolved = names.notna().to_numpy() & resolved.isna().to_numpy()
    if block.has("lead_id"):
        unsolved &= block.empty("lead_id")
    _report(block, checking, column, unsolved, ids, customers)
    return done + int(resolved.notna().sum())


def _is_name_column(block: Block, name: str) -> bool:
    return name not in block.table and read_header(name).key in _HEADERS


def _resolve_typed_as_id(block: Block, checking: Checking, customers: CustomerNames) -> int:
    """Replace names typed as 客户编号; what is the number of a customer is not touched."""
    if not block.has("customer_id"):
        return 0
    typed = block.values["customer_id"]
    known = checking.keys["customers"].append(checking.rejected["customers"])
    strange = typed.notna().to_numpy() & ~is_in(typed, known)
    ids = customers.ids_of(typed[strange].unique().tolist())
    unique = {name: found[0] for name, found in ids.items() if len(found) == 1}
    several = typed.isin([name for name, found in ids.items() if len(found) > 1]) & strange
    _report(block, checking, "customer_id", several.to_numpy(dtype=bool), ids, customers)
    rows = typed.isin(list(unique)) & strange
    block.values["customer_id"] = typed.where(~rows, typed.map(unique)).mask(several).astype("str")
    return int(rows.sum())


def _stored_customers(block: Block, checking: Checking) -> pd.Series:
    """Return the customer that each row has in the store."""
    stored, key = checking.known.get(block.table.name), list(block.table.key)
    if stored is None or "customer_id" not in stored or not block.has(key[0]):
        return pd.Series(None, index=block.values.index, dtype="str")
    by_key = pd.Series(stored["customer_id"].to_numpy(), index=key_index(stored, key), dtype="str")
    by_key = by_key[~by_key.index.duplicated(keep="last")]
    found = by_key.reindex(key_index(block.values, key))
    return pd.Series(found.to_numpy(), index=block.values.index, dtype="str")


def _report(
    block: Block,
    checking: Checking,
    column: str,
    rows: np.ndarray,
    ids: dict[str, list[str]],
    customers: CustomerNames,
) -> None:
    if not rows.any():
        return
    typed = block.values.loc[rows, column]
    near = customers.nearest([name for name in typed.unique() if not ids[name]])
    failures = []
    for name in typed:
        if ids[name]:
            failures.append(Failure("ambiguous_customer", "", (("known", ", ".join(ids[name])),)))
        else:
            failures.append(Failure("unknown_customer", near.get(name, "")))
    checking.log.add_failures(block, column, np.flatnonzero(rows), failures)
    before = block.unreadable.get("customer_id", np.zeros(len(block), dtype=bool))
    block.unreadable["customer_id"] = before | rows
