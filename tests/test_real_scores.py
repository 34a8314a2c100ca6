"""The learned score on real data, in order of time; skipped where the data are absent."""

import zipfile
from datetime import date

import numpy as np
import pandas as pd
import pytest

from salesnb.learned import Design, learn
from salesnb.settings import load_settings
from tests.conftest import SHARED

RULES = load_settings(None).score
LATE = date(2100, 1, 1)
MAVEN, OLIST, BANK = (
    SHARED / name for name in ("maven_crm_asof_2017-08-31", "olist_funnel", "bank_marketing")
)


@pytest.mark.skipif(not MAVEN.is_dir(), reason="the Maven sample is not here")
def test_of_mavens_won_and_lost_deals_it_says_no_usable_signal() -> None:
    deals = pd.read_csv(MAVEN / "sales_pipeline.csv").query("deal_stage in ('Won', 'Lost')")
    frame = deals.merge(pd.read_csv(MAVEN / "accounts.csv"), on="account", how="left")
    known = frozenset({"opportunity_id", "deal_stage"})
    design = Design("won", "engage_date", known_at="close_date", ignored=known)
    frame = frame.assign(won=frame["deal_stage"] == "Won")
    learned = learn(frame, design, RULES, LATE)
    # The value of the closed deal is 0 where it was lost: no column for a model.
    assert [leak.column for leak in learned.leaks] == ["close_value"]
    assert learned.verdict.kind == "no_signal" and learned.model is None


@pytest.mark.skipif(not OLIST.is_dir(), reason="the Olist sample is not here")
def test_olists_leads_are_told_apart_better_than_by_frequencies() -> None:
    names = ["mql_id", "at", "landing_page_id", "origin"]
    leads = pd.read_csv(
        OLIST / "olist_marketing_qualified_leads_dataset_NOHEADER.csv", header=None, names=names
    )
    closed = pd.read_csv(OLIST / "olist_closed_deals_dataset.csv")
    frame = leads.merge(closed, on="mql_id", how="left")
    frame = frame.assign(won=frame["seller_id"].notna())
    learned = learn(frame, Design("won", "at", ignored=frozenset({"mql_id"})), RULES, LATE)
    # All that the sheet of closed deals tells is known of won leads only.
    leaks = {leak.column for leak in learned.leaks} | set(learned.left_out)
    assert set(closed.columns) - {"mql_id"} <= leaks
    assert learned.validation is not None and learned.model is not None
    assert learned.model.columns == ["landing_page_id", "origin"]
    figures, others = learned.validation.figures, learned.validation.baselines
    assert figures.low > 0.6 and figures.auc >= others["frequencies"].auc
    assert figures.log_loss < min(other.log_loss for other in others.values())
    assert learned.validation.cuts[-1][1].auc >= 0.67


@pytest.mark.skipif(not BANK.is_dir(), reason="the bank's calls are not here")
def test_the_length_of_a_call_is_a_leak_of_its_outcome() -> None:
    with zipfile.ZipFile(BANK / "bank-additional.zip") as packed:
        frame = pd.read_csv(packed.open("bank-additional/bank-additional-full.csv"), sep=";")
    at = pd.Timestamp("2008-05-01") + pd.to_timedelta(np.arange(len(frame)), unit="h")
    columns = ["age", "job", "contact", "month", "poutcome", "euribor3m", "duration", "y"]
    frame = frame[columns].assign(y=frame["y"] == "yes", at=at)
    learned = learn(frame, Design(outcome="y", at="at"), RULES, LATE)
    assert [(leak.column, leak.kind) for leak in learned.leaks] == [("duration", "dominant")]
    assert learned.model is not None and "duration" not in learned.model.columns
