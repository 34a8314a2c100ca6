"""The section on tasks."""

from salesnb.figures import Html
from salesnb.session import Session
from salesnb.views.tasks import task_list


class TaskSections(Session):
    """A session with the section on tasks."""

    def task_list(self) -> Html:
        """Return who should do what today: counts by team or rep, and the tasks that come first."""
        return task_list(self)
