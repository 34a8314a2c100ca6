"""What params/playbook.yml may hold: what to say and send next, and a draft of it."""

from collections.abc import Iterator

from pydantic import Field, model_validator

from salesnb.labels import say
from salesnb.settings.alerts import placeholders
from salesnb.settings.models import Model
from salesnb.settings.tasks import TaskKind

# What a draft may be filled with: the words of the customer or lead itself.
DRAFT_WORDS = ("name", "owner", "need", "feedback", "plan", "since", "due", "amount")


class Turn(Model):
    """One way to go on; `draft_zh` and `draft_en` are the text of a message."""

    zh: str
    en: str
    draft_zh: str | None = None
    draft_en: str | None = None

    def texts(self, lang: str) -> tuple[str, str | None]:
        """Return what to do, and the draft, in `lang`."""
        return (self.zh, self.draft_zh) if lang == "zh" else (self.en, self.draft_en)


class Play(Model):
    """What to do next about some tasks.

    Attributes
    ----------
    kinds, grades, levels, stages : of which tasks; none = of all.
    turns : the ways to go on, taken in turn: the first before any contact, then one per contact.
    """

    kinds: tuple[TaskKind, ...] = ()
    grades: tuple[str, ...] = ()
    levels: tuple[str, ...] = ()
    stages: tuple[str, ...] = ()
    turns: tuple[Turn, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _known_words(self) -> "Play":
        for n, turn in enumerate(self.turns):
            for key in ("draft_zh", "draft_en"):
                for word in placeholders(getattr(turn, key) or ""):
                    if word not in DRAFT_WORDS:
                        known = ", ".join(DRAFT_WORDS)
                        where = f"turns.{n}.{key}"
                        raise ValueError(say("params_play_word", key=where, known=known))
        return self


class Playbook(Model):
    """params/playbook.yml: of the plays the first that fits a task."""

    plays: tuple[Play, ...]

    def named(self) -> Iterator[tuple[str, str, tuple[str | int, ...]]]:
        """Yield vocabulary, word and location of each grade, level and stage that a play names."""
        for n, play in enumerate(self.plays):
            for vocabulary in ("grade", "level", "stage"):
                key = f"{vocabulary}s"
                for nth, word in enumerate(getattr(play, key)):
                    yield vocabulary, word, ("plays", n, key, nth)
