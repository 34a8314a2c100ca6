"""Sensitive columns of a store file in clear, and back as they are stored."""

import duckdb

_COLUMNS = ("contact_name", "contact_info", "values")


def add_clear(connection: duckdb.DuckDBPyConnection) -> None:
    """Give a connection `clear_COLUMN` and `stored_COLUMN`, from text to text.

    The store keeps these columns as they were read, so that both return what they are given.
    """
    for column in _COLUMNS:
        for name in (f"clear_{column}", f"stored_{column}"):
            connection.execute(f"create temp macro {name}(told) as told")
