"""Which sheets a report's content becomes: the opening, then one page per table."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from salesnb.figures import Block
from salesnb.labels import label

_FORBIDDEN = str.maketrans(dict.fromkeys("[]:*?/\\'", " "))
_RESERVED = "history"  # Excel keeps this name for itself
_MOST = 31


@dataclass
class Page:
    """One sheet: a table with the charts of its section, or charts alone."""

    section: Block
    table: Block | None = None
    charts: list[Block] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


@dataclass
class Plan:
    """A report as sheets.

    Attributes
    ----------
    header : the report's title, subtitle and findings.
    cards, flags, remarks, advice : what the first sheet shows besides.
    pages : the other sheets.
    told : sections without a table or a chart, each with its remarks.
    """

    header: Block = field(default_factory=dict)
    cards: list[Block] = field(default_factory=list)
    flags: list[Block] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    advice: list[Block] = field(default_factory=list)
    pages: list[Page] = field(default_factory=list)
    told: list[tuple[Block, list[str]]] = field(default_factory=list)


def plan_pages(blocks: Iterable[Block], lang: str) -> Plan:
    """Return the sheets of a report.

    Every table has a sheet of its own. A chart stands on the sheet of the table after it, the
    last charts of a section on the sheet before; a section of charts alone is a sheet, too.
    """
    plan = Plan()
    opening = {"title": "", "subtitle": "", "short": label("sheet_data", lang)}
    part = _Section(opening)
    for block in blocks:
        kind = block.get("kind")
        if kind == "section":
            part.close(plan)
            part = _Section(block)
        elif kind == "header":
            plan.header = plan.header or block
        elif kind == "cards":
            plan.cards += block["cards"]
        elif kind == "flags":
            plan.flags += block["flags"]
        elif kind == "advice":
            plan.advice += block["items"]
            part.is_told = True
        elif kind == "chart":
            part.waiting.append(block)
        elif kind == "table":
            part.add_table(block)
        elif kind == "notice" and part.section is opening:
            plan.remarks.append(block["words"])
        elif kind == "notice":
            part.add_note(block["words"])
    part.close(plan)
    return plan


class _Section:
    """The pages of one section while its blocks come in."""

    def __init__(self, section: Block) -> None:
        self.section = section
        self.is_told = False  # on the first sheet
        self.waiting: list[Block] = []
        self._pages: list[Page] = []
        self._notes: list[str] = []

    def add_table(self, table: Block) -> None:
        self._pages.append(Page(self.section, table, self.waiting))
        self.waiting = []

    def add_note(self, words: str) -> None:
        notes = self._pages[-1].notes if self._pages else self._notes
        notes.append(words)

    def close(self, plan: Plan) -> None:
        if self.waiting and not self._pages:
            self._pages.append(Page(self.section))
        if self._pages:
            self._pages[-1].charts += self.waiting
            self._pages[0].notes[:0] = self._notes
        elif self.section.get("title") and not self.is_told:
            plan.told.append((self.section, self._notes))
        plan.pages += self._pages


def sheet_names(wanted: Iterable[str]) -> list[str]:
    """Return names that Excel takes: without forbidden characters, at most 31 long, all different.

    Examples
    --------
    >>> sheet_names(["a/b", "A b", "x" * 40, ""])
    ['a b', 'A b (2)', 'xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx', '-']
    """
    taken: set[str] = set()
    names = []
    for text in wanted:
        name, number = _short(text, ""), 1
        while name.casefold() in taken or name.casefold() == _RESERVED:
            number += 1
            name = _short(text, f" ({number})")
        taken.add(name.casefold())
        names.append(name)
    return names


def _short(text: str, ending: str) -> str:
    kept = " ".join("".join(c for c in text.translate(_FORBIDDEN) if c.isprintable()).split())
    while len((kept + ending).encode("utf-16-le")) // 2 > _MOST:
        kept = kept[:-1]
    return (kept.strip() or "-") + ending
