"""What a value parser returns instead of a value."""

from dataclasses import dataclass

# What stands in a cell whose formula has no result: a program wrote it, and nothing computed it.
NO_VALUE = "#FORMULA!"


@dataclass(frozen=True)
class Failure:
    """Why a text is not a value of its column.

    Attributes
    ----------
    rule : the rule's name (rules.py).
    suggestion : what the user may have meant.
    words : further words of the message, by placeholder.
    value : what is stored all the same where the rule is only a warning.
    """

    rule: str
    suggestion: str = ""
    words: tuple[tuple[str, str], ...] = ()
    value: object = None
