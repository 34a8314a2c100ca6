"""Files to checked rows: read, recognise or map, parse, make keys, check, gather."""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

import pandas as pd

from salesnb.erased import ErasureBook
from salesnb.errors import DataError
from salesnb.labels import joined, say
from salesnb.labels.imports import IMPORT
from salesnb.loaders.block import Block
from salesnb.loaders.build import blocks_of, read_values
from salesnb.loaders.checks import run_checks
from salesnb.loaders.checks.checking import Checking
from salesnb.loaders.checks.computed import check_payment_status
from salesnb.loaders.checks.duplicates import DUPLICATES
from salesnb.loaders.checks.own_rows import OwnRows, without_others
from salesnb.loaders.checks.people import COLUMNS, People
from salesnb.loaders.checks.private import check_private
from salesnb.loaders.checks.references import (
    check_duplicates,
    check_references,
    remember_keys,
    resolve_lead_ids,
    resolve_scopes,
)
from salesnb.loaders.checks.required import check_required
from salesnb.loaders.checks.sales import buyers
from salesnb.loaders.customer_names import (
    CustomerNames,
    may_name_customers,
    resolve_customers,
)
from salesnb.loaders.derived import confirm_dates, orders_of_won, stub_rows
from salesnb.loaders.derived_columns import read_budgets, read_due_days
from salesnb.loaders.gather import gather
from salesnb.loaders.made_keys import (
    compose_keys,
    number_customers,
    number_opportunities,
    split_cumulative,
)
from salesnb.loaders.notes import Note, make_note
from salesnb.loaders.problems import ProblemLog
from salesnb.loaders.result import LoadResult, count_rows, rejected_rows
from salesnb.loaders.rules import check_overrides, layered
from salesnb.loaders.sheets.forms import Form
from salesnb.loaders.sheets.mappings import check_mapping, mapped_block
from salesnb.loaders.sheets.order_sheet import ORDER_SHEET
from salesnb.loaders.sheets.read import RawSheet, read_files
from salesnb.loaders.sheets.recognise import is_about, recognise
from salesnb.loaders.sheets.recognised import Recognised, Unrecognised
from salesnb.loaders.values.parse import ColumnParser
from salesnb.loaders.workbooks.corrections import CHECKED_SUFFIX, apply_corrections
from salesnb.settings import Settings, SourceMapping
from salesnb.tables import TABLES

_NONE = pd.DataFrame()
_OWN_SHEETS = {word for key in ("template_notes", "template_lists") for word in IMPORT[key]}


def load_files(
    paths: Sequence[Path],
    settings: Settings,
    *,
    mapping: SourceMapping | None,
    known: Mapping[str, pd.DataFrame],
    today: date,
    viewer: str | None = None,
    erased: ErasureBook | None = None,
) -> LoadResult:
    """Read files and check them in one pass; nothing is stored.

    Parameters
    ----------
    mapping : how to read a foreign export; files that it does not name are recognised as usual.
    known : the current rows in the store by table, against which references are checked, from which
        names get their numbers, and which a sheet with some columns only leaves as they are.
    today : the day of the import; events after it are errors.
    viewer : on whose behalf, of whoever may change own rows only; None = all rows may change.
    erased : whose data was erased and must not come back; None = nobody's.

    Returns
    -------
    Good rows, rejected rows, and every problem. An error rejects its row and those that refer to
    it; a warning does not.

    Raises
    ------
    FileUnreadableError
        A file cannot be read at all.
    DataError
        No sheet of any file is recognised.
    """
    return load_sheets(
        read_files(paths),
        settings,
        mapping=mapping,
        known=known,
        today=today,
        viewer=viewer,
        erased=erased,
    )


def load_sheets(
    sheets: Sequence[RawSheet],
    settings: Settings,
    *,
    mapping: SourceMapping | None,
    known: Mapping[str, pd.DataFrame],
    today: date,
    viewer: str | None = None,
    erased: ErasureBook | None = None,
) -> LoadResult:
    """Check sheets of text that stand in no file, as `load_files` checks those that do."""
    entries = settings.imports.severity
    check_overrides(entries, {e: settings.place("imports", "severity", e) for e in entries})
    if mapping is not None:
        check_mapping(mapping)
    own = None if viewer is None else OwnRows(viewer, known)
    importing = _Import(settings, mapping, known, today, own, erased)
    found = importing.recognised(sheets)
    blocks = importing.read(found)
    return importing.check(blocks)


