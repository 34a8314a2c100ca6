"""Forecasts: four companies beside the simple ways, the M3 series, simulated companies, speed.

    python benchmarks/forecast.py [--data ../shared/data] [--companies 90] [--series 10000]

Data sets that are not there are left out. Only what was known on the day of the month is used. The
last line is JSON.
"""

import argparse
import json
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import numpy as np
import pandas as pd

import salesnb
from salesnb.jobs import import_demo, prepare_demo
from salesnb.periods import Calendar
from salesnb.projected import LEVELS, CaseFrame, forecast_series
from salesnb.projected.cases import cases_of
from salesnb.projected.projection import Projection, Projector
from salesnb.projected.units import Units, daily, people
from salesnb.projected.windows import Window
from salesnb.scopes import Scope, write_extracts
from salesnb.workspace import Workspace

LEAST_MONTHS = 3  # months that are known before the first one that is forecast
DAYS = (10, 20)
SECTIONS = (
    *("forecast_headline", "forecast_fan", "burn_up", "target_chances", "rep_chances"),
    *("forecast_periods", "forecast_lines", "forecast_self_test", "chance_reliability"),
    *("forecast_accuracy", "forecast_remarks"),
)
OTHER_SECTIONS = ("why_missed", "activities_needed", "target_plan_section")
Figures = dict[str, float]


@dataclass(frozen=True)
class Book:
    """Sales by team, and the deals behind them where they are known."""

    sales: pd.DataFrame
    last: date
    country: str
    deals: CaseFrame | None = None


def main() -> None:
    """Measure whatever is there, print a line per measurement."""
    options = _options()
    data = Path(options.data)
    figures: Figures = {}
    with tempfile.TemporaryDirectory() as folder:
        workspace, last_day = prepare_demo(Path(folder) / "demo", "en", None, datetime.now(UTC))
        import_demo(workspace, last_day, scale=1, at=workspace.local_time(datetime.now(UTC)))
        figures |= _beside_baselines(dict(_books(data, workspace)))
        figures |= _speed(workspace)
    if (data / "m3").is_dir():
        figures |= _m3(data / "m3")
    figures |= _simulated(options.companies) | _many_series(options.series)
    # A way that had no ground has no figure.
    print(json.dumps({name: value for name, value in figures.items() if value == value}))


def _beside_baselines(books: dict[str, Book]) -> Figures:
    """WAPE by team on day 10 and 20 of rolling months, and how often 80 % intervals held."""
    found: Figures = {}
    inside: list[np.ndarray] = []
    gains: list[float] = []
    for name, book in books.items():
        units, projector = _projector(book, DAYS[0])
        for day in DAYS:
            if day != DAYS[0]:
                units, projector = _projector(book, day)
            projection = projector.project(Window(0, 0))
            teams = np.flatnonzero((units.frame["kind"] == "team").to_numpy())
            missed = {
                way: _wape(projection, values, teams) for way, values in _ways(projection).items()
            }
            held = _inside(projector, projection, units.tree.pool, teams)
            inside.append(held)
            limit = 1.05 * min(missed["linear"], missed["last_period"])
            gains.append(1 - missed["used"] / missed["linear"])
            print(
                f"{name:15} day {day}: used {missed['used']:.3f} (limit {limit:.3f}),"
                f" 80% holds {held.mean():.3f};",
                ", ".join(f"{way} {value:.3f}" for way, value in missed.items() if way != "used"),
            )
            found |= {f"{name}_{day}_{way}": round(value, 4) for way, value in missed.items()}
            found[f"{name}_{day}_limit"] = round(limit, 4)
            found[f"{name}_{day}_coverage"] = round(float(held.mean()), 4)
    coverage, gain = float(np.concatenate(inside).mean()), float(np.mean(gains))
    print(f"80% intervals hold {coverage:.3f} over all; {gain:.1%} less missed than by run-rate")
    return found | {"coverage_80": round(coverage, 4), "gain_on_run_rate": round(gain, 4)}


def _projector(book: Book, day: int) -> tuple[Units, Projector]:
    units = people(book.sales)
    first = book.sales["day"].min().date().replace(day=1)
    days = daily(units, book.sales, first, book.last, Calendar(book.country).is_workday)
    cases = None if book.deals is None else cases_of(book.deals, units, days)
    return units, Projector(days, units.tree, cases=cases, day_of_month=day)


def _ways(projection: Projection) -> dict[str, np.ndarray]:
    return {
        "used": projection.forecast,
        "model": projection.plain,
        **projection.baselines,
    }


