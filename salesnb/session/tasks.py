"""What can be asked of tasks."""

from typing import Any

import pandas as pd

from salesnb.session.look import Look
from salesnb.tasks import TaskBook, find_tasks


class TaskQuestions(Look):
    """A look at who should do what."""

    def tasks(self) -> pd.DataFrame:
        """Return who should do what today, the most expected value first (see `tasks.find_tasks`)."""
        return self._store.once(
            ("tasks", self.lang),
            lambda: find_tasks(
                self._store,
                self.settings,
                self.calendar,
                lang=self.lang,
                replies=TaskBook(self.workspace.state).replies().values(),
            ),
        ).copy()

    def with_contacts(self, tasks: pd.DataFrame) -> pd.DataFrame:
        """Add `contact`: numbers and addresses of customers and leads, in clear where the viewer may.

        That they were seen is logged (see `ScopedStore.contacts`); tasks that are not shown have none.
        """
        found: dict[tuple[str, str], Any] = {}
        for table in ("customers", "leads"):
            shown = tasks[tasks["is_shown"] & (tasks["entity"] == table)]
            contacts = self._store.contacts(table, list(shown["entity_id"].astype(str)))
            ids, infos = contacts["id"], contacts["contact_info"]
            found |= {(table, key): info for key, info in zip(ids, infos, strict=True)}
        keys = zip(tasks["entity"], tasks["entity_id"].astype(str), strict=True)
        told = pd.Series([found.get(key) for key in keys], index=tasks.index, dtype="object")
        return tasks.assign(contact=told)
