"""Which columns of the store are sealed, with which key, and frames on their way in and out."""

from collections.abc import Callable, Iterable, Mapping
from decimal import ROUND_HALF_UP, Decimal
from functools import partial

import duckdb
import pandas as pd
import pyarrow as pa
from duckdb.func import ARROW

from salesnb.errors import StoreError
from salesnb.labels import say
from salesnb.store.cipher import Cipher
from salesnb.store.keys import KEY_FILE, Keys
from salesnb.tables import TABLES, Column

SEALED: dict[str, list[Column]] = {
    name: [column for column in table.stored if column.sensitive] for name, table in TABLES.items()
}
WAITING = "values"  # the content of a rejected row, all of it
SEALED_WITH = "sealed_with"
_CENT_OF_A_CENT = Decimal("0.0001")


def stored_type(column: Column, is_sealed: bool) -> str:
    """Return the type of a column in the store: what is sealed is text, money too."""
    return "VARCHAR" if is_sealed and column.sensitive else column.sql_type


def key_of(connection: duckdb.DuckDBPyConnection, database: str | None = None) -> str | None:
    """Return the id of the key with which a store is sealed; None = it is not.

    Parameters
    ----------
    database : the name under which the store is attached; None = it is the one that is open.
    """
    where = "current_database()" if database is None else f"'{database}'"
    found = connection.execute(
        "select count(*) from duckdb_tables()"
        f" where table_name = '{SEALED_WITH}' and database_name = {where}"
    ).fetchall()
    if not found[0][0]:
        return None
    name = SEALED_WITH if database is None else f"{database}.{SEALED_WITH}"
    ((key_id,),) = connection.execute(f"select key_id from {name}").fetchall()
    return str(key_id)


def mark_sealed(connection: duckdb.DuckDBPyConnection, cipher: Cipher) -> None:
    """Write down in a store with which key it is sealed."""
    connection.execute(f"create table {SEALED_WITH} (key_id varchar)")
    connection.execute(f"insert into {SEALED_WITH} values (?)", [cipher.key_id])


def seal_new(connection: duckdb.DuckDBPyConnection, keys: Keys) -> None:
    """Mark a store without tables: it is sealed from its first row on."""
    if not connection.execute("show tables").fetchall():
        mark_sealed(connection, keys.current())


def seal_incoming(
    connection: duckdb.DuckDBPyConnection,
    keys: Keys | None,
    frames: Mapping[str, pd.DataFrame],
    rejected: pd.DataFrame,
) -> tuple[Mapping[str, pd.DataFrame], pd.DataFrame]:
    """Return good and rejected rows with what is sensitive sealed, before the database sees it.

    Raises
    ------
    StoreError
        There is something to seal, and the store's key is not at hand.
    """
    key_id = key_of(connection)
    needs_key = len(rejected) or any(
        column.name in frame for name, frame in frames.items() for column in SEALED[name]
    )
    if key_id is None or not needs_key:
        return frames, rejected
    cipher = cipher_of(keys, key_id)
    sealed = {name: seal_frame(cipher, name, frame) for name, frame in frames.items()}
    return sealed, seal_waiting(cipher, rejected)


def seal_frame(cipher: Cipher, table: str, frame: pd.DataFrame) -> pd.DataFrame:
    """Return a frame as the store takes it in."""
    sealed = {
        column.name: cipher.seal(column.name, _texts(frame[column.name], column))
        for column in SEALED[table]
        if column.name in frame
    }
    return _with(frame, sealed)


def seal_waiting(cipher: Cipher, rejected: pd.DataFrame) -> pd.DataFrame:
    """Return rejected rows as the store takes them in."""
    if WAITING not in rejected:
        return rejected
    return _with(rejected, {WAITING: cipher.seal(WAITING, _listed(rejected[WAITING]))})


def unseal_frame(cipher: Cipher, table: str, frame: pd.DataFrame) -> pd.DataFrame:
    """Return a frame of the store with its sealed columns in clear."""
    found = dict(frame.items())
    for column in SEALED[table]:
        clear = cipher.unseal(column.name, _listed(frame[column.name]))
        texts = pd.Series(clear, index=frame.index, dtype="str")
        found[column.name] = pd.to_numeric(texts) if column.kind == "money" else texts
    return pd.DataFrame(found, index=frame.index)


def unsealed(
    connection: duckdb.DuckDBPyConnection,
    keys: Keys | None,
    column: str,
    values: Iterable[str | None],
) -> list[str | None]:
    """Return values of a sensitive column of an open store in clear.

    Raises
    ------
    StoreError
        They are sealed, and the key is not at hand.
    """
    key_id = key_of(connection)
    return [*values] if key_id is None else cipher_of(keys, key_id).unseal(column, values)


def sealed_names() -> set[str]:
    """Return the names of all columns that are sealed."""
    return {WAITING, *(column.name for columns in SEALED.values() for column in columns)}


def add_ciphers(connection: duckdb.DuckDBPyConnection, database: str, keys: Keys | None) -> None:
    """Give a connection `clear_NAME` and `stored_NAME` for the sealed columns of an attached store.

    Whoever rewrites a store file reads and writes with them; of a store that is not sealed they
    leave values as they are. The connection must be closed before the interpreter ends.
    """
    key_id = key_of(connection, database)
    cipher = None if key_id is None else cipher_of(keys, key_id)
    for name in sealed_names():
        clear = list if cipher is None else partial(cipher.unseal, name)
        sealed = list if cipher is None else partial(cipher.seal, name)
        add_function(connection, f"clear_{name}", clear)
        add_function(connection, f"stored_{name}", sealed)


def add_function(
    connection: duckdb.DuckDBPyConnection,
    name: str,
    change: Callable[[list[str | None]], list[str | None]],
) -> None:
    """Give a connection a function from text to text, which is called with many values at once."""

    def changed(values: pa.ChunkedArray) -> pa.Array:
        return pa.array(change(values.to_pylist()), pa.string())

    connection.create_function(name, changed, ["VARCHAR"], "VARCHAR", type=ARROW)


def cipher_of(keys: Keys | None, key_id: str) -> Cipher:
    """Return the key of a store.

    Raises
    ------
    StoreError
        It is not at hand.
    """
    if keys is None:
        raise StoreError(say("err_key_lost", key=key_id, path=KEY_FILE))
    return keys.of(key_id)


def _texts(values: pd.Series, column: Column) -> list[str | None]:
    """Return values as texts, one text for one value."""
    if column.kind != "money":
        return _listed(values)
    return [None if pd.isna(value) else _exact(value) for value in values]


def _listed(values: pd.Series) -> list[str | None]:
    found: list[str | None] = pa.array(values, pa.string(), from_pandas=True).to_pylist()
    return found


def _exact(value: object) -> str:
    """Return an amount to the nearest of four decimals, as SQL casts it."""
    return str(Decimal(str(value)).quantize(_CENT_OF_A_CENT, ROUND_HALF_UP))


def _with(frame: pd.DataFrame, columns: dict[str, list[str | None]]) -> pd.DataFrame:
    laid = {
        name: pd.Series(texts, index=frame.index, dtype="str") for name, texts in columns.items()
    }
    return frame.assign(**laid)
