"""A worklist as one HTML page for phone and desk: cards, nothing from elsewhere, prints well."""

import hashlib
import re
from collections.abc import Mapping
from datetime import date
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import pandas as pd

from salesnb.errors import SalesnbError
from salesnb.figures.markup import text
from salesnb.figures.page import document, policy_of, style_with
from salesnb.formats import money
from salesnb.labels import label, plural, say
from salesnb.tasks.columns import kind_words, task_number

# A number that can be called; one that is masked has stars in it and is no link.
_PHONE = re.compile(r"\+?\d[\d -]{5,18}\d")


def write_page(tasks: pd.DataFrame, path: Path, *, lang: str, as_of: date, title: str) -> None:
    """Write a worklist as a page.

    Ticks on it are for the reader: they stay in the browser, and the page says so.

    Parameters
    ----------
    tasks : the frame of tasks; those that fit into the day are listed, the others counted. Where it
        has a column `contact`, numbers that are not masked can be called.

    Raises
    ------
    SalesnbError
        The file cannot be written.
    """
    try:
        path.write_text(page_html(tasks, lang=lang, as_of=as_of, title=title), encoding="utf-8")
    except OSError as error:
        raise SalesnbError(say("file_unwritten", name=path.name)) from error


def page_html(tasks: pd.DataFrame, *, lang: str, as_of: date, title: str) -> str:
    """Return the page."""
    shown = tasks[tasks["is_shown"]].sort_values("rank", kind="stable")
    owners = list(dict.fromkeys(tasks["owner"]))
    parts = []
    for owner in owners:
        own = shown[shown["owner"] == owner]
        head = f"<h2>{text(owner)}</h2>" if len(owners) > 1 else ""
        cards = "".join(_card(task, as_of, lang) for task in own.to_dict("records"))
        rest = int((tasks["owner"] == owner).sum()) - len(own)
        more = (
            f'<p class="snb-soft">{text(plural("worklist_rest", lang, rest))}</p>' if rest else ""
        )
        parts.append(f'{head}<ol class="snb-tasks">{cards}</ol>{more}')
    body = "".join(parts) if len(shown) else ""
    told = label("worklist_ticks" if len(shown) else "worklist_none", lang)
    count = label("worklist_ticked", lang, count=len(shown))
    before, _, after = text(count).partition("#")
    page = (
        f'<main class="snb snb-list"><header class="snb snb-header"><h1>{text(title)}</h1>'
        f'<p class="snb-sub">{text(_summary(shown, as_of, lang))}</p></header>\n'
        f'<p class="snb-told">{text(told)}</p>\n'
        f'<p class="snb-count" role="status" hidden>{before}<b>0</b>{after}</p>\n{body}\n</main>'
    )
    script = _resource("page.js").strip()
    return document(
        page,
        title=text(title),
        lang=lang,
        style=_style(),
        script=script,
        policy=policy_of(script),
        meta='<meta name="format-detection" content="telephone=no">\n',
    )


def _summary(shown: pd.DataFrame, as_of: date, lang: str) -> str:
    since = shown["due_on"].where(shown["kind"] != "payment", shown["since"])
    late = int((since < pd.Timestamp(as_of)).sum())
    parts = [plural("worklist_count", lang, len(shown))]
    parts += [plural("worklist_late", lang, late)] if late else []
    value = shown["expected_value"].fillna(0).sum()
    parts += [label("worklist_worth", lang, value=money(value, lang))] if value else []
    return " · ".join(parts)


def _card(task: Mapping[Any, Any], as_of: date, lang: str) -> str:
    number = task_number(str(task["key"]), task["due_on"])
    ident = hashlib.sha256(f"{number}|{task['owner']}".encode()).hexdigest()[:16]
    name = text(task["name"])
    tick = text(label("worklist_tick", lang, name=task["name"]))
    parts = [
        f'<p class="snb-what">{_what(task, as_of, lang)}</p><h3>{name}</h3>',
        _paragraph("snb-why-due", task.get("reason")),
        _paragraph("snb-step", task.get("next_step")),
        _call(task.get("contact"), lang),
        _details(task, lang),
    ]
    return (
        f'<li class="snb-task" data-task="{ident}"><div><label class="snb-tick">'
        f'<input type="checkbox" aria-label="{tick}"></label>'
        f'<div class="snb-number">{int(task["rank"])}</div></div><div>{"".join(parts)}</div></li>'
    )


def _what(task: Mapping[Any, Any], as_of: date, lang: str) -> str:
    """Return the line above the name: the kind, when it is due, what it is worth."""
    parts = [f"<b>{text(kind_words(str(task['kind']), lang))}</b>"]
    # Money is late from its own date on, as alerts say, whatever day the task is due.
    since = task["since" if task["kind"] == "payment" else "due_on"]
    if not pd.isna(since):
        due = pd.Timestamp(since).date()
        if due < as_of:
            words = plural("worklist_overdue", lang, (as_of - due).days)
            parts.append(f'<span class="snb-late">{text(words)}</span>')
        else:
            words = f"{label('worklist_due_on', lang)} {due}"
            parts.append(f"<span>{text(words)}</span>")
    if not pd.isna(task["expected_value"]) and task["expected_value"]:
        worth = label("worklist_worth", lang, value=money(task["expected_value"], lang))
        parts.append(f"<span>{text(worth)}</span>")
    return "".join(parts)


def _paragraph(name: str, words: Any) -> str:
    return "" if _is_empty(words) else f'<p class="{name}">{text(words)}</p>'


def _call(contact: Any, lang: str) -> str:
    if _is_empty(contact) or not (found := _PHONE.fullmatch(str(contact).strip())):
        return ""
    number = re.sub(r"[^+\d]", "", found[0])
    words = text(label("worklist_call", lang, number=found[0]))
    return f'<a class="snb-call" href="tel:{number}">{words}</a>'


def _details(task: Mapping[Any, Any], lang: str) -> str:
    rows = "".join(
        f"<dt>{text(label(f'worklist_{name}', lang))}</dt><dd>{text(task[name])}</dd>"
        for name in ("last_feedback", "draft")
        if not _is_empty(task.get(name))
    )
    if not rows:
        return ""
    more = text(label("worklist_more", lang))
    return f"<details><summary>{more}</summary><dl>{rows}</dl></details>"


def _is_empty(value: Any) -> bool:
    return value is None or bool(pd.isna(value)) or not str(value).strip()


@cache
def _style() -> str:
    return style_with(_resource("page.css"))


def _resource(name: str) -> str:
    return files("salesnb.tasks").joinpath(name).read_text("utf-8")
