"""Which reports there are: one row per report in data/state.sqlite, from which the index is made."""

import json
import os
import sqlite3
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from salesnb.formats import by_unit
from salesnb.labels import label
from salesnb.reports.index import Entry, write_index
from salesnb.reports.outcome import Outcome
from salesnb.reports.paths import file_of, people_indexes
from salesnb.reports.plan import FORMATS
from salesnb.scopes import Organisation, Scope
from salesnb.settings import Settings
from salesnb.state_file import open_state

_TABLE = """create table if not exists reports (
    path text primary key, period text, scope text, notebook text, lang text, headline text,
    flags integer, error text, seconds real, made_at text, snapshot text, viewer text,
    figures text, widest text)"""
_COLUMNS = (
    "path, period, scope, notebook, lang, headline, flags, error, seconds, made_at, snapshot,"
    " viewer, figures, widest"
)
_LISTED = (
    "path, period, scope, notebook, lang, headline, flags, error, coalesce(viewer, ''),"
    " coalesce(figures, '{}'), coalesce(widest, '')"
)
_HEADLINE = ("sales", "target_completion")  # the figures of the index, where a report tells them


@dataclass(frozen=True)
class _Row:
    """A row of the table, as far as the index shows it."""

    path: str
    period: str
    scope: str
    notebook: str
    lang: str
    headline: str
    flags: int
    error: str
    viewer: str
    figures: str
    widest: str


@dataclass(frozen=True)
class _Made:
    """A report of the index: of whom, on whose behalf and by what right, how it is listed."""

    scope: str
    viewer: str
    widest: str
    entry: Entry


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
                o.task.parameters["viewer"] or "",
                json.dumps(o.told.get("figures", {})),
                o.task.widest,
            )
            for o in outcomes
        ]
        with self._connection() as connection:
            connection.executemany(
                f"insert or replace into reports ({_COLUMNS}) values ({', '.join('?' * 14)})", rows
            )

    def made_for(self, path: str) -> tuple[str, str] | None:
        """Return on whose behalf a report was made ("" = the operator's), and all they might see.

        Parameters
        ----------
        path : of its page, relative to the reports folder.
        """
        with self._connection() as connection:
            row = connection.execute(
                "select coalesce(viewer, ''), coalesce(widest, '') from reports where path = ?",
                [path],
            ).fetchone()
        return row and (str(row[0]), str(row[1]))

    def made_for_all(self, notebook: str, scope: str, period: str | None, right: str) -> str | None:
        """Return the page of a report that was made for all in charge, the newest; None = none.

        Parameters
        ----------
        period : None = of any.
        right : the operator's of today; what was made by another is none.
        """
        with self._connection() as connection:
            rows = connection.execute(
                """select path from reports where notebook = ? and scope = ?
                and (? is null or period = ?) and coalesce(viewer, '') = ''
                and coalesce(widest, '') in ('', ?) and coalesce(error, '') = ''
                order by period desc, made_at desc""",
                [notebook, scope, period, period, right],
            ).fetchall()
        return next((str(path) for (path,) in rows if self._files(path)), None)

    def write_indexes(self, settings: Settings, lang: str, organisation: Organisation) -> Path:
        """Write the index of all reports that lie there, and one per person of what they may see.

        A person's own lists the reports made on their behalf, and those of the operator that show
        nothing beyond the person's right. Whoever may see nothing any more has none.
        """
        listed = self._listed(settings, lang)
        start = settings.workspace.fiscal_year_start
        people = people_indexes(self._reports, organisation.viewers())
        kept = set()
        for name, folder in people.items():
            entries = [
                _from(folder, self._reports, made.entry)
                for made in listed
                if _may_open(organisation, name, made)
            ]
            if entries:
                write_index(folder, entries, lang, start, reader=name)
                kept.add(folder)
        self._remove_others(kept)
        return write_index(self._reports, [made.entry for made in listed], lang, start)

    def _remove_others(self, kept: set[Path]) -> None:
        for folder in (self._reports / "people").glob("*/"):
            if folder not in kept and folder.is_dir():
                (folder / "index.html").unlink(missing_ok=True)
                with suppress(OSError):  # something else lies there
                    folder.rmdir()

    def _listed(self, settings: Settings, lang: str) -> list[_Made]:
        """Return the reports of which a file lies there, or that failed, of every language."""
        with self._connection() as connection:
            rows = [_Row(*row) for row in connection.execute(f"select {_LISTED} from reports")]
        files = {row.path: self._files(row.path) for row in rows}
        found = [row for row in rows if row.error or files[row.path]]
        versions = Counter((row.period, row.scope, row.notebook) for row in found)
        order = list(settings.reports)
        found.sort(key=lambda r: order.index(r.notebook) if r.notebook in order else len(order))
        return [
            _Made(
                row.scope,
                row.viewer,
                row.widest,
                _entry(
                    row,
                    files[row.path],
                    settings,
                    lang,
                    versions[row.period, row.scope, row.notebook] > 1,
                ),
            )
            for row in found
        ]

    def _files(self, page: str) -> dict[str, str]:
        """Return the files of a report that lie there, by format, relative to the index."""
        beside = {form: file_of(Path(page), form) for form in FORMATS}
        return {
            form: path.as_posix()
            for form, path in beside.items()
            if (self._reports / path).is_file()
        }

    def made(self) -> list[str]:
        """Return the pages of the reports that were made, relative to the reports folder.

        Where a report has no page, its first other file stands for it.
        """
        if not self._file.exists():
            return []
        with self._connection() as connection:
            rows = connection.execute(
                "select path from reports where coalesce(error, '') = '' order by path"
            ).fetchall()
        return [next(iter(self._files(path).values()), path) for (path,) in rows]

    def failed(self) -> list[tuple[str, str, str, str]]:
        """Return notebook, scope, period and error of the reports that could not be made last."""
        if not self._file.exists():
            return []
        with self._connection() as connection:
            return connection.execute(
                "select notebook, scope, period, error from reports"
                " where coalesce(error, '') <> '' order by made_at desc, path"
            ).fetchall()

    def last_run(self) -> str | None:
        """Return when the newest report was made; None before the first."""
        if not self._file.exists():
            return None
        with self._connection() as connection:
            (newest,) = connection.execute("select max(made_at) from reports").fetchone()
        return newest  # type: ignore[no-any-return]

    @contextmanager
    def _connection(self) -> Iterator[sqlite3.Connection]:
        with open_state(self._file, _TABLE) as connection:
            _add_columns(connection)
            yield connection


