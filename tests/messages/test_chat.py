"""Chats get the body and the signature that their services document; what they refuse is said."""

import base64
import logging
import socket
import subprocess
import traceback
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import quote_plus

import pytest

from salesnb.delivery.brief import Brief
from salesnb.delivery.chat import Group, send_chat
from salesnb.delivery.errors import (
    DeliveryError,
    PermanentDeliveryError,
    TemporaryDeliveryError,
)
from salesnb.delivery.message import Message, compose
from salesnb.delivery.services import SERVICES, cut_lines
from tests.delivery.server import make_certificate
from tests.messages.briefs import WANG, a_brief
from tests.messages.server import Robot, serving

AT = datetime(2026, 10, 31, 8, 0, tzinfo=UTC)
KEY, SECRET = "693a91f6-7a0c-4bc4-97a0-0ec2sifa5aaa", "SECthis/is+secret="
PATHS = {
    "wecom": f"/cgi-bin/webhook/send?key={KEY}",
    "dingtalk": f"/robot/send?access_token={KEY}",
    "feishu": f"/open-apis/bot/v2/hook/{KEY}",
}
OK = {"code": 0, "msg": "success", "data": {}}


@pytest.fixture
def robot() -> Iterator[Robot]:
    with serving(Robot()) as running:
        yield running


def a_message(**changes: object) -> Message:
    return compose([a_brief(**changes)], WANG, "zh", attach="link")


def send(robot: Robot, service: str, message: Message | None = None, **more: object) -> None:
    group = Group(service, robot.address + PATHS[service], str(more.pop("secret", "")))
    if service == "feishu" and robot.answer == Robot().answer:
        robot.answer = OK
    send_chat(group, message or a_message(), at=AT, **more)


def by_openssl(key: bytes, words: bytes) -> str:
    """Return the HMAC-SHA256 of a text in base64, as openssl reckons it."""
    command = ["openssl", "dgst", "-sha256", "-mac", "HMAC", "-macopt", f"hexkey:{key.hex()}"]
    done = subprocess.run([*command, "-binary"], input=words, capture_output=True, check=True)
    return base64.b64encode(done.stdout).decode()


def test_wecom_gets_markdown_by_the_key_in_the_address(robot: Robot) -> None:
    send(robot, "wecom")
    (post,) = robot.posts
    assert (post.path, post.query) == ("/cgi-bin/webhook/send", {"key": [KEY]})
    assert post.headers["Content-Type"] == "application/json; charset=utf-8"
    assert set(post.body) == {"msgtype", "markdown"} and post.body["msgtype"] == "markdown"
    lines = post.body["markdown"]["content"].splitlines()
    assert lines[:2] == ["### 东区 10月 完成80% ▼10pt · 3 红灯", "**东区 · 2026年10月 业绩**"]
    assert '<font color="warning">●</font> 周华 完成率 55%，低于 80% 红线 · 差 11.2 万' in lines


def test_dingtalk_gets_title_and_text_and_a_signature_in_the_address(robot: Robot) -> None:
    send(robot, "dingtalk", secret=SECRET)
    (post,) = robot.posts
    moment = "1793433600000"
    sign = by_openssl(SECRET.encode(), f"{moment}\n{SECRET}".encode())
    assert post.path == "/robot/send"
    assert post.query == {"access_token": [KEY], "timestamp": [moment], "sign": [sign]}
    assert post.body["markdown"]["title"] == "东区 10月 完成80% ▼10pt · 3 红灯"
    assert (
        "\n\n销售额：**120.4 万**（目标 150 万 · 同比 ▲12%）\n\n" in post.body["markdown"]["text"]
    )
    assert set(post.body) == {"msgtype", "markdown"}


def test_the_signature_of_dingtalk_survives_the_address() -> None:
    url, _ = SERVICES["dingtalk"].sign(
        "https://a.example/robot/send?access_token=x", {}, SECRET, AT
    )
    moment = "1793433600000"
    sign = by_openssl(SECRET.encode(), f"{moment}\n{SECRET}".encode())
    assert url.endswith(f"?access_token=x&timestamp={moment}&sign={quote_plus(sign)}")


def test_feishu_gets_a_card_and_a_signature_in_the_body(robot: Robot) -> None:
    send(robot, "feishu", secret=SECRET)
    (post,) = robot.posts
    assert (post.path, post.query) == (f"/open-apis/bot/v2/hook/{KEY}", {})
    assert post.body["timestamp"] == "1793433600"
    assert post.body["sign"] == by_openssl(f"1793433600\n{SECRET}".encode(), b"")
    card = post.body["card"]
    assert post.body["msg_type"] == "interactive" and card["header"]["template"] == "red"
    assert card["header"]["title"] == {
        "tag": "plain_text",
        "content": "东区 10月 完成80% ▼10pt · 3 红灯",
    }
    (element,) = card["elements"]
    assert element["tag"] == "markdown"
    assert "<font color='red'>●</font> 江南机电" in element["content"]


