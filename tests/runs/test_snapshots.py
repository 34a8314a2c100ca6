"""Which snapshot a run plans on and reads, and that the state names it."""

from datetime import datetime
from pathlib import Path

from salesnb.imports import import_files
from tests.runs.conftest import manifest

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
