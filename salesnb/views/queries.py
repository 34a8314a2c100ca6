"""A query's answer as a table: headers, words and figures as reports show them."""

from collections.abc import Callable
from typing import Any, get_args

import pandas as pd

from salesnb import formats
from salesnb.figures import Html, TableColumn, data_table, notice, section
from salesnb.figures.tables import Kind
from salesnb.labels import label
from salesnb.queries import Words
from salesnb.session import Session
from salesnb.session.queries import QUERY_MARK
from salesnb.views.parts import stack

_KINDS = get_args(Kind)
_SHOWN: dict[str, Callable[[Any], str]] = {
    "money": lambda value: f"{value:,.2f}",
    "count": lambda value: f"{value:,.0f}",
    "number": lambda value: f"{value:,.2f}",
    "days": lambda value: f"{value:,.1f}",
    "hours": lambda value: f"{value:,.1f}",
    "percent": lambda value: f"{value:.1%}",
    "date": lambda value: f"{value:%Y-%m-%d}",
}


def query_table(session: Session, frame: pd.DataFrame) -> Html:
    """Return what `session.query` gave as a section of a report."""
    told = frame.attrs[QUERY_MARK]
    lang = session.lang
    rows = label("query_rows", lang, count=formats.count(told["count"], lang))
    title = f"{told['title']} · {rows}"
    flat, columns = shown_columns(frame, Words(session.settings, told["table"]))
    remarks = [notice(said) for said in told["remarks"]]
    return stack(
        section(title, told["days"], "query", short=told["title"]),
        data_table(flat, columns, lang),
        *remarks,
    )


def shown_columns(frame: pd.DataFrame, words: Words) -> tuple[pd.DataFrame, list[TableColumn]]:
    """Return a query's frame without an index, and how its columns are shown."""
    told = frame.attrs[QUERY_MARK]
    groups = [name for name in frame.index.names if name is not None]
    flat = frame.reset_index() if groups else frame.reset_index(drop=True)
    heads = [_parts(name) for name in flat.columns]
    flat.columns = pd.Index([f"c{place}" for place in range(len(heads))])
    flat.attrs = {}
    columns = [
        TableColumn(
            f"c{place}",
            " · ".join(words.header(part, told["lang"]) for part in parts if part),
            _kind(parts, told["kinds"], place < len(groups)),
        )
        for place, parts in enumerate(heads)
    ]
    return flat, columns


def shown_text(value: Any, kind: str) -> str:
    """Return a value of a query with all its digits: 1,234.00, 37.2%, 2026-10-31."""
    if not isinstance(value, str) and pd.isna(value):
        return formats.MISSING
    return value if isinstance(value, str) else _SHOWN.get(kind, str)(value)


def _parts(name: Any) -> list[str]:
    return [str(part) for part in name] if isinstance(name, tuple) else [str(name)]


def _kind(parts: list[str], kinds: dict[str, str], is_group: bool) -> Any:
    if is_group:
        return "text"
    found = kinds.get(parts[0]) or next(iter(kinds.values()))
    return found if found in _KINDS else "text"
