"""Which stored rows are one person's, for imports on behalf of whoever is no admin."""

from collections.abc import Mapping
from functools import cached_property

import numpy as np
import pandas as pd

from salesnb.labels import label
from salesnb.loaders.checks.people import People
from salesnb.loaders.keys import key_index
from salesnb.loaders.problems import say_place
from salesnb.loaders.values.arrow_text import is_in
from salesnb.loaders.values.words import folded
from salesnb.tables import TABLES

# What is said instead of a message that names records of other owners, by its rule.
OF_OTHERS = {
    "duplicate_customer": "entry_double",
    "near_duplicate_customer": "entry_double",
    "near_duplicate_lead": "entry_double",
    "several_owners": "entry_double",
    "ambiguous_customer": "entry_no_such",
    "unknown_customer": "entry_no_such",
    "unknown_reference": "entry_no_such",
}
SUBJECTS = {"lead": "leads", "opportunity": "opportunities", "customer": "customers"}
_DEALS = ("leads", "opportunities")


class OwnRows:
    """Which stored rows are one person's.

    Parameters
    ----------
    viewer : who imports, as the organisation calls the person.
    known : the current rows in the store, by table.
    """

    def __init__(self, viewer: str, known: Mapping[str, pd.DataFrame]) -> None:
        self.viewer = viewer
        self._known = known
        self._people = People(known.get("staff", pd.DataFrame(columns=["name"])))
        self._keys: dict[str, pd.Index] = {}

    def are_own(self, owners: pd.Series) -> np.ndarray:
        """Return which owners, as a sheet or the store writes them, are the viewer."""
        words = owners.dropna().unique()
        own = {word for word in words if self._people.person_of.get(folded(word)) == self.viewer}
        return owners.isin(own).to_numpy(dtype=bool)

    def stored(self, table: str) -> pd.DataFrame:
        """Return the stored rows of a table."""
        return self._known.get(table, pd.DataFrame(columns=list(TABLES[table].key)))

    def keys(self, table: str) -> pd.Index:
        """Return the keys of the stored rows of a table that are the viewer's."""
        if table not in self._keys:
            rows = self.stored(table)
            self._keys[table] = key_index(rows[self._owned(table, rows)], list(TABLES[table].key))
        return self._keys[table]

    def foreign(self, table: str, keys: pd.Series) -> np.ndarray:
        """Return which keys are of stored rows of others, on which the viewer may hang nothing.

        A customer of somebody else behind an own lead or deal is none.
        """
        is_stored = is_in(keys, key_index(self.stored(table), list(TABLES[table].key)))
        allowed = is_in(keys, self.keys(table))
        if table == "customers":
            allowed |= is_in(keys, self._behind)
        return np.asarray(keys.notna().to_numpy() & is_stored & ~allowed)

    @cached_property
    def _behind(self) -> pd.Index:
        """The customers of the viewer's leads and deals."""
        parts = []
        for table in _DEALS:
            rows = self.stored(table)
            if "customer_id" in rows:
                parts.append(rows.loc[self._owned(table, rows), "customer_id"].dropna())
        found: pd.Index = pd.Index(pd.concat(parts).unique() if parts else [], dtype="str")
        return found

    def _owned(self, table: str, rows: pd.DataFrame) -> np.ndarray:
        owner = TABLES[table].owner
        if rows.empty:
            return np.zeros(0, dtype=bool)
        if owner is not None and owner in rows:
            return self.are_own(rows[owner])
        if table == "payments":
            return is_in(rows["order_id"], self.keys("orders"))
        if table == "stage_history":
            found = np.zeros(len(rows), dtype=bool)
            for kind, parent in SUBJECTS.items():
                keys = rows["subject_id"].where(rows["subject_type"] == kind)
                found |= is_in(keys, self.keys(parent))
            return found
        return np.zeros(len(rows), dtype=bool)


def without_others(problems: pd.DataFrame) -> pd.DataFrame:
    """Return problems whose messages would name records of others, with neutral ones instead."""
    rows = problems["rule"].isin(list(OF_OTHERS))
    if not rows.any():
        return problems
    changed = problems.copy()
    for column, lang in (("message", "en"), ("message_zh", "zh")):
        changed.loc[rows, column] = [
            say_place(row["file"], row["sheet"], row["cell"], row["row"], lang)
            + label("colon", lang)
            + label(OF_OTHERS[row["rule"]], lang)
            for row in problems[rows].to_dict("records")
        ]
    changed.loc[rows, "suggestion"] = ""
    return changed
