"""What is wrong, cell by cell, and how it is said."""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any

import numpy as np
import pandas as pd

from salesnb.labels import label
from salesnb.loaders.block import Block
from salesnb.loaders.values.failure import Failure

PROBLEM_COLUMNS = [
    "file", "sheet", "cell", "row", "column", "table", "value", "rule", "severity", "message",
    "suggestion", "count", "message_zh", "header",
]  # fmt: skip
_WARNINGS_EACH = 20
_RECOMMENDED_EACH = 2
_OWN_SENTENCE = ("unknown_reference", "unknown_owner", "unknown_customer")
_Words = tuple[tuple[str, str], ...]


class ProblemLog:
    """Collects problems; an error rejects its row.

    Errors are kept per cell. Of one column's warnings of one rule at most 20 are, of its empty
    recommended cells 2; more become one problem at the first cell, with their number. `sheets` is
    the order in which they are listed.
    """

    def __init__(self) -> None:
        self.sheets: list[tuple[str, str]] = []
        self._entries: list[pd.DataFrame] = []

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
        severity = block.severity_of(rule, column)
        each = words if isinstance(words, list) else [words] * len(at)
        place = block.place(column)
        entry = self._entry(block, column, rule, severity, len(at))
        entry["row"] = block.numbers[at]
        letter = place.letter
        entry["cell"] = [f"{letter}{n}" for n in entry["row"]] if letter else ""
        entry["value"] = _typed(block, column, at)
        entry["suggestion"] = list(suggestions) if not isinstance(suggestions, str) else suggestions
        entry["words"] = pd.Series(each, dtype=object)
        self._entries.append(entry)
        if severity == "error":
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
        severity = block.severity_of(rule, column)
        entry = self._entry(block, column, rule, severity, 1)
        entry["row"] = block.header_row
        entry["cell"] = entry["value"] = entry["suggestion"] = ""
        known = block.table.column(column)
        if known and not block.has(column):  # which language the file would use is not known
            entry["header"] = entry["header_en"] = f"{known.zh} / {known.en}"
        entry["words"] = pd.Series([words], dtype=object)
        entry["count"] = int(rows.sum())
        self._entries.append(entry)
        if severity == "error":
            block.rows.reject(block.at[rows], rule)

    def frame(self) -> pd.DataFrame:
        """Return all problems in the order of the files, warnings summed up, with messages."""
        if not self._entries:
            return pd.DataFrame(columns=PROBLEM_COLUMNS)
        found = pd.concat(self._entries, ignore_index=True)
        where = ["file", "sheet", "row", "cell", "header"]
        found = found.drop_duplicates([*where, "rule"], ignore_index=True)
        # A required column of a wide sheet is a recommended one of a table that it fills.
        wanted = found["rule"].isin(["required", "recommended"])
        twice = wanted & found[wanted].duplicated(where).reindex(found.index, fill_value=False)
        found = found[~twice]
        found = _summed_up(found)
        found["message"] = _messages(found, "en")
        found["message_zh"] = _messages(found, "zh")
        position = {place: n for n, place in enumerate(self.sheets)}
        places = zip(found["file"], found["sheet"], strict=True)
        found["_sheet"] = [position.get(place, len(position)) for place in places]
        found["_wide"] = found["cell"].str.len()
        found = found.sort_values(["_sheet", "row", "_wide", "cell"], kind="stable")
        return found[PROBLEM_COLUMNS].reset_index(drop=True)

    @staticmethod
    def _entry(block: Block, column: str, rule: str, severity: str, length: int) -> pd.DataFrame:
        known = block.table.column(column)
        entry = pd.DataFrame(index=range(length))
        entry["file"] = block.file
        entry["sheet"] = block.sheet
        entry["column"] = column
        entry["table"] = block.table.name
        entry["rule"] = rule
        entry["severity"] = severity
        typed = block.place(column).header.typed.strip("* ")
        absent = known is not None and column not in block.places
        entry["header"] = typed
        entry["header_en"] = known.en if known is not None and absent else typed
        entry["required"] = bool(known and known.need == "required")
        entry["count"] = 1
        return entry


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


def _messages(found: pd.DataFrame, lang: str) -> list[str]:
    """Return the message of every problem: place, what is wrong, what to do."""
    header = "header_en" if lang == "en" else "header"
    told = ("rule", header, "value", "suggestion", "required", "words")
    sentences = [
        _sentence(lang, *row) for row in zip(*(found[name].tolist() for name in told), strict=True)
    ]
    where = ("file", "sheet", "cell", "row", "count")
    colon = _forms(lang)[-1]
    messages = []
    for said, (file, sheet, cell, row, count) in zip(
        sentences, zip(*(found[name].tolist() for name in where), strict=True), strict=True
    ):
        more = label("more_cells", lang, count=f"{count:,}") if cell and count > 1 else ""
        messages.append(f"{say_place(file, sheet, cell, row, lang)}{colon}{said}{more}")
    return messages


@lru_cache(maxsize=65_536)
def _sentence(
    lang: str, rule: str, header: str, value: str, suggestion: str, required: bool, words: _Words
) -> str:
    values: dict[str, Any] = {
        "value": value if len(value) <= 60 else value[:59] + "…",
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


def _typed(block: Block, column: str, at: np.ndarray) -> Any:
    if column not in block.typed.columns:
        return ""
    return block.typed[column].iloc[at].fillna("").to_numpy()


def _summed_up(found: pd.DataFrame) -> pd.DataFrame:
    by = ["file", "sheet", "table", "column", "rule"]
    size = found.groupby(by, sort=False)["rule"].transform("size")
    each = np.where(found["rule"] == "recommended", _RECOMMENDED_EACH, _WARNINGS_EACH)
    many = (size > each) & (found["severity"] == "warning")
    if not many.any():
        return found
    firsts = found[many].drop_duplicates(by)
    firsts = firsts.assign(count=size[firsts.index])
    return pd.concat([found[~many], firsts]).sort_index()
