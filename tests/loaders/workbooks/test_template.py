"""Blank templates: what they ask for is what the import accepts."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from salesnb.labels import label, meaning
from salesnb.loaders import LoadResult, load_files, write_template
from salesnb.loaders.offers import Offers
from salesnb.loaders.workbooks.template import SHEET_ORDER
from salesnb.settings import Settings
from salesnb.tables import TABLES
from tests.frames import rows

Load = Callable[..., LoadResult]
TODAY = date(2026, 10, 31)
LANGUAGES = ("zh", "en")

# Two people are called 王五; 北区 is a team and a department; 赵六 has left.
STAFF = rows(
    "staff",
    [
        {"name": "王五", "staff_id": "1001", "team": "东区", "department": "销售一部"},
        {"name": "王五", "staff_id": "1002", "team": "北区", "department": "北区"},
        {"name": "李四", "staff_id": "1003", "team": "东区", "department": "销售一部"},
        {"name": "赵六", "staff_id": "1004", "team": "东区", "active": False},
    ],
)
PRODUCTS = rows("products", [{"product": "控制系统", "product_line": "自动化"}])
CUSTOMERS = rows(
    "customers", [{"customer_id": "C0", "customer_name": "老客户", "industry": "零售"}]
)
KNOWN = {"staff": STAFF, "products": PRODUCTS, "customers": CUSTOMERS}

# One realistic row per table, every column filled; vocabulary words by id.
FILLED: dict[str, dict[str, Any]] = {
    "customers": {
        "customer_id": "007001", "customer_name": "华东精密机械有限公司", "industry": "制造业",
        "region": "华东", "contact_name": "张先生", "contact_title": "采购经理",
        "contact_info": "02158880001", "source": "展会", "first_contact_date": date(2026, 3, 5),
        "status": "customer", "level": "key", "demand_type": "设备升级", "owner": "李四",
        "created_by": "李四", "created_date": date(2026, 3, 5), "updated_date": date(2026, 4, 20),
        "lost_reason": "价格", "last_contact_at": datetime(2026, 4, 20, 9, 30),
        "strategic": True, "attachments": "方案.pdf", "note": "=1+1 不是公式",
    },
    "leads": {
        "lead_id": "202603001-展会", "source": "展会", "contact_name": "张先生",
        "contact_info": "02158880001", "company_name": "华东精密机械有限公司",
        "need": "更换两条产线的控制系统", "budget": "50-80万", "expected_close": date(2026, 8, 31),
        "region": "华东", "industry": "制造业", "customer_id": "007001", "product_line": "自动化",
        "competitor": "西门子", "stage": "won", "recorder": "李四",
        "created_at": datetime(2026, 3, 5, 10, 0), "owner": "李四",
        "assigned_at": datetime(2026, 3, 5, 11, 0), "grade": "A", "need_fit": "完全匹配",
        "budget_fit": "充足", "authority": "决策人", "urgency": "1个月内", "outcome": "won",
        "outcome_date": date(2026, 4, 20), "estimated": False, "deal_amount": Decimal("650000"),
        "reason": "无异议", "decisive_factor": "交期", "analysis": "响应快",
    },
    "opportunities": {
        "opportunity_id": "0012", "customer_id": "007001", "lead_id": "202603001-展会",
        "opportunity_name": "控制系统更换", "stage": "won", "amount": Decimal("700000"),
        "probability": 0.6, "expected_date": date(2026, 4, 30), "created_at": date(2026, 3, 10),
        "owner": "李四", "product_line": "自动化", "won_amount": Decimal("650000.55"),
        "closed_at": date(2026, 4, 20), "estimated": False, "lost_reason": "不适用",
        "competitor": "西门子",
    },
    "stage_history": {
        "subject_type": "opportunity", "subject_id": "0012", "stage": "quote",
        "entered_at": datetime(2026, 3, 20, 15, 0), "observed": False,
    },
    "follow_ups": {
        "follow_id": "0001", "customer_id": "007001", "lead_id": "202603001-展会",
        "follow_at": datetime(2026, 3, 6, 14, 30), "method": "visit", "user": "李四",
        "content": "介绍方案", "feedback": "希望两周内看到报价", "next_plan": "3月12日前发送报价单",
        "next_due": date(2026, 3, 12), "effective": True, "state": "done",
        "status_change": False, "demand_change": "增加一条产线",
        "recorded_at": datetime(2026, 3, 6, 16, 0),
    },
    "plans": {
        "plan_id": "0001", "customer_id": "007001", "lead_id": "202603001-展会",
        "due_on": date(2026, 11, 12), "owner": "李四", "method": "phone", "goal": "确认预算",
        "state": "pending",
    },
    "orders": {
        "order_id": "000123", "customer_id": "007001", "product": "控制系统",
        "product_line": "自动化", "quantity": 2.0, "unit_price": Decimal("325000.25"),
        "amount": Decimal("650000.50"), "order_date": date(2026, 4, 20), "owner": "李四",
        "region": "华东", "due_date": date(2026, 5, 20),
    },
    "payments": {
        "payment_id": "0001", "order_id": "000123", "paid_amount": Decimal("300000.01"),
        "paid_date": date(2026, 5, 1),
    },
    "products": {
        "product": "控制系统", "product_line": "自动化", "list_price": Decimal("330000"),
        "floor_price": Decimal("300000"),
    },
    "targets": {
        "period": "2026-04", "scope": "team:东区", "metric": "sales", "value": Decimal("500000"),
    },
    "staff": {
        "name": "李四", "staff_id": "0099", "since": date(2026, 1, 1), "team": "东区",
        "department": "销售一部", "role": "rep", "seniority": "资深", "manager": "孙七",
        "email": "lisi@example.com", "active": True, "regions": "华东，华南", "industries": "制造业",
    },
}  # fmt: skip


def in_language(settings: Settings, lang: str) -> Settings:
    """Return the settings of a workspace in a language."""
    return replace(settings, workspace=settings.workspace.model_copy(update={"lang": lang}))


def column_of(page: Worksheet, table: str, name: str, lang: str) -> int:
    """Return the position of a column of the template."""
    header = TABLES[table][name].zh if lang == "zh" else TABLES[table][name].en
    return [cell.value.rstrip("*") for cell in page[1]].index(header) + 1


def page_of(workbook: openpyxl.Workbook, table: str, lang: str) -> Worksheet:
    """Return the sheet of a table."""
    return workbook[TABLES[table].zh if lang == "zh" else TABLES[table].en]


def put(page: Worksheet, row: int, column: int, value: Any) -> None:
    """Type a value into a cell; a text that begins with = stays a text."""
    cell = page.cell(row, column, value)
    if isinstance(value, str):
        cell.data_type = "s"


def as_typed(value: Any, table: str, name: str, settings: Settings, lang: str) -> Any:
    """Return what somebody types for a stored value, in the template's language."""
    column = TABLES[table][name]
    if column.choice == "source":
        channel = next(c for c in settings.aliases.sources if c.name == value)
        return channel.name if lang == "zh" else channel.en
    if column.kind == "choice":
        return settings.choice_label(column.choice or "", value, lang)
    if column.kind == "flag":
        return label("flag_yes" if value else "flag_no", lang)
    if column.kind == "percent":
        return f"{value:.0%}"
    if column.kind == "month":
        return f"{value:%Y-%m}"
    if name == "scope":
        return value.partition(":")[2]
    return float(value) if isinstance(value, Decimal) else value


