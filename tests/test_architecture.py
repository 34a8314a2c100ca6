"""The floors of the house: imports go down only, every module has a floor, there is no cycle."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "salesnb"

# Lowest first; a module may import from floors below its own, and a package from itself.
FLOORS: list[set[str]] = [
    {"errors", "labels", "resources", "state_file"},
    {"formats", "periods", "rounding", "yaml_lines", "erased", "spoken"},
    {"tables", "settings", "typed_in"},
    {"engines"},
    {"loaders", "store", "models", "formula", "demo", "learned", "projected", "plugins"},
    {"queries", "extracts", "workspace", "told", "access"},
    {"scopes"},
    {"metrics", "imports", "entry"},
    {
        "funnel",
        "leads",
        "followups",
        "forecast",
        "segments",
        "advice",
        "figures",
        "fields",
    },
    {"alerts", "review"},
    {"tasks"},
    {"session"},
    {"views", "compare"},
    {"workbench"},
    {"reports"},
    {"runs"},
    {"delivery"},
    {"jobs", "account", "terminal", "keeping", "upgrade", "dashboard", "start"},
    {"cli"},
    {"__init__", "__main__"},
]
# On one floor, but one reads the other: an extract is narrowed by a query, errors are said
# in the words of labels.
ALLOWED_BESIDE = {
    ("extracts", "queries"),
    ("errors", "labels"),
}


def floor_of(place: str) -> int:
    """Return the floor of a top-level module or package."""
    for number, names in enumerate(FLOORS):
        if place in names:
            return number
    raise AssertionError(f"salesnb/{place} has no floor: add it to FLOORS in this test")


def modules() -> list[Path]:
    """Return every module of the package."""
    return sorted(path for path in PACKAGE.rglob("*.py") if "_workspace" not in path.parts)


def place_of(path: Path) -> str:
    """Return the top-level module or package that a file belongs to."""
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imported(path: Path) -> set[str]:
    """Return the places of salesnb that a module imports, inside functions too."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        names = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            names = [node.module]
            if node.module == "salesnb":
                names = [f"salesnb.{alias.name}" for alias in node.names]
        for name in names:
            parts = name.split(".")
            if parts[0] == "salesnb" and len(parts) > 1 and parts[1] != "__version__":
                found.add(parts[1])
    return found


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_module_imports_only_from_floors_below(path: Path) -> None:
    own = place_of(path)
    for other in imported(path) - {own}:
        beside = floor_of(other) == floor_of(own) and (own, other) in ALLOWED_BESIDE
        assert beside or floor_of(other) < floor_of(own), f"{own} imports {other}: upward or beside"


def test_every_top_level_module_has_a_floor() -> None:
    for path in modules():
        floor_of(place_of(path))


def test_figures_know_nothing_of_store_and_metrics() -> None:
    for path in (PACKAGE / "figures").glob("*.py"):
        assert not imported(path) & {"store", "scopes", "metrics", "session", "models"}


def test_only_the_command_line_and_the_form_in_a_notebook_read_the_clock() -> None:
    for path in modules():
        place = path.relative_to(PACKAGE)
        if place.parts[0] == "cli" or str(place) == "entry/widgets.py":
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Attribute) and node.attr in ("now", "today", "utcnow"):
                base = node.value
                name = base.id if isinstance(base, ast.Name) else getattr(base, "attr", "")
                assert name not in ("datetime", "date", "Timestamp"), f"{path} reads the clock"


def test_there_is_no_module_without_a_purpose_in_its_name() -> None:
    shunned = {"utils", "util", "helpers", "helper", "common", "core", "misc"}
    assert not [path for path in modules() if path.stem in shunned]


def test_importing_salesnb_alone_is_cheap() -> None:
    import subprocess
    import sys

    code = "import sys, salesnb; print([m for m in ('pandas', 'duckdb', 'matplotlib') if m in sys.modules])"
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert shown.stdout.strip() == "[]"
