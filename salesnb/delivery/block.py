"""What a message says of one report, before it is put into HTML, plain text or markdown."""

import re
from dataclasses import dataclass
from pathlib import Path

from salesnb.delivery.brief import Brief, Figure, RedFlag
from salesnb.delivery.correction import corrections
from salesnb.delivery.subject import flags_in_words, headline_of, one_line
from salesnb.labels import label, plural

_MOST_FIGURES, _MOST_SENTENCES, _MOST_CHANGES = 7, 3, 4
_MOST_FLAGS, _MOST_FLAGS_OF_MANY = 5, 3  # of a report alone, and of one of several
_PERIOD = re.compile(r"\d{4}(?![\w])|\d{4}Q")  # as reports lie in folders by period
_MOST_LETTERS = 240  # of any text; names and notes of whatever length stand in the data
_SIZES = ((1024**2, "MB", 1), (1024, "kB", 0), (1, "B", 0))


@dataclass(frozen=True)
class Block:
    """One report in a message.

    Attributes
    ----------
    kind, title, subtitle : what it is, and of whom and when.
    headline : the report in one line, for the end of a long digest.
    banner : what must be known before anything else.
    correction : what is different from what was sent before.
    sentences, figures, flags : the first ones of each.
    flags_head, flags_more : the words above and below the flags.
    since, changed : what the report says of the one before it.
    link : where it is opened; empty = it is not.
    ways : sentences on how to get the report, beside the link.
    lang : of the report, which may be another than that of the message.
    """

    kind: str
    title: str
    subtitle: str
    headline: str
    banner: tuple[str, ...]
    correction: tuple[str, ...]
    sentences: tuple[str, ...]
    figures: tuple[Figure, ...]
    flags: tuple[RedFlag, ...]
    flags_head: str
    flags_more: str
    since: str
    changed: tuple[str, ...]
    link: str
    ways: tuple[str, ...]
    lang: str


def block_of(
    brief: Brief,
    lang: str,
    *,
    before: Brief | None = None,
    file: Path | None = None,
    is_too_large: bool = False,
    is_alone: bool = True,
) -> Block:
    """Return what is said of a report.

    Parameters
    ----------
    before : as it was sent before, if it is corrected.
    file : what is attached of it.
    is_too_large : whether there is a file that is too large to be attached.
    is_alone : whether the message is about this report only.
    """
    flags = brief.flags[: _MOST_FLAGS if is_alone else _MOST_FLAGS_OF_MANY]
    rest = brief.flag_count - len(flags) if flags else 0
    return Block(
        kind=_short(brief.title),
        title=_short(f"{brief.scope_label} · {brief.period_label}"),
        subtitle=_short(brief.subtitle),
        headline=headline_of(brief, lang),
        banner=tuple(_short(line) for line in brief.banner.splitlines()),
        correction=tuple(map(_short, corrections(brief, before, lang))) if before else (),
        sentences=tuple(map(_short, brief.sentences[:_MOST_SENTENCES])),
        figures=tuple(_short_figure(figure) for figure in brief.headline[:_MOST_FIGURES]),
        flags=tuple(_short_flag(flag) for flag in flags),
        flags_head=flags_in_words(brief, lang) if flags else "",
        flags_more=plural("mail_flags_more", lang, rest) if rest else "",
        since=_short(brief.since) if brief.changed else "",
        changed=tuple(map(_short, brief.changed[:_MOST_CHANGES])),
        link=brief.link,
        ways=_ways(brief, lang, file, is_too_large),
        lang=brief.lang,
    )


def attachment_name(file: Path) -> str:
    """Return the name of an attached file; two reports of one message never share it.

    Examples
    --------
    >>> attachment_name(Path("reports/2026-10/team-East-1/funnel.en.html"))
    '2026-10-team-East-1-funnel.en.html'
    >>> attachment_name(Path("/tmp/shop/list.xlsx"))
    'list.xlsx'
    """
    is_report = len(file.parts) > 2 and _PERIOD.match(file.parts[-3])
    return "-".join(file.parts[-3:]) if is_report else file.name


def size_in_words(size: int) -> str:
    """Return the size of a file.

    Examples
    --------
    >>> size_in_words(310_000), size_in_words(31_457_280)
    ('303 kB', '30.0 MB')
    """
    divisor, unit, digits = next(each for each in _SIZES if size >= each[0] or each[0] == 1)
    return f"{size / divisor:.{digits}f} {unit}"


def _short(words: str) -> str:
    line = one_line(words)
    return line if len(line) <= _MOST_LETTERS else line[: _MOST_LETTERS - 1] + "…"


def _short_figure(figure: Figure) -> Figure:
    changes = tuple(change._replace(words=_short(change.words)) for change in figure.changes)
    name, value, note = map(_short, (figure.label, figure.value, figure.note))
    return figure._replace(label=name, value=value, note=note, changes=changes)


def _short_flag(flag: RedFlag) -> RedFlag:
    subject, words, detail = map(_short, (flag.subject, flag.text, flag.detail))
    return flag._replace(subject=subject, text=words, detail=detail)


def _ways(brief: Brief, lang: str, file: Path | None, is_too_large: bool) -> tuple[str, ...]:
    """Return how to get the whole report, beside the link."""
    if file is not None:
        size = size_in_words(file.stat().st_size)
        return (label("mail_attached", lang, file=attachment_name(file), size=size),)
    if brief.link:
        return (label("mail_too_large", lang),) if is_too_large else ()
    key = "mail_too_large_no_link" if is_too_large else "mail_ask"
    return (label(key, lang, file="/".join(brief.page.parts[-3:])),)