@pytest.fixture(params=LANGUAGES)
def lang(request: pytest.FixtureRequest) -> str:
    """The template's language."""
    return str(request.param)


@pytest.fixture
def template(lang: str, settings: Settings, tmp_path: Path) -> Path:
    path = tmp_path / "template.xlsx"
    write_template(path, settings, lang, KNOWN)
    return path


def test_a_blank_template_imports_as_no_rows(load: Load, template: Path) -> None:
    result = load(template)
    assert sorted(result.counts["table"]) == sorted(TABLES)
    assert result.counts["rows_in"].tolist() == [0] * len(TABLES)
    assert result.problems.empty and result.tables == {}


def test_every_header_is_recognised_as_its_own_column(
    load: Load, template: Path, settings: Settings, lang: str
) -> None:
    workbook = openpyxl.load_workbook(template)
    for name in SHEET_ORDER:
        page = page_of(workbook, name, lang)
        for position, column in enumerate(TABLES[name].asked, start=1):
            value = FILLED[name][column.name]
            put(page, 3, position, as_typed(value, name, column.name, settings, lang))
    workbook.save(template)
    result = load(template)
    assert result.errors["message"].tolist() == []
    tables = result.tables
    for name, table in TABLES.items():
        given = [c for c in tables[name] if not c.startswith("_") and not c.endswith("_text")]
        asked, derived = given[: len(table.asked)], given[len(table.asked) :]
        assert asked == [column.name for column in table.asked]
        assert set(asked + derived) <= set(table.names)


