"""Values of sensitive columns as they stand in the store: AES-256-GCM, read with the key only."""

import hashlib
from binascii import Error as Base64Error
from binascii import a2b_base64, b2a_base64
from collections.abc import Iterable

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from salesnb.errors import StoreError
from salesnb.labels import say

KEY_BYTES = 32
_NONCE = 12


class Cipher:
    """One key at work.

    The nonce of a value is a keyed hash (BLAKE2b) of the column's name and the value, so that one
    value has one text in all rows and tables: an import sees without reading what has changed, and
    columns of the same name can be joined. A nonce comes twice only with the same value, which
    GCM allows. Whoever lacks the key sees which rows have the same value, and how long it is.

    Parameters
    ----------
    key : 32 random bytes.
    """

    def __init__(self, key: bytes) -> None:
        self.key_id = hashlib.blake2b(key, digest_size=4, person=b"salesnb id").hexdigest()
        self._aes = AESGCM(_derived(key, b"salesnb values"))
        self._nonces = _derived(key, b"salesnb nonces")

    def seal(self, column: str, values: Iterable[str | None]) -> list[str | None]:
        """Return values as the store keeps them; what is missing stays missing."""
        name = column.encode()
        start = hashlib.blake2b(name + b"\0", key=self._nonces, digest_size=_NONCE)
        encrypt = self._aes.encrypt

        def sealed(value: str) -> str:
            data = value.encode()
            nonces = start.copy()
            nonces.update(data)
            nonce = nonces.digest()
            return b2a_base64(nonce + encrypt(nonce, data, name), newline=False).decode()

        return [None if value is None else sealed(value) for value in values]

    def unseal(self, column: str, values: Iterable[str | None]) -> list[str | None]:
        """Return what `seal` was given.

        Raises
        ------
        StoreError
            A value was changed since, or is of another key or column.
        """
        name = column.encode()
        decrypt = self._aes.decrypt

        def clear(value: str) -> str:
            data = a2b_base64(value)
            return decrypt(data[:_NONCE], data[_NONCE:], name).decode()

        try:
            return [None if value is None else clear(value) for value in values]
        except (InvalidTag, Base64Error, ValueError) as error:
            said = say("err_sealed_damaged", column=column, key=self.key_id)
            raise StoreError(said) from error

    def __repr__(self) -> str:
        return f"Cipher({self.key_id})"


def _derived(key: bytes, purpose: bytes) -> bytes:
    """Return a key for one purpose: what encrypts makes no nonces."""
    return hashlib.blake2b(key=key, person=purpose, digest_size=KEY_BYTES).digest()
