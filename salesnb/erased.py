"""Whose data was erased: hashes of ids, by which an import knows cells that would bring them back.

data/erasures.json holds no name, no contact and no id. A hash is an HMAC-SHA256 of table and key,
with a random secret of the workspace that stands beside it: who has both the file and a list of
ids can tell which of them were erased, and nothing else.
"""

import hashlib
import hmac
import json
import os
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from salesnb.errors import StoreError
from salesnb.labels import say

NAME = "erasures.json"


@dataclass(frozen=True)
class Erasure:
    """One erasure.

    Attributes
    ----------
    number : counts up.
    subject : the hash of the id that was named.
    at, by : when it began, in the workspace's time zone, and who asked for it.
    reason : the operator's words.
    is_done : False = it was broken off; it is to be called again.
    cells : hashes of table, key and column of every cell that was emptied or changed.
    touched : what was changed, {kind: how many}.
    is_lifted : the customer's contact may be stored again.
    """

    number: int
    subject: str
    at: str
    by: str
    reason: str = ""
    is_done: bool = False
    cells: tuple[str, ...] = ()
    touched: Mapping[str, int] | None = None
    is_lifted: bool = False


class ErasureBook:
    """The erasures of a workspace.

    Parameters
    ----------
    data : the workspace's data folder.

    Raises
    ------
    StoreError
        The file is damaged: nothing may be imported, for it may bring somebody back.
    """

    def __init__(self, data: Path) -> None:
        self._file = data / NAME
        try:
            told = json.loads(self._file.read_text(encoding="utf-8"))
            self._secret = bytes.fromhex(told["secret"])
            self.erasures = [_erasure(each) for each in told["erasures"]]
        except FileNotFoundError:
            self._secret, self.erasures = secrets.token_bytes(32), []
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise StoreError(say("erase_book_damaged", file=self._file)) from error

    def hash(self, table: str, key: str, column: str = "") -> str:
        """Return the hash of an id, or of one cell of its row."""
        told = f"{table}\0{key.strip()}\0{column}".encode()
        return hmac.new(self._secret, told, hashlib.sha256).hexdigest()

    def begin(self, table: str, key: str, at: str, by: str, reason: str) -> Erasure:
        """Write down that an erasure begins; one of the same id that was broken off goes on."""
        subject = self.hash(table, key)
        for each in self.erasures:
            if each.subject == subject and not each.is_done:
                return each
        begun = Erasure(len(self.erasures) + 1, subject, at, by, reason)
        self.erasures.append(begun)
        self.write()
        return begun

    def bar(self, erasure: Erasure, cells: Iterable[str]) -> Erasure:
        """Write down the cells that no import may fill again, before any of them is emptied."""
        return self._put(replace(erasure, cells=tuple(sorted({*erasure.cells, *cells}))))

    def end(self, erasure: Erasure, touched: Mapping[str, int]) -> Erasure:
        """Write down that an erasure is done."""
        return self._put(replace(erasure, is_done=True, touched=dict(touched)))

    def lift(self, table: str, key: str) -> bool:
        """Let an id have a contact again; return whether it was erased."""
        subject, found = self.hash(table, key), False
        for each in self.erasures:
            if each.subject == subject and not each.is_lifted:
                found = bool(self._put(replace(each, is_lifted=True)))
        return found

    @property
    def unfinished(self) -> list[Erasure]:
        """The erasures that were broken off."""
        return [each for each in self.erasures if not each.is_done]

    @property
    def barred(self) -> frozenset[str]:
        """Hashes of the cells that no import may fill again."""
        return frozenset(
            cell for each in self.erasures if not each.is_lifted for cell in each.cells
        )

    def write(self) -> None:
        """Write the book, whole or not at all."""
        values = {
            "secret": self._secret.hex(),
            "erasures": [asdict(each) for each in self.erasures],
        }
        self._file.parent.mkdir(parents=True, exist_ok=True)
        draft = self._file.with_name(f".{NAME}.{os.getpid()}.tmp")
        with open(draft, "w", encoding="utf-8", opener=_private) as file:
            json.dump(values, file, ensure_ascii=False, indent=1)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(self._file)

    def _put(self, changed: Erasure) -> Erasure:
        self.erasures = [changed if e.number == changed.number else e for e in self.erasures]
        self.write()
        return changed


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def _erasure(values: dict[str, Any]) -> Erasure:
    return Erasure(**{**values, "cells": tuple(values["cells"])})
