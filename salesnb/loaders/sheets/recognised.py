"""What is known of a sheet once it is recognised, or what is said where it is not."""

from dataclasses import dataclass, field

from salesnb.loaders.notes import Note, make_note
from salesnb.loaders.sheets.forms import Form
from salesnb.loaders.sheets.headers import Header, column_letter
from salesnb.loaders.sheets.read import RawSheet
from salesnb.loaders.sheets.spans import Span
from salesnb.tables import Column


@dataclass
class Recognised:
    """A sheet whose form is known.

    Attributes
    ----------
    header_row : position of the headers in `cells`, of the lower row where there are two.
    columns : {position: column of the form}.
    custom : {position: name} of the others.
    headers : {position: header}.
    repeats : {position: position of the column before that has the same meaning}.
    moved : {position: position of the column that stands in for it}, where it is empty.
    spans : {position: months} of the columns with targets, in a table by month.
    end : the position after the last row that these headers hold for; None = all below.
    """

    sheet: RawSheet
    form: Form
    header_row: int
    columns: dict[int, Column]
    custom: dict[int, str]
    headers: dict[int, Header]
    repeats: dict[int, int] = field(default_factory=dict)
    moved: dict[int, int] = field(default_factory=dict)
    spans: dict[int, Span] = field(default_factory=dict)
    end: int | None = None
    score: float = 0.0
    notes: list[Note] = field(default_factory=list)

    def note(self, key: str, **values: str | Note) -> None:
        """Add a remark on the sheet."""
        self.notes.append(make_note(key, self.sheet.file, self.sheet.sheet, count=None, **values))

    def letter(self, position: int) -> str:
        """Return Excel's letter of a column of `cells`."""
        return column_letter(self.moved.get(position, position) + self.sheet.first_column)


@dataclass(frozen=True)
class Unrecognised:
    """A sheet whose headers fit no table, and the nearest one."""

    sheet: RawSheet
    reason: Note
