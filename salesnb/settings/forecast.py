"""What params/forecast.yml may hold: how much history forecasts rest on, and how they are judged."""

from pydantic import Field, model_validator

from salesnb.labels import say
from salesnb.settings.models import Model


class ForecastSettings(Model):
    """params/forecast.yml.

    Attributes
    ----------
    history_months : older months are left out.
    newest_periods : so many periods decide whether the model or a baseline is used.
    likely, unlikely : from which and up to which chance a target is called likely or unlikely.
    accuracy_green, accuracy_amber : actual as a share of the forecast, from and to; outside amber
        it is red.
    log_months : so long forecasts stay in the log.
    """

    history_months: int = Field(default=48, ge=3, le=240)
    newest_periods: int = Field(default=12, ge=1, le=60)
    likely: float = Field(default=0.8, gt=0, lt=1)
    unlikely: float = Field(default=0.2, gt=0, lt=1)
    accuracy_green: tuple[float, float] = (0.85, 1.15)
    accuracy_amber: tuple[float, float] = (0.70, 1.30)
    log_months: int = Field(default=25, ge=1, le=240)

    @model_validator(mode="after")
    def _in_order(self) -> "ForecastSettings":
        (low, high), (lower, higher) = self.accuracy_green, self.accuracy_amber
        if not lower <= low < high <= higher or self.unlikely >= self.likely:
            raise ValueError(say("params_forecast_order"))
        return self
