"""The ledger: every forecast with the day it was made, kept beside the store and scored later.

A folder that cannot be written to is no obstacle: the forecast is then made again the next time.
"""

import os
import re
from contextlib import suppress
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd

from salesnb.projected.intervals import LEVELS
from salesnb.projected.tables import FORECAST_TABLES, Company
from salesnb.projected.units import KEYS, PLACE

# Counts up with the columns and the way that forecasts are made: what is kept is then made anew.
FORMAT = 2
_NAME = re.compile(r"(\d{4}-\d\d-\d\d)\.(\d+)\.([0-9a-z]+)\.forecasts\.parquet")
_SAME = [*KEYS, "measure", "grain", "period", "start_on", "end_on"]
LOG_COLUMNS = {
    **{name: FORECAST_TABLES["forecasts"][name] for name in (*_SAME, "made_on")},
    **dict.fromkeys(("so_far", "point", "low_80", "high_80", "actual"), "double"),
    "method": "varchar",
}


class Ledger:
    """The forecasts of a workspace.

    Parameters
    ----------
    folder : data/forecasts; None = nothing is kept.
    """

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder

    def find(self, as_of: date, snapshot: int, rules: str) -> dict[str, pd.DataFrame] | None:
        """Return what was made of the same data, day and rules."""
        if self._folder is None:
            return None
        with suppress(OSError, ValueError, KeyError):
            return {
                name: _typed(pd.read_parquet(self._path(as_of, snapshot, rules, name)), columns)
                for name, columns in FORECAST_TABLES.items()
            }
        return None

    def put(self, as_of: date, snapshot: int, rules: str, tables: dict[str, pd.DataFrame]) -> None:
        """Keep the forecasts of a day."""
        if self._folder is None:
            return
        with suppress(OSError):
            self._folder.mkdir(parents=True, exist_ok=True)
            # The forecasts last: where they stand, the tests stand, too.
            for name in reversed(FORECAST_TABLES):
                path = self._path(as_of, snapshot, rules, name)
                draft = path.with_suffix(f".{os.getpid()}.tmp")
                tables[name].to_parquet(draft, index=False)
                draft.chmod(0o600)
                draft.replace(path)
            # Of earlier days the tests are of no more use: they were made again today.
            for old in self._folder.glob("*.tests.parquet"):
                if old != self._path(as_of, snapshot, rules, "forecast_tests"):
                    old.unlink()

    def log(self, as_of: date, months: int) -> pd.DataFrame:
        """Return the forecasts made before a day, of each week and period the last one.

        Parameters
        ----------
        months : older ones are left out.
        """
        oldest = (pd.Timestamp(as_of) - pd.DateOffset(months=months)).date()
        parts = []
        for path in self._newest_of_days():
            made_on = date.fromisoformat(path.name[:10])
            if oldest <= made_on < as_of:
                with suppress(OSError, ValueError, KeyError):
                    parts.append(_logged(pd.read_parquet(path)))
        if not parts:
            return pd.DataFrame(columns=list(LOG_COLUMNS))
        frame = pd.concat(parts, ignore_index=True).sort_values("made_on", kind="stable")
        week = frame["made_on"].dt.to_period("W")
        return frame[~frame.assign(week=week).duplicated([*_SAME, "week"], keep="last")]

    def _newest_of_days(self) -> list[Path]:
        """Return the file of each day that was made of its newest data."""
        if self._folder is None or not self._folder.is_dir():
            return []
        newest: dict[str, tuple[int, Path]] = {}
        for path in sorted(self._folder.glob("*.forecasts.parquet")):
            if match := _NAME.fullmatch(path.name):
                held = newest.get(match[1])
                if held is None or int(match[2]) >= held[0]:
                    newest[match[1]] = (int(match[2]), path)
        return [path for _, path in newest.values()]

    def _path(self, as_of: date, snapshot: int, rules: str, name: str) -> Path:
        assert self._folder is not None
        short = name.removeprefix("forecast_")
        return self._folder / f"{as_of}.{snapshot:06d}.{rules}{FORMAT}.{short}.parquet"


def score_log(log: pd.DataFrame, company: Company, as_of: date) -> pd.DataFrame:
    """Return the log with `actual`, what the period brought; missing while it is not over."""
    scored = log.assign(actual=np.nan)
    ended = scored[scored["end_on"] <= pd.Timestamp(as_of)]
    for key, rows in ended.groupby(["measure", "start_on", "end_on"]):
        measure, start, end = key
        events = company.events.get(str(measure))
        if events is None:
            continue
        sums = _sums(events[(events["day"] >= start) & (events["day"] <= end)])
        keys = rows[[*KEYS]].itertuples(index=False, name=None)
        scored.loc[rows.index, "actual"] = [sums.get(key, 0.0) for key in keys]
    return scored[list(LOG_COLUMNS)]


def _sums(events: pd.DataFrame) -> dict[tuple[str, ...], float]:
    """Return what each unit brought, by the columns of KEYS."""
    found: dict[tuple[str, ...], float] = {
        ("company", "", "", "", ""): float(events["amount"].sum())
    }
    for kind, by in (
        ("department", PLACE[:1]),
        ("team", PLACE[:2]),
        ("rep", PLACE),
        ("line", (*PLACE[:2], "product_line")),
    ):
        blank = dict.fromkeys(KEYS, "") | {"kind": kind}
        sums = events.groupby([*by])["amount"].sum().reset_index()
        for row in sums.to_dict("records"):
            key = tuple({**blank, **{name: row[name] for name in by}}[name] for name in KEYS)
            found[key] = float(row["amount"])
    return found


def _logged(frame: pd.DataFrame) -> pd.DataFrame:
    levels = np.stack(frame["levels"].to_list())
    ends = {
        name: int(np.abs(LEVELS - at).argmin()) for name, at in (("low_80", 0.1), ("high_80", 0.9))
    }
    told = frame.assign(**{name: levels[:, at] for name, at in ends.items()}, actual=np.nan)
    return _typed(told[list(LOG_COLUMNS)], LOG_COLUMNS)


def _typed(frame: pd.DataFrame, columns: dict[str, str]) -> pd.DataFrame:
    days = [name for name, kind in columns.items() if kind == "date"]
    return frame[list(columns)].assign(**{name: pd.to_datetime(frame[name]) for name in days})
