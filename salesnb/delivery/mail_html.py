"""The HTML of a mail: tables, styles in attributes, nothing from elsewhere, under 60 kB.

Outlook lays mails out with Word and Gmail drops style sheets, so there are neither flexible boxes
nor media queries: two columns of cards are narrow enough for a phone. Every text stands on a
background of its own, so that programs that turn mails dark turn both.
"""

import re
from collections.abc import Iterable, Sequence
from functools import cache
from importlib.resources import files

import css_inline

from salesnb.delivery.block import Block
from salesnb.delivery.brief import Figure, RedFlag
from salesnb.figures.markup import text
from salesnb.figures.page import LANGUAGE_TAGS
from salesnb.figures.theme import colour
from salesnb.labels import label, plural

MOST_BYTES = 60_000
_MOST_BLOCKS, _MOST_OTHERS = 5, 30
_CLASS = re.compile(r' class="[a-z -]*"')
_VARIABLE = re.compile(r"var\(--([a-z-]+)\)")
_UNIT = re.compile(r"(?<=[\d–])\s?(%|[^\d\s,.–−]+)$")
_TABLE = 'role="presentation" cellpadding="0" cellspacing="0" border="0"'


def mail_html(blocks: Sequence[Block], subject: str, name: str, lang: str) -> str:
    """Return the page of a mail; of many reports the last ones are a line each.

    Parameters
    ----------
    blocks : the reports, the most urgent first.
    name : of whom it is for.
    """
    for count in range(min(_MOST_BLOCKS, len(blocks)), 0, -1):
        page = _inlined(_page(blocks, count, subject, name, lang))
        if len(page.encode()) < MOST_BYTES:
            break
    return page


def _page(blocks: Sequence[Block], count: int, subject: str, name: str, lang: str) -> str:
    rows = [_intro(len(blocks), lang)] if len(blocks) > 1 else []
    rows += [_block(block, lang, is_first=place == 0) for place, block in enumerate(blocks[:count])]
    rows += [_others(blocks[count:], lang)] if blocks[count:] else []
    before = " ".join(blocks[0].sentences) or blocks[0].title
    return _framed(rows, subject, before, name, lang)


def list_html(
    head: str, lede: str, items: Sequence[Sequence[str]], end: str, *, name: str, lang: str
) -> str:
    """Return the page of a mail that is a list: of each item a line in bold, and lines beneath.

    Parameters
    ----------
    head, lede, end : what stands above and below the items.
    name : of whom it is for.
    """
    told = "".join(
        f'<tr><td class="other"><b>{_marked(first)}</b>'
        + "".join(f'<br><span class="detail">{text(line)}</span>' for line in others if line)
        + "</td></tr>"
        for first, *others in items
    )
    listed = f'<table {_TABLE} width="100%" class="box">{told}</table>'
    parts = [f'<p class="lede">{text(lede)}</p>', listed, f'<p class="file">{text(end)}</p>']
    rows = [f'<tr><td class="head"><h1 class="title">{text(head)}</h1></td></tr>']
    rows += [f'<tr><td class="part">{part}</td></tr>' for part in parts]
    rows.append('<tr><td class="end">&nbsp;</td></tr>')
    return _inlined(_framed(rows, head, lede, name, lang))


def _marked(words: str) -> str:
    """Return words with the sign of a red or amber flag before them in its colour."""
    classes = {"● ": "mark", "▲ ": "mark-amber"}
    if (name := classes.get(words[:2])) is None:
        return text(words)
    return f'<span class="{name}">{words[0]}</span> {text(words[2:])}'


