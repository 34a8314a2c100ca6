"""The first sheet of a report: findings, key figures, red flags, contents, and where it comes from."""

from collections.abc import Mapping, Sequence
from typing import Any

from salesnb.figures import Block
from salesnb.labels import label
from salesnb.reports.xlsx.pages import Plan
from salesnb.reports.xlsx.pen import LINE, Pen, fit_to_pages, height_of, native

_WIDTHS = (26, 32, 50, 26)
_LAST = len(_WIDTHS) - 1
_MONEY_UNITS = {"元", "万", "亿", "k", "M", "B"}


def write_opening(
    pen: Pen,
    sheet: Any,
    plan: Plan,
    names: Sequence[str],
    *,
    title: str,
    lineage: Mapping[str, str],
) -> None:
    """Write the first sheet.

    Parameters
    ----------
    names : the names of the plan's sheets, to which the contents link.
    """
    for column, width in enumerate(_WIDTHS):
        sheet.set_column(column, column, width)
    pen.text(sheet, 0, 0, plan.header.get("title") or title, "title")
    sheet.set_row(0, 26)
    pen.text(sheet, 1, 0, plan.header.get("subtitle", ""), "soft")
    page = _Lines(pen, sheet, 3)
    if sentences := plan.header.get("sentences"):
        page.head("sheet_findings")
        for sentence in sentences:
            page.paragraph(sentence, "sentence")
        page.skip()
    _write_cards(page, plan.cards)
    _write_flags(page, plan)
    _write_advice(page, plan)
    _write_contents(page, plan, names)
    page.head("lineage")
    for name, value in lineage.items():
        page.cells([name, value], ["soft"], ["left"])
    page.skip()
    page.paragraph(label("caution", pen.lang), "note")
    fit_to_pages(sheet, page.row)


class _Lines:
    """Writes line after line."""

    def __init__(self, pen: Pen, sheet: Any, row: int) -> None:
        self.pen, self.sheet, self.row = pen, sheet, row

    def head(self, key: str) -> None:
        """A heading of its own line."""
        self.pen.text(self.sheet, self.row, 0, label(key, self.pen.lang), "headline")
        self.sheet.set_row(self.row, 22)
        self.row += 1

    def heads(self, *keys: str) -> None:
        """The headers of a small table."""
        for column, key in enumerate(keys):
            side = ["right" if key == "figure_value" else "left"] if column else []
            words = label(key, self.pen.lang)
            self.pen.text(self.sheet, self.row, column, words, "head", *side)
        self.row += 1

    def paragraph(self, words: str, look: str) -> None:
        """A text over the whole width."""
        self.pen.paragraph(self.sheet, self.row, _LAST, words, sum(_WIDTHS) * 0.92, look)
        self.row += 1

    def cells(self, texts: Sequence[str], *looks: Sequence[str]) -> None:
        """A line of texts, the row as high as the longest needs; the last look serves the rest."""
        height = LINE
        for column, words in enumerate(texts):
            own = looks[min(column, len(looks) - 1)]
            self.pen.text(self.sheet, self.row, column, words, *own, "wrap")
            height = max(height, height_of(words, _WIDTHS[column] - 2))
        self.sheet.set_row(self.row, height)
        self.row += 1

    def skip(self) -> None:
        """An empty line."""
        self.row += 1


def _write_cards(page: _Lines, cards: Sequence[Block]) -> None:
    if not cards:
        return
    page.head("sheet_figures")
    page.heads("figure_name", "figure_value", "figure_detail", "figure_change")
    for card in cards:
        row = page.row
        page.cells([card["label"], "", card["detail"], card["delta"]], ["cell"], ["cell", "left"])
        value, pattern = _figure(card, page.pen.lang)
        shape = page.pen.look("cell", "bold", "right", "wrap", pattern=pattern)
        page.pen.value(page.sheet, row, 1, value, shape)
    page.skip()


def _figure(card: Block, lang: str) -> tuple[Any, str]:
    """Return a key figure as a number with its number format; as shown where no number is known."""
    unit, value = card.get("unit", ""), native(card.get("value"), "number", lang)
    if not isinstance(value, int | float):
        return native(f"{card['shown']}{unit}", "text", lang), "@"
    if unit == "%":
        return value, "0.0%"
    if unit in _MONEY_UNITS or not unit:
        return value, "#,##0"
    named = unit.replace('"', "")
    return value, f'#,##0.0" {named}"'


def _write_flags(page: _Lines, plan: Plan) -> None:
    if plan.flags:
        page.head("sheet_flags")
        page.heads("flag_level", "flag_subject", "flag_text", "figure_detail")
    for flag in plan.flags:
        is_red = flag["severity"] == "red"
        level = label("flag_red" if is_red else "flag_amber", page.pen.lang)
        words = [f"{'●' if is_red else '▲'} {level}"]
        new = f" · {label('flag_new', page.pen.lang)}" if flag.get("is_new") else ""
        words += [flag["subject"], flag["text"] + new, flag["detail"]]
        page.cells(words, ["cell", "bad" if is_red else "warn"], ["cell", "left"])
    for remark in plan.remarks:
        page.paragraph(remark, "note")
    if plan.flags or plan.remarks:
        page.skip()


def _write_advice(page: _Lines, plan: Plan) -> None:
    if not plan.advice:
        return
    page.head("advice_short")
    for number, (found, step, based) in enumerate(plan.advice, start=1):
        page.paragraph(f"{number}. {found}", "sentence")
        page.paragraph(f"→ {step}", "sentence")
        page.paragraph(based, "note")
    page.skip()


def _write_contents(page: _Lines, plan: Plan, names: Sequence[str]) -> None:
    if not names and not plan.told:
        return
    page.head("sheet_contents")
    link = page.pen.look("link")
    for name, content in zip(names, plan.pages, strict=True):
        page.sheet.write_url(page.row, 0, f"internal:'{name}'!A1", link, name)
        page.pen.text(page.sheet, page.row, 1, content.section.get("title", ""), "left")
        page.row += 1
    joint = "" if page.pen.lang == "zh" else " "
    for section, notes in plan.told:
        page.pen.text(page.sheet, page.row, 0, section.get("short", ""), "soft")
        words = joint.join(
            [section["title"], *notes] if joint else [section["title"] + "。", *notes]
        )
        page.pen.text(page.sheet, page.row, 1, words, "soft", "left")
        page.row += 1
    page.skip()
