"""A person's data out of everything that the workspace keeps.

First all that was made from the store (reports, outbox, failed notebooks, state, logs), then the
backups, last the snapshots from the oldest to the newest, which has every version of every row:
whoever is killed in between finds the words again by calling it again.
"""

import shutil
import zipfile
from collections.abc import Collection, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import psutil

from salesnb.delivery.deliver import only_sender
from salesnb.erased import Erasure, ErasureBook
from salesnb.errors import BusyError, UsageError
from salesnb.keeping.backup import backup_folder, read_manifest, refuse_while_backing_up
from salesnb.keeping.backup_places import (
    away_backups,
    changed_backup,
    known_backups,
    sweep_laid_out,
)
from salesnb.keeping.contents import FOLDERS, RECORDS, STATE, STORE
from salesnb.keeping.persons import Subject, is_there, opened_at, own_subjects, read_words
from salesnb.keeping.scrub_files import Touched, names_person, scrub_file, scrub_folder, scrub_state
from salesnb.keeping.scrub_store import named_cells, scrub_store
from salesnb.keeping.words import Words
from salesnb.labels import label, say
from salesnb.reports.publish import sweep_asides
from salesnb.runs.lock import only_runner
from salesnb.store import Keys, discard_draft, list_snapshots
from salesnb.workspace import Workspace

_OURS = ("data", "reports")
_ASIDE = ".erase-"
_LEARNED = ("data/models", "data/forecasts")


@dataclass
class Erased:
    """What was touched, or would be.

    Attributes
    ----------
    touched : {kind: how many}: rows, reports, deleted, outbox, failed, state, backups, snapshots.
    cells : of how many cells an import would be refused that brings them back.
    yours : files of the user's own that name the person: nobody changes them but the user.
    unreached : backups that were written elsewhere and do not lie there now.
    blind : {backup: ids of its keys that are not at hand}: of what only it knows of the person
        nothing is found there.
    shared : how many of the person's names others have, too.
    """

    touched: dict[str, int] = field(default_factory=dict)
    cells: int = 0
    yours: list[Path] = field(default_factory=list)
    unreached: list[Path] = field(default_factory=list)
    blind: dict[Path, list[str]] = field(default_factory=dict)
    shared: int = 0

    def count(self, kind: str, number: int) -> None:
        """Add to what was touched."""
        self.touched[kind] = self.touched.get(kind, 0) + number


def erase(
    workspace: Workspace,
    subject: Subject,
    at: datetime,
    by: str,
    *,
    reason: str = "",
    columns: Collection[str] = (),
    is_dry: bool = False,
) -> Erased:
    """Erase a person from rows, snapshots, backups, reports and state; figures stay.

    Parameters
    ----------
    columns : own columns of customers and leads that are emptied, too.
    is_dry : tell what would be touched, change nothing.

    Raises
    ------
    UsageError
        No version of any row has the id.
    BusyError
        A runner, a sender or a backup is at work, or a rendering into another folder.
    """
    workspace.store.check_own()
    with _alone(workspace, at):
        book = ErasureBook(workspace.root / "data")
        found = _found(workspace, subject)
        if found is None:
            table = say(f"erase_{subject.table}")
            raise UsageError(say("erase_unknown", id=subject.key, table=table))
        subjects, words = found
        pattern = words.in_files
        if reason and pattern is not None and pattern.search(reason):
            raise UsageError(say("erase_reason"))
        erased, mark = _surveyed(workspace, words), label("erase_mark", _lang(workspace))
        newest = workspace.store.snapshot().path
        cells = [*named_cells(newest, workspace.keys, subjects, words, mark, columns)]
        erased.cells = len(cells)
        if is_dry:
            return erased
        begun = book.begin(subject.table, subject.key, at.isoformat(" ", "seconds"), by, reason)
        begun = book.bar(begun, [book.hash(*cell) for cell in cells])
        _scrub_made(workspace, words, mark, erased)
        _scrub_backups(workspace, subjects, words, mark, columns, erased)
        for snapshot in list_snapshots(workspace.store.folder):
            rows = scrub_store(snapshot.path, workspace.keys, subjects, words, mark, columns)
            erased.count("rows", rows)
            erased.count("snapshots", 1)
        _end(book, begun, erased)
        workspace.store.load_again()
    return erased


