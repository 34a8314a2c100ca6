"""The sections on customers by their orders and payments: RFM, groups, value, late payment."""

from salesnb.figures import Html
from salesnb.session import Session
from salesnb.views.segments import groups, late, rfm, value


class ValueSections(Session):
    """A session with the sections on what customers are worth, and who pays late."""

    def rfm_segments(self) -> Html:
        """Return the customers by how lately, how often and for how much they bought."""
        return rfm.segments(self)

    def customer_groups(self) -> Html:
        """Return the groups into which customers fall by themselves, or why there are none."""
        return groups.groups(self)

    def customer_value(self) -> Html:
        """Return what is expected of customers in the next 12 months, and how well that tested."""
        return value.expected(self)

    def late_payers(self) -> Html:
        """Return which customers will probably pay late what is not due yet."""
        return late.late_payers(self)
