"""Who may enter what: the operator and admins everything, others what they own."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from salesnb.errors import ScopeError
from salesnb.labels import say
from salesnb.loaders.checks.people import People
from salesnb.loaders.values.words import folded
from salesnb.scopes import read_organisation
from salesnb.tables import Table
from salesnb.workspace import Workspace


class Rights:
    """What a viewer may enter into one table.

    Parameters
    ----------
    viewer : None = the operator.
    staff : the current rows of the staff table.

    Raises
    ------
    ScopeError
        The viewer may enter nothing into this table: it has no owner, and the viewer is no admin.
    UsageError
        No such viewer.
    """

    def __init__(
        self, workspace: Workspace, table: Table, viewer: str | None, staff: pd.DataFrame
    ) -> None:
        self._viewer = viewer
        self._owner = table.owner
        self._people = People(staff)
        self.is_limited = False
        if viewer is not None:
            organisation = read_organisation(workspace.store, workspace.settings)
            self.is_limited = not organisation.is_admin(viewer)
        if self.is_limited and table.owner is None:
            raise ScopeError(say("err_entry_admin", viewer=viewer, table=table.name))

    @property
    def own_word(self) -> str:
        """How the viewer is written as an owner; empty for whoever is not limited."""
        return self._people.nearest_owner(self._viewer or "") if self.is_limited else ""

    def check(self, row: Mapping[str, Any]) -> None:
        """Refuse a row, stored or to be stored, of which the viewer is not the owner.

        Raises
        ------
        ScopeError
            It is another's, or nobody's.
        """
        if not self.is_limited:
            return
        owner = row.get(self._owner or "")
        person = None if pd.isna(owner) else self._people.person_of.get(folded(str(owner)))
        if person != self._viewer:
            raise ScopeError(say("err_entry_own", viewer=self._viewer))
