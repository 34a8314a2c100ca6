"""Late payment: history of before the moment only, tested in order of time, honest where weak."""

from datetime import date

import numpy as np
import pandas as pd
import pytest

from salesnb.learned.customers.late_payers import LateModel, chances, fit_late
from salesnb.learned.customers.payment_history import histories, outcomes
from tests.conftest import SHARED
from tests.learned.customers.made_up import AS_OF, invoices


def rows(*told: tuple[str, str, str, str | None]) -> pd.DataFrame:
    """Return invoices of one customer: number, issued, due, settled."""
    frame = pd.DataFrame(told, columns=["invoice_id", "issued_on", "due_on", "settled_on"])
    days = {name: pd.to_datetime(frame[name]) for name in frame if name != "invoice_id"}
    return frame.assign(**days, customer_id="A", amount=100.0)


FIVE = rows(
    ("in time", "2025-01-01", "2025-01-31", "2025-01-20"),
    ("late", "2025-02-01", "2025-03-03", "2025-03-23"),
    ("on the day", "2025-03-01", "2025-03-31", "2025-03-31"),
    ("never", "2025-04-01", "2025-05-01", None),
    ("open", "2025-06-01", "2025-07-01", None),
)


def test_an_outcome_is_known_when_paid_in_time_or_the_day_after_it_was_due() -> None:
    told = outcomes(FIVE)
    assert told["is_late"].tolist() == [False, True, False, True, True]
    known = ["2025-01-20", "2025-03-04", "2025-03-31", "2025-05-02", "2025-07-02"]
    assert told["known_on"].tolist() == pd.to_datetime(known).tolist()


@pytest.mark.parametrize(
    ("moment", "paid_before", "last_late", "days_late", "overdue_now"),
    [
        ("2025-01-20", 0, np.nan, np.nan, 0),  # what is paid on the day itself is not known yet
        ("2025-01-21", 1, 0, -11, 0),
        ("2025-03-05", 2, 1, -11, 1),  # late is known, by how many days is not
        ("2025-03-24", 2, 1, 4.5, 0),  # median of -11 and 20
        ("2025-06-01", 4, 1, 0, 1),
    ],
)
def test_history_is_what_was_known_before_the_moment(
    moment: str, paid_before: int, last_late: float, days_late: float, overdue_now: int
) -> None:
    asked = pd.DataFrame({"customer_id": ["A"], "moment": pd.to_datetime([moment])})
    (found,) = histories(FIVE, asked).to_dict("records")
    assert found["paid_before"] == paid_before
    assert found["overdue_now"] == overdue_now
    for name, value in (("last_late", last_late), ("days_late", days_late)):
        assert found[name] == pytest.approx(value, nan_ok=True)


def test_a_customer_without_history_has_the_share_of_all() -> None:
    moment = pd.to_datetime(["2025-04-01"])
    asked = pd.DataFrame({"customer_id": ["new"], "moment": moment})
    (found,) = histories(FIVE, asked).to_dict("records")
    assert found["late_share"] == pytest.approx(2 / 5)  # 1 of 3, drawn towards one half
    assert np.isnan(found["last_late"])


def test_planted_late_payers_are_told_from_the_others() -> None:
    known = invoices(seed=1)
    model = fit_late(known, AS_OF)
    assert model.kind == "usable"
    assert model.figures["model"]["auc"] >= 0.85
    open_ones = chances(model, known, AS_OF).query("days_over == 0")
    is_late = open_ones["customer_id"].str[1:].astype(int) % 3 == 0
    assert open_ones[is_late]["chance"].min() > open_ones[~is_late]["chance"].max()


def test_what_is_past_due_is_late_and_by_as_many_days_at_least() -> None:
    known = invoices(seed=1)
    found = chances(fit_late(known, AS_OF), known, AS_OF)
    over = found[found["days_over"] > 0]
    assert (over["chance"] == 1).all()
    assert (over["days"] >= over["days_over"]).all()


def test_whatever_happens_after_the_day_changes_nothing() -> None:
    known, day = invoices(seed=2), date(2025, 6, 30)
    later = known["settled_on"] > pd.Timestamp(day)
    changed = known.assign(
        settled_on=known["settled_on"].mask(later, known["settled_on"] + pd.Timedelta(days=90)),
        amount=known["amount"].where(known["issued_on"] <= pd.Timestamp(day), 1e9),
    )
    models = [fit_late(each, day) for each in (known, changed)]
    assert models[0].to_json() == models[1].to_json()
    pd.testing.assert_frame_equal(chances(models[0], known, day), chances(models[1], changed, day))


