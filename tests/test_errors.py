"""Errors: one sentence, the nearest name, the exit code."""

import ast
import copy
import pickle
import re
from pathlib import Path

import pytest

from salesnb import errors
from salesnb.errors import did_you_mean, unknown
from salesnb.labels import Sentence, all_labels, joined, say

PACKAGE = Path(__file__).parents[1] / "salesnb"
KINDS = {n for n, k in vars(errors).items() if isinstance(k, type) and issubclass(k, Exception)}


@pytest.mark.parametrize(
    ("error", "standard", "code"),
    [
        (errors.UsageError, ValueError, 2),
        (errors.ConfigError, ValueError, 2),
        (errors.ScopeError, PermissionError, 2),
        (errors.DataError, ValueError, 1),
        (errors.FileUnreadableError, ValueError, 3),
        (errors.StoreError, RuntimeError, 3),
        (errors.RenderError, RuntimeError, 1),
    ],
)
def test_each_error_is_also_the_standard_one_and_carries_its_exit_code(
    error: type[errors.SalesnbError], standard: type[Exception], code: int
) -> None:
    assert issubclass(error, errors.SalesnbError) and issubclass(error, standard)
    assert error.exit_code == code


def test_a_scope_error_reads_as_its_sentence_and_not_as_an_errno() -> None:
    assert str(errors.ScopeError("张强 may not see company.")) == "张强 may not see company."


@pytest.mark.parametrize(
    ("typed", "allowed", "near"),
    [
        ("win_rat", ["sales", "win_rate"], "win_rate"),
        ("SALES", ["sales", "win_rate"], "sales"),
        ("东区一组", ["东区1组", "西区1组"], "东区1组"),
        ("zzz", ["sales"], None),
        ("sales", [], None),
    ],
)
def test_the_nearest_name_is_offered_only_where_one_is_near(
    typed: str, allowed: list[str], near: str | None
) -> None:
    assert did_you_mean(typed, allowed) == (f" Did you mean '{near}'?" if near else "")


def test_known_names_are_sorted_and_a_long_list_is_cut() -> None:
    assert unknown("table", "x", ["b", "a"]).endswith("Known: a, b.")
    assert unknown("table", "x", [f"t{n:02d}" for n in range(31)]).endswith("t29 ….")
    assert unknown("table", "x", []).endswith("Known: none.")


def calls(name: re.Pattern[str]) -> list[tuple[str, ast.Call]]:
    """Return every call of a name in the package, with its place."""
    return [
        (f"{path.relative_to(PACKAGE)}:{node.lineno}", node)
        for path in sorted(PACKAGE.rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and name.fullmatch(node.func.id)
    ]


def test_no_error_is_raised_with_a_text_in_one_language() -> None:
    raised = calls(re.compile("|".join(KINDS)))
    assert len(raised) > 90
    plain = [
        place
        for place, call in raised
        if call.args and isinstance(call.args[0], ast.Constant | ast.JoinedStr | ast.BinOp)
    ]
    assert not plain, f"say it in both languages: XError(say('err_…', …)): {plain}"


def test_what_errors_are_said_with_stands_in_the_labels() -> None:
    known = all_labels()
    for place, call in calls(re.compile("say|unknown")):
        first = call.args[0]
        if isinstance(first, ast.Constant):
            is_kind = isinstance(call.func, ast.Name) and call.func.id == "unknown"
            key = f"kind_{first.value.replace(' ', '_')}" if is_kind else first.value
            assert key in known, f"{place}: {key} is in no dictionary of salesnb/labels"
            if not is_kind:
                named = set(re.findall(r"{(\w+)", known[key][1]))
                given = {word.arg for word in call.keywords if word.arg}
                assert named == given or None in {w.arg for w in call.keywords}, f"{place}: {key}"


def test_an_error_is_english_unless_asked_for_chinese() -> None:
    error = errors.UsageError(unknown("metric", "sale", ["sales"]))
    assert str(error) == "'sale' is not a known metric. Did you mean 'sales'? Known: sales."
    assert error.text("en") == str(error)
    assert error.text("zh") == "“sale”不是已知的指标。是不是“sales”？已知的有：sales。"
    assert errors.UsageError("only this").text("zh") == "only this"
    assert str(errors.UsageError()) == errors.UsageError().text("zh") == ""


def test_a_sentence_in_a_sentence_is_said_in_the_language_of_the_whole() -> None:
    place = say("at_line", file="params/metrics.yml", line=3)
    said = say("err_at", place=place, said=unknown("fact", "sale", []))
    assert said == "params/metrics.yml, line 3: 'sale' is not a known fact. Known: none."
    assert said.text("zh") == "params/metrics.yml 第 3 行：“sale”不是已知的事实表。已知的有：无。"
    assert joined([Sentence("One.", "一。"), Sentence("Two.", "二。")]).text("zh") == "一。二。"


def test_a_sentence_survives_being_copied_and_pickled() -> None:
    error = errors.UsageError(say("err_no_metric"))
    for again in (copy.copy(error), pickle.loads(pickle.dumps(error))):
        assert again.text("zh") == "请至少指定一个指标。"
        assert str(again) == "Name at least one metric."
