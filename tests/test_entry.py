"""One record typed in: on the terminal, with --set, and in the form of JupyterLab."""

import os
from collections.abc import Callable, Iterator
from datetime import date, datetime
from typing import Any

import ipywidgets
import nbformat
import pandas as pd
import pytest
from click.testing import CliRunner, Result

import salesnb as product
from salesnb.cli import main
from salesnb.entry import EntryForm
from salesnb.entry.widgets import entry_box
from salesnb.errors import DataError, ScopeError, UsageError
from salesnb.workspace import Workspace
from tests.frames import fill
from tests.workbench.lab_server import served_lab

NOW = datetime(2026, 10, 31, 12)
STAFF = [
    {"name": "王五", "team": "东区", "role": "rep", "active": True},
    {"name": "李四", "team": "东区", "role": "rep", "active": True},
    {"name": "管理", "team": "东区", "role": "admin", "active": True},
]
CUSTOMERS = [
    {"customer_id": "C1", "customer_name": "甲公司", "owner": "王五", "industry": "零售",
     "contact_info": "13800005678", "level": "key", "strategic": True},
    {"customer_id": "C2", "customer_name": "乙公司", "owner": "李四"},
]  # fmt: skip


@pytest.fixture
def shop(workspace: Workspace) -> Workspace:
    """A workspace with three people and two customers."""
    fill(workspace.store, {"staff": STAFF, "customers": CUSTOMERS}, datetime(2026, 10, 30, 9))
    return workspace


def form_of(workspace: Workspace, table: str, lang: str = "zh", **options: Any) -> EntryForm:
    return EntryForm(workspace, table, lang=lang, by="tester", **options)


def customer(workspace: Workspace, key: str) -> dict[str, Any]:
    rows = workspace.store.current()["customers"]
    (row,) = rows[rows["customer_id"] == key].to_dict("records")
    return {str(name): value for name, value in row.items()}


# The form without any surface.


def test_a_new_record_is_stored_with_file_time_and_user(shop: Workspace) -> None:
    stored = form_of(shop, "customers").store(
        {"customer_id": "C9", "customer_name": "丙公司", "first_contact_date": "2026年3月5日"}, NOW
    )
    assert (stored.key, stored.change) == ("C9", "new")
    row = customer(shop, "C9")
    assert row["first_contact_date"].date() == date(2026, 3, 5)
    assert row["_file"] == "salesnb add"
    last = shop.store.last_import()
    assert last and last["imported_by"] == "tester" and last["files"] == ["salesnb add"]
    assert stored.snapshot == shop.store.snapshot().path.stem


def test_a_change_leaves_alone_what_was_not_touched(shop: Workspace) -> None:
    form = form_of(shop, "customers")
    record = form.find({"customer_id": "C1"})
    assert record is not None
    assert record.texts["level"] == "重点" and record.texts["strategic"] == "是"
    assert record.texts["contact_info"] == "" and "contact_info" in record.hidden
    values = {**record.texts, "customer_id": "C1", "industry": "制造业", "level": ""}
    assert form.store(values, NOW, record).change == "updated"
    row = customer(shop, "C1")
    assert (row["industry"], row["level"]) == ("制造业", None)
    assert (row["contact_info"], row["owner"]) == ("13800005678", "王五")


def test_every_stored_value_shown_and_saved_again_changes_nothing(demo_zh: Workspace) -> None:
    """What the form shows is read back as what is stored, in every table and both languages."""
    stored = demo_zh.store.current()
    for lang, tables in (("zh", list(stored)), ("en", ["customers", "opportunities"])):
        for table in tables:
            rows = stored[table]
            form = form_of(demo_zh, table, lang)
            key = {n: rows[n].iloc[-1] for n in form.table.key}
            record = form.find({n: "" if pd.isna(v) else _text(v) for n, v in key.items()})
            assert record is not None, table
            forced = {n: t for n, t in record.texts.items() if n not in record.hidden}
            blank = type(record)(record.key, {}, record.hidden)
            result = form._load(forced, NOW, blank)
            (loaded,) = result.tables[table].to_dict("records")
            for name in forced:
                if name in form.table and name in loaded:
                    old, new = rows[name].iloc[-1], loaded[name]
                    same = (pd.isna(old) and pd.isna(new)) or old == new or float(old) == float(new)
                    assert same, (table, name, old, new)


