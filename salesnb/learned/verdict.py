"""What can be said of a learned score at all: it is usable, or why there is none."""

from dataclasses import dataclass
from typing import Any, Literal

from salesnb.labels import Sentence, say

Kind = Literal["usable", "no_signal", "little_history", "one_class", "no_columns", "no_tests"]


@dataclass(frozen=True)
class Verdict:
    """Whether a score may be used, and the sentence that says why.

    Attributes
    ----------
    kind : usable; no_signal, it ranks no better than chance; little_history, fewer leads or won
        ones than params ask for; one_class, all ended alike; no_columns, nothing to learn from;
        no_tests, no cut leaves both outcomes on both sides.
    said : in both languages.
    """

    kind: Kind
    said: Sentence

    @property
    def is_usable(self) -> bool:
        """Whether anybody may be ranked by it."""
        return self.kind == "usable"

    def to_json(self) -> dict[str, str]:
        """Return kind and sentences."""
        return {"kind": self.kind, "en": str(self.said), "zh": self.said.zh}

    @classmethod
    def from_json(cls, told: dict[str, Any]) -> "Verdict":
        """Return what `to_json` wrote down."""
        return cls(told["kind"], Sentence(told["en"], told["zh"]))


def verdict(kind: Kind, **values: object) -> Verdict:
    """Return a verdict with the sentence of its kind."""
    return Verdict(kind, say(f"learned_{kind}", **values))
