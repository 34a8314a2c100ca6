"""What can be asked of tasks."""

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
