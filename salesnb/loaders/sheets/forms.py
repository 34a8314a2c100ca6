"""The forms that a sheet may have: the logical tables, and sheets that fill several of them."""

from collections.abc import Callable
from dataclasses import dataclass, field

from salesnb.loaders.block import Block
from salesnb.loaders.sheets.headers import read_header
from salesnb.loaders.sheets.order_sheet import ORDER_SHEET, split_order_sheet
from salesnb.loaders.sheets.wide import WIDE, split_wide
from salesnb.settings import Settings
from salesnb.tables import TABLES, Column, Table

Split = Callable[[Block, Settings], list[Block]]


def _whole(block: Block, settings: Settings) -> list[Block]:
    return [block]


@dataclass(frozen=True)
class Form:
    """What a sheet may be recognised as.

    Attributes
    ----------
    table : the columns that are looked for.
    split : cuts the rows as read into one block per logical table.
    without : columns whose headers rule the form out.
    unless : columns whose headers make good for those of `without`.
    by_header : {normalised header: column}.
    """

    table: Table
    split: Split = _whole
    without: tuple[Column, ...] = ()
    unless: tuple[Column, ...] = ()
    by_header: dict[str, Column] = field(init=False, repr=False, default_factory=dict)
    unwanted: set[str] = field(init=False, repr=False, default_factory=set)
    despite: set[str] = field(init=False, repr=False, default_factory=set)

    def __post_init__(self) -> None:
        for column in self.table.columns:
            for header in column.accepted:
                self.by_header.setdefault(read_header(header).key, column)
        for keys, columns in ((self.unwanted, self.without), (self.despite, self.unless)):
            keys.update(read_header(h).key for column in columns for h in column.accepted)

    @property
    def signature(self) -> tuple[frozenset[str], ...]:
        """Groups of columns, of each of which one must be there."""
        table = self.table
        return tuple(frozenset(part.split("|")) for part in table.signature or table.key)


FORMS: dict[str, Form] = {
    **{name: Form(table) for name, table in TABLES.items()},
    "payments": Form(
        TABLES["payments"],
        without=(TABLES["orders"]["order_date"],),
        unless=(TABLES["payments"]["payment_id"],),
    ),
    "orders": Form(ORDER_SHEET, split_order_sheet),
    "wide": Form(
        WIDE,
        split_wide,
        without=(
            TABLES["opportunities"]["opportunity_id"],
            TABLES["leads"]["lead_id"],
            TABLES["follow_ups"]["follow_at"],
        ),
    ),
}