def _text(value: Any) -> str:
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def test_without_a_number_a_customer_gets_one_and_a_known_name_keeps_its_own(
    shop: Workspace,
) -> None:
    form = form_of(shop, "customers")
    new = form.store({"customer_name": "丙公司", "first_contact_date": "2026-03-05"}, NOW)
    assert (new.key, new.change) == ("C20260305001", "new")
    again = form.store({"customer_name": "甲公司", "note": "老客户"}, NOW)
    assert (again.key, again.change) == ("C1", "updated")
    row = customer(shop, "C1")
    assert (row["industry"], row["note"]) == ("零售", "老客户")  # blanks have cleared nothing


def test_an_error_stores_nothing_and_says_what_a_file_would_say(shop: Workspace) -> None:
    form = form_of(shop, "orders")
    values = {"order_id": "S1", "customer_id": "C3", "amount": "面议", "order_date": "2026-12-01"}
    found = {f.column: (f.rule, f.text) for f in form.check(values, NOW) if f.is_error}
    assert {name: rule for name, (rule, _) in found.items()} == {
        "customer_id": "unknown_reference",
        "amount": "not_amount",
        "order_date": "future",
        "owner": "required",
    }
    assert found["amount"][1] == "“面议”不是金额。请填 50000 或 5万。"
    english = {f.column: f.text for f in form_of(shop, "orders", "en").check(values, NOW)}
    assert english["amount"] == "'面议' is not an amount. Write 50000 or 5万."
    before = shop.store.snapshot()
    with pytest.raises(DataError):
        form.store(values, NOW)
    assert shop.store.snapshot() == before


def test_an_empty_form_lacks_what_is_required(shop: Workspace) -> None:
    found = form_of(shop, "orders").check({}, NOW)
    assert [f.column for f in found] == [
        "order_id", "customer_id", "amount", "order_date", "owner",
    ]  # fmt: skip


def test_a_field_is_found_under_every_header(shop: Workspace) -> None:
    form = form_of(shop, "customers")
    assert {form.field(w).name for w in ("customer_name", "公司名称", "Customer Name")} == {
        "customer_name"
    }
    with pytest.raises(UsageError, match="Did you mean 'region'"):
        form.field("regio")


def test_a_custom_column_of_the_workspace_is_a_field(shop: Workspace) -> None:
    fill(shop.store, {"customers": [{"customer_id": "C1", "微信号": "abc"}]})
    form = form_of(shop, "customers")
    assert form.fields[-1].name == "微信号"
    form.store({"customer_id": "C2", "微信号": "xyz"}, NOW, form.find({"customer_id": "C2"}))
    assert customer(shop, "C2")["微信号"] == "xyz"


def test_a_rep_may_enter_and_change_own_rows_only(shop: Workspace) -> None:
    form = form_of(shop, "customers", viewer="王五")
    assert form.defaults == {"owner": "王五"}
    assert form.store({"customer_id": "C5", "customer_name": "丁", "owner": "王五"}, NOW)
    record = form.find({"customer_id": "C1"})
    assert record is not None
    with pytest.raises(ScopeError):  # given away
        form.store({"customer_id": "C1", "owner": "李四"}, NOW, record)
    with pytest.raises(ScopeError):  # another's: not even shown
        form.find({"customer_id": "C2"})
    with pytest.raises(ScopeError):  # another's, met by its name
        form.store({"customer_name": "乙公司", "owner": "王五"}, NOW)
    with pytest.raises(ScopeError):  # nobody's
        form.store({"customer_id": "C6", "customer_name": "戊"}, NOW)
    assert customer(shop, "C2")["owner"] == "李四"


def test_of_a_double_a_rep_is_told_that_there_is_one_and_not_which(shop: Workspace) -> None:
    fill(shop.store, {"customers": [{"customer_id": "C2", "contact_info": "13900001234"}]})
    typed = {"customer_id": "C9", "customer_name": "乙有限公司", "contact_info": "13900001234"}
    told = {
        who: form_of(shop, "customers", viewer=who).check(typed, NOW) for who in ("管理", "王五")
    }
    assert "C2“乙公司”" in next(f.text for f in told["管理"] if f.rule == "duplicate_customer")
    said = [f.text for f in told["王五"] if f.rule == "duplicate_customer"]
    assert said == ["可能与已有的一条记录重复，该记录可能由他人负责。请先向主管核实。"]
    deal = {"opportunity_id": "O1", "customer_id": "乙公寓", "stage": "商机", "owner": "王五"}
    found = form_of(shop, "opportunities", viewer="王五").check(deal, NOW)
    assert not any("乙公司" in f.text or "C2" in f.text for f in found)
    assert any(f.text.startswith("按此名称或编号找不到") for f in found)


