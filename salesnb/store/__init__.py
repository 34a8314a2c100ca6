"""The store: every version of every row, in DuckDB snapshots published by rename."""

from salesnb.store.cipher import Cipher
from salesnb.store.draft import ImportSummary
from salesnb.store.keys import KEY_FILE, Keys
from salesnb.store.known_then import create_tables_as_of
from salesnb.store.loading import load_snapshot, loaded_name
from salesnb.store.mapped import MappedStore
from salesnb.store.observe import StagePath
from salesnb.store.reseal import (
    Resealed,
    empty_folder,
    reseal_folder,
    snapshot_keys,
    unread_keys,
)
from salesnb.store.sealed import (
    SEALED,
    SEALED_WITH,
    add_ciphers,
    add_function,
    cipher_of,
    key_of,
    unsealed,
)
from salesnb.store.snapshots import (
    Snapshot,
    connect,
    discard_draft,
    find_snapshot,
    list_snapshots,
)
from salesnb.store.store import Store
from salesnb.store.taken import TakenFile
from salesnb.store.upsert import Change
from salesnb.store.waiting import Waiting, origin

__all__ = [
    "KEY_FILE",
    "SEALED",
    "SEALED_WITH",
    "Change",
    "Cipher",
    "ImportSummary",
    "Keys",
    "MappedStore",
    "Resealed",
    "Snapshot",
    "StagePath",
    "Store",
    "TakenFile",
    "Waiting",
    "add_ciphers",
    "add_function",
    "cipher_of",
    "connect",
    "create_tables_as_of",
    "discard_draft",
    "empty_folder",
    "find_snapshot",
    "key_of",
    "list_snapshots",
    "load_snapshot",
    "loaded_name",
    "origin",
    "reseal_folder",
    "snapshot_keys",
    "unread_keys",
    "unsealed",
]
