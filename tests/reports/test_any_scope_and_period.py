"""Reports of any scope and period, with hardly any data or none: nothing broken, nothing foreign."""

import random
import re
from collections.abc import Sequence
from functools import cache

import pytest
from bs4 import BeautifulSoup, Tag

from salesnb.labels import label
from salesnb.workbench import Workbench
from salesnb.workspace import Workspace
from tests.reports.conftest import EMPTY_TEAM
from tests.reports.pages import REPORTS, Case, page_of, soup_of, spoken, visible_words

_SCOPES = [
    *("company", "company", "department:0", "department:-1", "team:0", "team:3", "team:-1"),
    *("rep:0", "rep:3", "rep:17", "rep:23", "rep:-1", f"team:{EMPTY_TEAM}"),
]
_PERIODS = {
    "daily": [
        *("2026-10-20", "2026-10-03", "2026-10-01", "2024-11-01", "2024-10-31", "2026-11-09"),
        "2024-02-29",
    ],
    "weekly": ["2026-W44", "2026-W43", "2026-W53", "2024-W45", "2024-W09", "2025-W05"],
    "performance": [
        *("2026-10", "2024-11", "2024-02", "2027Q1", "2026", "2025", "2026Q3", "2024-10"),
        *("2025-02-01..2026-02-28", "2024-02-29", "2026-10-31..2026-10-31", "2026-W44", "2027"),
    ],
}
_PERIODS |= dict.fromkeys(
    ["funnel", "scoring", "followup", "segmentation", "forecast"], _PERIODS["performance"]
)
_DAYS = ["2026-10-31", "2026-10-31", "2026-10-20", "2024-11-15", "2025-02-28"]


def drawn(count: int) -> list[Case]:
    """Draw cases, the same at each run: every report, scope and period in turn, at random days."""
    dice = random.Random(20261031)
    found: dict[str, Case] = {}
    scopes = _SCOPES * 10
    dice.shuffle(scopes)
    while len(found) < count:
        report = REPORTS[len(found) % len(REPORTS)]
        period, day = dice.choice(_PERIODS[report]), dice.choice(_DAYS)
        case = Case(report, scopes.pop(), period, day, dice.choice(["zh", "en"]))
        found[str(case)] = case
    return list(found.values())


@pytest.mark.parametrize("case", drawn(66), ids=str)
def test_a_report_of_any_scope_and_period_reads_well(
    case: Case, request: pytest.FixtureRequest
) -> None:
    workspace = request.getfixturevalue(f"books_{case.lang}")
    case = case.named(staff_names(workspace))
    tree = soup_of(page_of(workspace, case))
    texts = spoken(tree)
    found = faults_of(texts)
    found += foreign(texts, case.lang, data_words(workspace) if case.lang == "zh" else ())
    found += [f"cut without a title: {part}" for part in cut_without_title(tree)]
    found += [f"nothing drawn: {svg}" for svg in empty_charts(tree, case.lang)]
    assert not found, "\n".join(found)


_FAULTS = {
    "a missing value of the program": r"(?<![\w-])(?:nan|NaN|None|inf|NaT|<NA>|undefined|null)(?!\w)",
    "the key of a label": r"(?<![\w./-])[a-z]+(?:_[a-z]+)+(?![\w.])",
    "a placeholder": r"\{\w*\}",
    "a rich mark": r"\*\*|!!|\+\+",
    "a broken character": "[\ufffd\u25a1\u25af\x00-\x08]",
    "nothing by nothing": r"(?<![\d.,])0 ?/ ?0(?![\d.])",
    "doubled punctuation": r"[。，；：、]\s*[。，；：、]|[;,:]\s*[.,;:]|\.\.(?=\s|$)|\(\s*\)|（\s*）",
    "a blank before punctuation": r"\s[,;。，；：、）]|\s\.(?=\s|$)|[（(]\s",
    "doubled blanks": r"(?<=\S)[ \u3000]{2,}(?=\S)",
    "minus nothing": r"[−-]0(?:\.0+)?(?![\d.,])(?=%|\s|$)",
    "a change beyond reason": r"[▲▼+−]\d{1,3}(?:,\d{3})+ ?(?:%|pt|个百分点)",
}


def faults_of(texts: Sequence[str]) -> list[str]:
    """Return what is wrong with the form of texts."""
    return [
        f"{name}: {text!r}"
        for text in texts
        for name, pattern in _FAULTS.items()
        if re.search(pattern, text)
    ]


