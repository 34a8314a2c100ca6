"""Blank workbooks to fill in: every table, its choices, an example row, and what is meant."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import xlsxwriter
from xlsxwriter.exceptions import FileCreateError

from salesnb.errors import SalesnbError
from salesnb.labels import label
from salesnb.loaders.sheets.headers import column_letter
from salesnb.loaders.workbooks.checked import SAFE_OPTIONS
from salesnb.loaders.workbooks.template_examples import example_of
from salesnb.settings import Settings
from salesnb.tables import TABLES, Column, Table

_ORDER = (
    "customers", "leads", "opportunities", "stage_history", "follow_ups", "plans", "orders",
    "payments", "products", "targets", "staff",
)  # fmt: skip
_ROWS = 5_000
_PEOPLE = {"owner", "user", "recorder", "created_by", "manager"}
_NUMBER_FORMATS = {
    "text": "@",
    "choice": "@",
    "period": "@",
    "flag": "@",
    "money": "#,##0.00",
    "number": "General",
    "percent": "0%",
    "date": "yyyy-mm-dd",
    "month": "yyyy-mm-dd",
    "datetime": "yyyy-mm-dd hh:mm",
}


def write_template(
    path: Path,
    settings: Settings,
    lang: str,
    sources: Sequence[str] = (),
    staff: Sequence[str] = (),
) -> None:
    """Write a blank import workbook in Chinese or English.

    One sheet per table with its columns (`*` = required), drop-downs for choices, an example row
    that the import passes over, and a sheet of explanations in front.

    Parameters
    ----------
    sources : further channels for the drop-down, besides those of params/aliases.yml.
    staff : names for the drop-downs of owners; any other name may be typed as well.
    """
    workbook = xlsxwriter.Workbook(str(path), SAFE_OPTIONS)
    lists = _Lists(workbook, settings, lang, sources, staff)
    formats = {
        "required": workbook.add_format({"bold": True, "bg_color": "#F8CBAD", "border": 1}),
        "recommended": workbook.add_format({"bold": True, "bg_color": "#FFE699", "border": 1}),
        "optional": workbook.add_format({"bold": True, "bg_color": "#E7E6E6", "border": 1}),
        "example": workbook.add_format({"italic": True, "font_color": "#7F7F7F"}),
        "title": workbook.add_format({"bold": True, "font_size": 14}),
        "wrap": workbook.add_format({"text_wrap": True, "valign": "top"}),
    }
    _write_notes(workbook, formats, settings, lang)
    for name in _ORDER:
        _write_table(workbook, TABLES[name], formats, lists, lang)
    lists.write()
    try:
        workbook.close()
    except (FileCreateError, OSError) as error:
        raise SalesnbError(
            f"{path.name}: cannot be written. Close it in Excel and check the folder's rights."
        ) from error


class _Lists:
    """The choices of the drop-downs, on a hidden sheet: a cell's own rule holds 255 letters."""

    def __init__(
        self,
        workbook: Any,
        settings: Settings,
        lang: str,
        sources: Sequence[str],
        staff: Sequence[str],
    ) -> None:
        self._workbook = workbook
        self._name = label("template_lists", lang)
        self.values: dict[str, list[str]] = {
            name: [word.label(lang) for word in words] for name, words in settings.choices.items()
        }
        channels = settings.aliases.sources
        named = [c.name if lang == "zh" else c.en or c.name for c in channels]
        self.values["source"] = list(dict.fromkeys([*named, *sources]))
        self.values["flag"] = [label("flag_yes", lang), label("flag_no", lang)]
        self.values["staff"] = list(staff)

    def of(self, column: Column) -> str | None:
        """Return the list of a column, if it has one."""
        if column.kind == "flag":
            return "flag"
        if column.name in _PEOPLE and self.values["staff"]:
            return "staff"
        return column.choice

    def formula(self, name: str) -> str:
        """Return the range of a list."""
        letter = column_letter(list(self.values).index(name))
        return f"='{self._name}'!${letter}$2:${letter}${len(self.values[name]) + 1}"

    def write(self) -> None:
        """Write the hidden sheet."""
        page = self._workbook.add_worksheet(self._name)
        for column, (name, values) in enumerate(self.values.items()):
            page.write_string(0, column, name)
            for row, value in enumerate(values, start=1):
                page.write_string(row, column, value)
        page.hide()


