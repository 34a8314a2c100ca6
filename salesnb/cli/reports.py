"""Commands that make reports: at once, by job, by schedule."""

import sys
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import click

from salesnb.cli.deliveries import check_job, read_secrets, send_run, show_preview
from salesnb.cli.group import (
    day_of,
    find_workspace,
    finish_rendering,
    local_now,
    main,
    warn_of_lost_key,
    words_of,
)
from salesnb.cli.options import backend_option, viewer_option
from salesnb.errors import UsageError
from salesnb.labels import label, say
from salesnb.terminal import Progress, stoppable, tell


@main.command()
@click.argument("notebooks", nargs=-1, metavar="[NOTEBOOK...]")
@click.option("--scope", "scopes", multiple=True, metavar="S", help="May be given several times.")
@click.option("--every", default="", metavar="KIND,...", help="rep,team,department,company")
@click.option("--period", metavar="P", help="Default: each report's own, see params/reports.yml.")
@click.option(
    "--as-of", metavar="D", help="The last day that may be known, from the data as stored then."
)
@viewer_option
@click.option("--lang", type=click.Choice(["zh", "en"]))
@click.option(
    "--jobs", metavar="N", type=click.IntRange(1), help="Reports at a time; default: processors."
)
@backend_option
@click.option(
    "--format", "forms", default="html", metavar="F,...", show_default=True, help="html,xlsx,pdf"
)
@click.option("--out", metavar="DIR", type=click.Path(path_type=Path), help="Default: reports/.")
@click.pass_obj
def render(
    start: Path | None,
    notebooks: Sequence[str],
    scopes: Sequence[str],
    every: str,
    period: str | None,
    as_of: str | None,
    viewer: str | None,
    lang: str | None,
    jobs: int | None,
    backend: str,
    forms: str,
    out: Path | None,
) -> None:
    """Render reports: notebooks x scopes, each one file per format, and an index page."""
    from salesnb.jobs import render_tasks
    from salesnb.reports.plan import plan_reports

    workspace = find_workspace(start)
    day = day_of(as_of, "--as-of")
    store = workspace.store_on(day, viewer)
    tasks = plan_reports(
        workspace,
        notebooks=notebooks,
        scopes=scopes,
        every=words_of(every),
        period=period,
        as_of=day,
        viewer=viewer,
        lang=lang,
        out=None if out is None else out.resolve(),
        formats=words_of(forms),
        store=store,
    )
    spoken = workspace.settings.workspace.lang
    warn_of_lost_key(workspace)
    with stoppable("render", spoken), Progress(len(tasks), spoken) as progress:
        outcomes, index = render_tasks(
            workspace,
            tasks,
            made_at=local_now(workspace),
            reports=None if out is None else out.resolve(),
            jobs=jobs,
            on_done=progress.step,
            store=store,
            backend=backend,
        )
    finish_rendering(outcomes, index, spoken)


@main.command()
@click.argument("job", metavar="JOB")
@click.option("--date", "day", metavar="D", help="The day of the run; default: today.")
@click.option(
    "--jobs", metavar="N", type=click.IntRange(1), help="Reports at a time; default: processors."
)
@backend_option
@click.option("--resume", is_flag=True, help="Only what is missing of the last unfinished run.")
@click.option("--catch-up", is_flag=True, help="Only if the newest scheduled run was missed.")
@click.option(
    "--wait",
    "minutes",
    metavar="N",
    type=click.IntRange(0),
    default=0,
    help="Minutes to wait for another run.",
)
@click.option("--dry-run", is_flag=True, help="List the reports, make none.")
@click.option("--no-send", is_flag=True, help="Make the reports and send none.")
@click.pass_obj
def run(
    start: Path | None,
    job: str,
    day: str | None,
    jobs: int | None,
    backend: str,
    resume: bool,
    catch_up: bool,
    minutes: int,
    dry_run: bool,
    no_send: bool,
) -> None:
    """Make the reports of a job, params/jobs/JOB.yml, and send them; only what is missing or new."""
    from salesnb.runs.coordinate import run_job
    from salesnb.runs.plan import finished_run, missed_run, plan_run

    workspace = find_workspace(start)
    now, asked = local_now(workspace), day_of(day, "--date")
    if catch_up:
        missed = missed_run(workspace, job, now)
        if missed is None:
            tell(label("cli_run_not_missed", workspace.settings.workspace.lang, job=job))
            return
        asked, resume = missed
    if dry_run:
        plan = plan_run(workspace, job, day=asked, today=now.date(), resume=resume)
        _list_reports(plan)
        if check_job(workspace, job, None):
            show_preview(workspace, plan)
        return
    secrets = read_secrets()
    sends = not no_send and check_job(workspace, job, secrets)
    ended = finished_run(workspace, job, asked, now.date()) if resume and sends else None
    if ended is not None:
        sys.exit(0 if send_run(workspace, ended, secrets, ()) else 1)
    lang = workspace.settings.workspace.lang
    warn_of_lost_key(workspace)
    with stoppable(f"run {job} --resume", lang), Progress(0, lang) as progress:
        result = run_job(
            workspace,
            job,
            day=asked,
            at=now,
            jobs=jobs,
            resume=resume,
            wait_minutes=minutes,
            on_plan=lambda plan, seconds: progress.plan(plan, seconds),
            on_done=progress.step,
            backend=backend,
        )
    troubles = _finish_run(workspace, result, lang)
    if sends and not send_run(workspace, result.plan, secrets, troubles):
        sys.exit(1)
    sys.exit(1 if troubles else 0)


