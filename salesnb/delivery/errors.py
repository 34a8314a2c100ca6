"""How a delivery fails: for now, for good, or because the way itself does not work."""

from salesnb.errors import SalesnbError


class DeliveryError(SalesnbError, RuntimeError):
    """A message that was not delivered."""

    exit_code = 1


class TemporaryDeliveryError(DeliveryError):
    """It may work later: a busy server, a time-out, a dropped connection.

    Attributes
    ----------
    may_have_arrived : whether the answer is missing, so that nobody knows.
    """

    may_have_arrived = False


class PermanentDeliveryError(DeliveryError):
    """It will not work again: this message to this recipient is refused."""


class WayDownError(TemporaryDeliveryError):
    """The way does not work for anybody: no server, wrong certificate, wrong password.

    Attributes
    ----------
    is_worth_waiting : whether it may be up again soon; a wrong password is not.
    """

    def __init__(self, said: object, *, is_worth_waiting: bool = True) -> None:
        super().__init__(said)
        self.is_worth_waiting = is_worth_waiting
