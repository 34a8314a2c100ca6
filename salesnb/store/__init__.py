"""The store: every version of every row, in DuckDB snapshots published by rename."""

from salesnb.store.known_then import create_tables_as_of
from salesnb.store.observe import StagePath
from salesnb.store.snapshots import (
    Snapshot,
    connect,
    discard_draft,
    find_snapshot,
    list_snapshots,
)
from salesnb.store.store import ImportSummary, Store
from salesnb.store.taken import TakenFile
from salesnb.store.upsert import Change
from salesnb.store.waiting import Waiting, origin

__all__ = [
    "Change",
    "ImportSummary",
    "Snapshot",
    "StagePath",
    "Store",
    "TakenFile",
    "Waiting",
    "connect",
    "create_tables_as_of",
    "discard_draft",
    "find_snapshot",
    "list_snapshots",
    "origin",
]
