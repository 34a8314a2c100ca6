"""What params/limits.yml may hold: how soon and how often somebody is contacted, what is late."""

from typing import Literal

from pydantic import Field

from salesnb.settings.models import Model


class FocusCadence(Model):
    """How a lead with clear intent is followed up after its daily plan.

    Attributes
    ----------
    every_days : working days between two contacts.
    method : how, e.g. visit.
    """

    every_days: int = Field(ge=1)
    method: str


class Cadence(Model):
    """How often an open lead of a grade is followed up.

    Attributes
    ----------
    every_days : working days between two contacts.
    for_days : the plan ends so many calendar days after the creation; None = it goes on.
    with_intent : what follows for a lead that reached the intent stage.
    otherwise : the grade whose cadence follows for the others.
    """

    every_days: int = Field(ge=1)
    for_days: int | None = Field(default=None, ge=1)
    with_intent: FocusCadence | None = None
    otherwise: str | None = None


class LimitSettings(Model):
    """params/limits.yml: by grade, by level; of quotes, open deals, and shares of sales.

    Attributes
    ----------
    first_contact_time : whether first_contact_hours are hours of the clock or of working days.
    archive_years : who is lost, and had no order, contact or new lead for so long, is archived.
    key_levels : the customer levels that are named one by one.
    cadence_kept : the share of a period's days from which on a cadence counts as kept.
    """

    first_contact_hours: dict[str, float]
    first_contact_time: Literal["calendar", "working"] = "calendar"
    lead_cadence: dict[str, Cadence] = Field(default_factory=dict)
    cadence_days: dict[str, int]
    key_levels: tuple[str, ...] = ()
    cadence_kept: float = Field(default=0.8, gt=0, le=1)
    archive_years: float = Field(gt=0)
    quote_days: int = Field(ge=0)
    stage_days: int = Field(ge=1)
    fall: float = Field(gt=0, le=1)
    concentration: float = Field(gt=0, le=1)