@main.command()
@click.option("--systemd", is_flag=True, help="systemd timers instead of crontab lines.")
@click.option("--install", is_flag=True, help="Set the lines in your crontab.")
@click.pass_obj
def schedule(start: Path | None, systemd: bool, install: bool) -> None:
    """Print what starts every job at its time, and when that is next."""
    from salesnb.runs.crontab import read_crontab, set_crontab
    from salesnb.runs.schedule import (
        BACKUP,
        crontab_lines,
        merged_crontab,
        next_due,
        systemd_units,
    )

    if systemd and install:
        raise UsageError(say("cli_install_systemd"))
    workspace = find_workspace(start)
    settings, now = workspace.settings, local_now(workspace)
    lang, starter = settings.workspace.lang, _starter(workspace, now)
    jobs = {name: settings.job(name) for name in settings.job_files()}
    jobs[BACKUP] = settings.keeping.backup
    if systemd:
        units = systemd_units(jobs, starter)
        for name, unit in units.items():
            click.echo(f"# {name}\n{unit}")
        timers = " ".join(name for name in units if name.endswith(".timer"))
        tell(label("schedule_systemd", lang, timers=timers))
    else:
        lines = crontab_lines(jobs, starter, lang)
        click.echo("\n".join(lines))
    for name, job in jobs.items():
        due = next_due(job, now)
        named = label("schedule_backup", lang) if name == BACKUP else name
        told = {"job": named, "zone": starter.timezone}
        key = "schedule_never" if due is None else "schedule_next"
        tell(label(key, lang, at="" if due is None else f"{due:%Y-%m-%d %H:%M}", **told))
    if install:
        before = read_crontab()
        after = merged_crontab(before, lines)
        if after != before:
            set_crontab(after)
        tell(label("schedule_same" if after == before else "schedule_installed", lang))


def _starter(workspace: Any, now: datetime) -> Any:
    from salesnb.runs.schedule import Starter

    script = Path(sys.executable).parent / "salesnb"
    words = (str(script),) if script.is_file() else (sys.executable, "-m", "salesnb")
    here = datetime.now(UTC).astimezone().replace(tzinfo=None, microsecond=0)
    minutes = round((now - here).total_seconds() / 900) * 15  # zones differ by quarters of an hour
    zone = workspace.settings.workspace.timezone
    return Starter(workspace.root, words, zone, timedelta(minutes=minutes))


def _list_reports(plan: Any) -> None:
    """Print which files a run would make, and which it would leave as they are."""
    lang = next(iter(plan.wanted)).task.lang if plan.wanted else "en"
    for key, listed in (("cli_run_would", plan.missing), ("cli_run_would_not", plan.unchanged)):
        for each in listed:
            for path in each.task.files.values():
                click.echo(label(key, lang, path=path))


def _finish_run(workspace: Any, result: Any, lang: str) -> list[str]:
    """Say how a run ended; return what is wrong with which reports."""
    from salesnb.runs.state import RunState

    state = RunState(workspace.state)
    if not result.outcomes and result.plan.wanted:
        told = {"job": result.plan.name, "day": result.plan.day, "count": len(result.plan.wanted)}
        tell(label("cli_run_nothing", lang, **told))
    held = [
        each for each in result.plan.wanted if (state.last_made(each.path) or [""])[0] == "held"
    ]
    failed = [outcome for outcome in result.outcomes if outcome.state == "failed"]
    if result.outcomes:
        made = sum(outcome.state == "made" for outcome in result.outcomes)
        tell(label("cli_finished", lang, made=made, failed=len(failed), index=result.index))
        tell(label("cli_run_page", lang, page=result.page))
    said = {outcome.task.name: outcome.error for outcome in result.outcomes}
    return [
        label("cli_run_held", lang, name=each.task.name, said=said.get(each.task.name, ""))
        for each in held
    ] + [
        label("cli_report_failed", lang, name=outcome.task.name, said=outcome.error)
        for outcome in failed
    ]