def _write_table(
    workbook: Any, table: Table, formats: Mapping[str, Any], lists: _Lists, lang: str
) -> None:
    page = workbook.add_worksheet(table.zh if lang == "zh" else table.en)
    page.freeze_panes(1, 0)
    for position, column in enumerate(table.columns):
        header = column.zh if lang == "zh" else column.en
        star = "*" if column.need == "required" else ""
        page.write_string(0, position, header + star, formats[column.need])
        shape = workbook.add_format({"num_format": _NUMBER_FORMATS[column.kind]})
        page.set_column(position, position, max(12, len(header) * 2 + 4), shape)
        example = example_of(table, column, lists.values, lang)
        if position == 0:
            example = f"{label('template_example', lang)}: {example}"
        _write_example(page, position, example, column, workbook)
        chosen = lists.of(column)
        if chosen:
            page.data_validation(
                2,
                position,
                _ROWS,
                position,
                {
                    "validate": "list",
                    "source": lists.formula(chosen),
                    "error_type": "warning" if chosen in ("staff", "source", "method") else "stop",
                },
            )


def _write_example(
    page: Any, position: int, example: object, column: Column, workbook: Any
) -> None:
    look = workbook.add_format(
        {"italic": True, "font_color": "#7F7F7F", "num_format": _NUMBER_FORMATS[column.kind]}
    )
    if isinstance(example, datetime | date):
        page.write_datetime(1, position, example, look)
    elif isinstance(example, int | float):
        page.write_number(1, position, example, look)
    elif example:
        page.write_string(1, position, str(example), look)


def _write_notes(workbook: Any, formats: Mapping[str, Any], settings: Settings, lang: str) -> None:
    page = workbook.add_worksheet(label("template_notes", lang))
    for position, width in enumerate((20, 22, 18, 60)):
        page.set_column(position, position, width)
    page.write_string(0, 0, label("template_notes", lang), formats["title"])
    page.write_string(1, 0, label("template_intro", lang))
    heads = ("template_sheet", "template_column", "template_need", "template_form")
    for position, head in enumerate(heads):
        page.write_string(3, position, label(head, lang), formats["optional"])
    row = 4
    for name in _ORDER:
        table = TABLES[name]
        for column in table.columns:
            page.write_string(row, 0, table.zh if lang == "zh" else table.en)
            page.write_string(row, 1, column.zh if lang == "zh" else column.en)
            page.write_string(row, 2, _need(table, column, lang))
            page.write_string(row, 3, _form(column, settings, lang), formats["wrap"])
            row += 1
    page.freeze_panes(4, 0)


def _need(table: Table, column: Column, lang: str) -> str:
    if any(column.name in group for group in table.one_of):
        return label("need_one_of", lang)
    if table.made_key and column.name in table.key:
        return label("need_made", lang)
    return label(f"need_{column.need}", lang)


def _form(column: Column, settings: Settings, lang: str) -> str:
    """Return how a column is filled in: its kind, its choices, the table that it refers to."""
    said = label(f"form_{column.kind}", lang)
    if column.choice == "source":
        names = [c.name if lang == "zh" else c.en or c.name for c in settings.aliases.sources]
        return f"{said}: {', '.join(names)}"
    if column.choice:
        words = settings.choices.get(column.choice, ())
        return f"{said}: {', '.join(word.label(lang) for word in words)}"
    if column.refers:
        table = TABLES[column.refers]
        return label("form_refers", lang, table=table.zh if lang == "zh" else table.en)
    return said
