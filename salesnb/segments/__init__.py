"""Customers: levels, how they stand, what is at risk, where they concentrate, who wins."""

from salesnb.segments.approach import approaches
from salesnb.segments.archive import archived_customers
from salesnb.segments.concentrations import level_concentrations
from salesnb.segments.customers import customer_segments
from salesnb.segments.expected import with_expected
from salesnb.segments.levels import about_to_change, customer_levels, level_history
from salesnb.segments.movements import NEW, level_movements, moved, tier_movements
from salesnb.segments.profile import won_profile
from salesnb.segments.tiers import customer_tiers
from salesnb.segments.winback import win_back_plan

__all__ = [
    "NEW",
    "about_to_change",
    "approaches",
    "archived_customers",
    "customer_levels",
    "customer_segments",
    "customer_tiers",
    "level_concentrations",
    "level_history",
    "level_movements",
    "moved",
    "tier_movements",
    "win_back_plan",
    "with_expected",
    "won_profile",
]
