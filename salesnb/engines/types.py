"""DuckDB's types as those of Arrow, so that rows of any engine arrive as the same columns."""

import re
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

import duckdb
import pandas as pd
import pyarrow as pa

_DECIMAL = re.compile(r"DECIMAL\((\d+),\s*(\d+)\)")
_ARROW: dict[str, pa.DataType] = {
    "BOOLEAN": pa.bool_(),
    "TINYINT": pa.int8(),
    "SMALLINT": pa.int16(),
    "INTEGER": pa.int32(),
    "BIGINT": pa.int64(),
    "FLOAT": pa.float32(),
    "DOUBLE": pa.float64(),
    "DATE": pa.date32(),
    "TIMESTAMP": pa.timestamp("us"),
    "VARCHAR": pa.string(),
}


def arrow_type(kind: str) -> pa.DataType:
    """Return the Arrow type of a DuckDB type as it is written in SQL.

    Examples
    --------
    >>> arrow_type("decimal(18,4)"), arrow_type("double[]")
    (Decimal128Type(decimal128(18, 4)), ListType(list<item: double>))
    """
    kind = kind.upper()
    if kind.endswith("[]"):
        return pa.list_(arrow_type(kind[:-2]))
    if match := _DECIMAL.fullmatch(kind):
        return pa.decimal128(int(match[1]), int(match[2]))
    return _ARROW[kind]


def duckdb_type(kind: pa.DataType) -> str:
    """Return the DuckDB type of an Arrow type."""
    if pa.types.is_list(kind):
        return f"{duckdb_type(kind.value_type)}[]"
    if pa.types.is_decimal(kind):
        return f"DECIMAL({kind.precision},{kind.scale})"
    if pa.types.is_timestamp(kind):
        return "TIMESTAMP"
    named = {arrow: name for name, arrow in _ARROW.items()}
    return named.get(kind, "VARCHAR")


def arrow_table(columns: Mapping[str, str], rows: Sequence[Sequence[Any]]) -> pa.Table:
    """Return rows from Python as an Arrow table with the given DuckDB types."""
    parts: Iterable[Sequence[Any]] = zip(*rows, strict=True) if rows else [()] * len(columns)
    arrays = [
        pa.array([_plain(value, kind) for value in part], arrow_type(kind))
        for part, kind in zip(parts, columns.values(), strict=True)
    ]
    return pa.Table.from_arrays(arrays, names=list(columns))


def frame_of(table: pa.Table) -> pd.DataFrame:
    """Return an Arrow table as the frame that DuckDB gives of the same rows."""
    frame: pd.DataFrame = duckdb.from_arrow(table).df()
    return frame


def _plain(value: Any, kind: str) -> Any:
    if isinstance(value, list):
        return [_plain(each, kind[:-2]) for each in value]
    if kind.upper() == "VARCHAR":
        return None if value is None else str(value)
    return float(value) if isinstance(value, Decimal) and kind.upper() == "DOUBLE" else value
