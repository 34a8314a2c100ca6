"""Worklists that go out with alerts: each person's own tasks of the day, as files."""

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import pandas as pd

from salesnb.delivery.people import Directory
from salesnb.labels import label
from salesnb.session import Session
from salesnb.tasks import TaskBook, write_calendar, write_page, write_sheet
from salesnb.workspace import Workspace


class Worklists:
    """The tasks of everybody, as of the days on which they are asked for.

    Parameters
    ----------
    state : where it is written down which tasks were given out.
    """

    def __init__(self, workspace: Workspace, directory: Directory, state: Path) -> None:
        self._workspace, self._directory, self._state = workspace, directory, state
        self._tasks: dict[tuple[date, str], pd.DataFrame] = {}
        self._folder = TemporaryDirectory(prefix="worklists-")

    def people(self, day: date) -> list[str]:
        """Return everybody at work who has something to do, and whose role may see all of it.

        The list is made of every column, so that a role that sees some of them only gets none.
        """
        tasks = self._of_all(day, self._workspace.settings.workspace.lang)
        organisation = self._directory.organisation
        owners = sorted(set(tasks.loc[tasks["is_shown"], "owner"]))
        at_work = {place.person for place in organisation.today.values() if place.is_active}
        return [name for name in owners if name in at_work and not organisation.role_of(name)]

    def of(self, person: str, day: date, lang: str) -> pd.DataFrame:
        """Return a person's tasks."""
        tasks = self._of_all(day, lang)
        own: pd.DataFrame = tasks[tasks["owner"] == person]
        own.attrs.update(tasks.attrs)
        return own

    def write(
        self, person: str, forms: Sequence[str], *, day: date, lang: str, at: datetime
    ) -> list[Path]:
        """Write a person's worklist in some forms; a workbook that goes out can come back."""
        own = self.of(person, day, lang)
        on = own.attrs["day"]
        title = label("worklist_of", lang, name=person, day=on)
        folder = Path(self._folder.name) / str(len(list(Path(self._folder.name).iterdir())))
        folder.mkdir()
        files = []
        for form in forms:
            path = folder / f"{label('worklist_file', lang)}-{on}.{form}"
            told = {"lang": lang, "as_of": on, "title": title}
            if form == "xlsx":
                TaskBook(self._state).give(own[own["is_shown"]], on)
                write_sheet(own, path, **told)
            elif form == "ics":
                zone = self._workspace.settings.workspace.timezone
                write_calendar(own, path, zone=zone, made_at=at, **told)
            else:
                write_page(own, path, **told)
            files.append(path)
        return files

    def _of_all(self, day: date, lang: str) -> pd.DataFrame:
        if (day, lang) not in self._tasks:
            session = Session(self._workspace.root, as_of=day, period="this-month", lang=lang)
            self._tasks[day, lang] = session.tasks()
        return self._tasks[day, lang]
