"""P(active) and expected orders: the published fit, recovery, and who ordered once."""

from datetime import date

import numpy as np
import pandas as pd
import pytest
from scipy.special import hyp2f1

from salesnb.learned.customers.activity_model import ActivityModel, fit_activity
from salesnb.learned.customers.rhythm import bought_between, rhythms
from salesnb.learned.customers.value_model import fit_value
from tests.conftest import SHARED
from tests.learned.customers.made_up import purchases

BG = ActivityModel("bg", 0.243, 4.414, 0.793, 2.426)
MBG = ActivityModel("mbg", 0.53, 6.2, 0.89, 1.63)


@pytest.fixture(scope="module")
def cdnow() -> pd.DataFrame:
    path = SHARED / "cdnow" / "CDNOW_sample.txt"
    if not path.is_file():
        pytest.skip("the CDNOW sample is not there")
    names = ["master", "customer_id", "day", "pieces", "bought"]
    rows = pd.read_csv(path, sep=r"\s+", header=None, names=names, dtype={"day": str})
    # The published fit counts the few purchases that cost nothing.
    rows["bought"] = rows["bought"].clip(lower=0.01)
    return rows.assign(sold_on=pd.to_datetime(rows["day"]), returned=0.0)


CUT, END = date(1997, 9, 30), date(1998, 6, 30)


def test_cdnow_has_the_published_parameters(cdnow: pd.DataFrame) -> None:
    frame = rhythms(cdnow, CUT)
    model = fit_activity(frame, "bg")
    assert len(frame) == 2357
    for name, published in (("r", 0.243), ("alpha", 4.414), ("a", 0.793), ("b", 2.426)):
        assert getattr(model, name) == pytest.approx(published, rel=0.01)


def test_cdnow_is_foretold_for_39_weeks_as_published(cdnow: pd.DataFrame) -> None:
    frame = rhythms(cdnow, CUT)
    columns = [frame[name].to_numpy(float) for name in ("repeats", "recency", "age")]
    real = bought_between(cdnow, CUT, END).reindex(frame["customer_id"])["purchases"].fillna(0)
    error = {}
    for kind in ("bg", "mbg"):
        told = fit_activity(frame, kind).expected(*columns, 39)
        error[kind] = float(np.abs(told - real.to_numpy()).mean())
    assert error["bg"] <= 0.7855
    assert error["mbg"] < error["bg"]


def test_cdnow_changed_after_the_day_changes_nothing(cdnow: pd.DataFrame) -> None:
    later = cdnow["sold_on"] > pd.Timestamp(CUT)
    changed = cdnow.assign(bought=cdnow["bought"].where(~later, 1e6))
    pd.testing.assert_frame_equal(rhythms(changed, CUT), rhythms(cdnow, CUT))


@pytest.mark.parametrize(("repeats", "recency", "age"), [(0, 0, 30), (2, 20, 39), (26, 35, 36)])
def test_expected_orders_are_those_of_the_closed_formula(
    repeats: float, recency: float, age: float
) -> None:
    one = [np.array([float(value)]) for value in (repeats, recency, age)]
    for model, more in ((BG, 0), (MBG, 1)):
        r, alpha, a, b = model.r, model.alpha, model.a, model.b + repeats + more
        shrunk = ((alpha + age) / (alpha + age + 52)) ** (r + repeats)
        series = hyp2f1(r + repeats, b, a + b - 1, 52 / (alpha + age + 52))
        closed = (a + b - 1) / (a - 1) * (1 - shrunk * series) * model.active(*one)
        assert model.expected(*one, 52) == pytest.approx(closed, rel=1e-6)


def test_who_ordered_once_can_be_lost_in_the_mbg_and_never_in_the_bg() -> None:
    zero, age = np.zeros(2), np.array([2.0, 100.0])
    assert BG.active(zero, zero, age).tolist() == [1.0, 1.0]
    lately, long_ago = MBG.active(zero, zero, age)
    assert lately > 0.6
    assert long_ago < 0.35


def test_the_longer_a_frequent_buyer_is_silent_the_less_active() -> None:
    recency = np.array([50.0, 40.0, 20.0])
    chances = MBG.active(np.full(3, 20.0), recency, np.full(3, 52.0))
    assert chances[0] > 0.85
    assert chances[0] > chances[1] > chances[2]
    assert chances[2] < 0.01


def test_made_up_rates_are_found_again() -> None:
    rng = np.random.default_rng(7)
    size, weeks = 6_000, 78
    rates, chances = rng.gamma(0.8, 1 / 6.0, size), rng.beta(1.2, 3.0, size)
    repeats, recency = np.zeros(size), np.zeros(size)
    for nth in range(size):
        at, is_active = 0.0, rng.random() >= chances[nth]
        while is_active:
            at += rng.exponential(1 / rates[nth])
            if at > weeks:
                break
            repeats[nth], recency[nth] = repeats[nth] + 1, at
            is_active = rng.random() >= chances[nth]
    frame = pd.DataFrame({"repeats": repeats, "recency": recency, "age": float(weeks)})
    model = fit_activity(frame)
    assert model.r / model.alpha == pytest.approx(0.8 / 6, rel=0.1)
    assert model.a / (model.a + model.b) == pytest.approx(1.2 / 4.2, rel=0.1)


def test_without_a_second_order_no_rate_is_made_up() -> None:
    frame = pd.DataFrame({"repeats": [0, 0], "recency": [0.0, 0.0], "age": [3.0, 9.0]})
    with pytest.raises(ValueError, match="twice"):
        fit_activity(frame)


def test_the_value_of_an_order_is_drawn_towards_all_the_more_the_fewer_orders() -> None:
    rng = np.random.default_rng(1)
    counts = rng.integers(1, 12, 3_000).astype(float)
    own = rng.gamma(4, 1, 3_000)
    means = rng.gamma(6 * counts, 1 / own) / counts
    model = fit_value(counts, means)
    once, often = model.expected(np.array([1.0, 50.0]), np.array([10.0, 10.0]))
    middle = float(means.mean())
    assert middle < once < often < 10.0
    assert often == pytest.approx(10.0, rel=0.05)


def test_orders_of_one_day_are_one_purchase_and_returns_none() -> None:
    rows = purchases(
        ("A", "2025-01-06", 100),
        ("A", "2025-01-06", 50),
        ("A", "2025-03-03", 80),
        ("A", "2025-03-10", -30),
    )
    (found,) = rhythms(rows, date(2025, 3, 31)).to_dict("records")
    assert (found["purchases"], found["repeats"], found["days_since"]) == (2, 1, 28)
    assert (found["recency"], found["age"]) == (8.0, 12.0)
    assert (found["sales"], found["mean_value"]) == (200.0, 100.0)
