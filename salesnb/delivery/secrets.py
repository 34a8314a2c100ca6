"""Passwords and webhook addresses: from the environment, else the system's keyring; never shown."""

from collections.abc import Mapping

from salesnb.errors import ConfigError
from salesnb.labels import say
from salesnb.settings.delivery import SECRET_PREFIXES

_SERVICE = "salesnb"
_SHORTEST = 4  # a shorter value would stand in many a sentence by chance


class Secrets:
    """The secrets of a process, by the names of the environment's variables."""

    def __init__(self, values: Mapping[str, str]) -> None:
        self._values = dict(values)

    @classmethod
    def read(cls, environ: Mapping[str, str]) -> "Secrets":
        """Return those that an environment holds."""
        return cls({n: v for n, v in environ.items() if n.startswith(SECRET_PREFIXES) and v})

    def get(self, name: str) -> str | None:
        """Return a secret, from the keyring where the environment has none."""
        if name not in self._values and (found := _from_keyring(name)):
            self._values[name] = found
        return self._values.get(name)

    def need(self, name: str) -> str:
        """Return a secret.

        Raises
        ------
        ConfigError
            Neither environment nor keyring has it.
        """
        found = self.get(name)
        if not found:
            raise ConfigError(say("err_secret", name=name, service=_SERVICE))
        return found

    def scrubbed(self, text: str) -> str:
        """Return a text without the values of secrets, whatever a server may have repeated."""
        for value in sorted(self._values.values(), key=len, reverse=True):
            if len(value) >= _SHORTEST:
                text = text.replace(value, "***")
        return text

    def __repr__(self) -> str:
        return "Secrets(***)"


def _from_keyring(name: str) -> str | None:
    try:
        import keyring
        from keyring.errors import KeyringError
    except ImportError:
        return None
    try:
        found: str | None = keyring.get_password(_SERVICE, name)
    except KeyringError:  # there is none on this machine, or it is locked
        return None
    return found