@pytest.mark.parametrize("workspace_lang", LANGUAGES)
def test_what_is_typed_into_a_template_is_what_is_stored(
    template: Path, settings: Settings, lang: str, workspace_lang: str
) -> None:
    spoken = in_language(settings, workspace_lang)
    workbook = openpyxl.load_workbook(template)
    for name, row in FILLED.items():
        page = page_of(workbook, name, lang)
        for column, value in row.items():
            typed = as_typed(value, name, column, settings, lang)
            put(page, 3, column_of(page, name, column, lang), typed)
    workbook.save(template)
    result = load_files([template], spoken, mapping=None, known={}, today=TODAY)
    assert result.errors["message"].tolist() == []
    assert not {rule for rule in result.problems["rule"] if rule.startswith("unknown_")}
    assert not {"share_under_percent"} & set(result.problems["rule"])
    for name, row in FILLED.items():
        (stored,) = result.tables[name].to_dict("records")
        expected = dict(row)
        if "source" in expected and workspace_lang == "en":
            expected["source"] = "Trade show"
        assert {column: plain(stored[column]) for column in row} == expected, name


def plain(value: Any) -> Any:
    """Return a stored value as the literal that the test writes."""
    if isinstance(value, pd.Timestamp):
        moment = value.to_pydatetime()
        return moment if moment.time() != datetime.min.time() else moment.date()
    return value


def test_every_word_of_a_drop_down_is_accepted_without_a_remark(
    template: Path, settings: Settings, lang: str
) -> None:
    """Row n of each sheet holds the nth word of every list."""
    offers = Offers(settings, lang, KNOWN)
    workbook = openpyxl.load_workbook(template)
    rows_needed = max(len(offer.words) for offer in offers.lists.values())
    for name, table in TABLES.items():
        page = page_of(workbook, name, lang)
        for position, column in enumerate(table.asked, start=1):
            offer = offers.of(table, column)
            typed = as_typed(FILLED[name][column.name], name, column.name, settings, lang)
            for n in range(rows_needed):
                unique = f"{typed}{n}" if column.name == table.key[0] and not offer else typed
                put(page, 3 + n, position, offer.words[n % len(offer.words)] if offer else unique)
    workbook.save(template)
    result = load_files([template], settings, mapping=None, known=KNOWN, today=TODAY)
    assert result.counts["rows_in"].tolist() == [rows_needed] * len(TABLES)
    words = result.problems["rule"].str.fullmatch("unknown_(?!reference).*|ambiguous_.*|not_flag")
    assert result.problems[words]["message"].tolist() == []


def test_the_lists_are_the_workspace_s_own(settings: Settings, lang: str) -> None:
    offers = Offers(settings, lang, KNOWN)
    owner = offers.of(TABLES["orders"], TABLES["orders"]["owner"])
    assert owner and owner.words == ("1001", "1002", "李四")  # 王五 is no answer, 赵六 has left
    scope = offers.of(TABLES["targets"], TABLES["targets"]["scope"])
    department = "部门:北区" if lang == "zh" else "department:北区"
    assert scope and set(scope.words) >= {department, "北区", "东区", "销售一部", "李四"}
    product = offers.of(TABLES["orders"], TABLES["orders"]["product"])
    assert product and product.words == ("控制系统",) and not product.closed
    assert offers.of(TABLES["products"], TABLES["products"]["product"]) is None


def test_without_a_workspace_there_are_only_the_vocabularies(settings: Settings, lang: str) -> None:
    offers = Offers(settings, lang)
    assert offers.of(TABLES["orders"], TABLES["orders"]["owner"]) is None
    stage = offers.of(TABLES["leads"], TABLES["leads"]["stage"])
    assert stage and stage.closed and len(stage.words) == len(settings.stages.stages)