def test_what_has_no_owner_is_entered_by_admins(shop: Workspace) -> None:
    with pytest.raises(ScopeError):
        form_of(shop, "products", viewer="王五")
    form = form_of(shop, "products", viewer="管理")
    assert form.store({"product": "控制系统", "list_price": "5万"}, NOW).change == "new"


# salesnb add


def test_set_stores_without_a_question(shop: Workspace, salesnb) -> None:
    result = salesnb(shop, "add", "customers", "--set", "客户编号=C7", "--set", "客户名称=庚公司")
    assert result.exit_code == 0
    assert "已新增“C7”" in result.stderr
    assert customer(shop, "C7")["customer_name"] == "庚公司"


def test_set_with_a_fault_prints_it_and_stores_nothing(shop: Workspace, salesnb) -> None:
    before = shop.store.snapshot()
    result = salesnb(
        shop, "add", "customers", "--set", "customer_id=C7", "--set", "status=什么",
        "--set", "customer_name=庚公司",
    )  # fmt: skip
    assert result.exit_code == 1
    assert "错误：“什么”不是已知的客户状态。" in result.stderr
    assert shop.store.snapshot() == before


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["customer"], "是不是“customers”？"),
        (
            ["customers", "--set", "custmer_name=x"],
            "不是已知的 customers 字段。是不是“customer_name”？",
        ),
        (["customers", "--set", "customer_name"], "请写成 FIELD=VALUE"),
    ],
)
def test_a_wrong_name_is_named_with_the_nearest(
    shop: Workspace, salesnb, words: list[str], said: str
) -> None:
    result = salesnb(shop, "add", *words)
    assert result.exit_code == 2
    assert said in result.stderr


def typed(workspace: Workspace, table: str, *answers: str) -> Result:
    words = ["--workspace", str(workspace.root), "add", table]
    return CliRunner().invoke(main, words, input="\n".join(answers) + "\n")


def test_fields_are_asked_one_by_one_and_a_wrong_value_again(shop: Workspace) -> None:
    # product, product_line, list_price (wrong, right), floor_price, confirmed
    result = typed(shop, "products", "控制系统", "", "面议", "5万", "", "y")
    assert result.exit_code == 0, result.stderr
    assert "错误：“面议”不是金额。" in result.stderr
    assert "产品名称 *: " in result.stderr and "产品定价 (金额" in result.stderr
    assert "保存“控制系统”？" in result.stderr
    (row,) = shop.store.current()["products"].to_dict("records")
    assert (row["product"], row["list_price"]) == ("控制系统", 50000)


def test_a_known_key_gives_the_defaults_and_a_number_chooses_a_word(shop: Workspace) -> None:
    fields = [f.name for f in form_of(shop, "customers").fields]
    answers = {"customer_id": "C1", "status": "3", "industry": "-"}
    result = typed(shop, "customers", *[answers.get(name, "") for name in fields], "y")
    assert "“C1”已有记录" in result.stderr and "客户名称 * [甲公司]" in result.stderr
    assert "13800005678" not in result.stderr
    assert "更新“C1”？" in result.stderr
    row = customer(shop, "C1")
    assert (row["status"], row["industry"]) == ("customer", None)
    assert (row["contact_info"], row["level"]) == ("13800005678", "key")


def test_what_does_not_hold_together_is_asked_again_at_the_end(shop: Workspace) -> None:
    # plan_id, customer_id and lead_id empty: one of them is asked again.
    asked = ["", "", "", "2026-11-02", "王五", "", "", ""]
    result = typed(shop, "plans", *asked, "C1", "y")
    assert "至少填写一项" in result.stderr
    (row,) = shop.store.current()["plans"].to_dict("records")
    assert row["customer_id"] == "C1" and row["plan_id"].startswith("T")


