"""The sheet that explains a blank workbook, line by line, and the comments on its headers."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from salesnb.labels import label, meaning
from salesnb.loaders.offers import Offer, Offers
from salesnb.tables import TABLES, Column, Table

_HEADS = (
    ("template_sheet", 20),
    ("template_column", 20),
    ("template_meaning", 42),
    ("template_need", 16),
    ("template_form", 34),
    ("template_allowed", 44),
    ("template_otherwise", 44),
)
_LISTED = 12
_LINE = 15
_READABLE = {"date", "datetime", "month", "period", "money", "number", "percent", "flag"}


@dataclass(frozen=True)
class Explained:
    """What is said of one column, in one language."""

    sheet: str
    column: str
    meaning: str
    need: str
    form: str
    allowed: str
    otherwise: str


def explained(table: Table, column: Column, offers: Offers, lang: str) -> Explained:
    """Return what a column means, how it is filled in, and what happens if it is not."""
    offer = offers.of(table, column)
    return Explained(
        sheet=table.zh if lang == "zh" else table.en,
        column=column.zh if lang == "zh" else column.en,
        meaning=meaning(table.name, column.name, lang),
        need=need_of(table, column, lang),
        form=form_of(table, column, lang),
        allowed=_allowed(offer, lang),
        otherwise=("" if lang == "zh" else " ").join(
            said
            for said in (_if_empty(table, column, lang), _if_other(column, offer, lang))
            if said
        ),
    )


def header_comment(line: Explained, lang: str) -> str:
    """Return the comment on a header: meaning, need, form, allowed values."""
    parts = [line.meaning, f"{line.need}{label('comma', lang)}{line.form}", line.allowed]
    return "\n".join(part for part in parts if part)


def write_explanations(workbook: Any, lines: Sequence[Explained], lang: str) -> None:
    """Write the sheet of explanations."""
    page = workbook.add_worksheet(label("template_notes", lang))
    title = workbook.add_format({"bold": True, "font_size": 14})
    wrap = workbook.add_format({"text_wrap": True, "valign": "top"})
    first = workbook.add_format({"text_wrap": True, "valign": "top", "top": 1})
    head = workbook.add_format({"bold": True, "bg_color": "#E7E6E6", "border": 1})
    page.write_string(0, 0, label("template_notes", lang), title)
    page.merge_range(1, 0, 1, len(_HEADS) - 1, label("template_intro", lang), wrap)
    page.set_row(1, 34)
    for position, (name, width) in enumerate(_HEADS):
        page.set_column(position, position, width)
        page.write_string(3, position, label(name, lang), head)
    for row, line in enumerate(lines, start=4):
        look = first if row == 4 or line.sheet != lines[row - 5].sheet else wrap
        told = (line.sheet, line.column, line.meaning, line.need, line.form, line.allowed)
        page.set_row(row, _LINE * _lines((*told, line.otherwise)))
        for position, text in enumerate((*told, line.otherwise)):
            page.write_string(row, position, text, look)
    page.autofilter(3, 0, 3 + len(lines), len(_HEADS) - 1)
    page.freeze_panes(4, 2)
    page.set_landscape()
    page.fit_to_pages(1, 0)
    page.repeat_rows(3)


def letters(text: str) -> int:
    """Return how wide a text is; a Chinese character is as wide as two letters."""
    return sum(2 if ord(letter) > 0x2E80 else 1 for letter in text)


def need_of(table: Table, column: Column, lang: str) -> str:
    """Return whether a column must be filled."""
    if any(column.name in group for group in table.one_of):
        return label("need_one_of", lang)
    if table.made_key and column.name in table.key:
        return label("need_made", lang)
    return label(f"need_{column.need}", lang)


def form_of(table: Table, column: Column, lang: str) -> str:
    """Return how a column is filled in: its kind, or the table that it refers to."""
    if column.refers:
        return label("form_refers", lang, table=_title(TABLES[column.refers], lang))
    if table.name == "targets" and column.name == "scope":
        return label("form_scope", lang)
    return label(f"form_{column.kind}", lang)


def _allowed(offer: Offer | None, lang: str) -> str:
    if offer is None:
        return ""
    if offer.closed or len(offer.words) <= _LISTED:
        return label("comma_in_list", lang).join(offer.words)
    return label("allowed_known", lang, count=len(offer.words))


def _if_empty(table: Table, column: Column, lang: str) -> str:
    for group in table.one_of:
        if column.name in group:
            others = [table[name] for name in group if name != column.name]
            shown = " / ".join(each.zh if lang == "zh" else each.en for each in others)
            return label("empty_one_of", lang, others=shown)
    if table.made_key and column.name in table.key:
        return label("empty_made", lang)
    return label(f"empty_{column.need}", lang)


def _if_other(column: Column, offer: Offer | None, lang: str) -> str:
    if column.refers:
        return label("other_reference", lang, table=_title(TABLES[column.refers], lang))
    if column.name == "scope":
        return label("other_scope", lang)
    if column.name in ("owner", "user"):
        return label("other_people", lang)
    if column.choice:
        return label("other_closed" if offer is None or offer.closed else "other_open", lang)
    if column.kind in _READABLE:
        return label("other_value", lang)
    return label("other_new", lang) if offer else ""


def _title(table: Table, lang: str) -> str:
    return table.zh if lang == "zh" else table.en


def _lines(texts: Sequence[str]) -> int:
    """Return how many lines the longest of the cells takes: not every program fits heights."""
    return max(
        -(-letters(text) // (width - 2)) or 1
        for text, (_, width) in zip(texts, _HEADS, strict=True)
    )
