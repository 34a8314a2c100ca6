"""Who gets a report: those in charge of its scope, copies upward, all of them within their rights."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from salesnb.delivery.staff import Contact, read_contacts
from salesnb.errors import ConfigError, unknown
from salesnb.labels import Sentence, say
from salesnb.scopes import Organisation, Scope, read_organisation
from salesnb.settings import Settings
from salesnb.settings.addresses import check_address, domain_of
from salesnb.settings.delivery import Delivery, Way
from salesnb.settings.organisation import Above
from salesnb.workspace import Workspace


@dataclass(frozen=True)
class Recipient:
    """Who gets messages: a person, or a group in a chat.

    Attributes
    ----------
    chat : per service the name of a webhook.
    lang : None = that of the report.
    scopes : all that may be seen.
    """

    name: str
    email: str = ""
    chat: Mapping[str, str] = field(default_factory=dict)
    lang: str | None = None
    scopes: tuple[Scope, ...] = ()


@dataclass(frozen=True)
class Target:
    """One recipient by one way."""

    way: Way
    recipient: Recipient


@dataclass(frozen=True)
class Skipped:
    """Somebody who does not get a report, and why.

    Attributes
    ----------
    is_failure : whether the operator has to mend something.
    """

    name: str
    said: Sentence
    is_failure: bool = True


class Directory:
    """The people of a workspace, their rights and addresses, as of today."""

    def __init__(
        self, organisation: Organisation, settings: Settings, contacts: Mapping[str, Contact]
    ) -> None:
        self.organisation, self._settings = organisation, settings
        self._contacts = contacts
        self._people = settings.organisation.people

    @classmethod
    def of(cls, workspace: Workspace) -> "Directory":
        """Read the directory of a workspace, checked.

        Raises
        ------
        ConfigError
            A mistake in params/organisation.yml or in the hierarchy.
        """
        settings = workspace.settings
        organisation = read_organisation(workspace.store, settings)
        made = cls(organisation, settings, read_contacts(workspace))
        made._check()
        return made

    def recipient(self, name: str) -> Recipient:
        """Return a person with what is known of them."""
        person, contact = self._people.get(name), self._contacts.get(name, Contact())
        return Recipient(
            name,
            email=(person and person.email) or contact.email,
            chat={str(service): hook for service, hook in person.chat.items()} if person else {},
            lang=person.lang if person else None,
            scopes=(self.organisation.widest(name),),
        )

    def may_read(self, name: str, scope: Scope, viewer: str | None) -> bool:
        """Return whether a report holds nothing that a person may not see today."""
        place = self.organisation.today.get(name)
        if place is None or not place.is_active:
            return False
        if viewer is not None:
            return viewer == name and self.organisation.covers(scope, name)
        return self.organisation.shows_whole(scope, name)

    def readers(
        self, scope: Scope, viewer: str | None, delivery: Delivery
    ) -> tuple[list[str], list[Skipped]]:
        """Return the people who get a report, and those who do not though they would be next.

        A report on somebody's behalf goes to nobody else.
        """
        if viewer is not None:
            return ([viewer] if self.may_read(viewer, scope, viewer) else []), []
        found, skipped = list[str](), list[Skipped]()
        in_charge = self.organisation.in_charge(scope)
        if not in_charge:
            skipped.append(Skipped(str(scope), say("deliver_nobody", scope=scope), False))
        for name in dict.fromkeys([*in_charge, *self._above(scope, delivery.copies)]):
            if self.may_read(name, scope, None):
                found.append(name)
            else:
                skipped.append(Skipped(name, say("deliver_beyond", scope=scope), False))
        found += [name for name in delivery.also if self.may_read(name, scope, None)]
        return list(dict.fromkeys(found)), skipped

    def targets(
        self, scope: Scope, viewer: str | None, delivery: Delivery
    ) -> tuple[list[Target], list[Skipped]]:
        """Return who gets a report by which way, and who does not and why."""
        names, skipped = self.readers(scope, viewer, delivery)
        found: dict[tuple[str, str], Target] = {}
        for way in delivery.ways:
            reached, unreached = self._reached(way, names, scope, viewer)
            skipped += unreached
            for recipient in reached:
                found.setdefault((way, recipient.name), Target(way, recipient))
        return list(found.values()), skipped

    def may_get(self, way: Way, name: str, scope: Scope, viewer: str | None) -> bool:
        """Return whether a recipient by name, a group in the case of chats, may get a report."""
        if way in ("mail", "folder"):
            return self.may_read(name, scope, viewer)
        hook = self._settings.delivery.webhooks.get(name)
        return hook is not None and hook.service == way and self._group_may(name, scope, viewer)

    def group(self, name: str) -> Recipient:
        """Return a webhook as a recipient."""
        hook = self._settings.delivery.webhooks[name]
        scopes = (Scope.parse(hook.scope),) if hook.scope else ()
        return Recipient(name, chat={hook.service: name}, lang=hook.lang, scopes=scopes)

    def _reached(
        self, way: Way, names: Sequence[str], scope: Scope, viewer: str | None
    ) -> tuple[list[Recipient], list[Skipped]]:
        people = [self.recipient(name) for name in names]
        if way == "folder":
            return people, []
        if way == "mail":
            faults = {person.name: self.fault(person.email) for person in people}
            good = [person for person in people if faults[person.name] is None]
            return good, [Skipped(name, said) for name, said in faults.items() if said is not None]
        hooks = [person.chat[way] for person in people if way in person.chat]
        hooks += [
            name
            for name, hook in self._settings.delivery.webhooks.items()
            if hook.service == way and hook.scope == str(scope)
        ]
        allowed = [name for name in dict.fromkeys(hooks) if self._group_may(name, scope, viewer)]
        beyond = [name for name in dict.fromkeys(hooks) if name not in allowed]
        said = say("deliver_group_beyond", scope=scope)
        return [self.group(name) for name in allowed], [Skipped(n, said, False) for n in beyond]

    def _group_may(self, name: str, scope: Scope, viewer: str | None) -> bool:
        hook = self._settings.delivery.webhooks[name]
        naming = [who for who, person in self._people.items() if name in person.chat.values()]
        if hook.scope is not None:
            widest = Scope.parse(hook.scope)
            return viewer is None and self.organisation.holds_whole(widest, scope)
        return bool(naming) and all(self.may_read(who, scope, viewer) for who in naming)

    def fault(self, email: str) -> Sentence | None:
        """Return why mail cannot go to an address; None = it can."""
        if not email:
            return say("deliver_no_address")
        try:
            check_address(email)
        except ValueError as error:
            said: Sentence = error.args[0]
            return said
        domains = self._settings.organisation.mail_domains
        if domains and domain_of(email) not in domains:
            return say("deliver_domain", domain=domain_of(email), known=", ".join(domains))
        return None

    def _above(self, scope: Scope, copies: Sequence[Above] | None) -> Iterable[str]:
        """Yield who gets copies of the reports of a scope."""
        if copies is None and scope.kind != "company":
            copies = getattr(self._settings.organisation.copies, scope.kind)
        today = self.organisation.today
        column = {"rep": "person", "team": "team"}.get(scope.kind, "department")
        inside = [place for place in today.values() if getattr(place, column) == scope.name]
        for above in copies or ():
            if above == "manager" and scope.kind == "rep" and (own := self._superior(scope.name)):
                yield own
                continue
            for place in inside if above != "admin" else ():
                theirs = (
                    Scope("team", place.team)
                    if above == "manager"
                    else Scope("department", place.department)
                )
                yield from self.organisation.in_charge(theirs)
            if above == "admin":
                yield from self.organisation.in_charge(Scope("company"))

    def _superior(self, name: str) -> str:
        person = self._people.get(name)
        return (person and person.manager) or self._contacts.get(name, Contact()).manager

    def _check(self) -> None:
        """Refuse people whom nobody knows, what contradicts the staff sheet, and circles."""
        for name, person in self._people.items():
            known_names = self.organisation.names("rep")
            if name not in known_names:
                raise self._at(name, "", unknown("person", name, known_names))
            place = self.organisation.today.get(name)
            for key in ("role", "team", "department") if name in self._contacts else ():
                given, known = getattr(person, key), getattr(place, key)
                if given is not None and given != known:
                    said = say("err_person_differs", key=key, given=given, known=known)
                    raise self._at(name, key, said)
            if person.email and (fault := self.fault(person.email)):
                raise self._at(name, "email", fault)
        for name in self._people.keys() | self._contacts.keys():
            if circle := self._circle(name):
                said = say("err_hierarchy", circle=" → ".join(circle))
                raise self._at(name, "manager", said) if name in self._people else ConfigError(said)

    def _circle(self, name: str) -> list[str]:
        """Return the superiors of a person from the person to the person again, if they are."""
        chain = [name]
        while above := self._superior(chain[-1]):
            chain.append(above)
            if above == name:
                return chain
            if above in chain[:-1]:
                break
        return []

    def _at(self, name: str, key: str, said: Sentence) -> ConfigError:
        place = self._settings.place("organisation", *filter(None, ("people", name, key)))
        return ConfigError(say("err_at", place=place, said=said))
