"""All rules of alerts over a large company, and over the demo company.

    python benchmarks/alerts.py [--follow-ups 10000000]

A tenth as many leads as follow-ups. Each measurement is a process of its own, begins with the store
on disk and ends with the frame of all alerts, messages included. The last line is JSON.
"""

import json
import resource
import sys
import time
from pathlib import Path

from large_company.beside_demo import company_options, measure_both
from processes import Figures

import salesnb
from salesnb.alerts import AlertBook, find_alerts
from salesnb.alerts.expressions import check_rules


def main() -> None:
    """Make the companies, measure each, print seconds, megabytes and how many alerts there are."""
    options = company_options(__doc__)
    if options.one:
        _run_one(Path(options.workspace))
        return
    measure_both(__file__, options.follow_ups, _said)


def _said(name: str, told: Figures) -> str:
    return (
        f"{name:6} {told['alerts']:9,.0f} alerts of {told['rules']:.0f} rules"
        f" {told['seconds']:6.2f} s ({told['processor_seconds']:.2f} s of processor), written down {told['book_seconds']:.2f} s,"
        f" {told['peak_mb']:,.0f} MB"
    )


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


if __name__ == "__main__":
    main()
