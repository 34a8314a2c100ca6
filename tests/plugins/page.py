"""The steps of docs/plugins.md: files to write, cells to add, commands and Python with what they show."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

PAGE = Path(__file__).parents[2] / "docs" / "plugins.md"
_FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_FILE = re.compile(r"(Write|Add to the end of|Add a code cell to the end of) `([\w/.]+)`:\n\n$")
_KINDS: dict[str, Literal["write", "append", "cell"]] = {
    "Write": "write",
    "Add to the end of": "append",
    "Add a code cell to the end of": "cell",
}


@dataclass(frozen=True)
class Step:
    """One thing that the page says to do: on which file, or what is run and what it shows."""

    do: Literal["write", "append", "cell", "run", "python"]
    text: str
    file: str = ""
    shown: str = ""


def steps() -> Iterator[Step]:
    """Yield the steps of the page in their order, after the one that makes the workspace."""
    page = PAGE.read_text("utf-8")
    found = list(_FENCE.finditer(page))
    for place, block in enumerate(found):
        language, text = block[1], block[2]
        if language in ("py", "yaml"):
            named = _FILE.search(page[: block.start()])
            assert named, f"no line says where this goes:\n{text}"
            yield Step(_KINDS[named[1]], text, named[2])
        elif language == "bash":
            shown = found[place + 1]
            assert shown[1] == "text", f"nothing says what this shows:\n{text}"
            yield Step("run", text.strip(), shown=shown[2])
        elif language == "pycon":
            for part in re.split(r"^>>> ", text, flags=re.MULTILINE)[1:]:
                line, _, said = part.partition("\n")
                yield Step("python", line, shown=said)


def same(shown: str, said: str) -> bool:
    """Return whether an output is what the page says: spaces do not count, `...` is anything."""
    parts = [re.escape(" ".join(part.split())) for part in said.split("...")]
    return re.fullmatch(r"\s*.*\s*".join(parts), " ".join(shown.split())) is not None
