"""The command line: exit codes, and one clear sentence for what a user did wrong."""

import json
from pathlib import Path

import pytest
import xlsxwriter

from salesnb.workspace import Workspace


def one_sentence(result) -> str:
    """Return what stderr says, after making sure that it is no traceback."""
    assert "Traceback" not in result.output
    return result.stderr.strip().splitlines()[-1]


def sheet(path: Path, rows: list[list[object]]) -> Path:
    """Write a workbook of one sheet."""
    with xlsxwriter.Workbook(path) as book:
        page = book.add_worksheet("Sheet1")
        for number, row in enumerate(rows):
            page.write_row(number, 0, row)
    return path


def test_a_file_that_is_no_workbook_is_named(workspace: Workspace, tmp_path: Path, salesnb) -> None:
    (tmp_path / "orders.xlsx").write_bytes(b"this is no workbook")
    result = salesnb(workspace, "import", tmp_path / "orders.xlsx")
    assert result.exit_code == 3
    assert "orders.xlsx" in one_sentence(result)
    assert workspace.store.is_empty


def test_a_missing_file_is_named(workspace: Workspace, tmp_path: Path, salesnb) -> None:
    result = salesnb(workspace, "import", tmp_path / "nowhere.xlsx")
    assert result.exit_code == 3
    assert "没有这个文件" in one_sentence(result)


def test_an_empty_sheet_stores_nothing(workspace: Workspace, tmp_path: Path, salesnb) -> None:
    result = salesnb(workspace, "import", sheet(tmp_path / "empty.xlsx", []))
    assert result.exit_code == 1
    assert "empty.xlsx" in one_sentence(result)
    assert workspace.store.is_empty


def test_an_unrecognised_sheet_names_the_nearest_headers(
    workspace: Workspace, tmp_path: Path, salesnb
) -> None:
    rows = [["客户编码", "客户名", "金額"], ["C1", "一", "2"]]
    result = salesnb(workspace, "import", sheet(tmp_path / "what.xlsx", rows))
    assert result.exit_code == 1
    assert "客户编号" in one_sentence(result) or "客户名称" in one_sentence(result)
    assert workspace.store.is_empty


def test_a_missing_required_column_is_named_and_nothing_is_stored(
    workspace: Workspace, tmp_path: Path, salesnb
) -> None:
    rows = [["销售单号", "客户编号", "成交日期", "负责人"], ["SO1", "C1", "2026/3/1", "张强"]]
    result = salesnb(workspace, "import", sheet(tmp_path / "orders.xlsx", rows))
    assert result.exit_code == 1
    assert "成交金额" in result.stderr
    assert workspace.store.is_empty


def test_check_lists_problems_and_writes_a_marked_copy(
    workspace: Workspace, tmp_path: Path, salesnb
) -> None:
    rows = [
        ["客户编号", "客户名称", "行业"],
        ["C1", "一号公司", "零售"],
        ["C1", "二号公司", "零售"],
    ]
    path = sheet(tmp_path / "customers.xlsx", rows)
    result = salesnb(workspace, "check", path)
    assert result.exit_code == 1
    assert "错误：customers.xlsx" in result.stdout
    assert (tmp_path / "customers.xlsx.checked.xlsx").is_file()


@pytest.mark.parametrize("period", ["2026-13", "October", "2026Q5", ""])
def test_a_wrong_period_is_refused_with_the_forms(demo_zh: Workspace, period: str, salesnb) -> None:
    result = salesnb(demo_zh, "metrics", "sales", "--period", period)
    assert result.exit_code == 2
    assert "2026-10" in one_sentence(result)


def test_a_wrong_scope_is_refused_with_the_nearest(demo_zh: Workspace, salesnb) -> None:
    result = salesnb(demo_zh, "metrics", "sales", "--scope", "team:华东一")
    assert result.exit_code == 2
    assert "是不是“华东一组”？" in one_sentence(result)


def test_a_scope_beyond_ones_right_gives_no_output(demo_zh: Workspace, salesnb) -> None:
    import salesnb as product

    staff = product.open(demo_zh.root).table("staff")
    active = staff[staff["active"].fillna(True) & (staff["role"] == "rep")]
    rep = active.iloc[0]
    result = salesnb(demo_zh, "metrics", "sales", "--scope", "company", "--as", rep["name"])
    assert result.exit_code == 2
    assert result.stdout == ""
    assert "无权查看 company" in one_sentence(result)


def test_a_misspelt_command_is_answered_with_the_nearest(workspace: Workspace, salesnb) -> None:
    result = salesnb(workspace, "metrcs")
    assert result.exit_code == 2
    assert "是不是“metrics”？" in one_sentence(result)


