"""A run's reports reach the right people, once, over a real mail server with TLS."""

import json
import sqlite3
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

import pytest
from click.testing import Result

from salesnb.delivery.ledger import Ledger
from salesnb.delivery.people import Directory
from salesnb.delivery.plan import plan_delivery
from salesnb.reports.outcome import Outcome
from salesnb.runs.state import RunState
from salesnb.workspace import Workspace
from tests.delivery.conftest import DAY, JOB, write_page
from tests.delivery.server import PASSWORD, Mailbox
from tests.messages.server import Robot, serving

RUN = ("run", "month", "--date", "2026-10-31")


def states(shop: Workspace) -> Counter[str]:
    return Counter(row.state for row in Ledger(shop.state).rows())


@pytest.fixture
def run(shop: Workspace, salesnb, secrets: None, monkeypatch) -> Callable[..., Result]:
    """Run the job `month` from the command line."""
    return lambda *words: salesnb(shop, *RUN, *words)


def test_each_report_goes_to_those_in_charge_of_its_scope_and_to_nobody_else(
    shop: Workspace, mails, job, rendered, run, box: Mailbox
) -> None:
    job("{ways: [mail]}")
    rendered()
    done = run()
    assert done.exit_code == 0, done.stderr
    titles = {address: mail["Subject"] for address, mail in box.taken}
    assert sorted(titles.values()) == [
        "Company Sep Tiny",
        "East 1 Sep Tiny",
    ]
    assert len(titles) == 2 and states(shop) == {"confirmed": 2}


def test_the_same_content_is_sent_once_however_often_it_is_made(
    mails, job, rendered, run, box: Mailbox
) -> None:
    job("{ways: [mail]}")
    for hour in (7, 8, 9):
        rendered(at=hour)
        assert run().exit_code == 0
    assert len(box.taken) == 2


def test_a_changed_report_is_sent_as_a_correction_that_says_what_changed(
    mails, job, rendered, run, box: Mailbox
) -> None:
    job("{ways: [mail]}")
    rendered("Sales 1.2 M")
    run()
    rendered("Sales 1.1 M")
    assert run().exit_code == 0
    assert len(box.taken) == 4
    for _, mail in box.taken[2:]:
        assert mail["Subject"].startswith("Correction: ")
        text = mail.get_body(("plain",)).get_content()
        assert "Sales: 1.2M → 1.1M" in text
    assert len({mail["Message-ID"] for _, mail in box.taken}) == 4


def test_a_report_that_the_gate_held_back_is_not_sent(
    mails, job, rendered, run, box: Mailbox
) -> None:
    job("{ways: [mail]}")
    rendered(held=("company",))
    assert run().exit_code == 1  # it was held back
    assert [mail["Subject"] for _, mail in box.taken] == ["East 1 Sep Tiny"]


def test_with_no_send_nothing_leaves_and_nothing_is_queued(
    shop: Workspace, mails, job, rendered, run, box: Mailbox
) -> None:
    job("{ways: [mail]}")
    rendered()
    assert run("--no-send").exit_code == 0
    assert not box.taken and not states(shop)


def test_a_dry_run_shows_who_would_get_what_and_writes_the_mails_as_files(
    shop: Workspace, mails, job, rendered, run, box: Mailbox
) -> None:
    job("{ways: [mail]}")
    rendered()
    done = run("--dry-run")
    assert done.exit_code == 0, done.stderr
    assert done.stdout.count("would be sent") == 2 and "***@example.com" in done.stdout
    files = sorted((shop.root / "data" / "dry-run" / "month-2026-10-31").glob("*.eml"))
    assert len(files) == 2 and b"Subject: Company Sep Tiny" in files[0].read_bytes()
    assert not box.taken and not states(shop)
    run()
    assert run("--dry-run").stdout.count("has it already") == 2


def test_where_no_server_answers_everything_waits_and_a_later_run_sends_it(
    shop: Workspace, mails, job, rendered, run, box: Mailbox, server
) -> None:
    job("{ways: [mail]}")
    mails(smtp={"port": 1})
    rendered()
    done = run()
    assert done.exit_code == 1
    assert "cannot be reached" in done.stderr and "Traceback" not in done.stderr
    assert states(shop) == {"queued": 2}
    mails()
    assert run("--resume").exit_code == 0
    assert len(box.taken) == 2 and states(shop) == {"confirmed": 2}


