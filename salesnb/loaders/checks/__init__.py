"""What is checked of rows that have been read. CHECKS names the checks of one block, in order."""

from collections.abc import Callable

from salesnb.loaders.block import Block
from salesnb.loaders.checks.answers import check_answers
from salesnb.loaders.checks.attachments import check_attachments
from salesnb.loaders.checks.checking import Checking
from salesnb.loaders.checks.computed import check_conversion_days
from salesnb.loaders.checks.date_order import check_date_order
from salesnb.loaders.checks.ends import check_lost, check_won
from salesnb.loaders.checks.erased import check_erased
from salesnb.loaders.checks.late import check_late
from salesnb.loaders.checks.own import check_own
from salesnb.loaders.checks.owners import check_owner
from salesnb.loaders.checks.plausible import check_future, check_negative
from salesnb.loaders.checks.required import (
    check_one_of,
    check_recommended,
    check_required,
    check_team,
)
from salesnb.loaders.checks.sales import check_bought

CHECKS: dict[str, Callable[[Block, Checking], None]] = {
    "not_own": check_own,
    "erased": check_erased,
    "required": check_required,
    "required team": check_team,
    "one_of": check_one_of,
    "recommended": check_recommended,
    "future": check_future,
    "negative": check_negative,
    "won_without": check_won,
    "lost_without_reason": check_lost,
    "unknown_owner": check_owner,
    "dates_reversed": check_date_order,
    "late_entry": check_late,
    "customer_without_sale": check_bought,
    "conversion_days_differ": check_conversion_days,
    "attachment_name": check_attachments,
    "unknown_answer": check_answers,
}


def run_checks(block: Block, checking: Checking) -> None:
    """Run every check on a block."""
    for check in CHECKS.values():
        check(block, checking)