def test_outside_a_workspace_the_next_step_is_named(tmp_path: Path, salesnb) -> None:
    result = salesnb(tmp_path, "status")
    assert result.exit_code == 2
    assert "salesnb init" in one_sentence(result)


def test_an_empty_workspace_says_so(workspace: Workspace, salesnb) -> None:
    result = salesnb(workspace, "metrics", "sales")
    assert result.exit_code == 3
    assert "salesnb import" in one_sentence(result)


def test_metrics_as_json_are_records_and_nothing_else(demo_zh: Workspace, salesnb) -> None:
    result = salesnb(
        demo_zh,
        "metrics",
        "sales",
        "win_rate",
        "--by",
        "team",
        "--period",
        "2026-09",
        "--format",
        "json",
    )
    records = json.loads(result.stdout)
    assert {
        "metric",
        "period",
        "team",
        "value",
        "numerator",
        "denominator",
        "low",
        "high",
        "n",
    } == (set(records[0]))
    assert {record["metric"] for record in records} == {"sales", "win_rate"}


def test_status_as_json_tells_tables_and_snapshot(demo_zh: Workspace, salesnb) -> None:
    found = json.loads(salesnb(demo_zh, "status", "--json").stdout)
    assert found["tables"]["leads"] == 1000
    assert set(found) == {"tables", "snapshot", "rejected", "waiting", "last_import", "last_run"}


def test_a_mistake_in_params_is_named_with_its_line(workspace: Workspace, salesnb) -> None:
    path = workspace.root / "params" / "workspace.yml"
    path.write_text("lang: zh\nsmall_sampel: 3\n", encoding="utf-8")
    result = salesnb(workspace, "status")
    assert result.exit_code == 2
    sentence = one_sentence(result)
    assert "workspace.yml 第 2 行" in sentence
    assert "small_sample" in sentence


def test_the_demo_refuses_a_workspace_with_data(demo_zh: Workspace, salesnb) -> None:
    result = salesnb(demo_zh, "demo", str(demo_zh.root))
    assert result.exit_code == 2
    assert "已有数据" in one_sentence(result)


def test_init_refuses_a_workspace(workspace: Workspace, salesnb) -> None:
    result = salesnb(workspace, "init", str(workspace.root))
    assert result.exit_code == 2
    assert "已经是工作区" in one_sentence(result)


def test_good_rows_go_in_while_bad_ones_wait(workspace: Workspace, tmp_path: Path, salesnb) -> None:
    rows = [
        ["客户编号", "客户名称"],
        ["C1", "一号公司"],
        ["C2", ""],
    ]
    path = sheet(tmp_path / "customers.xlsx", rows)
    assert salesnb(workspace, "import", path).exit_code == 1
    assert workspace.store.is_empty
    assert salesnb(workspace, "import", path, "--accept-good").exit_code == 1
    found = json.loads(salesnb(workspace, "status", "--json").stdout)
    assert (found["tables"]["customers"], found["rejected"]) == (1, 1)
    assert found["last_import"]["rows_in"] == 2


def test_an_import_is_taken_back(workspace: Workspace, tmp_path: Path, salesnb) -> None:
    first = sheet(tmp_path / "a.xlsx", [["客户编号", "客户名称"], ["C1", "一号公司"]])
    second = sheet(tmp_path / "b.xlsx", [["客户编号", "客户名称"], ["C1", "改名公司"]])
    salesnb(workspace, "import", first)
    salesnb(workspace, "import", second)
    assert salesnb(workspace, "import", "--undo").exit_code == 0
    assert workspace.store.current()["customers"]["customer_name"].tolist() == ["一号公司"]


def test_a_full_disk_is_a_sentence_and_no_fault_of_the_program(
    demo_en: Workspace, salesnb, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device", "extract.duckdb")

    monkeypatch.setattr("salesnb.runs.handover.write_extracts", full)
    result = salesnb(demo_en, "render", "--period", "2026-09")
    assert result.exit_code == 3
    assert "No space left on device" in one_sentence(result)
    assert "fault of salesnb" not in result.stderr
    assert not list((demo_en.root / "data").glob("extracts-*"))


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("html,xlxs", "'xlxs' is not a known format. Did you mean 'xlsx'? Known: html, pdf, xlsx."),
        ("word", "'word' is not a known format. Known: html, pdf, xlsx."),
        ("", "'' is not a known format. Known: html, pdf, xlsx."),
    ],
)
def test_an_unknown_format_is_refused_before_anything_is_made(
    demo_en: Workspace, tmp_path: Path, salesnb, asked: str, said: str
) -> None:
    result = salesnb(demo_en, "render", "--format", asked, "--out", tmp_path / "out")
    assert result.exit_code == 2
    assert said in one_sentence(result)
    assert not (tmp_path / "out").exists()
