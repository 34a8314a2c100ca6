"""What params/costs.yml may hold: what a channel costs per month, or month by month."""

import re
from datetime import date, timedelta
from decimal import Decimal
from typing import Annotated

from pydantic import Field, field_validator

from salesnb.labels import say
from salesnb.periods import Period, period_of
from salesnb.settings.models import Model

_MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])")
Amount = Annotated[Decimal, Field(ge=0)]
Cost = Amount | dict[str, Amount]


class CostSettings(Model):
    """params/costs.yml.

    Attributes
    ----------
    channels : {channel: yuan per month, or {2026-10: yuan}}; a month that is not named cost nothing.
    """

    channels: dict[str, Cost] = Field(default_factory=dict)

    @field_validator("channels")
    @classmethod
    def _months(cls, channels: dict[str, Cost]) -> dict[str, Cost]:
        for channel, cost in channels.items():
            for month in cost if isinstance(cost, dict) else ():
                if not _MONTH.fullmatch(month):
                    raise ValueError(say("params_cost_month", channel=channel, month=month))
        return channels

    def spent(self, channel: str, period: Period, as_of: date) -> Decimal | None:
        """Return what a channel cost in a period up to a day, months prorated by their days.

        None for a channel of which no cost is given.
        """
        if channel not in self.channels:
            return None
        cost, total = self.channels[channel], Decimal(0)
        for part in period.split("month"):
            month = period_of(part.start, "month")
            days = (min(part.end, as_of + timedelta(days=1)) - part.start).days
            monthly = cost.get(month.text, Decimal(0)) if isinstance(cost, dict) else cost
            total += monthly * max(days, 0) / (month.end - month.start).days
        return total
