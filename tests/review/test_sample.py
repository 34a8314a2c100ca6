"""The weekly sample: who is drawn, the form there and back, error rates."""

import json
from datetime import datetime
from pathlib import Path

import pytest

from salesnb.errors import ConfigError, ScopeError, UsageError
from salesnb.review import FindingBook, draw_sample, error_rates, read_week, take_sample
from salesnb.review.sample import write_sample
from salesnb.scopes import Scope, ScopedStore
from salesnb.settings import Settings
from salesnb.store import Store
from salesnb.workspace import Workspace
from tests.alerts.cases import STAFF
from tests.frames import DEFAULTS, Records, fill, settings_with
from tests.review.cases import fill_in, read_rows

# Week 44 of 2026: Monday 26 October to Sunday 1 November.
CALLS: Records = [
    {"follow_id": f"F{n}", "customer_id": "C1", "user": user, "follow_at": f"2026-{day} 10:00",
     "method": "phone", "content": f"谈{n}"}
    for n, user, day in (
        (1, "甲", "10-25"), (2, "甲", "10-26"), (3, "甲", "10-28"), (4, "甲", "11-01"),
        (5, "乙", "10-30"), (6, "乙", "11-02"),
    )
]  # fmt: skip
TABLES = {
    "staff": STAFF,
    "customers": [{"customer_id": "C1", "customer_name": "东方", "owner": "甲"}],
    "follow_ups": CALLS,
}
AT = datetime(2026, 11, 4, 18)
DAY = AT.date()
WEEK = read_week("2026-W44", DAY)


@pytest.fixture
def shop(workspace: Workspace) -> Workspace:
    """Calls of 甲 and 乙 on the days around week 44, with two records per rep drawn."""
    fill(workspace.store, TABLES, AT)
    workspace.change_setting("today", "2026-11-04")
    (workspace.root / "params" / "review.yml").write_text(
        "per_rep: 2\nfields: {follow_ups: [method, content], leads: null, orders: null}\n",
        encoding="utf-8",
    )
    return workspace


def drawn(folder: Path, settings: Settings) -> list[str]:
    with ScopedStore.open(Store(folder), settings, as_of=DAY) as store:
        frame = draw_sample(store, settings, WEEK)
    pairs = zip(frame["rep"], frame["entity_id"], strict=True)
    return sorted({f"{rep} {record}" for rep, record in pairs})


def test_of_each_rep_so_many_records_of_the_week_are_drawn(tmp_path: Path) -> None:
    fill(Store(tmp_path / "store"), TABLES, AT)
    all_of_it = settings_with(tmp_path / "a", review="per_rep: 5")
    assert drawn(tmp_path / "store", all_of_it) == ["乙 F5", "甲 F2", "甲 F3", "甲 F4"]
    two = drawn(tmp_path / "store", settings_with(tmp_path / "b", review="per_rep: 2"))
    assert len(two) == 3 and "乙 F5" in two
    assert two == drawn(tmp_path / "store", settings_with(tmp_path / "c", review="per_rep: 2"))


def test_another_seed_draws_other_records_and_a_later_record_moves_no_other_up(
    tmp_path: Path,
) -> None:
    store = Store(tmp_path / "store")
    fill(store, TABLES, AT)
    found = {
        tuple(
            drawn(store.folder, settings_with(tmp_path / str(n), review=f"per_rep: 1\nseed: s{n}"))
        )
        for n in range(8)
    }
    assert len(found) > 1
    one = settings_with(tmp_path / "one", review="per_rep: 2")
    before = drawn(store.folder, one)
    fill(store, {"follow_ups": [{**CALLS[1], "follow_id": "F9"}]}, AT)
    after = drawn(store.folder, one)
    assert len(set(before) - set(after)) <= 1 and len(after) == 3


def test_the_last_full_week_is_drawn_and_one_that_runs_is_not() -> None:
    assert read_week(None, DAY).text == "2026-W44"
    assert read_week(None, datetime(2026, 11, 8).date()).text == "2026-W45"
    with pytest.raises(UsageError, match="not over"):
        read_week("2026-W45", DAY)
    with pytest.raises(UsageError, match="no week"):
        read_week("2026-10", DAY)


def test_a_form_comes_back_and_the_same_form_again_changes_nothing(
    shop: Workspace, tmp_path: Path
) -> None:
    form = tmp_path / "抽查.xlsx"
    assert write_sample(shop, WEEK, form, viewer=None, lang="zh", day=DAY) == 3
    rows = read_rows(form)
    assert len(rows) == 6 and {row["字段"] for row in rows} == {"跟进方式", "跟进内容"}
    first, second = sorted({row["记录编号"] for row in rows if row["销售"] == "甲"})
    fill_in(
        form,
        {
            f"{first} 跟进方式": {"核对结果": "错误", "备注": "=cmd()"},
            f"{first} 跟进内容": {"核对结果": "正确"},
            f"{second} 跟进内容": {"核对结果": "Wrong"},
            "follow_ups:F5 跟进方式": {"核对结果": "错了"},
        },
    )
    taken = take_sample(shop, form, by="钱", viewer=None, day=DAY)
    assert (taken.new, taken.changed, taken.unchanged, taken.blank) == (3, 0, 0, 2)
    (refused,) = taken.refused
    assert "F5" not in str(refused) and "'错了'" in str(refused) and "cell G" in str(refused)
    assert "是不是“错误”" in refused.text("zh")
    again = take_sample(shop, form, by="钱", viewer=None, day=DAY)
    assert (again.new, again.changed, again.unchanged) == (0, 0, 3)


