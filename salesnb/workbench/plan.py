"""The sections about targets: why one was missed, the plan, what it takes."""

from salesnb.figures import Html
from salesnb.session import Session
from salesnb.views.plan.why_missed import why_missed


class PlanSections(Session):
    """A session with the sections about targets."""

    def why_missed(self) -> Html:
        """Return why the target was missed or made, step by step, with the causes in the data."""
        return why_missed(self)
