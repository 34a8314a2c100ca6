"""What the checks look at besides the block, and questions that several of them ask."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

import numpy as np
import pandas as pd

from salesnb.erased import ErasureBook
from salesnb.loaders.block import Block
from salesnb.loaders.checks.own_rows import OwnRows
from salesnb.loaders.checks.people import People
from salesnb.loaders.keys import key_index
from salesnb.loaders.problems import ProblemLog
from salesnb.loaders.values.arrow_text import is_in
from salesnb.settings import Settings


@dataclass
class Checking:
    """What the checks look at besides the block.

    Attributes
    ----------
    known : the current rows in the store, by table.
    keys : by table, the keys of the good rows of this import and of `known`.
    rejected : by table, the keys of the rejected rows of this import.
    buyers : the customers with an order or a won opportunity.
    people : the staff, by the words that mean them; None = there is no staff table yet.
    own : what is stored of the person on whose behalf the import is; None = everything may change.
    erased : whose data was erased; None = nobody's.
    """

    settings: Settings
    known: Mapping[str, pd.DataFrame]
    today: date
    log: ProblemLog
    keys: dict[str, pd.Index] = field(default_factory=dict)
    rejected: dict[str, pd.Index] = field(default_factory=dict)
    buyers: pd.Index = field(default_factory=lambda: pd.Index([], dtype="str"))
    people: People | None = None
    own: OwnRows | None = None
    erased: ErasureBook | None = None


def is_known(block: Block, known: Mapping[str, pd.DataFrame]) -> np.ndarray:
    """Return which rows of a block have a key that is stored already."""
    stored = known.get(block.table.name)
    key = list(block.table.key)
    if stored is None or stored.empty or not all(block.has(name) for name in key[:1]):
        return np.zeros(len(block), dtype=bool)
    return is_in(key_index(block.values, key), key_index(stored, key))


def is_stored(block: Block, checking: Checking, column: str) -> np.ndarray:
    """Return which rows have the column filled in the store."""
    stored = checking.known.get(block.table.name)
    if stored is None or column not in stored:
        return np.zeros(len(block), dtype=bool)
    key = list(block.table.key)
    filled = key_index(stored[stored[column].notna()], key)
    return is_in(key_index(block.values, key), filled)