def test_an_answer_that_is_neither_yes_nor_no_is_asked_again(shop: Workspace) -> None:
    result = typed(shop, "products", "控制系统", "", "", "", "好的", "是")
    assert result.exit_code == 0, result.stderr
    assert "请输入 y（是）或 n（否）。" in result.stderr and "Error" not in result.stderr
    assert list(shop.store.current()["products"]["product"]) == ["控制系统"]


@pytest.mark.parametrize("answers", [["控制系统"], ["控制系统", "", "", "", "n"]])
def test_broken_off_or_not_confirmed_nothing_is_stored(shop: Workspace, answers: list[str]) -> None:
    before = shop.store.snapshot()
    typed(shop, "products", *answers)
    assert shop.store.snapshot() == before


def test_in_an_english_workspace_the_questions_are_english(shop: Workspace) -> None:
    shop.change_setting("lang", "en")
    result = typed(shop, "products", "Controls", "", "50000", "", "y")
    assert "Product *: " in result.stderr and "Store 'Controls'?" in result.stderr
    assert "Stored: new, 'Controls'." in result.stderr


# wb.entry


def inputs(box: ipywidgets.VBox, form: EntryForm) -> dict[str, Any]:
    """Return {column: (input, remark)} of the widget tree."""
    lines = [w for w in walk(box) if isinstance(w, ipywidgets.HBox) and len(w.children) == 3]
    titles = {line.children[0].value.split(">")[1].split("<")[0].strip(): line for line in lines}
    return {field.name: titles[field.title].children[1:] for field in form.fields}


def walk(widget: Any) -> Iterator[Any]:
    yield widget
    for child in getattr(widget, "children", ()):
        yield from walk(child)


def button(box: ipywidgets.VBox, text: str) -> ipywidgets.Button:
    (found,) = [w for w in walk(box) if isinstance(w, ipywidgets.Button) and w.description == text]
    return found


@pytest.fixture
def opened(shop: Workspace) -> Callable[..., tuple[EntryForm, Any, dict[str, Any]]]:
    def build(table: str, lang: str = "zh", **options: Any) -> Any:
        form = form_of(shop, table, lang, **options)
        box = entry_box(form, lambda: NOW)
        return form, box, inputs(box, form)

    return build


def test_saving_a_filled_form_stores_it_and_clears_it(shop: Workspace, opened) -> None:
    _, box, fields = opened("customers")
    fields["customer_id"][0].value = "C8"
    fields["customer_name"][0].value = "辛公司"
    fields["first_contact_date"][0].value = date(2026, 3, 5)
    fields["status"][0].value = "意向客户"
    button(box, "保存").click()
    assert "已新增“C8”。快照" in box.children[-1].value
    assert fields["customer_name"][0].value == "" and fields["status"][0].value == ""
    row = customer(shop, "C8")
    assert (row["status"], row["first_contact_date"].date()) == ("interested", date(2026, 3, 5))
    assert row["_file"] == "salesnb add"


def test_problems_stand_beside_their_fields_and_nothing_is_stored(shop: Workspace, opened) -> None:
    _, box, fields = opened("orders", "en")
    before = shop.store.snapshot()
    fields["order_id"][0].value = "S1"
    fields["amount"][0].value = "<b>lots</b>"
    fields["due_date"][0].value = date(2026, 11, 1)
    button(box, "Save").click()
    assert "&lt;b&gt;lots&lt;/b&gt;&#x27; is not an amount" in fields["amount"][1].value
    assert "is required" in fields["customer_id"][1].value
    assert fields["order_id"][1].value == ""
    assert "Nothing was stored" in box.children[-1].value
    assert fields["amount"][0].value == "<b>lots</b>"  # what was typed stays
    assert shop.store.snapshot() == before


def test_a_known_number_brings_its_record_without_contacts(shop: Workspace, opened) -> None:
    _, box, fields = opened("customers")
    fields["customer_id"][0].value = "C1"
    assert fields["customer_name"][0].value == "甲公司" and fields["level"][0].value == "重点"
    assert fields["contact_info"][0].value == "" and "已填" in fields["contact_info"][1].value
    fields["industry"][0].value = "制造业"
    button(box, "保存").click()
    assert "已更新“C1”" in box.children[-1].value
    row = customer(shop, "C1")
    assert (row["industry"], row["contact_info"]) == ("制造业", "13800005678")


