"""The section on alerts, which every report has."""

from salesnb.figures import Html
from salesnb.session import Session
from salesnb.views.alerts import alert_list


class AlertSections(Session):
    """A session with the section on alerts."""

    def alert_list(self, *about: str) -> Html:
        """Return who is to do what: all alerts of the scope, or those about some kinds of thing.

        Parameters
        ----------
        about : lead, opportunity, customer, payment, task, rep, target, metric; none = all.
        """
        return alert_list(self, about)
