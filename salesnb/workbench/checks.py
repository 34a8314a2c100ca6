"""The sections on how well the data are kept."""

from salesnb.figures import Html
from salesnb.session import Session
from salesnb.views.entry_days import entry_check
from salesnb.views.sampled import sampled


class CheckSections(Session):
    """A session with the sections on entries and samples."""

    def entry_check(self) -> Html:
        """Return who typed in nothing on the last working day, and how often in four weeks."""
        return entry_check(self)

    def sampled(self) -> Html:
        """Return how often sampled records were wrong, by rep, week and field."""
        return sampled(self)