# What a Chinese report may write in Latin letters: units, file names, words of the trade.
_LATIN = {
    "params",
    "advice",
    "alerts",
    "yml",
    "salesnb",
    "TOP",
    "ID",
    "TOP3",
    "AUC",
    "WAPE",
    "Brier",
    "plan",
    "fixed",
    "RFM",
    "MBG",
    "NBD",
    "Gamma",
}


def foreign(texts: Sequence[str], lang: str, data: Sequence[str]) -> list[str]:
    """Return the texts with words of the other language that do not come from the data."""
    found = []
    for text in texts:
        left = text
        if lang == "en":
            strange = re.findall("[\u3400-\u9fff\uff00-\uffef\u3000-\u303f]+", left)
        else:
            for word in data:
                left = left.replace(word, " ")
            strange = [w for w in re.findall(r"[A-Za-z]{2,}\d*", left) if w not in _LATIN]
        found += [f"{strange} in {text!r}"] if strange else []
    return found


@cache
def data_words(workspace: Workspace) -> tuple[str, ...]:
    """Return the words of the data that hold Latin letters, the longest first."""
    desk, found = Workbench(workspace.root, scope="company"), set()
    for name in ("customers", "leads", "opportunities", "orders", "products", "staff"):
        for _, column in desk.table(name).items():
            texts = column.dropna().astype(str)
            found |= set(texts[texts.str.contains("[A-Za-z]")])
    desk._store.close()
    return tuple(sorted(found, key=len, reverse=True))


@cache
def staff_names(workspace: Workspace) -> dict[str, list[str]]:
    """Return the names of departments, teams and reps, in the order of the staff table."""
    desk = Workbench(workspace.root, scope="company")
    staff = desk.table("staff").dropna(subset="team")
    desk._store.close()
    columns = {"department": "department", "team": "team", "rep": "name"}
    return {kind: list(dict.fromkeys(staff[column])) for kind, column in columns.items()}


def cut_without_title(tree: BeautifulSoup) -> list[Tag]:
    """Return the elements whose text is cut and that do not hold all of it in a title."""
    found = [around for around, words in visible_words(tree) if "…" in words]
    found += tree.select(".snb-cut")
    return [
        part
        for part in found
        if not any(each.get("title") or each.select(":scope > title") for each in _chain(part))
    ]


def _chain(part: Tag) -> list[Tag]:
    return [part, *part.parents]


def empty_charts(tree: BeautifulSoup, lang: str) -> list[str]:
    """Return the charts that show nothing: a placeholder, or axes without a single mark."""
    return [
        str(svg.get("aria-label"))
        for svg in tree.select(".snb-chart > svg")
        if svg.get("aria-label") == label("no_data", lang) or not any(map(_is_mark, _paths(svg)))
    ]


def _paths(svg: Tag) -> list[Tag]:
    return svg.select("path, circle, rect, use")


_CELL = 5.0  # px; no line of an axis or a median is as wide


def _is_mark(path: Tag) -> bool:
    """Whether it is more than a straight line along an axis; a cell or a dot is a thick stroke."""
    thick = re.search(r"stroke-width:([\d.]+)", str(path.get("style", "")))
    if path.name in ("circle", "use") or (thick and float(thick[1]) >= _CELL):
        return True
    places = [float(number) for number in re.findall(r"-?\d*\.?\d+", str(path.get("d", "")))]
    across, down = places[::2], places[1::2]
    return bool(down) and max(across) > min(across) and max(down) > min(down)


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("sales of nan", "a missing value"),
        ("finding_growth_mom", "the key of a label"),
        ("完成 {completion}。", "a placeholder"),
        ("没有目标。。", "doubled punctuation"),
        ("12 orders , worth", "a blank before"),
        ("0 / 0", "nothing by nothing"),
        ("▲1,900%", "a change beyond"),
    ],
)
def test_a_fault_would_be_found(text: str, fault: str) -> None:
    assert [found for found in faults_of([text]) if found.startswith(fault)]


@pytest.mark.parametrize(
    "text",
    [
        "3 / 6 · small sample",
        "▼100%",
        "2026-10-01 – 2026-10-15",
        "params/advice.yml",
        "−0.4%",
        "1.0 万",
    ],
)
def test_what_is_well_is_no_fault(text: str) -> None:
    assert faults_of([text]) == []
