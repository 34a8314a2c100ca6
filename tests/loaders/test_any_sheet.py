"""Whatever is in the cells: no traceback, nothing lost, every rejected row explained."""

import json
import tempfile
from datetime import date
from pathlib import Path

import pandas as pd
import pytest
import xlsxwriter
from hypothesis import HealthCheck, given
from hypothesis import settings as limits
from hypothesis import strategies as st

from salesnb.errors import DataError
from salesnb.loaders import load_files, write_checked
from salesnb.loaders.sheets.forms import FORMS
from salesnb.settings import Settings
from salesnb.tables import TABLES

CELLS = [
    None, "", " ", "--", "C1", "C2", "L1", "O1", "SO1", "甲公司", "王五", "东区", "2026-03-05",
    "2026/3/5", "03/04/2026", "2027-01-01", 46086, 46086.5, 0, 1, -5, 0.6, 60, 1e18, "5万",
    "50,000", "1052,75", "面议", "50-80万", "60%", "是", "否", "线索", "成交", "流失", "意向客户",
    "官网", "电话", "销售", "销售额", "2026-10", "2026Q4", "客户", "合计", "示例: x", "=1+1",
    "{value}", "\u200b", "x" * 300, "é\n\t", True,
]  # fmt: skip


@st.composite
def sheets(draw: st.DrawFn) -> dict[str, list[list[object]]]:
    made: dict[str, list[list[object]]] = {}
    for name in draw(st.lists(st.sampled_from(sorted(FORMS)), min_size=1, max_size=4, unique=True)):
        form = FORMS[name]
        columns = draw(st.lists(st.sampled_from(form.table.names), min_size=2, unique=True))
        parts = [sorted(part)[0] for part in form.signature]
        headers = [form.table[column].zh for column in dict.fromkeys([*parts, *columns])]
        headers += draw(
            st.lists(st.sampled_from(["自定", "自定", "备注", "Version", ""]), max_size=2)
        )
        row = st.lists(st.sampled_from(CELLS), min_size=len(headers), max_size=len(headers))
        made[name] = [[*headers], *draw(st.lists(row, max_size=6))]
    return made


def write(path: Path, given: dict[str, list[list[object]]]) -> None:
    workbook = xlsxwriter.Workbook(str(path), {"strings_to_formulas": False})
    for title, rows in given.items():
        page = workbook.add_worksheet(title)
        for number, row in enumerate(rows):
            page.write_row(number, 0, row)
    workbook.close()


@given(given_sheets=sheets())
@limits(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_cells_give_good_rows_or_rejected_rows_with_a_reason(
    settings: Settings, given_sheets: dict[str, list[list[object]]]
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "any.xlsx"
        write(path, given_sheets)
        try:
            result = load_files([path], settings, mapping=None, known={}, today=date(2026, 10, 31))
        except DataError as error:
            assert "Nothing to import" in str(error)
            return
        again = load_files(
            [path], settings, mapping=None, known=result.tables, today=date(2026, 10, 31)
        )
        write_checked(result, path, Path(folder) / "checked.xlsx", "zh")
    assert (result.counts["rows_in"] == result.counts["good"] + result.counts["rejected"]).all()
    assert len(result.rejected) == result.counts["rejected"].sum()
    explained = set(result.errors[["sheet", "row"]].itertuples(index=False, name=None))
    for row in result.rejected.itertuples():
        json.loads(row.values)
        missing = row.rule in ("missing_column",)
        assert missing or (row.sheet, row.row) in explained
    for name, table in result.tables.items():
        stored = table[[key for key in TABLES[name].key if key in table]]
        assert not stored.astype("str").duplicated().any()
        good = result.counts[result.counts["table"] == name]
        assert len(table) == good["good"].sum() - good["repeated"].sum()
        pd.testing.assert_index_equal(table.columns, again.tables[name].columns)
    assert result.problems[["message", "message_zh"]].notna().all().all()


@pytest.mark.parametrize("name", sorted(TABLES))
def test_a_sheet_of_headers_alone_has_no_rows_and_no_problems(
    settings: Settings, tmp_path: Path, name: str
) -> None:
    write(tmp_path / "a.xlsx", {"a": [[column.zh for column in TABLES[name].columns]]})
    result = load_files(
        [tmp_path / "a.xlsx"], settings, mapping=None, known={}, today=date(2026, 10, 31)
    )
    assert result.problems.empty and result.tables == {}
    assert result.counts["rows_in"].sum() == 0
