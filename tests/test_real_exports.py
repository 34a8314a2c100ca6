"""Foreign systems' exports, from the mapping to the report; skipped where the data are absent."""

from pathlib import Path

import pandas as pd
import pytest

import salesnb as product
from salesnb.workspace import Workspace
from tests.conftest import SHARED

MAVEN = SHARED / "maven_crm_asof_2017-08-31"
ADVENTUREWORKS = SHARED / "adventureworks_to_2013-05"
OLIST = SHARED / "olist_funnel"


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
    assert len(list((workspace.reports / "2017-08").rglob("*.en.html"))) == 6 * 7

    deals = pd.read_csv(MAVEN / "sales_pipeline.csv")
    august = deals[deals["close_date"].between("2017-08-01", "2017-08-31")]
    won = august[august["deal_stage"] == "Won"]
    wb = product.open(workspace.root, period="2017-08")
    assert wb.metrics("sales")["value"].tolist() == [won["close_value"].sum()]
    rate = wb.metrics("closed_win_rate").iloc[0]
    assert (rate["numerator"], rate["denominator"]) == (len(won), len(august))
    funnel = wb.funnel().set_index("stage")["entered"].to_dict()
    agents = pd.read_csv(MAVEN / "sales_teams.csv").set_index("sales_agent")["regional_office"]
    offices = august.assign(office=august["sales_agent"].map(agents)).groupby("office")[
        "deal_stage"
    ]
    by_office = wb.metrics("closed_win_rate", by="department").set_index("department")
    assert by_office["denominator"].to_dict() == offices.size().to_dict()
    assert by_office["numerator"].to_dict() == offices.agg(lambda s: (s == "Won").sum()).to_dict()
    # How deals end carries no signal in this sample; that the West leaves more of them open does.
    tested = wb.rate_findings("department").query("dimension == 'department'")
    assert not tested[tested["metric"] == "closed_win_rate"]["is_finding"].any()
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


@pytest.mark.skipif(not OLIST.is_dir(), reason="the Olist funnel is not here")
def test_olist_by_channel_agrees_with_the_files_and_is_rendered(
    workspace: Workspace, tmp_path: Path, salesnb
) -> None:
    leads = pd.read_csv(
        OLIST / "olist_marketing_qualified_leads_dataset_NOHEADER.csv",
        names=["lead_id", "created_at", "need", "source"],
    )
    closed = pd.read_csv(OLIST / "olist_closed_deals_dataset.csv").set_index("mql_id")["won_date"]
    leads["source"] = leads["source"].fillna("unknown")
    leads = leads.assign(
        contact_name="Seller", contact_info="seller@example.com", owner="Ann",
        outcome_date=leads["lead_id"].map(closed).str[:10],
    )  # fmt: skip
    leads["outcome"] = leads["outcome_date"].notna().map({True: "Won", False: None})
    leads.to_csv(tmp_path / "leads.csv", index=False)
    workspace.change_setting("today", "2018-11-30")
    stored = salesnb(workspace, "import", tmp_path / "leads.csv")
    assert stored.exit_code == 0, stored.stderr
    wb = product.open(workspace.root, period="2018")
    found = wb.metrics("lead_win_rate", by="source").set_index("source")
    year = leads[leads["created_at"].str.startswith("2018")]
    counts = year.groupby("source")["outcome"].agg(["size", "count"])
    counts = counts.rename({"referral": "转介绍"})  # a channel that the packaged words know
    assert found["denominator"].to_dict() == counts["size"].to_dict()
    assert found["numerator"].to_dict() == counts["count"].to_dict()
    for lang in ("zh", "en"):
        made = salesnb(workspace, "render", "funnel", "--period", "2018", "--lang", lang)
        assert made.exit_code == 0, made.stderr
        page = (workspace.reports / "2018" / "company" / f"funnel.{lang}.html").read_text("utf-8")
        assert "organic_search" in page and "paid_search" in page
