"""Every metric by team over companies of growing size: seconds, memory, cost per follow-up.

    python benchmarks/scale.py [--follow-ups 1000000 10000000 100000000] [--runs 3] [--folder DIR]

A company has 1,200 reps in 240 teams and ten follow-ups to a lead; from a million leads on (300,000
opportunities, 200,000 customers) there are more follow-ups to each lead instead, because so many
reps have no more leads at a time. `--in-proportion` lets every table grow with the follow-ups.
`memory_gb` of its params is 2. A measurement is a process of its own on two cores, from the store
on disk to the frame; up to ten million follow-ups the extracts of twenty teams are cut as well.
`--csv ROWS` measures the import of so many follow-ups instead. A hundred million follow-ups take
4 GB of disk. The last line is JSON.
"""

import argparse
import json
import os
import resource
import statistics
import tempfile
import time
from datetime import UTC, date, datetime
from pathlib import Path

import duckdb
from large_company.company import TABLES, make_company
from processes import Figures, figures_of

import salesnb
from salesnb.imports import import_files
from salesnb.jobs import import_demo, prepare_demo
from salesnb.scopes import Scope, write_extracts
from salesnb.workspace import Workspace

MONTH = "2026-10"
REPS, MOST_LEADS = 1_200, 1_000_000
CORES = 2
EXTRACTS, MOST_CUT = 20, 10_000_000
# As imports of many days leave it: leads and follow-ups in the order of time, follow-ups of what was
# there by then. One in twenty is typed in three days later, one in three names a next day.
_ANY_TIME = "to_minutes((hash(i) % 1480000)::int)"
_IN_ORDER = "to_minutes((i * 1480000 // {leads})::int)"
_AT = "timestamp '2024-01-01 08:00' + to_seconds((i * 89000000 // {follow_ups})::int)"
_SO_FAR = "(hash(i) % (1 + i * {NAME} // {follow_ups})::ubigint)"


def main() -> None:
    """Make one company after the other, measure it, print what it took."""
    options = _options()
    if options.one:
        print(json.dumps(WAYS[options.one](Path(options.workspace), options.csv)))
        return
    figures: Figures = {}
    for rows in [] if options.csv else options.follow_ups:
        with tempfile.TemporaryDirectory(dir=options.folder) as folder:
            leads = rows // 10 if options.in_proportion else min(rows // 10, MOST_LEADS)
            make_company(Path(folder), rows, _tables(), leads=leads, reps=REPS)
            Workspace(Path(folder)).change_setting("memory_gb", "2")
            told = _measured(Path(folder), rows, options.runs)
        figures |= {f"{name}_of_{rows}": value for name, value in told.items()}
    if options.csv:
        with tempfile.TemporaryDirectory(dir=options.folder) as folder:
            figures = _measured_import(Path(folder), options.csv)
    print(json.dumps({name: round(float(value), 3) for name, value in figures.items()}))


def _tables() -> dict[str, tuple[str, str]]:
    """Return the filling of the large company, in the order of time."""
    leads, values = TABLES["leads"]
    follow_up = f"""'F' || i,
        case when i % 2 = 0 then 'C' || {_SO_FAR.replace("NAME", "customers")} end,
        case when i % 2 = 1 then 'L' || {_SO_FAR.replace("NAME", "leads")} end, {_AT},
        ['phone', 'wechat', 'visit', 'email'][i % 4 + 1], 'rep' || (i % {{reps}}),
        'asked about price and delivery, number ' || i, i % 3 > 0,
        {_AT} + case when i % 20 = 0 then interval 3 day else interval 2 hour end,
        case when i % 3 = 0 then cast({_AT} as date) + 14 end"""
    return {
        **TABLES,
        "leads": (leads, values.replace(_ANY_TIME, _IN_ORDER)),
        "follow_ups": (f"{TABLES['follow_ups'][0]}, recorded_at, next_due", follow_up),
    }


def _measured(root: Path, rows: int, runs: int) -> Figures:
    (store,) = (root / "data" / "store").glob("*.duckdb")
    made = [_in_own_process("metrics", root) for _ in range(runs)]
    figures = {
        **{
            name: statistics.median(run[name] for run in made)
            for name in ("seconds", "processor_seconds")
        },
        "metrics": made[0]["metrics"],
        "peak_mb": max(run["peak_mb"] for run in made),
        "store_mb": store.stat().st_size / 2**20,
    }
    figures["nanoseconds_per_row"] = figures["processor_seconds"] * 1e9 / rows
    print(
        f"{rows:13,} follow-ups {figures['store_mb']:8.0f} MB on disk;"
        f" {figures['metrics']:.0f} metrics {figures['seconds']:7.2f} s,"
        f" of processors {figures['processor_seconds']:7.2f} s,"
        f" {figures['nanoseconds_per_row']:6.0f} ns per follow-up, {figures['peak_mb']:6.0f} MB",
        flush=True,
    )
    if rows > MOST_CUT:
        return figures
    cut = {f"cut_{name}": each for name, each in _in_own_process("cut", root).items()}
    print(
        f"{EXTRACTS} extracts of teams {cut['cut_seconds']:7.2f} s, of processors"
        f" {cut['cut_processor_seconds']:7.2f} s, {cut['cut_peak_mb']:6.0f} MB",
        flush=True,
    )
    return figures | cut


