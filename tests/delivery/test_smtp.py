"""Servers that refuse, are slow, drop the line, or are not who they say; headers and sizes."""

import socket
import threading
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from salesnb.delivery.envelope import mail_of
from salesnb.delivery.errors import (
    DeliveryError,
    PermanentDeliveryError,
    TemporaryDeliveryError,
    WayDownError,
)
from salesnb.delivery.message import Message
from salesnb.delivery.secrets import Secrets
from salesnb.delivery.smtp import Mailer
from salesnb.settings.delivery import Smtp
from tests.delivery.server import PASSWORD, USER, Mailbox, make_certificate, start_server

SENDER = "销售报表 <reports@example.com>"
AT = datetime(2026, 11, 1, 7, tzinfo=UTC)
Send = Callable[..., str]


def a_mail(name: str = "王芳", address: str = "fang@example.com", **more):
    message = Message("东区 10月 完成80%", "<p>80 %</p>", "80 %", "80 %", **more)
    return mail_of(
        message,
        sender=SENDER,
        name=name,
        address=address,
        message_id="<1@example.com>",
        at=AT,
        lang="zh",
    )


@pytest.fixture
def send(server, certificate: tuple[Path, Path], tmp_path: Path) -> Send:
    """Send a mail: `send(password="wrong", port=1)`."""

    def sent(mail=None, address: str = "fang@example.com", password: str = PASSWORD, **more) -> str:
        given = {"host": "localhost", "port": server.port, "sender": SENDER, "timeout": 1}
        smtp = Smtp(**{**given, "ca_file": str(certificate[0]), **more})
        secrets = Secrets({"SALESNB_SMTP_USER": USER, "SALESNB_SMTP_PASSWORD": password})
        mailer = Mailer(smtp, secrets, tmp_path)
        try:
            mailer.ready()
            return mailer.send(mail or a_mail(), "reports@example.com", address)
        finally:
            mailer.close()

    return sent


def test_a_mail_arrives_with_names_in_chinese_and_a_number_of_its_own(
    send: Send, box: Mailbox
) -> None:
    assert send() == "250 queued as 1"
    ((address, mail),) = box.taken
    assert address == "fang@example.com" and mail["Message-ID"] == "<1@example.com>"
    assert mail["To"].addresses[0].display_name == "王芳"
    assert mail["From"].addresses[0].display_name == "销售报表"
    assert mail["Subject"] == "东区 10月 完成80%"
    assert mail["List-Unsubscribe"] == "<mailto:reports@example.com?subject=unsubscribe>"
    assert "=?utf-8?" in a_mail().as_string()  # RFC 2047


@pytest.mark.parametrize(
    "answer, kind",
    [
        ("450 mailbox busy", TemporaryDeliveryError),
        ("421 closing", TemporaryDeliveryError),
        ("550 no such user", PermanentDeliveryError),
        ("552 too large", PermanentDeliveryError),
    ],
)
@pytest.mark.parametrize("when", ["answer_to", "after_data"])
def test_4xx_is_for_now_and_5xx_for_good(
    send: Send, box: Mailbox, answer: str, kind: type[DeliveryError], when: str
) -> None:
    setattr(box, when, lambda address: answer)
    with pytest.raises(kind, match=answer):
        send()


@pytest.mark.parametrize("when", ["answer_to", "after_data"])
def test_a_dropped_line_is_for_now(send: Send, box: Mailbox, when: str) -> None:
    setattr(box, when, lambda address: "drop")
    with pytest.raises(TemporaryDeliveryError, match="gave no answer") as caught:
        send()
    assert caught.value.may_have_arrived and not isinstance(caught.value, WayDownError)


def test_a_server_that_never_answers_is_given_up_after_the_timeout(
    send: Send, box: Mailbox
) -> None:
    box.pause = 3
    with pytest.raises(TemporaryDeliveryError, match=r"none within 0\.3 s"):
        send(timeout=0.3)


