"""Which scopes there are, and which of them a viewer may see."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Literal, get_args

from salesnb.errors import ScopeError, UsageError, unknown
from salesnb.extracts import View
from salesnb.labels import say
from salesnb.settings.organisation import OrganisationSettings, Person

ScopeKind = Literal["company", "department", "team", "rep"]
_KINDS: tuple[ScopeKind, ...] = get_args(ScopeKind)
_WIDEST: dict[str, ScopeKind] = {
    "admin": "company",
    "department_head": "department",
    "manager": "team",
}


@dataclass(frozen=True)
class Scope:
    """A part of the company, written `company`, `department:NAME`, `team:NAME` or `rep:NAME`.

    Attributes
    ----------
    query : a saved query that narrows it, written `query:NAME` or `query:NAME@team:East 1`.
    """

    kind: ScopeKind
    name: str = ""
    query: str = ""

    def __str__(self) -> str:
        whose = f"{self.kind}:{self.name}" if self.name else self.kind
        if not self.query:
            return whose
        return f"query:{self.query}" + ("" if self.kind == "company" else f"@{whose}")

    @property
    def is_whole(self) -> bool:
        """Whether it is the company, narrowed to nothing."""
        return self.kind == "company" and not self.query

    @property
    def base(self) -> "Scope":
        """The scope that the query narrows, without it."""
        return Scope(self.kind, self.name)

    @classmethod
    def parse(cls, text: str) -> "Scope":
        """Read a scope as a user writes it; whether the name exists is not checked here.

        Examples
        --------
        >>> Scope.parse("team:East 1")
        Scope(kind='team', name='East 1', query='')
        """
        if text.strip().startswith("query:"):
            query, _, whose = text.strip().removeprefix("query:").partition("@")
            if not query.strip():
                raise UsageError(say("err_scope", text=text))
            return replace(cls.parse(whose or "company"), query=query.strip())
        kind, _, name = text.strip().partition(":")
        if kind not in _KINDS or bool(name.strip()) == (kind == "company"):
            raise UsageError(say("err_scope", text=text))
        return cls(kind, name.strip())


@dataclass(frozen=True)
class Place:
    """Where somebody stands: one spell of the staff sheet."""

    person: str
    team: str
    department: str
    role: str
    is_active: bool


class Organisation:
    """The staff as of a day: which scopes exist, and which of them a viewer may see.

    Parameters
    ----------
    now : one place per person, of the day.
    ever : every place that somebody held; teams and people of the past can still be asked for.
    today : the places by which rights are judged, if the day is not today: looking back gives
        nobody the rights of then.
    rules : params/organisation.yml: the further roles, and whether names are masked.
    queries : the saved queries that may narrow a scope.
    """

    def __init__(
        self,
        now: Sequence[Place],
        ever: Sequence[Place],
        today: Sequence[Place] | None = None,
        rules: OrganisationSettings | None = None,
        queries: Collection[str] = (),
    ) -> None:
        self._rules = rules or OrganisationSettings()
        self._now = {place.person: place for place in now}
        self._ever, self._queries = ever, queries
        self._today = {place.person: place for place in (now if today is None else today)}

    def names(self, kind: ScopeKind) -> list[str]:
        """Return the names that a scope of a kind may carry, sorted."""
        if kind == "company":
            return []
        column = {"department": "department", "team": "team", "rep": "person"}[kind]
        found = {str(getattr(place, column)) for place in self._ever}
        return sorted(found - {"unassigned"})

    def active(self, kind: ScopeKind) -> list[Scope]:
        """Return the scopes of a kind that report now: teams with people, reps who sell."""
        if kind == "company":
            return [Scope("company")]
        here = [place for place in self._now.values() if place.is_active]
        if kind == "rep":
            return [Scope("rep", p.person) for p in here if p.role == "rep"]
        sellers = [place for place in here if place.role in ("rep", "manager")]
        found = {str(getattr(place, kind)) for place in sellers} - {"unassigned"}
        return [Scope(kind, name) for name in sorted(found)]

    def visible(self, viewer: str | None) -> list[Scope]:
        """Return the scopes that report now and that a viewer may see, the widest kinds first."""
        widest = self.widest(viewer)
        return [
            scope for kind in _KINDS for scope in self.active(kind) if self._covers(widest, scope)
        ]

    def resolve(self, scope: str | None, viewer: str | None) -> Scope:
        """Return the scope to show; without one the viewer's widest, which `query:NAME` narrows.

        Raises
        ------
        UsageError
            No such department, team or rep, or no such viewer.
        ScopeError
            The viewer may not see it.
        """
        widest = self.widest(viewer)
        if scope is None:
            return widest
        asked = Scope.parse(scope)
        if asked.query and asked.query not in self._queries:
            raise UsageError(unknown("query", asked.query, self._queries))
        if asked.query and "@" not in scope:
            return replace(widest, query=asked.query)
        # Whoever may not see everything is not told which other names exist: a name that does not
        # is refused in the same words as one that does.
        names = self.names(asked.kind)
        if widest.kind == "company" and asked.kind != "company" and asked.name not in names:
            raise UsageError(unknown(asked.kind, asked.name, names))
        if not self._covers(widest, asked):
            raise ScopeError(say("err_may_not_see", viewer=viewer, asked=asked, widest=widest))
        return asked

    @property
    def today(self) -> Mapping[str, Place]:
        """Where everybody stands today, those who have left among them."""
        return self._today

    def in_charge(self, scope: Scope) -> list[str]:
        """Return whose scope it is: the rep, managers of the team, heads of the department, admins."""
        role = {"company": "admin", "department": "department_head", "team": "manager"}
        column = {"department": "department", "team": "team"}.get(scope.kind)
        return sorted(
            place.person
            for place in self._today.values()
            if place.is_active
            and (
                place.person == scope.name
                if scope.kind == "rep"
                else place.role == role[scope.kind]
            )
            and (column is None or getattr(place, column) == scope.name)
        )

    def viewers(self) -> list[str]:
        """Return everybody who may see something today, sorted."""
        return sorted(place.person for place in self._today.values() if place.is_active)

    def shows_whole(self, scope: Scope, viewer: str) -> bool:
        """Return whether a viewer may see all of a scope, as the operator sees it.

        Not of a member who came from another team: what was done there is not the new manager's.
        Nobody whose role sees some tables and columns only.
        """
        return not self.role_of(viewer) and self.holds_whole(self.widest(viewer), scope)

    def is_admin(self, viewer: str | None) -> bool:
        """Return whether a viewer may change and see everything, as the operator and admins do.

        Raises
        ------
        UsageError, ScopeError
            As `widest`, of whoever is unknown or has left.
        """
        if viewer is None:
            return True
        self.widest(viewer)
        return self._today[viewer].role == "admin"

    def role_of(self, viewer: str | None) -> str:
        """Return the further role of a viewer, empty for the built-in ones and the operator."""
        place = self._today.get(viewer or "")
        return place.role if place and place.role in self._rules.roles else ""

    def leads_nobody(self, viewer: str | None) -> bool:
        """Return whether a viewer sees own rows only, or what a further role may see."""
        return self.widest(viewer).kind == "rep" or bool(self.role_of(viewer))

    def right(self, viewer: str | None) -> str:
        """Return in short all that a viewer may see: the widest scope, and what is left out of it.

        What was made by another right is not what the viewer may see today.
        """
        view, said = self.view(self.widest(viewer), viewer), str(self.widest(viewer))
        if view.role:
            role = view.role.model_dump_json(exclude={"zh", "en", "words"})
            said += f" as {view.role_name} {sha256(role.encode()).hexdigest()[:8]}"
        return f"{said} names masked" if view.masks_names else said

    def holds_whole(self, widest: Scope, scope: Scope) -> bool:
        """Return whether all of a scope, as the operator sees it, lies inside another one."""
        if not self._covers(widest, scope):
            return False
        if widest == scope.base or widest.kind == "company":
            return True
        column = {"team": "team", "rep": "person"}[scope.kind]
        held = [place for place in self._ever if str(getattr(place, column)) == scope.name]
        return all(str(getattr(place, widest.kind)) == widest.name for place in held)

    def view(self, scope: Scope, viewer: str | None) -> View:
        """Return what an extract of a resolved scope keeps for a viewer."""
        widest, name = self.widest(viewer), self.role_of(viewer)
        sees_all = viewer is not None and self.is_admin(viewer)
        role = self._rules.roles.get(name)
        return View(
            scope.kind,
            scope.name,
            widest.kind,
            widest.name,
            sees_prices=sees_all,
            masks_names=(role is not None and role.mask_names)
            or (self._rules.mask_names and not sees_all),
            role=role,
            role_name=name,
            query=scope.query,
        )

    def widest(self, viewer: str | None) -> Scope:
        """Return all that a viewer may see; without one, the operator's: the company."""
        if viewer is None:
            return Scope("company")
        if viewer not in self._today:
            # Without the names: whoever asks here has no right yet.
            raise UsageError(say("err_no_staff", viewer=viewer))
        place = self._today[viewer]
        if not place.is_active:
            raise ScopeError(say("err_has_left", viewer=viewer))
        role = self._rules.roles.get(place.role)
        kind = role.rows if role else _WIDEST.get(place.role, "rep")
        if kind == "company":
            return Scope("company")
        # Whoever leads no team sees own rows, not those of all who have none.
        if kind == "department" and place.department != "unassigned":
            return Scope("department", place.department)
        if kind == "team" and place.team != "unassigned":
            return Scope("team", place.team)
        return Scope("rep", viewer)

    def covers(self, scope: Scope, viewer: str) -> bool:
        """Return whether a viewer may see a scope at all."""
        return self._covers(self.widest(viewer), scope)

    def _covers(self, widest: Scope, asked: Scope) -> bool:
        if widest.kind == "company" or widest == asked.base:
            return True
        if asked.kind == "company" or _KINDS.index(asked.kind) <= _KINDS.index(widest.kind):
            return False
        column = {"team": "team", "rep": "person"}[asked.kind]
        inside = [p for p in self._today.values() if str(getattr(p, column)) == asked.name]
        return bool(inside) and all(
            str(getattr(place, widest.kind)) == widest.name for place in inside
        )


def beside_the_sheet(people: Mapping[str, Person], ever: Sequence[Place]) -> list[Place]:
    """Return the places of people of params who never were in the staff sheet."""
    known = {place.person for place in ever}
    return [
        Place(
            name,
            person.team or "unassigned",
            person.department or "unassigned",
            person.role or "rep",
            person.active,
        )
        for name, person in people.items()
        if name not in known and person.role is not None
    ]


def without_departed(people: Mapping[str, Person], places: Sequence[Place]) -> list[Place]:
    """Return the places with those of people whom params call departed as such."""
    gone = {name for name, person in people.items() if not person.active}
    return [replace(p, is_active=False) if p.person in gone else p for p in places]
