"""Where facts and metrics are computed: DuckDB in this process, PostgreSQL or Spark."""

from salesnb.engines.connection import Connection
from salesnb.engines.engine import Engine, LoadedSnapshot, Rows, Warehouse
from salesnb.engines.in_process import InProcess
from salesnb.engines.mapping import show_mapped

__all__ = [
    "Connection",
    "Engine",
    "InProcess",
    "LoadedSnapshot",
    "Rows",
    "Warehouse",
    "show_mapped",
]
