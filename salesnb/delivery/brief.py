"""What a message says of a report: read from the page that a run left."""

import html
import re
from dataclasses import dataclass, field
from pathlib import Path

from salesnb.scopes import Scope

_TITLE = re.compile(r"<title>(.*?)</title>", re.DOTALL)
_LEDE = re.compile(r'<p class="snb-lede">(.*?)</p>', re.DOTALL)
_BANNER = re.compile(r'<p class="snb-notice snb-banner[^"]*">(.*?)</p>', re.DOTALL)
_TAG = re.compile(r"<[^>]+>")


@dataclass(frozen=True)
class Brief:
    """The short form of one report."""

    notebook: str
    title: str
    scope: Scope
    scope_label: str
    period: str
    period_label: str
    lang: str
    page: Path
    link: str = ""
    banner: str = ""
    headline: list[tuple[str, str, str, str]] = field(default_factory=list)
    flags: list[str] = field(default_factory=list)
    sentences: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)


def read_brief(
    page: Path, *, notebook: str, scope: Scope, period: str, lang: str, link: str
) -> Brief:
    """Return the short form of a report: its title and what its first lines say."""
    text = page.read_text(encoding="utf-8")
    lede = _plain(_LEDE, text)
    return Brief(
        notebook=notebook,
        title=_plain(_TITLE, text),
        scope=scope,
        scope_label=scope.name,
        period=period,
        period_label=period,
        lang=lang,
        page=page,
        link=link,
        banner=_plain(_BANNER, text),
        sentences=[lede] if lede else [],
    )


def _plain(pattern: re.Pattern[str], text: str) -> str:
    found = pattern.search(text)
    return html.unescape(_TAG.sub("", found[1])).strip() if found else ""
