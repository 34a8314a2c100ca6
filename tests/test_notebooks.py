"""The notebooks: their form, and that they run with plain papermill."""

import ast
import json
import subprocess
import sys
from pathlib import Path

import pytest

from salesnb.workspace import Workspace

FOLDER = Path(__file__).parents[1] / "notebooks"
NOTEBOOKS = sorted(FOLDER.glob("*.ipynb"))
SIX = ["workspace", "scope", "period", "as_of", "viewer", "lang"]
# What a reader cannot do without; every other section may fail and leave the rest of the report.
INDISPENSABLE = {
    "daily": ["wb.daily_headline()", "wb.activity()", "wb.orders()"],
    "weekly": ["wb.weekly_headline()", "wb.week_on_week()", "wb.ranking()", "wb.pipeline()"],
    "performance": ["wb.performance_headline()", "wb.sales_trend()", "wb.ranking()"],
    "funnel": ["wb.funnel_headline(reading)", "wb.funnel_stages(reading=reading)"],
    "scoring": [
        "wb.scoring_headline()",
        "wb.lead_plan()",
        "wb.lead_worklist()",
        "wb.lead_grades()",
    ],
    "followup": [
        "wb.followup_headline()",
        "wb.key_customers()",
        'wb.followup_rates("level")',
        'wb.followup_rates("rep")',
    ],
    "segmentation": [
        "wb.segments_headline()",
        "wb.customer_tiers()",
        "wb.win_back()",
        "wb.customer_levels()",
    ],
    "explore": [],  # a tour, no report
    "forecast": [
        "wb.forecast_headline()",
        "wb.forecast_fan()",
        "wb.forecast_periods()",
        "wb.forecast_self_test()",
    ],
    "dashboard": ["wb.live_board(period)"],
}
ONE_SCREEN = {"dashboard"}


def cells(path: Path, kind: str) -> list[dict]:
    """Return the cells of a kind, their source as one text."""
    found = json.loads(path.read_text(encoding="utf-8"))["cells"]
    return [
        {**cell, "source": "".join(cell["source"]), "tags": cell["metadata"].get("tags", [])}
        for cell in found
        if cell["cell_type"] == kind
    ]


def by_name(path: Path) -> str:
    return path.stem


@pytest.mark.parametrize("path", NOTEBOOKS, ids=by_name)
def test_one_cell_holds_the_parameters_as_literals(path: Path) -> None:
    tagged = [cell for cell in cells(path, "code") if "parameters" in cell["tags"]]
    assert len(tagged) == 1
    statements = ast.parse(tagged[0]["source"]).body
    assert [node.target.id for node in statements][:6] == SIX
    assert all(isinstance(node, ast.AnnAssign) for node in statements)
    assert all(isinstance(node.value, ast.Constant) for node in statements)
    assert all("#" in line for line in tagged[0]["source"].splitlines())


@pytest.mark.parametrize("path", NOTEBOOKS, ids=by_name)
def test_code_cells_are_short_and_hold_no_logic(path: Path) -> None:
    for cell in cells(path, "code"):
        assert len(cell["source"].splitlines()) <= 8
        for node in ast.walk(ast.parse(cell["source"])):
            assert not isinstance(node, ast.FunctionDef | ast.ClassDef | ast.For | ast.If)
            if isinstance(node, ast.Import):
                assert [alias.name for alias in node.names] == ["salesnb"]
            assert not isinstance(node, ast.ImportFrom)


@pytest.mark.parametrize("path", NOTEBOOKS, ids=by_name)
def test_no_output_is_kept(path: Path) -> None:
    for cell in cells(path, "code"):
        assert cell["outputs"] == []
        assert cell["execution_count"] is None


@pytest.mark.parametrize("path", NOTEBOOKS, ids=by_name)
def test_prose_comes_in_pairs_of_both_languages(path: Path) -> None:
    tags = [cell["tags"] for cell in cells(path, "markdown")]
    assert tags == [["zh"], ["en"]] * (len(tags) // 2)


@pytest.mark.parametrize("path", NOTEBOOKS, ids=by_name)
def test_all_sections_but_the_first_screen_and_the_core_are_optional(path: Path) -> None:
    sections = cells(path, "code")[2:]
    needed = [cell["source"] for cell in sections if cell["tags"] != ["optional"]]
    assert needed == INDISPENSABLE[path.stem]
    assert len(needed) < len(sections) or path.stem in ONE_SCREEN


@pytest.mark.parametrize("path", NOTEBOOKS, ids=by_name)
def test_plain_papermill_runs_the_notebook(path: Path, demo_en: Workspace, tmp_path: Path) -> None:
    out = tmp_path / "out.ipynb"
    team = "East 1"
    command = [sys.executable, "-m", "papermill", str(path), str(out)]
    command += ["-p", "workspace", str(demo_en.root), "-p", "scope", f"team:{team}"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=180)
    assert done.returncode == 0, done.stderr[-2000:]
    executed = out.read_text(encoding="utf-8")
    assert team in executed
    assert '"output_type": "error"' not in executed


def test_a_failing_report_does_not_stop_the_others(
    demo_en: Workspace, tmp_path: Path, salesnb
) -> None:
    broken = json.loads((FOLDER / "funnel.ipynb").read_text(encoding="utf-8"))
    code = [cell for cell in broken["cells"] if cell["cell_type"] == "code"]
    code[2]["source"] = "wb.no_such_section()"
    (tmp_path / "broken.ipynb").write_text(json.dumps(broken), encoding="utf-8")
    made = salesnb(
        demo_en,
        "render",
        tmp_path / "broken.ipynb",
        "funnel",
        "--period",
        "2026-09",
        "--out",
        tmp_path / "out",
    )
    assert made.exit_code == 1
    assert "no_such_section" in made.stderr
    folder = tmp_path / "out" / "2026-09" / "company"
    assert [path.name for path in folder.glob("*.html")] == ["funnel.en.html"]
    assert (tmp_path / "out" / "index.html").is_file()


def test_a_notebook_without_the_common_parameters_is_refused(
    demo_en: Workspace, tmp_path: Path, salesnb
) -> None:
    bare = json.loads((FOLDER / "funnel.ipynb").read_text(encoding="utf-8"))
    for cell in bare["cells"]:
        if "parameters" in cell["metadata"].get("tags", []):
            cell["source"] = 'workspace: str = "."  # folder'
    (tmp_path / "bare.ipynb").write_text(json.dumps(bare), encoding="utf-8")
    made = salesnb(demo_en, "render", tmp_path / "bare.ipynb", "--out", tmp_path / "out")
    assert made.exit_code == 1
    assert "the parameters cell lacks as_of, lang, period, scope, viewer" in made.stderr
