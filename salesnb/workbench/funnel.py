"""The sections of the funnel report."""

from salesnb.figures import Html
from salesnb.periods import Period
from salesnb.session import Session
from salesnb.views import funnel
from salesnb.views.channels import channels
from salesnb.views.conversion import compare as conversion_compare
from salesnb.views.leak import biggest_leak
from salesnb.views.losses import reasons
from salesnb.views.movement import movement
from salesnb.views.practice import best_practice
from salesnb.views.stage_tables import stage_table
from salesnb.views.stalled import stalled
from salesnb.views.timeline import case_review, case_reviews
from salesnb.views.trust import trust_box


class FunnelSections(Session):
    """A session with the sections of the funnel report."""

    def funnel_headline(self, reading: str = "imputed") -> Html:
        """Return title, findings and key figures of the funnel."""
        return funnel.headline(self, reading)

    def funnel_stages(self, full: bool = False, reading: str = "imputed") -> Html:
        """Return the funnel of the period's leads and the stage table."""
        return funnel.stages(self, full, reading)

    def funnel_last_year(self, reading: str = "imputed") -> Html:
        """Return the funnel of the twelve months before the period."""
        return funnel.long_view(self, reading)

    def stage_table(self, reading: str = "imputed", cohort: bool = False) -> Html:
        """Return the stage tables of the period, or what became of each month's leads."""
        return stage_table(self, reading, cohort)

    def biggest_leak(self) -> Html:
        """Return where most money leaks over a year, and the customers behind it."""
        return biggest_leak(self)

    def channels(self) -> Html:
        """Return the channels over a year: conversion, wins, money, and costs where given."""
        return channels(self)

    def conversion_by(self, dimension: str) -> Html:
        """Return lead conversion by a dimension or by month over a year, with intervals."""
        return conversion_compare(self, dimension)

    def loss_reasons(self) -> Html:
        """Return why leads were lost over a year."""
        return reasons(self)

    def best_practice(self) -> Html:
        """Return what the reps who win most do otherwise than the others, over a year."""
        return best_practice(self)

    def case_reviews(self) -> Html:
        """Return the timelines of the largest cases that ended in the period."""
        return case_reviews(self)

    def case_review(self, case_id: str) -> Html:
        """Return the timeline of one lead, opportunity or customer, as the report shows it."""
        return case_review(self, case_id)

    def pipeline_movement(self, due_by: str | Period | None = None) -> Html:
        """Return what became of the open pipeline in the period.

        Parameters
        ----------
        due_by : only deals that are expected to close by the end of this period, e.g. "2026Q4".
        """
        return movement(self, due_by)

    def stalled_deals(self) -> Html:
        """Return the open deals that are stuck in their stage, or whose date was pushed."""
        return stalled(self)

    def data_trust(self) -> Html:
        """Return what is missing in the data of deals, and what that does to the figures."""
        return trust_box(self)
