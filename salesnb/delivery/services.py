"""What each chat service wants: body, signature, limits; and what its answers mean.

企业微信 WeCom: developer.work.weixin.qq.com/document/path/91770 (now 99110), 群机器人配置说明: markdown
of at most 4096 bytes, 20 messages a minute, the key in the address, no signature.
钉钉 DingTalk: open.dingtalk.com/document/robots/custom-robot-access and
…/customize-robot-security-settings: markdown with title and text, 20000 bytes, 20 messages a
minute, a signature in the address.
飞书 Feishu: open.feishu.cn/document/client-docs/bot-v3/add-custom-bot: a card, a body of at most
20 KB, 100 messages a minute and 5 a second, a signature in the body.
"""

import base64
import hashlib
import hmac
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal
from urllib.parse import quote_plus

from salesnb.delivery.message import Message
from salesnb.delivery.plain import literal
from salesnb.labels import plural

# What is wrong where a service refuses a message: each has a sentence on what to do.
Fault = Literal["busy", "token", "sign", "keyword", "ip", "stopped", "size", "message"]
Body = dict[str, Any]

_BY_WORD: tuple[tuple[str, Fault], ...] = (
    ("keyword", "keyword"),
    ("whitelist", "ip"),
    ("sign", "sign"),
    ("timestamp", "sign"),
)
_MARK = re.compile(r"^(●|▲) ", re.MULTILINE)


@dataclass(frozen=True)
class Service:
    """A chat service.

    Attributes
    ----------
    name : as its users know it.
    body : the JSON of a message.
    sign : address and body with the signature of a secret at a moment.
    code : the names of the answer's code, of which 0 is success; `said` those of its words.
    faults : what its codes mean; any other is the message's own fault.
    worded : codes that mean several things, which the words beside them tell apart.
    """

    name: str
    body: Callable[[Message], Body]
    sign: Callable[[str, Body, str, datetime], tuple[str, Body]]
    code: tuple[str, ...] = ("errcode",)
    said: tuple[str, ...] = ("errmsg",)
    faults: Mapping[int, Fault] = field(default_factory=dict)
    worded: tuple[int, ...] = ()

    def fault(self, code: int, said: str) -> Fault:
        """Return what is wrong by an answer's code, and by its words where those tell more."""
        if code in self.worded:
            for word, fault in _BY_WORD:
                if word in said.lower():
                    return fault
        return self.faults.get(code, "message")


def cut_lines(words: str, most_bytes: int, lang: str) -> str:
    """Return a text that is no longer than so many bytes in UTF-8, cut at a whole line.

    How many lines are left out is said at its end.

    Examples
    --------
    >>> cut_lines("one\\ntwo\\nthree", 40, "en")
    'one\\ntwo\\nthree'
    >>> cut_lines("\\n".join(["a line"] * 9), 50, "en")
    'a line\\na line\\n… 7 more lines, see the report'
    """
    if len(words.encode()) <= most_bytes:
        return words
    kept = words.split("\n")
    count = 0
    while kept:
        count += bool(kept.pop().strip())
        shown = "\n".join(kept).rstrip()
        text = f"{shown}\n{plural('chat_left_out', lang, count)}".lstrip()
        if len(text.encode()) <= most_bytes:
            return text
    return ""


def _wecom_body(message: Message) -> Body:
    words = _coloured(message, '<font color="warning">{mark}</font> ', "### ")
    return {"msgtype": "markdown", "markdown": {"content": cut_lines(words, 4096, message.lang)}}


def _dingtalk_body(message: Message) -> Body:
    # A single line break joins lines there, so that every line is a paragraph.
    words = re.sub(
        r"\n+", "\n\n", _coloured(message, '<font color="#b3261e">{mark}</font> ', "### ")
    )
    text = cut_lines(words, 18_000, message.lang)
    return {"msgtype": "markdown", "markdown": {"title": literal(message.subject), "text": text}}


def _feishu_body(message: Message) -> Body:
    words = _coloured(message, "<font color='red'>{mark}</font> ", None)
    return {
        "msg_type": "interactive",
        "card": {
            "config": {"wide_screen_mode": True},
            "header": {
                "template": "red" if message.is_urgent else "blue",
                "title": {"tag": "plain_text", "content": literal(message.subject)},
            },
            "elements": [{"tag": "markdown", "content": cut_lines(words, 16_000, message.lang)}],
        },
    }


def _coloured(message: Message, mark: str, heading: str | None) -> str:
    head = "" if heading is None else f"{heading}{literal(message.subject)}\n"
    return head + _MARK.sub(lambda found: mark.format(mark=found[1]), message.markdown)


def _unsigned(url: str, body: Body, secret: str, at: datetime) -> tuple[str, Body]:
    return url, body


def _dingtalk_signed(url: str, body: Body, secret: str, at: datetime) -> tuple[str, Body]:
    """HMAC-SHA256 by the secret over `milliseconds\\nsecret`, in base64, as part of the address."""
    moment = str(round(at.timestamp() * 1000))
    digest = hmac.new(secret.encode(), f"{moment}\n{secret}".encode(), hashlib.sha256).digest()
    sign = quote_plus(base64.b64encode(digest))
    joint = "&" if "?" in url else "?"
    return f"{url}{joint}timestamp={moment}&sign={sign}", body


def _feishu_signed(url: str, body: Body, secret: str, at: datetime) -> tuple[str, Body]:
    """HMAC-SHA256 by `seconds\\nsecret` over nothing, in base64, as part of the body."""
    moment = str(int(at.timestamp()))
    digest = hmac.new(f"{moment}\n{secret}".encode(), b"", hashlib.sha256).digest()
    return url, {"timestamp": moment, "sign": base64.b64encode(digest).decode(), **body}


WECOM = Service(
    "企业微信 WeCom",
    _wecom_body,
    _unsigned,
    faults={
        -1: "busy", 45009: "busy", 45033: "busy",
        93000: "token", 40014: "token", 93004: "stopped", 93008: "stopped",
    },
)  # fmt: skip
DINGTALK = Service(
    "钉钉 DingTalk",
    _dingtalk_body,
    _dingtalk_signed,
    faults={
        -1: "busy", 130101: "busy", 410100: "busy", 90018: "busy", 90030: "busy",
        300001: "token", 300005: "token", 400101: "token", 400106: "token", 40014: "token",
        400013: "stopped", 400102: "stopped", 460101: "size", 310000: "sign",
    },
    worded=(310000,),
)  # fmt: skip
FEISHU = Service(
    "飞书 Feishu",
    _feishu_body,
    _feishu_signed,
    code=("code", "StatusCode"),
    said=("msg", "StatusMessage"),
    faults={
        -1: "busy", 11232: "busy", 11233: "busy", 99991400: "busy", 19001: "token",
        19021: "sign", 19022: "ip", 19024: "keyword", 19003: "stopped",
    },
)  # fmt: skip

SERVICES: dict[str, Service] = {"wecom": WECOM, "dingtalk": DINGTALK, "feishu": FEISHU}
