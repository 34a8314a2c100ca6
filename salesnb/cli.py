"""The command line: parse, call, print. The only place that reads the clock."""

import getpass
import json
import os
import sqlite3
import sys
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import click

from salesnb import __version__
from salesnb.errors import SalesnbError, UsageError, unknown
from salesnb.labels import Sentence, label, say
from salesnb.terminal import Progress, stoppable
from salesnb.terminal import tell as _say

_FILES = click.argument(
    "files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE..."
)


class _Commands(click.Group):
    """Turns what the user did wrong into one sentence and an exit code, never a traceback."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except SalesnbError as error:
            _refuse(ctx, error)
            sys.exit(error.exit_code)
        except (click.ClickException, click.exceptions.Exit, click.Abort):
            raise
        except BrokenPipeError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            sys.exit(0)
        except (OSError, sqlite3.OperationalError) as error:
            # A full disk, a folder that may not be written: nothing that a traceback would explain.
            told = str(error).split("), (")[0][:300]
            _refuse(ctx, say("cli_disk", told=told))
            sys.exit(3)
        except Exception as error:
            if os.environ.get("SALESNB_DEBUG"):
                raise
            _refuse(ctx, say("cli_fault", kind=type(error).__name__, told=error))
            sys.exit(3)

    def resolve_command(self, ctx: click.Context, args: list[str]) -> Any:
        if args and self.get_command(ctx, args[0]) is None and not args[0].startswith("-"):
            raise UsageError(unknown("command", args[0], self.list_commands(ctx)))
        return super().resolve_command(ctx, args)


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="salesnb")
@click.option(
    "--workspace",
    type=click.Path(path_type=Path),
    envvar="SALESNB_WORKSPACE",
    help="The workspace's folder; default: the current one, or one above it.",
)
@click.pass_context
def main(ctx: click.Context, workspace: Path | None) -> None:
    """Sales spreadsheets in, reports per team and period out."""
    ctx.obj = workspace


@main.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--lang", type=click.Choice(["zh", "en"]), default="zh", help="Language of reports.")
def init(folder: Path, lang: str) -> None:
    """Make a new workspace: params, notebooks, a blank import workbook."""
    from salesnb.imports import write_blank_template
    from salesnb.workspace import Workspace

    workspace = Workspace.create(folder, lang)
    name = label("cli_template_name", lang)
    write_blank_template(workspace.root / name, workspace.root, lang)
    _say(label("cli_workspace_made", lang, root=workspace.root))
    _say(label("cli_fill", lang, name=name, folder=folder))


@main.command()
@click.argument("folder", metavar="[DIR]", type=click.Path(path_type=Path), default=".")
@click.option("--lang", type=click.Choice(["zh", "en"]), help="Language of the made-up company.")
@click.option("--until", metavar="DATE", help="The demo's last day; default: today.")
@click.option("--scale", type=click.FloatRange(0.01, 10), default=1.0, help="Size; 1 = full.")
@click.option("--jobs", type=click.IntRange(1), help="Reports at a time; default: processors.")
def demo(folder: Path, lang: str | None, until: str | None, scale: float, jobs: int | None) -> None:
    """Try it: a made-up company's two years of spreadsheets, imported and rendered."""
    from salesnb.jobs import demo_tasks, import_demo, prepare_demo, render_tasks

    asked = _day(until, "--until")
    workspace, last_day = prepare_demo(folder, lang, asked, datetime.now(UTC))
    spoken = workspace.settings.workspace.lang
    _say(label("cli_demo_writing", spoken, last_day=last_day))
    imported, files = import_demo(workspace, last_day, scale=scale, at=_now(workspace))
    _say(label("cli_demo_books", spoken, count=len(files), folder=files[0].parent))
    _print_import(imported, spoken)
    if imported.summary is None:
        sys.exit(1)
    tasks = demo_tasks(workspace)
    with Progress(len(tasks), spoken) as progress:
        outcomes, index = render_tasks(
            workspace, tasks, made_at=_now(workspace), jobs=jobs, on_done=progress.step
        )
    _finish(outcomes, index, spoken)