def test_resume_sends_only_what_is_missing(
    shop: Workspace, mails, job, rendered, run, box: Mailbox
) -> None:
    job("{ways: [mail]}")
    rendered()
    seen: list[str] = []
    box.answer_to = lambda address: seen.append(address) or ("451 later" if len(seen) > 1 else None)
    assert run().exit_code == 1
    assert states(shop) == {"confirmed": 1, "queued": 1}
    box.answer_to = lambda address: None
    assert run("--resume").exit_code == 0
    assert Counter(address for address, _ in box.taken).most_common(1)[0][1] == 1
    assert len(box.taken) == 2


def test_the_manifest_and_the_page_of_the_run_tell_what_was_sent(
    shop: Workspace, mails, job, rendered, run, box: Mailbox
) -> None:
    job("{ways: [mail]}")
    rendered()
    box.answer_to = lambda address: "550 no such user"
    assert run().exit_code == 1
    (manifest,) = (shop.reports / "runs").glob("*.json")
    told = json.loads(manifest.read_text("utf-8"))["deliveries"]
    assert [row["state"] for row in told] == ["dead", "dead"]
    page = manifest.with_suffix(".html").read_text("utf-8")
    assert "550 no such user" in page and "Deliveries" in page
    assert PASSWORD not in manifest.read_text("utf-8") + page


def test_the_operator_gets_one_mail_with_every_failure(
    mails, job, rendered, run, box: Mailbox
) -> None:
    job("{ways: [mail]}")
    mails(operator="ops@example.com")
    rendered()
    box.answer_to = lambda address: None if address.startswith("ops@") else "550 no such user"
    assert run().exit_code == 1
    (mail,) = box.of("ops@example.com")
    assert mail["Subject"] == "salesnb month of 2026-10-31: 2 problems"
    assert mail.get_body(("plain",)).get_content().count("550 no such user") == 2


def test_a_temporary_error_is_tried_again_within_the_run(
    shop: Workspace, mails, job, rendered, run, box: Mailbox
) -> None:
    job("{ways: [mail]}")
    rendered()
    box.answer_to = lambda address: "451 later" if box.tries.count(address) < 2 else None
    assert run().exit_code == 0
    assert len(box.taken) == 2 and len(box.tries) == 4


def test_one_bad_address_stops_nobody_else_and_is_not_tried_again(
    shop: Workspace, mails, job, rendered, run, salesnb, box: Mailbox
) -> None:
    job("{ways: [mail]}")
    rendered()
    first: list[str] = []
    box.answer_to = lambda address: (
        "550 no such user" if address == (first or [first.append(address), address])[-1] else None
    )
    assert run().exit_code == 1
    assert len(box.taken) == 1 and box.tries.count(first[0]) == 1
    assert run().exit_code == 0 and box.tries.count(first[0]) == 1
    dead = json.loads(salesnb(shop, "deliveries", "--state", "dead", "--format", "json").stdout)
    assert [row["error"] for row in dead] == ["the server refuses: 550 no such user"]
    assert salesnb(shop, "deliveries", "--retry").exit_code == 0
    box.answer_to = lambda address: None
    assert run().exit_code == 0 and len(box.taken) == 2


def test_what_could_not_be_delivered_for_days_is_dead(
    shop: Workspace, mails, job, rendered, run, box: Mailbox
) -> None:
    job("{ways: [mail]}")
    rendered()
    box.answer_to = lambda address: "451 later"
    run()
    with sqlite3.connect(shop.state) as connection:
        connection.execute("update deliveries set queued_at = '2026-10-01T07:00:00'")
    done = run()
    assert done.exit_code == 1 and "given up after 3 days" in done.stderr
    assert states(shop) == {"dead": 2}


def test_reports_of_one_person_come_as_one_digest_the_same_as_single_ones_if_wanted(
    shop: Workspace, params, mails, job, rendered, run, box: Mailbox
) -> None:
    params("organisation", people={"Chen": {"role": "admin", "email": "chen@example.com"}})
    job("{ways: [mail], also: [Chen]}")
    rendered()
    run()
    (mail,) = box.of("chen@example.com")
    assert len([*mail.iter_attachments()]) == 2 and "2 reports" in mail["Subject"]
    job("{ways: [mail], also: [Chen], digest: false}")
    rendered("Sales 1.1 M")
    run()
    assert len(box.of("chen@example.com")) == 3


