"""What params/plan.yml may hold: growth, rounding, and fixed targets of a unit and a period."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Annotated, Any

from pydantic import Field, field_validator

from salesnb.errors import UsageError
from salesnb.labels import say
from salesnb.periods import parse_period
from salesnb.settings.models import Model

Amount = Annotated[Decimal, Field(ge=0)]
_GRAINS = ("month", "quarter", "year")


class PlanSettings(Model):
    """params/plan.yml.

    Attributes
    ----------
    round_to : planned targets are whole multiples of it.
    growth : relative; what the year brings beyond the one before where nothing else is said.
    fixed : {metric: {month, quarter or year: {scope: value}}}; the plan keeps these.
    """

    round_to: Decimal = Field(gt=0)
    growth: float = Field(default=0.0, gt=-1, le=10)
    fixed: dict[str, dict[str, dict[str, Amount]]] = Field(default_factory=dict)

    @field_validator("fixed", mode="before")
    @classmethod
    def _periods_as_text(cls, fixed: Any) -> Any:
        """YAML reads 2027 as a number."""
        if not isinstance(fixed, Mapping):
            return fixed
        return {
            metric: {str(period): scopes for period, scopes in periods.items()}
            if isinstance(periods, Mapping)
            else periods
            for metric, periods in fixed.items()
        }

    @field_validator("fixed")
    @classmethod
    def _periods(
        cls, fixed: dict[str, dict[str, dict[str, Amount]]]
    ) -> dict[str, dict[str, dict[str, Amount]]]:
        for periods in fixed.values():
            for text in periods:
                if _grain(text) not in _GRAINS:
                    raise ValueError(say("params_plan_period", period=text))
        return fixed


def _grain(text: str) -> str | None:
    try:
        return parse_period(text).grain
    except UsageError:
        return None
