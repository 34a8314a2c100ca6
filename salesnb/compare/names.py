"""Names of groups in an old report, found among those that the session knows."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from rapidfuzz import fuzz

from salesnb.metrics import DIMENSIONS
from salesnb.session import Session

_FACTS = ("fact_sales", "fact_leads", "fact_opportunities", "fact_payments")
_ALIKE = 80
_TAIL = re.compile(
    r"(?:销售)?(?:团队|小组|组|队|部门|部|区域|大区|地区|区)$|team|group|region|dept"
)
_NUMERALS = str.maketrans("一二三四五六七八九", "123456789")
_STAFF = {"rep": "person", "team": "team", "department": "department"}


@dataclass(frozen=True)
class Found:
    """A group: its dimension, its value, and whether the name was written otherwise."""

    dimension: str
    value: str
    is_near: bool = False


class Names:
    """The values of every dimension that occur inside the session's scope."""

    def __init__(self, known: Mapping[str, Mapping[str, str]]) -> None:
        self.known = known

    @classmethod
    def of(cls, session: Session, unassigned: Iterable[str]) -> "Names":
        """Return the names that the session's viewer may see."""
        known: dict[str, dict[str, str]] = {name: {} for name in DIMENSIONS}
        facts = {f: set(session.sql(f"select * from {f} limit 0").columns) for f in _FACTS}
        staff = session.table("staff")
        for dimension, names in known.items():
            column = "owner" if dimension == "rep" else dimension
            values: set[str] = set()
            if dimension in _STAFF:
                values.update(staff[_STAFF[dimension]].dropna().astype(str))
            for fact, columns in facts.items():
                if column in columns:
                    found = session.sql(f"select distinct {column} as name from {fact}")["name"]
                    values.update(found.dropna().astype(str))
            for value in sorted(values):
                names[_key(value)] = value
                names.setdefault(_key(session.name_of(dimension, value)), value)
            if "unassigned" in values:
                names.update({_key(word): "unassigned" for word in unassigned})
        return cls(known)

    def find(self, text: str, dimension: str) -> Found | None:
        """Return the value that a text names; a near one only if no other is as near."""
        names, key = self.known[dimension], _key(text)
        if key in names:
            return Found(dimension, names[key])
        near = sorted(
            ((_likeness(key, other), value) for other, value in names.items()), reverse=True
        )
        best = [value for score, value in near if near and score == near[0][0]]
        if near and near[0][0] >= _ALIKE and len(set(best)) == 1:
            return Found(dimension, best[0], is_near=True)
        return None

    def dimension_of(self, texts: Iterable[str], hint: str | None) -> str | None:
        """Return the dimension to which most of the texts belong.

        Exact names count before near ones; among equals the one that the header says, else the
        first of DIMENSIONS.
        """
        named = list(dict.fromkeys(texts))
        best, chosen = (0, 0, False), None
        for dimension in DIMENSIONS:
            found = [self.find(text, dimension) for text in named]
            exact = sum(each is not None and not each.is_near for each in found)
            every = sum(each is not None for each in found)
            rank = (exact, every, dimension == hint)
            if every and rank > best:
                best, chosen = rank, dimension
        return chosen

    def in_title(self, line: str) -> Found | None:
        """Return the team or department that a title names, the longest name first."""
        said = unicodedata.normalize("NFKC", line).casefold()
        found = [
            (len(value), Found(dimension, value))
            for dimension in ("team", "department")
            for value in set(self.known[dimension].values()) - {"unassigned"}
            if _stands_in(unicodedata.normalize("NFKC", value).casefold(), said)
        ]
        return max(found, key=lambda each: each[0])[1] if found else None


def _key(text: str) -> str:
    return re.sub(r"[\s_\-·.]+", "", unicodedata.normalize("NFKC", text).casefold())


def _stands_in(name: str, line: str) -> bool:
    if name.isascii():
        return re.search(rf"(?<![a-z0-9]){re.escape(name)}(?![a-z0-9])", line) is not None
    return len(name) > 1 and name in line


def _likeness(one: str, other: str) -> float:
    """Return how alike two names are (0-100); other numbers are other names."""
    one, other = one.translate(_NUMERALS), other.translate(_NUMERALS)
    if re.sub(r"\D", "", one) != re.sub(r"\D", "", other):
        return 0
    bare = [_TAIL.sub("", each) for each in (one, other)]
    if len(bare[0]) > 1 and bare[0] == bare[1]:
        return 99
    return fuzz.ratio(one, other) if min(len(one), len(other)) > 2 else 0
