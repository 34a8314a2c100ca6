"""The answers to a query as frames: rows with words as reports show them, groups with totals."""

from collections.abc import Hashable, Mapping, Sequence
from typing import Any

import pandas as pd

from salesnb.errors import UsageError
from salesnb.labels import label, say
from salesnb.periods import GRAINS
from salesnb.queries.asked import Asked, Value
from salesnb.queries.words import Words

_MOST_COLUMNS = 60
Key = tuple[Any, ...]
_ALL: Key = (...,)  # stands for the total in the place of a group's key


def listed_rows(frame: pd.DataFrame, words: Words, lang: str) -> pd.DataFrame:
    """Return rows with each stored word as it is shown."""
    shown = frame.copy()
    for name in frame.columns:
        if frame[name].dtype == bool or not pd.api.types.is_numeric_dtype(frame[name]):
            told = {
                value: words.shown(name, value, lang) for value in frame[name].dropna().unique()
            }
            if any(before is not after for before, after in told.items()):
                shown[name] = frame[name].map(told)
    return shown


def pivoted(
    wide: pd.DataFrame, asked: Asked, words: Words, lang: str, totals: bool
) -> pd.DataFrame:
    """Return groups below each other, those of `columns` beside each other, totals last.

    Parameters
    ----------
    wide : what `Asked.groups_sql` gives.
    totals : whether totals are kept; each is computed of its own rows, so that that of a mean or
        of different customers is right.

    Raises
    ------
    UsageError
        More groups than can stand beside each other.
    """
    values = list(asked.values)
    cells = {(_key(row, "by"), _key(row, "col")): row for row in wide.to_dict("records")}
    rows = _ordered(cells, 0, list(asked.by), words)
    columns = _ordered(cells, 1, list(asked.columns), words)
    if len(columns) > _MOST_COLUMNS:
        names = {"column": next(iter(asked.columns)), "count": len(columns) - 1}
        raise UsageError(say("err_query_wide", most=_MOST_COLUMNS, **names))
    if not totals:
        rows = [key for key in rows if key != _ALL] if asked.by else rows
        columns = [key for key in columns if key != _ALL] if asked.columns else columns
    places = [(value, n, key) for n, value in enumerate(values) for key in columns]
    data = [[_cell(cells.get((row, key)), n, value) for value, n, key in places] for row in rows]
    index = _index(rows, list(asked.by), words, lang)
    frame = pd.DataFrame(data, index=index, columns=range(len(places)))
    frame.columns = _columns(places, asked, words, lang)
    return frame


def _key(row: Mapping[Hashable, Any], side: str) -> Key:
    names = [name for name in row if str(name).startswith(f"{side}_")]
    if not names or all(row[f"all_{name}"] for name in names):
        return _ALL
    return tuple(None if pd.isna(row[name]) else row[name] for name in names)


def _ordered(
    cells: Mapping[tuple[Key, Key], Mapping[Hashable, Any]],
    side: int,
    names: Sequence[str],
    words: Words,
) -> list[Key]:
    """Return the groups of one side: as stages and months follow each other, else the largest first."""
    found = dict.fromkeys(key[side] for key in cells)
    groups = [key for key in found if key != _ALL]
    orders = [words.order(name) for name in names]

    def place(key: Key) -> tuple[Any, ...]:
        parts = [
            (value is None, order.get(value, len(order)), str(value))
            for value, order in zip(key, orders, strict=True)
        ]
        total = cells.get((_ALL, key) if side else (key, _ALL), {}).get("v0")
        is_ranked = len(names) == 1 and not orders[0] and names[0] not in GRAINS
        size = -float(total) if is_ranked and total is not None and not pd.isna(total) else 0.0
        return (parts[0][0], size, *parts)

    return [*sorted(groups, key=place), _ALL]


def _cell(row: Mapping[Hashable, Any] | None, place: int, value: Value) -> Any:
    found = None if row is None else row[f"v{place}"]
    if found is None or pd.isna(found):
        return 0 if value.is_added else None
    return found


def _told(name: str, value: object, words: Words, lang: str) -> object:
    return label("query_missing", lang) if value is None else words.shown(name, value, lang)


def _index(rows: Sequence[Key], names: list[str], words: Words, lang: str) -> pd.Index:
    if not names:
        return pd.RangeIndex(len(rows))
    total = (label("query_total", lang), *[""] * (len(names) - 1))
    told = [total if key == _ALL else _names_of(key, names, words, lang) for key in rows]
    if len(names) == 1:
        return pd.Index([key[0] for key in told], name=names[0], dtype=object)
    return pd.MultiIndex.from_tuples(told, names=list(names))


def _names_of(key: Key, names: Sequence[str], words: Words, lang: str) -> tuple[object, ...]:
    return tuple(_told(name, value, words, lang) for name, value in zip(names, key, strict=True))


def _columns(
    places: Sequence[tuple[Value, int, Key]], asked: Asked, words: Words, lang: str
) -> pd.Index:
    if not asked.columns:
        return pd.Index([value.name for value, _, _ in places])
    (name,) = asked.columns
    total = label("query_total", lang)
    told = [
        (value.name, total if key == _ALL else _told(name, key[0], words, lang))
        for value, _, key in places
    ]
    if len(asked.values) == 1:
        return pd.Index([each for _, each in told], name=name, dtype=object)
    return pd.MultiIndex.from_tuples(told, names=[None, name])
