"""附件: 客户名+日期+内容."""

from collections.abc import Callable

import pytest

from salesnb.loaders import LoadResult

Load = Callable[..., LoadResult]
NAME = "上海甲公司"
CASES = [
    ("上海甲公司_20240305_报价单.pdf", None),
    ("甲公司_2024-03-05_报价单.pdf", None),
    ("上海甲公司20240305报价单.pdf", None),
    ("上海甲公司 2024年3月5日 合同 终稿.docx", None),
    ("上海甲公司_20240305_报价单.pdf；上海甲公司_20240306_合同.pdf", None),
    ("上海甲公司_20240305_报价单.pdf、上海甲公司_20240306_合同.pdf", None),
    ("报价单20240305.pdf", "上海甲公司_20240305_报价单.pdf"),
    ("20240305上海甲公司报价单.pdf", "上海甲公司_20240305_报价单.pdf"),
    ("报价单_2024年3月5日.pdf", "上海甲公司_20240305_报价单.pdf"),
    ("上海甲公司_报价单.pdf", ""),
    ("乙公司_20240305_报价单.pdf", "上海甲公司_20240305_乙公司_报价单.pdf"),
    ("上海甲公司_20240305.pdf", ""),
    ("上海甲公司_20241305_报价单.pdf", ""),
    ("scan001.pdf", ""),
    (
        "上海甲公司_20240305_报价单.pdf；合同20240306.pdf",
        "上海甲公司_20240305_报价单.pdf；上海甲公司_20240306_合同.pdf",
    ),
    ("合同20240306.pdf；scan001.pdf", ""),
]


@pytest.mark.parametrize(("file", "better"), CASES)
def test_a_file_name_is_customer_date_and_content(
    load: Load, file: str, better: str | None
) -> None:
    result = load({"客户": [["客户编号", "客户名称", "附件"], ["C1", NAME, file]]})
    found = result.problems[["cell", "rule", "severity", "suggestion"]].to_numpy().tolist()
    assert found == ([] if better is None else [["C2", "attachment_name", "warning", better]])
    assert len(result.tables["customers"]) == 1


@pytest.mark.parametrize("better", [better for _, better in CASES if better])
def test_what_is_suggested_is_right(load: Load, better: str) -> None:
    result = load({"客户": [["客户编号", "客户名称", "附件"], ["C1", NAME, better]]})
    assert result.problems.empty
