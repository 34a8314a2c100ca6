"""Runs: only what is missing is made, a failing report harms no other, limits end a kernel."""

import json
import os
import re
import sys
from pathlib import Path

import pytest

from salesnb.runs.lock import only_runner
from salesnb.runs.state import RunState
from tests.runs.conftest import manifest

DAY = ("--date", "2026-10-31")
ROOT = Path(__file__).parents[2]


def states(workspace) -> dict[str, str]:
    """Return what became of each report of the newest run, by notebook and kind of scope."""
    return {
        f"{row['notebook']} {row['scope'].partition(':')[0]}": row["state"]
        for row in manifest(workspace)["reports"]
    }


@pytest.mark.usefixtures("ordinary")
def test_the_same_job_for_the_same_day_does_nothing_the_second_time(
    shop, write, job, salesnb
) -> None:
    write("tiny", "1 + 1")
    job("month", "tiny")
    first = salesnb(shop, "run", "month", *DAY)
    assert first.exit_code == 0, first.stderr
    pages = {path: path.read_bytes() for path in shop.reports.rglob("tiny.*")}
    assert len(pages) == 2
    again = salesnb(shop, "run", "month", *DAY)
    assert again.exit_code == 0 and "Nothing to do" in again.stderr
    assert {path: path.read_bytes() for path in shop.reports.rglob("tiny.*")} == pages
    assert len(list((shop.reports / "runs").glob("*.json"))) == 1

    write("tiny", "1 + 2")
    assert "2 reports to make" in salesnb(shop, "run", "month", *DAY).stderr
    (shop.root / "params" / "limits.yml").write_text("quote_days: 2\n")
    assert "2 reports to make" in salesnb(shop, "run", "month", *DAY).stderr
    next(shop.reports.rglob("team*/tiny.en.html")).unlink()
    assert "1 reports to make, 1 unchanged" in salesnb(shop, "run", "month", *DAY).stderr


@pytest.mark.usefixtures("ordinary")
def test_a_failing_report_harms_no_other_and_keeps_its_old_file(shop, write, job, salesnb) -> None:
    write("good", "1")
    write("bad", "2")
    job("month", "good, bad")
    assert salesnb(shop, "run", "month", *DAY).exit_code == 0
    old = {path: path.read_bytes() for path in shop.reports.rglob("bad.en.html")}
    write("good", "3")
    write("bad", "4", "1 / 0")
    made = salesnb(shop, "run", "month", *DAY)
    assert made.exit_code == 1
    assert "cell 4: ZeroDivisionError" in made.stderr and "Traceback" not in made.stderr
    assert {path: path.read_bytes() for path in shop.reports.rglob("bad.en.html")} == old
    assert states(shop) == {
        "good company": "made",
        "good team": "made",
        "bad company": "failed",
        "bad team": "failed",
    }
    told = next(row for row in manifest(shop)["reports"] if row["state"] == "failed")
    assert told["failed"]["cell"] == 4 and "ZeroDivisionError" in told["failed"]["traceback"]
    executed = shop.root / told["executed"]
    assert told["command"] == f"salesnb --workspace {shop.root} lab {executed}"
    injected = json.loads(executed.read_text("utf-8"))["cells"]
    assert any('period = "2026-09"' in "".join(cell["source"]) for cell in injected)
    page = next((shop.reports / "runs").glob("000002-*.html")).read_text("utf-8")
    assert "ZeroDivisionError" in page and "\x1b" not in page and str(executed) in page


@pytest.mark.usefixtures("ordinary")
def test_resume_makes_only_what_is_missing_in_the_same_run(shop, write, job, salesnb) -> None:
    write("good", "1")
    write("bad", "1 / 0")
    job("month", "good, bad")
    assert salesnb(shop, "run", "month", *DAY).exit_code == 1
    before = {path: path.stat().st_mtime_ns for path in shop.reports.rglob("good.en.html")}
    write("bad", "1 / 1")
    resumed = salesnb(shop, "run", "month", "--resume")
    assert resumed.exit_code == 0, resumed.stderr
    assert "2 reports to make, 2 unchanged" in resumed.stderr
    assert {path: path.stat().st_mtime_ns for path in shop.reports.rglob("good.en.html")} == before
    assert len(list((shop.reports / "runs").glob("*.json"))) == 1
    assert set(states(shop).values()) == {"made"} and manifest(shop)["state"] == "done"
    assert [len(row["attempts"]) for row in manifest(shop)["reports"]].count(2) == 2
    over = salesnb(shop, "run", "month", "--resume")
    assert over.exit_code == 2 and "no run of the job month is unfinished" in over.stderr


def test_an_optional_section_that_fails_leaves_a_remark_and_the_rest(
    shop, write, job, salesnb
) -> None:
    write("tiny", "'the rest'", optional="1 / 0")
    job("month", "tiny", "formats: [html, xlsx]")
    made = salesnb(shop, "run", "month", *DAY)
    assert made.exit_code == 0, made.stderr
    page = next(shop.reports.rglob("company/tiny.en.html")).read_text("utf-8")
    assert "This section could not be made" in page and "the rest" in page
    assert "ZeroDivisionError" not in page
    told = manifest(shop)["reports"][0]["sections"][0]
    assert told["cell"] == 3 and "division by zero" in told["error"]
    assert "ZeroDivisionError" in told["traceback"]


