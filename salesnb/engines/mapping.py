"""The company's own tables in a warehouse, under our names and types; they are read, never written."""

from collections.abc import Callable, Mapping
from datetime import date

from salesnb.engines.engine import Warehouse
from salesnb.errors import ConfigError, EngineError, unknown
from salesnb.labels import Sentence, say
from salesnb.settings.store import MappedTable
from salesnb.tables import TABLES, Column, Table

# What says where a line of params stands: place("tables", "leads", "columns", "lead_id").
Place = Callable[..., str]

_NUMBERS = ("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "FLOAT", "DOUBLE")
_DAYS = ("DATE", "TIMESTAMP", "TIMESTAMP WITH TIME ZONE")


def show_mapped(
    engine: Warehouse, tables: Mapping[str, MappedTable], day: date, zone: str, place: Place
) -> None:
    """Show the company's tables as raw ones, of which every row was first told on a day.

    Parameters
    ----------
    day : the day on which the warehouse is read; as of an earlier one stages come from the history.
    zone : the workspace's time zone, in which moments with a zone are told.

    Raises
    ------
    ConfigError
        A table or column of ours or theirs that there is not, or a type that has to be converted.
    """
    for name in tables:
        if name not in TABLES:
            at = place("tables", name)
            raise ConfigError(say("err_at", place=at, said=unknown("table", name, TABLES)))
    for name, table in TABLES.items():
        if name in tables:
            engine.show(name, _Mapping(engine, table, tables[name], zone, place).sql(day))
        else:
            engine.show(name, _without_rows(engine, table, day))


class _Mapping:
    """One table of the company as one of ours."""

    def __init__(
        self, engine: Warehouse, table: Table, mapped: MappedTable, zone: str, place: Place
    ) -> None:
        self._engine, self._table, self._mapped = engine, table, mapped
        self._zone, self._place = zone, place
        try:
            self._theirs = engine.described(f"select * from {mapped.table}")
        except EngineError as error:
            raise self._refusal(error.args[0], "table") from error

    def sql(self, day: date) -> str:
        named = dict.fromkeys([*(c.name for c in self._table.stored), *self._mapped.columns])
        self._check_keys()
        listed = [f"{self._value(name)} as {self._engine.quoted(name)}" for name in named]
        where = f" where {self._mapped.where}" if self._mapped.where else ""
        source = f"{', '.join(listed)}, {_versions(self._engine, self._mapped.table, day)}"
        return f"select {source} from {self._mapped.table} as theirs{where}"

    def _check_keys(self) -> None:
        # A day that is part of a key may be unknown: of staff, since when they are there.
        needed = [key for key in self._table.key if self._table[key].kind != "date"]
        for key in needed:
            if key not in self._mapped.columns and key not in self._theirs:
                said = say("err_mapped_key", table=self._mapped.table, column=key)
                raise self._refusal(said, "columns")

    def _value(self, name: str) -> str:
        column = self._table.column(name)
        kind = None if column is None else column.sql_type
        given = self._mapped.columns.get(name)
        if given is None and name not in self._theirs:
            return f"cast(null as {self._engine.type_name(kind or 'VARCHAR')})"
        written = given or name
        if written in self._theirs:
            value, held = f"theirs.{self._engine.quoted(written)}", self._theirs[written]
        else:
            value, held = written, self._expression(name, written)
        if held == "TIMESTAMP WITH TIME ZONE":
            value = self._engine.in_zone(value, self._zone)
        if words := self._mapped.values.get(name):
            value = self._worded(value, words)
        if kind is None:
            return self._engine.as_text(value) if held == "VARCHAR" else value
        self._check_type(column, held, written)
        if kind == "VARCHAR":
            return self._engine.as_text(value)
        return f"cast({value} as {self._engine.type_name(kind)})"

    def _expression(self, name: str, written: str) -> str:
        """Return the type of an expression in the engine's SQL."""
        if written.replace("_", "a").isalnum():
            said = unknown("column", written, self._theirs)
            raise self._refusal(said, "columns", name)
        try:
            asked = f"select {written} as value from {self._mapped.table} as theirs"
            return self._engine.described(asked)["value"]
        except EngineError as error:
            raise self._refusal(error.args[0], "columns", name) from error

    def _worded(self, value: str, words: Mapping[str, str]) -> str:
        whens = " ".join(
            f"when {self._engine.literal(theirs)} then {self._engine.literal(ours)}"
            for theirs, ours in words.items()
        )
        own = self._engine.as_text(value)
        return f"case {own} {whens} else {own} end"

    def _check_type(self, column: Column | None, held: str, written: str) -> None:
        assert column is not None
        wanted = column.sql_type
        fits = {
            "VARCHAR": True,
            "DATE": held in _DAYS,
            "TIMESTAMP": held in _DAYS,
            "BOOLEAN": held == "BOOLEAN",
        }
        if not fits.get(wanted, held in _NUMBERS or held.startswith("DECIMAL")):
            said = say(
                "err_mapped_type",
                table=self._mapped.table,
                theirs=written,
                held=held,
                column=column.name,
                wanted=wanted,
                type=self._engine.type_name(wanted),
            )
            raise self._refusal(said, "columns", column.name)

    def _refusal(self, said: Sentence, *location: str) -> ConfigError:
        place = self._place("tables", self._table.name, *location)
        return ConfigError(say("err_at", place=place, said=said))


def _without_rows(engine: Warehouse, table: Table, day: date) -> str:
    """Return SQL for a table that the company does not have."""
    listed = ", ".join(
        f"cast(null as {engine.type_name(column.sql_type)}) as {engine.quoted(column.name)}"
        for column in table.stored
    )
    return f"select {listed}, {_versions(engine, '', day)} where 1 = 0"


def _versions(engine: Warehouse, origin: str, day: date) -> str:
    """Return SQL for the columns of versions: each row is the first one, told on the day."""
    bigint, stamp, words = (engine.type_name(k) for k in ("BIGINT", "TIMESTAMP", "VARCHAR"))
    return (
        f"cast({engine.literal(origin)} as {words}) as _file, cast('' as {words}) as _sheet,"
        f" cast(null as {bigint}) as _row, cast(1 as {bigint}) as import_id,"
        f" cast(1 as {engine.type_name('INTEGER')}) as version,"
        f" cast('{day} 00:00:00' as {stamp}) as valid_from,"
        f" cast(null as {stamp}) as valid_until, cast(null as {bigint}) as closed_by"
    )
