"""The sections of the report on customers: levels, tiers, win-back, concentrations, movements."""

from salesnb.figures import Html
from salesnb.session import Session
from salesnb.views.segments import changing, heat, levels, movements, profile, screen, service
from salesnb.views.segments import tiers as tier_views
from salesnb.views.segments import winback as winback_views


class SegmentSections(Session):
    """A session with the sections of the report on customers."""

    def segments_headline(self) -> Html:
        """Return customers and their money, what is at risk, whose level is about to change."""
        return screen.headline(self)

    def customer_tiers(self) -> Html:
        """Return the customers by tier, what makes them at risk, the high-value prospects."""
        return tier_views.tiers(self)

    def win_back(self) -> Html:
        """Return the win-back plan: a task per customer at risk, the most value first."""
        return winback_views.win_back(self)

    def customer_levels(self) -> Html:
        """Return the customers that bought by level, with their money."""
        return levels.levels(self)

    def about_to_change(self) -> Html:
        """Return the customers whose level is about to change, and what is missing."""
        return changing.about_to_change(self)

    def levels_over_time(self) -> Html:
        """Return the customers by computed level, quarter by quarter."""
        return levels.levels_over_time(self)

    def typed_levels(self) -> Html:
        """Return the customers whose typed level is not the computed one."""
        return levels.typed_levels(self)

    def level_service(self) -> Html:
        """Return what each level is owed, and how far its cadence was kept."""
        return service.level_service(self)

    def level_heat(self) -> Html:
        """Return where customers of each level concentrate, industry by region."""
        return heat.level_heat(self)

    def customer_profile(self) -> Html:
        """Return what customers that bought have in common."""
        return profile.profile(self)

    def customer_movements(self) -> Html:
        """Return how customers moved between tiers and levels, with their money."""
        return movements.movements(self)
