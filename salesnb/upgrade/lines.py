"""Three versions of a text merged line by line: as it was shipped, as it is now, as it is new.

The method is that of diff3 (Khanna, Kunal and Pierce: A Formal Investigation of Diff3, 2007): lines
that are the same in all three are held, and what lies between them is taken from whoever changed it.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

Lines = list[str]
# Given what was shipped, what is there and what is new between two held lines: what is right.
Settle = Callable[[Lines, Lines, Lines], Lines | None]


@dataclass(frozen=True)
class Conflict:
    """A place that both sides changed.

    Attributes
    ----------
    place : the line, or the cell, of the user's file (from 1).
    own, new : both texts.
    """

    place: int
    own: str
    new: str


@dataclass(frozen=True)
class Merged:
    """The merged text, and where it could not be merged; there it keeps the user's."""

    text: str
    conflicts: tuple[Conflict, ...] = ()


def merge_lines(base: str, own: str, new: str, settle: Settle | None = None) -> Merged:
    """Return a text with the changes of both sides.

    Parameters
    ----------
    settle : what to do where both changed the same lines; None, or where it returns None, that is a
        conflict.

    Examples
    --------
    >>> merge_lines("a\\nb\\nc\\n", "a\\nb\\nC\\n", "A\\nb\\nc\\n").text
    'A\\nb\\nC\\n'
    >>> merge_lines("a\\n", "mine\\n", "theirs\\n").conflicts
    (Conflict(place=1, own='mine\\n', new='theirs\\n'),)
    """
    texts = [_ended(text).splitlines(keepends=True) for text in (base, own, new)]
    kept: Lines = []
    conflicts: list[Conflict] = []
    at = [0, 0, 0]
    for starts, length in _held(*texts):
        was, mine, theirs = (lines[a:b] for lines, a, b in zip(texts, at, starts, strict=True))
        taken = _taken(was, mine, theirs)
        if taken is None and settle is not None:
            taken = settle(was, mine, theirs)
        if taken is None:
            conflicts.append(Conflict(at[1] + 1, "".join(mine), "".join(theirs)))
            taken = mine
        kept += [*taken, *texts[1][starts[1] : starts[1] + length]]
        at = [start + length for start in starts]
    return Merged("".join(kept), tuple(conflicts))


def differences(own: str, new: str) -> tuple[Conflict, ...]:
    """Return the places in which two texts differ, where a text as a whole is in conflict.

    Examples
    --------
    >>> differences("a\\nb\\n", "a\\nc\\n")
    (Conflict(place=2, own='b\\n', new='c\\n'),)
    """
    mine, theirs = own.splitlines(keepends=True), new.splitlines(keepends=True)
    steps = SequenceMatcher(None, mine, theirs, autojunk=False).get_opcodes()
    return tuple(
        Conflict(a + 1, "".join(mine[a:b]), "".join(theirs[c:d]))
        for tag, a, b, c, d in steps
        if tag != "equal"
    )


def _taken(was: Lines, mine: Lines, theirs: Lines) -> Lines | None:
    if mine in (theirs, was):
        return theirs
    return mine if theirs == was else None


def _held(base: Lines, own: Lines, new: Lines) -> Iterator[tuple[Sequence[int], int]]:
    """Yield where runs of lines begin that are the same in all three, and how long they are."""
    ours = SequenceMatcher(None, base, own, autojunk=False).get_matching_blocks()
    theirs = SequenceMatcher(None, base, new, autojunk=False).get_matching_blocks()
    i = j = 0
    while i < len(ours) and j < len(theirs):
        a, b = ours[i], theirs[j]
        start, end = max(a.a, b.a), min(a.a + a.size, b.a + b.size)
        if start < end:
            yield (start, a.b + start - a.a, b.b + start - b.a), end - start
        if a.a + a.size < b.a + b.size:
            i += 1
        else:
            j += 1
    yield (len(base), len(own), len(new)), 0


def _ended(text: str) -> str:
    return text if text.endswith("\n") or not text else text + "\n"
