"""The sections of the report on the target gap."""

from salesnb.figures import Html
from salesnb.session import Session
from salesnb.views.forecast import course, remarks, screen, tested, units


class ForecastSections(Session):
    """A session with the sections of the report on the target gap."""

    def forecast_headline(self) -> Html:
        """Return where the period will end, the chance of the target, who is unlikely to reach it."""
        return screen.headline(self)

    def forecast_fan(self, measure: str = "sales") -> Html:
        """Return the running period with its forecast, bands of 50 % and 80 %, and the target.

        Parameters
        ----------
        measure : sales or collections.
        """
        return course.fan(self, measure)

    def burn_up(self) -> Html:
        """Return what is in so far beside the pace that the target asks for."""
        return course.burn_up(self)

    def target_chances(self, level: str | None = None) -> Html:
        """Return how likely each target below is reached, with gap, need and pipeline.

        Parameters
        ----------
        level : department, team or rep; None = what is directly below the scope.
        """
        return units.chances(self, level)

    def rep_chances(self) -> Html:
        """Return how likely each rep reaches the target; in a team `target_chances` says it."""
        return units.chances(self, "rep") if self.below == "team" else Html("")

    def forecast_periods(self) -> Html:
        """Return month, quarter and year, sales and collections, beside commit, best case, pace."""
        return units.periods(self)

    def forecast_lines(self) -> Html:
        """Return where the product lines will end."""
        return units.lines(self)

    def forecast_self_test(self) -> Html:
        """Return how far earlier forecasts of the same day missed, beside seven simple ways."""
        return tested.self_test(self)

    def chance_reliability(self) -> Html:
        """Return how often targets were reached that had been given a chance."""
        return tested.calibration(self)

    def forecast_accuracy(self) -> Html:
        """Return what came of the forecasts that were made on earlier days."""
        return tested.accuracy(self)

    def forecast_remarks(self) -> Html:
        """Return what in the data the forecast had to make do with."""
        return remarks.remarks(self)
