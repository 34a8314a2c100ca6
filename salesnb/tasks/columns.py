"""The columns of a worklist's workbook: those to read, those to fill in, and the key of a task."""

from dataclasses import dataclass
from typing import Any

import pandas as pd

from salesnb.labels import LANGUAGES, label

HEADER_ROW = 2  # 0-based; above it title and note


@dataclass(frozen=True)
class SheetColumn:
    """One column of the sheet.

    Attributes
    ----------
    name : of the frame's column, or of the answer.
    kind : text, count, money or date.
    width : in letters.
    is_answer : whether the rep fills it in.
    """

    name: str
    kind: str
    width: float
    is_answer: bool = False

    def title(self, lang: str) -> str:
        """Return what stands above the column."""
        return label(f"worklist_{self.name}", lang)


SHEET_COLUMNS = (
    SheetColumn("done", "text", 7, is_answer=True),
    SheetColumn("rank", "count", 6),
    SheetColumn("kind", "text", 13),
    SheetColumn("name", "text", 24),
    SheetColumn("due_on", "date", 12),
    SheetColumn("reason", "text", 34),
    SheetColumn("next_step", "text", 32),
    SheetColumn("result", "text", 30, is_answer=True),
    SheetColumn("next_on", "date", 12, is_answer=True),
    SheetColumn("next_plan", "text", 24, is_answer=True),
    SheetColumn("expected_value", "money", 13),
    SheetColumn("amount", "money", 13),
    SheetColumn("last_feedback", "text", 30),
    SheetColumn("draft", "text", 42),
)
KEY = SheetColumn("key", "text", 4)
# By any language, so that a workbook made in the other one is read, too.
BY_TITLE = {
    column.title(lang): column.name for column in (*SHEET_COLUMNS, KEY) for lang in LANGUAGES
}


def task_number(key: str, due_on: Any) -> str:
    """Return what names a task and when it was due: due anew, it is another one.

    Examples
    --------
    >>> task_number("call:C1", pd.Timestamp("2026-10-31")), task_number("call:C1", None)
    ('call:C1@2026-10-31', 'call:C1@')
    """
    return f"{key}@" if pd.isna(due_on) else f"{key}@{pd.Timestamp(due_on):%Y-%m-%d}"


def kind_words(kind: str, lang: str) -> str:
    """Return what a kind of task is called."""
    return label(f"task_kind_{kind}", lang)