def test_reports_that_are_too_large_are_linked(
    shop: Workspace, mails, job, rendered, run, box: Mailbox
) -> None:
    mails(link_base="https://reports.example.com")
    job("{ways: [mail], size_mb: 20}")
    for each in rendered().wanted:
        with each.task.path.open("a", encoding="utf-8") as file:
            file.write("<!--" + " " * 30_000_000 + "-->")
    assert run().exit_code == 0
    for _, mail in box.taken:
        assert not [*mail.iter_attachments()]
        body = mail.get_body(("plain",)).get_content()
        assert "https://reports.example.com/2026-09/" in body and len(mail.as_bytes()) < 100_000


def test_folders_get_the_files_of_each_recipient_and_nothing_half(
    shop: Workspace, params, job, rendered, run
) -> None:
    params("delivery", folder="post", per_minute=100_000)
    params("organisation", people={"chen": {"role": "admin"}})
    job("{ways: [folder]}")
    rendered()
    assert run().exit_code == 0
    pages = sorted((shop.root / "post").rglob("*.html"))
    assert sorted(page.parent.name for page in pages) == ["company", "company", "team-East-1"]
    assert (shop.root / "post" / "chen" / "2026-09" / "company" / "tiny.en.html").is_file()
    assert not [*(shop.root / "post").rglob("*.tmp")]


def test_whoever_loses_the_right_before_it_is_sent_gets_nothing(
    shop: Workspace, params, mails, job, rendered, run, box: Mailbox
) -> None:
    params("organisation", people={"Chen": {"role": "admin", "email": "chen@example.com"}})
    job("{ways: [mail]}")
    rendered()
    mails(smtp={"port": 1}, retries=0)
    run()
    params("organisation", people={"Chen": {"role": "rep", "email": "chen@example.com"}})
    mails()
    assert run("--resume").exit_code == 0
    assert not box.of("chen@example.com")
    assert states(shop) == {"confirmed": 2, "withdrawn": 1}


def test_a_report_with_names_in_clear_waits_for_nobody_once_params_mask_them(
    shop: Workspace, params, mails, job, rendered, run, box: Mailbox
) -> None:
    job("{ways: [mail]}")
    rendered()
    mails(smtp={"port": 1}, retries=0)
    run()
    params("organisation", mask_names=True)
    mails()
    run("--resume")
    assert not box.taken and states(shop) == {"withdrawn": 2}


def test_a_report_that_was_made_otherwise_meanwhile_is_not_sent(
    shop: Workspace, mails, job, rendered, run, salesnb, box: Mailbox
) -> None:
    job("{ways: [mail]}")
    plan = rendered()
    mails(smtp={"port": 1}, retries=0)
    run()
    for each in plan.wanted:  # by hand, past the gate
        write_page(each.task.path, "Sales 9.9 M", str(each.task.scope))
    mails()
    assert states(shop) == {"queued": 2}
    shop.reports.joinpath("2026-09", "company", "tiny.en.html").unlink()
    run("--resume")
    assert [row.state for row in Ledger(shop.state).rows()][:2] == ["superseded", "superseded"]


def test_nothing_starts_where_a_secret_is_missing(
    shop: Workspace, mails, job, rendered, run, monkeypatch, box: Mailbox
) -> None:
    job("{ways: [mail]}")
    monkeypatch.delenv("SALESNB_SMTP_PASSWORD")
    done = run()
    assert done.exit_code == 2 and "SALESNB_SMTP_PASSWORD" in done.stderr
    assert not shop.state.exists() and not box.taken


def test_a_wrong_certificate_sends_nothing_and_loses_nothing(
    shop: Workspace, mails, job, rendered, run, box: Mailbox
) -> None:
    job("{ways: [mail]}")
    mails(smtp={"ca_file": None})
    rendered()
    done = run()
    assert done.exit_code == 1 and "is not trusted" in done.stderr
    assert states(shop) == {"queued": 2} and not box.tries
    mails()
    assert run("--resume").exit_code == 0 and len(box.taken) == 2


def test_no_secret_is_left_anywhere_in_the_workspace(
    shop: Workspace, mails, job, rendered, run, box: Mailbox
) -> None:
    job("{ways: [mail]}")
    rendered()
    run()
    for path in shop.root.rglob("*"):
        if path.is_file():
            assert PASSWORD.encode() not in path.read_bytes(), path


def test_a_group_gets_its_teams_report_once_and_no_other(
    shop: Workspace, params, job, rendered, run, monkeypatch
) -> None:
    with serving(Robot()) as robot:
        monkeypatch.setenv("SALESNB_WEBHOOK_EAST", f"{robot.address}/cgi-bin/webhook/send?key=k")
        hooks = {"east": {"service": "wecom", "scope": "team:East 1"}}
        params("delivery", webhooks=hooks, per_minute=100_000, retries=0)
        job("{ways: [wecom]}")
        rendered()
        assert run().exit_code == 0
        assert run().exit_code == 0
    assert "East 1" in json.dumps(robot.body) and "Company" not in json.dumps(robot.body)
    assert [(row.recipient, row.state) for row in Ledger(shop.state).rows()] == [
        ("east", "confirmed")
    ]


