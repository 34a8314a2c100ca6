"""The section on best practice: its title, its table, what it says where it cannot compare."""

import re
from datetime import date, datetime
from pathlib import Path

import pytest

from salesnb.workbench import Workbench
from salesnb.workspace import Workspace
from tests.frames import Records, fill
from tests.funnel.company import Rep, company, noise
from tests.views.shop import lines, title


def desk(folder: Path, tables: dict[str, Records], lang: str = "en", **options: str) -> Workbench:
    workspace = Workspace.create(folder / "shop", lang)
    fill(workspace.store, tables, datetime(2026, 12, 31, 12))
    return Workbench(workspace.root, period="2026", as_of=date(2026, 12, 31), lang=lang, **options)


@pytest.fixture(scope="module")
def quick(tmp_path_factory: pytest.TempPathFactory) -> Workbench:
    """Three reps who answer within hours and win, nine who take a day."""
    reps = [Rep(f"Q{n}", win=0.42, hours=3) for n in range(3)]
    reps += [Rep(f"S{n}", win=0.13, hours=30) for n in range(9)]
    return desk(tmp_path_factory.mktemp("quick"), company(reps, seed=1))


def test_the_title_says_what_the_best_do_otherwise_as_an_association(quick: Workbench) -> None:
    part = quick.best_practice()
    assert title(part).startswith("The 3 reps who win most tend to have less: First response")
    assert "associations, not causes" in repr(part).splitlines()[1]
    assert re.search(r"time: Q\d, Q\d, Q\d\. Compared with the other 9\.", repr(part))


def test_each_habit_stands_with_both_sides_interval_effect_and_cases(quick: Workbench) -> None:
    (line,) = lines(quick.best_practice(), "First response\t")
    cells = line.split("\t")
    assert [cells[n].split(" ")[-1] for n in (1, 2, 3)] == ["h", "h", "h"]
    assert cells[4].count("…") == 1
    assert float(cells[5].replace("−", "-")) < -0.8
    assert float(cells[6]) < 0.05
    assert cells[7] == "135 / 405"


def test_where_habits_are_noise_the_title_says_that_nothing_differs(tmp_path: Path) -> None:
    part = desk(tmp_path, noise(0)).best_practice()
    assert title(part) == (
        "Between the reps who win most and the others the data show no difference in habits"
    )


def test_a_team_of_few_is_not_compared(tmp_path: Path) -> None:
    part = desk(tmp_path, company([Rep(f"R{n}") for n in range(3)], seed=1), "zh").best_practice()
    assert title(part) == "标杆做法"
    assert "可比的销售人员只有 3 人" in repr(part)


def test_a_hostile_name_is_text(tmp_path: Path) -> None:
    reps = [Rep("<script>alert(1)</script>", win=0.5), *(Rep(f"R{n}", win=0.2) for n in range(7))]
    html = desk(tmp_path, company(reps, seed=1)).best_practice()._repr_html_()
    assert "&lt;script&gt;" in html and "<script>" not in html