def _measured_import(folder: Path, rows: int) -> Figures:
    """Import so many follow-ups into the demo company, which has the customers that they name."""
    workspace, last_day = prepare_demo(folder / "demo", "en", None, datetime.now(UTC))
    now = workspace.local_time(datetime.now(UTC))
    import_demo(workspace, last_day, scale=1, at=now)
    told = _in_own_process("import", workspace.root, rows)
    told["rows_per_second"] = rows / told["seconds"]
    print(
        f"{rows:,} follow-ups from CSV {told['seconds']:7.2f} s, of processors"
        f" {told['processor_seconds']:7.2f} s, {told['rows_per_second']:,.0f} a second,"
        f" {told['peak_mb']:6.0f} MB"
    )
    return told


def _all_metrics(root: Path, _: int) -> Figures:
    os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:CORES])
    started, before = time.perf_counter(), time.process_time()
    wb = salesnb.open(root, period=MONTH)
    frame = wb.metrics(list(wb.settings.metrics), by="team")
    return _took(started, before) | {"metrics": frame["metric"].nunique()}


def _cut(root: Path, _: int) -> Figures:
    workspace = Workspace(root)
    started, before = time.perf_counter(), time.process_time()
    with tempfile.TemporaryDirectory(dir=root) as folder:
        teams = [Scope("team", f"Team {number}") for number in range(EXTRACTS)]
        files = {scope: Path(folder) / f"{place}.duckdb" for place, scope in enumerate(teams)}
        write_extracts(
            workspace.store, workspace.settings, files, viewer=None, as_of=date(2026, 10, 31)
        )
        size = sum(path.stat().st_size for path in files.values()) / 2**20
    return _took(started, before) | {"mb": size}


def _import(root: Path, rows: int) -> Figures:
    path = root / "follow_ups.csv"
    workspace = Workspace(root)
    wb = salesnb.open(root)
    reps = list(wb.sql("select distinct owner from fact_customers order by owner")["owner"])
    known = wb.sql("select customer_id from customers order by customer_id")
    connection = duckdb.connect()
    connection.register("known", known.reset_index(names="place"))
    connection.execute("create table words as select unnest(?) as rep", [reps])
    connection.execute(
        f"""copy (
          select 'B' || i as "Follow_ID", customer_id as "Customer_ID",
            strftime(timestamp '2025-01-01 08:00' + to_seconds(i * 40000000 // {rows}),
              '%Y-%m-%d %H:%M') as "Follow_Date", 'phone' as "Follow_Method",
            (select list(rep) from words)[(i % {len(reps)})::int + 1] as "Follow_User",
            'asked about price and delivery, number ' || i as "Content"
          from range({rows}) as t(i) join known on known.place = i % {len(known)}
        ) to '{path}' (header)"""
    )
    started, before = time.perf_counter(), time.process_time()
    at = workspace.local_time(datetime.now(UTC))
    import_files(workspace, [path], at=at, by="benchmark")
    return _took(started, before)


def _took(started: float, before: float) -> Figures:
    return {
        "seconds": time.perf_counter() - started,
        "processor_seconds": time.process_time() - before,
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }


WAYS = {"metrics": _all_metrics, "cut": _cut, "import": _import}


def _in_own_process(way: str, root: Path, rows: int = 0) -> Figures:
    return figures_of(__file__, "--one", way, "--workspace", str(root), "--csv", str(rows))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument(
        "--follow-ups", type=int, nargs="+", default=[1_000_000, 10_000_000, 100_000_000]
    )
    parser.add_argument("--in-proportion", action="store_true")
    parser.add_argument("--csv", type=int, default=0, metavar="ROWS")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--folder", help="where the companies are written; else the system's")
    parser.add_argument("--one", choices=("metrics", "cut", "import"), help=argparse.SUPPRESS)
    parser.add_argument("--workspace", default="", help=argparse.SUPPRESS)
    return parser.parse_args()


if __name__ == "__main__":
    main()
