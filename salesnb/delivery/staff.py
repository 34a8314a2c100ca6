"""What the staff sheet says of how to reach people: the only place that reads their addresses."""

from collections import defaultdict
from dataclasses import dataclass

from salesnb.store import unsealed
from salesnb.workspace import Workspace

_ROWS = """select name, staff_id, since, email, manager from staff
    where valid_until is null order by name, since nulls first"""


@dataclass(frozen=True)
class Contact:
    """Address and superior of somebody in the staff sheet."""

    email: str = ""
    manager: str = ""


def read_contacts(workspace: Workspace) -> dict[str, Contact]:
    """Return {person: contact} of the current staff sheet; the newest row that fills it counts.

    Two people of one name are called by name and staff id, as everywhere.
    """
    with workspace.store.open() as connection:
        rows = connection.execute(_ROWS).fetchall()
        sealed = [email for *_, email, _ in rows]
        emails = unsealed(connection, workspace.keys, "email", sealed)
    numbers: dict[str, set[str]] = defaultdict(set)
    for name, staff_id, *_ in rows:
        if staff_id:
            numbers[name].add(staff_id)
    today = workspace.settings.workspace.today or workspace.store.last_import_on()
    found: dict[str, Contact] = {}
    for (name, staff_id, since, _, manager), email in zip(rows, emails, strict=True):
        person = f"{name} {staff_id}" if staff_id and len(numbers[name]) > 1 else name
        before = found.get(person, Contact())
        if since is None or since <= today:
            found[person] = Contact(email or before.email, manager or before.manager)
    return found