def test_a_server_that_takes_the_line_and_says_nothing_is_unreachable(send: Send) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        held: list[object] = []
        threading.Thread(target=lambda: held.append(silent.accept()), daemon=True).start()
        with pytest.raises(WayDownError, match="cannot be reached") as caught:
            send(port=silent.getsockname()[1], timeout=0.3)
    assert caught.value.is_worth_waiting


def test_no_server_is_worth_waiting_for(send: Send) -> None:
    with pytest.raises(WayDownError, match="cannot be reached") as caught:
        send(port=1)
    assert caught.value.is_worth_waiting


def test_a_certificate_that_is_not_trusted_is_refused_before_the_password(
    send: Send, box: Mailbox, tmp_path: Path
) -> None:
    other, _ = make_certificate(tmp_path, "localhost")
    for ca_file in (None, str(other)):
        with pytest.raises(WayDownError, match=r"certificate .* is not trusted") as caught:
            send(ca_file=ca_file)
        assert not caught.value.is_worth_waiting
    assert not box.taken and not box.tries


def test_a_certificate_of_another_name_is_refused(send: Send) -> None:
    with pytest.raises(WayDownError, match="is not trusted"):
        send(host="127.0.0.1")


def test_a_wrong_password_is_told_without_the_password(send: Send) -> None:
    with pytest.raises(WayDownError, match="refuses the login") as caught:
        send(password="battery staple")
    assert not caught.value.is_worth_waiting
    assert "battery" not in str(caught.value) and "SALESNB_SMTP_PASSWORD" in str(caught.value)


def test_starttls_is_spoken_where_params_say_so(
    send: Send, certificate: tuple[Path, Path], tmp_path: Path
) -> None:
    box = Mailbox()
    controller = start_server(box, certificate, starttls=True)
    try:
        assert send(port=controller.port, tls="starttls") == "250 queued as 1"
        with pytest.raises(WayDownError, match="does not speak tls: tls"):
            send(port=controller.port, tls="tls")
        other, _ = make_certificate(tmp_path, "localhost")
        with pytest.raises(WayDownError, match="is not trusted"):
            send(port=controller.port, tls="starttls", ca_file=str(other))
    finally:
        controller.stop()
    assert len(box.taken) == 1


@pytest.mark.parametrize(
    "address",
    [
        "a@b.example,c@d.example",
        "a@b.example\r\nBcc: c@d.example",
        "a@b.example c@d.example",
        "<a@b.example>",
        "a@b",
        "王@example.com",
        "",
    ],
)
def test_what_is_not_one_address_is_refused(address: str) -> None:
    with pytest.raises(ValueError, match=r"not one mail address|line break"):
        a_mail(address=address)


def test_no_header_can_be_put_into_a_name_or_a_subject(send: Send, box: Mailbox) -> None:
    message = Message("Sales\r\nBcc: evil@example.com\n", "<p>x</p>", "x", "x")
    mail = mail_of(
        message,
        sender=SENDER,
        name="Ann\r\nBcc: evil@example.com",
        address="ann@example.com",
        message_id="<2@example.com>",
        at=AT,
        lang="en",
    )
    send(mail, address="ann@example.com")
    ((_, taken),) = box.taken
    assert taken["Bcc"] is None and taken["Subject"] == "Sales Bcc: evil@example.com"
    assert [each.addr_spec for each in taken["To"].addresses] == ["ann@example.com"]


def test_attachments_arrive_as_they_are_with_names_in_chinese(
    send: Send, box: Mailbox, tmp_path: Path
) -> None:
    file = tmp_path / "业绩.zh.xlsx"
    file.write_bytes(bytes(range(256)) * 4000)
    send(a_mail(attachments=(file,)))
    (part,) = box.taken[0][1].iter_attachments()
    assert part.get_filename() == "业绩.zh.xlsx" and part.get_content() == file.read_bytes()


def test_secrets_do_not_show() -> None:
    secrets = Secrets({"SALESNB_SMTP_PASSWORD": PASSWORD})
    assert PASSWORD not in repr(secrets) + str(vars(Secrets)) + f"{secrets!r}"
    assert secrets.scrubbed(f"535 bad: {PASSWORD}") == "535 bad: ***"
