"""When something is made by itself: a time of day, and weekdays."""

import re
from datetime import time
from typing import Annotated, Literal

from pydantic import BeforeValidator

from salesnb.labels import say

Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
WEEKDAYS: tuple[Weekday, ...] = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def _written(given: object) -> object:
    """YAML reads an unquoted 12:00 as the number 720."""
    told = f"{given // 60}:{given % 60:02d}" if isinstance(given, int) else given
    if isinstance(told, str) and not re.fullmatch(r"([01]?\d|2[0-3]):[0-5]\d", told):
        raise ValueError(say("params_job_at", given=told))
    return told


Clock = Annotated[str | None, BeforeValidator(_written)]


def time_of(clock: str | None) -> time | None:
    """Return the time of day that params say as `7:30`; None where they say none."""
    if clock is None:
        return None
    hour, minute = clock.split(":")
    return time(int(hour), int(minute))