def erase_again(root: Path, keys: Keys, book: ErasureBook, lang: str) -> int:
    """Carry out again, in a restored workspace, the erasures that it does not know of yet.

    Returns
    -------
    Of how many ids.
    """
    snapshots = [snapshot.path for snapshot in list_snapshots(root / STORE)]
    named = _subjects_of(snapshots[-1], keys, book) if snapshots else []
    for subject in named:
        if found := _read_person([], snapshots, keys, subject):
            _scrub_root(root, keys, *found, label("erase_mark", lang))
    return len(named)


def _subjects_of(path: Path, keys: Keys, book: ErasureBook) -> list[Subject]:
    wanted = {each.subject for each in book.erasures if not each.is_lifted}
    found = []
    with opened_at(path, keys, [], is_blind=True) as connection:
        for table, key in (("customers", "customer_id"), ("leads", "lead_id")):
            sql = f"select distinct {key} from old.{table} where contact_name is not null"
            ids = [str(row[0]) for row in connection.execute(sql).fetchall()]
            found += [Subject(table, each) for each in ids if book.hash(table, each) in wanted]
    return found


@contextmanager
def _alone(workspace: Workspace, at: datetime) -> Iterator[None]:
    """Hold the locks of runner, sender and import; refuse while an extract is in use."""
    data = workspace.root / "data"
    with ExitStack() as stack:
        stack.enter_context(only_runner(data, "erase", at))
        stack.enter_context(only_sender(workspace, 0))
        stack.enter_context(workspace.store.writing())
        refuse_while_backing_up(data)
        _sweep(workspace)
        for folder in data.glob("extracts-*"):
            if psutil.pid_exists(int(folder.name.split("-")[1])):
                raise BusyError(say("erase_extract", name=folder.name))
            shutil.rmtree(folder, ignore_errors=True)
        yield


def _sweep(workspace: Workspace) -> None:
    """Remove what processes that were killed left aside: it may hold what is to be erased."""
    data = workspace.root / "data"
    discard_draft(workspace.store.folder)
    for folder in (data, workspace.reports, workspace.root / workspace.settings.delivery.folder):
        sweep_asides(folder)
    sweep_laid_out(workspace)
    for left in data.glob(f"{_ASIDE}*"):
        shutil.rmtree(left, ignore_errors=True)


def _found(workspace: Workspace, subject: Subject) -> tuple[list[Subject], Words] | None:
    """Return all ids of the person and the words, from snapshots and backups; None = nowhere."""
    with TemporaryDirectory(dir=workspace.root / "data", prefix=_ASIDE) as aside:
        away = [*_stores_of_backups(workspace, Path(aside))]
        return _read_person(_snapshots(workspace), away, workspace.keys, subject)


def _read_person(
    paths: Sequence[Path], away: Sequence[Path], keys: Keys, subject: Subject
) -> tuple[list[Subject], Words] | None:
    """Return ids and words from store files: what one of them connects belongs together in all.

    Parameters
    ----------
    away : files of backups, which may be encrypted with a key that is gone.
    """
    subjects, is_known, words = {subject}, False, Words()
    files = [(path, False) for path in paths] + [(path, True) for path in away]
    for path, is_blind in files:
        with opened_at(path, keys, [subject], is_blind=is_blind) as connection:
            is_known = is_known or is_there(connection, subject)
            subjects |= own_subjects(connection)
    listed = sorted(subjects, key=lambda each: (each.table, each.key))
    for path, is_blind in files:
        with opened_at(path, keys, listed, is_blind=is_blind) as connection:
            words |= read_words(connection)
    return (listed, words) if is_known else None


def _snapshots(workspace: Workspace) -> list[Path]:
    return [snapshot.path for snapshot in list_snapshots(workspace.store.folder)]


