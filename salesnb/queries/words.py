"""The words of a query: values as reports show them, headers of columns, and what is stored."""

from collections.abc import Mapping
from functools import lru_cache

from salesnb.labels import label
from salesnb.models.dimensions import DIMENSIONS
from salesnb.settings import Settings
from salesnb.tables import TABLES

# Columns of facts that hold a word of a vocabulary; those of tables say so themselves.
_CHOICE_OF = {
    "stage": "stage",
    "furthest_stage": "stage",
    "grade": "grade",
    "grade_before": "grade",
    "typed_grade": "grade",
    "card_grade": "grade",
    "level": "level",
    "level_before": "level",
    "typed_level": "level",
    "computed_level": "level",
    "rule_level": "level",
    "simple_level": "level",
    "method": "method",
    "status": "status",
    "outcome": "outcome",
}
# What facts compute, with the words that reports have for it.
_COMPUTED = {
    "payment_state": ("paid", "partly_paid", "overdue", "not_due", "overpaid", "refund"),
    "ageing": ("0", "1-30", "31-60", "61-90", "90+"),
}
_UNASSIGNED = ("owner", "team", "department")


class Words:
    """Spellings and labels of the values of a table's columns, and of the columns themselves."""

    def __init__(self, settings: Settings, table: str) -> None:
        self._settings, self._table = settings, table

    def stored(self, column: str) -> Mapping[str, tuple[str, ...]]:
        """Return {spelling in lower case: what is stored for it}; empty where any text may stand."""
        if column == "source":
            return self._channels
        found = {
            spelling.casefold(): (word.id,)
            for word in reversed(self._settings.choices.get(self._choice(column), ()))
            for spelling in (*word.words, word.en, word.zh, word.id)
        }
        for value in _COMPUTED.get(column, ()):
            for lang in ("zh", "en"):
                found[label(f"{column}_{value}", lang).casefold()] = (value,)
            found[value] = (value,)
        if column in _UNASSIGNED:
            found = {label("unassigned", lang).casefold(): ("unassigned",) for lang in ("zh", "en")}
        return found

    def is_closed(self, column: str) -> bool:
        """Return whether a column holds no other values than those of `stored`."""
        return column in _COMPUTED or bool(self._settings.choices.get(self._choice(column)))

    def labels(self, column: str) -> list[str]:
        """Return the values of a closed column as the workspace shows them."""
        lang = self._settings.workspace.lang
        return list(dict.fromkeys(str(self.shown(column, id_, lang)) for id_ in self.order(column)))

    def order(self, column: str) -> dict[str, int]:
        """Return {stored value: its place} where values have an order of their own."""
        ids = [word.id for word in self._settings.choices.get(self._choice(column), ())]
        return {value: place for place, value in enumerate(_COMPUTED.get(column, ids))}

    def shown(self, column: str, value: object, lang: str) -> object:
        """Return a stored value as it is shown."""
        if isinstance(value, bool):
            return label("query_yes" if value else "query_no", lang)
        if not isinstance(value, str):
            return value
        if value == "unassigned" and column in _UNASSIGNED:
            return label("unassigned", lang)
        if column in _COMPUTED:
            return label(f"{column}_{value}", lang) if value in _COMPUTED[column] else value
        vocabulary = self._choice(column)
        return self._settings.choice_label(vocabulary, value, lang) if vocabulary else value

    def header(self, column: str, lang: str) -> str:
        """Return what stands above a column."""
        if column in TABLES.get(self._table, ()):
            found = TABLES[self._table][column]
            return found.zh if lang == "zh" else found.en
        key = "dimension_rep" if column == "owner" else f"dimension_{column}"
        return _known_label(key, lang) or _known_label(f"query_col_{column}", lang) or column

    def column(self, written: str) -> str | None:
        """Return the column that a header stands for; None = it is none."""
        return _headers(self._table).get(written.casefold())

    def _choice(self, column: str) -> str:
        table = TABLES.get(self._table)
        declared = table.column(column) if table else None
        if declared is not None and declared.choice in self._settings.choices:
            return str(declared.choice)
        return _CHOICE_OF.get(column, "")

    @property
    def _channels(self) -> dict[str, tuple[str, ...]]:
        found: dict[str, tuple[str, ...]] = {}
        for channel in self._settings.aliases.sources:
            names = tuple(dict.fromkeys(name for name in (channel.name, channel.en) if name))
            found |= {word.casefold(): names for word in (*names, *channel.words)}
        return found


@lru_cache(maxsize=64)
def _headers(table: str) -> dict[str, str]:
    """Return {header in lower case: column} of a table, and the dimensions of every fact."""
    found = {"rep": "owner"}
    for column in DIMENSIONS:
        for lang in ("zh", "en"):
            found[label(f"dimension_{column}", lang).casefold()] = column
    for lang in ("zh", "en"):
        found[label("dimension_rep", lang).casefold()] = "owner"
    declared = TABLES[table].columns if table in TABLES else ()
    for each in reversed(declared):
        found |= {header.casefold(): each.name for header in each.accepted}
    return found


def _known_label(key: str, lang: str) -> str:
    try:
        return label(key, lang)
    except KeyError:
        return ""