def test_a_column_that_is_filled_only_when_paid_is_left_out() -> None:
    known = invoices(seed=3)
    is_paid = known["settled_on"].notna()
    is_late = known["settled_on"] > known["due_on"]
    remark = pd.Series(np.where(is_late, "dunned", "thanks"), index=known.index).where(is_paid)
    model = fit_late(known.assign(remark=remark), AS_OF)
    assert model.leaks == ["remark"]
    assert model.model is not None
    assert "remark" not in model.model.columns


def test_missing_regions_and_industries_are_no_obstacle() -> None:
    known = invoices(seed=1)
    region = pd.Series(np.where(known.index % 2, "East", None), index=known.index)
    told = known.assign(region=region, industry=pd.Series(None, index=known.index, dtype=object))
    model = fit_late(told, AS_OF)
    assert model.kind == "usable"
    assert chances(model, told, AS_OF)["chance"].notna().all()


def test_payments_at_random_get_no_model() -> None:
    known = invoices(seed=4)
    rng = np.random.default_rng(4)
    delay = pd.to_timedelta(rng.normal(0, 10, len(known)).round(), unit="D")
    model = fit_late(known.assign(settled_on=known["due_on"] + delay), AS_OF)
    assert model.kind == "no_better"
    assert model.model is None


@pytest.mark.parametrize(("settle", "kind"), [("early", "one_outcome"), ("few", "little_history")])
def test_without_both_outcomes_or_enough_of_them_nothing_is_told(settle: str, kind: str) -> None:
    known = invoices(seed=5)
    early = known.assign(settled_on=known["issued_on"] + pd.Timedelta(days=5))
    model = fit_late(early if settle == "early" else known.head(30), AS_OF)
    assert model.kind == kind
    assert chances(model, known, AS_OF).query("days_over == 0")["chance"].isna().all()


def test_no_invoices_at_all_are_no_error() -> None:
    nothing = invoices(seed=1).head(0)
    model = fit_late(nothing, AS_OF)
    assert (model.kind, model.invoices) == ("little_history", 0)
    assert chances(model, nothing, AS_OF).empty


def test_a_model_survives_being_written_down() -> None:
    known = invoices(seed=1)
    model = fit_late(known, AS_OF)
    again = LateModel.from_json(model.to_json())
    pd.testing.assert_frame_equal(chances(model, known, AS_OF), chances(again, known, AS_OF))


def test_real_receivables_are_ranked_in_order_of_time() -> None:
    path = SHARED / "accounts_receivable_2012" / "accounts_receivable_asof_2012-12-31.csv"
    if not path.is_file():
        pytest.skip("the receivables are not there")
    read = pd.read_csv(path)
    dates = {"issued_on": "InvoiceDate", "due_on": "DueDate", "settled_on": "SettledDate"}
    told = {name: pd.to_datetime(read[raw], format="%m/%d/%Y") for name, raw in dates.items()}
    frame = pd.DataFrame(
        {
            "invoice_id": read["invoiceNumber"].astype(str),
            "customer_id": read["customerID"],
            **told,
            "amount": read["InvoiceAmount"],
            "region": read["countryCode"].astype(str),
            "bill": read["PaperlessBill"],
        }
    )
    # How the bill was sent is known when it is issued: it went by mail from the day on which the
    # customer had agreed to that. Whether it is disputed is known only later, and left out.
    agreed = pd.to_datetime(read["PaperlessDate"], format="%m/%d/%Y")
    by_mail = read["PaperlessBill"] == "Electronic"
    assert (by_mail == (told["issued_on"] >= agreed)).mean() > 0.999
    day = date(2012, 12, 31)
    model = fit_late(frame, day)
    assert model.kind == "usable"
    assert model.figures["model"]["auc"] >= 0.88
    assert model.figures["model"]["auc"] > model.figures["own_share"]["auc"]
    plain = fit_late(frame.drop(columns="bill"), day)
    assert plain.figures["model"]["auc"] >= 0.87