def test_a_group_that_refuses_is_dead_and_its_address_is_told_nowhere(
    shop: Workspace, params, job, rendered, run, monkeypatch
) -> None:
    with serving(Robot(answer={"errcode": 93000, "errmsg": "invalid webhook url"})) as robot:
        address = f"{robot.address}/cgi-bin/webhook/send?key=not-in-any-file"
        monkeypatch.setenv("SALESNB_WEBHOOK_EAST", address)
        hooks = {"east": {"service": "wecom", "scope": "company"}}
        params("delivery", webhooks=hooks, per_minute=100_000, retries=0)
        job("{ways: [wecom]}")
        rendered()
        done = run()
    assert done.exit_code == 1 and states(shop) == {"dead": 1}
    assert "not-in-any-file" not in done.stderr
    for path in shop.root.rglob("*"):
        assert not path.is_file() or b"not-in-any-file" not in path.read_bytes(), path


def test_a_report_that_was_rendered_past_the_gate_is_not_sent(
    shop: Workspace, mails, job, rendered, run, box: Mailbox
) -> None:
    job("{ways: [mail]}")
    plan = rendered()
    state = RunState(shop.state)
    when = datetime(2026, 10, 31, 9)
    again = [replace(each, fingerprint="of another gate") for each in plan.wanted]
    row = state.begin("render", DAY, when, "x", again, version="x", params="x")
    for each in again:
        state.record(row.id, Outcome(each.task, 0.1), each.path, {})
    assert not plan_delivery(shop, plan, Directory.of(shop)).due


@pytest.mark.parametrize("made_for", ["a head of department", "the operator"])
def test_what_was_made_by_a_wider_right_is_not_sent_on_somebodys_behalf(
    shop: Workspace, params, mails, job, rendered, run, box: Mailbox, made_for: str
) -> None:
    text = JOB.replace('company, "team:East 1"', '"rep:Colin Oakden"')  # who came from East 1
    narrow = {"role": "manager", "team": "East 2", "department": "East Region"}
    is_head = made_for == "a head of department"
    wide = {"role": "department_head", "department": "East Region"} if is_head else narrow
    params("organisation", people={"Chen": {**wide, "email": "chen@example.com"}})
    job("{ways: [mail]}", f"viewer: Chen\n{text}" if is_head else text)
    rendered()
    mails(smtp={"port": 1}, retries=0)
    assert run().exit_code == 1
    params("organisation", people={"Chen": {**narrow, "email": "chen@example.com"}})
    job("{ways: [mail]}", f"viewer: Chen\n{text}")
    mails()
    run("--resume")
    assert not box.of("chen@example.com")


def test_a_message_that_may_have_arrived_is_corrected_though_the_server_was_down_meanwhile(
    shop: Workspace, mails, job, rendered, run, box: Mailbox
) -> None:
    job("{ways: [mail]}")
    mails(retries=0)
    rendered("Sales 1.2 M")
    box.after_data = lambda address: "drop"
    assert run().exit_code == 1
    mails(smtp={"port": 1}, retries=0)
    assert run().exit_code == 1
    assert states(shop) == {"sent": 2}
    box.after_data = lambda address: None
    mails()
    rendered("Sales 1.1 M")
    assert run().exit_code == 0
    for _, mail in box.taken:
        assert mail["Subject"].startswith("Correction: ")


def test_what_is_wrong_with_one_message_stops_no_other_one(
    shop: Workspace, params, mails, job, rendered, run, box: Mailbox, monkeypatch
) -> None:
    mails(webhooks={"all": {"service": "wecom", "scope": "company"}}, retries=0)
    monkeypatch.setenv("SALESNB_WEBHOOK_ALL", "https://localhost:1/?key=k")
    job("{ways: [wecom]}")
    rendered()
    assert run().exit_code == 1
    monkeypatch.delenv("SALESNB_WEBHOOK_ALL")  # the job does not go there any more
    job("{ways: [mail]}")
    done = run()
    assert done.exit_code == 1 and "SALESNB_WEBHOOK_ALL" in done.stderr
    assert len(box.taken) == 2 and states(shop) == {"queued": 1, "confirmed": 2}
