"""Jobs in params: what is wrong is told with its line before anything is started."""

import pytest

from salesnb.settings import load_settings


def refused(result) -> str:
    assert result.exit_code == 2, result.output
    assert "Traceback" not in result.output
    return result.stderr.strip().splitlines()[-1]


@pytest.mark.parametrize("name", ["daily", "weekly", "monthly"])
def test_the_packaged_jobs_are_valid(name: str) -> None:
    made = load_settings(None).job(name)
    assert made.time is not None and made.notebooks


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (
            "formts: [html]",
            "jobs/month.yml, line 5: 'formts' is not a known key. Did you mean 'formats'?",
        ),
        ("limits: {second: 5}", "line 5: 'second' is not a known key. Did you mean 'seconds'?"),
        ("limits: {seconds: soon}", "jobs/month.yml, line 5: limits.seconds:"),
        ("at: '25:00'", "line 5: at: '25:00' is no time of day. Write it as '07:00'"),
        ("days: [31]", "jobs/month.yml, line 5: days: days are 1 to 28"),
        (
            "parameters: {tiny: {size: big}}",
            "line 5: tiny.ipynb: the parameter size is int, not 'big'",
        ),
        ("parameters: {tiny: {sise: 3}}", "'sise' is not a known parameter. Did you mean 'size'?"),
        ("parameters: {tiny: {scope: company}}", "'scope' is not a known parameter."),
        (
            "parameters: {tny: {size: 3}}",
            "line 5: 'tny' is not a known notebook. Did you mean 'tiny'?",
        ),
    ],
)
def test_a_mistake_in_a_job_is_named_with_its_line(
    shop, write, job, salesnb, more: str, said: str
) -> None:
    write("tiny", "1", own="size: int = 3")
    job("month", "tiny", more)
    assert said in refused(salesnb(shop, "run", "month"))
    assert not (shop.reports / "runs").exists()


def test_a_notebook_and_a_scope_that_do_not_exist_are_named(shop, write, job, salesnb) -> None:
    write("tiny", "1")
    path = job("month", "tiny, tinny")
    said = refused(salesnb(shop, "run", "month"))
    assert said.endswith(
        "jobs/month.yml, line 1: 'tinny' is not a known notebook. Did you mean 'tiny'? Known: tiny."
    )
    path.write_text('notebooks: [tiny]\nscopes:\n  - company\n  - "team:East 9"\n')
    assert "jobs/month.yml, line 4: 'East 9' is not a known team." in refused(
        salesnb(shop, "run", "month")
    )
    assert "'mnth' is not a known job. Did you mean 'month'?" in refused(
        salesnb(shop, "run", "mnth")
    )


def test_a_day_to_come_is_refused(shop, write, job, salesnb) -> None:
    write("tiny", "1")
    job("month", "tiny")
    assert "is yet to come" in refused(salesnb(shop, "run", "month", "--date", "2199-01-01"))


def test_a_dry_run_lists_the_files_and_makes_none(shop, write, job, salesnb) -> None:
    write("tiny", "1")
    job("month", "tiny", "formats: [html, xlsx]")
    listed = salesnb(shop, "run", "month", "--dry-run", "--date", "2026-10-31")
    assert listed.exit_code == 0
    names = [line.rpartition("/")[2] for line in listed.stdout.splitlines()]
    assert names == ["tiny.en.html", "tiny.en.xlsx"] * 2
    assert "2026-09/team-East-1" in listed.stdout
    assert not shop.reports.exists()
