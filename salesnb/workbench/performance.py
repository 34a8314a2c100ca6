"""The sections of the performance report."""

from salesnb.figures import Html
from salesnb.session import Session
from salesnb.views import performance
from salesnb.views.breakdown import breakdown
from salesnb.views.heat import concentration
from salesnb.views.overdue import collections
from salesnb.views.ranking import ranking, top_reps
from salesnb.views.trend import trend


class PerformanceSections(Session):
    """A session with the sections of the performance report."""

    def performance_headline(self) -> Html:
        """Return title, findings, key figures and red flags."""
        return performance.headline(self)

    def sales_trend(self) -> Html:
        """Return sales over twelve periods with target and the year before."""
        return trend(self)

    def ranking(self) -> Html:
        """Return the teams or reps by target completion."""
        return ranking(self)

    def top_reps(self) -> Html:
        """Return the reps furthest ahead and furthest behind; in a team the ranking says it."""
        return top_reps(self)

    def sales_by(self, dimension: str) -> Html:
        """Return sales by a dimension, e.g. region, product_line, industry, or by month or week."""
        return breakdown(self, dimension)

    def concentration(self) -> Html:
        """Return where sales concentrate: industry by region for each customer level."""
        return concentration(self)

    def collections(self) -> Html:
        """Return overdue money by age and by customer."""
        return collections(self)
