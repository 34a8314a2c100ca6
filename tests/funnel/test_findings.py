"""Findings: which groups differ beyond chance, over all groups of a report."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from salesnb.errors import UsageError
from salesnb.funnel.findings import rate_findings
from salesnb.periods import parse_period
from tests.frames import CONTACT, DEFAULTS, Records, scoped

QUARTER = parse_period("2026Q3")
WON = {"stage": "won", "outcome": "won", "outcome_date": "2026-10-20"}


def leads(*groups: tuple[int, int, dict[str, Any]]) -> Records:
    """Return leads: so many, so many of them won, with these fields; by default of 1 July."""
    made = [
        {**CONTACT, "created_at": "2026-07-01", **fields, **(WON if n < won else {})}
        for count, won, fields in groups
        for n in range(count)
    ]
    return [{**lead, "lead_id": f"L{n}"} for n, lead in enumerate(made)]


def findings(
    folder: Path, rows: Records, dimensions: Sequence[str], **options: Any
) -> pd.DataFrame:
    with scoped(folder, {"leads": rows}) as store:
        found = rate_findings(store, DEFAULTS, QUARTER, dimensions, ["lead_win_rate"], **options)
    return found.set_index(["dimension", "name"])


def test_a_group_is_laid_beside_all_others_together(tmp_path: Path) -> None:
    rows = leads(
        (40, 2, {"source": "电话"}), (50, 25, {"source": "官网"}), (30, 15, {"source": "展会"})
    )
    row = findings(tmp_path, rows, ["source"]).loc[("source", "电话")]
    assert (row["numerator"], row["denominator"], row["value"]) == (2, 40, 0.05)
    assert (row["rest_numerator"], row["rest_denominator"], row["rest"]) == (40, 80, 0.5)
    assert row["expected"] == 40 * 42 / 120
    assert row["is_finding"]


def test_a_channel_that_began_late_is_not_worse_for_it(tmp_path: Path) -> None:
    """In July 60 % are won so far, in September 10 %; the new channel has September alone."""
    rows = leads(
        (100, 60, {"source": "官网"}),
        (50, 5, {"source": "官网", "created_at": "2026-09-20"}),
        (100, 10, {"source": "新渠道", "created_at": "2026-09-20"}),
    )
    row = findings(tmp_path, rows, ["source"]).loc[("source", "新渠道")]
    assert row["value"] == 0.1 and row["rest"] == pytest.approx(65 / 150)  # looks four times worse
    assert not row["is_finding"] and row["p_value"] == 1


# 甲 wins 20 of 40 A leads and 1 of 10 D leads, 乙 5 of 10 and 4 of 40: of each grade the same share.
SAME_SELLERS = (
    (40, 20, {"owner": "甲", "grade": "A"}),
    (10, 1, {"owner": "甲", "grade": "D"}),
    (10, 5, {"owner": "乙", "grade": "A"}),
    (40, 4, {"owner": "乙", "grade": "D"}),
)


@pytest.mark.parametrize("kind", ["grade", "source"])
def test_who_gets_the_better_leads_is_not_a_better_seller(tmp_path: Path, kind: str) -> None:
    groups = [(n, w, {"owner": f["owner"], kind: f["grade"]}) for n, w, f in SAME_SELLERS]
    row = findings(tmp_path, leads(*groups), ["rep"]).loc[("rep", "甲")]
    assert (row["value"], row["rest"]) == (0.42, 0.18)  # the known wrong answer: 24 points better
    assert row["difference"] == pytest.approx(0)
    assert row["expected"] == pytest.approx(21)
    assert row["p_value"] == 1 and not row["is_finding"]


def test_the_difference_is_the_mean_over_kinds_of_leads_by_what_each_can_tell(
    tmp_path: Path,
) -> None:
    """甲 is 55 points better with A leads (weight 40 x 10 / 50 = 8), 20 with D leads (10 x 40 / 50)."""
    rows = leads(
        (40, 30, {"owner": "甲", "grade": "A"}),
        (10, 3, {"owner": "甲", "grade": "D"}),
        (10, 2, {"owner": "乙", "grade": "A"}),
        (40, 4, {"owner": "乙", "grade": "D"}),
    )
    found = findings(tmp_path, rows, ["rep"])
    row = found.loc[("rep", "甲")]
    assert row["difference"] == pytest.approx((0.55 * 8 + 0.2 * 8) / 16)
    assert row["is_finding"]
    assert found.loc[("rep", "乙"), "difference"] == pytest.approx(-row["difference"])


def test_a_rep_who_alone_has_a_kind_of_lead_is_compared_with_nobody(tmp_path: Path) -> None:
    rows = leads((40, 30, {"owner": "甲", "grade": "A"}), (40, 4, {"owner": "乙", "grade": "D"}))
    row = findings(tmp_path, rows, ["rep"]).loc[("rep", "甲")]
    assert pd.isna(row["difference"]) and pd.isna(row["p_value"]) and not row["is_finding"]


def test_channels_are_compared_whatever_their_grades_are(tmp_path: Path) -> None:
    """A channel is better for bringing the better leads."""
    groups = [(n, w, {"source": f["owner"], "grade": f["grade"]}) for n, w, f in SAME_SELLERS]
    row = findings(tmp_path, leads(*groups), ["source"]).loc[("source", "甲")]
    assert row["difference"] == pytest.approx(0.24) and row["is_finding"]


def test_what_would_be_a_finding_alone_is_none_among_many(tmp_path: Path) -> None:
    odd = [(30, 4, {"source": "电话", "region": "区0"})]
    others = [(30, 12, {"source": "官网", "region": f"区{n}"}) for n in range(1, 20)]
    rows = leads(*odd, *others)
    alone = findings(tmp_path / "alone", rows, ["source"]).loc[("source", "电话")]
    among = findings(tmp_path / "many", rows, ["source", "region"]).loc[("region", "区0")]
    assert alone["p_value"] == among["p_value"] < 0.02
    assert alone["is_finding"] and not among["is_finding"]
    assert among["p_adjusted"] == pytest.approx(among["p_value"] * 22)


def test_cases_of_which_the_group_is_unknown_stand_on_neither_side(tmp_path: Path) -> None:
    """Who came far has a competitor; beside all the others each competitor would look good."""
    rows = leads(
        (40, 20, {"competitor": "甲"}), (40, 22, {"competitor": "乙"}), (300, 3, {"owner": None})
    )
    found = findings(tmp_path, rows, ["competitor", "rep"])
    assert found.loc[("competitor", "甲"), "rest"] == 22 / 40  # not 25 / 340
    assert not found["is_finding"].any()
    assert "rep" not in found.index.get_level_values("dimension")


def test_a_group_of_few_cases_is_shown_and_not_judged(tmp_path: Path) -> None:
    rows = leads((9, 9, {"source": "展会"}), (90, 0, {"source": "官网"}))
    row = findings(tmp_path, rows, ["source"]).loc[("source", "展会")]
    assert row["value"] == 1 and pd.isna(row["p_value"]) and not row["is_finding"]


def test_a_single_group_has_nothing_beside_it(tmp_path: Path) -> None:
    row = findings(tmp_path, leads((50, 5, {})), ["source"]).iloc[0]
    assert pd.isna(row["rest"]) and pd.isna(row["p_value"]) and not row["is_finding"]


def test_a_dimension_that_leads_lack_names_those_they_have(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="Did you mean 'source'"):
        findings(tmp_path, leads((1, 0, {})), ["sorce"])