def test_without_a_secret_nothing_is_signed_and_a_calm_card_is_blue(robot: Robot) -> None:
    send(robot, "feishu", a_message(flags=(), flag_count=0))
    assert set(robot.body) == {"msg_type", "card"}
    assert robot.body["card"]["header"]["template"] == "blue"


@pytest.mark.parametrize(
    ("service", "most"), [("wecom", 4096), ("dingtalk", 18000), ("feishu", 16000)]
)
def test_a_long_message_is_cut_at_a_whole_line_that_says_how_many_are_left_out(
    robot: Robot, service: str, most: int
) -> None:
    briefs = [a_brief(scope=f"team:{n}", scope_label=f"{n}号团队") for n in range(60)]
    message = compose(briefs, WANG, "zh", attach="link")
    send(robot, service, message)
    body = robot.body
    words = {
        "wecom": lambda: body["markdown"]["content"],
        "dingtalk": lambda: body["markdown"]["text"],
        "feishu": lambda: body["card"]["elements"][0]["content"],
    }[service]()
    assert most - 300 < len(words.encode()) <= most
    *shown, last = words.removeprefix(f"### {message.subject}").splitlines()
    whole = {line.lstrip("●▲ ") for line in message.markdown.splitlines()}
    assert all(any(line.endswith(each) for each in whole) for line in shown)
    told = len([line for line in shown if line.strip()])
    total = len([line for line in message.markdown.splitlines() if line.strip()])
    assert last == f"……另有 {total - told} 行未显示，见完整报告"


def test_a_text_is_cut_by_bytes_and_not_by_letters() -> None:
    text = "东区\n" * 40
    cut = cut_lines(text, 100, "zh")
    assert len(cut.encode()) <= 100 and cut.startswith("东区\n东区\n")
    assert cut_lines("东" * 100, 20, "en") == ""


@pytest.mark.parametrize("service", SERVICES)
def test_names_can_neither_link_nor_mention_anybody_nor_format(robot: Robot, service: str) -> None:
    name = "<at id=all></at> <@all> [x](http://evil.example) **b** `c` <font color='red'>"
    send(robot, service, a_message(scope_label=name, sentences=(name,), flags=(), flag_count=0))
    text = str(robot.body)
    assert "<at" not in text and "<@" not in text and "](" not in text and "<font" not in text
    assert "http://" not in text and "`" not in text and "**b**" not in text


@pytest.mark.parametrize("service", SERVICES)
def test_a_real_report_fits_into_every_chat_whole(
    robot: Robot, service: str, real_zh: list[Brief], real_en: list[Brief]
) -> None:
    for brief in [*real_zh, *real_en]:
        robot.posts.clear()
        send(robot, service, compose([brief], WANG, brief.lang))
        text = str(robot.body)
        assert "未显示" not in text and "more line" not in text
        assert f"]({brief.link})" in text


REFUSED = [
    ("wecom", 93000, "invalid webhook url", "Look at the webhook"),
    ("wecom", 40058, "markdown.content exceed max length 4096", "Tell whoever"),
    ("dingtalk", 310000, "keywords not in content", "Change the keyword"),
    ("dingtalk", 310000, "sign not match", "Look at the signing secret"),
    ("dingtalk", 310000, "invalid timestamp", "Look at the signing secret"),
    ("dingtalk", 310000, "ip 1.2.3.4 not in whitelist", "Add this machine's public IP"),
    ("dingtalk", 300001, "token is not exist", "Look at the webhook"),
    ("dingtalk", 400102, "robot is stopped", "The robot is switched off"),
    ("dingtalk", 460101, "message too long, exceed 20000 bytes", "The message is too long"),
    ("feishu", 19021, "sign match fail or timestamp is not within one hour", "Look at the signing"),
    ("feishu", 19022, "Ip Not Allowed", "Add this machine's public IP"),
    ("feishu", 19024, "Key Words Not Found", "Change the keyword"),
    (
        "feishu",
        19001,
        "param invalid: incoming webhook access token invalid",
        "Look at the webhook",
    ),
]


@pytest.mark.parametrize(("service", "code", "said", "todo"), REFUSED)
def test_what_a_service_refuses_for_good_is_said_with_what_to_do(
    robot: Robot, service: str, code: int, said: str, todo: str
) -> None:
    is_feishu = service == "feishu"
    robot.answer = {"code": code, "msg": said} if is_feishu else {"errcode": code, "errmsg": said}
    with pytest.raises(PermanentDeliveryError) as raised:
        send(robot, service)
    text = raised.value.text("en")
    assert f"({code}: {said})" in text and todo in text
    assert "拒绝了消息" in raised.value.text("zh")


