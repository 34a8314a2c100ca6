"""Messages to a group in a chat, over the service's webhook."""

import httpx

from salesnb.delivery.errors import PermanentDeliveryError, TemporaryDeliveryError
from salesnb.delivery.message import Message
from salesnb.labels import say

_SECONDS = 15


def send_chat(service: str, webhook_url: str, secret: str | None, message: Message) -> None:
    """Post a message to a group.

    Raises
    ------
    TemporaryDeliveryError, PermanentDeliveryError
    """
    bodies = {
        "wecom": {"msgtype": "markdown", "markdown": {"content": message.markdown}},
        "dingtalk": {
            "msgtype": "markdown",
            "markdown": {"title": message.subject, "text": message.markdown},
        },
        "feishu": {"msg_type": "text", "content": {"text": message.markdown}},
    }
    try:
        answer = httpx.post(webhook_url, json=bodies[service], timeout=_SECONDS)
    except httpx.HTTPError as error:
        raise TemporaryDeliveryError(say("deliver_unanswered", said=type(error).__name__)) from None
    if answer.status_code >= 500 or answer.status_code == 429:
        raise TemporaryDeliveryError(say("deliver_refused", said=answer.status_code))
    found = answer.json() if answer.is_success else {"errcode": answer.status_code}
    if code := found.get("errcode", found.get("code", 0)):
        raise PermanentDeliveryError(say("deliver_refused", said=code))
