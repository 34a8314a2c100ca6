"""Scopes whose names are no file names: every one gets a folder of its own inside reports/."""

from datetime import datetime
from pathlib import Path

import pytest

from salesnb.imports import import_files
from salesnb.reports.paths import scope_slugs
from salesnb.runs.plan import plan_run
from salesnb.scopes import Scope
from salesnb.workspace import Workspace
from tests.runs.conftest import manifest

NAMES = ["../..", "CON", "东区/一组", "东区-一组", "很" * 300]


def test_a_thousand_hostile_names_get_a_folder_each() -> None:
    names = [
        f"{name}{number}" for number in range(200) for name in ("../", "CON", "a/", "a-", "长" * 80)
    ]
    found = scope_slugs(Scope("team", name) for name in names)
    folders = [folder.casefold() for folder in found.values()]
    assert len(set(folders)) == len(set(names)) == 1000
    assert not any(
        set(folder) & set('/\\:*?"<>|') or len(folder.encode()) > 255 for folder in folders
    )


def test_a_run_over_a_thousand_such_teams_plans_a_file_for_each_inside_the_reports_folder(
    shop: Workspace, write, tmp_path: Path
) -> None:
    names = [
        f"{name}{number}"
        for number in range(200)
        for name in ("../..", "CON", "a/", "a-", "长" * 297)
    ]
    lines = [f"S{n},Person {n},rep,{name},Sales" for n, name in enumerate(names)]
    sheet = tmp_path / "staff.csv"
    sheet.write_text("\n".join(["staff_id,name,role,team,department", *lines]) + "\n", "utf-8")
    assert import_files(shop, [sheet], at=datetime(2026, 11, 1, 9), by="me").summary
    write("tiny", "scope")
    path = shop.root / "params" / "jobs" / "all.yml"
    path.write_text("notebooks: [tiny]\nevery: [team]\nformats: [html, xlsx]\n", "utf-8")
    day = datetime(2026, 10, 31).date()
    plan = plan_run(shop, "all", day=day, today=day)
    assert {f"team:{name}" for name in names} <= {str(each.task.scope) for each in plan.missing}
    files = [file for each in plan.missing for file in each.task.files.values()]
    assert len({str(file).casefold() for file in files}) == len(files) >= 2000
    assert {file.resolve().parents[1] for file in files} == {shop.reports.resolve() / "2026-09"}
    assert all(len(part.encode()) <= 255 for file in files for part in file.parts)


@pytest.mark.usefixtures("ordinary")
def test_reports_of_such_teams_stay_inside_the_reports_folder(
    shop: Workspace, write, salesnb, tmp_path: Path
) -> None:
    lines = [f"S{n},Person {n},rep,{name},Sales" for n, name in enumerate(NAMES)]
    sheet = tmp_path / "staff.csv"
    sheet.write_text("\n".join(["staff_id,name,role,team,department", *lines]) + "\n", "utf-8")
    imported = import_files(shop, [sheet], at=datetime(2026, 11, 1, 9), by="me")
    assert imported.summary is not None
    write("tiny", "scope")
    path = shop.root / "params" / "jobs" / "odd.yml"
    scopes = ", ".join(f'"team:{name}"' for name in NAMES)
    path.write_text(
        f"notebooks: [tiny]\nscopes: [{scopes}]\nperiod: last-month\ngate: {{no_rows: banner}}\n",
        "utf-8",
    )
    made = salesnb(shop, "run", "odd", "--date", "2026-10-31")
    assert made.exit_code == 0, made.stderr
    pages = list((shop.reports / "2026-09").glob("*/tiny.en.html"))
    assert len(pages) == len(NAMES)
    assert {row["scope"] for row in manifest(shop)["reports"]} == {f"team:{n}" for n in NAMES}
    assert not list(shop.root.glob("tiny*")) and not list(shop.root.parent.glob("tiny*"))
