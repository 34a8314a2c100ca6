"""The documents of the project, and the blocks of code in them."""

import re
import shlex
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
READMES = (ROOT / "README.md", ROOT / "README.zh.md")
DOCUMENTS = [*READMES, ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").rglob("*.md"))]
TRANSLATED = {
    "team:East 1": "team:华东一组",
    "team:East 2": "team:华东二组",
    " DEMO_LANG=en": "",
    " --lang en": "",
}
FOR_DEVELOPERS = {"architecture.md"}
"""In English only."""
PAIRS = [
    READMES,
    *(
        (page, page.parent / "zh" / page.name)
        for page in sorted((ROOT / "docs").glob("*.md"))
        if page.name not in FOR_DEVELOPERS
    ),
]
_FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)

every_document = pytest.mark.parametrize(
    "path", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT))
)
in_both_languages = pytest.mark.parametrize(
    ("english", "chinese"), PAIRS, ids=[english.name for english, _ in PAIRS]
)


def all_blocks(path: Path) -> list[tuple[str, str]]:
    """Return the fenced blocks of a document with their languages."""
    return _FENCE.findall(path.read_text("utf-8"))


def is_chinese(path: Path) -> bool:
    """Return whether a document is about the Chinese demo company."""
    return path.name == "README.zh.md" or path.parent.name == "zh"


def blocks(path: Path, *languages: str) -> list[str]:
    """Return the fenced blocks of a document in some languages."""
    return [text for lang, text in all_blocks(path) if lang in languages]


def prose(path: Path) -> str:
    """Return a document without its fenced blocks."""
    return _FENCE.sub("", path.read_text("utf-8"))


def headings(path: Path) -> list[str]:
    """Return the headings of a document with their marks."""
    return re.findall(r"^#+ .+$", prose(path), re.MULTILINE)


def anchor(heading: str) -> str:
    """Return the anchor that a heading gets on the usual hosts of Markdown."""
    text = heading.lstrip("# ").lower()
    return re.sub(r"[^\w\- ]", "", text).replace(" ", "-")


def commands(text: str) -> list[list[str]]:
    """Return the words of every command in an sh block; `#` begins a comment."""
    return [words for line in text.splitlines() for words in _split(line) if words]


def salesnb_calls(path: Path) -> list[list[str]]:
    """Return the words after `salesnb` of every such command in the sh blocks."""
    found = [words for block in blocks(path, "sh", "console") for words in commands(block)]
    return [words[1:] for words in found if words[0] == "salesnb"]


def _split(line: str) -> list[list[str]]:
    calls: list[list[str]] = [[]]
    for word in shlex.split(line.removeprefix("$ "), comments=True):
        if word in ("&&", ";"):
            calls.append([])
        else:
            calls[-1].append(word)
    return calls


def without_comments(block: str) -> str:
    """Return code without its comments."""
    return "\n".join(re.sub(r"\s+#.*$", "", line) for line in block.splitlines())
