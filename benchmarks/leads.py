"""The score card and the cadence of a million leads.

    python benchmarks/leads.py [--leads 1000000] [--runs 3]

Each run is a process of its own that begins with the store on disk. `score` is the card alone, from
the raw rows of the leads to points, ranges and grades; `score_leads` (the card) and `follow_ups` are the
frames of the workbench, with the facts of all leads behind them. The last line is JSON.
"""

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from large_company.company import TABLES, make_company

import salesnb

_ANSWERS = """, ['full', '部分匹配', '不匹配', null][(i * 7919 % 4)::int + 1],
        ['可决策', 'influences', 'none', null][(i * 104729 // 4 % 4)::int + 1], null, null,
        date '2024-03-01' + (hash(i) % 1000)::int, 100 * (i % 900), 120 * (i % 900)"""


def main() -> None:
    """Make the company, measure each way, print medians."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--leads", type=int, default=1_000_000)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--one", choices=tuple(WAYS), help=argparse.SUPPRESS)
    parser.add_argument("--workspace", default="", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one:
        print(json.dumps(WAYS[options.one](Path(options.workspace))))
        return
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        make_company(folder, options.leads * 10, _tables(options.leads))
        figures: dict[str, float] = {"leads": options.leads}
        for way in WAYS:
            command = [sys.executable, __file__, "--one", way, "--workspace", name]
            runs = [
                json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
                for _ in range(options.runs)
            ]
            figures[f"{way}_seconds"] = statistics.median(run["seconds"] for run in runs)
            print(f"{way:12} {figures[f'{way}_seconds']:8.2f} s  {runs[0]['rows']:10,} rows")
    print(json.dumps({name: round(value, 3) for name, value in figures.items()}))


def score(folder: Path) -> dict[str, float]:
    """The card of every lead, without the other facts."""
    from salesnb.extracts import WholeStore

    workspace = salesnb.open(folder).workspace
    started = time.perf_counter()
    with WholeStore(workspace.store.snapshot().path, workspace.settings, _day(folder)) as whole:
        whole.need("lead_cards")
        rows = whole.connection.execute("select count(*) from whole.lead_cards").fetchall()[0][0]
    return {"seconds": time.perf_counter() - started, "rows": rows}


def score_leads(folder: Path) -> dict[str, float]:
    """The frame of all leads, open or not."""
    started = time.perf_counter()
    frame = salesnb.open(folder).score_leads(only_open=False, learned=False)
    return {"seconds": time.perf_counter() - started, "rows": len(frame)}


def follow_ups(folder: Path) -> dict[str, float]:
    """The frame of all leads with their limits and next contacts."""
    started = time.perf_counter()
    frame = salesnb.open(folder).follow_ups(only_open=False)
    return {"seconds": time.perf_counter() - started, "rows": len(frame)}


WAYS = {"score": score, "score_leads": score_leads, "follow_ups": follow_ups}


def _day(folder: Path):  # type: ignore[no-untyped-def]
    return salesnb.open(folder).as_of


def _tables(leads: int) -> dict[str, tuple[str, str]]:
    """Return the company with answers to the card and few other rows."""
    columns, values = TABLES["leads"]
    columns = columns.replace("grade,", "") + (
        ", need_fit, authority, budget_fit, urgency, expected_close, budget_min, budget_max"
    )
    values = values.replace("['A', 'B', 'C', 'D'][i % 4 + 1], ", "") + _ANSWERS
    kept = {name: TABLES[name] for name in ("staff", "customers", "follow_ups")}
    products = ("product, product_line, list_price", "'P' || i, 'Line ' || (i % 5), 4000 * (i + 1)")
    return {**kept, "leads": (columns, values), "products": products}


if __name__ == "__main__":
    main()
