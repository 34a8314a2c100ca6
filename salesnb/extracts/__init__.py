"""The extract: a database that holds what a scope may see, and nothing else.

Facts are built over the whole store and then filtered by owner, so that a sum inside a scope means
the same as outside. What a user writes runs over a copy: a view over an attached store would be no
wall.
"""

from salesnb.extracts.contacts import CONTACTS, CONTACTS_OF
from salesnb.extracts.extract import Extract, ExtractFile
from salesnb.extracts.fetched import FetchedExtract
from salesnb.extracts.limits import Hidden
from salesnb.extracts.picking import pick
from salesnb.extracts.rows import NAMES, View
from salesnb.extracts.warehouse import WarehouseStore, whole_of
from salesnb.extracts.whole import WholeStore

__all__ = [
    "CONTACTS",
    "CONTACTS_OF",
    "NAMES",
    "Extract",
    "ExtractFile",
    "FetchedExtract",
    "Hidden",
    "View",
    "WarehouseStore",
    "WholeStore",
    "extract_of",
    "pick",
    "whole_of",
]


def extract_of(whole: WholeStore, view: View) -> Extract | FetchedExtract:
    """Return what a view keeps of all tables and facts, wherever they are."""
    return (
        FetchedExtract(whole, view) if isinstance(whole, WarehouseStore) else Extract(whole, view)
    )
