"""Alerts go out by mail: to whom they concern, each step once, however a run ends."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from datetime import date, datetime, timedelta
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest
from click.testing import Result

from salesnb.delivery.ledger import Ledger
from salesnb.workspace import Workspace
from tests.alerts.cases import STAFF
from tests.alerts.test_life import PARAMS
from tests.delivery.server import Mailbox
from tests.frames import Records, fill
from tests.tasks.lists import fill_in

JOB = "delivery: {ways: [mail], alerts: true}\n"
ROOT = Path(__file__).parents[2]
# The command line, killed where a step of the queueing would begin.
KILLED = """
import os, signal
import salesnb.delivery.alerts as news
from salesnb.cli import main
*owner, name = "{step}".split(".")
place = getattr(news, owner[0]) if owner else news
setattr(place, name, lambda *words, **more: os.kill(os.getpid(), signal.SIGKILL))
main({words})
"""
NAMES = {"jia": "甲", "yi": "乙", "qian": "钱", "sun": "孙", "li": "李", "zhou": "周"}
ADDRESSES = {name: f"{word}@example.com" for word, name in NAMES.items()}
PEOPLE: Records = [{**row, "email": ADDRESSES[str(row["name"])]} for row in STAFF]
ORDER = {"customer_id": "C1", "owner": "甲", "order_date": "2026-03-02", "amount": 100}


@pytest.fixture
def shop(workspace: Workspace) -> Workspace:
    """An order of 甲, due on 1 April 2026, a deal of 乙 of 20 March, and one of 甲 of 1 April."""
    (workspace.root / "params" / "alerts.yml").write_text(PARAMS, encoding="utf-8")
    deal = {"customer_id": "C1", "stage": "opportunity", "amount": 50}
    tables: dict[str, Records] = {
        "staff": PEOPLE,
        "customers": [{"customer_id": "C1", "customer_name": "东方", "owner": "甲"}],
        "orders": [{**ORDER, "order_id": "S1", "due_date": "2026-04-01"}],
        "payments": [
            {"payment_id": "P0", "order_id": "S1", "paid_amount": 1, "paid_date": "2026-03-03"}
        ],
        "opportunities": [
            {**deal, "opportunity_id": "O1", "owner": "乙", "created_at": "2026-03-20"},
            {**deal, "opportunity_id": "O2", "owner": "甲", "created_at": "2026-04-01"},
        ],
    }
    fill(workspace.store, tables, datetime(2026, 4, 1, 8))
    return workspace


@pytest.fixture
def run(shop: Workspace, mails, job, salesnb, secrets: None) -> Callable[..., Result]:
    """Run the job `month` of a day: `run("2026-04-02")`."""
    job("", text=JOB)
    return lambda day, *words: salesnb(shop, "run", "month", "--date", str(day), *words)


def told(box: Mailbox, since: int = 0) -> list[str]:
    """Return the mails since: `甲: 1 ● O1`, how many alerts, and which things they name."""
    found = []
    for address, mail in box.taken[since:]:
        lines = mail.get_body(("plain",)).get_content().splitlines()
        marks = [line.split("（")[0] for line in lines if line.startswith(("●", "▲"))]
        found.append(f"{NAMES[address.partition('@')[0]]}: {' / '.join(marks)}")
    return found


def test_the_ladder_day_by_day_over_31_days_is_exactly_what_is_mailed(
    run, shop: Workspace, box: Mailbox
) -> None:
    sent = {}
    for day in (date(2026, 4, 2) + timedelta(days=n) for n in range(31)):
        before = len(box.taken)
        assert run(day).exit_code == 0
        if news := told(box, before):
            sent[f"{day:%m-%d}"] = news
    assert sent == {
        "04-02": ["甲: ▲ 东方 回款逾期 1 天，99 元"],
        "04-05": ["乙: ▲ 东方 在“商机”阶段已停留 16 天"],
        "04-17": ["甲: ▲ 东方 在“商机”阶段已停留 16 天"],
        "04-20": ["孙: ▲ 东方 在“商机”阶段已停留 31 天"],  # nobody leads the west
        "05-02": ["钱: ● 东方 回款逾期 31 天，99 元 / ▲ 东方 在“商机”阶段已停留 31 天"],
    }


def test_the_same_day_twice_sends_nothing(run, shop: Workspace, box: Mailbox) -> None:
    for _ in range(2):
        assert run("2026-05-02").exit_code == 0
    assert told(box) == [
        "乙: ▲ 东方 在“商机”阶段已停留 43 天",
        "孙: ▲ 东方 在“商机”阶段已停留 43 天",
        "甲: ● 东方 回款逾期 31 天，99 元 / ▲ 东方 在“商机”阶段已停留 31 天",
        "钱: ● 东方 回款逾期 31 天，99 元 / ▲ 东方 在“商机”阶段已停留 31 天",
    ]
    subjects = {mail["Subject"] for mail in box.of(ADDRESSES["甲"])}
    assert subjects == {"甲：2 项新预警（1 项红灯）"}


@pytest.mark.skipif(os.name != "posix", reason="kill -9")
@pytest.mark.parametrize("step", ["new_alerts", "Ledger.enqueue", "mark_told"])
def test_a_run_killed_around_the_queueing_loses_nothing_and_repeats_nothing(
    run, shop: Workspace, box: Mailbox, step: str
) -> None:
    words = ["--workspace", str(shop.root), "run", "month", "--date", "2026-04-02"]
    code = KILLED.format(step=step, words=words)
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, cwd=ROOT)
    assert ended.returncode == -signal.SIGKILL, ended.stderr
    assert not box.taken
    for day in ("2026-04-02", "2026-04-03"):
        assert run(day).exit_code == 0
    assert told(box) == ["甲: ▲ 东方 回款逾期 1 天，99 元"]


def test_what_is_settled_while_its_message_waits_is_not_sent(
    run, shop: Workspace, mails, box: Mailbox
) -> None:
    mails(smtp={"port": 1}, retries=0)
    assert run("2026-04-02").exit_code == 1
    paid = {"payment_id": "P1", "order_id": "S1", "paid_amount": 99, "paid_date": "2026-04-03"}
    fill(shop.store, {"payments": [paid]}, datetime(2026, 4, 3, 8))
    mails()
    assert run("2026-04-03").exit_code == 0
    assert told(box) == []
    assert [row.state for row in Ledger(shop.state).rows()] == ["superseded"]


def test_what_waits_is_not_superseded_by_the_news_of_the_next_day(
    run, shop: Workspace, mails, box: Mailbox
) -> None:
    mails(smtp={"port": 1}, retries=0)
    assert run("2026-04-02").exit_code == 1
    assert run("2026-04-17").exit_code == 1
    mails()
    assert run("2026-04-18").exit_code == 0
    assert [each for each in told(box) if each.startswith("甲")] == [
        "甲: ▲ 东方 回款逾期 17 天，99 元",  # the words are those of the day on which it is sent
        "甲: ▲ 东方 在“商机”阶段已停留 17 天",
    ]


def test_what_waits_for_whoever_leads_the_team_no_more_goes_to_the_successor(
    run, shop: Workspace, mails, box: Mailbox
) -> None:
    for day in ("2026-04-02", "2026-04-17"):
        run(day)
    before = len(box.taken)
    mails(smtp={"port": 1}, retries=0)
    run("2026-05-02")
    moved = [
        {**PEOPLE[2], "team": "西区", "since": "2026-05-03"},
        {**PEOPLE[2], "name": "周", "email": "zhou@example.com", "since": "2026-05-03"},
    ]
    fill(shop.store, {"staff": moved}, datetime(2026, 5, 3, 8))
    mails()
    for day in ("2026-05-03", "2026-05-04"):
        assert run(day).exit_code == 0
    # 钱 leads the west now, where the head of the department had stood in.
    assert told(box, before) == [
        "周: ● 东方 回款逾期 32 天，99 元 / ▲ 东方 在“商机”阶段已停留 32 天",
        "钱: ▲ 东方 在“商机”阶段已停留 44 天",
    ]
    gone = [row.recipient for row in Ledger(shop.state).rows() if row.state == "withdrawn"]
    assert gone == ["孙", "钱"]


def test_the_part_of_a_waiting_message_that_concerns_its_reader_no_more_goes_to_the_next(
    run, shop: Workspace, mails, box: Mailbox
) -> None:
    for day in ("2026-04-02", "2026-04-17", "2026-04-20"):
        run(day)
    before = len(box.taken)
    mails(smtp={"port": 1}, retries=0)
    run("2026-05-02")  # to 钱: the order and the deal of 甲
    deal = {"opportunity_id": "O2", "customer_id": "C1", "owner": "乙", "amount": 50}
    fill(shop.store, {"opportunities": [deal]}, datetime(2026, 5, 3, 8))
    mails()
    for day in ("2026-05-03", "2026-05-04"):
        assert run(day).exit_code == 0
    # The deal is in the west now, which nobody leads but the head of the department.
    assert sorted(told(box, before)) == [
        "孙: ▲ 东方 在“商机”阶段已停留 32 天",
        "钱: ● 东方 回款逾期 32 天，99 元",
    ]


def test_whoever_has_no_address_is_named_and_told_when_there_is_one(
    run, shop: Workspace, box: Mailbox
) -> None:
    fill(shop.store, {"staff": [{**PEOPLE[0], "email": "nowhere"}]}, datetime(2026, 4, 1, 9))
    done = run("2026-04-02")
    assert done.exit_code == 1 and "甲：未收到 1 项预警" in done.stderr
    fill(shop.store, {"staff": [PEOPLE[0]]}, datetime(2026, 4, 3, 8))
    assert run("2026-04-03").exit_code == 0
    assert told(box) == ["甲: ▲ 东方 回款逾期 2 天，99 元"]


def test_everybody_gets_the_own_worklist_once_a_day_with_the_alerts_or_alone(
    run, job, shop: Workspace, box: Mailbox, salesnb, tmp_path: Path
) -> None:
    job("", text="delivery: {ways: [mail], alerts: true, worklists: [xlsx, ics]}\n")
    for _ in range(2):
        assert run("2026-04-02").exit_code == 0
    sent = {NAMES[address.partition("@")[0]]: mail for address, mail in box.taken}
    assert len(box.taken) == len(sent)
    assert sent["甲"]["Subject"] == "甲：1 项新预警"
    files = {part.get_filename(): part.get_content() for part in sent["甲"].iter_attachments()}
    assert sorted(files) == ["待办清单-2026-04-02.ics", "待办清单-2026-04-02.xlsx"]
    assert "SUMMARY:催款：东方" in files["待办清单-2026-04-02.ics"]
    others = {mail["Subject"] for name, mail in sent.items() if name != "甲"}
    assert others <= {f"{name}：2026-04-02 待办清单" for name in sent}
    # What was sent can be filled in and given back.
    path = tmp_path / "back.xlsx"
    path.write_bytes(files["待办清单-2026-04-02.xlsx"])
    fill_in(path, {0: {"完成": "是", "客户反馈/结果": "月底付款"}})
    done = salesnb(shop, "tasks", "--take", path, "--as", "甲")
    assert done.exit_code == 0 and "完成 1" in done.stderr


def test_whose_role_does_not_see_every_column_gets_no_alert_and_no_worklist(
    run, job, params, shop: Workspace, box: Mailbox
) -> None:
    params("organisation", roles={"marketing": {"tables": ["orders"], "without": ["amount"]}})
    fill(shop.store, {"staff": [{**PEOPLE[0], "role": "marketing"}]}, datetime(2026, 4, 1, 9))
    job("", text="delivery: {ways: [mail], alerts: true, worklists: [ics]}\n")
    assert run("2026-04-02").exit_code == 0
    assert not box.of(ADDRESSES["甲"])
    assert "钱: ▲ 东方 回款逾期 1 天，99 元" in told(box)  # whoever stands next above


def test_a_dry_run_shows_the_mails_and_writes_nothing_down(
    run, shop: Workspace, box: Mailbox
) -> None:
    done = run("2026-04-02", "--dry-run")
    assert done.exit_code == 0, done.stderr
    assert "将发送" in done.stdout and "alerts" in done.stdout
    (file,) = (shop.root / "data" / "dry-run").glob("*/*.eml")
    assert (
        "回款逾期" in message_from_bytes(file.read_bytes(), policy=default).get_body().get_content()
    )
    assert not box.taken and not shop.state.exists()


def test_a_job_without_anything_to_do_and_alerts_on_somebodys_behalf_are_refused(run, job) -> None:
    for text, said in (
        ("every: [team]\n", "没有要做的事"),
        (JOB + "viewer: 甲\n", "不能与 viewer 同用"),
    ):
        job("", text=text)
        done = run("2026-04-02")
        assert done.exit_code == 2 and said in done.stderr
