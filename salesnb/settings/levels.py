"""What params/levels.yml may hold: levels by purchases and cooperation, tiers, what is done."""

from collections.abc import Iterator
from typing import Literal, get_args

from pydantic import Field, field_validator

from salesnb.labels import say
from salesnb.settings.learned import LearnedRules
from salesnb.settings.models import Model

Tier = Literal["prospect", "stable", "at_risk", "other", "lost"]
Reason = Literal["contact", "contact_rhythm", "order_rhythm"]
TIERS: tuple[Tier, ...] = get_args(Tier)
REASONS: tuple[Reason, ...] = get_args(Reason)


class Words(Model):
    """A sentence in both languages."""

    zh: str
    en: str

    def text(self, lang: str) -> str:
        """Return the sentence in `lang`."""
        return self.zh if lang == "zh" else self.en


class LevelRule(Model):
    """From where on a customer has a level.

    Attributes
    ----------
    purchases : yuan of the last 12 months at least.
    years : of cooperation at least.
    need : whether something must say what the customer needs; purchases do.
    """

    level: str
    purchases: float = Field(default=0, ge=0)
    years: int = Field(default=0, ge=0, le=50)
    need: bool = False


class BeforeRecords(Model):
    """Who is taken to have bought before the first recorded sale.

    Attributes
    ----------
    known_days : first contact so long before the first recorded sale of all.
    bought_within_days : bought so soon after it.
    """

    known_days: int = Field(ge=0)
    bought_within_days: int = Field(ge=0)


class SimpleScheme(Model):
    """The levels 重点 key, 普通 ordinary, 潜力 potential by value, intent and growth."""

    high: float = Field(ge=0)
    intent_days: int = Field(ge=0)
    low: float = Field(ge=0)
    growth: float = Field(ge=0)
    cadence_days: dict[str, int]


class TierSettings(Model):
    """When a customer is at risk, and which prospects are of high value.

    Attributes
    ----------
    rare : the share of the usual gaps that are longer than the one that counts as broken.
    least_comparable : with fewer customers of an industry that bought again, all are compared with.
    least_contacts : of a customer with fewer contacts no rhythm of contacts is known.
    """

    idle_days: int = Field(ge=1)
    rare: float = Field(gt=0, le=0.5)
    least_comparable: int = Field(default=30, ge=2)
    least_contacts: int = Field(default=6, ge=3)
    prospect_amount: float = Field(ge=0)


class Approach(Words):
    """What is recommended for the customers of a tier; empty lists fit all."""

    tier: Tier
    levels: tuple[str, ...] = ()
    reasons: tuple[Reason, ...] = ()


class CustomerSettings(Model):
    """params/levels.yml.

    Attributes
    ----------
    scheme : which of the two sets of levels is the customers' level.
    typed_wins : whether a level typed in counts before the computed one.
    levels : the levels of scheme four, the highest first; the last one is open to all.
    promoted_after, demoted_after : quarters in a row; without the second nobody is demoted.
    near : the share of the next level's purchases that may lack for a customer to be named.
    """

    scheme: Literal["four", "simple"] = "four"
    typed_wins: bool = True
    levels: tuple[LevelRule, ...] = Field(min_length=1)
    promoted_after: int = Field(default=2, ge=1, le=12)
    demoted_after: int | None = Field(default=2, ge=1, le=12)
    near: float = Field(default=0.2, ge=0, le=1)
    before_records: BeforeRecords | None = None
    simple: SimpleScheme
    service: dict[str, Words] = Field(default_factory=dict)
    tiers: TierSettings
    approaches: tuple[Approach, ...] = ()
    win_back_days: int = Field(default=7, ge=0)
    learned: LearnedRules = Field(default_factory=LearnedRules)

    @field_validator("levels")
    @classmethod
    def _open_to_all(cls, levels: tuple[LevelRule, ...]) -> tuple[LevelRule, ...]:
        last = levels[-1]
        if last.purchases or last.years or last.need:
            raise ValueError(say("params_levels_last", level=last.level))
        return levels

    @property
    def ranks(self) -> dict[str, int]:
        """The levels of scheme four with their rank, the lowest one 0."""
        return {rule.level: rank for rank, rule in enumerate(reversed(self.levels))}

    @property
    def lowest(self) -> str:
        """The level of whoever reaches no other."""
        return self.levels[-1].level if self.scheme == "four" else "ordinary"

    def named(self) -> Iterator[tuple[str, tuple[str, ...]]]:
        """Return every level that is named, and where."""
        for rule in self.levels:
            yield rule.level, ("levels",)
        for level in self.service:
            yield level, ("service", level)
        for level in self.simple.cadence_days:
            yield level, ("simple", "cadence_days", level)
        for approach in self.approaches:
            for level in approach.levels:
                yield level, ("approaches",)
