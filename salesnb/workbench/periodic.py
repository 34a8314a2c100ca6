"""The sections of the daily and the weekly report."""

from salesnb.figures import Html
from salesnb.session import Session
from salesnb.views import daily, weekly
from salesnb.views.activity import activity
from salesnb.views.advised import advised
from salesnb.views.days import month_days
from salesnb.views.new_leads import new_leads
from salesnb.views.orders import orders
from salesnb.views.pipeline import pipeline


class PeriodicSections(Session):
    """A session with the sections of the daily and the weekly report."""

    def daily_headline(self) -> Html:
        """Return what the day brought, where the month stands, red flags, what changed."""
        return daily.headline(self)

    def weekly_headline(self) -> Html:
        """Return the week beside the weeks before, where the month stands, what fell."""
        return weekly.headline(self)

    def month_days(self) -> Html:
        """Return the sales of each day of the month, beside the day's share of the target."""
        return month_days(self)

    def activity(self) -> Html:
        """Return who sold and typed in what, and who was silent."""
        return activity(self)

    def orders(self) -> Html:
        """Return the orders of the period, the largest first."""
        return orders(self)

    def new_leads(self) -> Html:
        """Return where the new leads came from, beside what is usual."""
        return new_leads(self)

    def week_on_week(self) -> Html:
        """Return the watched figures beside those of the week before; falls are red."""
        return weekly.week_on_week(self)

    def pipeline(self) -> Html:
        """Return the open deals, stuck ones and those past their date first."""
        return pipeline(self)

    def advised(self, beyond_chance: bool = False) -> Html:
        """Return the advice of params/advice.yml that the data support (`Session.advice`)."""
        return advised(self, beyond_chance)
