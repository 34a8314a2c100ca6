"""The errors that a user can meet, and the nearest-name hint that they carry."""

from collections.abc import Iterable
from difflib import get_close_matches


class SalesnbError(Exception):
    """Anything that salesnb refuses; the text is one sentence for the user.

    `exit_code` is what the command line returns for it.
    """

    exit_code = 3


class UsageError(SalesnbError, ValueError):
    """A wrong argument: a period, a scope, a table or a metric that does not exist."""

    exit_code = 2


class ConfigError(SalesnbError, ValueError):
    """A mistake in params/: names file, line, what is allowed."""

    exit_code = 2


class ScopeError(SalesnbError, PermissionError):
    """A request beyond the viewer's right. Nothing is returned instead."""

    exit_code = 2

    def __str__(self) -> str:
        return str(self.args[0]) if self.args else ""


class DataError(SalesnbError, ValueError):
    """A file or a value in the user's data that cannot be used as it is."""

    exit_code = 1


class FileUnreadableError(DataError):
    """A file that is no workbook and no CSV, or is damaged, locked or missing."""

    exit_code = 3


class StoreError(SalesnbError, RuntimeError):
    """The store is missing, damaged, or cannot be written now."""


class RenderError(SalesnbError, RuntimeError):
    """A report that could not be made; carries the cell and the cause."""

    exit_code = 1


def did_you_mean(word: str, allowed: Iterable[str]) -> str:
    """Return ` Did you mean 'x'?`, or an empty text when nothing is near.

    Examples
    --------
    >>> did_you_mean("win_rat", ["sales", "win_rate"])
    " Did you mean 'win_rate'?"
    >>> did_you_mean("zzz", ["sales"])
    ''
    """
    by_lower = {name.lower(): name for name in allowed}
    near = get_close_matches(word.lower(), by_lower, n=1, cutoff=0.6)
    return f" Did you mean '{by_lower[near[0]]}'?" if near else ""


def unknown(kind: str, word: str, allowed: Iterable[str]) -> str:
    """Return the sentence for a name that is not in a list.

    Examples
    --------
    >>> unknown("metric", "sale", ["win_rate", "sales"])
    "'sale' is not a known metric. Did you mean 'sales'? Known: sales, win_rate."
    """
    names = sorted(allowed)
    shown = ", ".join(names[:30]) + (" …" if len(names) > 30 else "")
    return f"'{word}' is not a known {kind}.{did_you_mean(word, names)} Known: {shown or 'none'}."
