"""The page of a run, for the operator: what was made, how long it took, what failed and why."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from salesnb.figures.markup import text
from salesnb.formats import period_title
from salesnb.labels import label
from salesnb.reports.page import safe_link, site_page

_ANSI = re.compile(r"\x1b\[[0-9;]*m")
_WORST_FIRST = ("failed", "held", "interrupted", "waiting", "made")
_SECONDS = "{:,.1f}"

Row = Mapping[str, Any]


def run_html(manifest: Row, lang: str) -> str:
    """Return a run's manifest as a page in the style of the index."""
    title = text(label("run_title", lang, name=manifest["id"]))
    ordered = sorted(manifest["reports"], key=lambda row: _WORST_FIRST.index(row["state"]))
    troubled = [row for row in ordered if row["state"] != "made" or _remarks(row, lang)]
    body = "".join(_trouble(row, lang) for row in troubled)
    if body:
        body = _section("run_troubles", body, lang)
    reports = _section("run_reports", _table(ordered, lang), lang)
    page = (
        f'<div class="snb-layout"><nav class="snb snb-nav">{_links(lang)}</nav>\n'
        f'<main id="content" class="snb"><header class="snb snb-header"><h1>{title}</h1>'
        f'<p class="snb-sub">{text(_counts(manifest, lang))}</p></header>\n'
        f"{_facts(manifest, lang)}{body}{_deliveries(manifest, lang)}{reports}"
        "\n</main>\n</div>"
    )
    return site_page(page, title=title, lang=lang)


def _links(lang: str) -> str:
    words = text(label("back_to_index", lang))
    return f'<ul class="snb-links"><li><a href="../index.html">{words}</a></li></ul>'


def _counts(manifest: Row, lang: str) -> str:
    counts = Counter(row["state"] for row in manifest["reports"])
    parts = [
        f"{label(f'run_state_{state}', lang)} {counts[state]}"
        for state in reversed(_WORST_FIRST)
        if counts[state]
    ]
    if manifest["unchanged"]:
        parts.append(f"{label('run_unchanged', lang)} {len(manifest['unchanged'])}")
    return " · ".join(parts)


def _facts(manifest: Row, lang: str) -> str:
    seconds = manifest["seconds"]
    facts = {
        "run_job": manifest["job"],
        "run_day": period_title(manifest["day"], lang),
        "run_state": label(f"run_is_{manifest['state']}", lang),
        "run_began": manifest["began_at"].replace("T", " "),
        "run_seconds": "" if seconds is None else _SECONDS.format(seconds),
        "snapshot": manifest["snapshot"],
        "version": f"salesnb {manifest['salesnb']}",
    }
    rows = "".join(
        f'<tr><th scope="row">{text(label(key, lang))}</th><td class="snb-left">{text(value)}</td></tr>'
        for key, value in facts.items()
    )
    return _framed(f"<tbody>{rows}</tbody>", label("run_job", lang), lang)


def _section(key: str, inner: str, lang: str) -> str:
    return f'<section class="snb-section"><h2 id="{key}">{text(label(key, lang))}</h2>{inner}</section>'


def _deliveries(manifest: Row, lang: str) -> str:
    """Return what was sent to whom, what could not be sent first; nothing where nothing is sent."""
    rows = sorted(manifest.get("deliveries", ()), key=lambda row: row["state"] == "confirmed")
    if not rows:
        return ""
    keys = ("deliver_recipient", "run_state", "deliver_way", "run_report", "scope", "period")
    head = "".join(
        f'<th scope="col" class="snb-left">{text(label(key, lang))}</th>'
        for key in (*keys, "deliver_why")
    )
    body = "".join(f"<tr>{_delivery_cells(row, lang)}</tr>" for row in rows)
    inner = f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody>"
    return _section("run_deliveries", _framed(inner, label("run_deliveries", lang), lang), lang)


