"""Tasks: who should do what today, and why; as a workbook that comes back, a calendar, a page."""

from salesnb.tasks.book import TaskBook
from salesnb.tasks.calendar import write_calendar
from salesnb.tasks.page import write_page
from salesnb.tasks.replies import Taken, take_replies
from salesnb.tasks.sheet import write_sheet
from salesnb.tasks.worklist import TASK_COLUMNS, find_tasks

__all__ = [
    "TASK_COLUMNS",
    "Taken",
    "TaskBook",
    "find_tasks",
    "take_replies",
    "write_calendar",
    "write_page",
    "write_sheet",
]
