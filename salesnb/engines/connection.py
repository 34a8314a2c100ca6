"""How the database of params/store.yml is reached."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from salesnb.engines.engine import Warehouse
from salesnb.engines.faults import missing_library
from salesnb.settings.store import StoreSettings


@dataclass(frozen=True)
class Connection:
    """What it takes to open a session of the database; each who reads opens one.

    Attributes
    ----------
    root : the workspace.
    password : None = the engine finds it by its own means.
    """

    params: StoreSettings
    root: Path
    password: str | None = field(default=None, repr=False)

    @property
    def is_mapped(self) -> bool:
        """Whether the tables are the company's own, which are never written."""
        return self.params.is_mapped

    def open(self) -> Warehouse:
        """Return a new session.

        Raises
        ------
        EngineError
            The engine cannot be reached, refuses the login or is too old; its Python package is not
            installed.
        """
        if self.params.engine == "spark":
            return self._spark()
        try:
            from salesnb.engines.postgres import Postgres
        except ImportError as error:
            raise missing_library("PostgreSQL", "postgres") from error
        told = self.params.postgres
        return Postgres(told.dsn, self.password, told.schema_name)

    @contextmanager
    def session(self) -> Iterator[Warehouse]:
        """Yield a session that ends with the block."""
        engine = self.open()
        try:
            yield engine
        finally:
            engine.close()

    def _spark(self) -> Warehouse:
        try:
            from salesnb.engines.spark import Spark
        except ImportError as error:
            raise missing_library("Spark", "spark") from error
        told = self.params.spark
        return Spark(told.master, told.config, self.params.lake(self.root))
