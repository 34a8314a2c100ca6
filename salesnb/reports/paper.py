"""What a report's page needs on paper: charts in plain colours, a glossary, links that lead on."""

import re
from collections.abc import Iterator
from xml.etree import ElementTree as ET

from salesnb.labels import label

_SVG = "{http://www.w3.org/2000/svg}"
_VARIABLE = re.compile(r"var\(\s*--[\w-]+\s*,\s*([^()]*)\)")
_LEADS_ON = re.compile(r"https?://|mailto:", re.IGNORECASE)
_MANY, _MOST = 9, 13  # columns from which a table is set smaller, and on a page laid across
_SHORT = 12  # rows up to which a table is not parted


def lay_out_for_paper(page: ET.Element, lang: str) -> None:
    """Change a report's parsed page in place, as its PDF wants it.

    Charts get their colours on white and their alternative text where a PDF looks for it;
    wide tables are marked; definitions are said once, at the end; links to files that do not
    travel with the PDF are words only.

    Parameters
    ----------
    page : Element
        The `<html>` element, names without a namespace.
    lang : str
        `zh` or `en`.
    """
    for chart in page.iter(f"{_SVG}svg"):
        _settle_colours(chart)
        _name_chart(chart, chart.get("aria-label", ""))
    for card in _with_class(page, "snb-card"):
        for spark in card.findall(f"{_SVG}svg"):
            _name_chart(spark, label("spark_alt", lang, name=_words(card[0])))
    for cards in _with_class(page, "snb-cards"):
        _mark(cards, *(f"snb-by-{each}" for each in (3, 5) if len(cards) % each == 0))
    for table in page.iter("table"):
        _mark_size(table)
    _cut_links(page)
    _collect_definitions(page, lang)
    _name_bookmarks(page)


def _settle_colours(chart: ET.Element) -> None:
    """Put the value on white in the place of every CSS variable."""
    for part in chart.iter():
        style = part.get("style")
        if style:
            part.set("style", _VARIABLE.sub(r"\1", style))


def _name_chart(chart: ET.Element, words: str) -> None:
    if words:
        title = ET.Element(f"{_SVG}title")
        title.text = words
        chart.insert(0, title)


def _mark_size(table: ET.Element) -> None:
    rows = list(table.iter("tr"))
    columns = max(map(len, rows), default=0)
    sizes = (columns >= _MANY, columns >= _MOST, len(rows) <= _SHORT + 1)
    names = ("snb-many", "snb-most", "snb-short")
    _mark(table, *(name for name, fits in zip(names, sizes, strict=True) if fits))


def _mark(part: ET.Element, *names: str) -> None:
    """Add classes for the print sheet, which could also find them with `:has`, but slowly."""
    part.set("class", " ".join((*part.get("class", "").split(), *names)))


def _name_bookmarks(page: ET.Element) -> None:
    """A section stands in the outline under its short name, as in the contents list."""
    for level in ("h1", "h2"):
        for heading in page.iter(level):
            heading.set("data-bookmark", heading.get("data-short") or _words(heading))


def _cut_links(page: ET.Element) -> None:
    anchors = {part.get("id") for part in page.iter()}
    for link in page.iter("a"):
        href = link.get("href", "")
        if href[1:] in anchors if href.startswith("#") else _LEADS_ON.match(href):
            continue
        link.attrib.pop("href", None)


def _collect_definitions(page: ET.Element, lang: str) -> None:
    """Move the definitions from beneath the tables to one list at the end of the report."""
    found: dict[str, str] = {}
    for table in _with_class(page, "snb-table"):
        for details in table.findall("details"):
            for term, meaning in zip(details.iter("dt"), details.iter("dd"), strict=False):
                found.setdefault(_words(term), _words(meaning))
            table.remove(details)
    main = page.find(".//main")
    if not found or main is None:
        return
    section = ET.SubElement(main, "section", {"class": "snb-glossary"})
    heading = ET.SubElement(section, "h2")
    heading.text = label("definitions", lang)
    entries = ET.SubElement(section, "dl")
    for name, meaning_words in found.items():
        entry = ET.SubElement(entries, "div")
        ET.SubElement(entry, "dt").text = name
        ET.SubElement(entry, "dd").text = meaning_words


def _with_class(page: ET.Element, name: str) -> Iterator[ET.Element]:
    return (part for part in page.iter() if name in part.get("class", "").split())


def _words(part: ET.Element) -> str:
    return " ".join("".join(part.itertext()).split())
