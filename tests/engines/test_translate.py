"""The same SQL in the words of each engine."""

import pytest

from salesnb.engines.translate import translated


@pytest.mark.parametrize(
    ("dialect", "sql"),
    [
        ("postgres", "SELECT PERCENTILE_CONT(0.5) WITHIN GROUP (ORDER BY hours) FROM t"),
        ("spark", "SELECT PERCENTILE(hours, 0.5) FROM t"),
    ],
)
def test_a_median_is_exact(dialect: str, sql: str) -> None:
    assert translated("select median(hours) from t", dialect) == sql


@pytest.mark.parametrize("dialect", ["postgres", "spark"])
def test_no_quantile_becomes_an_approximate_one(dialect: str) -> None:
    told = translated(
        "select quantile_cont(hours, [0.25, 0.75]), median(hours / 2) from t", dialect
    )
    assert "APPROX" not in told.upper()
    assert "CAST(hours AS DOUBLE" in told  # also inside of what was rewritten


def test_integers_are_divided_as_fractions() -> None:
    assert translated("select won / lost from t", "spark") == (
        "SELECT CAST(won AS DOUBLE) / lost FROM t"
    )


def test_nulls_come_last_in_every_order() -> None:
    sql = "select row_number() over (order by day desc) from t order by name"
    postgres, spark = (translated(sql, dialect) for dialect in ("postgres", "spark"))
    # In each engine's own default: last of ascending ones in PostgreSQL, of descending in Spark.
    assert "day DESC NULLS LAST" in postgres and postgres.endswith("ORDER BY name")
    assert "day DESC)" in spark and spark.endswith("ORDER BY name NULLS LAST")


def test_functions_inside_of_functions_are_written_out() -> None:
    sql = "select add_days(day, -days_between(day, other)) from t"
    assert translated(sql, "postgres") == (
        "SELECT (day + (-(CAST(other AS DATE) - CAST(day AS DATE)))) FROM t"
    )


def test_tables_have_the_names_of_the_session() -> None:
    sql = "select l.lead_id from store.leads l join whole.fact_leads on true join scoped.staff on true"
    told = translated(sql, "postgres")
    assert "FROM store_leads AS l JOIN fact_leads" in told
    assert "JOIN scoped_staff AS staff" in told
