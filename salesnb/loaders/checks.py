"""The checks of one block of rows. Each is a small function; CHECKS names them in order."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date

import numpy as np
import pandas as pd

from salesnb.labels import plural
from salesnb.loaders.arrow_text import as_text, is_in
from salesnb.loaders.block import Block
from salesnb.loaders.people import People
from salesnb.loaders.problems import ProblemLog
from salesnb.settings import Settings


@dataclass
class Checking:
    """What the checks look at besides the block.

    Attributes
    ----------
    known : the current rows in the store, by table.
    keys : by table, the keys of the good rows of this import and of `known`.
    rejected : by table, the keys of the rejected rows of this import.
    people : the staff, by the words that mean them; None = there is no staff table yet.
    """

    settings: Settings
    known: Mapping[str, pd.DataFrame]
    today: date
    log: ProblemLog
    keys: dict[str, pd.Index] = field(default_factory=dict)
    rejected: dict[str, pd.Index] = field(default_factory=dict)
    people: People | None = None


def check_required(block: Block, checking: Checking) -> None:
    """Find required cells that are empty; a row that is stored already may leave a column out."""
    if not block.demanding:
        return
    stored = is_known(block, checking.known)
    for name in block.table.required:
        if block.has(name):
            rows = block.empty(name)
            checking.log.add(block, rows & ~stored if block.keep_empty else rows, name, "required")
        elif (~stored).any():
            count = int((~stored).sum())
            words = (
                ("rows", plural("row_count", "en", count)),
                ("rows_zh", plural("row_count", "zh", count)),
            )
            checking.log.add_for_sheet(block, name, "missing_column", ~stored, words)


def check_team(block: Block, checking: Checking) -> None:
    """Find reps and managers without a team."""
    if block.table.name == "staff" and block.has("role") and block.has("team"):
        selling = block.values["role"].isin(["rep", "manager"]).to_numpy(dtype=bool)
        checking.log.add(block, selling & block.empty("team"), "team", "required")


def check_one_of(block: Block, checking: Checking) -> None:
    """Find rows that fill none of a group of which one is required."""
    stored = is_known(block, checking.known)
    for group in block.table.one_of:
        empty = np.logical_and.reduce([block.empty(name) for name in group])
        if not any(block.has(name) for name in group):
            empty &= ~stored
        first = next((name for name in group if block.has(name)), group[0])
        columns = [block.table[name] for name in group]
        words = (
            ("headers", " / ".join(column.en for column in columns)),
            ("headers_zh", " / ".join(column.zh for column in columns)),
        )
        checking.log.add(block, empty, first, "one_of", words=words)


def check_recommended(block: Block, checking: Checking) -> None:
    """Find empty cells in recommended columns that the sheet has."""
    if not block.demanding:
        return
    for column in block.table.columns:
        if column.need == "recommended" and column.name in block.places:
            checking.log.add(block, block.empty(column.name), column.name, "recommended")


def check_future(block: Block, checking: Checking) -> None:
    """Find days after today in columns that tell the past; what follows from others is not typed."""
    tomorrow = pd.Timestamp(checking.today) + pd.Timedelta(days=1)
    words = (("today", checking.today.isoformat()),)
    for column in block.table.columns:
        if column.past and block.has(column.name):
            late = (block.values[column.name] >= tomorrow).to_numpy(dtype=bool)
            typed = block.filled(column.name)
            checking.log.add(block, late & typed, column.name, "future", words=words)


def check_negative(block: Block, checking: Checking) -> None:
    """Find negative amounts and numbers where they mean nothing; in orders they are refunds."""
    for column in block.table.columns:
        if column.kind in ("money", "number") and not column.signed and block.has(column.name):
            below = (block.values[column.name] < 0).fillna(False).to_numpy(dtype=bool)
            checking.log.add(block, below, column.name, "negative")


def check_won(block: Block, checking: Checking) -> None:
    """Find won opportunities without the amount or the day of signing."""
    if block.table.name != "opportunities" or not block.has("stage"):
        return
    won = (block.values["stage"] == checking.settings.stages.won).to_numpy(dtype=bool)
    for name in ("won_amount", "closed_at"):
        empty = ~block.filled(name) | block.empty(name)
        if not block.has(name):
            empty &= ~_stored_value(block, checking, name)
        checking.log.add(block, won & empty, name, "won_without")


def check_lost(block: Block, checking: Checking) -> None:
    """Find what was lost without a reason."""
    lost_stage = checking.settings.stages.lost
    asked = {
        "customers": ("status", ("lost",), "lost_reason"),
        "leads": ("outcome", ("lost", "not_won"), "reason"),
        "opportunities": ("stage", (lost_stage,), "lost_reason"),
    }
    if block.table.name not in asked or not block.demanding:
        return
    state, ends, reason = asked[block.table.name]
    if block.has(state):
        lost = block.values[state].isin(ends).to_numpy(dtype=bool)
        empty = block.empty(reason)
        if not block.has(reason):
            empty &= ~_stored_value(block, checking, reason)
        checking.log.add(block, lost & empty, reason, "lost_without_reason")


def check_owner(block: Block, checking: Checking) -> None:
    """Find owners who are not in the staff table, once there is one, or whose name is shared."""
    name, people = block.table.owner, checking.people
    if people is None or name is None or not block.has(name):
        return
    owners = block.values[name]
    typed = owners.dropna().unique()
    strange = {owner: people.nearest_owner(owner) for owner in typed if not people.knows(owner)}
    shared = {owner: people.namesakes(owner) for owner in typed if people.namesakes(owner)}
    rows = owners.isin(list(strange)).to_numpy(dtype=bool)
    hints = [strange[owner] for owner in owners[rows]]
    checking.log.add(block, rows, name, "unknown_owner", suggestions=hints)
    rows = owners.isin(list(shared)).to_numpy(dtype=bool)
    words: list[tuple[tuple[str, str], ...]]
    words = [(("known", ", ".join(shared[owner])),) for owner in owners[rows]]
    checking.log.add(block, rows, name, "ambiguous_owner", words=words)


CHECKS: dict[str, Callable[[Block, Checking], None]] = {
    "required": check_required,
    "required team": check_team,
    "one_of": check_one_of,
    "recommended": check_recommended,
    "future": check_future,
    "negative": check_negative,
    "won_without": check_won,
    "lost_without_reason": check_lost,
    "unknown_owner": check_owner,
}


def run_checks(block: Block, checking: Checking) -> None:
    """Run every check on a block."""
    for check in CHECKS.values():
        check(block, checking)


def is_known(block: Block, known: Mapping[str, pd.DataFrame]) -> np.ndarray:
    """Return which rows of a block have a key that is stored already."""
    stored = known.get(block.table.name)
    key = list(block.table.key)
    if stored is None or stored.empty or not all(block.has(name) for name in key[:1]):
        return np.zeros(len(block), dtype=bool)
    return is_in(key_index(block.values, key), key_index(stored, key))


def key_index(frame: pd.DataFrame, key: list[str]) -> pd.Index:
    """Return the keys of a frame as one index of text; a missing part counts as empty."""
    parts = [
        as_text(frame[name]) if name in frame else pd.Series("", index=frame.index, dtype="str")
        for name in key
    ]
    joined = parts[0]
    for part in parts[1:]:
        joined = joined + "\x1f" + part
    return pd.Index(joined)


def _stored_value(block: Block, checking: Checking, column: str) -> np.ndarray:
    """Return which rows have the column filled in the store."""
    stored = checking.known.get(block.table.name)
    if stored is None or column not in stored:
        return np.zeros(len(block), dtype=bool)
    key = list(block.table.key)
    filled = key_index(stored[stored[column].notna()], key)
    return is_in(key_index(block.values, key), filled)
