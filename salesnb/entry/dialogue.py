"""A record asked for field by field on a terminal."""

from collections.abc import Callable, Iterable
from datetime import datetime

import click

from salesnb.entry.form import EntryForm
from salesnb.entry.record import Field, Finding, Record, Stored
from salesnb.labels import label

_LISTED = 15


def ask_record(form: EntryForm, now: Callable[[], datetime]) -> Stored | None:
    """Ask for every field, show the record, and store it when it is confirmed.

    Returns
    -------
    None if it was not confirmed. Whoever breaks off (Ctrl-C) has stored nothing.
    """
    dialogue = _Dialogue(form, now)
    dialogue.ask_all()
    dialogue.settle()
    return dialogue.confirm()


def say_findings(findings: Iterable[Finding], lang: str) -> None:
    """Print problems on stderr, errors first."""
    for finding in sorted(findings, key=lambda found: not found.is_error):
        severity = label(f"severity_{finding.severity}", lang)
        click.echo(f"{severity}{label('colon', lang)}{finding.text}", err=True)


class _Dialogue:
    """One record being typed in."""

    def __init__(self, form: EntryForm, now: Callable[[], datetime]) -> None:
        self._form = form
        self._lang = form.lang
        self._now = now
        self._values: dict[str, str] = {}
        self._record: Record | None = None
        self._said: list[Finding] = []

    def ask_all(self) -> None:
        """Ask the key first; a stored record then gives the defaults."""
        form = self._form
        self._say("entry_title", table=form.title)
        keys = [field for field in form.fields if field.is_key]
        for field in keys:
            self._ask(field)
        self._record = form.find(self._values)
        if self._record is not None:
            self._say("entry_known", key=self._record.key)
        for field in form.fields:
            if not field.is_key:
                self._ask(field)

    def settle(self) -> None:
        """Ask again for what does not hold together with the rest."""
        while errors := [f for f in self._check() if f.is_error]:
            say_findings(errors, self._lang)
            known = {field.name: field for field in self._form.fields}
            for name in dict.fromkeys(error.column for error in errors):
                if name in known:
                    self._ask(known[name])

    def confirm(self) -> Stored | None:
        """Show what was typed in, and store it."""
        say_findings((f for f in self._check() if f not in self._said), self._lang)
        for field in self._form.fields:
            if text := self._values.get(field.name, ""):
                click.echo(f"  {field.title}{label('colon', self._lang)}{text}", err=True)
        key, is_known = self._form.key_of(self._values, self._now(), self._record)
        question = "entry_confirm_change" if is_known else "entry_confirm_new"
        if not self._agrees(label(question, self._lang, key=key)):
            return None
        return self._form.store(self._values, self._now(), self._record)

    def _agrees(self, question: str) -> bool:
        """Ask until the answer is yes or no; yes if it is empty."""
        while True:
            typed = click.prompt(
                f"{question} [Y/n]", default="", show_default=False, prompt_suffix=": ", err=True
            )
            answer = typed.strip().lower()
            if answer in ("", "y", "yes", "是"):
                return True
            if answer in ("n", "no", "否"):
                return False
            click.echo(label("cli_yes_or_no", self._lang), err=True)

    def _ask(self, field: Field) -> None:
        """Ask until the value can be read; a warning is told and let pass."""
        self._list_words(field)
        default = self._default(field)
        hidden = bool(self._record and field.name in self._record.hidden)
        shown = label("entry_hidden", self._lang) if hidden else default
        hint = "" if field.words or field.kind == "text" else f" ({field.how})"
        question = f"{field.starred}{hint}" + (f" [{shown}]" if shown else "")
        while True:
            typed = click.prompt(
                question, default="", show_default=False, prompt_suffix=": ", err=True
            ).strip()
            if typed == "?":
                self._explain(field)
                continue
            self._values[field.name] = _chosen(typed, field) if typed else default
            if not self._values[field.name] and not (field.is_required or field.is_recommended):
                return
            found = self._form.check_field(field.name, self._values, self._now(), self._record)
            say_findings(found, self._lang)
            self._said += found
            if not any(finding.is_error for finding in found):
                return

    def _default(self, field: Field) -> str:
        if field.name in self._values:  # asked again
            return self._values[field.name]
        if self._record is not None:
            return self._record.texts.get(field.name, "")
        return self._form.defaults.get(field.name, "")

    def _list_words(self, field: Field) -> None:
        if field.words and len(field.words) <= _LISTED:
            click.echo(_numbered(field), err=True)
        elif field.words:
            self._say("entry_many_words", count=len(field.words))

    def _explain(self, field: Field) -> None:
        click.echo(f"  {field.meaning} {field.how}", err=True)
        if field.words:
            click.echo(_numbered(field), err=True)

    def _check(self) -> list[Finding]:
        return self._form.check(self._values, self._now(), self._record)

    def _say(self, key: str, /, **values: object) -> None:
        click.echo(label(key, self._lang, **values), err=True)


def _numbered(field: Field) -> str:
    return "  " + "  ".join(f"{n} {word}" for n, word in enumerate(field.words, start=1))


def _chosen(typed: str, field: Field) -> str:
    """Return the word of a number of the list; a word that is itself a number wins."""
    if typed in field.words or not typed.isascii() or not typed.isdigit():
        return typed
    number = int(typed)
    return field.words[number - 1] if 1 <= number <= len(field.words) else typed
