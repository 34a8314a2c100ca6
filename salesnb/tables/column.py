"""What a column and a table are."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

Kind = Literal[
    "text", "date", "datetime", "month", "period", "money", "number", "percent", "flag", "choice"
]
Need = Literal["required", "recommended", "optional"]

SELLERS = ("销售员", "业务员", "销售人员", "销售代表", "销售负责人", "Sales_Rep", "Salesperson")
"""Headers of the person who sells, where a table has only one."""

SQL_TYPES: dict[str, str] = {
    "text": "VARCHAR",
    "choice": "VARCHAR",
    "period": "VARCHAR",
    "month": "DATE",
    "date": "DATE",
    "datetime": "TIMESTAMP",
    "money": "DECIMAL(18,4)",
    "number": "DOUBLE",
    "percent": "DOUBLE",
    "flag": "BOOLEAN",
}


@dataclass(frozen=True)
class Column:
    """One column of a logical table.

    Attributes
    ----------
    name : the name in the store and in code.
    kind : how its values are parsed and stored; money is yuan, exact to four decimals; percent is
        stored as a share (0-1); month is stored as the last day of the month.
    zh, en : the headers that templates and reports write.
    headers : further headers that are accepted, besides `zh`, `en` and `name`.
    choice : the vocabulary (params/stages.yml, params/aliases.yml) that a value must be of.
    refers : the table whose key a value must be in.
    known_from : the column with the day from which this value can be known; read as of an earlier
        day the value is blank.
    past : a value that lies after the day of the import is an error.
    signed : negative amounts are meaningful (refunds).
    derived : found by the import where it is not given; templates do not ask for it.
    compared : what is typed is compared with what is computed, and not stored.
    """

    name: str
    kind: Kind
    zh: str
    en: str
    headers: tuple[str, ...] = ()
    need: Need = "optional"
    sensitive: bool = False
    choice: str | None = None
    refers: str | None = None
    known_from: str | None = None
    past: bool = False
    signed: bool = False
    derived: bool = False
    compared: bool = False

    @property
    def accepted(self) -> tuple[str, ...]:
        """Every header under which the column is recognised."""
        return (self.zh, self.en, self.name, *self.headers)

    @property
    def sql_type(self) -> str:
        """The type of the column in the store."""
        return SQL_TYPES[self.kind]


@dataclass(frozen=True)
class Table:
    """One logical table: its columns, its key and the day a row is dated by.

    Attributes
    ----------
    key : columns that together name a row; an upsert matches on them.
    dated_by : rows whose value lies after `as_of` are hidden; None = never hidden.
    owner : the column with the rep's name, by which staff without a staff sheet are found.
    signature : columns whose presence tells this table from the others (all of them; `a|b` = one of
        the two); empty = the key's columns.
    one_of : groups of columns of which at least one must be filled.
    made_key : the key may be missing in the file and is then numbered or composed.
    """

    name: str
    zh: str
    en: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    dated_by: str | None = None
    owner: str | None = None
    signature: tuple[str, ...] = ()
    one_of: tuple[tuple[str, ...], ...] = ()
    made_key: bool = False
    _by_name: dict[str, Column] = field(default_factory=dict, repr=False, compare=False)

    def __post_init__(self) -> None:
        self._by_name.update({column.name: column for column in self.columns})

    def __getitem__(self, name: str) -> Column:
        return self._by_name[name]

    def __contains__(self, name: str) -> bool:
        return name in self._by_name

    def column(self, name: str) -> Column | None:
        """Return the column of that name; None = it is a custom one."""
        return self._by_name.get(name)

    def custom(self, names: Iterable[str]) -> list[str]:
        """Return the names that the table does not declare; texts kept beside a choice are its own."""
        texts = {f"{column.name}_text" for column in self.columns if column.choice}
        return [name for name in names if name not in self and name not in texts]

    @property
    def stored(self) -> tuple[Column, ...]:
        """The columns that the store has."""
        return tuple(column for column in self.columns if not column.compared)

    @property
    def names(self) -> list[str]:
        """The column names in order."""
        return [column.name for column in self.columns]

    @property
    def asked(self) -> list[Column]:
        """The columns that people fill in: not those derived, nor those only compared."""
        return [c for c in self.columns if not (c.derived or c.compared)]

    @property
    def required(self) -> list[str]:
        """The columns that must be filled."""
        return [column.name for column in self.columns if column.need == "required"]
