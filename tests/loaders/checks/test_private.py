"""Personal data: an error in every column, shown nowhere, stored nowhere."""

import json
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from salesnb.errors import ConfigError
from salesnb.loaders import LoadResult, write_checked
from salesnb.settings import SourceMapping

Load = Callable[..., LoadResult]
ID, MASK = "11010519491231002X", "1101**********002X"
CARD = "6222021234567890128"
HEAD = ["客户编号", "客户名称"]


def shown(result: LoadResult) -> str:
    """Return everything that an import tells or keeps of rejected rows."""
    notes = " ".join(note.zh + note.en for note in result.notes)
    return result.problems.to_csv() + result.rejected.to_csv() + notes


def rules(result: LoadResult) -> list[tuple[str, str]]:
    return list(result.problems[["cell", "rule"]].itertuples(index=False, name=None))


@pytest.mark.parametrize(
    "header", ["备注", "联系方式", "需求类型", "自定义", "物流单号", "客户编号"]
)
def test_an_id_card_is_an_error_in_every_column(load: Load, header: str) -> None:
    head = [*HEAD, header] if header not in HEAD else HEAD
    row = ["C1", "甲公司", ID] if header not in HEAD else [ID, "甲公司"]
    result = load({"客户": [head, row, [*["C2", "乙公司", "x"][: len(head)]]]})
    assert [rule for _, rule in rules(result)] == ["id_card"]
    assert result.problems["value"].tolist() == [MASK]
    assert len(result.rejected) == 1 and len(result.tables["customers"]) == 1
    assert ID not in shown(result) and MASK in shown(result)


@pytest.mark.parametrize(
    ("header", "found"),
    [
        ("备注", 1),
        ("联系方式", 1),
        ("自定义", 1),
        ("物流单号", 0),
        ("订单编号", 0),
        ("客户编号", 0),
    ],
)
def test_a_bank_card_is_looked_for_outside_of_keys_and_reference_numbers(
    load: Load, header: str, found: int
) -> None:
    head = [*HEAD, header] if header not in HEAD else HEAD
    row = ["C1", "甲公司", CARD] if header not in HEAD else [CARD, "甲公司"]
    result = load({"客户": [head, row]})
    assert len(result.problems) == found
    assert (CARD in shown(result)) is False


def test_the_number_is_shown_by_no_other_problem_of_the_cell_or_of_another(load: Load) -> None:
    result = load(
        {
            "客户": [HEAD, [ID, "甲公司"], [ID, "乙公司"]],
            "订单": [
                ["销售单号", "客户编号", "成交金额", "成交日期", "负责人"],
                ["S1", ID, f"共{ID}元", "2026-10-05", "王"],
            ],
        }
    )
    assert {"id_card", "not_amount", "duplicate_key"} <= set(result.problems["rule"])
    assert ID not in shown(result)
    assert result.rejected["key"].isna().tolist() == [True, True, False]


def test_a_rejected_row_waits_with_masks(load: Load) -> None:
    row = ["C1", "甲公司", f"身份证{ID}", "家住阳光小区3栋", "张三 13800138000"]
    result = load({"客户": [[*HEAD, "备注", "爱好", "家庭住址"], row]})
    values = json.loads(result.rejected["values"].iloc[0])
    assert values["备注"] == f"身份证{MASK}"
    assert values["爱好"] == "家住阳光小区****"
    assert values["家庭住址"] == "张三 ********000"


@pytest.mark.parametrize("header", ["身份证号", "银行卡号（必填）", "家庭住址", "ID number"])
def test_a_column_of_personal_data_is_an_error_in_each_filled_cell(load: Load, header: str) -> None:
    result = load(
        {"客户": [[*HEAD, header], ["C1", "甲", "张三丰"], ["C2", "乙", "--"], ["C3", "丙"]]}
    )
    assert rules(result) == [("C2", "private_column")]
    assert result.problems["suggestion"].tolist() == ["--"]
    assert "张三丰" not in shown(result)
    assert result.tables["customers"]["customer_id"].tolist() == ["C2", "C3"]


def test_the_suggestion_is_the_text_without_it_and_imports_clean(load: Load) -> None:
    rows = [
        ["C1", "甲", f"客户身份证：{ID}，想买"],
        ["C2", "乙", CARD],
        ["C3", "丙", "家住阳光小区3栋2单元501，喜欢钓鱼"],
    ]
    first = load({"客户": [[*HEAD, "备注"], *rows]})
    assert first.problems["suggestion"].tolist() == ["客户身份证，想买", "--", "喜欢钓鱼"]
    mended = [
        [*row[:2], text] for row, text in zip(rows, first.problems["suggestion"], strict=True)
    ]
    again = load({"客户": [[*HEAD, "备注"], *mended]})
    assert again.problems.empty
    assert again.tables["customers"]["note"].fillna("").tolist() == [
        "客户身份证，想买",
        "",
        "喜欢钓鱼",
    ]


def test_a_column_of_codes_is_none_of_cards_though_some_check_digits_fit(load: Load) -> None:
    codes = [str(6222021234567890 + n) for n in range(40)]
    rows = [[f"C{n}", f"公司{n}", code] for n, code in enumerate(codes)]
    assert load({"客户": [[*HEAD, "自定义"], *rows]}).problems.empty
    few = load({"客户": [[*HEAD, "自定义"], *rows[:9]]})
    assert set(few.problems["rule"]) == {"bank_card"} and len(few.problems) < 3


def test_one_cell_of_a_wide_sheet_is_said_once_and_waits_in_all_its_tables(load: Load) -> None:
    head = ["客户编号", "客户名称", "首次接触时间", "当前跟进阶段", "备注"]
    result = load({"录入": [head, ["C1", "甲公司", "2026-03-01", "商机", ID]]})
    assert [rule for _, rule in rules(result) if rule == "id_card"] == ["id_card"]
    assert result.tables == {}


def test_no_one_can_make_it_a_warning(load: Load) -> None:
    mapping = SourceMapping.model_validate({"files": {}, "severity": {"id_card": "warning"}})
    with pytest.raises(ConfigError, match="'id_card' is always an error: personal data is never"):
        load({"客户": [HEAD, ["C1", "甲公司"]]}, mapping=mapping)


def test_a_sheet_that_is_not_recognised_does_not_give_its_numbers_away(load: Load) -> None:
    result = load({"客户": [HEAD, ["C1", "甲公司"]], "名单": [["张三", ID], ["李四", "x"]]})
    assert len(result.notes) == 1
    assert ID not in shown(result)


def test_the_marked_copy_lists_it_masked_and_an_accepted_suggestion_removes_it(
    load: Load, book: Callable[..., Path], tmp_path: Path
) -> None:
    path = book({"客户": [[*HEAD, "备注"], ["C1", "甲公司", f"身份证{ID}，想买"]]})
    copy = tmp_path / "copy.xlsx"
    write_checked(load(path), path, copy, "zh")
    workbook = openpyxl.load_workbook(copy)
    page = workbook["问题清单"]
    listed = [str(cell.value) for row in page.iter_rows() for cell in row if cell.value]
    comments = [
        cell.comment.text for row in workbook["客户"].iter_rows() for cell in row if cell.comment
    ]
    assert comments and not any(ID in text for text in listed + comments)
    (line,) = [row for row in page.iter_rows() if row[8].value == "id_card"]
    line[7].value = "是"
    workbook.save(copy)
    again = load(copy)
    assert again.problems.empty
    assert again.tables["customers"]["note"].tolist() == ["身份证，想买"]
