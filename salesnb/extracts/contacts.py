"""Sensitive columns of an attached store in clear, for statements that mask or reveal them."""

import weakref

import duckdb

from salesnb.errors import SalesnbError
from salesnb.store import Cipher, Keys, add_function, cipher_of

CONTACTS = ("contact_name", "contact_info")
# Tables with contacts: the fact that holds the rows of their owner, and the key of both.
CONTACTS_OF = {"customers": ("fact_customers", "customer_id"), "leads": ("fact_leads", "lead_id")}


class Unsealing:
    """Makes sensitive columns readable inside one connection.

    A column is unsealed row by row while a statement that names it runs, so that statements that
    name none need no key and are as fast as without.

    Parameters
    ----------
    connection : must be closed before the interpreter ends; it is, when this object goes.
    key_id : of the key with which they are sealed; None = they are not.
    """

    def __init__(
        self, connection: duckdb.DuckDBPyConnection, keys: Keys | None, key_id: str | None
    ) -> None:
        self._connection, self._keys = connection, keys
        self._key_id = key_id
        self._cipher: Cipher | None = None
        self._made: set[str] = set()

    def column(self, name: str) -> str | None:
        """Return SQL for a sensitive column in clear; None = the key is not at hand."""
        if self._key_id is None:
            return name
        try:
            return self.needed(name)
        except SalesnbError:
            return None

    def needed(self, name: str) -> str:
        """Return SQL for a sensitive column in clear.

        Raises
        ------
        StoreError, ConfigError
            The key is not at hand.
        """
        if self._key_id is None:
            return name
        if self._cipher is None:
            self._cipher = cipher_of(self._keys, self._key_id)
        if name not in self._made:
            self._make(name, self._cipher)
        return f"clear_{name}({name})"

    def _make(self, name: str, cipher: Cipher) -> None:
        seen: dict[str | None, str | None] = {}

        def clear(texts: list[str | None]) -> list[str | None]:
            fresh = [text for text in dict.fromkeys(texts) if text not in seen]
            seen.update(zip(fresh, cipher.unseal(name, fresh), strict=True))
            return [seen[text] for text in texts]

        add_function(self._connection, f"clear_{name}", clear)
        if not self._made:
            # With a function of its own an open connection complains when the interpreter ends.
            weakref.finalize(self, self._connection.close)
        self._made.add(name)
