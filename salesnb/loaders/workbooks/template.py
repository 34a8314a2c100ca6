"""Blank workbooks to fill in: every table, its choices, an example row, and what is meant."""

from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pandas as pd
import xlsxwriter

from salesnb.labels import label
from salesnb.loaders.offers import Offer, Offers
from salesnb.loaders.sheets.headers import column_letter
from salesnb.loaders.workbooks.explanations import (
    explained,
    header_comment,
    letters,
    write_explanations,
)
from salesnb.loaders.workbooks.saving import save_workbook
from salesnb.loaders.workbooks.template_examples import example_of
from salesnb.settings import Settings
from salesnb.tables import TABLES, Column, Table

SHEET_ORDER = (
    "customers", "leads", "opportunities", "stage_history", "follow_ups", "plans", "orders",
    "payments", "products", "targets", "staff",
)  # fmt: skip
_ROWS = 5_000
# Text that begins with = + - @ must stay text.
SAFE_OPTIONS = {
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
# A share is text: in a cell of numbers 60% would become 0.6 and could not be told from 0.6 %.
_NUMBER_FORMATS = {
    "text": "@",
    "choice": "@",
    "period": "@",
    "flag": "@",
    "percent": "@",
    "money": "#,##0.00",
    "number": "General",
    "date": "yyyy-mm-dd",
    "month": "yyyy-mm-dd",
    "datetime": "yyyy-mm-dd hh:mm",
}
_WIDE = {"need", "content", "feedback", "next_plan", "analysis", "note", "customer_name",
         "company_name", "email"}  # fmt: skip
_NARROWEST, _WIDEST = 12, 32


def write_template(
    path: Path,
    settings: Settings,
    lang: str,
    known: Mapping[str, pd.DataFrame] | None = None,
) -> None:
    """Write a blank import workbook in Chinese or English.

    One sheet per table with its columns (`*` = required), a comment on each, drop-downs, an example
    row that the import passes over, and a sheet of explanations in front.

    Parameters
    ----------
    known : the current rows in the store by table; the people, products, regions and so on for the
        drop-downs, in which any other word may be typed as well.
    """
    workbook = xlsxwriter.Workbook(str(path), SAFE_OPTIONS)
    offers = Offers(settings, lang, known)
    shapes = _Shapes(workbook)
    lines = [
        explained(TABLES[name], column, offers, lang)
        for name in SHEET_ORDER
        for column in TABLES[name].asked
    ]
    write_explanations(workbook, lines, lang)
    lists = _Lists(label("template_lists", lang), offers)
    for name in SHEET_ORDER:
        _write_table(workbook, TABLES[name], shapes, lists, lang)
    lists.write(workbook)
    save_workbook(workbook, path)


class _Shapes:
    """The looks of cells."""

    def __init__(self, workbook: Any) -> None:
        self.header = {
            need: workbook.add_format(
                {"bold": True, "bg_color": colour, "border": 1, "num_format": "@"}
            )
            for need, colour in (
                ("required", "#F8CBAD"),
                ("recommended", "#FFE699"),
                ("optional", "#E7E6E6"),
            )
        }
        self.cell = {
            kind: workbook.add_format({"num_format": form})
            for kind, form in _NUMBER_FORMATS.items()
        }
        self.example = {
            kind: workbook.add_format({"italic": True, "font_color": "#7F7F7F", "num_format": form})
            for kind, form in _NUMBER_FORMATS.items()
        }


class _Lists:
    """The drop-downs on a hidden sheet: a cell's own rule holds 255 letters."""

    def __init__(self, sheet: str, offers: Offers) -> None:
        self.offers = offers
        self._sheet = sheet
        self._offered = [offer for offer in offers.lists.values() if offer.words]

    def rule(self, offer: Offer) -> dict[str, Any]:
        """Return the validation of a cell: the range of a list, and what another word meets."""
        letter = column_letter(self._offered.index(offer))
        last = len(offer.words) + 1
        return {
            "validate": "list",
            "source": f"='{self._sheet}'!${letter}$2:${letter}${last}",
            "error_type": "stop" if offer.closed else "warning",
            "show_error": offer.closed or offer.name in ("people", "scope", "source", "method"),
        }

    def write(self, workbook: Any) -> None:
        """Write the hidden sheet."""
        page = workbook.add_worksheet(self._sheet)
        for column, offer in enumerate(self._offered):
            page.write_string(0, column, offer.name)
            page.write_column(1, column, offer.words)
        page.hide()


def _write_table(workbook: Any, table: Table, shapes: _Shapes, lists: _Lists, lang: str) -> None:
    page = workbook.add_worksheet(table.zh if lang == "zh" else table.en)
    page.freeze_panes(1, 1)
    page.set_row(0, 20)
    page.ignore_errors({"number_stored_as_text": f"A1:XFD{_ROWS + 1}"})
    page.set_landscape()
    page.fit_to_pages(1, 0)
    page.repeat_rows(0)
    for position, column in enumerate(table.asked):
        header = column.zh if lang == "zh" else column.en
        star = "*" if column.need == "required" else ""
        page.write_string(0, position, header + star, shapes.header[column.need])
        comment = header_comment(explained(table, column, lists.offers, lang), lang)
        page.write_comment(0, position, comment, {"x_scale": 2.2, "y_scale": 1.2})
        example = example_of(table, column, lists.offers, lang)
        if position == 0:
            example = f"{label('template_example', lang)}: {example}"
        _write_example(page, position, example, shapes.example[column.kind])
        width = _width(header + star, example, column)
        page.set_column(position, position, width, shapes.cell[column.kind])
        offer = lists.offers.of(table, column)
        if offer:
            page.data_validation(2, position, _ROWS, position, lists.rule(offer))


def _write_example(page: Any, position: int, example: object, look: Any) -> None:
    if isinstance(example, datetime | date):
        page.write_datetime(1, position, example, look)
    elif isinstance(example, int | float):
        page.write_number(1, position, example, look)
    elif example:
        page.write_string(1, position, str(example), look)


def _width(header: str, example: object, column: Column) -> int:
    least = 18 if column.kind == "datetime" else 24 if column.name in _WIDE else _NARROWEST
    shown = "" if isinstance(example, date) else str(example)
    return min(max(least, letters(header) + 3, letters(shown) + 2), _WIDEST)
