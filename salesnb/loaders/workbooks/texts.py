"""Single cells of a sheet of text, as the list of problems shows them."""

from collections.abc import Callable, Iterable

import pandas as pd

from salesnb.loaders.sheets.headers import column_letter
from salesnb.loaders.sheets.read import RawSheet
from salesnb.loaders.values.private import shown

SHOWN_VALUE = 1_000
_BESIDE = 60
_MIDNIGHT = " 00:00:00"


class Texts:
    """Some rows of a sheet, for looking at many single cells; rows and columns count from 0.

    A date cell reads without its midnight, a long text is cut.
    """

    def __init__(self, sheet: RawSheet, rows: Iterable[int]) -> None:
        taken = sorted({row for row in rows if 0 <= row < len(sheet.cells)})
        self._texts = sheet.cells.iloc[taken].to_numpy(dtype=object)
        self._at = {row: at for at, row in enumerate(taken)}
        self._sheet = sheet

    def at(self, row: int, column: int, rule: str) -> str:
        """Return the text of a cell as the list of problems shows it: personal data is masked.

        It is empty for a blank cell, and for one outside the sheet.
        """
        return shown(self.plain(row, column), rule)

    def plain(self, row: int, column: int) -> str:
        """Return the text of a cell as it stands there."""
        position = column - self._sheet.first_column
        if row not in self._at or not 0 <= position < self._texts.shape[1]:
            return ""
        return _shown(self._texts[self._at[row], position], SHOWN_VALUE)

    def beside(self, row: int, column: int, bad: Callable[[int], bool]) -> dict[str, str]:
        """Return what stands in the nearest good cells left and right, by column letter.

        Parameters
        ----------
        bad : whether the cell of a column in this row has a problem itself.
        """
        if row not in self._at:
            return {}
        texts = self._texts[self._at[row]]
        first = self._sheet.first_column
        at = column - first
        found: dict[str, str] = {}
        for positions in (range(at - 1, -1, -1), range(at + 1, len(texts))):
            for position in positions:
                text = _shown(texts[position], _BESIDE)
                if text and not bad(position + first):
                    found[column_letter(position + first)] = text
                    break
        return found

    def says(self, row: int, letters: str, text: str) -> bool:
        """Return whether a cell still says what `beside` told of it."""
        return _shown(self.plain(row, column_number(letters)), _BESIDE) == text


def find_row(sheet: RawSheet, around: dict[str, str], letters: str, value: str) -> int:
    """Return the one row in which these cells say this; -1 for none or several."""
    same = pd.Series(True, index=range(len(sheet.cells)))
    for name, text in [*around.items(), (letters, value)]:
        at = column_number(name) - sheet.first_column
        if not 0 <= at < sheet.cells.shape[1]:
            return -1
        cut = SHOWN_VALUE if name == letters else _BESIDE
        texts = sheet.cells[at].fillna("").str.removesuffix(_MIDNIGHT).str.slice(0, cut)
        same &= (texts.str.strip() == text).to_numpy(dtype=bool)
    rows = same.index[same]
    return int(rows[0]) if len(rows) == 1 else -1


def split_cell(cell: str) -> tuple[int, int]:
    """Return row and column, counted from 0; (-1, -1) for what is no cell.

    Examples
    --------
    >>> split_cell("AB12"), split_cell("-")
    ((11, 27), (-1, -1))
    """
    letters = cell.rstrip("0123456789")
    digits = cell[len(letters) :]
    if not (digits and letters.isascii() and letters.isalpha() and letters.isupper()):
        return -1, -1
    return int(digits) - 1, column_number(letters)


def column_number(letters: str) -> int:
    """Return the position, counted from 0, of a column by Excel's name."""
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - 64
    return column - 1


def _shown(text: object, longest: int) -> str:
    return text.removesuffix(_MIDNIGHT)[:longest].strip() if isinstance(text, str) else ""
