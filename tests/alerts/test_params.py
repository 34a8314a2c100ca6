"""Rules are YAML: a new one needs nothing else, a wrong one is named with file and line."""

from datetime import date
from pathlib import Path

import pytest

from salesnb.alerts import find_alerts
from salesnb.errors import ConfigError
from tests.alerts.cases import STAFF, alerted
from tests.frames import CHINA, scoped, settings_with

OWN = """rules:
  large_order:
    name_zh: 大单
    name_en: Large order
    about: payment
    fact: sales
    when: {when}
    since: sold_on
    amount: amount
    steps:
      - {{to: {to}, after: {after}}}
    zh: "{zh}"
    en: order of {{amount}}, {{days}} days ago
    next_zh: 回访
    next_en: Call them
"""
ORDER = {"order_id": "S1", "customer_id": "C1", "owner": "甲", "order_date": "2026-03-02"}


def own(**words: str) -> str:
    given = {"when": "amount >= 500", "to": "owner", "after": "2", "zh": "{days} 天前"}
    return OWN.format(**{**given, **words})


def test_a_new_rule_is_yaml_alone(tmp_path: Path) -> None:
    settings = settings_with(tmp_path, alerts=own())
    orders = [{**ORDER, "amount": 500}, {**ORDER, "order_id": "S2", "amount": 499}]
    told = alerted(
        tmp_path / "s", {"orders": orders}, "large_order", ["2026-03-04", "2026-03-05"],
        settings=settings,
    )  # fmt: skip
    assert told == ["", "S1 owner 3"]


def test_an_exempt_group_and_a_custom_column_are_conditions(tmp_path: Path) -> None:
    settings = settings_with(
        tmp_path, alerts=own(when="'\"合同类型\" = ''框架'' and owner <> ''乙'''")
    )
    orders = [
        {**ORDER, "amount": 1, "合同类型": "框架"},
        {**ORDER, "order_id": "S2", "amount": 1, "合同类型": "单次"},
        {**ORDER, "order_id": "S3", "amount": 1, "合同类型": "框架", "owner": "乙"},
    ]
    told = alerted(
        tmp_path / "s", {"orders": orders}, "large_order", ["2026-03-05"], settings=settings
    )
    assert told == ["S1 owner 3"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ({"when": "amuont >= 500"}, "line 7: alert 'large_order', when 'amuont >= 500': 'amuont' is not a known column. Did you mean 'amount'?"),
        ({"when": "amount >="}, "line 7: alert 'large_order', when 'amount >=' is not an SQL expression."),
        ({"when": "amount > (select 1)"}, r"is not allowed"),
        ({"when": "sum(amount) > 5"}, "sum"),
        ({"after": "dayss"}, "line 10: alert 'large_order', steps 'dayss': 'dayss' is not a known column"),
        ({"zh": "{dyas} 天"}, "line 12: alert 'large_order', zh: 'dyas' is not a known column. Did you mean 'days'?"),
    ],
)  # fmt: skip
def test_a_wrong_expression_is_named_with_file_and_line(
    tmp_path: Path, words: dict[str, str], said: str
) -> None:
    settings = settings_with(tmp_path, alerts=own(**words))
    orders = [{**ORDER, "amount": 500}]
    with (
        scoped(tmp_path / "s", {"staff": STAFF, "orders": orders}, as_of=date(2026, 3, 5)) as store,
        pytest.raises(ConfigError) as refused,
    ):
        find_alerts(store, settings, CHINA)
    assert "params/alerts.yml" in str(refused.value)
    assert said.lower() in str(refused.value).lower()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (own(to="boss"), "line 11: rules.large_order.steps.0.to"),
        (own(zh="{days:.1f} 天"), "line 2: rules.large_order: zh: braces hold the name of a column"),
        ("rules: {x: {fact: sales}}\n", "line 1: rules.x.name_zh"),
        ("rules: {stage_stuck: {metric: sales, below: 1}}\n", "give either fact and when, or metric and below"),
        ("rules: {stage_stuck: {paced: true}}\n", "paced does not belong to a rule of this kind"),
        ("rules: {target_behind: {metric: target_compleition}}\n", "Did you mean 'target_completion'?"),
        ("rules: {metric_fell: {metrics: [target_completion]}}\n", "not a known metric with a formula"),
        ("rules: {stage_stuck: {thresold: 3}}\n", "'thresold' is not a known key."),
        ("chance: 0.9\n", "line 1: chance"),
        (
            "rules: {stage_stuck: {steps: [{to: manager}, {to: owner}]}}\n",
            "the steps must go up, each to somebody else: owner < manager < department < company",
        ),
    ],
)  # fmt: skip
def test_a_wrong_rule_is_refused_when_params_are_read(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(ConfigError) as refused:
        settings_with(tmp_path, alerts=text)
    assert "params/alerts.yml" in str(refused.value)
    assert said in str(refused.value)


def test_rows_of_a_key_of_several_columns_are_alerts_of_their_own(tmp_path: Path) -> None:
    text = own(when="'true'").replace("fact: sales", "fact: purchases")
    text = text.replace("since: sold_on", "since: bought_on").replace("    amount: amount\n", "")
    settings = settings_with(tmp_path, alerts=text)
    tables = {
        "customers": [{"customer_id": key, "owner": "甲"} for key in ("C1", "C2")],
        "orders": [
            {**ORDER, "amount": 500},
            {**ORDER, "order_id": "S2", "customer_id": "C2", "amount": 90},
        ],
    }
    told = alerted(tmp_path / "s", tables, "large_order", ["2026-03-05"], settings=settings)
    assert told == ["C1 2026-03-02 owner 3; C2 2026-03-02 owner 3"]


def test_of_rows_that_share_a_column_those_without_it_are_left_out(tmp_path: Path) -> None:
    text = own(when="amount > 400 or amount < 0").replace("since:", "per: customer_id\n    since:")
    settings = settings_with(tmp_path, alerts=text)
    orders = [
        {**ORDER, "amount": 500},
        {**ORDER, "order_id": "S2", "amount": 500, "customer_id": None},
    ]
    told = alerted(
        tmp_path / "s", {"orders": orders}, "large_order", ["2026-03-05"], settings=settings
    )
    assert told == ["C1 owner 3"]


def test_a_rule_on_the_company_is_silent_about_a_part_of_it(tmp_path: Path) -> None:
    settings = settings_with(tmp_path, alerts="rules: {target_behind: {by: [company]}}\n")
    targets = [{"period": "2026-03", "scope": "team:东区", "metric": "sales", "value": 1000}]
    tables = {"staff": STAFF, "targets": targets, "orders": [{**ORDER, "amount": 500}]}
    found = {}
    for scope in ("company", "team:东区"):
        with scoped(tmp_path / scope, tables, scope=scope, as_of=date(2026, 3, 31)) as store:
            rows = find_alerts(store, settings, CHINA, rules=["target_behind"])
        found[scope] = list(rows["scope"])
    assert found == {"company": ["company"], "team:东区": []}


def test_a_packaged_rule_is_changed_key_by_key_and_switched_off_with_null(tmp_path: Path) -> None:
    text = "rules: {stage_stuck: {days: working}, lead_idle: null}\n"
    rules = settings_with(tmp_path, alerts=text).alerts.rules
    assert rules["stage_stuck"].days == "working" and rules["stage_stuck"].fact == "opportunities"
    assert "lead_idle" not in rules
