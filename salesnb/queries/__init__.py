"""Filters and pivots of any table: what `wb.query` and params/queries.yml say, as SQL.

Reads no data: whoever holds a scope runs the SQL.
"""

from salesnb.queries.asked import Asked, Value, known_query, read_query, saved_place
from salesnb.queries.frames import listed_rows, pivoted
from salesnb.queries.saving import with_query
from salesnb.queries.source import Source, source_of
from salesnb.queries.words import Words

__all__ = [
    "Asked",
    "Source",
    "Value",
    "Words",
    "known_query",
    "listed_rows",
    "pivoted",
    "read_query",
    "saved_place",
    "source_of",
    "with_query",
]
