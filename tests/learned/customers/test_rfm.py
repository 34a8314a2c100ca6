"""RFM: equal customers have equal scores, and nothing is told where nothing differs."""

import pandas as pd

from salesnb.learned.customers.rfm import rfm


def customers(days_since: list[int], purchases: list[int], sales: list[float]) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "customer_id": [f"C{n:02d}" for n in range(len(sales))],
            "days_since": days_since,
            "purchases": purchases,
            "sales": sales,
        }
    )


TEN = customers(
    [5, 10, 15, 20, 25, 30, 35, 40, 45, 50],
    [1, 1, 1, 1, 1, 1, 2, 3, 4, 9],
    [10, 20, 30, 40, 50, 60, 70, 80, 90, 100],
)


def test_distinct_values_fall_into_equal_fifths() -> None:
    assert rfm(TEN)["m"].tolist() == [1, 1, 2, 2, 3, 3, 4, 4, 5, 5]
    assert rfm(TEN)["r"].tolist() == [5, 5, 4, 4, 3, 3, 2, 2, 1, 1]


def test_customers_who_ordered_equally_often_have_one_score() -> None:
    # Six of ten ordered once: cut by position they would have scores 1, 1, 2, 2, 3 and 3.
    assert rfm(TEN)["f"].tolist() == [2, 2, 2, 2, 2, 2, 4, 4, 5, 5]


def test_the_order_of_rows_changes_no_score() -> None:
    turned = rfm(TEN.iloc[::-1]).set_index("customer_id").sort_index()
    assert turned["f"].tolist() == rfm(TEN)["f"].tolist()


def test_segments_are_by_recency_frequency_and_money_above_the_middle() -> None:
    found = rfm(TEN).set_index("customer_id")["segment"]
    assert found["C00"] == "general_develop"  # lately, once, little
    assert found["C09"] == "key_keep"  # longest ago, most often, most


def test_identical_customers_have_no_scores() -> None:
    alike = customers([30] * 12, [2] * 12, [500.0] * 12)
    assert rfm(alike)[["r", "f", "m", "segment"]].isna().all(axis=None)


def test_fewer_than_ten_customers_have_no_scores() -> None:
    assert rfm(TEN.head(9))[["r", "f", "m", "segment"]].isna().all(axis=None)


def test_customers_alike_in_one_respect_have_the_middle_score_there() -> None:
    alike = TEN.assign(purchases=1)
    assert rfm(alike)["f"].tolist() == [3] * 10


def test_who_brought_back_more_than_was_bought_is_scored_last_by_money() -> None:
    assert rfm(TEN.assign(sales=[-500, *range(20, 110, 10)]))["m"].iloc[0] == 1
