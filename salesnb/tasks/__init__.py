"""Tasks: who should do what today, and why."""

from salesnb.tasks.worklist import TASK_COLUMNS, find_tasks

__all__ = ["TASK_COLUMNS", "find_tasks"]
