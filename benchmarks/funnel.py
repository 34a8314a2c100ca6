"""The cells of a report's notebook, as its kernel runs them: from an extract of the company.

    python benchmarks/funnel.py [--report funnel] [--follow-ups 10000000] [--runs 3]

The demo company and a large one (a tenth as many leads as follow-ups). The extract with all facts is
written first and does not count, nor does what a warm kernel has imported already; what counts is
every cell from the one that opens the workbench to the last, each run in a process of its own with
one thread for arrays, as kernels have. Processor seconds are told beside, for they are the same on a
busy machine. The last line is JSON.
"""

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import UTC, date, datetime
from pathlib import Path

from large_company.company import make_company

from salesnb.jobs import import_demo, prepare_demo
from salesnb.learned import LEARNED_TABLES
from salesnb.reports.warm.server import prepare
from salesnb.scopes import Scope, write_extracts
from salesnb.workspace import Workspace

_ONE_THREAD = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}
_NOTEBOOKS = Path(__file__).parents[1] / "notebooks"


def main() -> None:
    """Make the companies and their extracts, run the cells, print medians."""
    options = _options()
    if options.one:
        print(json.dumps(run_cells(options.report, Path(options.one), options.period)))
        return
    figures: dict[str, float] = {}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        workspace, last_day = prepare_demo(folder / "demo", "en", None, datetime.now(UTC))
        import_demo(workspace, last_day, scale=1, at=workspace.local_time(datetime.now(UTC)))
        figures |= _measured("demo", workspace, last_day, options)
        make_company(folder / "large", options.follow_ups)
        large = Workspace.find(folder / "large")
        figures |= _measured("large", large, date(2026, 10, 31), options)
    print(json.dumps({name: round(value, 2) for name, value in figures.items()}))


def run_cells(report: str, folder: Path, period: str) -> dict[str, object]:
    """Return the seconds of each cell of a notebook, those of processors in all, and the memory."""
    prepare()
    book = json.loads((_NOTEBOOKS / f"{report}.ipynb").read_text("utf-8"))
    parameters, *cells = (c for c in book["cells"] if c["cell_type"] == "code")
    names: dict[str, object] = {}
    exec("".join(parameters["source"]), names)
    names |= {"workspace": str(folder), "scope": "company", "period": period, "lang": "en"}
    seconds: dict[str, float] = {}
    worked = time.process_time()
    for cell in cells:
        *before, last = "".join(cell["source"]).rstrip().splitlines()
        started = time.perf_counter()
        exec("\n".join(before), names)
        shown = eval(last, names)
        shown._repr_html_()
        seconds[last] = time.perf_counter() - started
    return {
        "cells": seconds,
        "processor": time.process_time() - worked,
        "memory_mb": _most_memory(),
    }


def _most_memory() -> float:
    """Return the most memory that this process ever had, in MB; `getrusage` tells its parent's."""
    told = Path("/proc/self/status").read_text("utf-8")
    return next(int(line.split()[1]) / 1024 for line in told.splitlines() if "VmHWM" in line)


def _measured(
    name: str, workspace: Workspace, day: date, options: argparse.Namespace
) -> dict[str, float]:
    """Write the extract, run the notebook several times, print the slowest cells."""
    started = time.perf_counter()
    with tempfile.TemporaryDirectory() as handed:
        folder = Path(handed)
        shutil.copytree(workspace.root / "params", folder / "params")
        write_extracts(
            workspace.store,
            workspace.settings,
            {Scope.parse("company"): folder / "extract.duckdb"},
            viewer=None,
            as_of=day,
            without=() if options.report == "scoring" else LEARNED_TABLES,
        )
        written = time.perf_counter() - started
        month = f"{day:%Y-%m}" if day.day > 27 else f"{date(day.year, day.month - 1, 1):%Y-%m}"
        command = [sys.executable, __file__, "--one", handed, "--report", options.report]
        runs = []
        for _ in range(options.runs):
            made = subprocess.run(
                [*command, "--period", month],
                check=True,
                capture_output=True,
                text=True,
                env={**os.environ, **_ONE_THREAD},
            )
            runs.append(json.loads(made.stdout.splitlines()[-1]))
    total = statistics.median(sum(run["cells"].values()) for run in runs)
    worked = statistics.median(run["processor"] for run in runs)
    memory = max(run["memory_mb"] for run in runs)
    cells = runs[0]["cells"]
    print(
        f"{name}: {total:.2f} s in {len(cells)} cells, {worked:.2f} s of processors,"
        f" {memory:.0f} MB; the extract took {written:.1f} s"
    )
    for cell in sorted(cells, key=lambda cell: -cells[cell])[:6]:
        print(f"  {cells[cell]:6.2f}  {cell}")
    return {
        f"{name}_cells_seconds": total,
        f"{name}_cells_processor_seconds": worked,
        f"{name}_memory_mb": memory,
        f"{name}_extract_seconds": written,
    }


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--report", default="funnel")
    parser.add_argument("--follow-ups", type=int, default=10_000_000)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--one", default="", help=argparse.SUPPRESS)
    parser.add_argument("--period", default="", help=argparse.SUPPRESS)
    return parser.parse_args()


if __name__ == "__main__":
    main()