def _delivery_cells(row: Row, lang: str) -> str:
    state = text(label(f"deliver_state_{row['state']}", lang))
    if row["error"] and row["state"] in ("queued", "sent", "dead"):
        state = f'<b class="snb-bad">{state}</b>'
    way = label(f"deliver_way_{row['way']}", lang)
    texts = [way, f"{row['notebook']} ({row['lang']})", row["scope"], row["period"], row["error"]]
    values = [text(row["recipient"]), state, *map(text, texts)]
    return "".join(f'<td class="snb-left">{value}</td>' for value in values)


def _trouble(row: Row, lang: str) -> str:
    """Return what went wrong with one report, and how to look at it."""
    name = f"{row['notebook']} · {row['scope']} · {row['period']} · {row['lang']}"
    state = label(f"run_state_{row['state']}", lang)
    said = [row["error"] or "", *_remarks(row, lang)] if row["state"] != "held" else [row["error"]]
    parts = [f"<p>{text(sentence)}</p>" for sentence in said if sentence]
    cells = [row.get("failed"), *row.get("sections", ())]
    traces = [_trace(cell, lang) for cell in cells if cell and cell["traceback"]]
    command = row.get("command")
    if command:
        parts.append(f"<p>{text(label('run_open', lang))}</p>")
        parts.append(f'<pre class="snb-stream">{text(command)}</pre>')
    body = "".join([*parts, *traces])
    return f"<h3>{text(name)} — {text(state)}</h3>{body}"


def _remarks(row: Row, lang: str) -> list[str]:
    sections = [
        label("run_section_failed", lang, cell=cell["cell"], said=cell["error"])
        for cell in row.get("sections", ())
    ]
    return [*(said[lang] for said in row.get("remarks", ())), *sections]


def _trace(cell: Row, lang: str) -> str:
    title = text(label("run_trace", lang, cell=cell["cell"]))
    trace = text(_ANSI.sub("", cell["traceback"]))
    return f'<details><summary>{title}</summary><pre class="snb-stream">{trace}</pre></details>'


def _table(rows: Sequence[Row], lang: str) -> str:
    texts = ("run_report", "scope", "period", "run_state")
    head = "".join(
        f'<th scope="col" class="snb-left">{text(label(key, lang))}</th>' for key in texts
    ) + "".join(
        f'<th scope="col">{text(label(key, lang))}</th>' for key in ("run_attempts", "run_seconds")
    )
    body = "".join(f"<tr>{_cells(row, lang)}</tr>" for row in rows)
    inner = f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody>"
    return _framed(inner, label("run_reports", lang), lang)


def _framed(inner: str, name: str, lang: str) -> str:
    """Return a table that scrolls by itself where a screen is narrow; a long one can be filtered."""
    keys = {
        "sort-hint": "sort_hint",
        "filter-hint": "filter_rows",
        "filter-none": "filter_rows_none",
    }
    hints = "".join(f' data-{hint}="{text(label(key, lang))}"' for hint, key in keys.items())
    return (
        '<div class="snb snb-table"><div class="snb-scroll" role="region" tabindex="0"'
        f' aria-label="{text(name)}"><table{hints}>{inner}</table></div></div>'
    )


def _cells(row: Row, lang: str) -> str:
    name = text(f"{row['notebook']} ({row['lang']})")
    if row.get("files"):
        name = f'<a href="{text(safe_link("../" + row["files"][0]))}">{name}</a>'
    state = text(label(f"run_state_{row['state']}", lang))
    if row["state"] in ("failed", "held"):
        state = f'<b class="snb-bad">{state}</b>'
    seconds = "" if row["seconds"] is None else _SECONDS.format(row["seconds"])
    values = [name, text(row["scope"]), text(row["period"]), state]
    numbers = [str(len(row["attempts"])), seconds]
    return "".join(f'<td class="snb-left">{value}</td>' for value in values) + "".join(
        f"<td>{text(value)}</td>" for value in numbers
    )
