"""Scopes whose names are no file names: every one gets a folder of its own inside reports/."""

from datetime import datetime
from pathlib import Path

from salesnb.imports import import_files
from salesnb.reports.paths import scope_slugs
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
