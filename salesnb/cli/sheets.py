"""Commands that make workspaces and take spreadsheets in."""

import getpass
import json
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from salesnb.cli.group import (
    day_of,
    find_workspace,
    finish_rendering,
    local_now,
    main,
    warn_of_lost_key,
)
from salesnb.cli.options import viewer_option
from salesnb.errors import UsageError
from salesnb.labels import label, say
from salesnb.terminal import Progress, tell

_FILES = click.argument(
    "files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE..."
)


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
    tell(label("cli_workspace_made", lang, root=workspace.root))
    _tell_key(workspace, lang)
    tell(label("cli_fill", lang, name=name, folder=folder))


@main.command()
@click.argument("folder", metavar="[DIR]", type=click.Path(path_type=Path), default=".")
@click.option("--lang", type=click.Choice(["zh", "en"]), help="Language of the made-up company.")
@click.option("--until", metavar="DATE", help="The demo's last day; default: today.")
@click.option(
    "--scale", metavar="N", type=click.FloatRange(0.01, 10), default=1.0, help="Size; 1 = full."
)
@click.option(
    "--jobs", metavar="N", type=click.IntRange(1), help="Reports at a time; default: processors."
)
def demo(folder: Path, lang: str | None, until: str | None, scale: float, jobs: int | None) -> None:
    """Try it: a made-up company's two years of spreadsheets, imported and rendered."""
    from salesnb.jobs import demo_tasks, import_demo, prepare_demo, render_tasks

    asked = day_of(until, "--until")
    workspace, last_day = prepare_demo(folder, lang, asked, datetime.now(UTC))
    spoken = workspace.settings.workspace.lang
    _tell_key(workspace, spoken)
    tell(label("cli_demo_writing", spoken, last_day=last_day))
    imported, files = import_demo(workspace, last_day, scale=scale, at=local_now(workspace))
    tell(label("cli_demo_books", spoken, count=len(files), folder=files[0].parent))
    _print_import(imported, spoken)
    if imported.summary is None:
        sys.exit(1)
    tasks = demo_tasks(workspace)
    with Progress(len(tasks), spoken) as progress:
        outcomes, index = render_tasks(
            workspace, tasks, made_at=local_now(workspace), jobs=jobs, on_done=progress.step
        )
    finish_rendering(outcomes, index, spoken)


@main.command()
@click.argument("out", metavar="OUT.xlsx", type=click.Path(path_type=Path))
@click.option("--lang", type=click.Choice(["zh", "en"]), help="Default: the workspace's.")
@click.pass_obj
def template(start: Path | None, out: Path, lang: str | None) -> None:
    """Write a blank import workbook."""
    from salesnb.imports import write_blank_template
    from salesnb.workspace import spoken_language

    write_blank_template(out, start, lang)
    tell(label("cli_written", lang or spoken_language(start), path=out))


@main.command()
@_FILES
@click.option("--source", metavar="NAME", help="A mapping: params/sources/NAME.yml.")
@click.pass_obj
def check(start: Path | None, files: Sequence[Path], source: str | None) -> None:
    """Show the problems of files, one per line, and write FILE.xlsx.checked.xlsx."""
    from salesnb.imports import check_files, list_files
    from salesnb.loaders import write_copies

    workspace = find_workspace(start)
    lang = workspace.settings.workspace.lang
    result = check_files(workspace, files, source=source, at=local_now(workspace))
    messages = result.problems["message_zh" if lang == "zh" else "message"]
    for message, severity in zip(messages, result.problems["severity"], strict=True):
        said = label(f"severity_{severity}", lang).lower() + label("colon", lang)
        click.echo(said + message)
    for copy in write_copies(result, list_files(files), lang):
        if copy.before:
            tell(label("copy_put_aside", lang, name=copy.before.name))
        tell(label("copy_written", lang, path=copy.path))
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
@click.option("--as", "viewer", metavar="USER", help="On whose behalf; only an admin changes all.")
@click.pass_obj
def import_(
    start: Path | None,
    files: Sequence[Path],
    source: str | None,
    accept_good: bool,
    replace: Sequence[str],
    undo: bool,
    viewer: str | None,
) -> None:
    """Read files into the workspace: all of them, or nothing."""
    from salesnb.imports import check_admin, import_files

    workspace = find_workspace(start)
    lang = workspace.settings.workspace.lang
    if undo:
        if files:
            raise UsageError(say("cli_undo_files"))
        check_admin(workspace, viewer, "admin_undo")
        number = workspace.store.undo_last(local_now(workspace))
        tell(label("account_undone", lang, number=number))
        return
    if not files:
        raise UsageError(say("cli_no_files"))
    imported = import_files(
        workspace,
        files,
        source=source,
        accept_good=accept_good,
        replace=replace,
        at=local_now(workspace),
        by=viewer or getpass.getuser(),
        viewer=viewer,
    )
    _print_import(imported, lang)
    sys.exit(1 if len(imported.result.errors) else 0)


@main.command()
@click.argument("table", metavar="TABLE")
@click.option(
    "--set", "given", multiple=True, metavar="FIELD=VALUE", help="A field; asks for none then."
)
@viewer_option
@click.pass_obj
def add(start: Path | None, table: str, given: Sequence[str], viewer: str | None) -> None:
    """Enter one record of a table, field by field; a known key updates the record."""
    from salesnb.entry import EntryForm, ask_record, say_findings

    workspace = find_workspace(start)
    lang = workspace.settings.workspace.lang
    form = EntryForm(workspace, table, lang=lang, by=getpass.getuser(), viewer=viewer)
    if not given:
        stored = ask_record(form, lambda: local_now(workspace))
        tell(stored.text(lang) if stored else label("entry_not_stored", lang))
        return
    values = form.defaults | _assigned(form, given)
    record = form.find(values)
    findings = form.check(values, local_now(workspace), record)
    say_findings(findings, lang)
    if any(finding.is_error for finding in findings):
        tell(label("entry_not_stored", lang))
        sys.exit(1)
    tell(form.store(values, local_now(workspace), record).text(lang))


@main.command()
@click.option("--json", "as_json", is_flag=True, help="One JSON document.")
@click.pass_obj
def status(start: Path | None, as_json: bool) -> None:
    """Show what the workspace holds, and which rows wait to be corrected."""
    from salesnb.account import status_lines
    from salesnb.jobs import workspace_status

    workspace = find_workspace(start)
    found = workspace_status(workspace)
    warn_of_lost_key(workspace)
    if as_json:
        click.echo(json.dumps(found, ensure_ascii=False, indent=2))
        return
    waiting, _ = workspace.store.waiting(0)
    for line in status_lines(found, waiting, workspace.settings.workspace.lang):
        click.echo(line)


def _tell_key(workspace: Any, lang: str) -> None:
    """Say where the key of a new workspace lies, unless the environment has it."""
    if not workspace.keys.is_of_environment and workspace.keys.path.exists():
        tell(label("key_made", lang, path=workspace.keys.path))


def _assigned(form: Any, given: Sequence[str]) -> dict[str, str]:
    """Return {column: text} of `--set FIELD=VALUE`."""
    values = {}
    for each in given:
        name, equals, text = each.partition("=")
        if not equals:
            raise UsageError(say("cli_set", given=each))
        values[form.field(name.strip()).name] = text
    return values


def _print_import(imported: Any, lang: str) -> None:
    from salesnb.account import import_lines

    for line in import_lines(imported, lang):
        tell(line)


def _print_counts(result: Any, lang: str) -> None:
    from salesnb.account import count_lines

    for line in count_lines(result, lang):
        tell(line)