def _framed(rows: Sequence[str], subject: str, before: str, name: str, lang: str) -> str:
    """Return a page of rows with its footer; `before` is what lists of mails show of it."""
    foot = f'<tr><td class="foot">{text(label("mail_footer", lang, name=name))}</td></tr>'
    wash, paper = colour("wash"), colour("paper")
    return (
        f'<!DOCTYPE html><html lang="{LANGUAGE_TAGS[lang]}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<meta name="color-scheme" content="light"><meta name="format-detection"'
        ' content="telephone=no, date=no, address=no">'
        f"<title>{text(subject)}</title></head><body>"
        f'<div class="before">{text(before)}</div>'
        f'<table {_TABLE} width="100%" bgcolor="{wash}" class="outer"><tr>'
        f'<td align="center" class="gutter"><table {_TABLE} width="600" bgcolor="{paper}"'
        f' class="page">{"".join(rows)}{foot}</table></td></tr></table></body></html>'
    )


def _intro(count: int, lang: str) -> str:
    return f'<tr><td class="intro">{text(label("mail_digest", lang, count=count))}</td></tr>'


def _block(block: Block, lang: str, *, is_first: bool) -> str:
    joint = "" if block.lang == "zh" else " "
    lede = text(joint.join(block.sentences))
    tag = "" if block.lang == lang else f' lang="{LANGUAGE_TAGS[block.lang]}"'
    sub = f'<p class="sub">{text(block.subtitle)}</p>' if block.subtitle else ""
    head = f'<p class="kind">{text(block.kind)}</p><h1 class="title">{text(block.title)}</h1>{sub}'
    parts = [
        *(_note([line]) for line in block.banner),
        _note([label("correction_head", lang), *block.correction]) if block.correction else "",
        f'<p class="lede">{lede}</p>' if lede else "",
        _cards(block.figures),
        _flags(block, lang),
        _list(block.since, block.changed),
        _button(block.link, lang),
        "".join(f'<p class="file">{text(way)}</p>' for way in block.ways),
    ]
    # Rows of cells with padding: Outlook keeps no distance above a table.
    rows = "".join(f'<tr><td{tag} class="part">{part}</td></tr>' for part in parts if part)
    head_class = "head" if is_first else "head next"
    end = '<tr><td class="end">&nbsp;</td></tr>'
    return f'<tr><td{tag} class="{head_class}">{head}</td></tr>{rows}{end}'


def _note(lines: Sequence[str]) -> str:
    head, *items = lines
    strong = f'<p class="note-head">{text(head)}</p>' if items else f"<p>{text(head)}</p>"
    told = strong + "".join(f"<p>{text(item)}</p>" for item in items)
    wash = colour("wash")
    return (
        f'<table {_TABLE} width="100%" class="box"><tr><td bgcolor="{wash}" class="note">{told}'
        "</td></tr></table>"
    )


def _cards(figures: Sequence[Figure]) -> str:
    """Return the figures two by two; of an odd number the first has a row of its own."""
    if not figures:
        return ""
    odd = len(figures) % 2
    rows = [[figures[0]]] if odd else []
    rows += [[*figures[at : at + 2]] for at in range(odd, len(figures), 2)]
    shown = "".join(
        f"<tr>{''.join(_card(figure, len(row)) for figure in row)}</tr>" for row in rows
    )
    return f'<table {_TABLE} width="100%" class="cards">{shown}</table>'


def _card(figure: Figure, beside: int) -> str:
    wide = ' colspan="2"' if beside == 1 else ' width="50%"'
    unit = _UNIT.search(figure.value)
    number = figure.value[: unit.start()] if unit else figure.value
    small = f'<span class="unit">{text(unit[0].strip())}</span>' if unit else ""
    parts = [f"<span>{text(figure.note)}</span>"] if figure.note else []
    parts += [
        f'<span class="{change.tone or "soft"} whole">{text(change.words)}</span>'
        for change in figure.changes
    ]
    detail = " · ".join(parts)
    return (
        f'<td{wide} valign="top" class="card"><p class="name">{text(figure.label)}</p>'
        f'<p class="value">{text(number)}{small}</p>'
        + (f'<p class="detail">{detail}</p>' if detail else "")
        + _gauge(figure.progress)
        + "</td>"
    )


