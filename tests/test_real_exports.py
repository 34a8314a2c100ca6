"""Foreign systems' exports, from the mapping to the report; skipped where the data are absent."""

import pandas as pd
import pytest

import salesnb as product
from salesnb.workspace import Workspace
from tests.conftest import SHARED

MAVEN = SHARED / "maven_crm_asof_2017-08-31"
ADVENTUREWORKS = SHARED / "adventureworks_to_2013-05"


@pytest.mark.skipif(not MAVEN.is_dir(), reason="the Maven sample is not here")
def test_maven_is_imported_and_both_reports_are_rendered(workspace: Workspace, salesnb) -> None:
    workspace.change_setting("today", "2017-08-31")
    workspace.change_setting("lang", "en")
    stored = salesnb(workspace, "import", MAVEN, "--source", "maven")
    assert stored.exit_code == 0, stored.stderr
    made = salesnb(
        workspace, "render", "--scope", "company", "--every", "team", "--period", "2017-08"
    )
    assert made.exit_code == 0, made.stderr
    assert len(list((workspace.reports / "2017-08").rglob("*.en.html"))) == 2 * 7

    deals = pd.read_csv(MAVEN / "sales_pipeline.csv")
    august = deals[deals["close_date"].between("2017-08-01", "2017-08-31")]
    won = august[august["deal_stage"] == "Won"]
    wb = product.open(workspace.root, period="2017-08")
    assert wb.metrics("sales")["value"].tolist() == [won["close_value"].sum()]
    rate = wb.metrics("closed_win_rate").iloc[0]
    assert (rate["numerator"], rate["denominator"]) == (len(won), len(august))
    funnel = wb.funnel().set_index("stage")["entered"].to_dict()
    engaged = deals[deals["engage_date"].between("2017-08-01", "2017-08-31")]
    assert funnel == {"opportunity": len(engaged), "won": (engaged["deal_stage"] == "Won").sum()}


@pytest.mark.skipif(not ADVENTUREWORKS.is_dir(), reason="the AdventureWorks sample is not here")
def test_adventureworks_orders_and_quotas_agree_with_the_files(
    workspace: Workspace, salesnb
) -> None:
    workspace.change_setting("today", "2013-05-30")
    stored = salesnb(workspace, "import", ADVENTUREWORKS, "--source", "adventureworks")
    assert stored.exit_code == 0, stored.stderr

    period = "2012-08-30..2012-11-29"
    found = product.open(workspace.root, period=period).metrics("target_completion", by="rep")
    found = found.set_index("rep")
    orders = pd.read_csv(ADVENTUREWORKS / "SalesOrderHeader.csv")
    inside = orders[orders["OrderDate"].between("2012-08-30", "2012-11-29")]
    sold = inside.groupby("SalesPersonID")["SubTotal"].sum()
    quotas = pd.read_csv(ADVENTUREWORKS / "SalesPersonQuotaHistory.tsv", sep="\t", header=None)
    quota = quotas[quotas[2].str.startswith("2012-08-30")].set_index(1)[3]
    assert len(quota) > 10
    for rep, value in quota.items():
        assert found.loc[str(rep), "denominator"] == value
        assert found.loc[str(rep), "numerator"] == pytest.approx(sold.get(rep, 0.0), abs=1e-6)
    company = product.open(workspace.root, period=period).metrics("target_completion").iloc[0]
    assert company["denominator"] == quota.sum()
