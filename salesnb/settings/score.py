"""What params/score.yml may hold: what the learned lead score learns, from how much, how tested."""

from pydantic import Field, field_validator

from salesnb.labels import say
from salesnb.settings.models import Model


class ScoreSettings(Model):
    """params/score.yml.

    Attributes
    ----------
    horizon_days : a lead succeeds if it reaches the target within so many days of its creation.
    target : `won`, or the id of a stage.
    min_leads, min_won : the least history, in leads whose outcome is known.
    most_leads : of more leads than these the newest are learned from.
    cuts : tests, each on leads newer than those that were learned from.
    ages : days after creation at which a lead is looked at as it stood then; those below the
        horizon count.
    exclude : columns that are not used.
    keep : columns that are used although they look like a leak.
    replace_tolerance : log loss by which a new model may be worse and still replace the old one.
    """

    horizon_days: int = Field(default=180, ge=7, le=1825)
    target: str = "won"
    min_leads: int = Field(default=200, ge=50)
    min_won: int = Field(default=30, ge=10)
    most_leads: int = Field(default=40_000, ge=1_000)
    cuts: int = Field(default=3, ge=1, le=10)
    ages: tuple[int, ...] = Field(default=(0, 7, 14, 30, 60, 90, 120, 150), min_length=1)
    exclude: tuple[str, ...] = ()
    keep: tuple[str, ...] = ()
    replace_tolerance: float = Field(default=0.005, ge=0, le=1)

    @field_validator("ages")
    @classmethod
    def _from_creation(cls, ages: tuple[int, ...]) -> tuple[int, ...]:
        if any(age < 0 for age in ages) or list(ages) != sorted(set(ages)):
            raise ValueError(say("params_score_ages"))
        return ages