@main.command()
@click.argument("out", metavar="OUT.xlsx", type=click.Path(path_type=Path))
@click.option("--lang", type=click.Choice(["zh", "en"]), help="Default: the workspace's.")
@click.pass_obj
def template(start: Path | None, out: Path, lang: str | None) -> None:
    """Write a blank import workbook."""
    from salesnb.imports import write_blank_template
    from salesnb.workspace import spoken_language

    write_blank_template(out, start, lang)
    _say(label("cli_written", lang or spoken_language(start), path=out))


@main.command()
@_FILES
@click.option("--source", metavar="NAME", help="A mapping: params/sources/NAME.yml.")
@click.pass_obj
def check(start: Path | None, files: Sequence[Path], source: str | None) -> None:
    """Show the problems of files, one per line, and write FILE.xlsx.checked.xlsx."""
    from salesnb.imports import check_files, list_files
    from salesnb.loaders import write_copies

    workspace = _workspace(start)
    lang = workspace.settings.workspace.lang
    result = check_files(workspace, files, source=source, at=_now(workspace))
    messages = result.problems["message_zh" if lang == "zh" else "message"]
    for message, severity in zip(messages, result.problems["severity"], strict=True):
        said = label(f"severity_{severity}", lang).lower() + label("colon", lang)
        click.echo(said + message)
    for copy in write_copies(result, list_files(files), lang):
        if copy.before:
            _say(label("copy_put_aside", lang, name=copy.before.name))
        _say(label("copy_written", lang, path=copy.path))
    _print_counts(result, lang)
    sys.exit(1 if len(result.errors) else 0)


@main.command("import")
@click.argument("files", nargs=-1, type=click.Path(path_type=Path), metavar="FILE...")
@click.option("--source", metavar="NAME", help="A mapping: params/sources/NAME.yml.")
@click.option("--accept-good", is_flag=True, help="Store the good rows, let the bad ones wait.")
@click.option(
    "--replace", multiple=True, metavar="TABLE", help="Close rows missing from the files."
)
@click.option("--undo", is_flag=True, help="Take the last import back.")
@click.pass_obj
def import_(
    start: Path | None,
    files: Sequence[Path],
    source: str | None,
    accept_good: bool,
    replace: Sequence[str],
    undo: bool,
) -> None:
    """Read files into the workspace: all of them, or nothing."""
    from salesnb.imports import import_files

    workspace = _workspace(start)
    lang = workspace.settings.workspace.lang
    if undo:
        if files:
            raise UsageError(say("cli_undo_files"))
        number = workspace.store.undo_last(_now(workspace))
        _say(label("account_undone", lang, number=number))
        return
    if not files:
        raise UsageError(say("cli_no_files"))
    imported = import_files(
        workspace,
        files,
        source=source,
        accept_good=accept_good,
        replace=replace,
        at=_now(workspace),
        by=getpass.getuser(),
    )
    _print_import(imported, lang)
    sys.exit(1 if len(imported.result.errors) else 0)


@main.command()
@click.argument("table", metavar="TABLE")
@click.option(
    "--set", "given", multiple=True, metavar="FIELD=VALUE", help="A field; asks for none then."
)
@click.option("--as", "viewer", metavar="USER", help="On whose behalf.")
@click.pass_obj
def add(start: Path | None, table: str, given: Sequence[str], viewer: str | None) -> None:
    """Enter one record of a table, field by field; a known key updates the record."""
    from salesnb.entry import EntryForm, ask_record, say_findings

    workspace = _workspace(start)
    lang = workspace.settings.workspace.lang
    form = EntryForm(workspace, table, lang=lang, by=getpass.getuser(), viewer=viewer)
    if not given:
        stored = ask_record(form, lambda: _now(workspace))
        _say(stored.text(lang) if stored else label("entry_not_stored", lang))
        return
    values = form.defaults | _assigned(form, given)
    record = form.find(values)
    findings = form.check(values, _now(workspace), record)
    say_findings(findings, lang)
    if any(finding.is_error for finding in findings):
        _say(label("entry_not_stored", lang))
        sys.exit(1)
    _say(form.store(values, _now(workspace), record).text(lang))