@pytest.mark.parametrize(
    ("cell", "limits", "said", "result", "tries"),
    [
        ("while True: pass", "{seconds: 5}", "stopped after 5 s", "too_long", 1),
        ("import time; time.sleep(10**6)", "{seconds: 2}", "stopped after 2 s", "too_long", 1),
        (
            "kept = [bytearray(10**7) for _ in range(90)]\nimport time; time.sleep(60)",
            "{memory_mb: 500}",
            "more than 500 MB of memory",
            "too_big",
            1,
        ),
        ("import os; os._exit(1)", "{retries: 2}", "tried 3 times", "crashed", 3),
        ("1 / 0", "{retries: 2}", "ZeroDivisionError", "failed", 1),
    ],
)
def test_limits_end_one_report_and_only_crashed_kernels_are_tried_again(
    shop, write, job, salesnb, cell: str, limits: str, said: str, result: str, tries: int
) -> None:
    write("greedy", cell)
    path = job("month", "greedy", f"limits: {limits}")
    path.write_text(path.read_text().replace('company, "team:East 1"', "company"))
    made = salesnb(shop, "run", "month", *DAY)
    assert made.exit_code == 1
    assert said in made.stderr
    attempts = manifest(shop)["reports"][0]["attempts"]
    assert [each["result"] for each in attempts] == [result] * tries
    assert not list(shop.reports.rglob("greedy.*"))


def test_a_crash_that_passes_is_forgiven(shop, write, job, salesnb, tmp_path) -> None:
    mark = tmp_path / "mark"
    write(
        "shaky",
        f"import os\nif not os.path.exists({str(mark)!r}):\n    open({str(mark)!r}, 'w'); os._exit(1)",
    )
    path = job("month", "shaky")
    path.write_text(path.read_text().replace('company, "team:East 1"', "company"))
    assert salesnb(shop, "run", "month", *DAY).exit_code == 0
    attempts = manifest(shop)["reports"][0]["attempts"]
    assert [each["result"] for each in attempts] == ["crashed", "made"]


def test_a_hundred_megabytes_of_print_are_cut_with_a_note(shop, write, job, salesnb) -> None:
    write("chatty", "for _ in range(100): print('x' * 10**6)", "'and more'")
    path = job("month", "chatty")
    path.write_text(path.read_text().replace('company, "team:East 1"', "company"))
    made = salesnb(shop, "run", "month", *DAY)
    assert made.exit_code == 0, made.stderr
    page = next(shop.reports.rglob("chatty.en.html")).read_text("utf-8")
    assert len(page) < 400_000
    assert "the rest of the output is left out" in page
    assert page.index("left out") < page.index("and more")


@pytest.mark.usefixtures("ordinary")
def test_a_second_runner_is_refused_by_name(shop, write, job, salesnb) -> None:
    from datetime import datetime

    write("tiny", "1")
    job("month", "tiny")
    with only_runner(shop.root / "data", "weekly 2026-10-30", datetime(2026, 10, 30, 7, 5)):
        refused = salesnb(shop, "run", "month", *DAY)
    assert refused.exit_code == 3
    assert (
        "weekly 2026-10-30 (process" in refused.stderr
        and "since 2026-10-30 07:05" in refused.stderr
    )
    assert salesnb(shop, "run", "month", *DAY).exit_code == 0


def test_reports_that_took_longest_are_made_first(shop, write, job, salesnb) -> None:
    write("quick", "1")
    write("slow", "import time; time.sleep(2)")
    job("month", "quick, slow")
    assert salesnb(shop, "run", "month", *DAY).exit_code == 0
    write("quick", "2")
    write("slow", "import time; time.sleep(1)")
    second = salesnb(shop, "run", "month", *DAY, "--jobs", "1")
    made = re.findall(r"(\w+)\.en\.html", second.stderr)
    assert made == ["slow", "slow", "quick", "quick"]
    assert "About" in second.stderr
    assert {kind for _, kind in RunState(shop.state).durations()} == {"company", "team"}


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="kernels are ordinary ones")
def test_the_start_of_the_warm_kernels_server_is_no_part_of_any_report(
    shop, write, job, salesnb, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "sitecustomize.py").write_text(
        "import sys, time\nif 'salesnb.reports.warm.server' in sys.orig_argv: time.sleep(4)"
    )
    path = os.pathsep.join([str(tmp_path), os.environ.get("PYTHONPATH", str(ROOT))])
    monkeypatch.setenv("PYTHONPATH", path)
    write("tiny", "1")
    job("month", "tiny")
    assert salesnb(shop, "run", "month", *DAY).exit_code == 0
    tries = [each for row in manifest(shop)["reports"] for each in row["attempts"]]
    assert len(tries) == 2
    assert all(0 < each["seconds"] <= manifest(shop)["seconds"] - 4 for each in tries)
