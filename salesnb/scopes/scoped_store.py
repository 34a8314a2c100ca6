"""`ScopedStore`: what one viewer may see of one scope, and the only thing that can be queried."""

import logging
from collections.abc import Callable, Collection, Hashable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

import duckdb
import pandas as pd
import sqlglot

from salesnb.access import Access, log_access
from salesnb.errors import ScopeError, UsageError, unknown
from salesnb.extracts import (
    CONTACTS,
    CONTACTS_OF,
    NAMES,
    Extract,
    ExtractFile,
    FetchedExtract,
    Hidden,
    WholeStore,
    extract_of,
    pick,
    whole_of,
)
from salesnb.labels import say
from salesnb.scopes.organisation import (
    Organisation,
    Place,
    Scope,
    beside_the_sheet,
    without_departed,
)
from salesnb.settings import Settings
from salesnb.store import Snapshot, Store, connect

T = TypeVar("T")
_ACCESS = logging.getLogger("salesnb.access")
_PLACE = "person, team, department, role, is_active"


class ScopedStore:
    """What one viewer may see of one scope as of one day; the only thing that can be queried.

    Attributes
    ----------
    scope, viewer, as_of : what was asked for, resolved.
    snapshot : the published state that it was read from.
    organisation : the scopes that exist; None of its names is a right to see it.
    """

    def __init__(
        self,
        extract: Extract | ExtractFile | FetchedExtract,
        scope: Scope,
        viewer: str | None,
        as_of: date,
        snapshot: Snapshot,
    ) -> None:
        self._extract = extract
        self._kept: dict[Hashable, Any] = {}
        self.scope = scope
        self.viewer = viewer
        self.as_of = as_of
        self.snapshot = snapshot
        self._other: Callable[[str], ScopedStore] | None = None
        self.zone = "UTC"  # of the access log; of what is handed to a kernel nothing is revealed

    @classmethod
    def open(
        cls,
        store: Store,
        settings: Settings,
        *,
        scope: str | None = None,
        viewer: str | None = None,
        as_of: date | None = None,
    ) -> "ScopedStore":
        """Read the newest snapshot and keep of it what the viewer may see of the scope.

        Raises
        ------
        ScopeError
            The scope is beyond the viewer's right.
        UsageError
            No such scope or viewer.
        StoreError
            Nothing has been imported yet.
        """
        store = store.pinned()
        day = as_of or settings.workspace.today or store.last_import_on()
        snapshot = store.snapshot()
        whole = whole_of(store, settings, day, snapshot=snapshot, keys=store.keys)
        try:
            organisation = _organisation(whole, settings, day, _places_today(store, settings, day))
            return cls._over(whole, organisation, settings, scope, viewer, snapshot)
        except BaseException:
            whole.close()
            raise

    @classmethod
    def _over(
        cls,
        whole: WholeStore,
        organisation: Organisation,
        settings: Settings,
        scope: str | None,
        viewer: str | None,
        snapshot: Snapshot,
    ) -> "ScopedStore":
        resolved = organisation.resolve(scope, viewer)
        view = organisation.view(resolved, viewer)
        place = organisation.today.get(viewer or "")
        sees = place is not None and place.role in settings.organisation.sees_contacts
        extract = extract_of(whole, replace(view, sees_contacts=sees))
        found = cls(extract, resolved, viewer, whole.as_of, snapshot)
        found.zone = settings.workspace.timezone
        found._other = lambda other: cls._over(
            whole, organisation, settings, other, viewer, snapshot
        )
        return found

    def beside(self, scope: str) -> "ScopedStore | None":
        """Return another scope of the same snapshot, viewer and day; the facts are made once.

        None where it is not at hand, as in a report's kernel.

        Raises
        ------
        UsageError, ScopeError
            As `open`.
        """
        return None if self._other is None else self._other(scope)

    @classmethod
    def from_extract(
        cls, path: Path, *, scope: str | None, viewer: str | None, as_of: date | None
    ) -> "ScopedStore":
        """Open what `write_extracts` handed over; it must be what is asked for.

        Raises
        ------
        ScopeError
            The extract is of another scope, viewer or day.
        """
        connection = connect(path, read_only=True, is_locked=True)
        row = connection.execute("select * from handover").fetchall()[0]
        held, held_viewer, day, number, at, snapshot_path = row
        if scope not in (None, held) or viewer != held_viewer or as_of not in (None, day):
            connection.close()
            asked, asked_day = scope or held, as_of or day
            raise ScopeError(say("err_handover", held=held, day=day, scope=asked, as_of=asked_day))
        snapshot = Snapshot(Path(snapshot_path), number, at)
        return cls(ExtractFile(connection), Scope.parse(held), viewer, day, snapshot)

    def query(self, sql: str, parameters: Sequence[Any] = ()) -> pd.DataFrame:
        """Return the rows of one SELECT over the scoped tables and facts.

        Raises
        ------
        HiddenError
            It names what the viewer's role may not see.
        UsageError
            The text is not one SELECT, or names something that is not there.
        """
        try:
            statements = sqlglot.parse(sql, dialect="duckdb")
        except sqlglot.errors.SqlglotError as error:
            told = str(error).splitlines()[0]
            raise UsageError(say("err_sql_unread", told=told)) from error
        if len(statements) != 1 or not isinstance(statements[0], sqlglot.exp.Query):
            raise UsageError(say("err_sql_select"))
        tables = _tables_of(statements[0])
        for table in tables:
            self.hidden.of(table)
        with self._told(sql):
            return self._extract.query(sql, tables, parameters)

    def run(self, sql: str, parameters: Sequence[Any] = ()) -> pd.DataFrame:
        """Return the rows of a statement that salesnb itself wrote."""
        with self._told(sql):
            return self._extract.run(sql, parameters)

    def measure(self, sql: str) -> pd.DataFrame:
        """Return the result of a statement of salesnb's own over facts, computed where they are."""
        with self._told(sql):
            return self._extract.measure(sql)

    def columns(self, table: str) -> dict[str, str]:
        """Return {column: type} of a table or fact.

        Raises
        ------
        HiddenError
            The viewer's role sees nothing of it.
        UsageError
            No such table.
        """
        known = self.tables()
        if table not in known:
            self.hidden.of(table)
            raise UsageError(unknown("table", table, known))

        def described() -> dict[str, str]:
            with self._told(table):
                return self._extract.columns(table)

        return self.once(("columns", table), described)

    def custom_columns(self, fact: str) -> list[str]:
        """Return the columns of a fact that only the user's sheets have."""

        def listed() -> list[str]:
            self.columns(fact)
            found = self.run("select name from custom_columns where fact = ? order by name", [fact])
            return list(found["name"])

        return self.once(("custom_columns", fact), listed)

    def once(self, key: Hashable, read: Callable[[], T]) -> T:
        """Return what `read` gives; of a key it is asked once, as an open store never changes."""
        if key not in self._kept:
            self._kept[key] = read()
        found: T = self._kept[key]
        return found

    def sources(self, table: str) -> pd.DataFrame:
        """Return id, file, sheet and row from which each row of a table inside the scope came.

        Empty where the store is not at hand, as in a report's kernel.
        """
        self.columns(table)
        with self._told(table):
            return self._extract.sources(table, self.as_of)

    def contacts(self, table: str, ids: Collection[str]) -> pd.DataFrame:
        """Return the contacts of customers or leads inside the scope, for a worklist.

        In clear for a viewer whose role params allow it (`sees_contacts`), of own rows and those of
        the people they lead; masked else, also for the operator and in a report's kernel. That
        somebody saw them in clear is logged.

        Parameters
        ----------
        table : customers or leads.
        ids : keys; those of rows outside the scope are left out.

        Returns
        -------
        id, contact_name, contact_info, is_clear.

        Raises
        ------
        HiddenError
            The viewer's role sees no contacts, or not the ids that they are asked by.
        UsageError
            The table has no contacts.
        StoreError, ConfigError
            They may be seen, and the key is not at hand.
        """
        if table not in CONTACTS_OF:
            raise UsageError(unknown("table", table, CONTACTS_OF))
        if hidden := {*CONTACTS, CONTACTS_OF[table][1]} & self.hidden.of(table):
            raise self.hidden.refusal(", ".join(f"{table}.{name}" for name in sorted(hidden)))
        wanted = sorted(set(ids))
        found = self._extract.masked(table, wanted).set_index("id")
        clear = self._extract.reveal(table, wanted).set_index("id")
        found.loc[clear.index, list(CONTACTS)] = clear
        found["is_clear"] = found.index.isin(clear.index)
        if len(clear):
            _note_use(self, table, len(clear))
        return found.reset_index()

    def tables(self) -> list[str]:
        """Return the names of the tables and facts that the viewer's role may see."""
        return sorted(set(NAMES) - self.hidden.tables)

    @property
    def hidden(self) -> Hidden:
        """What the viewer's role may not see."""
        return self._extract.hidden

    @contextmanager
    def _told(self, sql: str) -> Iterator[None]:
        """Turn what the database says of a statement into a sentence for who wrote it."""
        try:
            yield
        except duckdb.Error as error:
            told = str(error).strip()
            raise self.hidden.explain(sql, told) or UsageError(
                say("err_sql_failed", told=told)
            ) from error

    def close(self) -> None:
        """Give the memory back."""
        self._extract.close()

    def __enter__(self) -> "ScopedStore":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _note_use(store: ScopedStore, table: str, rows: int) -> None:
    """Log who saw contacts in clear, how many and of which scope; the only place that does."""
    told = {"viewer": store.viewer, "scope": str(store.scope), "table": table, "rows": rows}
    words = " ".join(f"{name}={value}" for name, value in told.items())
    _ACCESS.info("contacts: %s", words, extra=told)
    entry = Access(
        "reveal",
        table,
        viewer=store.viewer or "",
        scope=str(store.scope),
        details=f"contacts: {rows}",
    )
    log_access(store.snapshot.path.parent.parent, entry, store.zone)


