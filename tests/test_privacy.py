"""A team's report contains no row, name or figure of another team."""

from html import unescape
from pathlib import Path

import pandas as pd
import pytest

import salesnb as product
from salesnb import formats
from salesnb.workspace import Workspace

TEAM = "华东一组"
PERIOD = "2026-09"


@pytest.fixture(scope="module")
def pages(demo_zh: Workspace, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The rendered reports of one team, as text; code, metadata and attributes included."""
    from click.testing import CliRunner

    from salesnb.cli import main

    out = tmp_path_factory.mktemp("reports")
    words = ["--workspace", str(demo_zh.root), "render", "--scope", f"team:{TEAM}"]
    made = CliRunner().invoke(main, [*words, "--period", PERIOD, "--out", str(out)])
    assert made.exit_code == 0, made.stderr
    found = {path.name: unescape(path.read_text("utf-8")) for path in Path(out).rglob("*.html")}
    assert {"funnel.zh.html", "performance.zh.html"} <= set(found)
    return found


@pytest.fixture(scope="module")
def company(demo_zh: Workspace) -> product.open:
    """Everything there is, to know what must not be seen."""
    return product.open(demo_zh.root, period=PERIOD)


def test_no_other_team_is_named(pages: dict[str, str], company) -> None:
    others = set(company.table("staff")["team"].dropna()) - {TEAM}
    assert len(others) == 7
    for name, text in pages.items():
        if name != "index.html":
            assert not [team for team in others if team in text], name


def test_nobody_of_another_team_is_named(pages: dict[str, str], company) -> None:
    staff = company.table("staff")
    members = set(staff.loc[staff["team"] == TEAM, "name"])
    strangers = set(staff["name"]) - members - {"张"}
    for name, text in pages.items():
        assert not [person for person in strangers if person in text], name


def test_no_customer_of_another_team_is_named(pages: dict[str, str], company, demo_zh) -> None:
    inside = product.open(demo_zh.root, scope=f"team:{TEAM}", period=PERIOD)
    seen = set(inside.table("customers")["customer_id"])
    customers = company.table("customers")
    foreign = customers[~customers["customer_id"].isin(seen)]
    assert len(foreign) > 100
    for name, text in pages.items():
        for column in ("customer_name", "customer_id"):
            assert not [value for value in foreign[column] if value in text], (name, column)


def test_no_figure_of_another_team_or_of_the_company_is_shown(
    pages: dict[str, str], company
) -> None:
    figures = ["sales", "overdue_amount", "collections", "open_pipeline"]
    own = company.metrics(figures, by="team")
    foreign = pd.concat([own[own["team"] != TEAM], company.metrics(figures)])["value"]
    foreign = foreign[foreign > 10_000]  # a small round one may occur by chance
    assert len(foreign) > 20
    allowed = {formats.money(value, "zh") for value in own.loc[own["team"] == TEAM, "value"]}
    for name, text in pages.items():
        for value in foreign:
            shown = formats.money(value, "zh")
            if len(shown) >= 7:  # fewer digits may meet by chance
                assert shown in allowed or f">{shown}<" not in text, (name, shown)
            assert f'data-sort="{formats.exact(value):f}"' not in text, (name, value)


def test_contacts_are_masked_in_every_table(demo_zh: Workspace) -> None:
    wb = product.open(demo_zh.root)
    for table in ("customers", "leads"):
        frame = wb.table(table)
        assert frame["contact_name"].dropna().str.fullmatch(r".\*\*").all()
        assert frame["contact_info"].dropna().str.contains("*", regex=False).all()
    assert wb.table("products")["floor_price"].isna().all()
