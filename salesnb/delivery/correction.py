"""What a corrected report says otherwise than the one that was sent before."""

from collections.abc import Mapping
from typing import Any

from salesnb.delivery.brief import Brief
from salesnb.labels import label

_MOST = 8


def told_by(brief: Brief) -> dict[str, Any]:
    """Return what of a brief is kept, to compare a later one with."""
    return {
        "headline": {each[0]: each[1] for each in brief.headline},
        "flags": list(brief.flags),
        "sentences": list(brief.sentences),
    }


def changes(before: Mapping[str, Any], now: Mapping[str, Any], lang: str) -> list[str]:
    """Return what differs between two tellings, in words; never nothing.

    Examples
    --------
    >>> before = {"headline": {"Sales": "1.2 M"}, "flags": [], "sentences": []}
    >>> changes(before, {**before, "headline": {"Sales": "1.1 M"}}, "en")
    ['Sales: 1.2 M → 1.1 M']
    """
    old, new = before.get("headline", {}), now.get("headline", {})
    found = [
        label("correction_value", lang, name=name, before=old.get(name, "–"), now=value)
        for name, value in new.items()
        if old.get(name) != value
    ]
    for key in ("flags", "sentences"):
        earlier, later = before.get(key, []), now.get(key, [])
        found += [label("correction_gone", lang, said=s) for s in earlier if s not in later]
        found += [label("correction_new", lang, said=s) for s in later if s not in earlier]
    return found[:_MOST] or [label("correction_details", lang)]
