"""Sending what waits: one message at a time, again after temporary errors, each step written down."""

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Literal

from salesnb.delivery.errors import (
    DeliveryError,
    PermanentDeliveryError,
    TemporaryDeliveryError,
    WayDownError,
)
from salesnb.delivery.ledger import Ledger, Letter
from salesnb.delivery.ways import Carrier
from salesnb.delivery.writing import Writer
from salesnb.labels import Sentence, say
from salesnb.settings.delivery import Way

Fate = Literal["confirmed", "waiting", "dead"]


@dataclass(frozen=True)
class Pace:
    """How fast and how often.

    Attributes
    ----------
    retries : rounds after the first one.
    retry_seconds : the wait before the first of them; it doubles.
    per_minute : messages of one way.
    give_up_days : after so long what waits is dead.
    """

    retries: int
    retry_seconds: float
    per_minute: int
    give_up_days: int


@dataclass(frozen=True)
class Sent:
    """What became of one message.

    Attributes
    ----------
    said : why it waits or is dead.
    """

    letter: Letter
    fate: Fate
    said: Sentence = field(default_factory=lambda: Sentence("", ""))


class Post:
    """Sends the messages of a job; call it as the only sender of the workspace.

    Parameters
    ----------
    carriers : makes what carries messages of a way.
    lang : of what the ledger says.
    clock : the time in the workspace's time zone.
    scrubbed : takes secrets out of a text.
    """

    def __init__(
        self,
        ledger: Ledger,
        writer: Writer,
        carriers: Callable[[Way], Carrier],
        pace: Pace,
        *,
        lang: str,
        clock: Callable[[], datetime],
        scrubbed: Callable[[str], str],
    ) -> None:
        self._ledger, self._writer, self._make = ledger, writer, carriers
        self._pace, self._clock, self._scrubbed = pace, clock, scrubbed
        self._lang = lang
        self._carriers: dict[Way, Carrier] = {}
        self._next: dict[Way, float] = {}
        self._hopeless: set[Way] = set()
        self._unsure: set[str] = set()  # messages that may have arrived already

    def send(
        self, letters: Sequence[Letter], on_step: Callable[[Sent], None] = lambda sent: None
    ) -> list[Sent]:
        """Send messages and return what became of those that were not outdated."""
        waiting, done = list(letters), list[Sent]()
        stuck: list[Letter] = []
        faults: dict[str, Sentence] = {}
        try:
            for turn in range(self._pace.retries + 1):
                if turn:
                    time.sleep(self._pace.retry_seconds * 2 ** (turn - 1))
                waiting, ended = self._round(waiting, faults, on_step)
                done += ended
                stuck += [letter for letter in waiting if letter.way in self._hopeless]
                waiting = [letter for letter in waiting if letter.way not in self._hopeless]
                if not waiting:
                    break
        finally:
            for carrier in self._carriers.values():
                carrier.close()
        left = [self._left(each, faults[each.message]) for each in (*stuck, *waiting)]
        for each in left:
            on_step(each)
        return [*done, *left]

    def _round(
        self,
        letters: Iterable[Letter],
        faults: dict[str, Sentence],
        on_step: Callable[[Sent], None],
    ) -> tuple[list[Letter], list[Sent]]:
        """Try each message once; return those that are to be tried again, and those that ended."""
        down: dict[Way, WayDownError] = {}
        waiting, ended = [], []
        for letter in letters:
            try:
                if letter.way in down:
                    raise down[letter.way]
                sent = self._try(letter)
            except DeliveryError as error:
                if isinstance(error, WayDownError):
                    down[letter.way] = error
                faults[letter.message] = self._written(letter, error)
                waiting.append(letter)
                continue
            if sent is not None:
                ended.append(sent)
                on_step(sent)
        self._hopeless |= {way for way, error in down.items() if not error.is_worth_waiting}
        return waiting, ended

    def _try(self, letter: Letter) -> Sent | None:
        """Send one message; None = nothing of it is to be sent any more."""
        letter, outdated = self._writer.sift(letter)
        for each in outdated:
            self._ledger.close_row(each.row, each.state, each.said.text(self._lang))
        if not letter.rows or not self._ledger.claim(letter):
            return None
        carrier = self._carrier(letter.way)
        carrier.ready()
        with _stopping_no_other():
            message, recipient = self._writer.write(letter)
        self._wait(letter.way)
        self._ledger.hand_over(letter, self._clock())
        try:
            with _stopping_no_other():
                answer = carrier.carry(message, recipient, letter)
        except PermanentDeliveryError as error:
            said = self._clean(error)
            self._ledger.close(letter, "dead", said.text(self._lang))
            return Sent(letter, "dead", said)
        self._ledger.confirm(letter, self._clock(), self._scrubbed(answer))
        return Sent(letter, "confirmed")

    def _written(self, letter: Letter, error: DeliveryError) -> Sentence:
        """Write down why a message waits, and return it."""
        said = self._clean(error)
        left_open = any(row.state == "sent" for row in letter.rows)  # by a run before
        if left_open or getattr(error, "may_have_arrived", False):
            self._unsure.add(letter.message)
        may_have = letter.message in self._unsure
        self._ledger.put_back(letter, said.text(self._lang), may_have_arrived=may_have)
        return said

    def _left(self, letter: Letter, said: Sentence) -> Sent:
        """Return a message that could not be sent now: it waits, or is dead after too long."""
        since = datetime.fromisoformat(letter.rows[0].queued_at)
        if self._clock() - since < timedelta(days=self._pace.give_up_days):
            return Sent(letter, "waiting", said)
        days = self._pace.give_up_days
        given_up = say("deliver_given_up", days=days, said=said)
        self._ledger.close(letter, "dead", given_up.text(self._lang))
        return Sent(letter, "dead", given_up)

    def _clean(self, error: DeliveryError) -> Sentence:
        return Sentence(self._scrubbed(error.text("en")), self._scrubbed(error.text("zh")))

    def _carrier(self, way: Way) -> Carrier:
        if way not in self._carriers:
            self._carriers[way] = self._make(way)
        return self._carriers[way]

    def _wait(self, way: Way) -> None:
        """Keep the pace of a way."""
        now = time.monotonic()
        if (due := self._next.get(way, now)) > now:
            time.sleep(due - now)
        self._next[way] = max(due, now) + 60 / self._pace.per_minute


@contextmanager
def _stopping_no_other() -> Iterator[None]:
    """Have what is wrong with one message be told as its own, so that the others go out."""
    try:
        yield
    except DeliveryError:
        raise
    except Exception as error:
        said = say("file_says", name=type(error).__name__, said=error)
        raise TemporaryDeliveryError(said) from error
