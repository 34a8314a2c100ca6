"""A page in a headless browser, with what it said and asked for."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any


@dataclass
class Visit:
    """An open page: its messages on the console, its requests, its dialogs."""

    page: Any
    said: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    dialogs: list[str] = field(default_factory=list)


@contextmanager
def visiting(
    browser: Any, path: Path, *, width: int = 1240, height: int = 900, **options: Any
) -> Iterator[Visit]:
    """Open a file, without any network."""
    context = browser.new_context(
        viewport={"width": width, "height": height}, offline=True, **options
    )
    page = context.new_page()
    visit = Visit(page)

    def dismiss(dialog: Any) -> None:
        visit.dialogs.append(dialog.message)
        dialog.dismiss()

    page.on("console", lambda message: visit.said.append(f"{message.type}: {message.text}"))
    page.on("pageerror", lambda error: visit.said.append(str(error)))
    page.on("request", lambda request: visit.asked.append(request.url))
    page.on("dialog", dismiss)
    page.goto(path.as_uri())
    try:
        yield visit
    finally:
        context.close()
