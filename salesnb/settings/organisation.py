"""What params/organisation.yml may hold: people beside the staff sheet, and how to reach whom."""

from typing import Literal

from pydantic import Field, field_validator

from salesnb.labels import say
from salesnb.settings.addresses import check_address, has_control
from salesnb.settings.models import Model

Service = Literal["wecom", "dingtalk", "feishu"]
Reader = Literal["rep", "manager", "department_head", "admin"]
Above = Literal["manager", "department_head", "admin"]
# What the four roles may see is not a matter of params.
BUILT_IN = ("rep", "manager", "department_head", "admin")


class Person(Model):
    """One person: somebody whom the staff sheet lacks, or what it does not say.

    Attributes
    ----------
    role, team, department : of somebody who is not in the staff sheet, which goes before.
    manager : the superior, by name.
    chat : per service the name of a webhook of params/delivery.yml.
    lang : of messages; None = that of the report.
    active : false = gets nothing and sees nothing, whatever the staff sheet says.
    """

    role: str | None = None
    team: str | None = None
    department: str | None = None
    manager: str | None = None
    email: str | None = None
    chat: dict[Service, str] = Field(default_factory=dict)
    lang: Literal["zh", "en"] | None = None
    active: bool = True

    @field_validator("email")
    @classmethod
    def _one_address(cls, given: str | None) -> str | None:
        return given and check_address(given)


class Role(Model):
    """A further role: which rows, tables and columns it may see. What is not named it may not.

    Attributes
    ----------
    rows : the widest scope: of whoever has the role the company, the department, the team, or own
        rows.
    tables : of which anything is seen; leads, fact_leads …
    without : columns that are not seen, `amount` of every table or `fact_leads.amount` of one.
    custom_columns : whether columns are seen that only the user's sheets have.
    mask_names : whether customers' names are masked.
    zh, en, words : how the staff sheet may write it, besides its key.
    """

    rows: Literal["company", "department", "team", "rep"] = "company"
    tables: tuple[str, ...] = Field(min_length=1)
    without: tuple[str, ...] = ()
    custom_columns: bool = False
    mask_names: bool = False
    zh: str = ""
    en: str = ""
    words: tuple[str, ...] = ()

    def hides(self, table: str, column: str) -> bool:
        """Return whether `without` names a column of a table."""
        return column in self.without or f"{table}.{column}" in self.without


class Copies(Model):
    """Who above gets a copy of the reports of a kind of scope, if their right covers them."""

    rep: tuple[Above, ...] = ()
    team: tuple[Above, ...] = ()
    department: tuple[Above, ...] = ()


class OrganisationSettings(Model):
    """params/organisation.yml.

    Attributes
    ----------
    mail_domains : mail goes to addresses of these domains only; empty = of any.
    sees_contacts : the roles that see contacts in clear in worklists, of rows that are theirs or of
        people they lead; everybody else, and every report, has them masked.
    people : by name, as the staff sheet writes it.
    roles : further roles by their ids.
    mask_names : whether customers' names are masked for all but an admin who asks for himself.
    """

    mail_domains: tuple[str, ...] = ()
    sees_contacts: tuple[Reader, ...] = ("rep", "manager")
    copies: Copies = Copies()
    people: dict[str, Person] = Field(default_factory=dict)
    roles: dict[str, Role] = Field(default_factory=dict)
    mask_names: bool = False

    @field_validator("mail_domains")
    @classmethod
    def _domains(cls, given: tuple[str, ...]) -> tuple[str, ...]:
        for domain in given:
            check_address(f"someone@{domain}")
        return tuple(domain.lower() for domain in given)

    @field_validator("people")
    @classmethod
    def _names(cls, given: dict[str, Person]) -> dict[str, Person]:
        for name in given:
            if has_control(name) or not name.strip():
                raise ValueError(say("params_person_name", given=ascii(name)))
        return given

    @field_validator("roles")
    @classmethod
    def _further(cls, given: dict[str, Role]) -> dict[str, Role]:
        for name in given:
            if name in BUILT_IN:
                raise ValueError(say("params_role_built_in", name=name))
        return given