def test_another_number_takes_the_shown_record_back(opened) -> None:
    _, _, fields = opened("customers")
    fields["customer_id"][0].value = "C1"
    fields["note"][0].value = "手填"
    fields["customer_id"][0].value = "C99"
    assert fields["customer_name"][0].value == "" and fields["note"][0].value == "手填"


def test_required_fields_bear_a_star_and_words_are_offered(opened) -> None:
    form, box, fields = opened("orders")
    stars = [w.value for w in walk(box) if (isinstance(w, ipywidgets.HTML) and "> *<" in w.value)
             or (isinstance(w, ipywidgets.HTML) and ">*</span>" in w.value)]  # fmt: skip
    assert len(stars) == len([f for f in form.fields if f.is_required]) == 5
    assert isinstance(fields["owner"][0], ipywidgets.Combobox)
    assert set(fields["owner"][0].options) == {"王五", "李四", "管理"}
    assert isinstance(fields["order_date"][0], ipywidgets.DatePicker)


def test_a_rep_is_refused_in_the_form_what_is_not_own(opened) -> None:
    _, box, fields = opened("customers", viewer="王五")
    assert fields["owner"][0].value == "王五"
    fields["customer_id"][0].value = "C2"
    assert "王五 只能录入和修改负责人是 王五 的记录。" in box.children[-1].value
    assert fields["customer_name"][0].value == ""


def test_the_workbench_opens_a_form_and_refuses_an_unknown_table(shop: Workspace) -> None:
    wb = product.open(shop.root)
    assert isinstance(wb.entry("customers"), ipywidgets.VBox)
    with pytest.raises(UsageError, match="Did you mean 'customers'"):
        wb.entry("customer")
    with pytest.raises(ScopeError):
        product.open(shop.root, viewer="王五").entry("products")


def test_without_ipywidgets_the_extra_is_named(
    shop: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("salesnb.workbench.find_spec", lambda name: None)
    with pytest.raises(UsageError, match=r"salesnb\[lab\]"):
        product.open(shop.root).entry("customers")


# For real: JupyterLab in a browser.


@pytest.fixture
def lab(shop: Workspace) -> Iterator[str]:
    """The address of a JupyterLab on the workspace."""
    pytest.importorskip("jupyterlab")
    with served_lab(shop.root) as address:
        yield address


@pytest.mark.parametrize("lang", ["zh"])
def test_in_jupyterlab_a_form_is_filled_and_saved(
    shop: Workspace, lab: str, chromium, lang: str
) -> None:
    code = f"import salesnb\nsalesnb.open('.', lang='{lang}').entry('customers')"
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(code)])
    notebook.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3"}
    nbformat.write(notebook, shop.root / "form.ipynb")
    page = chromium.new_page(viewport={"width": 1300, "height": 1000})
    try:
        page.goto(f"{lab}/lab/tree/form.ipynb?reset")
        page.locator(".jp-Notebook .cm-content").first.click(timeout=60_000)
        page.wait_for_function(
            "document.querySelector('.jp-Notebook-ExecutionIndicator[data-status=idle]')"
        )
        page.keyboard.press("Shift+Enter")
        save = page.get_by_role("button", name="保存" if lang == "zh" else "Save", exact=True)
        save.wait_for(timeout=60_000)
        shot = os.environ.get("SALESNB_SCREENSHOTS")
        texts = page.locator(".widget-text input, .widget-combobox input")
        texts.nth(0).fill("C77")
        texts.nth(1).fill("浏览器公司")
        page.locator("input[type=date]").first.fill("2099-01-01")
        save.click()
        page.get_by_text("2099-01-01").first.wait_for(timeout=30_000)
        if shot:
            page.screenshot(path=f"{shot}/form.{lang}.error.png")
        page.locator("input[type=date]").first.fill("2026-03-05")
        save.click()
        said = "已新增“C77”" if lang == "zh" else "Stored: new, 'C77'"
        page.get_by_text(said).wait_for(timeout=30_000)
        if shot:
            page.screenshot(path=f"{shot}/form.{lang}.saved.png")
    finally:
        page.close()
    row = customer(shop, "C77")
    assert (row["customer_name"], row["_file"]) == ("浏览器公司", "wb.entry")
