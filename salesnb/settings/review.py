"""What params/review.yml may hold: what is checked of what was typed in, and what is cleaned up."""

from datetime import date

from pydantic import Field, field_validator

from salesnb.labels import say
from salesnb.settings.models import Model

SAMPLED = ("follow_ups", "leads", "opportunities", "orders")


class ReviewSettings(Model):
    """params/review.yml.

    Attributes
    ----------
    fields : {table: the columns that are looked at}, of the tables of which records are drawn; null
        switches a packaged one off.
    per_rep : so many records of each rep are drawn per week.
    seed : any text; another one draws other records.
    weeks : so many weeks of findings, and of days of entry, are shown.
    absent : {person: [first day, last day] of each absence}.
    dormant_days : a prospect so long without contact is to be cleaned up.
    lost_days : so long a loss without a reason is listed.
    kept_days : so long what was kept is not listed again.
    """

    fields: dict[str, list[str]]
    per_rep: int = Field(default=5, ge=1, le=100)
    seed: str = ""
    weeks: int = Field(default=13, ge=1, le=53)
    absent: dict[str, list[tuple[date, date]]] = Field(default_factory=dict)
    dormant_days: int = Field(default=182, ge=1)
    lost_days: int = Field(default=90, ge=1)
    kept_days: int = Field(default=182, ge=1)

    @field_validator("fields", mode="before")
    @classmethod
    def _asked(cls, fields: object) -> object:
        """Leave out the tables that a workspace switches off with null."""
        if not isinstance(fields, dict):
            return fields
        return {table: columns for table, columns in fields.items() if columns is not None}

    @field_validator("fields")
    @classmethod
    def _known(cls, fields: dict[str, list[str]]) -> dict[str, list[str]]:
        for table in fields:
            if table not in SAMPLED:
                raise ValueError(say("review_table", table=table, known=", ".join(SAMPLED)))
        return fields

    @field_validator("absent")
    @classmethod
    def _in_order(
        cls, absent: dict[str, list[tuple[date, date]]]
    ) -> dict[str, list[tuple[date, date]]]:
        for person, spells in absent.items():
            for first, last in spells:
                if last < first:
                    raise ValueError(say("review_absent", person=person, first=first, last=last))
        return absent

    def is_absent(self, person: str, day: date) -> bool:
        """Return whether somebody was on leave on a day."""
        return any(first <= day <= last for first, last in self.absent.get(person, ()))

    def absent_until(self, person: str, day: date) -> date | None:
        """Return the last day of the newest leave that was over by a day."""
        over = (last for _, last in self.absent.get(person, ()) if last < day)
        return max(over, default=None)