def _stores_of_backups(workspace: Workspace, aside: Path) -> Iterator[Path]:
    """Yield the snapshots that only backups hold, each once."""
    known = {path.name for path in _snapshots(workspace)}
    for backup in known_backups(workspace):
        files = read_manifest(backup)["files"]
        for name in files:
            stem = Path(name).name
            if name.startswith(f"{STORE}/") and stem not in known:
                known.add(stem)
                with zipfile.ZipFile(backup) as archive, archive.open(name) as source:
                    target = aside / stem
                    with target.open("wb") as file:
                        shutil.copyfileobj(source, file)
                yield target


def _surveyed(workspace: Workspace, words: Words) -> Erased:
    erased = Erased(shared=len(words.shared))
    erased.unreached = away_backups(workspace)
    erased.blind = _blind(workspace)
    ours = {workspace.root / name for name in _OURS}
    ours |= {workspace.root / workspace.settings.delivery.folder, backup_folder(workspace)}
    for path in sorted(workspace.root.rglob("*")):
        inside = path.is_file() and not any(path.is_relative_to(folder) for folder in ours)
        if inside and names_person(path, words):
            erased.yours.append(path)
    for folder, name in _taken_from(workspace):
        path = Path(folder) / name
        outside = not path.is_relative_to(workspace.root)
        if outside and path.is_file() and names_person(path, words):
            erased.yours.append(path)
    return erased


def _blind(workspace: Workspace) -> dict[Path, list[str]]:
    """Return the backups whose contacts cannot be read, each with the keys that it needs."""
    held = {each.key_id for each in workspace.keys.held()}
    needed = {path: read_manifest(path).get("keys", []) for path in known_backups(workspace)}
    return {path: lost for path, ids in needed.items() if (lost := sorted({*ids} - held))}


def _taken_from(workspace: Workspace) -> Sequence[tuple[str, str]]:
    return sorted({(taken.folder, taken.name) for taken in workspace.store.last_taken()})


def _scrub_made(workspace: Workspace, words: Words, mark: str, erased: Erased) -> None:
    """Take the words out of what was made from the store."""
    root, data = workspace.root, workspace.root / "data"
    outbox = root / workspace.settings.delivery.folder
    folders = {
        "reports": root / "reports",
        "outbox": outbox,
        "failed": data / "failed",
        "upgrades": data / "upgrades",
    }
    for kind, folder in folders.items():
        touched = scrub_folder(folder, words, mark)
        erased.count(kind, touched.changed)
        erased.count("deleted", touched.deleted)
    shutil.rmtree(data / "dry-run", ignore_errors=True)  # mails in transfer encodings
    for name in _LEARNED:
        erased.count("learned", scrub_folder(root / name, words, mark).changed)
    for path in sorted(data.glob("*.log*")):
        scrub_file(path, words, mark, touched := Touched())
        erased.count("logs", touched.changed)
    for name in (STATE, *(each for each in RECORDS if each.endswith(".sqlite"))):
        erased.count("state", scrub_state(root / name, words, mark))


def _scrub_backups(
    workspace: Workspace,
    subjects: Sequence[Subject],
    words: Words,
    mark: str,
    columns: Collection[str],
    erased: Erased,
) -> None:
    for path in known_backups(workspace):
        with changed_backup(path) as (root, _):
            _scrub_root(root, workspace.keys, subjects, words, mark, columns)
        erased.count("backups", 1)


def _scrub_root(
    root: Path,
    keys: Keys,
    subjects: Sequence[Subject],
    words: Words,
    mark: str,
    columns: Collection[str] = (),
) -> None:
    """Take the person out of a backup that is laid out in a folder."""
    for name in (STATE, *(each for each in RECORDS if each.endswith(".sqlite"))):
        scrub_state(root / name, words, mark)
    for name in (*FOLDERS, "reports"):
        scrub_folder(root / name, words, mark)
    for snapshot in list_snapshots(root / STORE):
        scrub_store(snapshot.path, keys, subjects, words, mark, columns)


def _end(book: ErasureBook, begun: Erasure, erased: Erased) -> None:
    book.end(begun, {kind: count for kind, count in erased.touched.items() if count})


def _lang(workspace: Workspace) -> str:
    return workspace.settings.workspace.lang