def write_extracts(
    store: Store,
    settings: Settings,
    files: Mapping[Scope, Path],
    *,
    viewer: str | None,
    as_of: date,
    without: Collection[str] = (),
) -> None:
    """Write one database file per scope, with what the viewer may see of it.

    A process that is given such a file needs neither the store nor its key.

    Parameters
    ----------
    without : tables that need not be in them, such as what takes a while to be learned.

    Raises
    ------
    ScopeError
        A scope is beyond the viewer's right; nothing is written then.
    """
    store = store.pinned()
    snapshot = store.snapshot()
    with whole_of(store, settings, as_of, snapshot=snapshot, keys=store.keys) as whole:
        organisation = _organisation(whole, settings, as_of, _places_today(store, settings, as_of))
        for scope in files:
            organisation.resolve(str(scope), viewer)
        for scope, path in files.items():
            at = (snapshot.number, snapshot.at, snapshot.path.name)
            view = organisation.view(scope, viewer)
            if view.query:
                view = pick(whole, view)
            whole.write(view, path, (str(scope), viewer, as_of, *at), without=without)


def read_organisation(store: Store, settings: Settings, as_of: date | None = None) -> Organisation:
    """Return who stands where as of a day, for whoever has to know which scopes exist."""
    day = as_of or settings.workspace.today or store.last_import_on()
    with whole_of(store, settings, day, snapshot=store.snapshot()) as whole:
        return _organisation(whole, settings, day, _places_today(store, settings, day))


