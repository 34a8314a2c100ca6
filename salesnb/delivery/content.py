"""What of a report counts as its content: what a reader sees of it, not when it was made."""

import hashlib
import re
from pathlib import Path

_MAIN = re.compile(r'<main id="content".*?</main>', re.DOTALL)
_CODE = re.compile(r'<pre class="snb-code[^"]*">.*?</pre>', re.DOTALL)
_SPACE = re.compile(r"\s+")


def content_hash(page: Path) -> str:
    """Return a hash of a report's content.

    Without the footer, which says when and from which snapshot it was made, and without hidden
    code, so that a report that is made again from the same figures is the same.
    """
    html = page.read_text(encoding="utf-8")
    found = _MAIN.search(html)
    shown = _CODE.sub("", found[0] if found else html)
    return hashlib.sha256(_SPACE.sub(" ", shown).encode()).hexdigest()