def _gauge(share: float | None) -> str:
    """Return how much of a target is reached, as a bar; the figure above it says the same."""
    if share is None:
        return ""
    filled = round(min(max(share, 0.0), 1.0) * 100)
    cells = "".join(
        f'<td width="{width}%" height="6" bgcolor="{colour(shade)}" class="{name}">&nbsp;</td>'
        for width, shade, name in (
            (filled, "accent", "filled"),
            (100 - filled, "line", "empty"),
        )
        if width
    )
    return f'<table {_TABLE} width="100%" aria-hidden="true" class="gauge"><tr>{cells}</tr></table>'


def _flags(block: Block, lang: str) -> str:
    if not block.flags:
        return ""
    rows = [f'<tr><td class="flags-head">{text(block.flags_head)}</td></tr>']
    rows += [f'<tr><td class="flag">{_flag(flag, lang)}</td></tr>' for flag in block.flags]
    if block.flags_more:
        more = f'<span class="soft">{text(block.flags_more)}</span>'
        rows.append(f'<tr><td class="flag">{more}</td></tr>')
    return f'<table {_TABLE} width="100%" class="flags">{"".join(rows)}</table>'


def _flag(flag: RedFlag, lang: str) -> str:
    is_red = flag.severity == "red"
    mark = f'<span class="{"mark" if is_red else "mark-amber"}">{"●" if is_red else "▲"}</span> '
    subject = f"<b>{text(flag.subject)}</b> " if flag.subject else ""
    new = f' <span class="new">{text(label("flag_new", lang))}</span>' if flag.is_new else ""
    detail = f'<br><span class="flag-detail">{text(flag.detail)}</span>' if flag.detail else ""
    return f"{mark}{subject}{text(flag.text)}{new}{detail}"


def _list(head: str, items: Iterable[str]) -> str:
    told = "".join(f'<p class="item">· {text(item)}</p>' for item in items)
    return f'<p class="list-head">{text(head)}</p>{told}' if told else ""


def _button(link: str, lang: str) -> str:
    if not link:
        return ""
    words = text(label("mail_open", lang))
    return (
        f'<table {_TABLE}><tr><td bgcolor="{colour("accent")}" class="button">'
        f'<a href="{text(link)}" class="button-link">{words}</a></td></tr></table>'
    )


def _others(blocks: Sequence[Block], lang: str) -> str:
    rows = "".join(_other(block, lang) for block in blocks[:_MOST_OTHERS])
    rest = len(blocks) - _MOST_OTHERS
    if rest > 0:
        rows += f'<tr><td class="other">{text(plural("mail_others_more", lang, rest))}</td></tr>'
    head = f'<p class="kind">{text(label("mail_others", lang))}</p>'
    listed = f'<table {_TABLE} width="100%" class="box">{rows}</table>'
    end = '<tr><td class="end">&nbsp;</td></tr>'
    return f'<tr><td class="head next">{head}</td></tr><tr><td class="part">{listed}</td></tr>{end}'


def _other(block: Block, lang: str) -> str:
    words = text(block.headline)
    shown = f'<a href="{text(block.link)}">{words}</a>' if block.link else words
    notes = [*block.banner, *block.correction, *block.ways]
    told = "".join(f'<br><span class="detail">{text(note)}</span>' for note in notes)
    return f'<tr><td class="other">{shown}{told}</td></tr>'


def _inlined(page: str) -> str:
    """Return a page with its styles in attributes; classes, which name no style any more, go."""
    return _CLASS.sub("", _inliner().inline(page))


@cache
def _inliner() -> css_inline.CSSInliner:
    rules = files("salesnb.delivery").joinpath("mail.css").read_text("utf-8")
    resolved = _VARIABLE.sub(lambda match: colour(match[1]), rules)
    return css_inline.CSSInliner(extra_css=resolved, load_remote_stylesheets=False)
