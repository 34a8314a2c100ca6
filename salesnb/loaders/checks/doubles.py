"""What is said of duplicates: which other record, where it stands, which of the two is kept."""

from collections.abc import Mapping, Sequence
from typing import Any, cast

import numpy as np
import pandas as pd

from salesnb.labels import label
from salesnb.loaders.block import Block
from salesnb.loaders.checks.records import decisive
from salesnb.loaders.problems import ProblemLog, say_place
from salesnb.loaders.values.words import folded

_Words = tuple[tuple[str, str], ...]
_Record = Mapping[Any, Any]
_LANGUAGES = (("", "en"), ("_zh", "zh"))


def report_doubles(
    blocks: Sequence[Block],
    log: ProblemLog,
    rows: pd.DataFrame,
    records: pd.DataFrame,
    doubles: pd.DataFrame,
    reasons: Sequence[str],
    **words: str,
) -> None:
    """Record duplicates at the cell of the key, and at the owner's where the owners differ.

    The suggestion is the stored record's key: accepted, the row is merged into that record. Of two
    records of the files there is none, as the same key twice would be another error.

    Parameters
    ----------
    rows, records : as records.py makes them.
    doubles : mine, other (positions in `records`), rule, how, alike.
    reasons : the order in which records are kept.
    """
    if doubles.empty:
        return
    mine = records.iloc[doubles["mine"]].to_dict("records")
    others = records.iloc[doubles["other"]].to_dict("records")
    pairs = zip(mine, others, doubles.to_dict("records"), strict=True)
    said = pd.DataFrame(
        [_said(blocks, *pair, reasons, words) for pair in pairs],
        columns=["key", "rule", "suggestion", "words", "owners"],
    )
    told = rows[["key", "block", "at"]].merge(said, on="key")
    for (n, rule), part in told.groupby(["block", "rule"], sort=False):
        block = blocks[cast(int, n)]
        at, hints, words_of = (part[name] for name in ("at", "suggestion", "words"))
        log.add(
            block,
            at.to_numpy(),
            block.table.key[0],
            str(rule),
            suggestions=hints.tolist(),
            words=words_of.tolist(),
        )
    told = told[told["owners"].map(bool)]
    for n, part in told.groupby("block", sort=False):
        _log_owners(blocks[cast(int, n)], log, part["at"].to_numpy(), part["owners"].tolist())


def report_owners(blocks: Sequence[Block], log: ProblemLog, rows: pd.DataFrame) -> None:
    """Record rows of one key whose owner is another than in the first of them."""
    owned = rows[rows["owner"].notna()]
    owned = owned[owned["key"].duplicated(keep=False)]
    if owned.empty:
        return
    owned = owned.assign(place=range(len(owned)), folded=owned["owner"].map(folded))
    first = owned.groupby("key")[["place", "folded"]].transform("first")
    other = owned[owned["folded"] != first["folded"]]
    for n, part in other.groupby("block", sort=False):
        words = [
            _owner_words(blocks, row, owned.iloc[place].to_dict())
            for row, place in zip(part.to_dict("records"), first["place"][part.index], strict=True)
        ]
        _log_owners(blocks[cast(int, n)], log, part["at"].to_numpy(), words)


def _log_owners(block: Block, log: ProblemLog, at: np.ndarray, words: list[_Words]) -> None:
    log.add(block, at, "owner", "several_owners", words=words)


def _said(
    blocks: Sequence[Block],
    mine: _Record,
    other: _Record,
    pair: _Record,
    reasons: Sequence[str],
    more: Mapping[str, str],
) -> tuple[str, str, str, _Words, _Words]:
    kept, dropped = (mine, other) if pair["mine"] < pair["other"] else (other, mine)
    into_stored = bool(kept["stored"]) and not mine["stored"]
    why = decisive(kept, dropped, reasons)
    words = [("value", str(mine["key"])), *_other_words(blocks, other), *more.items()]
    for suffix, lang in _LANGUAGES:
        how = label(f"double_{pair['how']}", lang, alike=f"{pair['alike']:.0f}%")
        words.append((f"how{suffix}", how))
        words.append((f"advice{suffix}", _advice(kept, dropped, why, into_stored, lang)))
    owners: _Words = ()
    if pair["how"] != "similar" and _differ(mine.get("owner"), other.get("owner")):
        owners = _owner_words(blocks, mine, other)
    suggestion = str(kept["key"]) if into_stored else ""
    return str(mine["key"]), pair["rule"], suggestion, tuple(words), owners


def _advice(kept: _Record, dropped: _Record, why: str, into_stored: bool, lang: str) -> str:
    if into_stored:
        return label("double_into_stored", lang, kept=kept["key"])
    key = "double_keep_stored" if dropped["stored"] else "double_keep_other"
    because = label(f"double_why_{why}", lang)
    return label(key, lang, kept=kept["key"], dropped=dropped["key"], why=because)


def _differ(one: object, other: object) -> bool:
    return isinstance(one, str) and isinstance(other, str) and folded(one) != folded(other)


def _owner_words(blocks: Sequence[Block], mine: _Record, other: _Record) -> _Words:
    owners = (("owner", str(mine["owner"])), ("other_owner", str(other["owner"])))
    return (*owners, *_other_words(blocks, other))


def _other_words(blocks: Sequence[Block], other: _Record) -> _Words:
    name = other["name"] if isinstance(other["name"], str) else ""
    words = [("other", str(other["key"])), ("other_name", name)]
    for suffix, lang in _LANGUAGES:
        if other.get("stored", False):
            words.append((f"others{suffix}", label("double_stored", lang)))
        else:
            block = blocks[int(other["block"])]
            row = int(block.rows.numbers[block.at[int(other["at"])]])
            words.append((f"others{suffix}", say_place(block.file, block.sheet, "", row, lang)))
    return tuple(words)
