"""The sections about targets: why one was missed, the plan, what it takes."""

from salesnb.figures import Html
from salesnb.periods import Period
from salesnb.session import Session
from salesnb.views.plan.activities import activities_needed
from salesnb.views.plan.target_plan import target_plan_section
from salesnb.views.plan.why_missed import why_missed


class PlanSections(Session):
    """A session with the sections about targets."""

    def why_missed(self) -> Html:
        """Return why the target was missed or made, step by step, with the causes in the data."""
        return why_missed(self)

    def target_plan_section(self, year: str | Period | None = None) -> Html:
        """Return the targets of a year by quarter and month, team and rep.

        Parameters
        ----------
        year : None = the year of the period, or the next one if that is planned to its end.
        """
        return target_plan_section(self, year)

    def activities_needed(self, period: str | Period | None = None) -> Html:
        """Return what each rep needs to reach the target, beside what is there already.

        Parameters
        ----------
        period : None = the period, if a week of it is left, else the next one.
        """
        return activities_needed(self, period)
