"""What params/store.yml may hold: the database in which facts and metrics are computed."""

import re
from pathlib import Path
from typing import Literal

from pydantic import Field, field_validator, model_validator

from salesnb.labels import say
from salesnb.settings.models import Model

EngineName = Literal["duckdb", "postgres", "spark"]
# Of the environment, the first that is there; nothing for a kernel.
STORE_PASSWORD = "SALESNB_STORE_PASSWORD"
STORE_SECRETS = (STORE_PASSWORD, "PGPASSWORD")
_PASSWORD = re.compile(r"pass(word|%\w\w)|//[^@]*:[^@]*@", re.IGNORECASE)


class PostgresSettings(Model):
    """PostgreSQL.

    Attributes
    ----------
    dsn : host, port, user and database as libpq reads them; never the password.
    schema_name : salesnb's own, into which `salesnb load` copies the tables.
    """

    dsn: str = ""
    schema_name: str = Field(default="salesnb", alias="schema")

    @field_validator("dsn")
    @classmethod
    def _without_password(cls, value: str) -> str:
        if _PASSWORD.search(value):
            raise ValueError(say("params_store_password", name=STORE_PASSWORD))
        return value


class SparkSettings(Model):
    """Spark.

    Attributes
    ----------
    master : `local[2]`, `spark://host:7077`, `yarn`, or `sc://host` of Spark Connect.
    folder : salesnb's own, into which `salesnb load` writes Parquet: in the workspace or an absolute
        path; this machine and all of Spark's see it.
    config : Spark's own settings by name.
    """

    master: str = "local[*]"
    folder: str = "data/lake"
    config: dict[str, str] = Field(default_factory=dict)


class MappedTable(Model):
    """A table of the company's own warehouse, which is read and never written.

    Attributes
    ----------
    table : its name there, with schema.
    columns : {our column: theirs, or an expression in the engine's SQL}; a column that is not named
        is taken under our name if it is there.
    values : {our column: {their word: our id}}, for columns with a vocabulary.
    where : which rows, in the engine's SQL.
    """

    table: str
    columns: dict[str, str] = Field(default_factory=dict)
    values: dict[str, dict[str, str]] = Field(default_factory=dict)
    where: str = ""


class StoreSettings(Model):
    """params/store.yml.

    Attributes
    ----------
    engine : DuckDB on this machine, or the database in which the tables are.
    tables : {our table: the company's}; none = salesnb loads its own.
    """

    engine: EngineName = "duckdb"
    postgres: PostgresSettings = PostgresSettings()
    spark: SparkSettings = SparkSettings()
    tables: dict[str, MappedTable] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _complete(self) -> "StoreSettings":
        if self.engine == "postgres" and not self.postgres.dsn:
            raise ValueError(say("params_store_dsn"))
        if self.engine == "duckdb" and self.tables:
            raise ValueError(say("params_store_tables"))
        return self

    @property
    def is_mapped(self) -> bool:
        """Whether the tables are the company's own, which are never written."""
        return bool(self.tables)

    def lake(self, root: Path) -> Path:
        """Return the folder of Spark's tables, of a workspace at `root`."""
        return root / self.spark.folder
