"""Contacts whose key is lost are emptied, so that imports go on without them."""

from dataclasses import dataclass
from datetime import datetime

from salesnb.errors import UsageError
from salesnb.keeping.backup import Backup, make_backup, refuse_while_backing_up
from salesnb.labels import say
from salesnb.store import empty_folder, unread_keys
from salesnb.workspace import Workspace


@dataclass(frozen=True)
class Forgotten:
    """What was emptied.

    Attributes
    ----------
    lost : ids of the keys that were not at hand.
    emptied : the names of the snapshots.
    key_id : of the key that they are encrypted with from now on.
    before : the backup of what stood there: whoever finds the lost key can go back to it.
    """

    lost: tuple[str, ...]
    emptied: tuple[str, ...]
    key_id: str
    before: Backup


def forget_lost(workspace: Workspace, at: datetime) -> Forgotten:
    """Empty the sensitive columns of every snapshot whose key is not at hand.

    What stands there is backed up first, as it is. After a kill the next call does the rest.

    Raises
    ------
    UsageError
        Everything can be read.
    BusyError
        A backup is under way.
    """
    store = workspace.store
    with store.writing():
        refuse_while_backing_up(workspace.root / "data")
        lost = unread_keys(store.folder, workspace.keys)
        if not lost:
            raise UsageError(say("key_nothing_lost"))
        before = make_backup(workspace, at)
        cipher = workspace.keys.current()
        emptied = empty_folder(store.folder, workspace.keys, cipher)
    return Forgotten(tuple(sorted({*lost.values()})), emptied, cipher.key_id, before)
