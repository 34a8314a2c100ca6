"""`write_workbook`: what a report shows, as a workbook."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path
from typing import IO, Any

import xlsxwriter

from salesnb.figures import Block
from salesnb.figures.theme import colour
from salesnb.labels import label
from salesnb.loaders.workbooks.template import SAFE_OPTIONS
from salesnb.reports.xlsx.opening import write_opening
from salesnb.reports.xlsx.pages import plan_pages, sheet_names
from salesnb.reports.xlsx.pen import LINE, Pen
from salesnb.reports.xlsx.sheet import write_page

_AUTHOR = "salesnb"
_FONTS = {"zh": "Microsoft YaHei", "en": "Arial"}
_A4 = 9


def write_workbook(
    blocks: Iterable[Block],
    sink: Path | IO[bytes],
    *,
    lang: str,
    title: str,
    lineage: Mapping[str, str],
    made_at: datetime,
    currency: str = "CNY",
) -> None:
    """Write a report's content as a workbook; it holds constants only, no formula.

    Parameters
    ----------
    blocks : sequence of blocks
        What the report shows, in its order (see `figures.content`).
    sink : Path or binary file
        Where it goes.
    lang : str
        `zh` or `en`.
    title : str
        In the document's properties and at the top of printed pages.
    lineage : mapping
        Where the figures come from: name and value.
    made_at : datetime
        When the report was made, for the document's properties.
    currency : str
        Named where amounts stand; CNY as 元 or yuan.
    """
    plan = plan_pages(blocks, lang)
    opening = label("key_points", lang)
    wanted = [str(page.section.get("short") or page.section.get("title")) for page in plan.pages]
    first, *names = sheet_names([opening, *wanted])
    look = {"font_name": _FONTS[lang], "font_size": 10}
    target = str(sink) if isinstance(sink, Path) else sink
    with xlsxwriter.Workbook(target, SAFE_OPTIONS | {"default_format_properties": look}) as book:
        book.set_properties(
            {"title": title, "author": _AUTHOR, "created": made_at.replace(tzinfo=None)}
        )
        pen = Pen(book, lang)
        sheets = [book.add_worksheet(name) for name in (first, *names)]
        for sheet in sheets:
            _set_up(sheet, title, lang)
        sheets[0].activate()
        sheets[0].set_tab_color(colour("accent"))
        write_opening(pen, sheets[0], plan, names, title=title, lineage=lineage)
        for sheet, name, page in zip(sheets[1:], names, plan.pages, strict=True):
            write_page(pen, sheet, page, name, opening=first, currency=currency)


def _set_up(sheet: Any, title: str, lang: str) -> None:
    """How a sheet is seen and printed: no grid, landscape A4, one page wide, title and pages."""
    sheet.set_default_row(LINE)
    sheet.hide_gridlines(2)
    sheet.set_zoom(100)
    sheet.set_comments_author(_AUTHOR)
    sheet.set_landscape()
    sheet.set_paper(_A4)
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.5, right=0.5, top=0.75, bottom=0.65)
    sheet.set_header(f"&L{title[:180].replace('&', '&&')}&R&A")
    sheet.set_footer(f"&C{label('sheet_page', lang, page='&P', pages='&N')}")
