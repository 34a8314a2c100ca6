"""All tasks of a large company, and of the demo company.

    python benchmarks/tasks.py [--follow-ups 10000000]

A tenth as many leads as follow-ups. Each measurement is a process of its own. `facts` is the time
until the facts that tasks are made of are there, `tasks` that from there to the frame of all tasks,
texts included. The last line is JSON.
"""

import json
import resource
import time
from pathlib import Path

from large_company.beside_demo import company_options, measure_both
from processes import Figures

import salesnb

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
    options = company_options(__doc__)
    if options.one:
        _run_one(Path(options.workspace))
        return
    measure_both(__file__, options.follow_ups, _said)


def _said(name: str, told: Figures) -> str:
    return (
        f"{name:6} {told['tasks']:9,.0f} tasks, {told['shown']:,.0f} of them shown:"
        f" facts {told['facts_seconds']:.2f} s, tasks {told['seconds']:.2f} s"
        f" ({told['processor_seconds']:.2f} s of processor), {told['peak_mb']:,.0f} MB"
    )


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


if __name__ == "__main__":
    main()
