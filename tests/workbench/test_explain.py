"""`wb.explain`: what a figure is, how it came about, and that its SQL gives the figure."""

import pytest

import salesnb as product
from salesnb.errors import ConfigError, ScopeError, UsageError
from salesnb.workbench import Workbench
from salesnb.workspace import Workspace

PERIOD = "2026-09"


@pytest.fixture(scope="module")
def wb(demo_zh: Workspace) -> Workbench:
    """The company in Chinese."""
    return product.open(demo_zh.root, period=PERIOD)


@pytest.fixture(scope="module")
def wb_en(demo_en: Workspace) -> Workbench:
    """The company in English."""
    return product.open(demo_en.root, period=PERIOD)


def test_a_rate_tells_definition_parts_rows_and_where_it_is_changed(wb: Workbench) -> None:
    told = repr(wb.explain("win_rate"))
    row = wb.metrics("win_rate").iloc[0]
    assert told.startswith("商机赢单率 (指标 win_rate)")
    assert "口径: 期间内创建的商机中已赢单的占比" in told
    assert "公式: count_if(is_won) / count(*)" in told
    assert f"= {row['numerator']:,.0f} ÷ {row['denominator']:,.0f}（95% 区间" in told
    assert f"所用行数: {row['n']:,} 行" in told
    assert "修改位置: params/metrics.yml 第 94 行" in told


def test_the_sql_that_is_shown_gives_the_figure(wb_en: Workbench) -> None:
    for name, row in wb_en.metrics(["win_rate", "sales", "orders"]).set_index("metric").iterrows():
        ran = wb_en.sql(wb_en.explain(str(name)).sql).iloc[0]
        below = ran.get(f"{name}__denominator", 1)
        assert float(ran[f"{name}__numerator"]) / float(below) == pytest.approx(row["value"])
        assert ran[f"{name}__n"] == row["n"]


def test_the_rows_are_those_that_were_counted(wb_en: Workbench) -> None:
    rows = wb_en.explain("closed_win_rate").rows()
    row = wb_en.metrics("closed_win_rate").iloc[0]
    assert len(rows) == row["n"] > 0
    assert (rows["is_won"] | rows["is_lost"]).all()
    assert rows["closed_on"].dt.strftime("%Y-%m").unique().tolist() == [PERIOD]


def test_a_metric_beside_a_target_tells_both(wb_en: Workbench) -> None:
    told = repr(wb_en.explain("target_completion"))
    target = wb_en.target("sales")
    assert target is not None
    assert "Formula: Sales (sales) divided by the target of Sales (sales)" in told
    assert f"Target: {target.value:,.2f}" in told
    assert "Thresholds: amber below 100.0%, red below 80.0%" in told


def test_a_pace_is_no_quotient_of_its_parts(wb_en: Workbench) -> None:
    (line,) = [x for x in repr(wb_en.explain("pace_gap")).splitlines() if "Value now" in x]
    assert " / " not in line


def test_a_fact_tells_its_grain_key_and_model(wb: Workbench) -> None:
    told = wb.explain("fact_opportunities")
    assert "每行: 一个商机" in repr(told)
    assert "win_rate" in repr(told)
    assert "from" in told.sql and len(told.rows()) == len(wb.table("fact_opportunities"))
    assert "created_on" in told.html


def test_a_dimension_tells_its_values_of_the_scope(wb_en: Workbench) -> None:
    told = repr(wb_en.explain("region"))
    regions = wb_en.table("fact_sales")["region"].dropna().unique()
    assert all(region in told for region in regions)


def test_everything_that_can_be_named_can_be_explained_in_both_languages(
    wb: Workbench, wb_en: Workbench
) -> None:
    for bench in (wb, wb_en):
        for name in bench.names("anything"):
            told = bench.explain(name)
            assert told.name == name
            assert told.html.count("<dt>") >= 1
            assert "{" not in told.words.split("SQL")[0]


def test_an_unknown_name_is_refused_with_the_nearest(wb_en: Workbench) -> None:
    with pytest.raises(UsageError, match="Did you mean 'win_rate'"):
        wb_en.explain("win_rte")


def test_a_manager_sees_only_the_own_scopes(demo_en: Workspace, wb_en: Workbench) -> None:
    staff = wb_en.table("staff")
    boss = staff[staff["role"] == "manager"].iloc[0]
    own = product.open(demo_en.root, viewer=boss["name"])
    named = own.names("scopes")
    assert named[0] == f"team:{boss['team']}" and "company" not in named
    for scope in named:
        assert product.open(demo_en.root, viewer=boss["name"], scope=scope)
    people = [name for name in wb_en.names("scopes") if name.startswith("rep:")]
    (other,) = set(people[-1:]) - set(named)
    with pytest.raises((ScopeError, ConfigError)):
        product.open(demo_en.root, viewer=boss["name"], scope=other)


def test_the_workbench_tells_scope_period_data_and_verbs(wb: Workbench) -> None:
    html = wb._repr_html_()
    assert "<style data-snb>" in html
    for word in ("company", PERIOD, str(wb.as_of), "第 1 版", "wb.metrics()", "wb.ranking()"):
        assert word in html
    assert repr(wb).startswith(f"salesnb: company, {PERIOD}, as of {wb.as_of}")
