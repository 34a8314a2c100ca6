"""The rows of one sheet that fill one table, as typed and as read."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from salesnb.loaders.rules import Severity, rule_severity
from salesnb.loaders.sheets.headers import Header, read_header
from salesnb.tables import Table


@dataclass
class SheetRows:
    """The rows of a sheet and which of them are rejected.

    Several blocks may stand on the same rows (a wide sheet fills three tables): what is wrong with
    a row is wrong with it in all of them. What was typed into `hidden` rows is kept nowhere.
    """

    numbers: np.ndarray
    typed: pd.DataFrame
    rule: np.ndarray = field(init=False)
    hidden: np.ndarray = field(init=False)

    def __post_init__(self) -> None:
        self.rule = np.full(len(self.numbers), "", dtype=object)
        self.hidden = np.zeros(len(self.numbers), dtype=bool)

    def reject(self, at: np.ndarray, rule: str) -> None:
        """Mark rows as rejected; the first rule stays."""
        free = at[self.rule[at] == ""]
        self.rule[free] = rule


@dataclass(frozen=True)
class Place:
    """Where a column stands in the sheet; `letter` is empty for one that is not in it."""

    header: Header
    letter: str = ""


@dataclass
class Block:
    """The rows of one sheet for one table.

    Attributes
    ----------
    typed : the cells as typed, `str`, under the table's column names and custom headers.
    values : the same as read; a column that could not be read is missing there.
    at : the position of each row in `rows`.
    places : where each column stands.
    header_row : the row number of the headers; 0 = none.
    demanding : whether required and recommended columns are asked for (R1.2: not in a part of a
        wide sheet).
    lenient : rules that are only warnings here.
    severity : the mapping's overrides.
    formats : {column: strptime format of a date, `decimal_comma` or `decimal_point` of a number}.
    epoch : 1900 or 1904, where the serial numbers of the workbook's dates begin.
    keep_empty : an empty cell keeps the stored value.
    cumulative : amounts paid are totals so far, not single payments.
    unreadable : {column: which cells could not be read}.
    compared : typed columns that are not stored, as read.
    """

    table: Table
    file: str
    sheet: str
    rows: SheetRows
    at: np.ndarray
    typed: pd.DataFrame
    places: dict[str, Place]
    header_row: int = 0
    values: pd.DataFrame = field(default_factory=pd.DataFrame)
    demanding: bool = True
    lenient: frozenset[str] = frozenset()
    severity: Mapping[str, Severity] = field(default_factory=dict)
    formats: Mapping[str, str] = field(default_factory=dict)
    epoch: int = 1900
    keep_empty: bool = False
    cumulative: bool = False
    unreadable: dict[str, np.ndarray] = field(default_factory=dict)
    compared: dict[str, pd.Series] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.at)

    @property
    def numbers(self) -> np.ndarray:
        """The row numbers in the sheet."""
        return np.asarray(self.rows.numbers[self.at])

    @property
    def good(self) -> np.ndarray:
        """Which rows have broken no rule that blocks."""
        return np.asarray(self.rows.rule[self.at] == "", dtype=bool)

    def has(self, column: str) -> bool:
        """Return whether the sheet gives the column."""
        return column in self.values.columns

    def filled(self, column: str) -> np.ndarray:
        """Return which rows have something typed in the column, readable or not."""
        if column in self.typed.columns:
            return self.typed[column].notna().to_numpy()
        if column in self.values.columns:
            return self.values[column].notna().to_numpy()
        return np.zeros(len(self), dtype=bool)

    def empty(self, column: str) -> np.ndarray:
        """Return which rows have nothing in the column, `--` and the like included."""
        if not self.has(column):
            return np.ones(len(self), dtype=bool)
        missing = self.values[column].isna().to_numpy()
        return missing & ~self.unreadable[column] if column in self.unreadable else missing

    def place(self, column: str) -> Place:
        """Return where the column stands, or would be named."""
        if column in self.places:
            return self.places[column]
        label = self.table[column].zh if column in self.table else column
        return Place(read_header(label))

    def severity_of(self, rule: str, column: str) -> Severity:
        """Return how grave it is to break a rule in this block."""
        if rule in self.lenient:
            return "warning"
        return rule_severity(rule, self.table.name, column, self.severity)

    def part(
        self,
        table: Table,
        columns: Mapping[str, str],
        mask: np.ndarray,
        *,
        own_rows: bool = False,
    ) -> "Block":
        """Return the block of another table that some rows of this one fill.

        Parameters
        ----------
        columns : {column there: column here}; those not given here are left out.
        own_rows : a rejected row of the part does not reject the row here.
        """
        given = {there: here for there, here in columns.items() if self.has(here)}
        compared = [name for name in self.compared if name in table]
        values = self.values.loc[mask, list(given.values())].set_axis(list(given), axis=1)
        typed = self.typed.reindex(columns=[*given.values(), *compared])
        typed = typed.set_axis([*given, *compared], axis=1)
        typed = typed.astype("str").loc[mask]
        at = self.at[mask]
        rows = self.rows
        if own_rows:
            rows = SheetRows(rows.numbers[at], rows.typed.iloc[at].reset_index(drop=True))
            rows.rule[:] = self.rows.rule[at]
            at = np.arange(len(at))
        return Block(
            table=table,
            file=self.file,
            sheet=self.sheet,
            rows=rows,
            at=at,
            typed=typed.reset_index(drop=True),
            places={
                **{there: self.place(here) for there, here in given.items()},
                **{name: self.place(name) for name in compared},
            },
            header_row=self.header_row,
            values=values.reset_index(drop=True),
            severity=self.severity,
            keep_empty=self.keep_empty,
            unreadable={
                there: self.unreadable[here][mask]
                for there, here in given.items()
                if here in self.unreadable
            },
            compared={n: self.compared[n][mask].reset_index(drop=True) for n in compared},
        )
