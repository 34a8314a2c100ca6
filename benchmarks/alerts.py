"""All rules of alerts over a large company, and over the demo company.

    python benchmarks/alerts.py [--follow-ups 10000000]

A tenth as many leads as follow-ups. Each measurement is a process of its own, begins with the store
on disk and ends with the frame of all alerts, messages included. The last line is JSON.
"""

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from large_company.company import make_company

import salesnb
from salesnb.alerts import AlertBook, find_alerts
from salesnb.alerts.expressions import check_rules
from salesnb.jobs import import_demo, prepare_demo

Figures = dict[str, float]


def main() -> None:
    """Make the companies, measure each, print seconds, megabytes and how many alerts there are."""
    options = _options()
    if options.one:
        _run_one(Path(options.workspace))
        return
    with tempfile.TemporaryDirectory() as folder:
        large, demo = Path(folder) / "large", Path(folder) / "demo"
        make_company(large, options.follow_ups)
        workspace, last_day = prepare_demo(demo, "en", None, datetime.now(UTC))
        import_demo(workspace, last_day, scale=1, at=workspace.local_time(datetime.now(UTC)))
        figures: Figures = {}
        for name, root in (("large", large), ("demo", demo)):
            told = _measured(root)
            figures |= {f"{name}_{part}": value for part, value in told.items()}
            print(
                f"{name:6} {told['alerts']:9,.0f} alerts of {told['rules']:.0f} rules"
                f" {told['seconds']:6.2f} s ({told['processor_seconds']:.2f} s of processor), written down {told['book_seconds']:.2f} s,"
                f" {told['peak_mb']:,.0f} MB"
            )
    print(json.dumps({name: round(float(value), 3) for name, value in figures.items()}))


def _run_one(root: Path) -> None:
    wb = salesnb.open(root)
    start, worked = time.perf_counter(), time.process_time()
    found = wb.alerts()
    seconds, processor = time.perf_counter() - start, time.process_time() - worked
    for checked in check_rules(wb._store, wb.settings):
        began = time.perf_counter()
        few = find_alerts(wb._store, wb.settings, wb.calendar, rules=[checked.name], lang="en")
        again = time.perf_counter() - began
        print(f"  {checked.name:24} {len(few):9,} {again:6.2f} s", file=sys.stderr)
    began = time.perf_counter()
    AlertBook(root / "book.sqlite").see(found, wb.as_of, list(wb.settings.alerts.rules))
    told = {
        "alerts": len(found),
        "rules": len(wb.settings.alerts.rules),
        "seconds": seconds,
        "processor_seconds": processor,
        "book_seconds": time.perf_counter() - began,
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }
    print(json.dumps(told))


def _measured(root: Path) -> Figures:
    command = [sys.executable, __file__, "--one", "yes", "--workspace", str(root)]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    figures: Figures = json.loads(done.stdout.splitlines()[-1])
    return figures


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--follow-ups", type=int, default=10_000_000)
    parser.add_argument("--one", help=argparse.SUPPRESS)
    parser.add_argument("--workspace", default="", help=argparse.SUPPRESS)
    return parser.parse_args()


if __name__ == "__main__":
    main()
