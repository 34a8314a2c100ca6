"""What was found in an output, and what of it its reader may not see."""

from dataclasses import dataclass
from functools import cached_property

from tests.walk.company import REPS, SCOPES, Marker
from tests.walk.finder import words_in

READERS = {
    **{rep: {rep} for rep in REPS},
    "MA": SCOPES["team:Team A"],
    "H1": SCOPES["department:One"],
    "AD": SCOPES["company"],
}


@dataclass
class Found:
    """One file, and whose rows it may hold."""

    name: str
    text: str
    allowed: frozenset[str]

    @cached_property
    def words(self) -> set[str | int]:
        """All words and numbers in it that may be markers."""
        return words_in(self.text)


def foreign(found: Found, markers: list[Marker]) -> list[str | int]:
    """Return the markers in a file of rows that its reader may not see."""
    return [
        marker.word
        for marker in markers
        if marker.rep not in found.allowed
        # Behind RA1's own deal stands a customer of RC1: the id and the name may be seen.
        and not (marker.is_name_of_shared and "RA1" in found.allowed)
        and marker.word in found.words
    ]