def test_the_template_marks_what_is_required(template: Path, lang: str) -> None:
    workbook = openpyxl.load_workbook(template)
    page = page_of(workbook, "leads", lang)
    required = {cell.value.strip("*") for cell in page[1] if cell.value.endswith("*")}
    leads = TABLES["leads"]
    assert required == {getattr(leads[name], lang) for name in leads.required}


def test_drop_downs_refer_to_a_hidden_list_that_holds_them(template: Path, lang: str) -> None:
    workbook = openpyxl.load_workbook(template)
    lists = workbook.worksheets[-1]
    assert lists.sheet_state == "hidden"
    page = page_of(workbook, "customers", lang)
    names = [column.name for column in TABLES["customers"].stored]
    found = {}
    for rule in page.data_validations.dataValidation:
        letter, first, last = str(rule.sqref).split(":")[0][:-1], str(rule.sqref), rule.formula1
        assert first.startswith(letter) and first.endswith("5001")
        position = openpyxl.utils.column_index_from_string(letter)
        cells = lists[last.split("!")[1].replace("$", "")]
        words = [cell.value for (cell,) in cells]
        found[names[position - 1]] = (rule.errorStyle or "stop", words)
    assert sorted(found) == [
        "created_by", "industry", "level", "owner", "source", "status", "strategic",
    ]  # fmt: skip
    assert found["status"][0] == "stop" and len(found["status"][1]) == 4
    assert found["owner"] == ("warning", ["1001", "1002", "李四"])


def test_cells_have_the_format_of_what_goes_into_them(template: Path, lang: str) -> None:
    page = page_of(openpyxl.load_workbook(template), "opportunities", lang)
    formats = {
        name: page.column_dimensions[
            openpyxl.utils.get_column_letter(column_of(page, "opportunities", name, lang))
        ].number_format
        for name in ("customer_id", "amount", "expected_date", "probability")
    }
    assert formats == {
        "customer_id": "@",
        "amount": "#,##0.00",
        "expected_date": "yyyy-mm-dd",
        "probability": "@",
    }
    assert page.freeze_panes == "B2"


def test_a_header_says_what_it_means_and_how_to_fill_it_in(template: Path, lang: str) -> None:
    page = page_of(openpyxl.load_workbook(template), "customers", lang)
    comment = page.cell(1, column_of(page, "customers", "status", lang)).comment
    assert meaning("customers", "status", lang) in comment.text
    assert ("潜在客户" if lang == "zh" else "Prospect") in comment.text


@pytest.mark.parametrize("table", TABLES)
def test_every_column_has_a_meaning(table: str) -> None:
    missing = [c.name for c in TABLES[table].asked if not meaning(table, c.name, "zh")]
    assert missing == [], f"add means_{table}.<column> to salesnb/labels/meanings.py"


def test_the_sheet_of_explanations_has_a_line_per_column(template: Path, lang: str) -> None:
    page = openpyxl.load_workbook(template)[label("template_notes", lang)]
    lines = [[cell.value for cell in row] for row in page.iter_rows(min_row=5)]
    assert len(lines) == sum(len(table.asked) for table in TABLES.values())
    told = {(line[0], line[1]): line for line in lines}
    customers, orders = TABLES["customers"], TABLES["orders"]
    key = told[getattr(customers, lang), getattr(customers["customer_id"], lang)]
    assert key[3] == label("need_made", lang)
    amount = told[getattr(orders, lang), getattr(orders["amount"], lang)]
    assert label("empty_required", lang) in amount[6]


def test_the_example_rows_are_valid_rows_once_their_mark_is_gone(
    load: Load, template: Path
) -> None:
    workbook = openpyxl.load_workbook(template)
    for page in workbook.worksheets[1:-1]:
        page["A2"] = page["A2"].value.split(": ")[1]
    workbook.save(template)
    result = load(template)
    assert result.errors["message"].tolist() == []
    assert result.counts["good"].tolist() == [1] * len(TABLES)


def test_an_example_row_is_skipped_also_beside_filled_rows(load: Load, template: Path) -> None:
    workbook = openpyxl.load_workbook(template)
    page = workbook.worksheets[1]
    page["A3"], page["B3"] = "C1", "甲公司"
    workbook.save(template)
    assert load(template).tables["customers"]["customer_id"].tolist() == ["C1"]
