"""What params/assignment.yml may hold: who gets a lead."""

from collections.abc import Iterator
from typing import Literal

from pydantic import Field, field_validator

from salesnb.labels import say
from salesnb.settings.models import Model
from salesnb.settings.pool import Named

Rule = Literal["customer", "key_account", "region", "industry", "skill"]
Names = dict[str, tuple[str, ...]]
SENIOR = "senior"


class KeyAccount(Model):
    """Which leads are key accounts, and who gets them.

    Attributes
    ----------
    budget : from so much on, of a range its middle; None = no budget makes one.
    to : roles of the staff sheet, or `senior`.
    """

    budget: float | None = Field(default=None, ge=0)
    levels: tuple[str, ...] = ()
    to: tuple[str, ...] = Field(min_length=1)


class AssignmentSettings(Model):
    """params/assignment.yml.

    Attributes
    ----------
    order : the rules, each narrowing the choice of the one before.
    capacity : open leads that somebody may hold, `capacity_by_rep` that of some.
    regions, industries, skills : {word: names, or team:NAME}, besides what the staff sheet says.
    """

    order: tuple[Rule, ...]
    capacity: int = Field(ge=0)
    capacity_by_rep: dict[str, int] = Field(default_factory=dict)
    roles: tuple[str, ...] = Field(min_length=1)
    key_account: KeyAccount
    senior_words: tuple[str, ...]
    regions: Names = Field(default_factory=dict)
    industries: Names = Field(default_factory=dict)
    skills: Names = Field(default_factory=dict)

    @field_validator("order")
    @classmethod
    def _once(cls, order: tuple[Rule, ...]) -> tuple[Rule, ...]:
        for rule in order:
            if order.count(rule) > 1:
                raise ValueError(say("params_rule_twice", rule=rule))
        return order

    def named(self) -> Iterator[Named]:
        """Return the lists of words that a vocabulary knows."""
        yield "role", self.roles, ("roles",)
        yield "level", self.key_account.levels, ("key_account", "levels")
        to = [word for word in self.key_account.to if word != SENIOR]
        yield "role", to, ("key_account", "to")

    def people(self) -> Iterator[tuple[str, tuple[str, ...]]]:
        """Return everybody who is named, as written, with the place in the file."""
        for name in self.capacity_by_rep:
            yield name, ("capacity_by_rep", name)
        for key in ("regions", "industries", "skills"):
            for word, names in getattr(self, key).items():
                for name in names:
                    yield name, (key, word)

    def capacity_of(self, person: str) -> int:
        """Return how many open leads somebody may hold."""
        return self.capacity_by_rep.get(person, self.capacity)
