"""The release of a report to a named meeting: a copy without links to others, and its record."""

import re
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from salesnb.access import Access, log_access, read_access
from salesnb.errors import ScopeError, UsageError
from salesnb.labels import say
from salesnb.reports.history import ReportHistory
from salesnb.reports.paths import file_of, scope_slugs, slug
from salesnb.reports.plan import FORMATS
from salesnb.scopes import read_organisation
from salesnb.workspace import Workspace

# The list of other reports beside a page: not all of them are released.
_LINKS = re.compile(r'<ul class="snb-links"[^>]*>.*?</ul>', re.DOTALL)


@dataclass(frozen=True)
class Release:
    """A report that was released: which, to whom, its copies."""

    report: str
    scope: str
    period: str
    meeting: str
    files: tuple[Path, ...]

    def entry(self, viewer: str | None) -> Access:
        """Return what the access log says of it: who released what to whom."""
        details = f"{self.meeting}: {', '.join(path.name for path in self.files)}"
        return Access("release", self.report, viewer or "", self.scope, self.period, details)


def release_report(
    workspace: Workspace,
    report: str,
    *,
    meeting: str,
    scope: str | None,
    period: str | None,
    viewer: str | None,
    by: str,
    at: datetime,
) -> Release:
    """Copy a report of a team, a department or the company aside for a meeting, and log it.

    Only a report that was made for everybody in charge is released: contacts are masked in it,
    whoever releases it.

    Parameters
    ----------
    scope : None = the widest of the viewer.
    period : None = the newest that there is.
    viewer : a manager, a department head or an admin; None = the operator.
    by : the account that does it, for the record.

    Raises
    ------
    ScopeError
        The viewer leads nobody, or may not see all of the scope.
    UsageError
        No such report was made; no name of a meeting.
    """
    if not meeting.strip():
        raise UsageError(say("err_release_meeting"))
    organisation = read_organisation(workspace.store, workspace.settings)
    asked = organisation.resolve(scope, viewer)
    if viewer is not None and not organisation.shows_whole(asked, viewer):
        raise ScopeError(say("err_release_right", viewer=viewer, scope=asked))
    if asked.kind == "rep":
        raise ScopeError(say("err_release_rep", scope=asked))
    history = ReportHistory(workspace.state, workspace.reports)
    page = history.made_for_all(report, str(asked), period, organisation.right(None))
    if page is None:
        told = {"report": report, "scope": asked, "period": period or "…"}
        raise UsageError(say("err_release_none", **told))
    made = [file_of(workspace.reports / page, form) for form in FORMATS]
    folder = workspace.reports / "released" / slug(meeting)
    of_period = Path(page).parts[0]
    stem = f"{of_period}-{scope_slugs([asked])[asked]}-"
    copies = _copied([path for path in made if path.is_file()], folder, stem)
    done = Release(report, str(asked), of_period, meeting.strip(), tuple(copies))
    log_access(workspace.root / "data", done.entry(viewer), at, by)
    return done


def read_releases(workspace: Workspace) -> list[dict[str, Any]]:
    """Return what was released, the newest last, as the access log has it."""
    return [row for row in read_access(workspace.root / "data") if row["action"] == "release"]


def _copied(files: Sequence[Path], folder: Path, stem: str) -> list[Path]:
    folder.mkdir(parents=True, exist_ok=True)
    copies = []
    for path in files:
        copy = folder / f"{stem}{path.name}"
        if path.suffix == ".html":
            copy.write_text(_LINKS.sub("", path.read_text(encoding="utf-8")), encoding="utf-8")
        else:
            shutil.copyfile(path, copy)
        copies.append(copy)
    return copies
