"""What is checked of rows that have been read. CHECKS names the checks of one block, in order."""

from collections.abc import Callable

from salesnb.loaders.block import Block
from salesnb.loaders.checks.checking import Checking
from salesnb.loaders.checks.ends import check_lost, check_won
from salesnb.loaders.checks.owners import check_owner
from salesnb.loaders.checks.plausible import check_future, check_negative
from salesnb.loaders.checks.required import (
    check_one_of,
    check_recommended,
    check_required,
    check_team,
)

CHECKS: dict[str, Callable[[Block, Checking], None]] = {
    "required": check_required,
    "required team": check_team,
    "one_of": check_one_of,
    "recommended": check_recommended,
    "future": check_future,
    "negative": check_negative,
    "won_without": check_won,
    "lost_without_reason": check_lost,
    "unknown_owner": check_owner,
}


def run_checks(block: Block, checking: Checking) -> None:
    """Run every check on a block."""
    for check in CHECKS.values():
        check(block, checking)
