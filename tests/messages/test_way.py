"""A group in a chat gets its message by the way that a run uses."""

from datetime import UTC, datetime

from salesnb.delivery.ledger import Letter
from salesnb.delivery.message import compose
from salesnb.delivery.people import Recipient
from salesnb.delivery.secrets import Secrets
from salesnb.delivery.ways import ChatCarrier
from tests.messages.briefs import a_brief
from tests.messages.server import Robot, serving

AT = datetime(2026, 10, 31, 8, 0, tzinfo=UTC)


def test_a_group_is_reached_by_the_address_and_secret_of_the_environment() -> None:
    group = Recipient("东区群", chat={"dingtalk": "east"})
    letter = Letter("<1@example.com>", "dingtalk", "east", ())
    with serving(Robot()) as robot:
        secrets = Secrets(
            {
                "SALESNB_WEBHOOK_EAST": f"{robot.address}/robot/send?access_token=abcdef",
                "SALESNB_WEBHOOK_EAST_SECRET": "SECabcdef",
            }
        )
        carrier = ChatCarrier("dingtalk", secrets, lambda: AT)
        carrier.ready()
        message = compose([a_brief()], group, "zh", attach="link")
        assert carrier.carry(message, group, letter) == "ok"
    (post,) = robot.posts
    assert post.query["access_token"] == ["abcdef"] and post.query["timestamp"] == ["1793433600000"]
    assert post.body["markdown"]["title"] == message.subject
