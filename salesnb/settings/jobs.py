"""What params/jobs/NAME.yml may hold: which reports, for whom, of when, within which limits."""

from datetime import time
from typing import Literal

from pydantic import Field, field_validator, model_validator

from salesnb.labels import say
from salesnb.settings.clock import Clock, Weekday, time_of
from salesnb.settings.delivery import Delivery
from salesnb.settings.models import Model

Answer = Literal["send", "banner", "hold"]
Value = str | int | float | bool | None


class Limits(Model):
    """What one report may take.

    Attributes
    ----------
    seconds : from the start of its kernel to its files.
    memory_mb : of the kernel and the processes that it starts.
    retries : how often a report is tried again whose kernel crashed; a failing cell never is.
    """

    seconds: float = Field(default=600, gt=0)
    memory_mb: int = Field(default=4096, ge=64)
    retries: int = Field(default=1, ge=0, le=5)


class Gate(Model):
    """What becomes of a report that is made and yet not good: sent, sent with a banner, or held.

    Attributes
    ----------
    fresh_days : the last import may lie so many days before the day of the run.
    stale : what happens if it is older.
    uncovered : the last import lies before the last day of a period that is over; None = hold a
        report about one day, of which nothing may be known, and a banner on a longer one.
    no_rows : the scope has no lead, opportunity, order or follow-up at all.
    mismatch : the headline's sales are not the sum of the orders.
    empty_chart : a chart without any value.
    """

    fresh_days: int = Field(default=3, ge=0)
    stale: Answer = "banner"
    uncovered: Answer | None = None
    no_rows: Answer = "hold"
    mismatch: Answer = "hold"
    empty_chart: Answer = "banner"


class Job(Model):
    """params/jobs/NAME.yml.

    Attributes
    ----------
    notebooks : which reports, in the order of the index; none only where alerts are sent.
    scopes, every : for whom: scopes by name, and kinds of scope of which all that report now.
    viewer : on whose behalf; None = the operator.
    period : as in `--period`, words counted from the day of the run; None = each report's own.
    parameters : own parameters of notebooks, {notebook: {name: value}}.
    delivery : by which ways reports are sent; None = they are not.
    at : the time of day in the workspace's time zone; None = not scheduled.
    weekdays, days : on which weekdays, or on which days of the month; none = every day.
    """

    notebooks: tuple[str, ...] = ()
    scopes: tuple[str, ...] = ()
    every: tuple[Literal["company", "department", "team", "rep"], ...] = ()
    viewer: str | None = None
    period: str | None = None
    formats: tuple[Literal["html", "xlsx", "pdf"], ...] = Field(default=("html",), min_length=1)
    languages: tuple[Literal["zh", "en"], ...] = ()
    parameters: dict[str, dict[str, Value]] = Field(default_factory=dict)
    limits: Limits = Limits()
    gate: Gate = Gate()
    delivery: Delivery | None = None
    at: Clock = None
    weekdays: tuple[Weekday, ...] = ()
    days: tuple[int, ...] = ()

    @field_validator("days")
    @classmethod
    def _in_every_month(cls, days: tuple[int, ...]) -> tuple[int, ...]:
        if any(not 1 <= day <= 28 for day in days):
            raise ValueError(say("params_job_days"))
        return days

    @model_validator(mode="after")
    def _whole(self) -> "Job":
        sends_alerts = self.delivery is not None and self.delivery.alerts
        if not self.notebooks and not sends_alerts:
            raise ValueError(say("params_job_what"))
        if self.delivery and self.delivery.worklists and not sends_alerts:
            raise ValueError(say("params_job_worklists"))
        if self.viewer and sends_alerts:
            raise ValueError(say("params_job_alerts_viewer"))
        if self.notebooks and not self.scopes and not self.every:
            raise ValueError(say("params_job_whom"))
        if self.weekdays and self.days:
            raise ValueError(say("params_job_when"))
        return self

    @property
    def time(self) -> time | None:
        """`at` as a time of day."""
        return time_of(self.at)
