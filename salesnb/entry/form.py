"""The form of one record: its fields, what is stored already, the checks, the storing."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import pandas as pd

from salesnb.entry.record import Field, Finding, Record, Stored, fields_of, shown_value
from salesnb.entry.rights import Rights
from salesnb.erased import ErasureBook
from salesnb.errors import DataError, UsageError, unknown
from salesnb.labels import label, say
from salesnb.loaders import LoadResult, load_sheets
from salesnb.loaders.checks.own_rows import OF_OTHERS
from salesnb.loaders.keys import key_index, righted_keys
from salesnb.loaders.offers import Offers
from salesnb.loaders.problems import say_place
from salesnb.loaders.sheets.forms import FORMS
from salesnb.loaders.sheets.headers import read_header
from salesnb.loaders.sheets.read import RawSheet
from salesnb.loaders.values.parse import ColumnParser
from salesnb.settings import FileMapping, SourceMapping
from salesnb.store.upsert import VERSION_COLUMNS
from salesnb.tables import TABLES
from salesnb.workspace import Workspace


class EntryForm:
    """The form of one record of a table.

    Values are texts as typed, by column name. A record goes through the checks and the upsert of a
    file with one row: fields that are left out, or left as they were, keep what is stored.

    Parameters
    ----------
    lang : of titles, words and messages.
    by : who enters, for the record.
    viewer : on whose behalf; None = the operator. Whoever is no admin may enter only what is owned.
    origin : what stands as the file's name.

    Raises
    ------
    UsageError
        No such table.
    ScopeError
        The viewer may not enter rows of it.
    """

    def __init__(
        self,
        workspace: Workspace,
        table: str,
        *,
        lang: str,
        by: str,
        viewer: str | None = None,
        origin: str = "salesnb add",
    ) -> None:
        if table not in TABLES:
            raise UsageError(unknown("table", table, TABLES))
        self.table = TABLES[table]
        self.lang = lang
        self._workspace = workspace
        self._settings = workspace.settings
        self._by = by
        self._origin = origin
        self._known = workspace.store.current()
        self.rights = Rights(workspace, self.table, viewer, self._known["staff"])
        offers = Offers(self._settings, lang, {} if self.rights.is_limited else self._known)
        self.fields = fields_of(self.table, self._custom(), self._settings, offers, lang)
        self._by_name = {field.name: field for field in self.fields}

    @property
    def title(self) -> str:
        """The table's name in the form's language."""
        return self.table.zh if self.lang == "zh" else self.table.en

    @property
    def defaults(self) -> dict[str, str]:
        """What a new record begins with."""
        own = self.rights.own_word
        return {self.table.owner: own} if own and self.table.owner else {}

    def field(self, word: str) -> Field:
        """Return a field by its column name or by any header under which files may have it.

        Raises
        ------
        UsageError
            No such field.
        """
        column = FORMS[self.table.name].by_header.get(read_header(word).key)
        name = column.name if column is not None and column.name in self.table else word
        if name not in self._by_name:
            kind = say("kind_field_of", table=self.table.name)
            raise UsageError(unknown(kind, word, self._by_name))
        return self._by_name[name]

    def find(self, values: Mapping[str, str]) -> Record | None:
        """Return the stored record with the key that the values have, if there is one.

        Raises
        ------
        ScopeError
            There is one, and it is not the viewer's.
        """
        stored = self._known[self.table.name]
        key = list(self.table.key)
        if stored.empty or not values.get(key[0], "").strip():
            return None
        wanted = key_index(self._read_key(values), key)
        at = key_index(stored, key).get_indexer_for(wanted)
        if not len(at) or at[-1] < 0:
            return None
        row = stored.iloc[int(at[-1])].to_dict()
        self.rights.check({str(name): value for name, value in row.items()})
        hidden = {f.name for f in self.fields if f.is_hidden and not pd.isna(row.get(f.name))}
        texts = {
            f.name: ""
            if f.is_hidden
            else shown_value(row.get(f.name), self.table.column(f.name), self._settings, self.lang)
            for f in self.fields
        }
        return Record(self._key_text(row), texts, frozenset(hidden))

    def check(
        self, values: Mapping[str, str], at: datetime, record: Record | None = None
    ) -> list[Finding]:
        """Return what is wrong with the values; nothing is stored.

        Parameters
        ----------
        at : now, in the workspace's time zone; events after its day are errors.
        record : the stored record that is changed; only what differs from it counts.
        """
        if record is None and not any(text.strip() for text in values.values()):
            return [
                Finding(
                    f.name, "required", "error", label("rule_required", self.lang, header=f.title)
                )
                for f in self.fields
                if f.is_required
            ]
        return self._findings(self._load(values, at, record))

    def check_field(
        self, name: str, values: Mapping[str, str], at: datetime, record: Record | None = None
    ) -> list[Finding]:
        """Return what is wrong with one field, given the fields that are filled so far."""
        found = self.check(values, at, record)
        return [f for f in found if f.column == name and f.rule != "one_of"]

    def store(
        self, values: Mapping[str, str], at: datetime, record: Record | None = None
    ) -> Stored:
        """Check the record against what is stored by now, and store it.

        Raises
        ------
        DataError
            It has errors; nothing was stored.
        ScopeError
            It is not the viewer's to store; nothing was stored.
        """
        with self._workspace.store.writing():
            self._known = self._workspace.store.current()
            result = self._load(values, at, record)
            errors = [finding.text for finding in self._findings(result) if finding.is_error]
            if errors:
                raise DataError(" ".join(errors))
            row = result.tables[self.table.name].iloc[0].to_dict()
            self._check_rights({str(name): value for name, value in row.items()})
            store = self._workspace.store
            summary = store.import_frames(
                result.tables,
                files=[self._origin],
                at=at,
                by=self._by,
                righted=righted_keys(result.tables, store.waiting_keys()),
            )
            self._known = self._workspace.store.current()
        (change,) = [each for each in summary.changes if each.table == self.table.name]
        done = "new" if change.new else "updated" if change.updated else "unchanged"
        return Stored(self._key_text(row), done, summary.snapshot.path.stem)

    def key_of(
        self, values: Mapping[str, str], at: datetime, record: Record | None
    ) -> tuple[str, bool]:
        """Return the key that the record will have, and whether a record with it is stored."""
        row = self._load(values, at, record).tables[self.table.name].iloc[:1]
        stored = key_index(self._known[self.table.name], list(self.table.key))
        is_known = key_index(row, list(self.table.key))[0] in stored
        return self._key_text(row.iloc[0].to_dict()), is_known

    def _load(self, values: Mapping[str, str], at: datetime, record: Record | None) -> LoadResult:
        texts = {self.field(name).name: text.strip() for name, text in values.items()}
        if record is not None:
            kept = set(self.table.key)
            texts = {n: text for n, text in texts.items() if n in kept or _differs(n, text, record)}
        else:
            texts = {field.name: texts.get(field.name, "") for field in self.fields}
        titles = [self._by_name[name].title for name in texts]
        mapping = FileMapping(
            table=self.table.name,
            header=tuple(titles),
            columns=dict(zip(titles, texts, strict=True)),
            empty="clear" if record is not None else "keep",
        )
        cells = pd.DataFrame([[text or None for text in texts.values()]], dtype="str")
        return load_sheets(
            [RawSheet(file=self._origin, sheet="", cells=cells)],
            self._settings,
            mapping=SourceMapping(files={"*": mapping}),
            known=self._known,
            today=at.date(),
            erased=ErasureBook(self._workspace.root / "data"),
        )

    def _findings(self, result: LoadResult) -> list[Finding]:
        message = "message_zh" if self.lang == "zh" else "message"
        colon = label("colon", self.lang)
        found = []
        for problem in result.problems.to_dict("records"):
            place = say_place(
                problem["file"], problem["sheet"], problem["cell"], problem["row"], self.lang
            )
            text = str(problem[message]).removeprefix(f"{place}{colon}")
            column, rule = problem["column"], problem["rule"]
            if self.rights.is_limited and rule in OF_OTHERS:
                text = label(OF_OTHERS[rule], self.lang)
            found.append(Finding(column, rule, problem["severity"], text))
        return found

    def _read_key(self, values: Mapping[str, str]) -> pd.DataFrame:
        parser = ColumnParser(self._settings)
        read = {}
        for name in self.table.key:
            text = pd.Series([values.get(name, "").strip() or None], dtype="str")
            column = self.table[name]
            read[name] = parser(text, column, read_header(self._by_name[name].title)).values
        return pd.DataFrame(read)

    def _check_rights(self, row: Mapping[str, Any]) -> None:
        """Both what was and what will be must be the viewer's; a name may have met a known key."""
        stored = self._known[self.table.name]
        key = list(self.table.key)
        old = stored[key_index(stored, key) == key_index(pd.DataFrame([row]), key)[0]]
        before: dict[str, Any] = {}
        for each in old.to_dict("records"):
            before = {str(name): value for name, value in each.items()}
            self.rights.check(before)
        self.rights.check({**before, **row})

    def _key_text(self, row: Mapping[Any, Any]) -> str:
        parts = [
            shown_value(row.get(name), self.table[name], self._settings, self.lang)
            for name in self.table.key
        ]
        return " ".join(part for part in parts if part)

    def _custom(self) -> list[str]:
        """Return the columns of the store that no table declares and that are typed in."""
        held = map(str, self._known[self.table.name].columns)
        return [name for name in self.table.custom(held) if name not in VERSION_COLUMNS]


def _differs(name: str, text: str, record: Record) -> bool:
    if name in record.hidden:
        return bool(text)
    return text != record.texts.get(name, "")
