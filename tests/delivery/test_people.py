"""Who gets a report: by right, by role, by params; mistakes are told with their line."""

from collections.abc import Callable

import pytest
import yaml

from salesnb.delivery.people import Directory
from salesnb.delivery.plan import check_delivery
from salesnb.delivery.secrets import Secrets
from salesnb.errors import ConfigError
from salesnb.scopes import Scope
from salesnb.settings.delivery import Delivery
from salesnb.workspace import Workspace
from tests.frames import fill

MAIL = Delivery(ways=("mail",))
Names = Callable[..., list[str]]


@pytest.fixture
def who(shop: Workspace) -> Callable[[str], str]:
    """Say who is in charge of a scope: `who("team:East 1")`."""
    organisation = Directory.of(shop).organisation
    return lambda scope: organisation.in_charge(Scope.parse(scope))[0]


@pytest.fixture
def names(shop: Workspace) -> Names:
    """Say who gets the report of a scope by mail."""

    def found(scope: str, delivery: Delivery = MAIL, viewer: str | None = None) -> list[str]:
        targets, _ = Directory.of(shop).targets(Scope.parse(scope), viewer, delivery)
        return [each.recipient.name for each in targets]

    return found


def reps_of(shop: Workspace, team: str) -> list[str]:
    places = Directory.of(shop).organisation.today.values()
    return [p.person for p in places if (p.team, p.role, p.is_active) == (team, "rep", True)]


def test_a_report_goes_to_whoever_is_in_charge_of_its_scope(
    shop: Workspace, who, names: Names
) -> None:
    rep = reps_of(shop, "East 1")[0]
    assert names("team:East 1") == [who("team:East 1")]
    assert names("department:East Region") == [who("department:East Region")]
    assert names(f"rep:{rep}") == [rep]
    places = Directory.of(shop).organisation.today
    assert [places[name].role for name in names("company")] == ["admin"]


def test_copies_go_upward_and_never_beyond_a_right(
    shop: Workspace, params, who, names: Names
) -> None:
    params("organisation", copies={"rep": ["manager"], "team": ["department_head", "manager"]})
    assert names("team:East 1") == [who("team:East 1"), who("department:East Region")]
    moved = [p.person for p in Directory.of(shop).organisation._ever]
    mover = next(name for name in moved if moved.count(name) > 1)
    team = Directory.of(shop).organisation.today[mover].team
    stayer = next(rep for rep in reps_of(shop, team) if rep != mover and moved.count(rep) == 1)
    assert names(f"rep:{stayer}") == [stayer, who(f"team:{team}")]
    # What was done in the team before is not the new manager's.
    assert names(f"rep:{mover}") == [mover]


def test_a_report_on_somebodys_behalf_goes_to_nobody_else(params, who, names: Names) -> None:
    params("organisation", copies={"team": ["department_head", "admin"]})
    manager = who("team:East 1")
    assert names("team:East 1", viewer=manager) == [manager]


def test_whoever_has_left_gets_nothing(shop: Workspace, params, who, names: Names) -> None:
    manager = who("team:East 1")
    params("organisation", people={manager: {"active": False}})
    assert names("team:East 1") == []
    _, skipped = Directory.of(shop).targets(Scope("team", "East 1"), None, MAIL)
    assert [str(each.said) for each in skipped] == ["nobody is in charge of team:East 1 now"]


def test_people_beside_the_staff_sheet_have_the_rights_of_their_role(
    shop: Workspace, params, names: Names
) -> None:
    people = {
        "Chen": {"role": "admin", "email": "chen@example.com", "lang": "zh"},
        "Li": {"role": "manager", "team": "East 1", "email": "li@example.com"},
    }
    params("organisation", people=people)
    assert "Chen" in names("company") and "Li" not in names("company")
    assert "Li" in names("team:East 1") and "Chen" not in names("team:East 1")
    assert Directory.of(shop).recipient("Chen").lang == "zh"


def test_an_address_that_is_not_allowed_is_a_failure_that_names_the_person(
    shop: Workspace, params, who, names: Names
) -> None:
    params("organisation", mail_domains=["other.example"])
    _, skipped = Directory.of(shop).targets(Scope("team", "East 1"), None, MAIL)
    assert [each.name for each in skipped if each.is_failure] == [who("team:East 1")]
    assert "example.com, which mail_domains does not allow" in str(skipped[0].said)
    assert names("team:East 1") == []


@pytest.mark.parametrize(
    "people, said",
    [
        ({"Nobody": {"email": "x@example.com"}}, "'Nobody' is not a known person"),
        ({"Chen": {"role": "boss"}}, "'boss' is not a known role"),
        ({"Chen": {"role": "admin", "email": "a@b.example,c@d.example"}}, "not one mail address"),
        ({"Chen": {"role": "admin", "email": "a@b.example\nBcc: c@d.example"}}, "line break"),
        ({"Chen": {"role": "admin", "chat": {"wecom": "east"}}}, "'east' is not a known webhook"),
        (
            {
                "Chen": {"role": "admin", "manager": "Li"},
                "Li": {"role": "admin", "manager": "Chen"},
            },
            "round in a circle",
        ),
    ],
)
def test_a_mistake_is_told_with_file_and_line(
    shop: Workspace, params, people: dict[str, object], said: str
) -> None:
    params("organisation", people=people)
    with pytest.raises(ConfigError, match=said) as caught:
        Directory.of(shop)
    assert "params/organisation.yml, line" in str(caught.value)


