"""The ledger: what is queued, what is there already, what is a correction, what waits."""

from dataclasses import replace
from datetime import datetime
from pathlib import Path
from threading import Thread

import pytest

from salesnb.delivery.ledger import Item, Ledger

AT = datetime(2026, 11, 1, 7)
ITEM = Item(
    job="month",
    period="2026-10",
    scope="team:East",
    notebook="funnel",
    recipient="Ann",
    way="mail",
    lang="en",
    content="A",
    day="2026-11-01",
    page="2026-10/team-East/funnel.en.html",
    is_final=True,
    told={"sales": "1.2 M"},
)


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    """A new ledger."""
    return Ledger(tmp_path / "state.sqlite")


def queue(ledger: Ledger, *items: Item, digest: bool = True) -> int:
    return ledger.enqueue(items or [ITEM], AT, "example.com", digest=digest)


def send(ledger: Ledger) -> list[str]:
    """Deliver everything; return the kinds in order."""
    kinds = []
    for letter in ledger.letters("month"):
        assert ledger.claim(letter)
        ledger.hand_over(letter, AT)
        ledger.confirm(letter, AT, "250 ok")
        kinds += [row.kind for row in letter.rows]
    return kinds


def test_what_was_sent_or_waits_with_the_same_content_is_not_queued_again(ledger: Ledger) -> None:
    assert [queue(ledger), queue(ledger)] == [1, 0]
    assert send(ledger) == ["report"]
    assert queue(ledger) == 0 and send(ledger) == []


def test_other_content_of_what_was_sent_is_a_correction_and_knows_what_was_told(
    ledger: Ledger,
) -> None:
    queue(ledger)
    send(ledger)
    assert queue(ledger, replace(ITEM, content="B", told={"sales": "1.1 M"})) == 1
    ((row,),) = [letter.rows for letter in ledger.letters("month")]
    assert row.kind == "correction" and row.edition == 2
    assert ledger.received(row).told == {"sales": "1.2 M"}


def test_what_never_left_is_superseded_and_the_new_content_is_no_correction(
    ledger: Ledger,
) -> None:
    queue(ledger)
    queue(ledger, replace(ITEM, content="B"))
    assert [row.state for row in ledger.rows()] == ["superseded", "queued"]
    assert send(ledger) == ["report"]


def test_what_may_have_arrived_is_corrected(ledger: Ledger) -> None:
    queue(ledger)
    (letter,) = ledger.letters("month")
    ledger.claim(letter)
    ledger.hand_over(letter, AT)  # and then the process was killed
    queue(ledger, replace(ITEM, content="B", told={"sales": "1.1 M"}))
    ((row,),) = [letter.rows for letter in ledger.letters("month")]
    assert ledger.received(row).told == {"sales": "1.2 M"}
    queue(ledger, replace(ITEM, content="C"))
    assert send(ledger) == ["correction"]


def test_what_was_refused_for_now_cannot_have_arrived_and_is_not_corrected(ledger: Ledger) -> None:
    queue(ledger)
    (letter,) = ledger.letters("month")
    ledger.claim(letter)
    ledger.hand_over(letter, AT)
    ledger.put_back(letter, "451 later")
    queue(ledger, replace(ITEM, content="B"))
    assert send(ledger) == ["report"]


def test_a_report_that_is_right_again_is_sent_again_as_a_correction(ledger: Ledger) -> None:
    for content in "ABA":
        queue(ledger, replace(ITEM, content=content))
        send(ledger)
    assert [(row.content, row.kind) for row in ledger.rows()] == [
        ("A", "report"),
        ("B", "correction"),
        ("A", "correction"),
    ]
    assert len({row.message for row in ledger.rows()}) == 3


def test_the_next_days_report_of_a_period_under_way_corrects_nothing(ledger: Ledger) -> None:
    running = replace(ITEM, is_final=False)
    queue(ledger, running)
    send(ledger)
    queue(ledger, replace(running, content="B", day="2026-11-02"))
    assert send(ledger) == ["report"]
    queue(ledger, replace(running, content="C", day="2026-11-02"))
    assert send(ledger) == ["correction"]


def test_a_digest_is_one_message_per_person_and_way(ledger: Ledger) -> None:
    items = [
        replace(ITEM, recipient=who, notebook=notebook)
        for who in ("Ann", "Bob")
        for notebook in ("funnel", "performance")
    ]
    queue(ledger, *items)
    assert [(each.recipient, len(each.rows)) for each in ledger.letters("month")] == [
        ("Ann", 2),
        ("Bob", 2),
    ]


def test_without_digest_each_report_is_a_message(ledger: Ledger) -> None:
    queue(ledger, ITEM, replace(ITEM, notebook="performance"), digest=False)
    assert [len(letter.rows) for letter in ledger.letters("month")] == [1, 1]


def test_the_number_of_a_message_comes_from_its_content_alone(tmp_path: Path) -> None:
    numbers = []
    for name in ("one", "two"):
        ledger = Ledger(tmp_path / name)
        queue(ledger, ITEM, replace(ITEM, notebook="performance"))
        numbers.append(ledger.letters("month")[0].message)
    assert numbers[0] == numbers[1] and numbers[0].endswith("@example.com>")


def test_a_message_that_was_taken_keeps_its_number_after_a_crash(ledger: Ledger) -> None:
    queue(ledger)
    (letter,) = ledger.letters("month")
    ledger.claim(letter)
    ledger.hand_over(letter, AT)
    (again,) = ledger.letters("month")
    assert again.message == letter.message and again.rows[0].state == "sent"
    assert ledger.claim(again) and ledger.letters("month")[0].rows[0].state == "sent"


def test_what_is_dead_is_not_sent_until_somebody_says_so(ledger: Ledger) -> None:
    queue(ledger)
    (letter,) = ledger.letters("month")
    ledger.claim(letter)
    ledger.close(letter, "dead", "550 no such user")
    assert queue(ledger) == 0 and ledger.letters("month") == []
    assert ledger.revive() == 1 and send(ledger) == ["report"]


def test_two_who_queue_at_once_queue_once(ledger: Ledger) -> None:
    queued: list[int] = []
    threads = [Thread(target=lambda: queued.append(queue(ledger))) for _ in range(8)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert sum(queued) == 1 and len(ledger.rows()) == 1


def test_news_wait_beside_each_other_and_the_same_news_are_queued_once(ledger: Ledger) -> None:
    for kind in ("assignment", "alerts"):
        news = replace(ITEM, kind=kind, page="", notebook=kind)
        counts = [queue(ledger, replace(news, content=content)) for content in "ABA"]
        assert counts == [1, 1, 0]
    assert {row.state for row in ledger.rows()} == {"queued"}
