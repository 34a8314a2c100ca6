"""`salesnb dashboard` refuses what it cannot or may not serve before it listens."""

import socket

import pytest

import salesnb as product
from salesnb.dashboard import is_loopback
from salesnb.workspace import Workspace

pytest.importorskip("voila")


def test_a_scope_beyond_the_viewer_s_right_is_refused(demo_en: Workspace, salesnb) -> None:
    staff = product.open(demo_en.root).table("staff")
    boss = staff[staff["role"] == "manager"].iloc[0]
    other = staff[(staff["role"] == "rep") & (staff["team"] != boss["team"])].iloc[0]
    for scope in ("company", f"team:{other['team']}"):
        refused = salesnb(demo_en, "dashboard", "--as", boss["name"], "--scope", scope)
        assert refused.exit_code == 2
        assert "http://" not in refused.stderr


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--period", "2026-99"], "2026-99"),
        (["--scope", "team:None such"], "None such"),
        (["--as", "Nobody Known"], "Nobody Known"),
    ],
)
def test_what_there_is_not_is_named(
    demo_en: Workspace, salesnb, words: list[str], said: str
) -> None:
    refused = salesnb(demo_en, "dashboard", *words)
    assert refused.exit_code == 2
    assert said in refused.stderr


def test_a_token_that_could_be_guessed_and_a_port_in_use_are_refused(
    demo_en: Workspace, salesnb, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SALESNB_DASHBOARD_TOKEN", "1234")
    refused = salesnb(demo_en, "dashboard")
    assert refused.exit_code == 2
    assert "16 characters" in refused.stderr
    monkeypatch.delenv("SALESNB_DASHBOARD_TOKEN")
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        refused = salesnb(demo_en, "dashboard", "--port", str(port))
    assert refused.exit_code == 2
    assert f"Port {port} is in use" in refused.stderr


@pytest.mark.parametrize(
    ("host", "is_own"),
    [
        ("127.0.0.1", True),
        ("127.0.0.2", True),
        ("::1", True),
        ("localhost", True),
        ("0.0.0.0", False),
        ("192.168.1.7", False),
        ("localhost.example", False),
    ],
)
def test_only_addresses_of_this_machine_need_no_token(host: str, is_own: bool) -> None:
    assert is_loopback(host) == is_own