@pytest.mark.parametrize(
    ("service", "status", "answer"),
    [
        ("wecom", 200, {"errcode": 45009, "errmsg": "api freq out of limit"}),
        (
            "dingtalk",
            200,
            {"errcode": 130101, "errmsg": "send too fast, exceed 20 times per minute"},
        ),
        ("dingtalk", 200, {"errcode": -1, "errmsg": "system busy"}),
        ("feishu", 200, {"code": 11232, "msg": "frequency limited"}),
        ("feishu", 429, {"code": 99991400, "msg": "request trigger frequency limit"}),
        ("wecom", 502, "<html>Bad Gateway</html>"),
        ("dingtalk", 302, ""),
        ("wecom", 200, "<html>Please log in</html>"),
        ("feishu", 200, {"errcode": 0}),
    ],
)
def test_what_may_pass_later_is_a_temporary_error(
    robot: Robot, service: str, status: int, answer: object
) -> None:
    robot.status, robot.answer = status, answer
    with pytest.raises(TemporaryDeliveryError) as raised:
        send(robot, service)
    assert not raised.value.may_have_arrived
    assert len(robot.posts) == 1  # it follows no redirection and tries only once


def test_an_address_that_is_not_there_is_refused_for_good(robot: Robot) -> None:
    robot.status, robot.answer = 404, "not found"
    with pytest.raises(PermanentDeliveryError, match="Look at the webhook in the environment"):
        send(robot, "wecom")


def test_a_slow_service_is_given_up_and_the_message_may_have_arrived(robot: Robot) -> None:
    robot.wait = 1
    with pytest.raises(
        TemporaryDeliveryError, match=r"did not answer within 0\.2 seconds"
    ) as raised:
        send(robot, "wecom", timeout=0.2)
    assert raised.value.may_have_arrived and len(robot.posts) == 1


def test_a_dropped_connection_may_have_delivered_and_none_at_all_has_not(robot: Robot) -> None:
    robot.drops = True
    with pytest.raises(TemporaryDeliveryError) as dropped:
        send(robot, "wecom")
    assert dropped.value.may_have_arrived
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        closed = Robot(address=f"http://127.0.0.1:{free.getsockname()[1]}")
        with pytest.raises(TemporaryDeliveryError, match="cannot be reached") as refused:
            send(closed, "wecom")
    assert not refused.value.may_have_arrived


def test_a_certificate_that_nobody_trusts_gets_no_message(tmp_path: Path) -> None:
    with serving(Robot(), make_certificate(tmp_path)) as robot:
        with pytest.raises(PermanentDeliveryError, match="certificate"):
            send(robot, "wecom")
        assert robot.posts == []


@pytest.mark.parametrize(
    "url",
    ["", "http://qyapi.weixin.qq.com/x?key=1", "ftp://a.example/x", "https://", "https://a b/x",
     "https://a.example:99999/x", "https://[::1/x", "693a91f6"],
)  # fmt: skip
def test_an_address_over_which_the_key_would_not_be_safe_is_refused(url: str) -> None:
    with pytest.raises(PermanentDeliveryError, match="Copy it whole from the robot's page"):
        send_chat(Group("wecom", url), a_message(), at=AT)


def test_an_unknown_service_names_the_known_ones() -> None:
    with pytest.raises(PermanentDeliveryError, match="Known: dingtalk, feishu, wecom"):
        send_chat(Group("slack", "https://a.example"), a_message(), at=AT)


@pytest.mark.parametrize("service", SERVICES)
@pytest.mark.parametrize("trouble", ["refused", "repeated", "slow", "dropped", "closed", "bad"])
def test_address_and_secret_stand_in_no_error_no_traceback_and_no_log(
    service: str, trouble: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    with serving(Robot()) as robot:
        if trouble == "refused":
            robot.status, robot.answer = 500, "no"
        elif trouble == "repeated":
            words = f"no such {robot.address}{PATHS[service]} {KEY} {SECRET}"
            robot.answer = {"errcode": 9, "code": 9, "errmsg": words, "msg": words}
        elif trouble == "slow":
            robot.wait = 0.3
        robot.drops = trouble == "dropped"
        address = robot.address
    with serving(robot) as running:
        url = {"closed": address, "bad": "https://a b"}.get(trouble, running.address)
        group = Group(service, url + PATHS[service], SECRET)
        with pytest.raises(DeliveryError) as raised:
            send_chat(group, a_message(), at=AT, timeout=0.1 if trouble == "slow" else 5)
    error = raised.value
    told = [error.text("en"), error.text("zh"), repr(error), repr(group), caplog.text]
    told += traceback.format_exception(error)
    assert error.__context__ is None
    for text in told:
        assert KEY not in text and "SECthis" not in text and "sign=" not in text
