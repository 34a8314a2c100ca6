"""Schedules: when a job is due, what cron and systemd are given, a missed run caught up once."""

import re
import shutil
import subprocess
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from salesnb.errors import UsageError
from salesnb.runs.plan import missed_run
from salesnb.runs.schedule import (
    Starter,
    crontab_lines,
    last_due,
    merged_crontab,
    next_due,
    systemd_units,
)
from salesnb.settings import Job
from tests.runs.conftest import manifest

SATURDAY = datetime(2026, 10, 31, 9)


def due(**fields: object) -> Job:
    return Job(notebooks=("daily",), every=("team",), **fields)


@pytest.mark.parametrize(
    ("job", "last", "following"),
    [
        (due(at="07:00"), datetime(2026, 10, 31, 7), datetime(2026, 11, 1, 7)),
        (due(at="09:00"), datetime(2026, 10, 31, 9), datetime(2026, 11, 1, 9)),
        (due(at=720, weekdays=("mon",)), datetime(2026, 10, 26, 12), datetime(2026, 11, 2, 12)),
        (due(at="5:30", days=(2, 28)), datetime(2026, 10, 28, 5, 30), datetime(2026, 11, 2, 5, 30)),
        (due(), None, None),
    ],
)
def test_when_a_job_is_due(job: Job, last: datetime | None, following: datetime | None) -> None:
    assert (last_due(job, SATURDAY), next_due(job, SATURDAY)) == (last, following)


@pytest.mark.parametrize(
    ("job", "ahead", "when"),
    [
        (due(at="07:00"), 0, "0 7 * * *"),
        (due(at="07:00", weekdays=("mon", "sun")), 0, "0 7 * * 0,1"),
        (due(at="07:00", weekdays=("mon",)), 8, "0 23 * * 0"),  # Sunday evening in London
        (due(at="07:00", days=(2,)), 0, "0 7 2 * *"),
        (due(at="23:30", weekdays=("sat",)), -8, "30 7 * * 0"),
    ],
)
def test_a_crontab_line_is_at_the_time_of_the_machine(job: Job, ahead: int, when: str) -> None:
    starter = Starter(
        Path("/srv/my shop"), ("/venv/bin/salesnb",), "Asia/Shanghai", timedelta(hours=ahead)
    )
    line = crontab_lines({"daily": job}, starter, "en")[2]
    assert line.startswith(
        f"{when} PYTHONUTF8=1 /venv/bin/salesnb --workspace '/srv/my shop' run daily"
    )
    assert line.endswith(">> '/srv/my shop/data/run.log' 2>&1")


def test_days_of_the_month_across_midnight_are_asked_for_every_day() -> None:
    starter = Starter(Path("/srv/100%"), ("salesnb",), "Asia/Shanghai", timedelta(hours=8))
    line = crontab_lines({"monthly": due(at="05:00", days=(2,))}, starter, "en")[2]
    assert line.startswith("0 21 * * * ") and "--catch-up" in line
    assert r"/srv/100\%/data/run.log" in line


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd is not installed")
@pytest.mark.parametrize("fields", [{}, {"weekdays": ("mon", "fri")}, {"days": (1, 15)}])
def test_systemd_understands_the_calendar(fields: dict) -> None:
    starter = Starter(Path("/srv/shop"), ("salesnb",), "Asia/Shanghai")
    units = systemd_units({"daily": due(at="07:00", **fields)}, starter)
    timer = units[f"{starter.unit('daily')}.timer"]
    when = timer.partition("OnCalendar=")[2].splitlines()[0]
    done = subprocess.run(["systemd-analyze", "calendar", when], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert "Persistent=true" in timer
    assert (
        'ExecStart="salesnb" "--workspace" "/srv/shop" "run" "daily"'
        in units[f"{starter.unit('daily')}.service"]
    )


def test_units_of_workspaces_and_jobs_whose_names_systemd_cannot_write_do_not_collide() -> None:
    roots = [Path("/srv/东区"), Path("/srv/西区"), Path("/srv/shop"), Path("/home/me/shop")]
    jobs = {"日报": due(at="07:00"), "周报": due(at="07:00"), "50%": due(at="07:00")}
    units: dict[str, str] = {}
    for root in roots:
        units |= systemd_units(jobs, Starter(root, ("salesnb",), "Asia/Shanghai"))
    assert len(units) == len(roots) * len(jobs) * 2
    assert all(re.fullmatch(r"salesnb(-\w+)+\.(service|timer)", name, re.ASCII) for name in units)
    told = {line for unit in units.values() for line in unit.splitlines() if "Descr" in line}
    assert "Description=salesnb: 50%%" in told and "Description=salesnb: 日报" in told


@pytest.mark.parametrize("old", [["# a: begin", "x", "0 1 * * * backup"], ["# a: begin"] * 2])
def test_a_crontab_without_its_end_mark_is_refused(old: list[str]) -> None:
    with pytest.raises(UsageError, match="has '# a: begin' and no '# a: end' after it"):
        merged_crontab("\n".join(old), ["# a: begin", "y", "# a: end"])


def test_install_sets_the_lines_between_marks_and_twice_changes_nothing(
    workspace, salesnb, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # A crontab program that keeps its table in a file, so that nobody's own is touched.
    table, program = tmp_path / "table", tmp_path / "bin" / "crontab"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\n[ "$1" = -l ] && exec cat "{table}"\nexec cat > "{table}"\n')
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(program.parent), prepend=":")
    table.write_text("0 1 * * * backup\n")
    shown = salesnb(workspace, "schedule", "--install")
    assert shown.exit_code == 0, shown.stderr
    first = table.read_text()
    assert first == "0 1 * * * backup\n" + shown.stdout
    assert first.count(" run ") == 6 and "run weekly" in first  # each job, and at boot
    assert "daily：下次运行" in shown.stderr
    again = salesnb(workspace, "schedule", "--install")
    assert table.read_text() == first and "已是最新" in again.stderr
    (workspace.root / "params" / "jobs" / "weekly.yml").unlink()
    salesnb(workspace, "schedule", "--install")
    assert table.read_text().count(" run ") == 4 and "backup" in table.read_text()


def test_a_missed_run_is_caught_up_once(shop, write, job, salesnb) -> None:
    write("tiny", "1")
    job("month", "tiny", 'at: "07:00"')
    shop.change_setting("today", "null")
    made = salesnb(shop, "run", "month", "--catch-up")
    assert made.exit_code == 0, made.stderr
    assert manifest(shop)["state"] == "done"
    again = salesnb(shop, "run", "month", "--catch-up")
    assert again.exit_code == 0 and "no run was missed" in again.stderr
    assert len(list((shop.reports / "runs").glob("*.json"))) == 1
    day = datetime.fromisoformat(manifest(shop)["day"])
    assert missed_run(shop, "month", day + timedelta(hours=30)) is None  # six in the morning
    tomorrow = (day + timedelta(days=1)).date()
    assert missed_run(shop, "month", day + timedelta(hours=32)) == (tomorrow, False)
