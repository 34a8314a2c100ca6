"""The fields of a record, what is stored of it, what is wrong with it, and how values are shown."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import pandas as pd

from salesnb.labels import label, meaning
from salesnb.loaders.offers import Offers
from salesnb.loaders.workbooks.explanations import form_of, need_of
from salesnb.settings import Settings
from salesnb.tables import Column, Table

LONG_TEXTS = {"need", "content", "feedback", "next_plan", "analysis", "note"}


@dataclass(frozen=True)
class Field:
    """One field of a form.

    Attributes
    ----------
    title : the column's header in the form's language.
    is_required : a new record lacks it in vain; a key that the import makes is not required.
    need, how, meaning : in words: whether it must be filled, in which form, and what it means.
    words : known values to choose from.
    is_closed : no other value than these.
    is_hidden : what is stored of it is not shown (contacts).
    """

    name: str
    title: str
    kind: str
    is_key: bool
    is_required: bool
    is_recommended: bool
    need: str
    how: str
    meaning: str
    words: tuple[str, ...] = ()
    is_closed: bool = False
    is_hidden: bool = False

    @property
    def starred(self) -> str:
        """The title with `*` if the field is required."""
        return f"{self.title} *" if self.is_required else self.title


@dataclass(frozen=True)
class Finding:
    """One problem of a record, in the form's language; `column` is the field beside which it stands."""

    column: str
    rule: str
    severity: str
    text: str

    @property
    def is_error(self) -> bool:
        """Whether it keeps the record from being stored."""
        return self.severity == "error"


@dataclass(frozen=True)
class Record:
    """A stored record as its form shows it: {column: text}; hidden columns are empty texts."""

    key: str
    texts: Mapping[str, str]
    hidden: frozenset[str]


@dataclass(frozen=True)
class Stored:
    """What became of a record: new, updated or unchanged, its key, and the snapshot it is in."""

    key: str
    change: str
    snapshot: str

    def text(self, lang: str) -> str:
        """Return it as one sentence."""
        return label(f"entry_stored_{self.change}", lang, key=self.key, snapshot=self.snapshot)


def fields_of(
    table: Table, custom: Sequence[str], settings: Settings, offers: Offers, lang: str
) -> list[Field]:
    """Return the fields of a table, the workspace's custom columns last."""
    known = [_field(table, column, offers, lang) for column in table.stored]
    text = label("form_text", lang)
    optional = label("need_optional", lang)
    return known + [
        Field(name, name, "text", False, False, False, optional, text, "") for name in custom
    ]


def shown_value(value: Any, column: Column | None, settings: Settings, lang: str) -> str:
    """Return a stored value as somebody would type it; reading it again gives the value.

    Examples
    --------
    >>> from salesnb.settings import load_settings
    >>> from salesnb.tables import TABLES
    >>> shown_value(0.6, TABLES["opportunities"]["probability"], load_settings(None), "en")
    '60%'
    """
    if value is None or pd.isna(value):
        return ""
    kind = column.kind if column else "text"
    if kind == "choice" and column and column.choice != "source":
        return settings.choice_label(column.choice or "", str(value), lang)
    if kind == "flag":
        return label("flag_yes" if value else "flag_no", lang)
    if kind == "percent":
        return f"{Decimal(str(value)) * 100:f}".rstrip("0").rstrip(".") + "%"
    if kind in ("money", "number"):
        plain = f"{Decimal(str(value)):f}"
        return plain.rstrip("0").rstrip(".") if "." in plain else plain
    if kind in ("date", "month"):
        return f"{pd.Timestamp(value):%Y-%m-%d}"
    if kind == "datetime":
        moment = pd.Timestamp(value)
        return f"{moment:%Y-%m-%d %H:%M:%S}" if moment.second else f"{moment:%Y-%m-%d %H:%M}"
    return str(value)


def _field(table: Table, column: Column, offers: Offers, lang: str) -> Field:
    offer = offers.of(table, column)
    is_key = column.name in table.key
    return Field(
        name=column.name,
        title=column.zh if lang == "zh" else column.en,
        kind=column.kind,
        is_key=is_key,
        is_required=column.need == "required" and not (is_key and table.made_key),
        is_recommended=column.need == "recommended",
        need=need_of(table, column, lang),
        how=form_of(table, column, lang),
        meaning=meaning(table.name, column.name, lang),
        words=offer.words if offer else (),
        is_closed=bool(offer and offer.closed),
        is_hidden=column.sensitive,
    )
