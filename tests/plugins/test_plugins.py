"""Plugins of a workspace: the same registry and wall as what is built in; faults stop nothing else."""

from datetime import date
from pathlib import Path

import pytest

import salesnb
from salesnb.alerts import record_alerts
from salesnb.errors import ConfigError, ScopeError, UsageError
from salesnb.plugins import metric
from salesnb.runs.fingerprint import params_hash
from salesnb.workbench import Workbench
from salesnb.workspace import Workspace
from tests.frames import fill

STAFF = [
    {"name": "甲", "team": "东区", "department": "华东", "role": "rep"},
    {"name": "乙", "team": "西区", "department": "华东", "role": "rep"},
]
ORDERS = [
    {"order_id": "O1", "customer_id": "C1", "owner": "甲", "order_date": "2026-10-05", "amount": 100},
    {"order_id": "O2", "customer_id": "C1", "owner": "甲", "order_date": "2026-10-06", "amount": 300},
    {"order_id": "O3", "customer_id": "C2", "owner": "乙", "order_date": "2026-10-07", "amount": 900},
]  # fmt: skip
MEAN = """from salesnb.plugins import metric
metric("{name}", zh="单均额", en="Mean order", unit="money", fact="sales",
       formula="{formula}", dated_by="sold_on",
       definition_zh="定义", definition_en="Definition")
"""
RULE = """from salesnb.plugins import alert_rule
alert_rule("{name}", name_zh="大单", name_en="Large", about="payment", fact="sales",
           when="{when}", steps=[{{"to": "owner"}}], zh="大单", en="large", next_zh="回访", next_en="Call")
"""
ROWS = """from salesnb.plugins import figure
@figure("{name}", zh="订单", en="Orders")
def rows(wb):
    return wb.sql("{sql}")
"""


def mean(name: str = "mean_order", formula: str = "sum(amount) / count(*)") -> str:
    return MEAN.format(name=name, formula=formula)


def opened(folder: Path, *, viewer: str | None = None, **files: str) -> Workbench:
    """Open a workspace with three orders and the plugins given, by file stem."""
    new = not folder.exists()
    workspace = Workspace.create(folder, "en") if new else Workspace(folder)
    if new:
        fill(workspace.store, {"staff": STAFF, "orders": ORDERS})
    for stem, text in files.items():
        (workspace.plugins / f"{stem}.py").write_text(text, encoding="utf-8")
    return salesnb.open(folder, period="2026-10", viewer=viewer, lang="en")


def test_a_metric_of_a_plugin_is_one_like_any_other(tmp_path: Path) -> None:
    wb = opened(tmp_path / "shop", own=mean())
    frame = wb.metrics("mean_order", by="rep", compare=True)
    assert dict(zip(frame["rep"], frame["value"], strict=True)) == {"甲": 200.0, "乙": 900.0}
    assert "mean_order" in wb.names("metrics")
    assert "plugins/own.py, line 2" in repr(wb.explain("mean_order"))


def test_two_workspaces_in_one_process_do_not_see_each_others_plugins(tmp_path: Path) -> None:
    one = opened(tmp_path / "one", own=mean() + ROWS.format(name="mine", sql="select 1 as n"))
    other = opened(tmp_path / "other", own=mean(formula="sum(amount)"))
    assert one.metrics("mean_order")["value"].tolist() == [1300 / 3]
    assert other.metrics("mean_order")["value"].tolist() == [1300.0]
    assert "mine" in dir(one)
    assert not hasattr(other, "mine")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (mean("sales"), "plugins/own.py, line 2: metric 'sales' is there already (params/metrics.yml, line "),
        (mean() + mean(), "plugins/own.py, line 6: metric 'mean_order' is there already (plugins/own.py, line 2)"),
        (ROWS.format(name="ranking", sql=""), "plugins/own.py, line 2: figure 'ranking' is there already (salesnb/workbench/performance.py, line "),
        (mean().replace('en="Mean order"', 'en=""'), "plugins/own.py, line 2: metric 'mean_order' lacks en. Give it words in Chinese and in English."),
        (mean().replace("money", "yuan"), "plugins/own.py, line 2: metrics.mean_order.unit: Input should be"),
        (mean().replace("formula=", "formual="), "plugins/own.py, line 3: 'formual' is not a known key. Did you mean 'formula'?"),
        (RULE.format(name="big", when="true").replace('to": "owner', 'to": "boss'), "plugins/own.py, line 3: rules.big.steps.0.to: Input should be"),
        ("x = = 1", "plugins/own.py, line 1: no valid Python (invalid syntax)"),
        ("import os\nos.nothing", "plugins/own.py, line 2: AttributeError: module 'os' has no attribute 'nothing'"),
        ("raise SystemExit(3)", "plugins/own.py, line 1: SystemExit: 3"),
    ],
)  # fmt: skip
def test_a_fault_names_file_and_line_and_stops_nothing_else(
    tmp_path: Path, text: str, said: str
) -> None:
    wb = opened(tmp_path / "shop", own=text, zz=mean("other_mean"))
    (told,) = wb.plugin_faults()
    assert told.startswith(said)
    assert wb.metrics(["sales", "other_mean"])["value"].tolist() == [1300.0, 1300 / 3]