@main.command()
@click.option("--json", "as_json", is_flag=True, help="One JSON document.")
@click.pass_obj
def status(start: Path | None, as_json: bool) -> None:
    """Show what the workspace holds, and which rows wait to be corrected."""
    from salesnb.account import status_lines
    from salesnb.jobs import workspace_status

    workspace = _workspace(start)
    found = workspace_status(workspace)
    if as_json:
        click.echo(json.dumps(found, ensure_ascii=False, indent=2))
        return
    waiting, _ = workspace.store.waiting(0)
    for line in status_lines(found, waiting, workspace.settings.workspace.lang):
        click.echo(line)


@main.command()
@click.argument("names", nargs=-1, required=True, metavar="NAME...")
@click.option("--by", default="", metavar="DIM,...", help="Dimensions, e.g. team,month.")
@click.option("--period", metavar="P", help="2026-10, 2026Q4, last-month …; default last-month.")
@click.option("--scope", metavar="S", help="company, department:NAME, team:NAME, rep:NAME.")
@click.option("--as", "viewer", metavar="USER", help="On whose behalf.")
@click.option("--as-of", metavar="D", help="The last day that may be known.")
@click.option("--format", "form", type=click.Choice(["table", "csv", "json"]), default="table")
@click.pass_obj
def metrics(
    start: Path | None,
    names: Sequence[str],
    by: str,
    period: str | None,
    scope: str | None,
    viewer: str | None,
    as_of: str | None,
    form: str,
) -> None:
    """Print metrics of a scope and period."""
    from salesnb.session import Session, readable

    session = Session(
        _workspace(start).root, scope=scope, period=period, as_of=as_of, viewer=viewer
    )
    frame = session.metrics(names, by=_listed(by))
    if form == "json":
        click.echo(frame.to_json(orient="records", force_ascii=False, double_precision=15))
    elif form == "csv":
        click.echo(frame.to_csv(index=False), nl=False)
    elif frame.empty:
        seen = {"scope": session.scope, "period": session.period}
        _say(label("cli_nothing_to_show", session.lang, **seen))
    else:
        click.echo(readable(frame, session.settings).to_string(index=False))


@main.command()
@click.argument("old", metavar="OLD.xlsx", type=click.Path(path_type=Path))
@click.option("--period", metavar="P", help="Default: what the sheet names, else last-month.")
@click.option("--scope", metavar="S", help="company, department:NAME, team:NAME, rep:NAME.")
@click.option("--as", "viewer", metavar="USER", help="On whose behalf.")
@click.option("--as-of", metavar="D", help="The last day that may be known.")
@click.option(
    "--out", metavar="FILE.xlsx", type=click.Path(path_type=Path), help="Default: OLD.compare.xlsx."
)
@click.option("--format", "form", type=click.Choice(["table", "csv", "json"]), default="table")
@click.pass_obj
def compare(
    start: Path | None,
    old: Path,
    period: str | None,
    scope: str | None,
    viewer: str | None,
    as_of: str | None,
    out: Path | None,
    form: str,
) -> None:
    """Lay an old report's sheet beside ours, and say why figures differ."""
    from salesnb.compare import compare_report, comparison_path, say_comparison, write_comparison
    from salesnb.session import Session

    session = Session(
        _workspace(start).root, scope=scope, period=period, as_of=as_of, viewer=viewer
    )
    path = comparison_path(old, out)
    found = compare_report(session, old, period)
    write_comparison(found, path)
    click.echo(say_comparison(found, form), nl=form != "csv")
    for note in found.notes:
        _say(note)
    _say(found.summary())
    _say(label("compare_written", session.lang, path=path))


