"""Published snapshots encrypted anew: each is written aside and takes its own place by rename."""

from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import duckdb

from salesnb.engines.dialect import quoted
from salesnb.errors import StoreError
from salesnb.labels import say
from salesnb.store.aside import put_in_place
from salesnb.store.cipher import Cipher
from salesnb.store.keys import Keys
from salesnb.store.sealed import (
    SEALED,
    SEALED_WITH,
    WAITING,
    add_function,
    cipher_of,
    key_of,
    mark_sealed,
    sealed_names,
)
from salesnb.store.snapshots import (
    ASIDE,
    connect,
    discard_draft,
    list_snapshots,
)


@dataclass(frozen=True)
class Resealed:
    """What became of the snapshots of a folder.

    Attributes
    ----------
    key_id : of the key that they are encrypted with now.
    written : the names of those that were encrypted anew.
    unread : the names of those that are damaged, and as they were.
    """

    key_id: str
    written: tuple[str, ...]
    unread: tuple[str, ...] = ()


def snapshot_keys(folder: Path) -> dict[str, str | None]:
    """Return, by snapshot, the id of the key that it is encrypted with; None = it is not."""
    found = {}
    for snapshot in list_snapshots(folder):
        with connect(snapshot.path, read_only=True) as connection:
            found[snapshot.name] = key_of(connection)
    return found


def unread_keys(folder: Path, keys: Keys) -> dict[str, str]:
    """Return, by snapshot, the id of the key that it needs and that is not at hand.

    Snapshots that are damaged are left out.

    Raises
    ------
    ConfigError
        What stands for a key is none.
    """
    held = {cipher.key_id for cipher in keys.held()}
    found = {}
    for snapshot in list_snapshots(folder):
        with (
            suppress(StoreError, duckdb.Error),
            connect(snapshot.path, read_only=True) as connection,
        ):
            key_id = key_of(connection)
            if key_id is not None and key_id not in held:
                found[snapshot.name] = key_id
    return found


def empty_folder(folder: Path, keys: Keys, cipher: Cipher) -> tuple[str, ...]:
    """Empty what is sealed in the snapshots whose key is not at hand; return their names.

    Must be called under the import lock. The newest one comes last, so that a store that can be
    read is one in which nothing is left to be emptied.

    Parameters
    ----------
    cipher : the key that they are marked with from now on.
    """
    discard_draft(folder)
    lost = unread_keys(folder, keys)
    for snapshot in list_snapshots(folder):
        if snapshot.name in lost:
            reseal_file(snapshot.path, None, cipher, is_lost=True)
    return tuple(lost)


def seal_folder(folder: Path, keys: Keys) -> Resealed | None:
    """Encrypt the snapshots that an earlier version published, the newest one last.

    So a newest snapshot that is encrypted says that all are. Must be called under the import lock.

    Returns
    -------
    None, if there is nothing to do.
    """
    snapshots = list_snapshots(folder)
    if not snapshots:
        return None
    with connect(snapshots[-1].path, read_only=True) as connection:
        if key_of(connection) is not None:
            return None
    return reseal_folder(folder, keys, keys.current(), only_open=True)


def rotate_folder(
    folder: Path, keys: Keys, beside: Callable[[Keys, Cipher], bool] | None = None
) -> Resealed:
    """Encrypt every snapshot with a new key, then forget the older ones.

    Must be called under the import lock. After a kill or on a full disk every snapshot is as it
    was or done, the key file holds both keys, and the next call does the rest.

    Parameters
    ----------
    beside : encrypts what lies elsewhere; returns whether the older keys may be forgotten.

    Raises
    ------
    StoreError
        The key of a snapshot is not at hand, or the disk refuses.
    """
    cipher = keys.begin_rotation()
    resealed = reseal_folder(folder, keys, cipher)
    is_done = beside is None or beside(keys, cipher)
    if is_done and not resealed.unread:
        keys.end_rotation()
    return resealed


def reseal_folder(folder: Path, keys: Keys, cipher: Cipher, *, only_open: bool = False) -> Resealed:
    """Encrypt every snapshot of a folder with one key; of all or of none the old key is at hand.

    Parameters
    ----------
    only_open : leave those alone that are encrypted with another key.
    """
    discard_draft(folder)
    unread, wanted = [], []
    for snapshot in list_snapshots(folder):
        try:
            with connect(snapshot.path, read_only=True) as connection:
                key_id = key_of(connection)
        except (StoreError, duckdb.Error):
            unread.append(snapshot.name)
            continue
        if key_id != cipher.key_id and (key_id is None or not only_open):
            wanted.append((snapshot, None if key_id is None else cipher_of(keys, key_id)))
    for snapshot, before in wanted:
        reseal_file(snapshot.path, before, cipher)
    return Resealed(cipher.key_id, tuple(each.name for each, _ in wanted), tuple(unread))


def reseal_file(
    path: Path, before: Cipher | None, cipher: Cipher, *, is_lost: bool = False
) -> None:
    """Write a store file anew under a key, and put it in the place of the old one.

    A new file, because what was overwritten in the old one could still be read from its pages.

    Parameters
    ----------
    before : the key that it is encrypted with; None = it is not.
    is_lost : that key is gone: what is encrypted is emptied.
    """
    aside = path.with_name(ASIDE)
    _discard(aside)
    try:
        _copy(path, aside, before, cipher, is_lost)
        put_in_place(aside, path)
    except (OSError, duckdb.Error) as error:
        raise StoreError(say("err_reseal", path=path, told=str(error).splitlines()[0])) from error
    finally:
        _discard(aside)


def _copy(source: Path, target: Path, before: Cipher | None, cipher: Cipher, is_lost: bool) -> None:
    with connect(target, read_only=False) as connection:
        for column in sealed_names():
            add_function(connection, f"sealed_{column}", partial(_again, column, before, cipher))
        name = str(source).replace("'", "''")
        connection.execute(f"attach '{name}' as before (read_only)")
        connection.begin()
        tables = connection.execute(
            "select table_name from duckdb_tables() where database_name = 'before'"
            " and table_name <> ? order by table_oid",
            [SEALED_WITH],
        ).fetchall()
        for (table,) in tables:
            listed = ", ".join(_selected(connection, table, is_lost))
            connection.execute(f"create table {table} as select {listed} from before.{table}")
        mark_sealed(connection, cipher)
        connection.commit()
        connection.execute("detach before")
        connection.execute("checkpoint")


def _selected(connection: duckdb.DuckDBPyConnection, table: str, is_lost: bool) -> Iterable[str]:
    """Return the columns of a table of the old file, those to be sealed as texts sealed anew."""
    sealed = {column.name for column in SEALED.get(table, ())}
    if table == "rejected":
        sealed = {WAITING}
    for row in connection.execute(f"describe before.{table}").fetchall():
        name = quoted(row[0])
        if row[0] in sealed and is_lost:
            yield f"cast(null as varchar) as {name}"
        elif row[0] in sealed:
            yield f"sealed_{row[0]}(cast({name} as varchar)) as {name}"
        else:
            yield name


def _again(
    column: str, before: Cipher | None, cipher: Cipher, values: list[str | None]
) -> list[str | None]:
    clear = values if before is None else before.unseal(column, values)
    return cipher.seal(column, clear)


def _discard(aside: Path) -> None:
    for leftover in (aside, aside.with_name(f"{aside.name}.wal")):
        leftover.unlink(missing_ok=True)
