"""Files into a workspace: check, and store what is good, or nothing."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from salesnb.errors import DataError, FileUnreadableError, UsageError, unknown
from salesnb.loaders import CHECKED_SUFFIX, LoadResult, load_files, write_template
from salesnb.settings import load_settings
from salesnb.store import ImportSummary
from salesnb.tables import TABLES
from salesnb.workspace import Workspace

_SUFFIXES = (".xlsx", ".xlsm", ".xls", ".csv", ".tsv", ".txt")


@dataclass(frozen=True)
class Imported:
    """What was read and, unless errors forbade it, what was stored."""

    result: LoadResult
    summary: ImportSummary | None


def check_files(
    workspace: Workspace, paths: Sequence[Path], *, source: str | None, at: datetime
) -> LoadResult:
    """Read and check files against what the workspace knows; nothing is stored.

    Parameters
    ----------
    paths : workbooks and CSV files; a folder stands for the files in it.
    source : a mapping of params/sources/.
    at : now, in the workspace's time zone; events after its day are errors.
    """
    settings = workspace.settings
    return load_files(
        list_files(paths),
        settings,
        mapping=settings.source(source) if source else None,
        known=workspace.store.current(),
        today=at.date(),
    )


def import_files(
    workspace: Workspace,
    paths: Sequence[Path],
    *,
    source: str | None = None,
    accept_good: bool = False,
    replace: Collection[str] = (),
    at: datetime,
    by: str,
) -> Imported:
    """Read, check and store files in one step.

    Parameters
    ----------
    accept_good : store the good rows also when others have errors; the others wait.
    replace : tables whose rows missing from the files are closed.
    at : time of the import, naive, in the workspace's time zone.
    by : who imports, for the record.

    Returns
    -------
    The summary is None, and nothing was stored, if there are errors and not `accept_good`.
    """
    for table in replace:
        if table not in TABLES:
            raise UsageError(unknown("table", table, TABLES))
    with workspace.store.writing():
        return _import(workspace, paths, source, accept_good, replace, at, by)


def _import(
    workspace: Workspace,
    paths: Sequence[Path],
    source: str | None,
    accept_good: bool,
    replace: Collection[str],
    at: datetime,
    by: str,
) -> Imported:
    result = check_files(workspace, paths, source=source, at=at)
    for table in replace:
        if table not in result.tables:
            raise DataError(
                f"--replace {table}: the files hold no rows of {table}, so that every stored row"
                " would be closed. Nothing was stored."
            )
    if not result.counts["rows_in"].sum():
        raise DataError("The files hold headers but no rows. Nothing was stored.")
    if len(result.errors) and not accept_good:
        return Imported(result, None)
    summary = workspace.store.import_frames(
        result.tables,
        files=sorted({*result.counts["file"]}),
        at=at,
        by=by,
        rejected=result.rejected,
        replace=replace,
    )
    return Imported(result, summary)


def write_blank_template(out: Path, start: Path | None, lang: str | None) -> None:
    """Write a blank import workbook, with the words of the workspace where there is one.

    Parameters
    ----------
    start : where to look for a workspace; outside of any the packaged params serve.
    lang : zh or en; None = the workspace's.
    """
    try:
        workspace = Workspace.find(start)
        settings = workspace.settings
        known = {} if workspace.store.is_empty else workspace.store.current()
    except UsageError:
        settings, known = load_settings(None), {}
    write_template(out, settings, lang or settings.workspace.lang, known)


def list_files(paths: Sequence[Path]) -> list[Path]:
    """Return the files named, a folder as the files in it; marked copies of `check` are no input."""
    found: list[Path] = []
    for path in paths:
        if path.is_dir():
            inside = [
                each
                for each in sorted(path.iterdir())
                if each.suffix.lower() in _SUFFIXES
                and not each.name.startswith((".", "~$"))
                and not each.name.endswith(CHECKED_SUFFIX)
            ]
            if not inside:
                raise DataError(f"{path} holds no workbook and no CSV file.")
            found += inside
        elif path.exists():
            found.append(path)
        else:
            raise FileUnreadableError(f"{path}: there is no such file.")
    return found
