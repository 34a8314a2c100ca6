"""The same message without HTML: the plain text of a mail, and the short form for chats."""

from collections.abc import Iterator, Sequence

from salesnb.delivery.block import Block
from salesnb.delivery.brief import Figure, RedFlag
from salesnb.figures.typeset import plain
from salesnb.labels import label

# What markdown of any of the chats, or its mentions and links, could be made of.
_LITERAL = str.maketrans(
    {
        "<": "＜", ">": "＞", "[": "［", "]": "］", "*": "＊", "`": "｀", "~": "～", "|": "｜",
        "\\": "＼", "@": "＠", "#": "＃",
    }
)  # fmt: skip


def mail_text(blocks: Sequence[Block], subject: str, name: str, lang: str) -> str:
    """Return the plain text of a mail; it says what its HTML says, of every report in full."""
    parts = [subject]
    if len(blocks) > 1:
        parts.append(label("mail_digest", lang, count=len(blocks)))
    parts += ["\n".join(_text_lines(block, lang)) for block in blocks]
    footer = label("mail_footer", lang, name=name)
    return "\n\n".join([*parts, f"-- \n{footer}"]) + "\n"


def markdown(blocks: Sequence[Block], lang: str) -> str:
    """Return the short form: what every chat shows as markdown, one thought a line.

    Characters of names that chats would take for markup stand in their full-width form.
    """
    return "\n\n".join("\n".join(_markdown_lines(block, lang)) for block in blocks)


def _text_lines(block: Block, lang: str) -> Iterator[str]:
    head = f"{block.title} · {block.kind}"
    yield from (head, "=" * 40)
    if block.subtitle:
        yield block.subtitle
    yield from (f"! {line}" for line in block.banner)
    if block.correction:
        yield from (f"! {label('correction_head', lang)}", *_items(block.correction))
    if block.sentences:
        yield from ("", _joined(block))
    if block.figures:
        yield from ("", *(_figure(figure, block.lang) for figure in block.figures))
    if block.flags:
        yield from ("", block.flags_head, *(_flag(flag, lang) for flag in block.flags))
        if block.flags_more:
            yield block.flags_more
    if block.changed:
        yield from ("", block.since, *_items(block.changed))
    ways = [f"{label('mail_open', lang)}: {block.link}"] if block.link else []
    yield from ("", *ways, *block.ways)


def _markdown_lines(block: Block, lang: str) -> Iterator[str]:
    head = literal(f"{block.title} {block.kind}")
    yield f"**[{head}]({block.link})**" if block.link else f"**{head}**"
    notes = [*block.banner]
    if block.correction:
        notes += [label("correction_head", lang), *block.correction]
    yield from (f"> {literal(note)}" for note in notes)
    if block.sentences:
        yield literal(_joined(block))
    yield from (_strong_figure(figure, block.lang) for figure in block.figures)
    yield from (literal(_flag(flag, lang)) for flag in block.flags)
    if block.flags_more:
        yield literal(block.flags_more)


def literal(words: str) -> str:
    """Return a text, on one line, that no chat takes for markup, a link or a mention.

    Examples
    --------
    >>> literal("<at id=all></at> [x](http://a.example)")
    '＜at id=all＞＜/at＞ ［x］(http：//a.example)'
    """
    return plain(words).replace("://", "：//").translate(_LITERAL)


def _figure(figure: Figure, lang: str) -> str:
    words = " · ".join(part for part in (figure.note, *(c.words for c in figure.changes)) if part)
    key = "mail_figure_noted" if words else "mail_figure"
    return label(key, lang, label=figure.label, value=figure.value, note=words)


def _flag(flag: RedFlag, lang: str) -> str:
    mark = "●" if flag.severity == "red" else "▲"
    new = f"[{label('flag_new', lang)}]" if flag.is_new else ""
    words = " ".join(part for part in (mark, flag.subject, flag.text, new) if part)
    return f"{words} · {flag.detail}" if flag.detail else words


def _joined(block: Block) -> str:
    return ("" if block.lang == "zh" else " ").join(block.sentences)


def _strong_figure(figure: Figure, lang: str) -> str:
    """Return a figure with its value in bold, as every chat shows it."""
    changes = tuple(change._replace(words=literal(change.words)) for change in figure.changes)
    name, value, note = map(literal, (figure.label, figure.value, figure.note))
    strong = figure._replace(label=name, value=f"**{value}**", note=note, changes=changes)
    return _figure(strong, lang)


def _items(items: Sequence[str]) -> Iterator[str]:
    return (f"- {item}" for item in items)