def test_what_contradicts_the_staff_sheet_is_refused(shop: Workspace, params, who) -> None:
    params("organisation", people={who("team:East 1"): {"team": "North 1"}})
    with pytest.raises(ConfigError, match="team is 'North 1' here and 'East 1' in the staff sheet"):
        Directory.of(shop)


def test_a_group_gets_what_everybody_in_it_may_see_and_nothing_else(
    shop: Workspace, params
) -> None:
    hooks = {
        "east": {"service": "wecom", "scope": "team:East 1"},
        "all": {"service": "wecom", "scope": "company"},
        "chen": {"service": "wecom"},
    }
    params("delivery", webhooks=hooks)
    params("organisation", people={"Chen": {"role": "admin", "chat": {"wecom": "chen"}}})
    directory, chat = Directory.of(shop), Delivery(ways=("wecom",))

    def groups(scope: str) -> list[str]:
        found, _ = directory.targets(Scope.parse(scope), None, chat)
        return sorted(each.recipient.name for each in found)

    assert groups("team:East 1") == ["east"]
    assert groups("company") == ["all", "chen"]
    assert not directory.may_get("wecom", "east", Scope("company"), None)
    assert not directory.may_get("wecom", "gone", Scope("company"), None)


@pytest.mark.parametrize(
    "delivery, said",
    [
        ("{ways: [mail], also: [Nobody]}", "'Nobody' is not a known person"),
        ("{ways: [mail], attach: pdf}", "attach is pdf, and the job makes html only"),
        ("{ways: [mail], attach: link}", "attach: link wants link_base"),
        ("{ways: [post]}", "Input should be"),
        ("{ways: [mail], to: [x]}", "'to' is not a known key"),
        ("{ways: [mail], link_base: 'javascript:x'}", "no beginning of a link"),
    ],
)
def test_a_mistake_in_a_job_is_told_with_its_line_before_anything_starts(
    shop: Workspace, mails, job, delivery: str, said: str
) -> None:
    job(delivery)
    with pytest.raises(ConfigError, match=said) as caught:
        check_delivery(shop, "month", shop.settings.job("month"), None)
    assert "jobs/month.yml, line 4" in str(caught.value)


def test_somebody_named_who_may_see_nothing_of_the_job_is_refused(
    shop: Workspace, mails, job
) -> None:
    rep = reps_of(shop, "North 1")[0]
    job(f'{{ways: [mail], also: ["{rep}"]}}')
    with pytest.raises(ConfigError, match="may see none of the job's reports"):
        check_delivery(shop, "month", shop.settings.job("month"), None)


def test_a_missing_secret_is_named_before_anything_starts(shop: Workspace, mails, job) -> None:
    job("{ways: [mail]}")
    with pytest.raises(ConfigError, match="SALESNB_SMTP_USER"):
        check_delivery(shop, "month", shop.settings.job("month"), Secrets({}))


def test_a_manager_who_came_from_another_team_is_not_sent_all_of_the_own_past(
    shop: Workspace, names: Names
) -> None:
    staff = [
        {"name": "Grace Moved", "team": "East 1", "department": "East Region", "role": "rep"},
        {
            "name": "Grace Moved",
            "since": "2026-07-01",
            "team": "North 1",
            "department": "North Region",
            "role": "manager",
            "email": "grace@example.com",
        },
    ]
    fill(shop.store, {"staff": staff})
    assert "Grace Moved" in names("team:North 1")
    assert names("rep:Grace Moved") == []


def test_whoever_is_yet_to_come_has_an_address_and_gets_nothing(
    shop: Workspace, params, names: Names
) -> None:
    joins = {"name": "Iris Later", "since": "2027-01-01", "team": "East 1", "role": "manager"}
    fill(shop.store, {"staff": [joins]})
    workspace = yaml.safe_load((shop.root / "params" / "workspace.yml").read_text("utf-8"))
    params("workspace", **{**workspace, "today": None})
    params("organisation", people={"Iris Later": {"email": "iris@example.com"}})
    assert "Iris Later" not in names("team:East 1")


def test_a_group_of_another_service_gets_nothing_that_waits_for_the_one_before(
    shop: Workspace, params
) -> None:
    for service, may in (("wecom", True), ("feishu", False)):
        params("delivery", webhooks={"east": {"service": service, "scope": "team:East 1"}})
        directory = Directory.of(shop)
        assert directory.may_get("wecom", "east", Scope("team", "East 1"), None) == may


def test_a_role_that_does_not_see_every_column_gets_what_was_made_on_its_behalf_only(
    shop: Workspace, params, names: Names
) -> None:
    people = {"Chen": {"role": "marketing", "email": "chen@example.com"}}
    params("organisation", people=people, roles={"marketing": {"tables": ["leads"]}})
    also = Delivery(ways=("mail",), also=("Chen",))
    assert "Chen" not in names("company", also)
    assert names("company", also, viewer="Chen") == ["Chen"]
