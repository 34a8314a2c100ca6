"""A workspace's copied params and notebooks brought to a new version, the user's changes kept."""

from salesnb.upgrade.files import Change, apply_upgrade, left_beside, plan_upgrade, shipped_version
from salesnb.upgrade.lines import Conflict

__all__ = [
    "Change",
    "Conflict",
    "apply_upgrade",
    "left_beside",
    "plan_upgrade",
    "shipped_version",
]
