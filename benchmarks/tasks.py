"""All tasks of a large company, and of the demo company.

    python benchmarks/tasks.py [--follow-ups 10000000]

A tenth as many leads as follow-ups. Each measurement is a process of its own. `facts` is the time
until the facts that tasks are made of are there, `tasks` that from there to the frame of all tasks,
texts included. The last line is JSON.
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
from salesnb.jobs import import_demo, prepare_demo

Figures = dict[str, float]
_FACTS = (
    "fact_lead_worth",
    "fact_lead_follow_ups",
    "fact_last_follow_ups",
    "fact_tasks",
    "fact_customers",
    "fact_contacts",
    "fact_purchases",
    "fact_customer_rhythm",
    "fact_customer_chances",
    "fact_sales",
    "overdue_returns",
    "customer_returns",
)


def main() -> None:
    """Make the companies, measure each, print seconds, megabytes and how many tasks there are."""
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
                f"{name:6} {told['tasks']:9,.0f} tasks, {told['shown']:,.0f} of them shown:"
                f" facts {told['facts_seconds']:.2f} s, tasks {told['seconds']:.2f} s"
                f" ({told['processor_seconds']:.2f} s of processor), {told['peak_mb']:,.0f} MB"
            )
    print(json.dumps({name: round(float(value), 3) for name, value in figures.items()}))


def _run_one(root: Path) -> None:
    wb = salesnb.open(root)
    start = time.perf_counter()
    for fact in _FACTS:
        wb._store.run(f"select count(*) from {fact}")
    facts = time.perf_counter() - start
    start, worked = time.perf_counter(), time.process_time()
    found = wb.tasks()
    told = {
        "tasks": len(found),
        "shown": int(found["is_shown"].sum()),
        "facts_seconds": facts,
        "seconds": time.perf_counter() - start,
        "processor_seconds": time.process_time() - worked,
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
