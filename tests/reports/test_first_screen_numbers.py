"""Every number of a report's first screen is the one that the raw tables give, counted anew."""

import re
from datetime import date
from functools import cache
from pathlib import Path

import pytest
from bs4 import BeautifulSoup, Tag

from salesnb.workspace import Workspace
from tests.reports.conftest import copy_of
from tests.reports.expected import SCREENS, CardFigures, changes
from tests.reports.pages import Case, first_screen, page_of, soup_of
from tests.reports.recount import Books, Recount
from tests.reports.tokens import Expect, day_words, faults, month_words

_CLOSED, _RUNNING = "2026-10-31", "2026-10-20"
_COUNT = re.compile(r"\d")


@cache
def books(workspace: Workspace, as_of: str) -> Books:
    """Read the tables of a day once."""
    return Books(workspace, date.fromisoformat(as_of))


def cases() -> list[Case]:
    """Each report of the company, a department, teams and reps, closed and running."""
    found = [
        Case("performance", scope, period, day, lang)
        for scope, period, day, lang in [
            ("company", "2026-10", _RUNNING, "zh"),
            ("company", "2026-09", _CLOSED, "en"),
            ("company", "2026", _RUNNING, "en"),
            ("department:0", "2026Q4", _RUNNING, "zh"),
            ("team:0", "2026-10", _RUNNING, "en"),
            ("team:-1", "2026-10", _CLOSED, "zh"),
            ("team:0", "2026Q3", _CLOSED, "zh"),
            ("rep:0", "2026-10", _RUNNING, "en"),
            ("rep:1", "2026-09-10..2026-10-15", _CLOSED, "en"),
            ("company", "2026-12", _CLOSED, "en"),
        ]
    ]
    for scope, day, lang in [
        ("company", _RUNNING, "zh"),
        ("company", "2026-10-14", "en"),
        ("department:0", "2026-10-09", "en"),
        ("team:0", "2026-10-14", "zh"),
        ("team:-1", "2026-10-30", "en"),
        ("rep:0", "2026-10-09", "zh"),
        ("rep:1", "2026-10-03", "en"),
    ]:
        found.append(Case("daily", scope, day, day, lang))
    for scope, week, day, lang in [
        ("company", "2026-W42", "2026-10-18", "en"),
        ("company", "2026-W42", "2026-10-14", "zh"),
        ("department:0", "2026-W40", "2026-10-04", "en"),
        ("team:0", "2026-W42", "2026-10-18", "zh"),
        ("rep:0", "2026-W41", "2026-10-11", "en"),
        ("company", "2026-W53", _CLOSED, "zh"),
    ]:
        found.append(Case("weekly", scope, week, day, lang))
    for scope, period, day, lang in [
        ("company", "2026-09", _CLOSED, "zh"),
        ("company", "2026-10", _RUNNING, "en"),
        ("department:0", "2025", _CLOSED, "en"),
        ("team:0", "2026Q3", _CLOSED, "zh"),
        ("rep:0", "2026", _RUNNING, "en"),
    ]:
        found.append(Case("funnel", scope, period, day, lang))
    return found


@pytest.mark.parametrize("case", cases(), ids=str)
def test_every_number_of_the_first_screen_is_counted_from_the_tables(
    case: Case, request: pytest.FixtureRequest
) -> None:
    workspace = request.getfixturevalue(f"books_{case.lang}")
    counted = books(workspace, case.as_of)
    case = case.named(names(counted))
    screen = first_screen(soup_of(page_of(workspace, case)))
    want = SCREENS[case.report](Recount(counted, case.scope, case.period), case.lang)
    found = faults(text(screen, ".snb-sub"), want.subtitle)
    found += faults(text(screen, ".snb-lede"), want.lede)
    cards = screen.select(".snb-card")
    assert len(cards) == len(want.cards)
    for card, figures in zip(cards, want.cards, strict=True):
        found += _card_faults(card, figures)
    flags = screen.select(".snb-flags li, .snb-notice")
    flags = [flag for flag in flags if _COUNT.search(flag.get_text())]
    found += [] if len(flags) == len(want.flags) else [f"{len(want.flags)} flags: {flags}"]
    for flag, figures in zip(flags, want.flags, strict=False):
        found += faults(flag.get_text(" "), figures)
    assert not found, "\n".join(found)
    assert rest(screen) == "", "a number that no recount accounts for"


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_what_changed_since_the_last_report_is_counted_from_the_tables(
    lang: str, request: pytest.FixtureRequest, tmp_path: Path, salesnb
) -> None:
    workspace = copy_of(request.getfixturevalue(f"books_{lang}"), tmp_path / "shop")
    words = ["render", "performance", "--scope", "company", "--period", "2026-10"]
    made = salesnb(workspace, *words, "--as-of", _RUNNING, "--lang", lang)
    assert made.exit_code == 0, made.stderr
    case = Case("performance", "company", "2026-10", _CLOSED, lang)
    screen = first_screen(soup_of(page_of(workspace, case)))
    was, now = (
        Recount(books(workspace, day), case.scope, case.period) for day in (_RUNNING, _CLOSED)
    )
    head = [month_words(was.period.start, lang), day_words(was.as_of, lang)]
    found = faults(text(screen, ".snb-changes h2"), head)
    lines = screen.select(".snb-changes li")
    wanted = changes(was, now)
    assert len(lines) == len(wanted), [line.get_text() for line in lines]
    for line, figures in zip(lines, wanted, strict=True):
        found += faults(line.get_text(), figures)
    assert not found, "\n".join(found)


def _card_faults(card: Tag, figures: CardFigures) -> list[str]:
    found = faults(text(card, ".snb-name"), figures.label)
    found += faults(text(card, ".snb-value"), figures.value)
    details = card.select(".snb-detail > span")
    delta = [part for part in details if set(part.get("class") or ()) & _MOODS]
    plain = [part for part in details if part not in delta]
    found += faults(" ".join(part.get_text() for part in plain), figures.detail)
    found += faults(" ".join(part.get_text() for part in delta), figures.delta)
    value = card.select_one(".snb-value")
    assert value is not None
    _, *lines = str(value["data-why"]).split("\n")
    lines = [re.sub(r"^95\s?%", "", line) for line in lines]  # the level of the interval
    return found + faults("\n".join(lines), figures.why) + _mood_faults(delta, figures.delta)


_MOODS = {"snb-good", "snb-bad", "snb-soft"}


def _mood_faults(delta: list[Tag], figures: list[Expect]) -> list[str]:
    """A change is green where it is up, red where it is down, and neither where it is none."""
    found = []
    for part, figure in zip(delta, figures, strict=False):
        value = float(figure.value or 0)
        mood = "snb-soft" if abs(value) < 0.005 else "snb-good" if value > 0 else "snb-bad"
        found += [] if mood in part["class"] else [f"{part} is not {mood}"]
    return found


def names(counted: Books) -> dict[str, list[str]]:
    """Return the departments, teams and reps, in the order of the staff table."""
    staff = counted.tables["staff"].dropna(subset="team")
    columns = {"department": "department", "team": "team", "rep": "name"}
    return {kind: list(dict.fromkeys(staff[column])) for kind, column in columns.items()}


def text(tree: Tag, selector: str) -> str:
    return "\n".join(part.get_text() for part in tree.select(selector))


def rest(screen: Tag) -> str:
    """Return the numbers outside of what was read."""
    left = BeautifulSoup(str(screen), "html5lib")
    for part in left.select(".snb-sub, .snb-lede, .snb-card, .snb-flags, .snb-notice"):
        part.decompose()
    return "".join(_COUNT.findall(left.get_text()))
