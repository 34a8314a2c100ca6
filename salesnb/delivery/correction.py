"""What a corrected report says otherwise than the one that was sent before."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from salesnb.delivery.brief import Brief
from salesnb.labels import label, plural

_MOST = 6


def told_by(brief: Brief) -> dict[str, Any]:
    """Return what of a brief is kept, to compare a later one with."""
    return {
        "headline": {figure.label: figure.value for figure in brief.headline},
        "flags": [f"{flag.subject} {flag.text}".strip() for flag in brief.flags],
        "flag_count": brief.flag_count,
        "sentences": list(brief.sentences),
        "banner": brief.banner,
    }


def changes(before: Mapping[str, Any], now: Mapping[str, Any], lang: str) -> list[str]:
    """Return what differs between two tellings, in words; never nothing.

    A report that is sent again was changed; where its first screen is as it was, that is said.

    Examples
    --------
    >>> before = {"headline": {"Sales": "1.2M"}, "flags": [], "sentences": []}
    >>> changes(before, {**before, "headline": {"Sales": "1.1M"}}, "en")
    ['Sales: 1.2M → 1.1M']
    >>> changes(before, before, "en")
    ['The key figures are the same; details in the report have changed']
    """
    items = [*_figures(before, now, lang), *_flags(before, now, lang)]
    if not items:  # else the sentences say the same once more
        was, is_ = before.get("sentences", []), now.get("sentences", [])
        items += [*_gone(was, is_, lang), *_new(was, is_, lang)]
    if before.get("banner", "") != (banner := now.get("banner", "")):
        items.append(label("correction_banner" if banner else "correction_banner_gone", lang))
    rest = len(items) - _MOST
    if rest > 0:
        items = [*items[:_MOST], plural("correction_more", lang, rest)]
    return items or [label("correction_details", lang)]


def _figures(before: Mapping[str, Any], now: Mapping[str, Any], lang: str) -> Iterator[str]:
    was = before.get("headline", {})
    for name, value in now.get("headline", {}).items():
        if was.get(name, value) != value:
            words = {"label": name, "before": was[name], "now": value}
            yield label("correction_figure", lang, **words)


def _flags(before: Mapping[str, Any], now: Mapping[str, Any], lang: str) -> Iterator[str]:
    """Name what is newly red, and what is red no longer.

    Where the other page shows only some of its flags, one may be there all the same.
    """
    was, is_ = before.get("flags", []), now.get("flags", [])
    if now.get("flag_count", len(is_)) <= len(is_):
        yield from _gone(was, is_, lang)
    if before.get("flag_count", len(was)) <= len(was):
        yield from _new(was, is_, lang)


def _gone(was: Sequence[str], is_: Sequence[str], lang: str) -> Iterator[str]:
    return (label("correction_gone", lang, said=said) for said in was if said not in is_)


def _new(was: Sequence[str], is_: Sequence[str], lang: str) -> Iterator[str]:
    return (label("correction_new", lang, said=said) for said in is_ if said not in was)
