"""Contacts for worklists, in clear for whoever may see them."""

from collections.abc import Collection

import pandas as pd

from salesnb.session.look import Look


class ContactQuestions(Look):
    """A look at how to reach people."""

    def contacts(self, ids: Collection[str], table: str = "customers") -> pd.DataFrame:
        """Return the contacts of customers or leads, by id.

        In clear only on behalf of a viewer whose role may see them (`sees_contacts` in
        params/organisation.yml), and never in a report's kernel; masked otherwise.

        Parameters
        ----------
        ids : customer or lead ids; those outside the scope are left out.
        table : customers or leads.

        Returns
        -------
        id, contact_name, contact_info, is_clear.
        """
        return self._store.contacts(table, ids)