@main.command()
@click.argument("notebooks", nargs=-1, metavar="[NOTEBOOK...]")
@click.option("--scope", "scopes", multiple=True, metavar="S", help="May be given several times.")
@click.option("--every", default="", metavar="KIND,...", help="rep,team,department,company")
@click.option("--period", metavar="P", help="Default: each report's own, see params/reports.yml.")
@click.option("--as-of", metavar="D", help="The last day that may be known.")
@click.option("--as", "viewer", metavar="USER", help="On whose behalf.")
@click.option("--lang", type=click.Choice(["zh", "en"]))
@click.option("--jobs", type=click.IntRange(1), help="Reports at a time; default: processors.")
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
    forms: str,
    out: Path | None,
) -> None:
    """Render reports: notebooks x scopes, each one file per format, and an index page."""
    from salesnb.jobs import render_tasks
    from salesnb.reports.plan import plan_reports

    workspace = _workspace(start)
    tasks = plan_reports(
        workspace,
        notebooks=notebooks,
        scopes=scopes,
        every=_listed(every),
        period=period,
        as_of=_day(as_of, "--as-of"),
        viewer=viewer,
        lang=lang,
        out=None if out is None else out.resolve(),
        formats=_listed(forms),
    )
    spoken = workspace.settings.workspace.lang
    with stoppable("render", spoken), Progress(len(tasks), spoken) as progress:
        outcomes, index = render_tasks(
            workspace,
            tasks,
            made_at=_now(workspace),
            reports=None if out is None else out.resolve(),
            jobs=jobs,
            on_done=progress.step,
        )
    _finish(outcomes, index, spoken)


@main.command()
@click.argument("job", metavar="JOB")
@click.option("--date", "day", metavar="D", help="The day of the run; default: today.")
@click.option("--jobs", type=click.IntRange(1), help="Reports at a time; default: processors.")
@click.option("--resume", is_flag=True, help="Only what is missing of the last unfinished run.")
@click.option("--catch-up", is_flag=True, help="Only if the newest scheduled run was missed.")
@click.option(
    "--wait", "minutes", type=click.IntRange(0), default=0, help="Minutes to wait for another run."
)
@click.option("--dry-run", is_flag=True, help="List the reports, make none.")
@click.option("--no-send", is_flag=True, help="Make the reports and send none.")
@click.pass_obj
def run(
    start: Path | None,
    job: str,
    day: str | None,
    jobs: int | None,
    resume: bool,
    catch_up: bool,
    minutes: int,
    dry_run: bool,
    no_send: bool,
) -> None:
    """Make the reports of a job, params/jobs/JOB.yml; only what is missing or has changed."""
    from salesnb.runs.coordinate import run_job
    from salesnb.runs.plan import missed_run, plan_run

    workspace = _workspace(start)
    now, asked = _now(workspace), _day(day, "--date")
    if catch_up:
        missed = missed_run(workspace, job, now)
        if missed is None:
            _say(label("cli_run_not_missed", workspace.settings.workspace.lang, job=job))
            return
        asked, resume = missed
    if dry_run:
        _list_reports(plan_run(workspace, job, day=asked, today=now.date(), resume=resume))
        return
    lang = workspace.settings.workspace.lang
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
        )
    _finish_run(workspace, result, lang)


@main.command()
@click.option("--systemd", is_flag=True, help="systemd timers instead of crontab lines.")
@click.option("--install", is_flag=True, help="Set the lines in your crontab.")
@click.pass_obj
def schedule(start: Path | None, systemd: bool, install: bool) -> None:
    """Print what starts every job at its time, and when that is next."""
    from salesnb.runs.crontab import read_crontab, set_crontab
    from salesnb.runs.schedule import crontab_lines, merged_crontab, next_due, systemd_units

    if systemd and install:
        raise UsageError(say("cli_install_systemd"))
    workspace = _workspace(start)
    settings, now = workspace.settings, _now(workspace)
    lang, starter = settings.workspace.lang, _starter(workspace, now)
    jobs = {name: settings.job(name) for name in settings.job_files()}
    if systemd:
        units = systemd_units(jobs, starter)
        for name, unit in units.items():
            click.echo(f"# {name}\n{unit}")
        timers = " ".join(name for name in units if name.endswith(".timer"))
        _say(label("schedule_systemd", lang, timers=timers))
    else:
        lines = crontab_lines(jobs, starter, lang)
        click.echo("\n".join(lines))
    for name, job in jobs.items():
        due = next_due(job, now)
        told = {"job": name, "zone": starter.timezone}
        key = "schedule_never" if due is None else "schedule_next"
        _say(label(key, lang, at="" if due is None else f"{due:%Y-%m-%d %H:%M}", **told))
    if install:
        before = read_crontab()
        after = merged_crontab(before, lines)
        if after != before:
            set_crontab(after)
        _say(label("schedule_same" if after == before else "schedule_installed", lang))


