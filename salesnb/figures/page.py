"""A page of HTML around what is shown: language, style, one script, nothing fetched."""

import base64
import hashlib
import re
from html import escape

from salesnb.figures.html import stylesheet

LANGUAGE_TAGS = {"zh": "zh-CN", "en": "en"}

_CSS_NOISE = re.compile(r"/\*.*?\*/|\s*\n\s*", re.DOTALL)


def style_with(rules: str) -> str:
    """Return the style of reports and further rules, without comments and line breaks."""
    sheet = f"{stylesheet()}\n{rules}"
    return _CSS_NOISE.sub("", sheet.replace("\n  ", " "))


def policy_of(script: str, *, images: str = "") -> str:
    """Return the policy by which a browser fetches nothing and runs no other script.

    Parameters
    ----------
    images : where images may come from; default: there are none.
    """
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    shown = f" img-src {images};" if images else ""
    return (
        f"default-src 'none'; style-src 'unsafe-inline';{shown} script-src 'sha256-{digest}';"
        " base-uri 'none'; form-action 'none'"
    )


def document(
    body: str, *, title: str, lang: str, style: str, script: str, policy: str, meta: str = ""
) -> str:
    """Return the whole page; `body`, `title` and `meta` are safe HTML."""
    return (
        f'<!doctype html>\n<html lang="{LANGUAGE_TAGS[lang]}" class="snb-page">\n<head>\n'
        '<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{escape(policy)}">\n'
        f'<meta name="color-scheme" content="light dark">\n{meta}'
        f"<title>{title}</title>\n<style>{style}</style>\n</head>\n<body>\n"
        f"{body}\n<script>{script}</script>\n</body>\n</html>\n"
    )