def test_a_faulty_metric_is_explained_where_it_is_asked_for(tmp_path: Path) -> None:
    wb = opened(tmp_path / "shop", own=mean().replace("money", "yuan"))
    with pytest.raises(ConfigError, match=r"plugins/own.py, line 2: metrics.mean_order.unit"):
        wb.metrics("mean_order")


def test_what_a_plugin_prints_does_not_mix_with_an_answer(tmp_path: Path, salesnb) -> None:
    opened(tmp_path / "shop", own="print('hello')\n" + mean())
    done = salesnb(
        tmp_path / "shop", "metrics", "mean_order", "--period", "2026-10", "--format", "json"
    )
    assert done.stdout.startswith('[{"metric":"mean_order"')


def test_a_rule_of_params_that_needs_a_faulty_plugin_is_off_and_the_others_are_asked(
    tmp_path: Path,
) -> None:
    opened(tmp_path / "shop", own=mean().replace("money", "yuan"))
    (tmp_path / "shop/params/alerts.yml").write_text(
        """rules:
  low_mean:
    {name_zh: 低, name_en: Low, about: rep, metric: mean_order, below: 500, by: [rep],
     steps: [{to: owner}], zh: 低, en: low, next_zh: 看, next_en: look}
"""
    )
    wb = opened(tmp_path / "shop")
    assert [told.partition(":")[0] for told in wb.plugin_faults()] == [
        "plugins/own.py, line 2",
        "params/alerts.yml",
    ]
    assert "low_mean" not in set(wb.alerts()["rule"])


def test_a_formula_cannot_name_another_table(tmp_path: Path) -> None:
    wb = opened(tmp_path / "shop", own=mean(formula="(select sum(amount) from fact_sales)"))
    with pytest.raises(
        ConfigError, match=r"line 3: metric 'mean_order', formula .* is not allowed"
    ):
        wb.metrics("mean_order")


def test_a_plugin_reads_inside_the_right_of_the_viewer(tmp_path: Path) -> None:
    count = ROWS.format(name="orders_seen", sql="select count(*) as n from orders")
    wall = ROWS.format(name="whole", sql="select * from store.main.orders")
    wb = opened(tmp_path / "shop", viewer="甲", own=mean(), seen=count, wall=wall)
    assert wb.orders_seen().content[-1]["rows"] == [[{"value": 2}]]
    assert wb.metrics("mean_order", by="rep")["rep"].tolist() == ["甲"]
    with pytest.raises(ConfigError, match=r"plugins/wall.py, line 4: figure 'whole'"):
        wb.whole()


def test_a_figure_beyond_the_right_is_refused_as_such(tmp_path: Path) -> None:
    text = ROWS.format(name="all_rows", sql="").replace(
        'wb.sql("")',
        'type(wb)(wb.workspace.root, scope="company", viewer=wb.viewer).table("orders")',
    )
    wb = opened(tmp_path / "shop", viewer="甲", own=text)
    with pytest.raises(ScopeError):
        wb.all_rows()


def test_a_faulty_rule_keeps_its_alerts_and_the_others_are_asked(tmp_path: Path) -> None:
    shop = tmp_path / "shop"
    opened(shop, own=RULE.format(name="big", when="amount > 500"))
    day, later = date(2026, 10, 30), date(2026, 10, 31)
    assert "big" in set(record_alerts(Workspace(shop), day)["rule"])
    wb = opened(
        shop,
        own=RULE.format(name="big", when="amuont > 500"),
        zz=RULE.format(name="huge", when="amount > 800"),
    )
    found = record_alerts(wb.workspace, later)
    assert (
        "plugins/own.py, line 3: alert 'big', when 'amuont > 500'" in found.attrs["faults"]["big"]
    )
    assert "huge" in set(found["rule"])
    assert open_alerts(shop) == {"big:O3", "huge:O3"}
    assert "So rule 'big' was not asked" in repr(wb.alert_list())


def open_alerts(shop: Path) -> set[str]:
    import sqlite3

    with sqlite3.connect(shop / "data/state.sqlite") as state:
        rows = state.execute("select key from alerts where resolved_on is null").fetchall()
    return {key for (key,) in rows if key.startswith(("big", "huge"))}


def test_a_change_of_a_plugin_changes_the_hash_of_the_params(tmp_path: Path) -> None:
    opened(tmp_path / "shop", own=mean())
    before = params_hash(tmp_path / "shop")
    opened(tmp_path / "shop", own=mean(formula="sum(amount)"))
    assert params_hash(tmp_path / "shop") != before
    (tmp_path / "shop/plugins/_off.py").write_text("nothing is read of this")
    opened(tmp_path / "shop", own=mean())
    assert params_hash(tmp_path / "shop") == before


def test_outside_of_a_workspace_there_is_nothing_to_add_to() -> None:
    with pytest.raises(
        UsageError, match=r"metric\(...\) counts in the plugins/ of a workspace only"
    ):
        metric("mean_order", zh="单均额", en="Mean order")
