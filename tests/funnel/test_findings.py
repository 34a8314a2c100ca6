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
