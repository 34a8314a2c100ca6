"""What params/levels.yml may say of what is learned from orders and payments."""

from pydantic import Field

from salesnb.settings.models import Model


class LearnedRules(Model):
    """How much is needed before anything is told, and what may be learned from.

    Attributes
    ----------
    least_customers, least_repeaters : who ordered, and who ordered twice, for orders and sales of
        the next twelve months.
    groups_apart : silhouette from which on groups of customers are told at all.
    groups_stable : adjusted Rand index of groups of resampled customers.
    groups_smallest : share of customers below which a group is none.
    least_invoices, least_of_either : whose outcome is known, and those in time or late, for a chance
        of late payment.
    late_columns : columns of the sheet of orders to learn late payment from, if they are known when
        the order is issued; what is filled in later would make the tests look better than it is.
    """

    least_customers: int = Field(default=50, ge=20)
    least_repeaters: int = Field(default=20, ge=10)
    groups_apart: float = Field(default=0.25, ge=0.1, le=1)
    groups_stable: float = Field(default=0.8, ge=0.5, le=1)
    groups_smallest: float = Field(default=0.02, gt=0, le=0.3)
    least_invoices: int = Field(default=60, ge=40)
    least_of_either: int = Field(default=20, ge=10)
    late_columns: tuple[str, ...] = ()


USUAL = LearnedRules()
