"""Words in the columns of the score card that are none of its answers."""

from collections.abc import Callable

from salesnb.loaders import LoadResult

Load = Callable[..., LoadResult]


HEADER = ["线索编号", "线索来源", "联系人姓名", "联系方式", "需求描述", "录入时间", "决策权限"]
_LEAD = ["官网", "李雷", "13800000000", "传感器", "2026-03-05"]


def test_an_unknown_answer_is_a_warning_with_the_nearest_one(load: Load) -> None:
    rows = [["L1", *_LEAD, "可决策"], ["L2", *_LEAD, "可以决策"], ["L3", *_LEAD, "DECIDES "]]
    result = load({"线索": [HEADER, *rows]})
    found = result.problems[result.problems["rule"] == "unknown_answer"]
    assert found["cell"].tolist() == ["G3"]
    assert found["severity"].tolist() == ["warning"]
    assert found["suggestion"].tolist() == ["可决策"]
    assert "Decides, Influences, No say" in found["message"].iloc[0]
    assert "可决策、影响决策、无决策权" in found["message_zh"].iloc[0]
    assert result.tables["leads"]["authority"].tolist() == ["可决策", "可以决策", "DECIDES"]
