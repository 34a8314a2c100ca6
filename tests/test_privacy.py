"""A team's report contains no row, name or figure of another team."""

import zipfile
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
    """The rendered reports of one team, as text: pages with their code, workbooks with all parts."""
    from click.testing import CliRunner

    from salesnb.cli import main

    out = tmp_path_factory.mktemp("reports")
    words = ["--workspace", str(demo_zh.root), "render", "--scope", f"team:{TEAM}"]
    words += ["--period", PERIOD, "--out", str(out), "--format", "html,xlsx"]
    made = CliRunner().invoke(main, words)
    assert made.exit_code == 0, made.stderr
    found = {path.name: unescape(path.read_text("utf-8")) for path in Path(out).rglob("*.html")}
    found |= {path.name: everything_in(path) for path in Path(out).rglob("*.xlsx")}
    assert {"funnel.zh.html", "performance.zh.html", "performance.zh.xlsx"} <= set(found)
    return found


def everything_in(workbook: Path) -> str:
    """Return the text of all parts of a workbook: cells, charts, comments, properties."""
    with zipfile.ZipFile(workbook) as package:
        return unescape("\n".join(package.read(name).decode() for name in package.namelist()))


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
            assert f"<v>{value:.16G}</v>" not in text, (name, value)


def test_workbooks_made_on_behalf_of_a_rep_hold_nothing_beyond(
    demo_zh: Workspace, company, tmp_path: Path, salesnb
) -> None:
    staff = company.table("staff")
    rep = staff.loc[(staff["team"] == TEAM) & (staff["role"] != "manager"), "name"].iloc[0]
    made = salesnb(
        demo_zh, "render", "--as", rep, "--period", PERIOD, "--out", tmp_path, "--format", "xlsx"
    )
    assert made.exit_code == 0, made.stderr
    books = {path.name: everything_in(path) for path in tmp_path.rglob("*.xlsx")}
    assert len(books) >= 2
    own = product.open(demo_zh.root, viewer=rep, period=PERIOD)
    customers = company.table("customers")
    foreign = set(customers["customer_name"]) - set(own.table("customers")["customer_name"])
    # The pool is public within the team: which company, but not whose lead it was.
    pooled = company.pool()
    pooled = pooled[(pooled["state"] == "pool") & (pooled["team"] == TEAM)]
    assert foreign & set(pooled["company_name"])
    foreign -= set(pooled["company_name"])
    others = set(staff["name"]) - {rep, "张"}
    assert len(foreign) > 100 and len(others) > 10
    for name, text in books.items():
        assert rep in text
        assert not [word for word in foreign | others if word in text], name
    refused = salesnb(
        demo_zh, "render", "--as", rep, "--scope", "company", "--out", tmp_path, "--format", "xlsx"
    )
    assert refused.exit_code == 2


def test_contacts_are_masked_in_every_table(demo_zh: Workspace) -> None:
    wb = product.open(demo_zh.root)
    for table in ("customers", "leads"):
        frame = wb.table(table)
        assert frame["contact_name"].dropna().str.fullmatch(r".\*\*").all()
        assert frame["contact_info"].dropna().str.contains("*", regex=False).all()
    assert wb.table("products")["floor_price"].isna().all()
