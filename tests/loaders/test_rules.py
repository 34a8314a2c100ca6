"""Rules and their levels: by default, by params, by a mapping."""

from collections.abc import Callable
from datetime import time
from pathlib import Path

import pytest

from salesnb.errors import ConfigError
from salesnb.labels import all_labels
from salesnb.loaders import LoadResult, load_files
from salesnb.loaders.rules import ALWAYS_ERRORS, RULES, rule_severity
from salesnb.settings import Settings, SourceMapping, load_settings

from .conftest import TODAY

Load = Callable[..., LoadResult]
ROWS = {"客户": [["客户编号", "客户名称", "客户状态"], ["C1", "甲", "流失客户"]]}


@pytest.mark.parametrize("rule", RULES)
def test_every_rule_has_its_words(rule: str) -> None:
    own = {f"rule_{rule}", f"word_{rule.removeprefix('unknown_')}"}
    assert own & set(all_labels())


def params(folder: Path, text: str) -> Settings:
    (folder / "params").mkdir(exist_ok=True)
    (folder / "params" / "imports.yml").write_text(text, encoding="utf-8")
    return load_settings(folder / "params")


def levels(book: Callable[..., Path], settings: Settings, severity: dict[str, str]) -> list[str]:
    mapping = SourceMapping.model_validate(
        {
            "files": {
                "orders.xlsx": {
                    "table": "customers",
                    "columns": {
                        "客户编号": "customer_id",
                        "客户名称": "customer_name",
                        "客户状态": "status",
                    },
                }
            },
            "severity": severity,
        }
    )
    result = load_files([book(ROWS)], settings, mapping=mapping, known={}, today=TODAY)
    found = result.problems
    return found[found["rule"] == "lost_without_reason"]["severity"].tolist()


def test_params_set_a_level_and_a_mapping_wins(book: Callable[..., Path], tmp_path: Path) -> None:
    packaged = load_settings(None)
    assert levels(book, packaged, {}) == ["warning"]
    strict = params(tmp_path, "severity: {lost_without_reason customers.lost_reason: error}\n")
    assert levels(book, strict, {}) == ["error"]
    assert levels(book, strict, {"lost_without_reason": "warning"}) == ["warning"]
    assert levels(book, packaged, {"lost_without_reason customers.lost_reason": "error"}) == [
        "error"
    ]


def test_params_count_without_a_mapping(book: Callable[..., Path], tmp_path: Path) -> None:
    strict = params(tmp_path, "severity: {lost_without_reason: error}\n")
    result = load_files([book(ROWS)], strict, mapping=None, known={}, today=TODAY)
    assert result.tables == {}
    assert result.rejected["rule"].tolist() == ["lost_without_reason"]


MISTAKES = [
    ("severity:\n  late_entri: error\n", "line 2: severity.*Did you mean 'late_entry'"),
    ("late_hours: 24\nseverity: {future order.amount: error}", "line 2: .*Did you mean 'orders'"),
    ("severity: {future orders.amont: error}", "line 1: .*Did you mean 'amount'"),
    ("severity: {id_card: warning}", "'id_card' is always an error: personal data"),
    ("severity: {bank_card leads.need: warning}", "'bank_card' is always an error"),
    ("severity: {payment_status_differs: error}", "is always a warning"),
]


@pytest.mark.parametrize(("text", "said"), MISTAKES)
def test_a_mistake_in_params_is_told_with_file_and_line(
    book: Callable[..., Path], tmp_path: Path, text: str, said: str
) -> None:
    settings = params(tmp_path, text)
    with pytest.raises(ConfigError, match=f"params/imports.yml, {said}|params/imports.yml.*{said}"):
        load_files([book(ROWS)], settings, mapping=None, known={}, today=TODAY)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("severity: {future: warn}", "severity.future"),
        ("weekend_until: noon", "weekend_until"),
        ("late_hour: 3", "Did you mean 'late_hours'"),
    ],
)
def test_a_wrong_value_is_refused_when_params_are_read(
    tmp_path: Path, text: str, said: str
) -> None:
    with pytest.raises(ConfigError, match=said):
        params(tmp_path, text)


@pytest.mark.parametrize("text", ["12:30", '"12:30"'])
def test_a_time_of_day_may_stand_without_quotes(tmp_path: Path, text: str) -> None:
    read = params(tmp_path, f"weekend_until: {text}\n").imports
    assert read.weekend_limit == time(12, 30)


@pytest.mark.parametrize("rule", sorted(ALWAYS_ERRORS))
def test_personal_data_stays_an_error_whatever_is_set(rule: str) -> None:
    assert rule_severity(rule, "leads", "need", {rule: "warning"}) == "error"


def test_every_problem_tells_where_it_is(load: Load) -> None:
    """A missing column has no cell: it is told at the row of the headers."""
    result = load(
        {
            "3月": [
                ["标题"],
                ["销售单号", "成交金额", "成交日期", "负责人"],
                ["S1", "面议", "2026-03-05", ""],
            ],
            "客户": [["客户编号", "客户名称", "备注"], ["C1", "", "身份证11010519491231002X"]],
        }
    )
    found = result.problems[["sheet", "row", "cell", "column", "rule"]].to_numpy().tolist()
    assert found == [
        ["3月", 2, "", "customer_id", "missing_column"],
        ["3月", 3, "B3", "amount", "not_amount"],
        ["3月", 3, "D3", "owner", "required"],
        ["客户", 2, "B2", "customer_name", "required"],
        ["客户", 2, "C2", "note", "id_card"],
    ]
