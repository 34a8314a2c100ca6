"""Sending a message to a group in a chat, by the webhook of its robot."""

import json
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import urlsplit

import requests
from urllib3.exceptions import NameResolutionError, NewConnectionError

from salesnb.delivery.errors import DeliveryError, PermanentDeliveryError, TemporaryDeliveryError
from salesnb.delivery.message import Message
from salesnb.delivery.services import SERVICES, Fault, Service
from salesnb.errors import unknown
from salesnb.labels import Sentence, say

_LOOPBACK = ("127.0.0.1", "::1", "localhost")
_CONNECT_SECONDS = 5
_MOST_ANSWER, _MOST_SAID = 65_536, 160
_LATER = (408, 425, 429)


@dataclass(frozen=True)
class Group:
    """A group's robot; its address is as good as a password, and is never shown.

    Attributes
    ----------
    service : wecom, dingtalk or feishu.
    url : the webhook.
    secret : the signing secret, where the robot has one.
    """

    service: str
    url: str = field(repr=False)
    secret: str = field(default="", repr=False)


def send_chat(group: Group, message: Message, *, at: datetime, timeout: float = 10) -> None:
    """Send a message to a group; when this returns, the service has taken it.

    Parameters
    ----------
    at : now, for the signature; services refuse one that is an hour old.
    timeout : seconds that the service may take for an answer; after them the message may have
        arrived all the same (`may_have_arrived`), and no service tells.

    Raises
    ------
    TemporaryDeliveryError
        No connection, no answer, or the service is busy or wants fewer messages.
    PermanentDeliveryError
        The service refuses address, signature, keyword or message; the sentence says what to do.
    """
    if group.service not in SERVICES:
        raise PermanentDeliveryError(unknown("chat service", group.service, SERVICES))
    service = SERVICES[group.service]
    _check_address(group, service)
    url, body = group.url, service.body(message)
    if group.secret:
        url, body = service.sign(url, body, group.secret, at)
    status, answer = _post(url, body, service, timeout)
    error = _refusal(status, answer, service, group)
    if error is not None:
        raise error


def _check_address(group: Group, service: Service) -> None:
    """Refuse an address over which the key in it would go unencrypted."""
    try:
        parts = urlsplit(group.url)
        is_safe = parts.scheme == "https" or (
            parts.scheme == "http" and parts.hostname in _LOOPBACK
        )
        is_whole = bool(parts.hostname) and parts.port != 0
    except ValueError:
        is_safe = is_whole = False
    if not (is_safe and is_whole) or any(char.isspace() for char in group.url):
        raise PermanentDeliveryError(say("err_chat_address", service=service.name))


def _post(url: str, body: object, service: Service, timeout: float) -> tuple[int, bytes]:
    """Return status and beginning of the answer.

    Errors are raised outside of the `except`, because those of the client quote the address.
    """
    data = json.dumps(body, ensure_ascii=False).encode()
    headers = {"Content-Type": "application/json; charset=utf-8"}
    error: DeliveryError
    try:
        with (
            _discreet(),
            requests.post(
                url,
                data=data,
                headers=headers,
                timeout=(min(timeout, _CONNECT_SECONDS), timeout),
                allow_redirects=False,
                stream=True,
            ) as answer,
        ):
            return answer.status_code, answer.raw.read(_MOST_ANSWER, decode_content=True)
    except requests.exceptions.SSLError:
        error = PermanentDeliveryError(say("err_chat_certificate", service=service.name))
    except requests.exceptions.ProxyError:
        error = TemporaryDeliveryError(say("err_chat_proxy", service=service.name))
    except requests.exceptions.ConnectTimeout:
        error = TemporaryDeliveryError(say("err_chat_connection", service=service.name))
    except requests.exceptions.Timeout:
        said = say("err_chat_timeout", service=service.name, seconds=f"{timeout:g}")
        error = TemporaryDeliveryError(said)
        error.may_have_arrived = True
    except (requests.exceptions.InvalidURL, requests.exceptions.InvalidSchema):
        error = PermanentDeliveryError(say("err_chat_address", service=service.name))
    except Exception as dropped:  # of urllib3 too, where the answer breaks off
        error = TemporaryDeliveryError(say("err_chat_connection", service=service.name))
        error.may_have_arrived = not _is_unreachable(dropped)
    raise error


def _is_unreachable(error: Exception) -> bool:
    """Whether there never was a connection, so that nothing can have arrived."""
    cause = error.args[0] if error.args else None
    return isinstance(getattr(cause, "reason", None), NewConnectionError | NameResolutionError)


def _refusal(status: int, answer: bytes, service: Service, group: Group) -> DeliveryError | None:
    """Return the error that an answer stands for; None where the message was taken."""
    code, said = _read(answer, service)
    if status < 300 and code == 0:
        return None
    told = said or f"HTTP {status}"
    number = status if code in (None, 0) else code
    if status >= 500 or status in _LATER or 300 <= status < 400:
        return _busy(service, number, told, group)
    if code in (None, 0):
        if status < 300:
            return TemporaryDeliveryError(say("err_chat_answer", service=service.name))
        fault: Fault = "token" if status in (401, 403, 404, 410) else "message"
    else:
        fault = service.fault(int(str(code)), said)
    if fault == "busy":
        return _busy(service, number, told, group)
    words = {"service": service.name, "code": number, "said": _hidden(told, group)}
    todo: Sentence = say(f"err_chat_{fault}")
    return PermanentDeliveryError(say("err_chat_refused", **words, todo=todo))


def _busy(service: Service, code: object, said: str, group: Group) -> DeliveryError:
    words = {"service": service.name, "code": code, "said": _hidden(said, group)}
    return TemporaryDeliveryError(say("err_chat_busy", **words))


def _read(answer: bytes, service: Service) -> tuple[int | None, str]:
    """Return code and words of an answer; no code where it is none of the service's."""
    try:
        told = json.loads(answer)
        code = next(told[name] for name in service.code if name in told)
        said = next((told[name] for name in service.said if name in told), "")
        return int(code), " ".join(str(said).split())
    except (ValueError, TypeError, StopIteration):
        return None, ""


def _hidden(said: str, group: Group) -> str:
    """Return a service's words, in short and without anything that opens the group."""
    parts = urlsplit(group.url)
    keys = [pair.partition("=")[2] for pair in parts.query.split("&")]
    secrets = [group.url, group.secret, *keys, parts.path.rpartition("/")[2]]
    for secret in sorted((each for each in secrets if len(each) > 5), key=len, reverse=True):
        said = said.replace(secret, "***")
    return said if len(said) <= _MOST_SAID else said[: _MOST_SAID - 1] + "…"


@contextmanager
def _discreet() -> Iterator[None]:
    """Keep the client from writing addresses into a log of everything."""
    logger, quiet = logging.getLogger("urllib3.connectionpool"), _AboveDebug()
    logger.addFilter(quiet)
    try:
        yield
    finally:
        logger.removeFilter(quiet)


class _AboveDebug(logging.Filter):
    def filter(self, record: logging.LogRecord) -> bool:
        return record.levelno > logging.DEBUG