def _wape(projection: Projection, forecast: np.ndarray, teams: np.ndarray) -> float:
    actual = projection.actual[teams, LEAST_MONTHS:]
    told = forecast[teams, LEAST_MONTHS:]
    known = np.isfinite(told) & np.isfinite(actual)
    size = np.abs(actual[known]).sum()
    return float(np.abs(told - actual)[known].sum() / size) if size else float("nan")


def _inside(
    projector: Projector, projection: Projection, pool: np.ndarray, teams: np.ndarray
) -> np.ndarray:
    low, high = (int(np.abs(LEVELS - at).argmin()) for at in (0.1, 0.9))
    held = []
    for origin in range(LEAST_MONTHS, projection.actual.shape[1]):
        levels = projection.spread(origin, pool, projector.lowest(origin))
        rest = (projection.actual - projection.so_far)[:, origin]
        held.append(((rest >= levels[:, low] - 1e-6) & (rest <= levels[:, high] + 1e-6))[teams])
    return np.concatenate(held)


def _books(data: Path, workspace: Workspace) -> Iterator[tuple[str, Book]]:
    readers = {
        "maven_crm_asof_2017-08-31": ("maven", _maven),
        "adventureworks_to_2013-05": ("adventureworks", _adventureworks),
        "superstore": ("superstore", _superstore),
    }
    for folder, (name, read) in readers.items():
        if (data / folder).is_dir():
            yield name, read(data / folder)
    yield "demo", _demo(workspace)


def _by_team(frame: pd.DataFrame) -> pd.DataFrame:
    """Return sales or deals whose teams stand directly below the company."""
    return frame.assign(department="unassigned", product_line="")


def _maven(folder: Path) -> Book:
    deals = pd.read_csv(folder / "sales_pipeline.csv").merge(
        pd.read_csv(folder / "sales_teams.csv"), on="sales_agent"
    )
    who = {"team": deals["manager"], "owner": deals["sales_agent"]}
    closed, won = pd.to_datetime(deals["close_date"]), deals["deal_stage"] == "Won"
    sales = pd.DataFrame({**who, "day": closed, "amount": deals["close_value"], "n": 1})[won]
    cases = pd.DataFrame(
        {
            **who,
            "opened": pd.to_datetime(deals["engage_date"]),
            "closed": closed,
            "gain": deals["close_value"].where(won, 0.0),
            "worth": np.nan,
        }
    )
    cases = _by_team(cases).assign(product_line=deals["product"].replace("GTXPro", "GTX Pro"))
    known = cases[cases["opened"].notna()]
    return Book(_by_team(sales), date(2017, 8, 31), "US", CaseFrame(known, ()))


def _adventureworks(folder: Path) -> Book:
    orders = pd.read_csv(folder / "SalesOrderHeader.csv").dropna(subset="SalesPersonID")
    sales = pd.DataFrame(
        {
            "team": orders["TerritoryID"].astype(str),
            "owner": orders["SalesPersonID"].astype(str),
            "day": pd.to_datetime(orders["OrderDate"]),
            "amount": orders["SubTotal"],
            "n": 1,
        }
    )
    return Book(_by_team(sales), date(2013, 5, 31), "US")


def _superstore(folder: Path) -> Book:
    lines = pd.read_csv(folder / "Sample - Superstore.csv", encoding="latin1")
    sales = pd.DataFrame(
        {
            "team": lines["Region"],
            "owner": lines["Region"],
            "day": pd.to_datetime(lines["Order Date"]),
            "amount": lines["Sales"],
            "n": 1,
        }
    )
    return Book(_by_team(sales), date(2019, 12, 31), "US")


def _demo(workspace: Workspace) -> Book:
    """Return the demo company until the last month that is over."""
    desk = salesnb.open(workspace.root)
    last = (pd.Timestamp(desk.as_of) + pd.Timedelta(days=1)).replace(day=1) - pd.Timedelta(days=1)
    sales = desk.sql(
        "select team, owner, sold_on as day, cast(amount as double) as amount, 1 as n"
        f" from fact_sales where sold_on <= date '{last.date()}' and team <> 'unassigned'"
    )
    deals = desk.sql(
        "select team, owner, created_on as opened, case when not is_open then closed_on end"
        " as closed, case when is_won then cast(won_amount as double) else 0 end as gain,"
        " cast(amount as double) as worth, entered_quote_at as quoted from fact_opportunities"
    )
    frame = CaseFrame(_by_team(deals.fillna({"gain": 0.0})), ("quoted",))
    return Book(_by_team(sales), last.date(), desk.settings.workspace.country, frame)


