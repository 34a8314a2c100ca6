"""Every metric by team over companies of growing size: seconds, memory, cost per follow-up.

    python benchmarks/scale.py [--follow-ups 1000000 10000000 100000000] [--runs 3] [--folder DIR]

Each company has 1,200 reps in 240 teams and all other tables in proportion to its follow-ups (a
tenth as many leads, 3 % opportunities and payments, 2 % customers and orders), so that nothing
stays small that grows in a real company. A measurement is a process of its own on two cores, from
the store on disk to the frame. A hundred million follow-ups take 13 GB of disk. The last line is
JSON.
"""

import argparse
import json
import os
import resource
import statistics
import tempfile
import time
from pathlib import Path

from large_company.company import TABLES, make_company
from processes import Figures, figures_of

import salesnb

MONTH = "2026-10"
REPS = 1_200
CORES = 2
# As an import of many days leaves it: leads and follow-ups in the order of time, follow-ups of what
# was there by then. One in twenty is typed in three days later, one in three names a next day.
_ANY_TIME = "to_minutes((hash(i) % 1480000)::int)"
_IN_ORDER = "to_minutes((i * 1480000 // {leads})::int)"
_AT = "timestamp '2024-01-01 08:00' + to_seconds((i * 89000000 // {follow_ups})::int)"
_SO_FAR = "(hash(i) % (1 + i * {NAME} // {follow_ups})::ubigint)"


def main() -> None:
    """Make one company after the other, measure it, print what it took."""
    options = _options()
    if options.one:
        _run_one(Path(options.one))
        return
    figures: Figures = {}
    for rows in options.follow_ups:
        with tempfile.TemporaryDirectory(dir=options.folder) as folder:
            make_company(Path(folder), rows, _tables(), reps=REPS)
            told = _measured(Path(folder), rows, options.runs)
        figures |= {f"{name}_of_{rows}": value for name, value in told.items()}
    print(json.dumps({name: round(float(value), 3) for name, value in figures.items()}))


def _tables() -> dict[str, tuple[str, str]]:
    leads, values = TABLES["leads"]
    follow_up = f"""'F' || i, case when i % 2 = 0 then 'C' || {_SO_FAR.replace("NAME", "customers")} end,
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
    made = [figures_of(__file__, "--one", str(root)) for _ in range(runs)]
    seconds = {
        name: statistics.median(run[name] for run in made)
        for name in ("seconds", "processor_seconds")
    }
    figures = {
        **seconds,
        "metrics": made[0]["metrics"],
        "peak_mb": max(run["peak_mb"] for run in made),
        "nanoseconds_per_row": seconds["processor_seconds"] * 1e9 / rows,
        "store_mb": store.stat().st_size / 2**20,
    }
    print(
        f"{rows:13,} follow-ups {figures['store_mb']:8.0f} MB on disk;"
        f" {figures['metrics']:.0f} metrics {figures['seconds']:7.2f} s,"
        f" of processors {figures['processor_seconds']:7.2f} s,"
        f" {figures['nanoseconds_per_row']:6.0f} ns per follow-up, {figures['peak_mb']:6.0f} MB",
        flush=True,
    )
    return figures


def _run_one(root: Path) -> None:
    os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:CORES])
    started, before = time.perf_counter(), time.process_time()
    wb = salesnb.open(root, period=MONTH)
    names = list(wb.settings.metrics)
    frame = wb.metrics(names, by="team")
    told = {
        "seconds": time.perf_counter() - started,
        "processor_seconds": time.process_time() - before,
        "metrics": frame["metric"].nunique(),
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }
    print(json.dumps(told))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument(
        "--follow-ups", type=int, nargs="+", default=[1_000_000, 10_000_000, 100_000_000]
    )
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--folder", help="where the companies are written; else the system's")
    parser.add_argument("--one", help=argparse.SUPPRESS)
    return parser.parse_args()


if __name__ == "__main__":
    main()
