"""What the workbench gives in JupyterLab: on somebody's behalf nothing beyond the right."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import salesnb
from salesnb.errors import SalesnbError, ScopeError, UsageError
from salesnb.workbench import Workbench
from salesnb.workbench.pickers.widgets import picker_box
from salesnb.workspace import Workspace
from tests.walk.company import REPS, Marker
from tests.walk.found import READERS, Found, foreign

Company = tuple[Workspace, list[Marker]]
# Teams and departments beyond everybody who asks here.
ELSEWHERE = {"Team B", "Team C", "Two"}


@pytest.fixture(scope="module", params=["RA1", "MA"])
def wb(request: pytest.FixtureRequest, company: Company) -> Iterator[Workbench]:
    yield salesnb.open(company[0].root, viewer=request.param, period="2026-10")


def beyond(wb: Workbench, company: Company, text: str, cells: set[str]) -> list[str | int]:
    """Return what a viewer may not see of a text, and of the cells of a frame."""
    found = Found("", text, frozenset(READERS[str(wb.viewer)]))
    others = (set(REPS) - found.allowed) | ELSEWHERE
    return [*foreign(found, company[1]), *sorted(cells & others)]


def cells_of(frame: pd.DataFrame) -> set[str]:
    return {str(value) for name in frame for value in frame[name]}


def test_sql_and_table_give_own_rows_only(wb: Workbench, company: Company) -> None:
    seen = 0
    for name in wb.tables():
        for frame in (wb.sql(f"select * from {name}"), wb.table(name)):
            assert beyond(wb, company, frame.to_csv(), cells_of(frame)) == [], name
            seen += len(frame)
    assert seen > 200


@pytest.mark.parametrize("wb", ["RA1"], indirect=True)
def test_explanations_and_their_rows_are_about_own_rows_only(
    wb: Workbench, company: Company
) -> None:
    with_rows = 0
    for name in wb.names("anything"):
        told = wb.explain(name)
        try:
            rows = told.rows()
        except UsageError:  # of a dimension there are none
            rows = pd.DataFrame()
        text = f"{told._repr_html_()} {told.sql} {rows.to_csv()}"
        assert beyond(wb, company, text, cells_of(rows)) == [], name
        with_rows += not rows.empty
    assert with_rows > 20


def test_names_and_pickers_offer_scopes_inside_the_right_only(wb: Workbench) -> None:
    inside = {
        "RA1": ["rep:RA1"],
        "MA": ["team:Team A", "rep:RA1", "rep:RA2"],
    }[str(wb.viewer)]
    queries = [f"query:{name}@{inside[0]}" for name in wb.workspace.settings.queries]
    assert queries and wb.names("scopes") == [*inside, *queries]
    assert offered(picker_box(wb, wb._views())) == [*inside, *queries]


def offered(box: Any) -> list[str]:
    """Return the scopes that the first picker of a box offers."""
    return [str(option) for option in box.children[0].children[0].options]


def test_no_other_scope_can_be_looked_at_and_none_is_named(wb: Workbench) -> None:
    here = str(wb.scope)
    for scope in ("company", "department:Two", "team:Team C", "rep:RC1", "rep:unassigned"):
        with pytest.raises(ScopeError, match="may not see"):
            wb.look_at(scope, "2026-10")
    with pytest.raises(ScopeError) as caught:
        wb.look_at("team:Team D", "2026-10")  # there is none: in the same words
    assert str(caught.value).startswith(f"{wb.viewer} may not see team:Team D. The widest")
    assert str(wb.scope) == here and beyond_now(wb) == set()


def beyond_now(wb: Workbench) -> set[str]:
    return cells_of(wb.table("orders")[["owner"]]) - READERS[str(wb.viewer)]


@pytest.mark.parametrize(
    "sql",
    [
        "select * from query_table('whole.leads')",
        "select * from query('select * from store.leads')",
        "select * from scoped.leads",
        "select * from read_text('params/*.yml')",
        "select * from read_text('.tmp/*')",
        "select * from glob('.tmp/*')",
        "select _file from leads",
        "select * from (pragma database_list)",
    ],
)
def test_sql_reaches_neither_the_store_nor_files_nor_what_was_spilled(
    wb: Workbench, sql: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / ".tmp").mkdir()
    (tmp_path / ".tmp" / "duckdb_temp_block-1.block").write_text("spilled", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SalesnbError):
        wb.sql(sql)
