"""Owners that were accepted, stored as a sheet with three columns would be: checked, all or none."""

from collections.abc import Collection, Mapping
from datetime import datetime

import pandas as pd

from salesnb.errors import DataError, ScopeError
from salesnb.labels import say
from salesnb.leads.assignment import assign_leads
from salesnb.leads.claims import Claim, check_claim
from salesnb.loaders import load_sheets
from salesnb.loaders.checks.people import People
from salesnb.loaders.keys import righted_keys
from salesnb.loaders.sheets.read import RawSheet
from salesnb.loaders.values.words import folded
from salesnb.models.pool import CLAIMED, TAKEN
from salesnb.scopes import ScopedStore, read_organisation
from salesnb.settings import FileMapping, SourceMapping
from salesnb.tables import TABLES
from salesnb.workspace import Workspace

_COLUMNS = ("lead_id", "owner", "assigned_at")
_ASSIGNED = "salesnb assign"
# By lead: the new owner, and what stands as the file's name.
_Owners = Mapping[str, tuple[str, str]]


def check_assigner(workspace: Workspace, viewer: str | None) -> None:
    """Refuse a viewer who leads nobody: leads are assigned by managers, and by the operator.

    Raises
    ------
    ScopeError
        The widest scope of the viewer is a rep's.
    """
    if viewer is None:
        return
    organisation = read_organisation(workspace.store, workspace.settings)
    if organisation.leads_nobody(viewer):
        raise ScopeError(say("err_assign_right", viewer=viewer))


def accept_assignment(
    workspace: Workspace,
    *,
    at: datetime,
    by: str,
    scope: str | None = None,
    viewer: str | None = None,
    include: Collection[str],
) -> pd.DataFrame:
    """Assign the leads of a scope as proposed by now, and return the proposals.

    Owner and time are recorded in one import. Between the proposal and the import nobody else
    writes.

    Parameters
    ----------
    at : now, in the workspace's time zone.
    by : who assigns, for the record.
    include : see `assign_leads`.
    """
    check_assigner(workspace, viewer)
    with workspace.store.writing():
        with ScopedStore.open(
            workspace.store, workspace.settings, scope=scope, viewer=viewer, as_of=at.date()
        ) as store:
            proposals = assign_leads(store, workspace.settings, include=include)
        chosen = proposals.dropna(subset="proposed_owner")
        origins = chosen["is_pooled"].map({True: TAKEN, False: _ASSIGNED})
        pairs = zip(chosen["proposed_owner"], origins, strict=True)
        owners = dict(zip(chosen["lead_id"], pairs, strict=True))
        if owners:
            _record(workspace, owners, at=at, by=by)
    return proposals


def claim_lead(workspace: Workspace, lead_id: str, rep: str, *, at: datetime) -> Claim:
    """Give a rep a lead out of the pool, if every rule allows it, and return what they say.

    Raises
    ------
    ScopeError, UsageError
        The rep has left or is not known.
    """
    read_organisation(workspace.store, workspace.settings).widest(rep)
    with workspace.store.writing():
        with ScopedStore.open(workspace.store, workspace.settings, as_of=at.date()) as store:
            claim = check_claim(store, workspace.settings, lead_id, rep, at)
        if claim.is_allowed:
            _record(workspace, {lead_id: (rep, CLAIMED)}, at=at, by=rep)
    return claim


def _record(workspace: Workspace, owners: _Owners, *, at: datetime, by: str) -> None:
    """Store owners with the time, in one import.

    Raises
    ------
    DataError
        A lead has errors; nothing was stored.
    """
    known = workspace.store.current(is_clear=False)
    titles = tuple(TABLES["leads"][name].zh for name in _COLUMNS)
    mapping = FileMapping(
        table="leads", header=titles, columns=dict(zip(titles, _COLUMNS, strict=True))
    )
    sheets = _sheets(owners, People(known["staff"]), at)
    result = load_sheets(
        sheets,
        workspace.settings,
        mapping=SourceMapping(files={"*": mapping}),
        known=known,
        today=at.date(),
    )
    if len(result.errors):
        lang = workspace.settings.workspace.lang
        texts = result.errors["message_zh" if lang == "zh" else "message"]
        raise DataError(" ".join(texts.head(5)))
    workspace.store.import_frames(
        result.tables,
        files=[sheet.file for sheet in sheets],
        at=at,
        by=by,
        counts=result.counts,
        righted=righted_keys(result.tables, workspace.store.waiting_keys()),
    )


def _sheets(owners: _Owners, people: People, at: datetime) -> list[RawSheet]:
    """Return one sheet per origin."""
    stamp = at.strftime("%Y-%m-%d %H:%M:%S")
    rows: dict[str, list[list[str]]] = {}
    for lead, (person, origin) in owners.items():
        rows.setdefault(origin, []).append([lead, _written(people, person), stamp])
    return [
        RawSheet(file=origin, sheet="", cells=pd.DataFrame(cells, dtype="str"))
        for origin, cells in rows.items()
    ]


def _written(people: People, person: str) -> str:
    """Return how a person is written as an owner: by 工号 where the name is shared."""
    return people.nearest_owner(person) if folded(person) in people.person_of else person
