"""Where a report lies: reports/2026-10/team-东区/funnel.zh.html.

The slug rule: letters and digits of any script, `-`, `_` and `.` stay, everything else becomes
`-`; at most 60 characters, no leading or trailing `-` or `.`, never a name that Windows reserves.
Names that fall together are numbered in their sorted order.
"""

import re
import unicodedata
from collections.abc import Iterable
from pathlib import Path

from salesnb.periods import Period
from salesnb.scopes import Scope

_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)
_MOST = 60


def slug(text: str) -> str:
    """Return a safe file name for any text.

    Examples
    --------
    >>> slug("东区/一组"), slug("../.."), slug("CON"), slug("East 1")
    ('东区-一组', 'x', 'CON-x', 'East-1')
    """
    kept = re.sub(r"[^\w.-]+", "-", unicodedata.normalize("NFC", text)).strip("-.")
    kept = re.sub(r"-{2,}", "-", kept)[:_MOST].strip("-.") or "x"
    return f"{kept}-x" if _RESERVED.fullmatch(kept) else kept


def slugs(names: Iterable[str]) -> dict[str, str]:
    """Return {name: slug} without two names on one slug, also where case does not count.

    Examples
    --------
    >>> slugs(["a/b", "a-b"])
    {'a-b': 'a-b', 'a/b': 'a-b-2'}
    """
    found: dict[str, str] = {}
    taken: set[str] = set()
    for name in sorted(set(names)):
        base, number = slug(name), 1
        candidate = base
        while candidate.casefold() in taken:
            number += 1
            candidate = f"{base}-{number}"
        taken.add(candidate.casefold())
        found[name] = candidate
    return found


def report_path(reports: Path, period: Period, scope_slug: str, notebook: str, lang: str) -> Path:
    """Return the HTML file of a report."""
    return reports / slug(period.text) / scope_slug / f"{notebook}.{lang}.html"


def people_indexes(reports: Path, people: Iterable[str]) -> dict[str, Path]:
    """Return the folder of each person's own index: reports/people/王芳."""
    return {name: reports / "people" / folder for name, folder in slugs(people).items()}


def file_of(page: Path, form: str) -> Path:
    """Return the file of another format beside a report's HTML file.

    Examples
    --------
    >>> file_of(Path("funnel.zh.html"), "xlsx").name
    'funnel.zh.xlsx'
    """
    return page.with_suffix(f".{form}")


def scope_slugs(scopes: Iterable[Scope]) -> dict[Scope, str]:
    """Return the folder name of each scope: `company`, `team-东区`."""
    by_text = {str(scope).replace(":", "-", 1): scope for scope in scopes}
    return {by_text[text]: folder for text, folder in slugs(by_text).items()}
