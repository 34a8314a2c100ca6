"""What a metric, dimension, fact or table is, and how it was computed."""

from collections.abc import Callable

from salesnb.labels import say
from salesnb.metrics import DIMENSIONS
from salesnb.periods import GRAINS
from salesnb.session import Session
from salesnb.views.explained.explanation import Explanation
from salesnb.views.explained.metrics import explain_metric
from salesnb.views.explained.tables import explain_dimension, explain_table

__all__ = ["Explanation", "explain", "explainable"]


def explain(session: Session, name: str) -> Explanation:
    """Return what a name stands for.

    Raises
    ------
    UsageError
        No metric, dimension, fact or table has the name.
    HiddenError
        The viewer's role may not see what it is made of.
    """
    for names, told in _kinds(session):
        if name in names:
            return told(session, name)
    raise session.settings.missing(say("explain_anything"), name, explainable(session))


def explainable(session: Session) -> list[str]:
    """Return every name that can be explained: metrics, then dimensions, facts and tables."""
    return list(dict.fromkeys(name for names, _ in _kinds(session) for name in names))


def _kinds(
    session: Session,
) -> list[tuple[list[str], Callable[[Session, str], Explanation]]]:
    dimensions = [*DIMENSIONS, *GRAINS]
    return [
        (list(session.settings.metrics), explain_metric),
        (dimensions, explain_dimension),
        (session.tables(), explain_table),
    ]
