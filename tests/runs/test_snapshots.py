"""Which snapshot a run plans on and reads, and that the state names it."""

from datetime import datetime
from pathlib import Path

import pytest

from salesnb.imports import import_files
from tests.runs.conftest import manifest

pytestmark = pytest.mark.usefixtures("ordinary")
LATER = datetime(2026, 11, 20, 9)


def test_a_past_day_plans_no_rep_who_was_imported_later(
    shop, write, job, salesnb, tmp_path: Path
) -> None:
    sheet = tmp_path / "staff.csv"
    sheet.write_text(
        "Staff_ID,Name,Role,Team,Department,Since\nS901,Nora Late,rep,East 1,Sales,2026-09-01\n",
        encoding="utf-8",
    )
    shop.change_setting("today", "null")
    assert import_files(shop, [sheet], at=LATER, by="me").summary
    write("tiny", "1")
    job("month", "tiny", "every: [rep]")
    before = salesnb(shop, "run", "month", "--dry-run", "--date", "2026-11-03").stdout
    after = salesnb(shop, "run", "month", "--dry-run", "--date", "2026-11-20").stdout
    assert "rep-" in before and "Nora" not in before
    assert "rep-Nora-Late" in after


def test_a_rendering_as_of_a_past_day_reads_the_snapshot_of_that_day(
    shop, write, salesnb, tmp_path: Path
) -> None:
    sheet = tmp_path / "staff.csv"
    sheet.write_text(
        "Staff_ID,Name,Role,Team,Department,Since\nS901,Nora Late,rep,East 1,Sales,2026-09-01\n",
        encoding="utf-8",
    )
    shop.change_setting("today", "null")
    assert import_files(shop, [sheet], at=LATER, by="me").summary
    write("tiny", "1")
    nora = ("--scope", "rep:Nora Late")
    for number, (words, snapshot) in enumerate(
        [
            (("--as-of", "2026-11-03"), "000001"),
            (("--as-of", "2026-11-20", *nora), "000002"),
            (("--as-of", "2026-10-15"), "000002"),  # nothing is kept of that time
            ((), "000002"),
            (("--as-of", "2026-11-03", "--as", "Nora Late"), "000002"),  # rights of today
        ]
    ):
        out = tmp_path / str(number)
        made = salesnb(shop, "render", "tiny", "--period", "2026-09", "--out", out, *words)
        assert made.exit_code == 0, made.stderr
        page = next(out.rglob("tiny.en.html")).read_text("utf-8")
        assert [name for name in ("000001-", "000002-") if name in page] == [f"{snapshot}-"]
    early = salesnb(shop, "render", "tiny", "--as-of", "2026-11-03", *nora)
    assert early.exit_code == 2 and "'Nora Late' is not a known rep" in early.stderr


def test_on_the_pinned_today_a_rendering_reads_the_newest_snapshot(
    shop, write, salesnb, tmp_path: Path
) -> None:
    sheet = tmp_path / "customers.csv"
    sheet.write_text("customer_id,customer_name\nNEW1,Newcomer Ltd\n", encoding="utf-8")
    shop.change_setting("today", "2026-11-03")
    import_files(shop, [sheet], at=LATER, by="me")
    write("tiny", "1")
    words = ("render", "tiny", "--scope", "company", "--period", "2026-09")
    assert salesnb(shop, *words, "--as-of", "2026-11-03").exit_code == 0
    page = next(shop.reports.rglob("tiny.en.html"))
    assert "000002-" in page.read_text("utf-8")
    assert salesnb(shop, *words, "--as-of", "2026-11-02").exit_code == 0
    assert "000001-" in page.read_text("utf-8")


def test_a_resumed_run_names_the_snapshot_that_it_reads_now(
    shop, write, job, salesnb, tmp_path: Path
) -> None:
    write("tiny", "1 / 0")
    job("month", "tiny")
    assert salesnb(shop, "run", "month").exit_code == 1
    assert manifest(shop)["snapshot"].startswith("000001")
    sheet = tmp_path / "customers.csv"
    sheet.write_text("customer_id,customer_name\nNEW1,Newcomer Ltd\n", encoding="utf-8")
    import_files(shop, [sheet], at=LATER, by="me")
    write("tiny", "1 / 1")
    resumed = salesnb(shop, "run", "month", "--resume")
    assert resumed.exit_code == 0, resumed.stderr
    assert manifest(shop)["snapshot"].startswith("000002")  # on a pinned today the newest
    assert "000002" in next(shop.reports.rglob("tiny.en.html")).read_text("utf-8")


def test_a_rendering_to_another_folder_leaves_the_state_alone(
    shop, write, salesnb, tmp_path: Path
) -> None:
    write(
        "tiny",
        "from IPython.display import display\n"
        'told = {"report": "tiny", "told": {"figures": {"sales": 1}}}\n'
        'display({"application/vnd.salesnb.summary+json": told, "text/plain": ""}, raw=True)',
    )
    words = ("render", "tiny", "--scope", "company", "--period", "2026-09")
    made = salesnb(shop, *words, "--out", tmp_path / "out")
    assert made.exit_code == 0 and list((tmp_path / "out").rglob("tiny.en.html"))
    assert not shop.state.exists()
    salesnb(shop, *words)
    assert shop.state.exists()
