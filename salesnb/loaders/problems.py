"""What is wrong, cell by cell, and how it is said."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

from salesnb.labels import label
from salesnb.loaders.block import Block
from salesnb.loaders.rules import Severity
from salesnb.loaders.values.failure import Failure
from salesnb.loaders.values.private import Secrets, masked

PROBLEM_COLUMNS = [
    "file", "sheet", "cell", "row", "column", "table", "value", "rule", "severity", "message",
    "suggestion", "count", "message_zh", "header",
]  # fmt: skip
_WARNINGS_EACH = 20
_RECOMMENDED_EACH = 2
_OWN_SENTENCE = ("unknown_reference", "unknown_owner", "unknown_customer", "unknown_answer")
_AT_ONCE = 100_000
_MIDNIGHT = " 00:00:00"
_VALUE, _SUGGESTION = "\x00", "\x01"
_Words = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class _Entry:
    """The cells of one column of a block that break one rule; one, at row `header_row`, of a sheet."""

    file: str
    sheet: str
    table: str
    column: str
    rule: str
    severity: Severity
    header: str
    header_en: str
    required: bool
    letter: str
    rows: np.ndarray
    values: np.ndarray
    suggestions: Sequence[str]
    words: Sequence[_Words]
    count: int = 1


class ProblemLog:
    """Collects problems; an error rejects its row.

    Errors are kept per cell. Of one column's warnings of one rule at most 20 are, of its empty
    recommended cells 2; more become one problem at the first cell, with their number. `sheets` is
    the order in which they are listed; `secrets` is what no problem may show.
    """

    def __init__(self) -> None:
        self.sheets: list[tuple[str, str]] = []
        self.secrets = Secrets()
        self._entries: list[_Entry] = []

    def add(
        self,
        block: Block,
        rows: np.ndarray,
        column: str,
        rule: str,
        *,
        suggestions: Sequence[str] | str = "",
        words: list[_Words] | _Words = (),
    ) -> None:
        """Record a rule broken in some rows of a block (a mask, or positions).

        Parameters
        ----------
        words : further words of the message, one for all or one per row.
        """
        at = np.flatnonzero(rows) if rows.dtype == bool else rows
        if not len(at):
            return
        entry = _entry(
            block,
            column,
            rule,
            letter=block.place(column).letter,
            rows=block.numbers[at],
            values=_typed(block, column, at),
            suggestions=[suggestions] * len(at) if isinstance(suggestions, str) else suggestions,
            words=words if isinstance(words, list) else [words] * len(at),
        )
        self._entries.append(entry)
        if entry.severity == "error":
            block.rows.reject(block.at[at], rule)

    def add_failures(
        self, block: Block, column: str, rows: np.ndarray, failures: Iterable[Failure]
    ) -> None:
        """Record the cells of a column that could not be read."""
        by_rule: dict[str, tuple[list[int], list[Failure]]] = {}
        for row, failure in zip(rows, failures, strict=True):
            positions, found = by_rule.setdefault(failure.rule, ([], []))
            positions.append(row)
            found.append(failure)
        for rule, (positions, found) in by_rule.items():
            self.add(
                block,
                np.array(positions),
                column,
                rule,
                suggestions=[failure.suggestion for failure in found],
                words=[failure.words for failure in found],
            )

    def add_for_sheet(
        self, block: Block, column: str, rule: str, rows: np.ndarray, words: _Words = ()
    ) -> None:
        """Record one problem of a whole sheet, at its header row; an error rejects `rows`."""
        entry = _entry(
            block,
            column,
            rule,
            letter="",
            rows=np.array([block.header_row]),
            values=np.array([""], dtype=object),
            suggestions=[""],
            words=[words],
            count=int(rows.sum()),
        )
        self._entries.append(entry)
        if entry.severity == "error":
            block.rows.reject(block.at[rows], rule)

    def frame(self) -> pd.DataFrame:
        """Return all problems in the order of the files, warnings summed up, with messages."""
        if not self._entries:
            return pd.DataFrame(columns=PROBLEM_COLUMNS)
        listed = self._listed()
        entries = self._entries
        found: dict[str, Any] = {
            name: _constant(entries, name, listed["entry"])
            for name in ("file", "sheet", "column", "table", "rule", "severity", "letter", "header")
        }
        found["row"] = listed["row"].to_numpy()
        found["count"] = listed["count"].to_numpy()
        values = np.concatenate([entry.values for entry in entries])[listed.index]
        told = [text for entry in entries for text in entry.suggestions]
        frame = pd.DataFrame(found)
        numbers = frame["row"].astype("str").where(frame["letter"] != "", "")
        frame["cell"] = frame["letter"] + numbers
        shown = self.secrets.hide(pd.Series(values, dtype="str"))
        column = frame["rule"] == "private_column"
        frame["value"] = shown.where(~column, shown.where(column).map(masked, na_action="ignore"))
        suggested = pd.Series([told[n] for n in listed.index], dtype="str")
        frame["suggestion"] = suggested.where(self.secrets.hide(suggested) == suggested, "")
        every = [said for entry in entries for said in entry.words]
        words = self.secrets.hide_words([every[n] for n in listed.index])
        of = [entries[n] for n in listed["entry"]]
        for name, lang in (("message", "en"), ("message_zh", "zh")):
            frame[name] = _messages(frame, of, words, lang)
        return frame[PROBLEM_COLUMNS]

    def _listed(self) -> pd.DataFrame:
        """Return entry, row and count of the problems that are listed, by position, in order."""
        entries = self._entries
        of = np.repeat(np.arange(len(entries)), [len(entry.rows) for entry in entries])
        listed = pd.DataFrame({"entry": of, "row": np.concatenate([e.rows for e in entries])})
        where = _codes([(e.file, e.sheet, e.letter, e.header) for e in entries])[of]
        rule = _codes([e.rule for e in entries])[of]
        listed["count"] = np.array([e.count for e in entries])[of]
        listed["where"], listed["rule"] = where, rule
        listed = listed[~listed.duplicated(["where", "row", "rule"])]
        # A required column of a wide sheet is a recommended one of a table that it fills.
        empty = np.array([e.rule in ("required", "recommended") for e in entries])[listed["entry"]]
        listed = listed[~(empty & listed.assign(empty=empty).duplicated(["where", "row", "empty"]))]
        listed = _summed_up(listed, entries)
        position = {place: n for n, place in enumerate(self.sheets)}
        sheets = np.array([position.get((e.file, e.sheet), len(position)) for e in entries])
        letters = sorted({e.letter for e in entries}, key=lambda letter: (len(letter), letter))
        columns = np.array([letters.index(e.letter) for e in entries])
        of = listed["entry"].to_numpy()
        return listed.iloc[np.lexsort((columns[of], listed["row"].to_numpy(), sheets[of]))]


def say_place(file: str, sheet: str, cell: str, row: int, lang: str) -> str:
    """Return `orders.xlsx, sheet '3月', cell F12`, as much of it as there is."""
    of_sheet, of_cell, of_row, comma, _ = _forms(lang)
    parts = [file]
    if sheet:
        parts.append(of_sheet.replace("{sheet}", sheet))
    if cell:
        parts.append(of_cell.replace("{cell}", cell))
    elif row > 0:
        parts.append(of_row.replace("{row}", str(row)))
    return comma.join(parts)


@lru_cache
def _forms(lang: str) -> tuple[str, ...]:
    """Return the words that every message needs, unfilled: there may be a million messages."""
    keys = ("place_sheet", "place_cell", "place_row", "comma", "colon")
    return tuple(label(key, lang) for key in keys)


def _entry(block: Block, column: str, rule: str, **cells: Any) -> _Entry:
    known = block.table.column(column)
    typed = block.place(column).header.typed.strip("* ")
    absent = known is not None and column not in block.places
    header, header_en = typed, known.en if known is not None and absent else typed
    if known and not cells["letter"] and not block.has(column) and "count" in cells:
        # Which language the file would use is not known.
        header = header_en = f"{known.zh} / {known.en}"
    return _Entry(
        file=block.file,
        sheet=block.sheet,
        table=block.table.name,
        column=column,
        rule=rule,
        severity=block.severity_of(rule, column),
        header=header,
        header_en=header_en,
        required=bool(known and known.need == "required"),
        **cells,
    )


def _constant(entries: Sequence[_Entry], name: str, of: pd.Series) -> pd.Series:
    each = pd.Series([getattr(entry, name) for entry in entries], dtype="str")
    return each.take(of.to_numpy()).reset_index(drop=True)


def _codes(keys: Sequence[object]) -> np.ndarray:
    """Return a number per key, the same for the same."""
    numbers: dict[object, int] = {}
    return np.array([numbers.setdefault(key, len(numbers)) for key in keys])


def _messages(
    frame: pd.DataFrame, entries: Sequence[_Entry], words: Sequence[_Words], lang: str
) -> pd.Series:
    """Return the message of every problem: place, what is wrong, what to do.

    Parameters
    ----------
    entries, words : of each row of `frame`.
    """
    colon = _forms(lang)[-1]
    parts = []
    for start in range(0, len(frame), _AT_ONCE):
        rows = frame.iloc[start : start + _AT_ONCE]
        told = zip(
            entries[start : start + _AT_ONCE],
            words[start : start + _AT_ONCE],
            *(rows[name].tolist() for name in ("value", "suggestion", "cell", "row", "count")),
            strict=True,
        )
        messages = []
        for entry, said_of, typed, suggestion, cell, row, count in told:
            value = typed.removesuffix(_MIDNIGHT)
            header = entry.header_en if lang == "en" else entry.header
            said = _sentence(lang, entry.rule, header, bool(suggestion), entry.required, said_of)
            said = said.replace(_SUGGESTION, suggestion)
            said = said.replace(_VALUE, value if len(value) <= 60 else value[:59] + "…")
            summed_up = count > 1 and entry.count == 1
            more_of = "more_cells" if cell else "rows_in_all"
            more = label(more_of, lang, count=f"{count:,}") if summed_up else ""
            place = say_place(entry.file, entry.sheet, cell, row, lang)
            messages.append(f"{place}{colon}{said}{more}")
        parts.append(pa.array(messages, pa.large_string()))
    return pd.Series(pa.chunked_array(parts).to_pandas(), dtype="str")


@lru_cache(maxsize=65_536)
def _sentence(
    lang: str, rule: str, header: str, suggested: bool, required: bool, words: _Words
) -> str:
    """Return what is said of a broken rule, with marks where value and suggestion belong."""
    suggestion = _SUGGESTION if suggested else ""
    values: dict[str, Any] = {
        "value": _VALUE,
        "header": header,
        "suggestion": suggestion,
        "hint": label("did_you_mean", lang, suggestion=suggestion) if suggestion else "",
        "or_empty": "" if required else label("or_empty", lang),
        **dict(words),
    }
    if lang == "zh":
        values |= {name[:-3]: said for name, said in words if name.endswith("_zh")}
    if rule.startswith("unknown_") and rule not in _OWN_SENTENCE:
        return label("rule_unknown_word", lang, what=label(f"word_{rule[8:]}", lang), **values)
    return label(f"rule_{rule}", lang, **values)


def _typed(block: Block, column: str, at: np.ndarray) -> np.ndarray:
    if column not in block.typed.columns:
        return np.full(len(at), "", dtype=object)
    return np.asarray(block.typed[column].iloc[at].fillna("").to_numpy(dtype=object))


def _summed_up(listed: pd.DataFrame, entries: Sequence[_Entry]) -> pd.DataFrame:
    keys = [(e.file, e.sheet, e.table, e.column, e.rule) for e in entries]
    group = _codes(keys)[listed["entry"]]
    size = np.bincount(group)[group]
    warning = np.array([e.severity == "warning" for e in entries])[listed["entry"]]
    each = np.array(
        [_RECOMMENDED_EACH if e.rule == "recommended" else _WARNINGS_EACH for e in entries]
    )[listed["entry"]]
    many = warning & (size > each)
    if not many.any():
        return listed
    first = many & ~pd.Series(group).where(many, -1).duplicated().to_numpy()
    listed = listed.assign(count=np.where(first, size, listed["count"]))
    kept: pd.DataFrame = listed[~many | first]
    return kept
