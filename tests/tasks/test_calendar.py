"""A worklist as a calendar: stable numbers, each file counts higher, text that any program reads."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from icalendar import Calendar

from salesnb.tasks import write_calendar
from salesnb.workspace import Workspace
from tests.tasks.lists import DAY, tasks

LONG = "王总您好，上次您提到价格偏高；我们整理了同行业的案例，\n方便今天下午通个电话吗？" * 3


def events(path: Path, frame, **more) -> list:
    write_calendar(frame, path, lang="zh", as_of=DAY, title="甲 · 待办", **more)
    return Calendar.from_ical(path.read_bytes()).walk("VEVENT")


def test_each_task_is_an_all_day_event_on_its_day_or_today(tmp_path: Path) -> None:
    frame = tasks(
        {"key": "follow_up:C1", "due_on": "2026-10-28"},
        {"key": "follow_up:C2", "due_on": "2026-11-02"},
        {"key": "follow_up:C3", "due_on": None},
        {"key": "follow_up:C4", "is_shown": False},
    )
    days = [each.decoded("dtstart") for each in events(tmp_path / "a.ics", frame)]
    assert sorted(days) == [DAY, DAY, date(2026, 11, 2)]


def test_a_second_file_has_the_same_numbers_and_counts_higher(tmp_path: Path) -> None:
    frame = tasks({"key": "follow_up:C1"}, {"key": "follow_up:C1", "owner": "乙"})
    at = datetime(2026, 10, 30, 8)
    before = events(tmp_path / "a.ics", frame, made_at=at)
    after = events(tmp_path / "b.ics", frame, made_at=at + timedelta(hours=1))
    assert [e["uid"] for e in before] == [e["uid"] for e in after]
    assert len({e["uid"] for e in before}) == 2
    assert all(a["sequence"] > b["sequence"] for b, a in zip(before, after, strict=True))
    assert before[0].decoded("dtstamp") == datetime(2026, 10, 30, 0, tzinfo=UTC)  # 8 in Shanghai


def test_chinese_text_comes_back_whole_from_lines_of_75_bytes(tmp_path: Path) -> None:
    frame = tasks({"key": "follow_up:C1", "name": "苏州精工，机械；有限公司", "draft": LONG})
    (event,) = events(tmp_path / "a.ics", frame)
    assert event["summary"] == "按频次跟进：苏州精工，机械；有限公司"
    assert LONG in event["description"] and "涉及金额：20.0 万" in event["description"]
    lines = (tmp_path / "a.ics").read_bytes().split(b"\r\n")
    assert max(map(len, lines)) <= 75


def test_of_a_day_the_most_valuable_task_alone_reminds(tmp_path: Path) -> None:
    frame = tasks(
        {"key": "follow_up:C1"},
        {"key": "follow_up:C2"},
        {"key": "follow_up:C3", "due_on": "2026-11-02"},
    )
    reminding = [len(each.walk("VALARM")) for each in events(tmp_path / "a.ics", frame)]
    assert reminding == [1, 0, 1]


def test_the_number_of_an_event_tells_nothing_of_the_customer(tmp_path: Path) -> None:
    (event,) = events(tmp_path / "a.ics", tasks({"key": "follow_up:CL2023"}))
    assert "CL2023" not in event["uid"] and event["class"] == "PRIVATE"


def test_of_two_files_in_the_hour_that_comes_twice_the_later_counts_higher(
    workspace: Workspace, tmp_path: Path
) -> None:
    workspace.change_setting("timezone", "Europe/Berlin")
    frame = tasks({"key": "follow_up:C1"})
    found = []
    for at in (
        datetime(2026, 10, 25, 0, 50, tzinfo=UTC),
        datetime(2026, 10, 25, 1, 10, tzinfo=UTC),
    ):
        local = workspace.local_time(at)  # 02:50, then 02:10
        (event,) = events(tmp_path / "a.ics", frame, made_at=local, zone="Europe/Berlin")
        assert event.decoded("dtstamp") == at
        found.append(event["sequence"])
    assert found[1] == found[0] + 20
