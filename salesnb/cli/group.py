"""The group of all commands, and what several of them share. Reads the clock."""

import errno
import os
import sqlite3
import sys
from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import click

from salesnb import __version__
from salesnb.cli.spoken import SpokenGroup, language_of, refuse_call
from salesnb.errors import SalesnbError, StoreError, UsageError
from salesnb.labels import Sentence, label, say
from salesnb.terminal import tell


class _Commands(SpokenGroup):
    """Turns what the user did wrong into one sentence and an exit code, never a traceback."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except SalesnbError as error:
            _refuse(ctx, error)
            sys.exit(error.exit_code)
        except click.ClickException as error:
            refuse_call(error, language_of(ctx))
        except click.exceptions.Exit:
            raise
        except (click.Abort, KeyboardInterrupt):
            tell("\n" + label("cli_aborted", language_of(ctx)))
            sys.exit(1)
        except BrokenPipeError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            sys.exit(0)
        except Exception as error:
            if told := _of_the_disk(error):
                _refuse(ctx, say("cli_disk", told=told))
                sys.exit(3)
            if _is_of_the_store(error):
                _refuse(ctx, say("cli_store_unread", told=str(error).splitlines()[0]))
                sys.exit(3)
            if os.environ.get("SALESNB_DEBUG"):
                raise
            _refuse(ctx, say("cli_fault", kind=type(error).__name__, told=error))
            sys.exit(3)


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="salesnb")
@click.option(
    "--workspace",
    metavar="DIR",
    type=click.Path(path_type=Path),
    envvar="SALESNB_WORKSPACE",
    help="The workspace's folder; default: the current one, or one above it.",
)
@click.pass_context
def main(ctx: click.Context, workspace: Path | None) -> None:
    """Sales spreadsheets in, reports per team and period out."""
    ctx.obj = workspace


def _of_the_disk(error: Exception) -> str:
    """Return what is wrong with disk or rights, which no traceback would explain; else nothing.

    Of a full disk each library speaks in its own way, of many files at once in many lines.
    """
    told = str(error)
    if (full := os.strerror(errno.ENOSPC)) in told:
        return full
    return told[:300] if isinstance(error, OSError | sqlite3.OperationalError) else ""


def _is_of_the_store(error: Exception) -> bool:
    """Return whether a store file cannot be read: it is cut short, or a block of it is damaged."""
    duckdb = sys.modules.get("duckdb")
    return duckdb is not None and isinstance(error, duckdb.IOException)


def _refuse(ctx: click.Context, error: Exception | Sentence) -> None:
    """Print why nothing was done, in the language of the workspace that was meant."""
    tell(say("cli_refused", said=error).text(language_of(ctx)))


def find_workspace(start: Path | None, *, is_whole: bool = True) -> Any:
    """Return the workspace that is meant; a mistake in its params is told before anything is done.

    Parameters
    ----------
    is_whole : refuse one whose restore was broken off.
    """
    from salesnb.keeping.journal import unfinished_restore
    from salesnb.workspace import Workspace

    workspace = Workspace.find(start)
    if is_whole and (name := unfinished_restore(workspace.root)):
        raise StoreError(say("err_restore_unfinished", name=name))
    workspace.settings  # noqa: B018  a mistake in params is told before anything is done
    return workspace


def warn_of_lost_key(workspace: Any) -> None:
    """Say it where contacts cannot be read: masks are flat then, and nothing else differs."""
    from salesnb.store import list_snapshots, unread_keys

    lang = workspace.settings.workspace.lang
    try:
        lost = unread_keys(workspace.store.folder, workspace.keys)
    except SalesnbError as error:
        tell(error.text(lang))
        return
    newest = [snapshot.name for snapshot in list_snapshots(workspace.store.folder)][-1:]
    for key in (lost[name] for name in newest if name in lost):
        tell(label("key_contacts_unread", lang, key=key, path=workspace.keys.path))


def local_now(workspace: Any) -> datetime:
    """Return the time in the workspace's time zone."""
    return workspace.local_time(datetime.now(UTC))  # type: ignore[no-any-return]


def note_export(session: Any, what: str, details: str = "") -> None:
    """Write into the access log that figures or rows of a session leave the workspace."""
    from salesnb.access import Access, log_access

    workspace = session.workspace
    entry = Access(
        "export",
        what,
        viewer=session.viewer or "",
        scope=str(session.scope),
        period=str(session.period),
        details=details,
    )
    log_access(workspace.root / "data", entry, local_now(workspace))


def day_of(text: str | None, option: str) -> date | None:
    """Return the day that an option names, None where it is not given."""
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise UsageError(say("cli_day", option=option, text=text)) from error


def words_of(text: str) -> list[str]:
    """Return the words of `a,b`."""
    return [word.strip() for word in text.split(",") if word.strip()]


def finish_rendering(outcomes: Sequence[Any], index: Path, lang: str) -> None:
    """Say how a rendering ended, and end with its exit code."""
    failed = sum(bool(outcome.error) for outcome in outcomes)
    made = len(outcomes) - failed
    tell(label("cli_finished", lang, made=made, failed=failed, index=index))
    sys.exit(1 if failed else 0)
