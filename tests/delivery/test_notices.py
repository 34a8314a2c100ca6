"""New owners of leads are told: once, about their own, without contacts."""

import json
import re

import pytest

from salesnb.delivery.ledger import Ledger
from salesnb.workspace import Workspace
from tests.delivery.server import Mailbox


@pytest.fixture
def told(shop: Workspace, mails) -> Workspace:
    """The company with news by mail."""
    mails(assignments=["mail"])
    return shop


def test_assign_tells_every_new_owner_once_about_the_own_leads_without_contacts(
    told: Workspace, salesnb, box: Mailbox
) -> None:
    dry = salesnb(told, "assign", "--format", "json")
    assert dry.exit_code == 0 and not box.taken and not Ledger(told.state).rows()
    done = salesnb(told, "assign", "--accept", "--format", "json")
    assert done.exit_code == 0, done.stderr
    owners: dict[str, set[str]] = {}
    for lead in json.loads(done.stdout):
        if lead["proposed_owner"]:
            owners.setdefault(lead["proposed_owner"], set()).add(lead["lead_id"])
    assert owners and len(box.taken) == len(owners)
    contacts = told.store.current()["leads"].set_index("lead_id")
    for _, mail in box.taken:
        body = mail.get_body(("plain",)).get_content()
        name = mail["To"].addresses[0].display_name
        assert f"{len(owners[name])} lead" in mail["Subject"]
        for lead in owners[name]:
            assert lead in body
            info = contacts.loc[lead, "contact_info"]
            assert not isinstance(info, str) or info not in mail.as_string()
        assert not re.search(r"1\d{10}", body)


def test_with_no_send_nobody_is_told(told: Workspace, salesnb, box: Mailbox) -> None:
    assert salesnb(told, "assign", "--accept", "--no-send").exit_code == 0
    assert not box.taken and not Ledger(told.state).rows()


def test_whoever_picks_a_lead_out_of_the_pool_is_told(
    told: Workspace, salesnb, box: Mailbox
) -> None:
    pool = json.loads(salesnb(told, "pool", "--format", "json").stdout)
    lead = next(each for each in pool if each["state"] == "pool" and each["may_pick"] is not False)
    reps = told.store.current()["staff"]
    team = lead["team"]
    in_team = reps[(reps["team"] == team) & (reps["role"] == "rep") & reps["active"].fillna(True)]
    for rep in in_team["name"]:
        done = salesnb(told, "claim", lead["lead_id"], "--as", rep)
        if done.exit_code == 0:
            break
    assert done.exit_code == 0, done.stderr
    ((_, mail),) = box.taken
    assert mail["To"].addresses[0].display_name == rep and lead["lead_id"] in mail.as_string()


def test_where_no_server_answers_the_leads_are_assigned_and_the_news_waits(
    told: Workspace, mails, salesnb, box: Mailbox
) -> None:
    mails(smtp={"port": 1}, assignments=["mail"], retries=0)
    done = salesnb(told, "assign", "--accept")
    assert done.exit_code == 1 and "cannot be reached" in done.stderr
    assert {row.state for row in Ledger(told.state).rows()} == {"queued"}
    mails(assignments=["mail"])
    assert salesnb(told, "deliveries", "--state", "queued").exit_code == 0
