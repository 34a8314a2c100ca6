"""Where facts and metrics are computed: DuckDB in this process, PostgreSQL or Spark."""

from salesnb.engines.engine import Engine, Rows
from salesnb.engines.in_process import InProcess

__all__ = ["Engine", "InProcess", "Rows"]
