"""The staff as a sheet may write them: by name, by 工号, or by both where a name is shared (R1.15)."""

import pandas as pd

from salesnb.loaders.values.words import folded, nearest

COLUMNS = ["name", "staff_id", "team", "department"]


class People:
    """Who is meant by a word.

    A person is called by the name; where people with different 工号 share it, by name, blank and
    工号, as models/staff_spells.sql calls them.

    Parameters
    ----------
    staff : rows of the staff table; COLUMNS, of which all but `name` may be missing.
    """

    def __init__(self, staff: pd.DataFrame) -> None:
        rows = staff.reindex(columns=COLUMNS[:2]).dropna(subset="name").drop_duplicates()
        ids_of: dict[str, list[str]] = {}
        for name, staff_id in rows.itertuples(index=False):
            known = ids_of.setdefault(str(name), [])
            if not pd.isna(staff_id):
                known.append(str(staff_id))
        self._namesakes: dict[str, list[str]] = {}
        self._owners: dict[str, str] = {}
        self.person_of: dict[str, str] = {}
        for name, ids in ids_of.items():
            shared = len(ids) > 1
            people = [f"{name} {staff_id}" if shared else name for staff_id in ids]
            for staff_id, person in zip(ids, people, strict=True):
                self.person_of |= {folded(staff_id): person, folded(person): person}
                self._owners |= {folded(staff_id): staff_id, folded(person): staff_id}
            if shared:
                self._namesakes[folded(name)] = people
        for name in ids_of:  # a name wins over a 工号 that reads the same
            if folded(name) not in self._namesakes:
                self.person_of[folded(name)] = self._owners[folded(name)] = name
        self._typed = {folded(name) for name in ids_of} | {
            folded(staff_id) for ids in ids_of.values() for staff_id in ids
        }

    def __bool__(self) -> bool:
        return bool(self._typed)

    def namesakes(self, word: str) -> list[str]:
        """Return the people who share a name, if a word is a shared name."""
        return self._namesakes.get(folded(word), [])

    def knows(self, owner: str) -> bool:
        """Return whether facts find an owner: by name or by 工号."""
        return folded(owner) in self._typed

    def nearest_owner(self, word: str) -> str:
        """Return how the person nearest to a word is written as an owner, or an empty text."""
        return nearest(folded(word), self._owners)
