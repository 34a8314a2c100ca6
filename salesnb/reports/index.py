"""The page on which a recipient finds all reports: newest period first, findings as text."""

import os
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import groupby
from pathlib import Path

from salesnb.errors import UsageError
from salesnb.figures.markup import text
from salesnb.formats import period_title
from salesnb.labels import label, plural
from salesnb.periods import parse_period
from salesnb.reports.page import contents_list, safe_link, site_page


@dataclass(frozen=True)
class Entry:
    """One report in the index.

    Parameters
    ----------
    period, scope, notebook : str
        Code names: 2026-10, team:东区, funnel.
    scope_label, notebook_label : str
        As readers know them.
    path : str
        Relative to the index.
    headline : str
        The report's first finding.
    flags : int
        How many red flags it raises.
    figures : sequence of (name, text)
        The headline figures.
    failed : bool
        It could not be made: named, but not linked.
    others : sequence of (path, text)
        The report in other formats.
    """

    period: str
    scope: str
    scope_label: str
    notebook: str
    notebook_label: str
    path: str
    headline: str = ""
    flags: int = 0
    figures: Sequence[tuple[str, str]] = ()
    failed: bool = False
    others: Sequence[tuple[str, str]] = ()


_OPEN_PERIODS = 6  # older ones are folded
_SCOPES = ("company", "department", "team", "rep")


def write_index(
    folder: Path, entries: Sequence[Entry], lang: str, fiscal_start: int = 1, *, reader: str = ""
) -> Path:
    """Write `index.html` into a folder, in one step: a reader never sees half of it."""
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / "index.html"
    handle, aside = tempfile.mkstemp(dir=folder, prefix=".index-", suffix=".html")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(index_html(entries, lang, fiscal_start, reader=reader))
        Path(aside).chmod(0o644)  # mkstemp's file is for its owner only
        Path(aside).replace(target)
    except BaseException:
        Path(aside).unlink(missing_ok=True)
        raise
    return target


def index_html(
    entries: Sequence[Entry], lang: str, fiscal_start: int = 1, *, reader: str = ""
) -> str:
    """Return the index page: by period, newest first, then by scope, then by notebook.

    Parameters
    ----------
    fiscal_start : the month in which the fiscal year begins; 2026Q4 lies by it.
    reader : whose index it is; empty = the operator's, of all reports.
    """
    ordered = sorted(entries, key=partial(_order, fiscal_start=fiscal_start))
    groups = [
        (period, list(group)) for period, group in groupby(ordered, key=lambda entry: entry.period)
    ]
    recent = "".join(_period(period, group, lang) for period, group in groups[:_OPEN_PERIODS])
    older = "".join(_period(period, group, lang) for period, group in groups[_OPEN_PERIODS:])
    if older:
        title = text(label("index_earlier", lang))
        older = f'<details class="snb-older"><summary>{title}</summary>{older}</details>'
    contents = contents_list(
        [(f"p-{period}", _title(period, lang)) for period, _ in groups[:_OPEN_PERIODS]]
    )
    title = text(label("index_of", lang, reader=reader) if reader else label("index_title", lang))
    body = recent + older or f'<p class="snb-notice">{text(label("index_empty", lang))}</p>'
    hint = text(label("index_filter", lang))
    search = (
        f'<input type="search" id="snb-filter" placeholder="{hint}" aria-label="{hint}" hidden>'
    )
    none = text(label("index_none", lang))
    search += f'<p id="snb-none" class="snb-notice" role="status" hidden>{none}</p>'
    count = text(plural("report_count", lang, sum(not entry.failed for entry in entries)))
    page = (
        f'<div class="snb-layout"><nav class="snb snb-nav">{contents}</nav>\n'
        f'<main id="content" class="snb"><header class="snb snb-header"><h1>{title}</h1>'
        f'<p class="snb-sub">{count}</p>{search if entries else ""}</header>\n{body}\n</main>\n'
        "</div>"
    )
    return site_page(page, title=title, lang=lang)


def _order(entry: Entry, fiscal_start: int) -> tuple[int, int, str, int, str, str]:
    try:
        period = parse_period(entry.period, fiscal_start=fiscal_start)
        newest, longest = -period.end.toordinal(), period.start.toordinal()
    except UsageError:
        newest, longest = 0, 0  # no period: after all others
    kind = entry.scope.partition(":")[0]
    rank = _SCOPES.index(kind) if kind in _SCOPES else len(_SCOPES)
    return newest, longest, entry.period, rank, entry.scope_label, entry.notebook_label


def _period(period: str, entries: Iterable[Entry], lang: str) -> str:
    anchor = text(f"p-{period}")
    scopes = "".join(
        f'<div class="snb-scope" data-group><h3>{text(name)}</h3><ul>'
        + "".join(_entry(entry, lang) for entry in group)
        + "</ul></div>"
        for name, group in groupby(entries, key=lambda entry: entry.scope_label)
    )
    title = text(_title(period, lang))
    return (
        f'<section class="snb-section" data-group><h2 id="{anchor}">{title}</h2>{scopes}</section>'
    )


def _title(period: str, lang: str) -> str:
    """Return a period as shown; a range as its first and last day."""
    return " – ".join(period_title(day, lang) for day in period.split(".."))


def _entry(entry: Entry, lang: str) -> str:
    name = text(entry.notebook_label)
    if entry.failed:
        failed = text(label("index_failed", lang))
        return f'<li data-entry><span class="snb-soft">{name}</span> <em>{failed}</em></li>'
    links = f'<a href="{text(safe_link(entry.path))}">{name}</a>' + "".join(
        f' · <a class="snb-soft" href="{text(safe_link(path))}">{text(words)}</a>'
        for path, words in entry.others
    )
    headline = f"<p>{text(entry.headline)}</p>" if entry.headline else ""
    return (
        f'<li data-entry><div class="snb-entry"><div>{links}</div>{_figures(entry, lang)}</div>'
        f"{headline}</li>"
    )


def _figures(entry: Entry, lang: str) -> str:
    shown = [
        f'<span><span class="snb-soft">{text(name)}</span> <b>{text(words)}</b></span>'
        for name, words in entry.figures
    ]
    if entry.flags:
        flags = text(plural("flag_count", lang, entry.flags))
        shown.append(f'<span class="snb-bad">● {flags}</span>')
    return f'<div class="snb-numbers">{"".join(shown)}</div>' if shown else ""
