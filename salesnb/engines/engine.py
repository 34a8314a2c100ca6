"""What a database has to be able to do so that facts can be made in it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

import pandas as pd
import pyarrow as pa

Rows = Sequence[Sequence[Any]]


@dataclass(frozen=True)
class LoadedSnapshot:
    """Whose snapshot was loaded: a folder of another workspace may have one of the same name.

    Attributes
    ----------
    owner : what names the workspace's store, wherever its folder lies.
    name : of the snapshot.
    """

    owner: str
    name: str


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

    def columns(self, source: str) -> dict[str, str]:
        """Return {column: DuckDB's type} of a table by its name, or of a SELECT."""

    def close(self) -> None:
        """End the session."""


class Warehouse(Engine, Protocol):
    """An engine whose tables lie elsewhere: the company's own, or a copy that salesnb loads."""

    def described(self, sql: str) -> dict[str, str]:
        """Return {column: DuckDB's type} of a SELECT in the engine's own words."""

    def count(self, table: str, where: str) -> int:
        """Return how many rows a table has, in the engine's own words; empty `where` = all."""

    def quoted(self, name: str) -> str:
        """Return a column's name in the engine's own words."""

    def literal(self, value: str) -> str:
        """Return a text in the engine's own words."""

    def as_text(self, value: str) -> str:
        """Return an expression as a text that is compared by its bytes, in the engine's own words."""

    def type_name(self, kind: str) -> str:
        """Return a type of DuckDB in the engine's own words."""

    def in_zone(self, value: str, zone: str) -> str:
        """Return, in the engine's own words, a moment with a zone as the wall clock of one shows it."""

    def today(self, zone: str) -> date:
        """Return the day that it is in a zone by the clock of the database."""

    def show(self, name: str, sql: str) -> None:
        """Give the rows of a SELECT in the engine's own words the name `store.NAME`."""

    def load(
        self,
        snapshot: LoadedSnapshot,
        tables: Iterable[tuple[str, pa.RecordBatchReader]],
        *,
        is_only: bool = False,
    ) -> None:
        """Write the raw tables of a snapshot where salesnb has its own, all of them or none.

        What was loaded the last time stays for those who read it, unless this `is_only`.
        """

    def loaded(self) -> LoadedSnapshot | None:
        """Return what was loaded last; None = nothing ever was."""

    def show_loaded(self) -> list[str]:
        """Show the raw tables that were loaded last; return their names."""


def rows_of(source: str) -> str:
    """Return SQL for the rows of a table by its name, or of a SELECT."""
    is_select = source.lstrip().lower().startswith(("select", "with", "("))
    return f"select * from ({source}) as asked" if is_select else f"select * from {source}"
