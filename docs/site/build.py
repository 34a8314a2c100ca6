"""Builds the documentation as a site, in English and beneath zh/ in Chinese: `make docs`."""

import argparse
import logging
import os
import re
import shutil
import tempfile
from pathlib import Path

import jieba
import navigation
import reference
from mkdocs.commands.build import build
from mkdocs.config import load_config

DOCS = Path(__file__).parents[1]
ROOT = DOCS.parent
MOVED = {
    "../img/": "img/",
    "docs/zh/": "",
    "docs/": "",
    "../architecture.md": "architecture.md",
    "../../CHANGELOG.md": "changelog.md",
    "../CHANGELOG.md": "changelog.md",
}
"""What links begin with in the files, and where that lies in the site."""
SOURCES = {"en": DOCS, "zh": DOCS / "zh"}


def stage(folder: Path, lang: str) -> None:
    """Lay the pages of a language side by side: those written, and those made from the code.

    What is for developers is in English only.
    """
    shutil.copytree(DOCS / "img", folder / "img")
    english = {page.name: page for page in DOCS.glob("*.md")}
    written = english | {page.name: page for page in SOURCES[lang].glob("*.md")}
    written["changelog.md"] = ROOT / "CHANGELOG.md"
    for name, page in written.items():
        text = _links(page.read_text("utf-8"))
        if lang != "en" and page == english.get(name):
            text = re.sub(r"(\]\([\w-]+\.md)#[^)]*", r"\1", text)  # other headings there
        (folder / name).write_text(text, "utf-8")
    for name, text in reference.pages(lang).items():
        (folder / f"{name}.md").write_text(text, "utf-8")


def _links(text: str) -> str:
    """Return a page whose links fit the place where pages lie side by side."""
    for written, staged in MOVED.items():
        text = text.replace(f"]({written}", f"]({staged}")
    return re.sub(r"\]\((?:\.\./)*README(?:\.zh)?\.md", "](index.md", text)


def build_site(out: Path) -> None:
    """Build both languages; a link that leads nowhere is an error."""
    os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")
    for lang, site in (("en", out), ("zh", out / "zh")):
        with tempfile.TemporaryDirectory() as folder:
            stage(Path(folder), lang)
            config = load_config(
                str(DOCS / "site" / "mkdocs.yml"),
                docs_dir=folder,
                site_dir=str(site),
                nav=navigation.nav(lang),
                strict=True,
            )
            config.theme["language"] = lang
            config.extra["alternate"] = navigation.languages(lang)
            config.plugins["material/search"].config["lang"] = navigation.SEARCH[lang]
            if lang == "zh":
                for word in reference.words():
                    jieba.add_word(word)
            build(config)


if __name__ == "__main__":
    jieba.setLogLevel(logging.WARNING)
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s: %(message)s")
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=ROOT / "build" / "docs")
    build_site(parser.parse_args().out)
