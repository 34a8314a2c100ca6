"""What a database has to be able to do so that facts can be made in it."""

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

import pandas as pd
import pyarrow as pa

Rows = Sequence[Sequence[Any]]


class Engine(Protocol):
    """A session of a database: what is made in it goes with it, and is seen by nobody else.

    Statements are written as DuckDB reads them, with the functions of `dialect` and nothing that
    PostgreSQL and Spark have no counterpart of. They name the raw tables `store.NAME`; what was
    made in the session has no schema.

    Attributes
    ----------
    name : the engine's name in params/store.yml.
    """

    name: str

    def make(self, name: str, sql: str, *, is_view: bool = False) -> None:
        """Write the rows of a SELECT down under a name, or only the question (`is_view`)."""

    def keep(self, name: str, columns: Mapping[str, str], rows: Rows) -> None:
        """Make a table of rows from Python, {column: DuckDB's type}; meant for thousands."""

    def keep_arrow(self, name: str, table: pa.Table) -> None:
        """Make a table of any number of rows."""

    def drop(self, name: str) -> None:
        """Forget a table that was made."""

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """Return the rows of a SELECT, meant for few."""

    def frame(self, sql: str) -> pd.DataFrame:
        """Return the rows of a SELECT as a frame, meant for results of metrics."""

    def arrow(self, sql: str) -> pa.Table:
        """Return the rows of a SELECT, any number of them, with the types that DuckDB would give."""

    def columns(self, sql: str) -> dict[str, str]:
        """Return {column: DuckDB's type} of a table or of a SELECT."""

    def close(self) -> None:
        """End the session."""
