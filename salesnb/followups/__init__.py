"""Follow-up of customers: whose cadence was kept in a period, whom several people contacted."""

from salesnb.followups.cadence import customer_cadence
from salesnb.followups.shared import shared_customers

__all__ = ["customer_cadence", "shared_customers"]
