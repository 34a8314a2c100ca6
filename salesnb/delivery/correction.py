"""What a report says otherwise than when it was sent before."""

from collections.abc import Sequence

from salesnb.delivery.brief import Brief, RedFlag
from salesnb.labels import label, plural

_MOST = 6


def corrections(brief: Brief, before: Brief, lang: str) -> list[str]:
    """Return what is different from the brief that was sent, in sentences; never nothing.

    A report that is sent again was changed; where its first screen is as it was, that is said.
    """
    items = [*_figures(brief, before, lang), *_flags(brief, before, lang)]
    if not items:  # else the sentences only say the same once more
        items += _sentences(brief, before, lang)
    if brief.banner != before.banner:
        key = "correction_banner" if brief.banner else "correction_banner_gone"
        items.append(label(key, lang))
    rest = len(items) - _MOST
    if rest > 0:
        items = [*items[:_MOST], plural("correction_more", lang, rest)]
    return items or [label("correction_details", lang)]


def _figures(brief: Brief, before: Brief, lang: str) -> list[str]:
    was = {figure.label: figure.value for figure in before.headline}
    return [
        label(
            "correction_figure",
            lang,
            label=figure.label,
            before=was[figure.label],
            now=figure.value,
        )
        for figure in brief.headline
        if was.get(figure.label, figure.value) != figure.value
    ]


def _flags(brief: Brief, before: Brief, lang: str) -> list[str]:
    """Name what is newly red, and what is red no longer where the page shows every flag."""
    was, is_ = ({_name(flag): flag for flag in each.flags} for each in (before, brief))
    new = [flag for name, flag in is_.items() if name not in was]
    gone = [flag for name, flag in was.items() if name not in is_]
    return [
        *_named("correction_new", new, before, lang),
        *_named("correction_gone", gone, brief, lang),
    ]


def _named(key: str, flags: Sequence[RedFlag], other: Brief, lang: str) -> list[str]:
    # Where the other page shows only some of its flags, one may be there all the same.
    if other.flag_count > len(other.flags):
        return []
    return [label(key, lang, said=_name(flag)) for flag in flags]


def _sentences(brief: Brief, before: Brief, lang: str) -> list[str]:
    was, is_ = before.sentences, brief.sentences
    gone = [label("correction_gone", lang, said=said) for said in was if said not in is_]
    return gone + [label("correction_new", lang, said=said) for said in is_ if said not in was]


def _name(flag: RedFlag) -> str:
    return f"{flag.subject} {flag.text}".strip()
