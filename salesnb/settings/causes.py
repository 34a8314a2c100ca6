"""What params/causes.yml may hold: known causes of losses, and the words that tell them."""

from pydantic import field_validator

from salesnb.labels import say
from salesnb.settings.models import Model, Word


class CauseSettings(Model):
    """params/causes.yml: known causes, in the order in which they are tried."""

    causes: tuple[Word, ...] = ()

    @field_validator("causes")
    @classmethod
    def _each_once(cls, causes: tuple[Word, ...]) -> tuple[Word, ...]:
        ids = [cause.id for cause in causes]
        twice = sorted({name for name in ids if ids.count(name) > 1})
        if twice:
            raise ValueError(say("params_cause_twice", id=twice[0]))
        return causes

    def cause_of(self, reason: str) -> Word | None:
        """Return the first cause of which a word stands in the reason, whatever the case."""
        typed = reason.casefold()
        for cause in self.causes:
            if any(word.casefold() in typed for word in (cause.zh, cause.en, *cause.words)):
                return cause
        return None