def _m3(folder: Path) -> Figures:
    """SMAPE of the monthly series over 18 months, beside the last value."""
    import fastexcel

    frame = fastexcel.read_excel(str(folder / "M3C.xls")).load_sheet("M3Month").to_pandas()
    lengths = frame.iloc[:, 1].astype(int).to_numpy()
    values = frame.iloc[:, 6:].to_numpy(dtype=float)
    width = lengths.max() - 18
    known, coming = np.full((len(frame), width), np.nan), np.zeros((len(frame), 18))
    for row, length in enumerate(lengths):
        known[row, width - (length - 18) :] = values[row, : length - 18]
        coming[row] = values[row, length - 18 : length]
    start = time.perf_counter()
    forecast = forecast_series(known, 18)
    seconds = time.perf_counter() - start

    def smape(told: np.ndarray) -> float:
        return float((200 * np.abs(told - coming) / (np.abs(told) + np.abs(coming))).mean())

    own, naive = smape(forecast), smape(np.repeat(known[:, -1:], 18, axis=1))
    print(f"M3 monthly: sMAPE {own:.2f}, last value {naive:.2f}, {seconds:.2f} s")
    return {"m3_smape": round(own, 3), "m3_naive": round(naive, 3)}


def _simulated(companies: int) -> Figures:
    """How often intervals hold and chances come true where the truth is known."""
    sys.path.insert(0, str(Path(__file__).parents[1]))
    from tests.projected.simulated import all_judged, reliability

    found: Figures = {}
    for day in DAYS:
        told = all_judged(companies, day)
        table = reliability(told)
        apart = float((table["reached"] - table["chance"]).abs().max())
        brier = float(((told.chance - told.reached) ** 2).mean())
        print(
            f"simulated, day {day}: {len(told.chance):,} team-months, 80% holds"
            f" {told.is_inside.mean():.3f}, chances off by {apart:.3f} at most, Brier {brier:.3f}"
        )
        found |= {
            f"simulated_{day}_coverage": round(float(told.is_inside.mean()), 4),
            f"simulated_{day}_apart": round(apart, 4),
        }
    return found


def _many_series(count: int) -> Figures:
    """Seconds for very many monthly series of five years."""
    values = np.random.default_rng(1).gamma(4, 25, (count, 60))
    start = time.perf_counter()
    forecast_series(values, 12)
    seconds = time.perf_counter() - start
    print(f"{count:,} series of 60 months: {seconds:.1f} s")
    return {"series": count, "series_seconds": round(seconds, 2)}


def _speed(workspace: Workspace) -> Figures:
    """Seconds of processor for the company's forecasts, and of the sections of one team and all reps.

    As in a rendering: each scope is handed an extract, which holds the forecasts.
    """
    desk = salesnb.open(workspace.root)
    desk.sql("select count(*) from fact_sales, fact_payments, fact_opportunities where false")
    start = time.process_time()
    desk.forecast()
    company = time.process_time() - start
    staff = desk.table("staff").query("role == 'rep' and active")
    reps = [Scope("rep", name) for name in staff["person"]]
    team = Scope("team", str(staff["team"].iloc[0]))
    with tempfile.TemporaryDirectory() as folder:
        files = {scope: Path(folder) / str(n) for n, scope in enumerate([team, *reps])}
        for place in files.values():
            shutil.copytree(workspace.root / "params", place / "params")
        extracts = {scope: place / "extract.duckdb" for scope, place in files.items()}
        write_extracts(workspace.store, workspace.settings, extracts, viewer=None, as_of=desk.as_of)
        own = {scope: _cells(place, SECTIONS) for scope, place in files.items()}
        other = {scope: _cells(place, OTHER_SECTIONS) for scope, place in files.items()}
    every, beside = (sum(part[scope] for scope in reps) for part in (own, other))
    print(
        f"demo, processor seconds: all forecasts {company:.2f}; sections of a team {own[team]:.2f}"
        f" and {other[team]:.2f} for why and what it takes; of {len(reps)} reps {every:.1f} and {beside:.1f}"
    )
    return {
        "company_seconds": round(company, 2),
        "team_cell_seconds": round(own[team] + other[team], 2),
        "reps_seconds": round(every, 2),
        "reps_other_seconds": round(beside, 2),
    }


def _cells(place: Path, sections: Sequence[str]) -> float:
    desk = salesnb.open(place, period="this-month")
    start = time.process_time()
    for name in sections:
        getattr(desk, name)()._repr_html_()
    return time.process_time() - start


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--data", default=str(Path(__file__).parents[1].parent / "shared" / "data"))
    parser.add_argument("--companies", type=int, default=90)
    parser.add_argument("--series", type=int, default=10_000)
    return parser.parse_args()


if __name__ == "__main__":
    main()