@main.command(context_settings={"ignore_unknown_options": True})
@click.argument("options", nargs=-1, type=click.UNPROCESSED, metavar="[OPTION...]")
@click.pass_obj
def lab(start: Path | None, options: Sequence[str]) -> None:
    """Open JupyterLab on the workspace; options such as --no-browser go on to it."""
    from importlib.util import find_spec

    if find_spec("jupyterlab") is None:
        raise UsageError(say("cli_no_lab"))
    root = _workspace(start).root
    words = [sys.executable, "-m", "jupyterlab", f"--notebook-dir={root}", *options]
    os.execv(sys.executable, words)


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


def _workspace(start: Path | None) -> Any:
    from salesnb.workspace import Workspace

    workspace = Workspace.find(start)
    workspace.settings  # noqa: B018  a mistake in params is told before anything is done
    return workspace


def _now(workspace: Any) -> datetime:
    return workspace.local_time(datetime.now(UTC))  # type: ignore[no-any-return]


def _day(text: str | None, option: str) -> date | None:
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise UsageError(say("cli_day", option=option, text=text)) from error


def _listed(text: str) -> list[str]:
    """Return the words of `a,b`."""
    return [word.strip() for word in text.split(",") if word.strip()]


def _assigned(form: Any, given: Sequence[str]) -> dict[str, str]:
    """Return {column: text} of `--set FIELD=VALUE`."""
    values = {}
    for each in given:
        name, equals, text = each.partition("=")
        if not equals:
            raise UsageError(say("cli_set", given=each))
        values[form.field(name.strip()).name] = text
    return values


def _refuse(ctx: click.Context, error: Exception | Sentence) -> None:
    """Print why nothing was done, in the language of the workspace that was meant."""
    from salesnb.workspace import spoken_language

    _say(
        say("cli_refused", said=error).text(spoken_language(ctx.obj or ctx.params.get("workspace")))
    )


def _print_import(imported: Any, lang: str) -> None:
    from salesnb.account import import_lines

    for line in import_lines(imported, lang):
        _say(line)


def _print_counts(result: Any, lang: str) -> None:
    from salesnb.account import count_lines

    for line in count_lines(result, lang):
        _say(line)


def _finish(outcomes: Sequence[Any], index: Path, lang: str) -> None:
    failed = sum(bool(outcome.error) for outcome in outcomes)
    made = len(outcomes) - failed
    _say(label("cli_finished", lang, made=made, failed=failed, index=index))
    sys.exit(1 if failed else 0)


def _finish_run(workspace: Any, result: Any, lang: str) -> None:
    from salesnb.runs.state import RunState

    state = RunState(workspace.state)
    if not result.outcomes:
        told = {"job": result.plan.name, "day": result.plan.day, "count": len(result.plan.wanted)}
        _say(label("cli_run_nothing", lang, **told))
    held = [
        each for each in result.plan.wanted if (state.last_made(each.path) or [""])[0] == "held"
    ]
    failed = [outcome for outcome in result.outcomes if outcome.state == "failed"]
    if result.outcomes:
        made = sum(outcome.state == "made" for outcome in result.outcomes)
        _say(label("cli_finished", lang, made=made, failed=len(failed), index=result.index))
        _say(label("cli_run_page", lang, page=result.page))
    sys.exit(1 if failed or held else 0)
