"""What must not be stored of a person: found in texts, masked, taken out (R1.5)."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from salesnb.loaders.values.addresses import ADDRESS_HINT, find_addresses
from salesnb.loaders.values.identity import NUMBER_HINT, find_numbers, numbers_of

_HINT = f"{NUMBER_HINT}|{ADDRESS_HINT}"
_SHORTEST = 15  # bytes
_SHORT = 5
_Words = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Found:
    """A piece of a text that must not be stored.

    Attributes
    ----------
    rule : id_card, bank_card or home_address.
    shown : what stands in its place where the text is shown.
    secret : the number without separators; empty for an address.
    """

    rule: str
    start: int
    end: int
    shown: str
    secret: str = ""


def find_private(text: str, today: date, *, cards: bool = True) -> list[Found]:
    """Return what must not be stored of a text, from left to right.

    Parameters
    ----------
    cards : look for bank cards too.

    Examples
    --------
    >>> find_private("身份证：11010519491231002x", date(2026, 1, 1))[0].shown
    '1101**********002x'
    """
    found = [
        Found(rule, number.start, number.end, _shown(text, number.start, number.end), number.digits)
        for rule, number in find_numbers(text, today, cards=cards)
    ]
    for start, end, shown in find_addresses(text):
        if all(end <= piece.start or piece.end <= start for piece in found):
            found.append(Found("home_address", start, end, shown))
    return sorted(found, key=lambda piece: piece.start)


def maybe_private(texts: pd.Series) -> np.ndarray:
    """Return the positions of the texts in which `find_private` may find something."""
    array = pa.array(texts, pa.large_string(), from_pandas=True)
    long = pc.fill_null(pc.greater_equal(pc.binary_length(array), _SHORTEST), False)
    positions = np.flatnonzero(long.to_numpy(zero_copy_only=False))
    if not len(positions):
        return positions
    hits = pc.match_substring_regex(array.take(pa.array(positions)), _HINT)
    return np.asarray(positions[hits.to_numpy(zero_copy_only=False)])


def masked(text: str) -> str:
    """Return a text of which at most four characters at each end can be read.

    Examples
    --------
    >>> masked("11010519491231002X"), masked("张三")
    ('1101**********002X', '**')
    """
    kept = min(4, len(text) // 4)
    return text[:kept] + "*" * (len(text) - 2 * kept) + text[len(text) - kept :]


def hidden(text: str, found: Iterable[Found]) -> str:
    """Return a text with what was found masked."""
    end = len(text)
    for piece in _from_right(found):
        if piece.end <= end:
            text = text[: piece.start] + piece.shown + text[piece.end :]
            end = piece.start
    return text


def without(text: str, found: Iterable[Found]) -> str:
    """Return a text with what was found taken out; empty if nothing worth keeping is left.

    Examples
    --------
    >>> text = "客户身份证：11010519491231002X，已回访"
    >>> without(text, find_private(text, date(2026, 1, 1)))
    '客户身份证，已回访'
    """
    for piece in _from_right(found):
        text = text[: piece.start].rstrip(":： ") + text[piece.end :]
    text = re.sub(r"([，,；;。])(?:\s*[，,；;。])+", r"\1", text).strip(" ，,；;：:、")
    return text if re.search(r"\w", text) else ""


def shown(text: str, rule: str = "") -> str:
    """Return a cell as it may be shown, whatever was found in others.

    Parameters
    ----------
    rule : a rule that the cell breaks; of a private column nothing is shown in full.

    Examples
    --------
    >>> shown("身份证11010519491231002X"), shown("张三丰的卡", "private_column")
    ('身份证1101**********002X', '张***卡')
    """
    if rule == "private_column":
        return masked(text)
    return hidden(text, find_private(text, date.max)) if len(text) > _SHORT else text


class Secrets:
    """What an import has found, and how any text is shown without it."""

    def __init__(self) -> None:
        self._numbers: set[str] = set()
        self._addresses = False

    def add(self, found: Iterable[Found]) -> None:
        """Remember what was found in a cell."""
        for piece in found:
            if piece.secret:
                self._numbers.add(piece.secret)
            else:
                self._addresses = True

    def hide(self, texts: pd.Series, *, addresses: bool = True) -> pd.Series:
        """Return texts in which the numbers that were found are masked, and home addresses."""
        addresses = addresses and self._addresses
        if not self._numbers and not addresses:
            return texts
        return _replaced(texts, lambda text: hidden(text, self._in(text, addresses)))

    def hide_words(self, words: Sequence[_Words]) -> Sequence[_Words]:
        """Return words of messages without what was found."""
        texts = sorted({text for said in set(words) for _, text in said})
        if not texts or not (self._numbers or self._addresses):
            return words
        shown = dict(zip(texts, self.hide(pd.Series(texts, dtype="str")), strict=True))
        return [tuple((name, shown[text]) for name, text in said) for said in words]

    def _in(self, text: str, addresses: bool) -> Iterator[Found]:
        end = 0
        for number in numbers_of(text):
            if number.start >= end and number.digits in self._numbers:
                end = number.end
                yield Found("", number.start, end, _shown(text, number.start, end), number.digits)
        if addresses:
            for start, last, shown in find_addresses(text):
                yield Found("home_address", start, last, shown)


def hide_private(texts: pd.Series, today: date, *, cards: bool) -> pd.Series:
    """Return texts in which everything that `find_private` finds is masked."""
    return _replaced(texts, lambda text: hidden(text, find_private(text, today, cards=cards)))


def _shown(text: str, start: int, end: int) -> str:
    return masked(text[start:end])


def _from_right(found: Iterable[Found]) -> list[Found]:
    return sorted(found, key=lambda piece: -piece.start)


def _replaced(texts: pd.Series, shown: Callable[[str], str]) -> pd.Series:
    at = maybe_private(texts)
    if not len(at):
        return texts
    replaced = texts.astype(object).to_numpy(copy=True)
    for position in at:
        replaced[position] = shown(replaced[position])
    return pd.Series(replaced, index=texts.index, dtype="str")
