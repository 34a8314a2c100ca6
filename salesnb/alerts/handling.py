"""What people say of alerts: that they know of one, that it is to rest until a day."""

from datetime import date

from salesnb.alerts.book import AlertBook
from salesnb.alerts.telling import record_alerts
from salesnb.errors import UsageError, did_you_mean
from salesnb.labels import say
from salesnb.scopes import read_organisation
from salesnb.settings import HEADS, LADDER
from salesnb.workspace import Workspace


def acknowledge(
    workspace: Workspace, key: str, keys: list[str], *, day: date, by: str, viewer: str | None
) -> None:
    """Write down that somebody knows of an alert: it is not told again at this step or below.

    It is escalated all the same when its next step comes: only what is done resolves an alert.

    Parameters
    ----------
    keys : of the alerts that the viewer may see.

    Raises
    ------
    UsageError
        No such alert that the viewer may see.
    """
    _check(key, keys)
    step, book = _step(workspace, viewer), AlertBook(workspace.state)
    if not book.acknowledge(key, by, step, day):
        record_alerts(workspace, day)
        book.acknowledge(key, by, step, day)


def snooze(
    workspace: Workspace,
    key: str,
    keys: list[str],
    *,
    until: date | None,
    day: date,
    by: str,
    viewer: str | None,
) -> None:
    """Put an alert off until a day: before it nothing is told at this step or below.

    Parameters
    ----------
    keys : of the alerts that the viewer may see.

    Raises
    ------
    UsageError
        No such alert that the viewer may see, or a day that is not ahead.
    """
    _check(key, keys)
    if until is None or until <= day:
        raise UsageError(say("err_alert_until", day=day))
    step, book = _step(workspace, viewer), AlertBook(workspace.state)
    if not book.snooze(key, until, by, step):
        record_alerts(workspace, day)
        book.snooze(key, until, by, step)


def _check(key: str, keys: list[str]) -> None:
    if key not in keys:
        raise UsageError(say("err_alert_unknown", key=key, hint=did_you_mean(key, keys)))


def _step(workspace: Workspace, viewer: str | None) -> int:
    """Return at which step of a ladder a viewer stands; the operator at its top."""
    organisation = read_organisation(workspace.store, workspace.settings)
    kind = "rep" if organisation.role_of(viewer) else organisation.widest(viewer).kind
    return LADDER.index(HEADS[kind])
