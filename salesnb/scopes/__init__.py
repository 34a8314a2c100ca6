"""Who may see what: scopes, the rights of a viewer, and the only thing that can be queried."""

from salesnb.scopes.organisation import Organisation, Place, Scope, ScopeKind
from salesnb.scopes.scoped_store import ScopedStore, read_organisation, write_extracts

__all__ = [
    "Organisation",
    "Place",
    "Scope",
    "ScopeKind",
    "ScopedStore",
    "read_organisation",
    "write_extracts",
]
