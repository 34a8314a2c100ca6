"""The parts of a report beside its charts: opening, key figures, red flags, sections, tables.

Each builder returns `Html`: shown as such in JupyterLab and in the rendered report, and as
words in a terminal. Sentences may carry the marks of `rich` (`**strong**`, `!!bad!!`).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal

from salesnb.figures.cards import Card, kpi_cards
from salesnb.figures.content import Block
from salesnb.figures.markup import Html, bare, rich, text
from salesnb.figures.tables import TableColumn, data_table
from salesnb.figures.theme import css_variables, font_stack
from salesnb.labels import label

__all__ = [
    "Card",
    "Flag",
    "Html",
    "TableColumn",
    "advice_list",
    "change_list",
    "data_table",
    "flag_list",
    "kpi_cards",
    "notice",
    "report_header",
    "section",
    "style_element",
    "stylesheet",
]

_WIDE_STOPS = ("。", "！", "？", "；")

Severity = Literal["red", "amber"]


@dataclass(frozen=True)
class Flag:
    """One red flag or warning: who, what, and at the end how much and since when.

    `is_new` marks one that the last report did not raise.
    """

    severity: Severity
    subject: str
    text: str
    detail: str = ""
    is_new: bool = False


def report_header(title: str, subtitle: str = "", lede_sentences: Sequence[str] = ()) -> Html:
    """Return the report's title, the line beneath it, and the findings in full sentences."""
    told = [bare(sentence) for sentence in lede_sentences if sentence]
    lede = _in_a_row([rich(sentence) for sentence in lede_sentences if sentence], told)
    html = f'<header class="snb snb-header"><h1>{text(title)}</h1>'
    html += f'<p class="snb-sub">{rich(subtitle)}</p>' if subtitle else ""
    html += f'<p class="snb-lede">{lede}</p>' if lede else ""
    words = [title, bare(subtitle), _in_a_row(told, told)]
    block = {"kind": "header", "title": title, "subtitle": bare(subtitle), "sentences": told}
    return Html(html + "</header>", "\n".join(word for word in words if word), content=[block])


def _in_a_row(sentences: Sequence[str], told: Sequence[str]) -> str:
    """Return sentences as one text; `told` is how each reads, which tells whether a blank follows.

    After a full stop of Chinese none does. What names a sentence has in it says nothing of its
    language.
    """
    joints = ["" if each.endswith(_WIDE_STOPS) else " " for each in told]
    return "".join(map("".join, zip(sentences, joints, strict=True))).rstrip()


def section(title: str, subtitle: str = "", anchor: str = "", *, short: str = "") -> Html:
    """Return the headline of a section.

    Parameters
    ----------
    title : str
        The finding as a headline.
    subtitle : str
        What is shown beneath: measure, unit, period.
    anchor : str
        Its address in the page; with one, the section stands in the contents list.
    short : str
        Its name in the contents list; without it the title.
    """
    address = f' id="{text(anchor)}"' if anchor else ""
    name = f' data-short="{text(short)}"' if short else ""
    html = f'<div class="snb snb-section"><h2{address}{name}>{rich(title)}</h2>'
    html += f'<p class="snb-sub">{rich(subtitle)}</p>' if subtitle else ""
    words = bare(title) + (f"\n{bare(subtitle)}" if subtitle else "")
    block = {
        "kind": "section",
        "title": bare(title),
        "subtitle": bare(subtitle),
        "anchor": anchor,
        "short": short or bare(title),
    }
    return Html(html + "</div>", words, content=[block])


def flag_list(flags: Sequence[Flag], lang: str = "zh") -> Html:
    """Return the red flags, then the warnings; where there are none, words that say so."""
    if not flags:
        words = label("no_flags", lang)
        return Html(
            f'<p class="snb snb-notice snb-calm">{text(words)}</p>', words, content=_remark(words)
        )
    ordered = sorted(flags, key=lambda flag: flag.severity != "red")
    items = "".join(_flag(flag, lang) for flag in ordered)
    words = "\n".join(
        f"{'●' if flag.severity == 'red' else '▲'} "
        + " ".join(bare(part) for part in (flag.subject, flag.text, flag.detail) if part)
        for flag in ordered
    )
    block = {"kind": "flags", "flags": [_plain(flag) for flag in ordered]}
    return Html(f'<ul class="snb snb-flags">{items}</ul>', words, content=[block])


def _plain(flag: Flag) -> Block:
    words = {"subject": flag.subject, "text": bare(flag.text), "detail": bare(flag.detail)}
    return {"severity": flag.severity, **words} | ({"is_new": True} if flag.is_new else {})


def _remark(words: str) -> list[Block]:
    return [{"kind": "notice", "words": bare(words)}]


def _flag(flag: Flag, lang: str) -> str:
    red = flag.severity == "red"
    name = label("flag_red" if red else "flag_amber", lang)
    mark = f'<i role="img" aria-label="{text(name)}">{"●" if red else "▲"}</i>'
    subject = f"<b>{text(flag.subject)}</b> " if flag.subject else ""
    detail = f"<span>{rich(flag.detail)}</span>" if flag.detail else ""
    css = "snb-red" if red else "snb-amber"
    new = f" <em>{text(label('flag_new', lang))}</em>" if flag.is_new else ""
    return f'<li class="{css}">{mark}<div>{subject}{rich(flag.text)}{new}</div>{detail}</li>'


def change_list(head: str, items: Sequence[str]) -> Html:
    """Return what changed since the last report: a line that says since when, then the items."""
    listed = "".join(f"<li>{rich(item)}</li>" for item in items)
    html = f'<div class="snb snb-changes"><h2>{text(head)}</h2><ul>{listed}</ul></div>'
    told = [bare(item) for item in items]
    block = {"kind": "notice", "words": "\n".join([head, *told]), "head": head, "items": told}
    return Html(html, "\n".join([head, *(f"- {item}" for item in told)]), content=[block])


def advice_list(items: Sequence[tuple[str, str, str]]) -> Html:
    """Return pieces of advice: what was found, the next step, the figures that led to it."""
    listed = "".join(
        f"<li><p>{rich(found)}</p><p class='snb-step'>{rich(step)}</p><small>{text(based)}</small></li>"
        for found, step, based in items
    )
    told = [[bare(found), bare(step), based] for found, step, based in items]
    words = "\n".join(f"{n}. {' '.join(parts)}" for n, parts in enumerate(told, start=1))
    block = {"kind": "advice", "items": told}
    return Html(f'<ol class="snb snb-advice">{listed}</ol>', words, content=[block])


def notice(words: str) -> Html:
    """Return a quiet remark: too little data, a section that does not apply."""
    html = f'<p class="snb snb-notice">{rich(words)}</p>'
    return Html(html, bare(words), content=_remark(words))


@cache
def stylesheet() -> str:
    """Return the one style sheet of reports, scoped to `.snb` so that it spoils nothing else."""
    rules = files("salesnb.figures").joinpath("report.css").read_text("utf-8")
    fonts = f"--sans:{font_stack()};"
    return (
        rules.replace("/*light*/", css_variables() + fonts)
        .replace("/*dark*/", css_variables(dark=True))
        .strip()
    )


def style_element() -> Html:
    """Return the style sheet for a notebook's first cell; a rendered report drops this copy."""
    return Html(f"<style data-snb>{stylesheet()}</style>")
