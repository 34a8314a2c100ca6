"""The errors that a user can meet, and the nearest-name hint that they carry."""

from collections.abc import Iterable
from difflib import get_close_matches

from salesnb.labels import Sentence, listed, say


class SalesnbError(Exception):
    """Anything that salesnb refuses; the text is one sentence for the user, in both languages.

    `exit_code` is what the command line returns for it, `spoken` the language of `str(error)`.

    Examples
    --------
    >>> str(SalesnbError(say("err_no_metric")))
    'Name at least one metric.'
    >>> SalesnbError(say("err_no_metric")).text("zh")
    '请至少指定一个指标。'
    """

    exit_code = 3
    spoken = "en"

    def __str__(self) -> str:
        return self.text(SalesnbError.spoken)

    def text(self, lang: str) -> str:
        """Return the sentence in `lang`."""
        said = self.args[0] if self.args else ""
        return said.text(lang) if isinstance(said, Sentence) else str(said)


class UsageError(SalesnbError, ValueError):
    """A wrong argument: a period, a scope, a table or a metric that does not exist."""

    exit_code = 2


class ConfigError(SalesnbError, ValueError):
    """A mistake in params/: names file, line, what is allowed."""

    exit_code = 2


class ScopeError(SalesnbError, PermissionError):
    """A request beyond the viewer's right. Nothing is returned instead."""

    exit_code = 2


class HiddenError(ScopeError):
    """A column, table or metric that the viewer's role may not see."""


class DataError(SalesnbError, ValueError):
    """A file or a value in the user's data that cannot be used as it is."""

    exit_code = 1


class FileUnreadableError(DataError):
    """A file that is no workbook and no CSV, or is damaged, locked or missing."""

    exit_code = 3


class StoreError(SalesnbError, RuntimeError):
    """The store is missing, damaged, or cannot be written now."""


class EngineError(SalesnbError, RuntimeError):
    """The database that params/store.yml names cannot be reached, or does not do what is asked."""


class BusyError(SalesnbError, RuntimeError):
    """Another runner is at work on the workspace."""


class ClusterError(SalesnbError, RuntimeError):
    """A cluster that cannot make our reports: not reached, no worker, not like this machine."""


class RenderError(SalesnbError, RuntimeError):
    """A report that could not be made; carries the cell and the cause."""

    exit_code = 1


def did_you_mean(word: str, allowed: Iterable[str]) -> Sentence:
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
    return say("err_did_you_mean", word=by_lower[near[0]]) if near else Sentence("", "")


def unknown(kind: str | Sentence, word: str, allowed: Iterable[str]) -> Sentence:
    """Return the sentence for a name that is not in a list.

    Parameters
    ----------
    kind : what the name should be, a word of `salesnb.labels.errors.KINDS` or a Sentence.

    Examples
    --------
    >>> unknown("metric", "sale", ["win_rate", "sales"])
    "'sale' is not a known metric. Did you mean 'sales'? Known: sales, win_rate."
    >>> unknown("metric", "sale", ["sales"]).text("zh")
    '“sale”不是已知的指标。是不是“sales”？已知的有：sales。'
    """
    names = sorted(allowed)
    shown = listed(names[:30])
    return say(
        "err_unknown",
        word=word,
        kind=kind if isinstance(kind, Sentence) else say(f"kind_{kind.replace(' ', '_')}"),
        hint=did_you_mean(word, names),
        known=Sentence(shown + " …", shown.zh + "……") if len(names) > 30 else shown,
    )
