"""Pictures of the reports in both languages: on a screen, in the dark, on a phone, on paper.

`SALESNB_PICTURES=docs/img pytest tests/reports/test_pictures.py` writes those of the documentation,
from a demo company of full size.
"""

import os
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from salesnb.demo import write_company
from salesnb.imports import import_files
from salesnb.workspace import Workspace
from tests.conftest import DEMO_UNTIL
from tests.reports.browsing import visiting
from tests.reports.conftest import rendered
from tests.reports.pages import one_of_each

# Width, height, colours, medium.
SHOTS: dict[str, tuple[int, int, str, str]] = {
    "desktop": (1240, 1400, "light", "screen"),
    "dark": (1240, 1000, "dark", "screen"),
    "phone": (390, 844, "light", "screen"),
    "print": (794, 1123, "light", "print"),
}
_MOST_BYTES = 150_000


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_report_has_a_picture_that_shows_something(
    lang: str, chromium, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    wanted = os.environ.get("SALESNB_PICTURES")
    folder = _full_size(lang, tmp_path) if wanted else request.getfixturevalue(f"pages_{lang}")
    for path in one_of_each(folder):
        if path.name == "index.html":
            continue
        for shot in SHOTS:
            report = path.stem.partition(".")[0]
            name = f"{report}.{lang}.png" if shot == "desktop" else f"{report}.{shot}.{lang}.png"
            picture = taken(chromium, path, shot, tmp_path / name)
            assert_shows_something(picture, shot)
            if wanted:
                keep(picture, Path(wanted) / name)


def taken(browser: Any, page_file: Path, shot: str, target: Path) -> Path:
    """Write a picture of a page's first screen."""
    width, height, scheme, medium = SHOTS[shot]
    with visiting(browser, page_file, width=width, height=height, color_scheme=scheme) as visit:
        visit.page.emulate_media(media=medium, color_scheme=scheme)
        visit.page.screenshot(path=target)
    return target


def assert_shows_something(picture: Path, shot: str) -> None:
    """Fail where a picture has not its size, hardly any colour, or is nearly all of one."""
    image = Image.open(picture).convert("RGB")
    assert image.size == SHOTS[shot][:2]
    colours = image.getcolors(maxcolors=2**24)
    assert colours is not None and len(colours) > 40, picture
    assert max(count for count, _ in colours) < 0.97 * image.width * image.height, picture


def keep(picture: Path, target: Path) -> None:
    """Write a picture small enough for the documentation."""
    target.parent.mkdir(parents=True, exist_ok=True)
    image = Image.open(picture).convert("RGB")
    image.quantize(256, dither=Image.Dither.NONE).save(target, optimize=True)
    assert target.stat().st_size < _MOST_BYTES, target


def _full_size(lang: str, folder: Path) -> Path:
    """Render the reports of a demo company of full size."""
    workspace = Workspace.create(folder / "demo", lang)
    workspace.change_setting("today", DEMO_UNTIL.isoformat())
    truths = write_company(folder / "sheets", lang=lang, until=date(2026, 10, 31))
    import_files(workspace, truths.files, at=datetime(2026, 11, 1, 8), by="operator")
    return rendered(workspace, folder, lang, ["company"])
