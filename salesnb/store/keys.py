"""Where the key of a workspace comes from: the environment, else the keyring, else a file beside data/."""

import os
import secrets
import stat
from base64 import b64decode, b64encode
from collections.abc import Mapping, Sequence
from pathlib import Path

from salesnb.errors import ConfigError, StoreError
from salesnb.labels import label, say
from salesnb.store.aside import put_in_place
from salesnb.store.cipher import KEY_BYTES, Cipher

KEY_FILE = ".salesnb.key"
VARIABLE, OLD = "SALESNB_KEY", "SALESNB_KEY_OLD"
_SERVICE = "salesnb"


class Keys:
    """The keys of a workspace; the first one encrypts, all of them read.

    Parameters
    ----------
    path : the key file; its first key counts, the others are older ones.
    environ : SALESNB_KEY and, for older keys, SALESNB_KEY_OLD; read at once, because whoever
        starts kernels takes them out of the environment.
    """

    def __init__(self, path: Path, environ: Mapping[str, str] | None = None) -> None:
        given = environ or {}
        self.path = path
        self._given = {name: given[name] for name in (VARIABLE, OLD) if given.get(name, "").strip()}

    @property
    def is_of_environment(self) -> bool:
        """Whether SALESNB_KEY says the key, so that the file does not."""
        return VARIABLE in self._given

    def held(self) -> list[Cipher]:
        """Return the keys at hand, the one that encrypts first.

        Raises
        ------
        ConfigError
            What stands there is no key, or others may read the key file.
        """
        found = [(VARIABLE, word) for word in self._given.get(VARIABLE, "").split()]
        if not found and not self.path.exists() and (word := _from_keyring()):
            found = [(VARIABLE, word)]
        found += [(str(self.path), word) for word in self._written()]
        found += [(OLD, word) for word in self._given.get(OLD, "").replace(",", " ").split()]
        ciphers = [Cipher(_read(word, place)) for place, word in found]
        return list({cipher.key_id: cipher for cipher in ciphers}.values())

    def of(self, key_id: str) -> Cipher:
        """Return the key with which something was encrypted.

        Raises
        ------
        StoreError
            It is not at hand: there is none, or only others.
        """
        held = self.held()
        for cipher in held:
            if cipher.key_id == key_id:
                return cipher
        known = ", ".join(cipher.key_id for cipher in held)
        name = "err_key_wrong" if held else "err_key_lost"
        raise StoreError(say(name, key=key_id, held=known, path=self.path))

    def current(self) -> Cipher:
        """Return the key that encrypts; without any a new one is made and written to the file."""
        held = self.held()
        if not held:
            self._write([_new()])
            _ignore(self.path)
            held = self.held()
        return held[0]

    def begin_rotation(self) -> Cipher:
        """Return the key that everything is to be encrypted with from now on.

        That is a new one in the key file, before those that it holds; where a rotation was
        interrupted the file holds several, and its first is the new one. SALESNB_KEY is set by who
        changes it, with the old one in SALESNB_KEY_OLD.
        """
        words = self._written()
        if not self.is_of_environment and len(words) == 1:
            self._write([_new(), *words])
        return self.current()

    def end_rotation(self) -> None:
        """Forget the older keys of the file: nothing is encrypted with them any more."""
        words = self._written()
        if not self.is_of_environment and len(words) > 1:
            self._write(words[:1])

    def _written(self) -> list[str]:
        """Return the keys in the file, as written."""
        try:
            mode = self.path.stat().st_mode
            lines = self.path.read_text(encoding="utf-8").splitlines()
        except FileNotFoundError:
            return []
        except (OSError, UnicodeDecodeError) as error:
            raise ConfigError(say("err_key_unread", path=self.path, told=error)) from error
        if os.name == "posix" and stat.S_IMODE(mode) & 0o077:
            raise ConfigError(say("err_key_open", path=self.path, mode=f"{stat.S_IMODE(mode):04o}"))
        words = [line.strip() for line in lines if line.strip() and not line.startswith("#")]
        if not words:
            raise ConfigError(say("err_key_form", place=self.path))
        return words

    def _write(self, words: Sequence[str]) -> None:
        """Put the file in place at once; nobody else may ever read it."""
        head = [f"# {label('key_file_head', lang)}" for lang in ("zh", "en")]
        aside = self.path.with_name(f"{self.path.name}.{os.getpid()}")
        aside.unlink(missing_ok=True)
        handle = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                file.write("\n".join([*head, *words, ""]))
            put_in_place(aside, self.path)
        except OSError:
            aside.unlink(missing_ok=True)
            raise

    def __repr__(self) -> str:
        return f"Keys({self.path})"


def _new() -> str:
    return b64encode(secrets.token_bytes(KEY_BYTES)).decode()


def _read(word: str, place: str) -> bytes:
    """Return the bytes of a key; what is wrong with one is said without it."""
    try:
        key = b64decode(word, validate=True)
    except ValueError:
        key = b""
    if len(key) != KEY_BYTES:
        raise ConfigError(say("err_key_form", place=place)) from None
    return key


def _from_keyring() -> str:
    try:
        import keyring
        from keyring.errors import KeyringError
    except ImportError:
        return ""
    try:
        return keyring.get_password(_SERVICE, VARIABLE) or ""
    except KeyringError:  # there is none on this machine, or it is locked
        return ""


def _ignore(path: Path) -> None:
    """Keep the key file out of git, where the workspace says what git leaves out."""
    ignored = path.with_name(".gitignore")
    lines = ignored.read_text(encoding="utf-8").splitlines() if ignored.is_file() else []
    if path.name not in lines:
        ignored.write_text("\n".join([*lines, path.name, ""]), encoding="utf-8")