def _add_columns(connection: sqlite3.Connection) -> None:
    """Give a table of an earlier version the columns that it lacks."""
    known = {row[1] for row in connection.execute("pragma table_info(reports)")}
    for name in ("viewer", "figures", "widest"):
        if name not in known:
            connection.execute(f"alter table reports add column {name} text")


def _may_open(organisation: Organisation, person: str, made: _Made) -> bool:
    """Return whether a report holds nothing that the person may not see today."""
    scope = Scope.parse(made.scope)
    if made.viewer:
        is_own = made.viewer == person and made.widest == organisation.right(person)
        return is_own and organisation.covers(scope, person)
    # With names unmasked, made before params masked them, it is nobody's any more.
    is_masked = made.widest in ("", organisation.right(None)) or organisation.is_admin(person)
    return is_masked and organisation.shows_whole(scope, person)


def _from(folder: Path, reports: Path, entry: Entry) -> Entry:
    """Return an entry as it is linked from a folder below the reports."""

    def moved(path: str) -> str:
        return Path(os.path.relpath(reports / path, folder)).as_posix()

    others = [(moved(path), words) for path, words in entry.others]
    return replace(entry, path=moved(entry.path), others=others)


def _entry(
    row: _Row, files: Mapping[str, str], settings: Settings, lang: str, has_versions: bool
) -> Entry:
    return Entry(
        period=row.period,
        scope=row.scope,
        scope_label=_scope_label(row.scope, settings, lang),
        notebook=row.notebook,
        notebook_label=_notebook_label(
            row.notebook, settings, lang, row.lang if has_versions else None
        ),
        path=next(iter(files.values()), row.path),
        headline=row.headline,
        flags=row.flags,
        figures=_figures(json.loads(row.figures), settings, lang),
        failed=bool(row.error),
        others=[(file, label(f"format_{form}", lang)) for form, file in list(files.items())[1:]],
    )


def _figures(told: Mapping[str, float], settings: Settings, lang: str) -> list[tuple[str, str]]:
    known = [
        (settings.metrics[name], told[name])
        for name in _HEADLINE
        if name in told and name in settings.metrics
    ]
    return [(metric.label(lang), by_unit(value, metric.unit, lang)) for metric, value in known]


def _scope_label(scope: str, settings: Settings, lang: str) -> str:
    kind, _, name = scope.partition(":")
    if kind == "query":
        query, _, whose = name.partition("@")
        saved = settings.queries.get(query)
        title = saved.title(query, lang) if saved else query
        return f"{title} · {_scope_label(whose, settings, lang)}" if whose else title
    return name or settings.workspace.company or label(kind, lang)


def _notebook_label(notebook: str, settings: Settings, lang: str, own: str | None) -> str:
    """Return a report's title; with its own language where it exists in several."""
    report = settings.reports.get(notebook)
    name = report.label(lang) if report else notebook
    if own is None:
        return name
    return label("in_language", lang, name=name, language=label(f"language_{own}", lang))
