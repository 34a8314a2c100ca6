"""Worklists of literal rows, filled in as somebody does in Excel."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import pandas as pd

DAY = date(2026, 10, 30)
_DEFAULTS: Mapping[str, Any] = {
    "kind": "follow_up",
    "owner": "甲",
    "entity": "customers",
    "entity_id": "C1",
    "name": "东方机械",
    "due_on": "2026-10-28",
    "since": "2026-10-28",
    "days_over": 2,
    "amount": 200_000.0,
    "chance": 0.4,
    "expected_value": 80_000.0,
    "reason": "已 9 天未联系，应每 7 天跟进一次",
    "next_step": "电话回访，确认报价",
    "last_feedback": "价格偏高",
    "draft": None,
    "is_shown": True,
}


def tasks(*rows: Mapping[str, Any]) -> pd.DataFrame:
    """Return a frame of tasks, each with what is said of it; ranks follow the order by owner."""
    ranks: dict[str, int] = {}
    made = []
    for row in rows:
        task = {**_DEFAULTS, **row}
        ranks[task["owner"]] = ranks.get(task["owner"], 0) + 1
        made.append({"rank": ranks[task["owner"]], "subject": task["entity_id"], **task})
    frame = pd.DataFrame(made)
    for name in ("due_on", "since"):
        frame[name] = pd.to_datetime(frame[name])
    return frame


def fill_in(path: Any, answers: Mapping[int, Mapping[str, Any]], sheet: int = 0) -> None:
    """Fill in rows of a worklist, 0 = the first task, as somebody does in Excel."""
    import openpyxl

    book = openpyxl.load_workbook(path)
    page = book.worksheets[sheet]
    titles = {str(cell.value): cell.column for cell in page[3]}
    for row, values in answers.items():
        for title, value in values.items():
            page.cell(row + 4, titles[title]).value = value
    book.save(path)


def by_title(path: Any, sheet: int = 0) -> Sequence[Mapping[str, Any]]:
    """Return the rows of a worklist by the titles of its columns."""
    import openpyxl

    page = openpyxl.load_workbook(path).worksheets[sheet]
    titles = [cell.value for cell in page[3]]
    return [
        dict(zip(titles, [cell.value for cell in row], strict=True))
        for row in page.iter_rows(min_row=4)
    ]
