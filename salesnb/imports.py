"""Files into a workspace: check, and store what is good, or nothing."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from pathlib import Path

import pandas as pd

from salesnb.erased import ErasureBook
from salesnb.errors import (
    DataError,
    FileUnreadableError,
    ScopeError,
    StoreError,
    UsageError,
    unknown,
)
from salesnb.extracts import WholeStore
from salesnb.labels import say
from salesnb.loaders import CHECKED_SUFFIX, LoadResult, load_files, write_template
from salesnb.loaders.keys import righted_keys
from salesnb.loaders.notes import Note, make_note
from salesnb.loaders.problems import PROBLEM_COLUMNS
from salesnb.loaders.result import COUNT_COLUMNS, REJECTED_COLUMNS
from salesnb.scopes import read_organisation
from salesnb.settings import Settings, load_settings
from salesnb.store import ImportSummary, TakenFile, origin
from salesnb.tables import TABLES
from salesnb.workspace import Workspace

_SUFFIXES = (".xlsx", ".xlsm", ".xls", ".csv", ".tsv", ".txt")


@dataclass(frozen=True)
class Imported:
    """What was read and, unless errors forbade it, what was stored.

    Attributes
    ----------
    summary : None = nothing was stored.
    has_news : whether there was any file to read; False = a folder held none but those taken
        before.
    """

    result: LoadResult
    summary: ImportSummary | None
    has_news: bool = True


@dataclass(frozen=True)
class _Chosen:
    """The files of an import, and what is said of those left out."""

    files: list[Path]
    notes: list[Note]


def check_files(
    workspace: Workspace,
    paths: Sequence[Path],
    *,
    source: str | None,
    at: datetime,
    viewer: str | None = None,
) -> LoadResult:
    """Read and check files against what the workspace knows; nothing is stored.

    Parameters
    ----------
    paths : workbooks and CSV files; a folder stands for the files in it.
    source : a mapping of params/sources/.
    at : now, in the workspace's time zone; events after its day are errors.
    viewer : on whose behalf; rows of others are errors, unless it is an admin.
    """
    settings = workspace.settings
    return load_files(
        list_files(paths),
        settings,
        mapping=settings.source(source) if source else None,
        known=workspace.store.current(),
        today=at.date(),
        viewer=viewer if _is_limited(workspace, viewer) else None,
        erased=ErasureBook(workspace.root / "data"),
    )


def check_admin(workspace: Workspace, viewer: str | None, what: str) -> None:
    """Refuse whoever is no admin; the operator is one.

    Parameters
    ----------
    what : the word `admin_…` of labels for what only an admin may do.

    Raises
    ------
    ScopeError
        The viewer is no admin, or has left.
    UsageError
        No such viewer.
    """
    if _is_limited(workspace, viewer):
        raise ScopeError(say("err_admin_only", viewer=viewer, what=say(what)))


def _is_limited(workspace: Workspace, viewer: str | None) -> bool:
    if viewer is None:
        return False
    return not read_organisation(workspace.store, workspace.settings).is_admin(viewer)


def import_files(
    workspace: Workspace,
    paths: Sequence[Path],
    *,
    source: str | None = None,
    accept_good: bool = False,
    replace: Collection[str] = (),
    at: datetime,
    by: str,
    viewer: str | None = None,
) -> Imported:
    """Read, check and store files in one step.

    A file that is named is always read. Of a folder those are read that are new or have changed
    since they were taken, unless a table is replaced: then all are, for a file left out would be
    rows missing.

    Parameters
    ----------
    accept_good : store the good rows also when others have errors; the others wait.
    replace : tables whose rows missing from the files are closed.
    at : time of the import, naive, in the workspace's time zone.
    by : who imports, for the record.
    viewer : on whose behalf; whoever is no admin changes own rows only and replaces no table.

    Returns
    -------
    The summary is None, and nothing was stored, if there are errors and not `accept_good`.
    """
    for table in replace:
        if table not in TABLES:
            raise UsageError(unknown("table", table, TABLES))
    if replace:
        check_admin(workspace, viewer, "admin_replace")
    with workspace.store.writing():
        return _import(workspace, paths, source, accept_good, replace, at, by, viewer)


def _import(
    workspace: Workspace,
    paths: Sequence[Path],
    source: str | None,
    accept_good: bool,
    replace: Collection[str],
    at: datetime,
    by: str,
    viewer: str | None,
) -> Imported:
    chosen = _choose(paths, {} if replace else workspace.store.last_taken())
    if not chosen.files:
        return Imported(_nothing_read(chosen.notes), None, has_news=False)
    taken = _marks(chosen.files)
    result = check_files(workspace, chosen.files, source=source, at=at, viewer=viewer)
    _refuse_changed(taken)
    result.notes += chosen.notes
    for table in replace:
        if table not in result.tables:
            raise DataError(say("err_replace_lacks", table=table))
    if not result.counts["rows_in"].sum():
        raise DataError(say("err_no_rows"))
    if len(result.errors) and not accept_good:
        return Imported(result, None)
    summary = workspace.store.import_frames(
        result.tables,
        files=sorted({*result.counts["file"]}),
        at=at,
        by=by,
        rejected=result.rejected,
        replace=replace,
        counts=result.counts,
        righted=righted_keys(result.tables, workspace.store.waiting_keys()),
        taken=list(taken.values()),
        verify=partial(verify_facts, workspace.settings, at.date()),
    )
    return Imported(result, summary)


def verify_facts(settings: Settings, day: date, store: Path) -> None:
    """Refuse an import after which the facts do not agree with the tables.

    Raises
    ------
    StoreError
        With every identity that does not hold.
    """
    with WholeStore(store, settings, settings.workspace.today or day) as whole:
        broken = whole.broken_identities()
    if broken:
        raise StoreError(say("err_identities", broken="; ".join(broken)))


def _choose(paths: Sequence[Path], taken: Mapping[TakenFile, int]) -> _Chosen:
    """Return the files to read: all that are named, of folders those not taken as they are."""
    files: list[Path] = []
    notes: list[Note] = []
    for path in paths:
        if not path.is_dir():
            files += list_files([path])
            continue
        marks = {file: TakenFile.of(file) for file in list_files([path])}
        files += [file for file, mark in marks.items() if mark not in taken]
        old = [taken[mark] for mark in marks.values() if mark in taken]
        if old:
            notes.append(make_note("unchanged", str(path), count=len(old), number=max(old)))
        notes += [
            make_note("marked_copy", str(copy))
            for copy in sorted(path.glob(f"*{CHECKED_SUFFIX}"))
            if not copy.name.startswith((".", "~$")) and TakenFile.of(copy) not in taken
        ]
    return _Chosen(files, notes)


def _marks(files: Sequence[Path]) -> dict[Path, TakenFile]:
    """Return the files as they lie there; with a marked copy the file that it was made of."""
    marks = {}
    for file in files:
        marks[file] = TakenFile.of(file)
        made_of = file.with_name(origin(file.name))
        if made_of not in marks and made_of.is_file():
            marks[made_of] = TakenFile.of(made_of)
    return marks


def _refuse_changed(taken: Mapping[Path, TakenFile]) -> None:
    """Refuse a file that somebody wrote to while it was read."""
    for path, mark in taken.items():
        if not path.is_file() or path.stat().st_size != mark.size:
            raise FileUnreadableError(say("file_growing", path=path))


def _nothing_read(notes: list[Note]) -> LoadResult:
    return LoadResult(
        tables={},
        rejected=pd.DataFrame(columns=REJECTED_COLUMNS),
        problems=pd.DataFrame(columns=PROBLEM_COLUMNS),
        counts=pd.DataFrame(columns=COUNT_COLUMNS),
        notes=notes,
    )


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
        known = {} if workspace.store.is_empty else workspace.store.current(is_clear=False)
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
                raise DataError(say("file_none_inside", path=path))
            found += inside
        elif path.exists():
            found.append(path)
        else:
            raise FileUnreadableError(say("file_absent", path=path))
    return found
