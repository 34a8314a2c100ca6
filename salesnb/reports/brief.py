"""What a report says in short, kept beside its files; mails and chat messages are made from it."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from salesnb import formats
from salesnb.figures import Block
from salesnb.labels import label
from salesnb.periods import Period
from salesnb.reports.plan import Task


def brief_path(page: Path) -> Path:
    """Return where the brief of a report lies: hidden beside its page.

    Examples
    --------
    >>> brief_path(Path("2026-10/company/funnel.zh.html")).as_posix()
    '2026-10/company/.funnel.zh.json'
    """
    return page.with_name(f".{page.stem}.json")


def report_brief(
    blocks: Sequence[Block],
    summary: Mapping[str, Any],
    task: Task,
    *,
    kind: str,
    banner: Sequence[str],
) -> str:
    """Return the brief of an executed report as JSON: its first screen, and what it is of.

    It says nothing that the page does not say, and not when it was made, so that a report that is
    made again from the same data has the same brief.

    Parameters
    ----------
    blocks, summary : what the report shows and says of itself (`figures.content`).
    kind : the title of the kind of report.
    banner : what stands at the top of the page.
    """
    screen = list(_first_screen(blocks))
    header = _first(screen, "header")
    changed = next((block for block in screen if "items" in block), {})
    period = _period_label(task.period, task.lang)
    told = {
        "notebook": task.notebook,
        "title": kind,
        "scope": str(task.scope),
        "scope_label": _scope_label(task, str(summary.get("title", "")), period),
        "period": task.period.text,
        "period_label": period,
        "as_of": task.parameters["as_of"],
        "lang": task.lang,
        "subtitle": header.get("subtitle", ""),
        "sentences": header.get("sentences", []),
        "cards": _first(screen, "cards").get("cards", []),
        "flags": _first(screen, "flags").get("flags", []),
        "flag_count": int(summary.get("flags", 0)),
        "since": changed.get("head", ""),
        "changed": changed.get("items", []),
        "banner": list(banner),
        "formats": list(task.formats),
    }
    return json.dumps(told, ensure_ascii=False, indent=1) + "\n"


def _first_screen(blocks: Sequence[Block]) -> Sequence[Block]:
    """Return what stands above the first section; of a notebook without a header nothing."""
    kinds = [block.get("kind") for block in blocks]
    end = kinds.index("section") if "section" in kinds else len(blocks)
    return blocks[:end] if "header" in kinds[:end] else []


def _first(blocks: Sequence[Block], kind: str) -> Block:
    return next((block for block in blocks if block.get("kind") == kind), {})


def _period_label(period: Period, lang: str) -> str:
    if period.grain != "range":
        return formats.period_title(period.text, lang)
    days = (period.start.isoformat(), period.last_day.isoformat())
    return " – ".join(formats.period_title(day, lang) for day in days)


def _scope_label(task: Task, title: str, period: str) -> str:
    """Return the scope as the report's title names it; without a title its own name."""
    if title.endswith(f" · {period}"):
        return title.removesuffix(f" · {period}")
    return task.scope.query or task.scope.name or label("company", task.lang)