def _organisation(
    whole: WholeStore, settings: Settings, day: date, today: Sequence[Place] | None
) -> Organisation:
    whole.need("staff_spells")
    found = whole.engine.rows(f"select distinct {_PLACE} from staff_spells")
    ever = [Place(*row) for row in found]
    people = settings.organisation.people
    beside = beside_the_sheet(people, ever)
    return Organisation(
        without_departed(people, [*_places(whole, day), *beside]),
        [*ever, *beside],
        None if today is None else without_departed(people, [*today, *beside]),
        settings.organisation,
        settings.queries,
    )


def _places_today(store: Store, settings: Settings, day: date) -> list[Place] | None:
    """Return who stands where today; None = `day` is today."""
    today = settings.workspace.today or store.last_import_on()
    if day == today:
        return None
    with whole_of(store, settings, today, snapshot=store.snapshot()) as whole:
        return _places(whole, today)


def _places(whole: WholeStore, day: date) -> list[Place]:
    whole.need("staff_spells")
    found = whole.engine.rows(
        f"select distinct {_PLACE} from staff_spells"
        f" where from_day <= date '{day}' and date '{day}' < until_day order by person"
    )
    return [Place(*row) for row in found]


def _tables_of(statement: sqlglot.exp.Expression) -> list[str]:
    """Return the tables and facts that a statement names.

    Raises
    ------
    UsageError
        A name that is neither, nor one that the statement itself defines.
    """
    own = {cte.alias.lower() for cte in statement.find_all(sqlglot.exp.CTE)}
    found = []
    for table in statement.find_all(sqlglot.exp.Table):
        is_name = isinstance(table.this, sqlglot.exp.Identifier) and not table.db
        name = table.name.lower()
        if name in NAMES:
            found.append(name)
        elif is_name and name not in own:
            raise UsageError(unknown("table", table.name, NAMES))
    return found
