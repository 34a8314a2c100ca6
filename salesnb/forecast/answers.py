"""Where each unit's period will end, beside its target: one row per unit, period and measure."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

import numpy as np
import pandas as pd

from salesnb.forecast.chances import chance_to_reach, level_at
from salesnb.metrics import target_book
from salesnb.metrics.targets import TargetBook
from salesnb.periods import Calendar, Period
from salesnb.scopes import ScopedStore
from salesnb.settings import Settings

LEVELS = ("company", "department", "team", "rep", "product_line")
_NAME = {"department": "department", "team": "team", "rep": "owner", "product_line": "product_line"}
_ENDS = {"low_80": 0.1, "low_50": 0.25, "high_50": 0.75, "high_80": 0.9}
_SUMS = (
    *("so_far", "point", "run_rate", "pipeline_raw", "pipeline_weighted", "commit", "best_case"),
    "open_deals",
)
COLUMNS = (
    *("level", "unit", "team", "measure", "period", "grain", "start_on", "end_on"),
    *("point", "low_50", "high_50", "low_80", "high_80", "p_target", "target", "target_origin"),
    *("so_far", "missing", "gap", "gap_deals", "workdays_left", "needed_per_workday"),
    *("pipeline_raw", "pipeline_weighted", "coverage_raw", "coverage_weighted", "open_deals"),
    *("commit", "best_case", "run_rate", "method", "step", "state", "n"),
    *("negative_months", "empty_months"),
)


def forecast(store: ScopedStore, settings: Settings, calendar: Calendar) -> pd.DataFrame:
    """Return where the running month, quarter and year will end, for every unit of the scope.

    Returns
    -------
    COLUMNS, one row per unit, period and measure (sales, collections).
    level, unit, team : company, department, team, rep or product_line (those of the scope as a
        whole), and its name; of a rep the team.
    point, low_50 … high_80 : what the period will bring, and the intervals that hold it with 50 %
        and 80 %.
    p_target : the chance that the target is reached (0-1); missing without a target above 0. Of a
        period that is over 1 or 0.
    missing : what is lacking to the target as of the day; gap : what the point lacks; negative is
        more than the target. gap_deals : the gap in sales of the usual size. All are missing
        without a target above 0.
    needed_per_workday : what is missing, by the working days left.
    coverage_raw, coverage_weighted : the open pipeline to what is missing; of collections the
        unpaid orders.
    commit, best_case : so far, with the open deals that are expected in the period: those in the
        last stage, all of them.
    method : model, or the baseline that did better on the newest periods. step : how much history
        stands behind it (docs/forecast.md). state : there, joined, left.
    n : whole months of history.
    """
    made = store.run("select * from forecasts")
    if made.empty:
        return pd.DataFrame(columns=list(COLUMNS))
    frame = pd.concat([_people(made), _lines(made, str(store.scope.kind))], ignore_index=True)
    for name, share in _ENDS.items():
        frame[name] = level_at(frame["levels"], share)
    frame = _beside_targets(frame, target_book(store, settings, calendar), settings, store.as_of)
    after = pd.Timestamp(store.as_of + timedelta(days=1)).date()
    left = {
        day: calendar.workdays(after, day.date() + timedelta(days=1))
        for day in frame["end_on"].unique()
    }
    frame["workdays_left"] = frame["end_on"].map(left)
    return _with_gaps(frame)[list(COLUMNS)]


def _people(made: pd.DataFrame) -> pd.DataFrame:
    """Return one row per place and person; who sold in several teams is one row."""
    people = made[made["kind"] != "line"].rename(columns={"kind": "level"})
    unit = [str(row[_NAME.get(row["level"], "level")]) for row in people.to_dict("records")]
    people = people.assign(unit=unit)
    people.loc[people["level"] == "company", "unit"] = "company"
    keys = ["level", "unit", "measure", "grain"]
    alone = ~people.duplicated(keys, keep=False)
    several = [_summed(part) for _, part in people[~alone].groupby(keys, sort=False)]
    return pd.concat([people[alone], *several], ignore_index=True)


def _lines(made: pd.DataFrame, kind: str) -> pd.DataFrame:
    """Return one row per product line of the scope as a whole; a rep has none."""
    lines = made[made["kind"] == "line"]
    keys = ["product_line", "measure", "grain"]
    summed = [_summed(part) for _, part in lines.groupby(keys, sort=False)]
    if not summed or kind == "rep":
        return made.iloc[0:0]
    frame = pd.concat(summed, ignore_index=True)
    return frame.assign(level="product_line", unit=frame["product_line"], team="")


def _summed(part: pd.DataFrame) -> pd.DataFrame:
    """Return several units as one: sums, and intervals as wide as if they missed independently."""
    here = part.assign(is_gone=part["state"] == "left").sort_values(["is_gone", "so_far"])
    told = here.iloc[0].drop("is_gone").to_dict()
    levels = np.stack(part["levels"].to_list())
    middle = levels.shape[1] // 2
    apart = np.sqrt(((levels - levels[:, [middle]]) ** 2).sum(axis=0))
    apart *= np.sign(np.arange(levels.shape[1]) - middle)
    told |= {name: part[name].sum(min_count=1) for name in _SUMS}
    told |= {"levels": levels[:, middle].sum() + apart, "n": part["n"].max()}
    return pd.DataFrame([told])


def _beside_targets(
    frame: pd.DataFrame, book: TargetBook, settings: Settings, as_of: date
) -> pd.DataFrame:
    """Add target, target_origin and p_target: of a period that is over 1 or 0."""
    fiscal = settings.workspace.fiscal_year_start
    rows = frame[["level", "unit", "measure", "period", "grain", "start_on", "end_on"]]
    targets: list[float] = []
    origins: list[str] = []
    for row in rows.to_dict("records"):
        end = (row["end_on"] + pd.Timedelta(days=1)).date()
        period = Period(row["start_on"].date(), end, row["period"], row["grain"], fiscal)
        scope = "company" if row["level"] == "company" else f"{row['level']}:{row['unit']}"
        found = book.find(row["measure"], scope, period) if row["level"] != "product_line" else None
        targets.append(float(found.value) if found else float("nan"))
        origins.append(found.origin if found else "")
    frame = frame.assign(target=targets, target_origin=origins)
    frame["target_origin"] = frame["target_origin"].where(frame["target"].notna())
    chance = chance_to_reach(frame["levels"], frame["target"], frame["so_far"])
    is_judged = (frame["end_on"] <= pd.Timestamp(as_of)) & (frame["target"] > 0)
    is_reached = frame["so_far"] >= frame["target"]
    frame["p_target"] = np.where(is_judged, is_reached.astype(float), chance)
    return frame


def _with_gaps(frame: pd.DataFrame) -> pd.DataFrame:
    """Add what is missing, the gap in money and deals, the pace that is needed, the coverage.

    A target of 0 asks nothing: it counts as none.
    """
    target = frame["target"].where(frame["target"] > 0)
    missing = (target - frame["so_far"]).clip(lower=0)
    gap = target - frame["point"]
    days = frame["workdays_left"].where(frame["workdays_left"] > 0)
    told: dict[str, pd.Series] = {
        "missing": missing,
        "gap": gap,
        "gap_deals": (gap.clip(lower=0) / frame["mean_deal"]).apply(np.ceil),
        "needed_per_workday": missing / days,
        "coverage_raw": frame["pipeline_raw"] / missing.where(missing > 0),
        "coverage_weighted": frame["pipeline_weighted"] / missing.where(missing > 0),
    }
    return frame.assign(**told)


def select(
    frame: pd.DataFrame,
    *,
    level: str | Sequence[str] | None = None,
    grain: str | None = None,
    measure: str | None = None,
) -> pd.DataFrame:
    """Return the rows of levels, a grain and a measure, in the order of levels and of the point."""
    levels = (level,) if isinstance(level, str) else level
    wanted: Mapping[str, Sequence[str]] = {
        "level": tuple(levels) if levels else LEVELS,
        **({"grain": (grain,)} if grain else {}),
        **({"measure": (measure,)} if measure else {}),
    }
    for column, values in wanted.items():
        frame = frame[frame[column].isin(list(values))]
    order = frame["level"].map({name: at for at, name in enumerate(LEVELS)})
    return (
        frame.assign(_order=order)
        .sort_values(["measure", "grain", "_order", "point"], ascending=[False, True, True, False])
        .drop(columns="_order")
        .reset_index(drop=True)
    )
