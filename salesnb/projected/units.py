"""Who is forecast: the company, departments, teams, reps in their teams, product lines within teams."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from salesnb.projected.months import Counts, Days
from salesnb.projected.series import Flags
from salesnb.projected.tree import Tree

NOBODY = "unassigned"
PLACE = ("department", "team", "owner")
# The columns that say which unit a row is; empty = not of one.
KEYS = ("kind", *PLACE, "product_line")
UPPER, REP, LINE = 0, 1, 2
_KINDS = ("company", "department", "team", "rep")


@dataclass(frozen=True)
class Units:
    """The units of one tree, a row each in `frame`, and how they add up.

    Attributes
    ----------
    frame : columns KEYS; the first row is the company.
    bottom : the columns of facts that tell the bottom unit of a row.
    """

    frame: pd.DataFrame
    tree: Tree
    bottom: tuple[str, ...]

    def rows_of(self, facts: pd.DataFrame) -> Counts:
        """Return the bottom unit of each row of a fact, -1 where there is none."""
        columns = [*self.bottom]
        own = self.frame.loc[self.tree.pool != UPPER, columns]
        numbered = own.assign(unit=own.index)
        # Facts name few places many times.
        found = facts[columns].merge(numbered, how="left", on=columns)["unit"]
        return found.fillna(-1).to_numpy(dtype=int)

    def levels_of(self, facts: pd.DataFrame) -> Counts:
        """Return the bottom unit of each row and those above it, rows by levels, -1 = none."""
        levels = [self.rows_of(facts)]
        for _ in range(self.tree.depth):
            parents = np.where(levels[-1] >= 0, self.tree.parent[levels[-1]], -1)
            levels.append(parents)
        return np.stack(levels, axis=1)

    def find(self, kind: str) -> Flags:
        """Return which units are of a kind."""
        return (self.frame["kind"] == kind).to_numpy()


def people(places: pd.DataFrame) -> Units:
    """Return the company, its departments and teams, and everybody who ever sold in them.

    Parameters
    ----------
    places : columns department, team, owner: every place that facts or staff name.
    """
    return _units(places, ("department", "team", "owner"), REP)


def lines(places: pd.DataFrame) -> Units:
    """Return the same down to teams, and below these their product lines.

    Parameters
    ----------
    places : columns department, team, product_line.
    """
    return _units(places, ("department", "team", "product_line"), LINE)


def _units(places: pd.DataFrame, bottom: tuple[str, ...], pool: int) -> Units:
    rows: dict[tuple[str, ...], tuple[int, int, int]] = {
        ("company", "", "", "", ""): (-1, 0, UPPER)
    }
    named = places[[*bottom]].drop_duplicates().sort_values([*bottom])
    for department, team, last in named.itertuples(index=False):
        above = ("company", "", "", "", "")
        for kind, key in (
            ("department", ("department", department, "", "", "")),
            ("team", ("team", department, team, "", "")),
        ):
            if key[1 if kind == "department" else 2] == NOBODY:
                continue
            rows.setdefault(key, (list(rows).index(above), rows[above][1] + 1, UPPER))
            above = key
        own = (
            ("rep", department, team, last, "")
            if pool == REP
            else ("line", department, team, "", last)
        )
        rows.setdefault(own, (list(rows).index(above), rows[above][1] + 1, pool))
    frame = pd.DataFrame(list(rows), columns=[*KEYS])
    parent, level, pools = (np.array(column) for column in zip(*rows.values(), strict=True))
    return Units(frame, Tree(parent, level, pools), bottom)


def daily(
    units: Units,
    facts: pd.DataFrame,
    first: date,
    last: date,
    is_workday: Callable[[date], bool],
) -> Days:
    """Return the daily sums of all units.

    Parameters
    ----------
    facts : the columns of `units.bottom`, day and amount; rows outside first to last are left out.
    """
    length = (last - first).days + 1
    values = np.zeros((len(units.frame), length))
    at = (facts["day"] - pd.Timestamp(first)).dt.days.to_numpy()
    rows, amounts = units.rows_of(facts), facts["amount"].to_numpy(dtype=float)
    inside = (at >= 0) & (at < length) & (rows >= 0)
    np.add.at(values, (rows[inside], at[inside]), amounts[inside])
    for level in range(units.tree.depth, 0, -1):
        children = units.tree.below(level)
        np.add.at(values, units.tree.parent[children], values[children])
    return Days(values, first, is_workday)


def places_of(frames: Sequence[pd.DataFrame], columns: Sequence[str]) -> pd.DataFrame:
    """Return every place that some frames name."""
    found = pd.concat([frame[[*columns]] for frame in frames], ignore_index=True)
    return found.drop_duplicates(ignore_index=True)