def test_a_sample_stays_as_it_was_drawn_and_what_was_not_drawn_is_refused(
    shop: Workspace, tmp_path: Path
) -> None:
    one, two = tmp_path / "1.xlsx", tmp_path / "2.xlsx"
    write_sample(shop, WEEK, one, viewer=None, lang="zh", day=DAY)
    fill(shop.store, {"follow_ups": [{**CALLS[1], "follow_id": f"G{n}"} for n in range(9)]}, AT)
    write_sample(shop, WEEK, two, viewer=None, lang="zh", day=DAY)
    keys = [[(row["记录编号"], row["字段"]) for row in read_rows(path)] for path in (one, two)]
    assert keys[0] == keys[1]
    key = f"{read_rows(one)[0]['记录编号']} {read_rows(one)[0]['字段']}"
    fill_in(one, {key: {"记录编号": "follow_ups:F1", "核对结果": "正确"}})
    taken = take_sample(shop, one, by="钱", viewer=None, day=DAY)
    assert taken.new == 0 and "'follow_ups:F1' was not drawn" in str(taken.refused[0])


def test_a_manager_checks_the_own_team_and_a_rep_nobody(shop: Workspace, tmp_path: Path) -> None:
    form = tmp_path / "f.xlsx"
    assert write_sample(shop, WEEK, form, viewer="钱", lang="zh", day=DAY) == 2
    assert {row["销售"] for row in read_rows(form)} == {"甲"}
    with pytest.raises(ScopeError, match="leads nobody"):
        write_sample(shop, WEEK, form, viewer="甲", lang="zh", day=DAY)
    whole = tmp_path / "whole.xlsx"
    write_sample(shop, WEEK, whole, viewer=None, lang="zh", day=DAY)
    fill_in(whole, {"follow_ups:F5 跟进方式": {"核对结果": "正确"}})
    with pytest.raises(ScopeError, match="leads nobody"):
        take_sample(shop, whole, by="甲", viewer="甲", day=DAY)
    taken = take_sample(shop, whole, by="钱", viewer="钱", day=DAY)
    assert taken.new == 0 and len(taken.refused) == 2  # both fields of 乙's record


def test_a_record_is_wrong_if_one_of_its_fields_is(shop: Workspace, tmp_path: Path) -> None:
    book = FindingBook(shop.state)
    write_sample(shop, WEEK, tmp_path / "f.xlsx", viewer=None, lang="zh", day=DAY)
    keys = book.sample("2026-W44")[["week", "entity", "entity_id", "field"]]
    verdicts = ["right", "wrong", "unsure", "right", "wrong", "wrong"]
    found = [(*map(str, key), v, "") for key, v in zip(keys.to_numpy(), verdicts, strict=True)]
    book.take(found, by="钱", day=DAY)
    checked = book.checked([Scope("company")], ["2026-W44"])
    rates = error_rates(checked, "rep", 10).set_index("rep")
    counts = {rep: (row["checked"], row["wrong"]) for rep, row in rates.iterrows()}
    assert counts == {"乙": (1, 1), "甲": (2, 1)}
    assert rates.loc["甲", "rate"] == 0.5 and rates["is_small"].all()
    assert rates.loc["甲", ["low", "high"]].round(3).tolist() == [0.095, 0.905]
    by_field = error_rates(checked, "field", 1).set_index("field")
    assert by_field["checked"].sum() == 5 and by_field["wrong"].sum() == 3
    team = book.checked([Scope("team", "西区")], ["2026-W44"])
    assert set(team["rep"]) == {"乙"}


def test_rates_are_shown_by_a_command_and_in_a_report(
    shop: Workspace, tmp_path: Path, salesnb
) -> None:
    assert "--take" in salesnb(shop, "sample", "--rates", "rep").stderr
    form = tmp_path / "f.xlsx"
    assert "3 条记录" in salesnb(shop, "sample", "--out", form).stderr
    fill_in(form, {"follow_ups:F5 跟进方式": {"核对结果": "错误"}})
    done = salesnb(shop, "sample", "--take", form)
    assert done.exit_code == 0 and "新增 1" in done.stderr
    told = salesnb(shop, "sample", "--rates", "rep", "--format", "json")
    (record,) = json.loads(told.stdout)
    assert (record["rep"], record["checked"], record["wrong"]) == ("乙", 1, 1)
    assert "100%" in salesnb(shop, "sample", "--rates", "week").stdout
    wb = __import__("salesnb").open(shop.root)
    assert "抽查 1 条记录，1 条有误" in wb.sampled()._repr_html_()


def test_a_wrong_column_or_table_of_params_is_named(tmp_path: Path) -> None:
    fill(Store(tmp_path / "store"), TABLES, AT)
    settings = settings_with(tmp_path / "a", review="fields: {follow_ups: [contents]}")
    with pytest.raises(ConfigError, match=r"review.yml, line 1: 'contents'.*mean 'content'"):
        drawn(tmp_path / "store", settings)
    with pytest.raises(ConfigError, match="'follow_up' cannot be sampled"):
        settings_with(tmp_path / "b", review="fields: {follow_up: [content]}")
    assert DEFAULTS.review.per_rep == 5