class _Import:
    """One run of load_sheets: what its steps share."""

    def __init__(
        self,
        settings: Settings,
        mapping: SourceMapping | None,
        known: Mapping[str, pd.DataFrame],
        today: date,
        own: OwnRows | None,
        erased: ErasureBook | None,
    ) -> None:
        self._settings = settings
        self._mapping = mapping
        self._known = known
        self._today = today
        self._log = ProblemLog()
        self._notes: list[Note] = []
        self._checking = Checking(settings, known, today, self._log, own=own, erased=erased)
        self._customer_names: CustomerNames | None = None

    def recognised(self, sheets: Sequence[RawSheet]) -> list[tuple[Block, Form]]:
        """Return the sheets as typed with their forms; notes tell which were left out."""
        found: list[tuple[Block, Form]] = []
        left_out: list[Note] = []
        sheets, applied = apply_corrections(sheets)
        self._notes += applied
        for sheet in sheets:
            self._log.sheets.append((sheet.file, sheet.sheet))
            if sheet.sheet in _OWN_SHEETS:
                continue
            if sheet.cells.empty:
                self._notes.append(make_note("empty", sheet.file, sheet.sheet))
                continue
            currency = self._settings.workspace.currency
            if why := self._aside(sheet):
                if why == "about" or isinstance(recognise(sheet, currency), Recognised):
                    left_out.append(make_note(why, sheet.file, sheet.sheet))
                continue
            mapped = self._mapped(sheet)
            if mapped is not None:
                found += mapped
                continue
            fit = recognise(sheet, currency)
            if isinstance(fit, Unrecognised):
                left_out.append(
                    make_note("unrecognised", sheet.file, sheet.sheet, reason=fit.reason)
                )
                continue
            blocks = blocks_of(fit, self._settings)
            found += [(block, part.form) for block, part in blocks]
            parts = {id(part): part for part in (fit, *(part for _, part in blocks))}
            self._notes += [note for part in parts.values() for note in part.notes]
            if not any(len(block) for block, _ in blocks):
                self._notes.append(make_note("no_rows", sheet.file, sheet.sheet))
        if not found:
            notes = left_out or self._notes
            reasons = joined(notes) if notes else say("err_no_sheet")
            raise DataError(say("err_nothing_to_import", reasons=reasons))
        self._notes += left_out
        return found

    def read(self, found: Sequence[tuple[Block, Form]]) -> list[Block]:
        """Parse the cells, number customers, and cut the sheets that fill several tables."""
        parser = ColumnParser(self._settings)
        for block, _ in found:
            stored = self._known.get(block.table.name)
            block.severity = layered(self._settings.imports.severity, block.severity)
            names = () if stored is None else stored.columns
            read_values(block, parser, self._log, names, self._today)
            check_private(block, self._checking)
            self._notes += [
                make_note(
                    "compared", block.file, block.sheet, header=block.place(name).header.typed
                )
                for name in block.compared
            ]
        customers = [block for block, form in found if form.table.name == "customers"]
        number_customers(customers, self._known.get("customers"), self._today)
        blocks: list[Block] = []
        for block, form in found:
            if form.table not in (TABLES.get(form.table.name), ORDER_SHEET):
                check_required(block, self._checking)
            blocks += form.split(block, self._settings)
        return blocks

    def check(self, blocks: list[Block]) -> LoadResult:
        """Check table after table, those first that others refer to."""
        by_table = {name: [b for b in blocks if b.table.name == name] for name in TABLES}
        self._checking.buyers = buyers(by_table, self._known, self._settings.stages.won)
        for name in TABLES:
            self._prepare(name, by_table)
            for block in by_table[name]:
                run_checks(block, self._checking)
                self._check_references(block, by_table)
            check_duplicates(by_table[name], self._log)
            if name in DUPLICATES:
                DUPLICATES[name](by_table[name], self._checking)
            self._remember(name, by_table[name])
            if name == "opportunities" and self._mapping and self._mapping.orders_from_won:
                by_table["orders"] += [
                    orders_of_won(block, self._settings)
                    for block in by_table[name]
                    if block.has("stage") and block.has("closed_at") and block.has("won_amount")
                ]
        check_payment_status(by_table["orders"], by_table["payments"], self._checking)
        return self._result(by_table)

    def _mapped(self, sheet: RawSheet) -> list[tuple[Block, Form]] | None:
        if self._mapping is None:
            return None
        given = self._mapping.for_file(Path(sheet.file).name.removesuffix(CHECKED_SUFFIX))
        if given is None:
            return None
        mapped = [
            mapped_block(sheet, each, self._mapping)
            for each in given
            if each.sheet in (None, sheet.sheet)
        ]
        self._notes += dict.fromkeys(note for _, notes in mapped for note in notes)
        return [(block, Form(block.table)) for block, _ in mapped]

    def _aside(self, sheet: RawSheet) -> str:
        """Return why a sheet is left out where no mapping names it: `hidden`, `about`, or empty."""
        given = self._mapping.for_file(Path(sheet.file).name) if self._mapping else None
        if any(each.sheet == sheet.sheet for each in given or ()):
            return ""
        if sheet.hidden:
            return "hidden"
        return "about" if is_about(sheet.sheet) else ""

    def _prepare(self, name: str, by_table: dict[str, list[Block]]) -> None:
        blocks, known = by_table[name], self._known.get(name)
        self._find_customers(blocks, by_table["customers"])
        for block in blocks:
            resolve_lead_ids(block, self._checking)
            confirm_dates(block, known)
            if name == "targets":
                resolve_scopes(block, self._checking, self._staff(by_table))
        if name == "opportunities":
            number_opportunities(blocks, known, self._today)
        if name == "payments":
            single = [block for block in blocks if not block.cumulative]
            compose_keys(single)
            by_table[name] = split_cumulative(blocks, known)
        else:
            compose_keys(blocks)
        for block in blocks:
            if name == "leads":
                read_budgets(block, known, self._log, self._settings.workspace.currency)
            elif name == "follow_ups":
                read_due_days(block, known)

    def _find_customers(self, blocks: Sequence[Block], customers: Sequence[Block]) -> None:
        """Find customers by name where a row does not give their number."""
        wanted = [block for block in blocks if may_name_customers(block)]
        if not wanted:
            return
        if self._customer_names is None:
            frames = [block.values for block in customers]
            self._customer_names = CustomerNames([*frames, self._known.get("customers", _NONE)])
        for block in wanted:
            count = resolve_customers(block, self._checking, self._customer_names)
            if count:
                table = Note(block.table.zh, block.table.name)
                said = make_note("by_name", block.file, block.sheet, count=count, table=table)
                self._notes.append(said)

    def _check_references(self, block: Block, by_table: dict[str, list[Block]]) -> None:
        stubs = self._mapping.stubs if self._mapping else ()
        for table, wanted in check_references(block, self._checking, stubs).items():
            by_table[table].append(stub_rows(block, table, wanted))
            remember_keys(by_table[table], table, self._checking)

    def _remember(self, name: str, blocks: Sequence[Block]) -> None:
        remember_keys(blocks, name, self._checking)
        if name == "staff":
            people = People(self._staff({"staff": list(blocks)}))
            self._checking.people = people or None

    def _staff(self, by_table: Mapping[str, list[Block]]) -> pd.DataFrame:
        """Return the staff's columns of People, of this import and of the store."""
        frames = [b.values[b.good].reindex(columns=COLUMNS) for b in by_table["staff"]]
        if "staff" in self._known:
            frames.append(self._known["staff"].reindex(columns=COLUMNS))
        return pd.concat(frames) if frames else pd.DataFrame(columns=COLUMNS)

    def _problems(self) -> pd.DataFrame:
        problems = self._log.frame()
        return problems if self._checking.own is None else without_others(problems)

    def _result(self, by_table: Mapping[str, list[Block]]) -> LoadResult:
        blocks: list[Block] = []
        repeated: dict[int, int] = {}
        tables: dict[str, pd.DataFrame] = {}
        for name, given in by_table.items():
            if not given:
                continue
            frame, repeats = gather(TABLES[name], given, self._known.get(name))
            repeated |= {len(blocks) + n: count for n, count in enumerate(repeats)}
            blocks += given
            if len(frame):
                tables[name] = frame
        for n, count in repeated.items():
            if count:
                block = blocks[n]
                table = Note(block.table.zh, block.table.name)
                self._notes.append(
                    make_note("same_rows", block.file, block.sheet, count=count, table=table)
                )
        return LoadResult(
            tables,
            rejected_rows(blocks, self._today),
            self._problems(),
            count_rows(blocks, repeated),
            self._notes,
            {(block.file, block.sheet): block.header_row for block in blocks},
        )
