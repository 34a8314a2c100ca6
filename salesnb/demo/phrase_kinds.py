"""What a group of sentences consists of.

{p} is a product, {l} a product line, {n} a number, {d} the day of the next step. Both languages
have as many sentences of each kind, the usual ones first.
"""

from typing import NamedTuple


class Phrases(NamedTuple):
    """Sentences of one phase."""

    content: tuple[str, ...]
    feedback: tuple[str, ...]
    plan: tuple[str, ...]
