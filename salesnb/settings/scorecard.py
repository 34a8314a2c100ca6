"""What params/scorecard.yml may hold: dimensions, their answers with points, and the grades."""

from typing import Literal

from pydantic import Field, field_validator, model_validator

from salesnb.labels import say
from salesnb.settings.models import Model

FULL_SCORE = 100


class Answer(Model):
    """One answer of a dimension.

    Attributes
    ----------
    within_days : derived where the expected close lies at most so many days after the creation.
    words : further spellings.
    """

    id: str
    points: int = Field(ge=0, le=FULL_SCORE)
    zh: str
    en: str
    words: tuple[str, ...] = ()
    within_days: int | None = Field(default=None, ge=0)

    def label(self, lang: str) -> str:
        """Return the answer as shown."""
        return self.zh if lang == "zh" else self.en

    @property
    def spellings(self) -> set[str]:
        """Every way to write it, in small letters."""
        return {word.strip().lower() for word in (self.id, self.zh, self.en, *self.words)}


class Dimension(Model):
    """One dimension of the card.

    Attributes
    ----------
    column : of the leads' sheet; None = the dimension's own name.
    derive : where the answer comes from if the sheet gives none.
    answers : the best first.
    """

    zh: str
    en: str
    column: str | None = None
    derive: Literal["budget", "expected_close"] | None = None
    answers: tuple[Answer, ...] = Field(min_length=2)

    @model_validator(mode="after")
    def _whole(self) -> "Dimension":
        ids = [answer.id for answer in self.answers]
        if len(set(ids)) < len(ids):
            raise ValueError(say("params_card_twice", ids=", ".join(ids)))
        if self.derive == "budget" and len(self.answers) != 3:
            raise ValueError(say("params_card_budget"))
        limits = [answer.within_days for answer in self.answers]
        if self.derive == "expected_close" and (
            None in limits[:-1] or sorted(limits[:-1], key=lambda n: n or 0) != limits[:-1]
        ):
            raise ValueError(say("params_card_days"))
        return self

    def label(self, lang: str) -> str:
        """Return the dimension as shown."""
        return self.zh if lang == "zh" else self.en

    @property
    def best(self) -> int:
        """The points of the best answer."""
        return max(answer.points for answer in self.answers)

    @property
    def least(self) -> int:
        """The points of the worst answer."""
        return min(answer.points for answer in self.answers)


class ScoreCard(Model):
    """params/scorecard.yml.

    Attributes
    ----------
    dimensions : one that a workspace sets to null is left out.
    grades : {grade: from so many points on}.
    lowest_grade : below all of them.
    least_known : a grade needs answers known for so many of the 100 points.
    """

    dimensions: dict[str, Dimension] = Field(min_length=1)
    grades: dict[str, int] = Field(min_length=1)
    lowest_grade: str
    least_known: int = Field(ge=0, le=FULL_SCORE)

    @field_validator("dimensions", mode="before")
    @classmethod
    def _without_left_out(cls, given: object) -> object:
        if not isinstance(given, dict):
            return given
        return {name: dimension for name, dimension in given.items() if dimension is not None}

    @model_validator(mode="after")
    def _whole(self) -> "ScoreCard":
        best = {name: dimension.best for name, dimension in self.dimensions.items()}
        if sum(best.values()) != FULL_SCORE:
            told = " + ".join(f"{name} {points}" for name, points in best.items())
            raise ValueError(say("params_card_sum", told=told, sum=sum(best.values())))
        cuts = list(self.grades.values())
        if len(set(cuts)) < len(cuts) or min(cuts) < 1 or max(cuts) > FULL_SCORE:
            raise ValueError(say("params_card_cuts", cuts=", ".join(map(str, cuts))))
        return self

    @property
    def cuts(self) -> dict[str, int]:
        """{grade: from so many points on}, the best first."""
        return dict(sorted(self.grades.items(), key=lambda cut: -cut[1]))

    @property
    def all_grades(self) -> tuple[str, ...]:
        """Every grade, the best first."""
        return (*self.cuts, self.lowest_grade)

    def column(self, name: str) -> str:
        """Return the column of the leads' sheet that answers a dimension."""
        return self.dimensions[name].column or name
