"""What params/pool.yml may hold: when a lead flows into the public pool, and who may pick it."""

from collections.abc import Collection, Iterator, Mapping
from typing import Annotated, Literal

from pydantic import Field

from salesnb.settings.models import Model

Days = Annotated[int, Field(ge=1)]
# A list of params, the vocabulary of its words, and where it stands.
Named = tuple[str, Collection[str], tuple[str, ...]]


class Exempt(Model):
    """Whose leads, and which, never flow into the pool."""

    owners: tuple[str, ...] = ()
    customers: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    levels: tuple[str, ...] = ()
    stages: tuple[str, ...] = ()


class PoolSettings(Model):
    """params/pool.yml.

    Attributes
    ----------
    days : whether days are counted by the calendar or are working days.
    idle_days : so long a lead stays without a follow-up by its owner; `_by_level` goes before
        `_by_grade`, and that before the plain number.
    extend_days, extend_most : what a day with a follow-up adds to the first `idle_days`, and how
        many they come to at most.
    hold_days : the end of every protection, counted from its start; None = there is none.
    cool_down_days : whoever had a lead may pick it again after so many days.
    """

    days: Literal["calendar", "working"]
    idle_days: Days
    idle_days_by_grade: dict[str, Days] = Field(default_factory=dict)
    idle_days_by_level: dict[str, Days] = Field(default_factory=dict)
    extend_days: int = Field(ge=0)
    extend_most: Days
    hold_days: Days | None = None
    only_effective: bool
    warn_days: int = Field(ge=0)
    cool_down_days: int = Field(ge=0)
    picks_per_day: int = Field(ge=0)
    nurture_grades: tuple[str, ...]
    exempt: Exempt = Exempt()

    @property
    def longest(self) -> int:
        """The most days that any rule of the pool looks ahead."""
        by_word = (*self.idle_days_by_grade.values(), *self.idle_days_by_level.values())
        ahead = max(self.idle_days, self.extend_most, self.hold_days or 0, *by_word, 0)
        return ahead + self.cool_down_days

    def named(self) -> Iterator[Named]:
        """Return the lists of words that a vocabulary knows."""
        yield "grade", self.idle_days_by_grade, ("idle_days_by_grade",)
        yield "level", self.idle_days_by_level, ("idle_days_by_level",)
        yield "grade", self.nurture_grades, ("nurture_grades",)
        yield "level", self.exempt.levels, ("exempt", "levels")
        yield "stage", self.exempt.stages, ("exempt", "stages")


def unknown_word(
    named: Iterator[Named], known: Mapping[str, Collection[str]]
) -> tuple[str, str, tuple[str, ...]] | None:
    """Return the first word that its vocabulary does not know: vocabulary, word, location."""
    for vocabulary, words, location in named:
        for word in words:
            if word not in known[vocabulary]:
                is_key = isinstance(words, Mapping)
                return vocabulary, word, (*location, word) if is_key else location
    return None
