"""Pairs of similar names among many, without comparing each with each."""

from collections.abc import Iterator, Sequence

import numpy as np
import pandas as pd
from rapidfuzz import fuzz, process

from salesnb.loaders.checks.company_names import (
    TELLING,
    differ_in_kind,
    is_abridged,
    slips_from,
)

_SHORTEST, _LONGEST = 4, 40
_SERIES = 3
_BLOCK = 300
_PREFIXES = {True: (4, 6, 8, 12, 20), False: (10, 14, 18, 24, 32)}
_FACTOR = 0x9E3779B97F4A7C15
_INVERSE = pow(_FACTOR, -1, 2**64)
_TELLING = np.array(sorted(map(ord, TELLING)), dtype=np.uint32)
_HAN = 0x2E80


def similar_pairs(
    keys: Sequence[str] | np.ndarray, fresh: np.ndarray, least: float
) -> pd.DataFrame:
    """Return pairs of similar keys of which one at least is fresh.

    Two ways to find them: names that become the same when one character is left out in each (a
    slip, two characters swapped, one too many), by a hash of every such shortening; and names with
    the same beginning of which one leaves characters out (北京华信网络科技, 北京华信科技), compared
    within blocks of that beginning. More than three names that differ in the same place are a
    series (甲店, 乙店, 丙店 …) and no slips.

    Parameters
    ----------
    keys : distinct, as company_names.name_keys gives them.
    least : the least similarity, 0-100.

    Returns
    -------
    one, other (positions in `keys`), alike (0-100, rapidfuzz.fuzz.ratio), abridged (one is the
    other with characters left out).
    """
    texts = np.asarray(keys, dtype=object)
    lengths = np.array([len(key) for key in keys], dtype=np.int64)
    usable = np.flatnonzero(lengths >= _SHORTEST)
    found = [np.empty((0, 2), dtype=np.int64)]
    if fresh[usable].any():
        found.append(usable[_one_off(texts[usable], lengths[usable])])
        for block in _blocks(texts[usable], lengths[usable], fresh[usable]):
            members = usable[block]
            found.append(_within(texts, members, members[fresh[members]], least))
    pairs = np.sort(np.concatenate(found), axis=1)
    pairs = np.unique(pairs[fresh[pairs].any(axis=1)], axis=0)
    one, other = pairs.T
    kinds = [differ_in_kind(a, b) for a, b in zip(texts[one], texts[other], strict=True)]
    one, other = pairs[~np.array(kinds, dtype=bool)].T
    names = texts[one], texts[other]
    alike = process.cpdist(*names, scorer=fuzz.ratio, workers=-1) if len(one) else np.array([])
    abridged = np.array([is_abridged(*pair) for pair in zip(*names, strict=True)], dtype=bool)
    return pd.DataFrame({"one": one, "other": other, "alike": alike, "abridged": abridged})


def _one_off(texts: np.ndarray, lengths: np.ndarray) -> np.ndarray:
    """Return pairs of positions whose texts agree when a character is left out of one or both.

    The hash of a text is the sum of its characters times powers of a factor, modulo 2**64, so that
    of a text without its i-th character follows from the sums up to i: all are made at once.
    Characters that tell companies apart are never left out, and out of both only such ones as may
    be slips (company_names.slips_from).
    """
    inside = np.arange(_LONGEST) < lengths[:, None]
    codes = texts.astype(f"U{_LONGEST}").view(np.uint32).reshape(len(texts), _LONGEST)
    powers = np.full(_LONGEST, _FACTOR, dtype=np.uint64)
    powers[0] = 1
    powers = np.multiply.accumulate(powers)
    sums = np.cumsum(codes.astype(np.uint64) * powers, axis=1, dtype=np.uint64)
    whole = sums[:, -1]
    before = np.zeros_like(sums)
    before[:, 1:] = sums[:, :-1]
    shortened = before + (whole[:, None] - sums) * np.uint64(_INVERSE)
    leave = inside & ~np.isin(codes, _TELLING)
    leave[:, 0] = False
    leave[:, 1] &= codes[:, 0] < _HAN  # the first two of a Chinese name are a region, mostly
    slip = leave & (np.arange(_LONGEST) >= slips_from(pd.Series(texts, dtype="str"))[:, None])
    owners = np.arange(len(texts))
    of_slip, of_less = np.nonzero(slip)[0], np.nonzero(leave)[0]
    less = shortened[leave]
    known = np.isin(less, whole)
    slips = _together(shortened[slip], of_slip)
    missing = _together(
        np.concatenate([whole, less[known]]), np.concatenate([owners, of_less[known]])
    )
    return np.concatenate([slips, missing])


def _together(hashes: np.ndarray, owners: np.ndarray) -> np.ndarray:
    """Return the pairs of owners that share a hash which at most three of them have."""
    order = np.argsort(hashes, kind="stable")  # owners come in order
    hashes, owners = hashes[order], owners[order]
    distinct = np.ones(len(hashes), dtype=bool)
    distinct[1:] = (hashes[1:] != hashes[:-1]) | (owners[1:] != owners[:-1])
    hashes, owners = hashes[distinct], owners[distinct]
    starts = np.flatnonzero(np.r_[len(hashes) > 0, hashes[1:] != hashes[:-1]])
    sizes = np.diff(np.r_[starts, len(hashes)])
    found = [np.empty((0, 2), dtype=np.int64)]
    for size in range(2, _SERIES + 1):
        firsts = starts[sizes == size]
        found += [
            np.column_stack([owners[firsts + i], owners[firsts + j]])
            for i in range(size)
            for j in range(i + 1, size)
        ]
    return np.concatenate(found)


def _blocks(texts: np.ndarray, lengths: np.ndarray, fresh: np.ndarray) -> Iterator[np.ndarray]:
    """Yield the positions of texts with the same beginning, longer where too many share it."""
    first = texts.astype("U1").view(np.uint32)
    for han, prefixes in _PREFIXES.items():
        left = np.flatnonzero((first >= _HAN) == han)
        for length in prefixes:
            left = left[lengths[left] >= length]
            if len(left) < 2:
                break
            beginnings = pd.factorize(texts[left].astype(f"U{length}").astype(object))[0]
            order = np.argsort(beginnings, kind="stable")
            sizes = np.bincount(beginnings)
            groups = np.split(left[order], np.cumsum(sizes)[:-1])
            for group in groups:
                if 1 < len(group) <= _BLOCK and fresh[group].any():
                    yield group
            left = left[sizes[beginnings] > _BLOCK]


def _within(
    texts: np.ndarray, members: np.ndarray, queries: np.ndarray, least: float
) -> np.ndarray:
    alike = process.cdist(
        texts[queries], texts[members], scorer=fuzz.ratio, score_cutoff=least, dtype=np.uint8
    )
    rows, columns = np.nonzero(alike)
    pairs = np.column_stack([queries[rows], members[columns]])
    pairs = pairs[pairs[:, 0] != pairs[:, 1]]
    keep = [is_abridged(texts[one], texts[other]) for one, other in pairs]
    return np.asarray(pairs[np.array(keep, dtype=bool)])
