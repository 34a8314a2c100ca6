"""Which reports there are: one row per report in data/state.sqlite, from which the index is made."""

import sqlite3
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from salesnb.labels import label
from salesnb.reports.index import Entry, write_index
from salesnb.reports.paths import file_of
from salesnb.reports.plan import FORMATS
from salesnb.reports.runner import Outcome
from salesnb.settings import Settings

_TABLE = """create table if not exists reports (
    path text primary key, period text, scope text, notebook text, lang text, headline text,
    flags integer, error text, seconds real, made_at text, snapshot text)"""


class ReportHistory:
    """The reports that were rendered into one folder.

    Parameters
    ----------
    file : the workspace's data/state.sqlite.
    reports : the folder that the reports lie in.
    """

    def __init__(self, file: Path, reports: Path) -> None:
        self._file, self._reports = file, reports

    def record(self, outcomes: Sequence[Outcome], made_at: datetime, snapshot: str) -> None:
        """Keep what became of each report; a new rendering replaces the one before."""
        rows = [
            (
                o.task.path.relative_to(self._reports).as_posix(),
                o.task.period.text,
                str(o.task.scope),
                o.task.notebook,
                o.task.lang,
                o.headline,
                o.flags,
                o.error,
                round(o.seconds, 3),
                made_at.isoformat(),
                snapshot,
            )
            for o in outcomes
        ]
        with self._connection() as connection:
            connection.executemany(
                f"insert or replace into reports values ({', '.join('?' * 11)})", rows
            )

    def write_index(self, settings: Settings, lang: str) -> Path:
        """Write reports/index.html over all reports that still lie there, of every language."""
        with self._connection() as connection:
            rows = connection.execute(
                "select period, scope, notebook, path, headline, flags, error, lang from reports"
            ).fetchall()
        files = {row[3]: self._files(row[3]) for row in rows}
        found = [row for row in rows if row[6] or files[row[3]]]
        versions = Counter((period, scope, notebook) for period, scope, notebook, *_ in found)
        order = list(settings.reports)
        entries = [
            Entry(
                period=period,
                scope=scope,
                scope_label=_scope_label(scope, settings, lang),
                notebook=notebook,
                notebook_label=_notebook_label(
                    notebook, settings, lang, own if versions[period, scope, notebook] > 1 else None
                ),
                path=next(iter(files[path].values()), path),
                headline=headline,
                flags=flags,
                failed=bool(error),
                others=[
                    (file, label(f"format_{form}", lang))
                    for form, file in list(files[path].items())[1:]
                ],
            )
            for period, scope, notebook, path, headline, flags, error, own in sorted(
                found, key=lambda row: order.index(row[2]) if row[2] in order else len(order)
            )
        ]
        fiscal_start = settings.workspace.fiscal_year_start
        return write_index(self._reports, entries, lang, fiscal_start)

    def _files(self, page: str) -> dict[str, str]:
        """Return the files of a report that lie there, by format, relative to the index."""
        beside = {form: file_of(Path(page), form) for form in FORMATS}
        return {
            form: path.as_posix()
            for form, path in beside.items()
            if (self._reports / path).is_file()
        }

    def last_run(self) -> str | None:
        """Return when the newest report was made; None before the first."""
        if not self._file.exists():
            return None
        with self._connection() as connection:
            (newest,) = connection.execute("select max(made_at) from reports").fetchone()
        return newest  # type: ignore[no-any-return]

    @contextmanager
    def _connection(self) -> Iterator[sqlite3.Connection]:
        self._file.parent.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(self._file, timeout=30)
        try:
            with connection:
                connection.execute("pragma journal_mode = wal")
                connection.execute(_TABLE)
                yield connection
        finally:
            connection.close()


def _scope_label(scope: str, settings: Settings, lang: str) -> str:
    kind, _, name = scope.partition(":")
    return name or settings.workspace.company or label(kind, lang)


def _notebook_label(notebook: str, settings: Settings, lang: str, own: str | None) -> str:
    """Return a report's title; with its own language where it exists in several."""
    report = settings.reports.get(notebook)
    name = report.label(lang) if report else notebook
    if own is None:
        return name
    return label("in_language", lang, name=name, language=label(f"language_{own}", lang))
