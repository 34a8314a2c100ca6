"""Errors: one sentence, the nearest name, the exit code."""

import pytest

from salesnb import errors
from salesnb.errors import did_you_mean, unknown


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
