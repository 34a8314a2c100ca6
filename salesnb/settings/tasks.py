"""What params/tasks.yml may hold: how tasks are valued, ordered and capped."""

from typing import Annotated, Literal, get_args

from pydantic import Field, field_validator

from salesnb.labels import say
from salesnb.settings.models import Model

TaskKind = Literal[
    "payment", "promise", "first_contact", "plan", "win_back", "follow_up", "strategy",
    "handover", "improvement", "clean_up",
]  # fmt: skip
TASK_KINDS: tuple[TaskKind, ...] = get_args(TaskKind)
_Days = Annotated[int, Field(ge=0)]


class TaskSettings(Model):
    """params/tasks.yml.

    Attributes
    ----------
    per_day : how many tasks a person can do in a day.
    chances : where the chance of a lead comes from: plain rates of history, or the learned score.
    horizon_days : of customers without an open deal the chance of an order within so many days.
    wait_days, half_life_days : the effect of waiting (see `tasks.worth`), by kind.
    until_days : by kind, after how many days over a task is none of a day any more; None = never.
    gravest_first : all kinds; of several about the same customer or lead the first leads.
    without : kinds that are left out.
    rest_days : what was done and is there all the same is listed again after so many days.
    caught_up : the share of what a rep lacks to the target that a plan to catch up brings in.
    """

    per_day: int = Field(ge=1, le=200)
    chances: Literal["history", "learned"]
    horizon_days: int = Field(ge=1, le=365)
    wait_days: float = Field(gt=0, le=365)
    half_life_days: dict[TaskKind, Annotated[float, Field(gt=0)]]
    until_days: dict[TaskKind, _Days | None]
    gravest_first: tuple[TaskKind, ...]
    without: tuple[TaskKind, ...] = ()
    rest_days: int = Field(ge=1, le=365)
    caught_up: float = Field(ge=0, le=1)

    @field_validator("gravest_first")
    @classmethod
    def _each_once(cls, given: tuple[TaskKind, ...]) -> tuple[TaskKind, ...]:
        if sorted(given) != sorted(TASK_KINDS):
            raise ValueError(say("params_task_kinds", known=", ".join(TASK_KINDS)))
        return given
