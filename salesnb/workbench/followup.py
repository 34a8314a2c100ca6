"""The sections of the report on follow-up."""

from salesnb.figures import Html
from salesnb.session import Session
from salesnb.views.advised import advised
from salesnb.views.followups import cadence as followup_cadence
from salesnb.views.followups import entries as followup_entries
from salesnb.views.followups import keys as followup_keys
from salesnb.views.followups import methods as followup_methods
from salesnb.views.followups import screen as followup_screen
from salesnb.views.followups import several as followup_several
from salesnb.views.followups import tasks as followup_tasks


class FollowupSections(Session):
    """A session with the sections of the report on follow-up."""

    def followup_headline(self) -> Html:
        """Return follow-ups, cadence, late entries and overdue tasks; key customers that wait."""
        return followup_screen.headline(self)

    def followup_rates(self, by: str) -> Html:
        """Return the customers contacted within their cadence, by level, team or rep."""
        return followup_cadence.follow_up_rates(self, by)

    def key_customers(self) -> Html:
        """Return the key customers whose cadence was not kept, by rep and one by one."""
        return followup_keys.key_customers(self)

    def followup_methods(self) -> Html:
        """Return the follow-ups by method, and the share of each that was effective."""
        return followup_methods.methods(self)

    def late_entries(self) -> Html:
        """Return the share of follow-ups typed in after the limit, by rep."""
        return followup_entries.late_entries(self)

    def overdue_tasks(self) -> Html:
        """Return the tasks that are overdue, by rep or team, and the latest of them."""
        return followup_tasks.tasks(self)

    def followup_advice(self) -> Html:
        """Return the advice of params/advice.yml that is about follow-up."""
        return advised(self, about=followup_screen.METRICS)

    def several_reps(self) -> Html:
        """Return the customers whom several people contacted in the period."""
        return followup_several.several_reps(self)
