"""Reports per minute: warm kernels beside papermill and nbconvert as they are used today.

    python benchmarks/render.py [--runs 3] [--scale 1] [--forks 0]

All render benchmarks/render.ipynb (12 cells, 5 figures, its own made-up rows), with one thread per
kernel, each way in a process of its own from its first import to its last file:

    loop       per report `papermill`, then `nbconvert --to html`, one after the other
    loop_two   the same, two reports at a time
    process    one process that calls papermill.execute_notebook and nbconvert's HTMLExporter
    ours       salesnb's runner with warm kernels, two reports at a time
    floor      the cells alone, again and again in one process that has imported everything

Reports per minute are with the start of each way. CPU above the floor is that of each further
report of ours: what all take, less a run of one, which is nearly all start.

--forks N has the fork server fork N kernels, each of which runs a cell; none may hang, and the
server may not grow. The last line is JSON.
"""

import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from pathlib import Path

NOTEBOOK = Path(__file__).with_name("render.ipynb")
# {way: how many reports in a run}: enough to outweigh the start of the ways that have one.
REPORTS = {"loop": 3, "loop_two": 4, "process": 6, "ours": 40, "floor": 5}
FIRST = "ours_first"
AT_A_TIME = 2


def main() -> None:
    """Render every way by turns, print medians, ratios and what they cost in CPU."""
    options = _options()
    if options.one:
        WAYS[options.one](options.reports, Path(options.folder))
        return
    if options.forks:
        print(json.dumps(fork_often(options.forks)))
        return
    counts = {way: max(1, round(count * options.scale)) for way, count in REPORTS.items()}
    runs = [
        {FIRST: _measured("ours", 1)}
        | {way: _measured(way, count) for way, count in counts.items()}
        for _ in range(options.runs)
    ]
    figures = _figures(runs, counts)
    print(f"{'':12} reports per minute   CPU seconds per report   (median of {options.runs} runs)")
    for way in counts:
        per_minute, cpu = figures[f"{way}_per_minute"], figures[f"{way}_cpu_seconds"]
        print(f"{way:12} {per_minute:18.1f} {cpu:24.2f}")
    for name in (
        "times_loop",
        "times_loop_two",
        "times_process",
        "ours_cpu_seconds_each",
        "cpu_above_floor",
    ):
        print(f"{name:22} {figures[name]:6.2f}")
    print(json.dumps({name: round(value, 3) for name, value in figures.items()}))


def loop(reports: int, folder: Path, at_a_time: int = 1) -> None:
    """Two commands per report, as in a shell's loop."""

    def one(number: int) -> None:
        executed = folder / f"{number}.ipynb"
        papermill = ["-m", "papermill", "--no-progress-bar", "-p", "scope", f"rep:{number}"]
        for words in (
            [*papermill, str(NOTEBOOK), str(executed)],
            ["-m", "nbconvert", "--to", "html", str(executed)],
        ):
            subprocess.run([sys.executable, *words], check=True, capture_output=True)

    with ThreadPoolExecutor(at_a_time) as pool:
        list(pool.map(one, range(reports)))
    _check(folder, reports)


def loop_two(reports: int, folder: Path) -> None:
    """The same loop, two at a time."""
    loop(reports, folder, AT_A_TIME)


def process(reports: int, folder: Path) -> None:
    """One process for all reports."""
    import papermill
    from nbconvert import HTMLExporter

    exporter = HTMLExporter()
    for number in range(reports):
        notebook = papermill.execute_notebook(
            str(NOTEBOOK),
            str(folder / f"{number}.ipynb"),
            parameters={"scope": f"rep:{number}"},
            progress_bar=False,
        )
        html, _ = exporter.from_notebook_node(notebook)
        (folder / f"{number}.html").write_text(html, encoding="utf-8")
    _check(folder, reports)


def ours(reports: int, folder: Path) -> None:
    """The runner of `salesnb render`."""
    from salesnb.periods import parse_period
    from salesnb.reports.plan import Task
    from salesnb.reports.runner import render_reports
    from salesnb.scopes import Scope
    from salesnb.settings import load_settings

    names = [f"{number}" for number in range(reports)]
    period = parse_period("2026-10")
    tasks = [
        Task(
            notebook="render",
            source=NOTEBOOK,
            scope=Scope("rep", name),
            period=period,
            lang="en",
            path=folder / "reports" / "2026-10" / f"rep-{name}" / "render.en.html",
            index=folder / "reports" / "index.html",
            parameters={
                "workspace": ".",
                "scope": f"rep:{name}",
                "period": "2026-10",
                "as_of": "2026-10-31",
                "viewer": None,
                "lang": "en",
            },
        )
        for name in names
    ]
    outcomes = render_reports(
        tasks,
        load_settings(None),
        made_at=datetime(2026, 11, 1, 8),
        snapshot="made-up",
        folders={task.scope: folder for task in tasks},
        jobs=AT_A_TIME,
        failed_folder=folder / "failed",
    )
    assert not [outcome.error for outcome in outcomes if outcome.error]
    _check(folder, reports)


def floor(reports: int, folder: Path) -> None:
    """The cells alone: one shell that has run them all before, figures and tables included."""
    import nbformat
    from IPython.core.interactiveshell import InteractiveShell
    from IPython.utils.capture import capture_output

    class Shell(InteractiveShell):
        def enable_gui(self, gui: str | None = None) -> None:
            """No windows here."""

    shell = Shell.instance()
    shell.history_manager.enabled = False
    shell.run_line_magic("matplotlib", "inline")
    cells = [cell.source for cell in nbformat.read(NOTEBOOK, 4).cells]

    def one() -> int:
        images = 0
        for source in cells:
            with capture_output() as shown:
                shell.run_cell(source).raise_error()
            images += sum("image/png" in output.data for output in shown.outputs)
        return images

    assert one() == 5
    started, used = time.perf_counter(), time.process_time()
    for _ in range(reports):
        one()
    print(
        json.dumps(
            {
                "seconds": time.perf_counter() - started,
                "cpu": time.process_time() - used,
            }
        )
    )


def fork_often(times: int) -> dict[str, float]:
    """Fork kernels one after the other, each of which draws a figure and asks DuckDB."""
    import psutil

    from salesnb.reports.kernels import execute_notebook, warm_kernels
    from salesnb.reports.warm.client import fork_server

    with tempfile.TemporaryDirectory() as name, warm_kernels():
        folder, seconds, sizes = Path(name), [], []
        for _ in range(times):
            start = time.perf_counter()
            execute_notebook(
                _short(folder), folder / "o.ipynb", {}, folder, lang="en", cell_seconds=60
            )
            seconds.append(time.perf_counter() - start)
            sizes.append(psutil.Process(fork_server().pid).memory_info().rss / 2**20)
    return {
        "forks": times,
        "median_seconds": round(statistics.median(seconds), 3),
        "slowest_seconds": round(max(seconds[1:]), 3),
        "server_mb_first": round(sizes[0], 1),
        "server_mb_last": round(sizes[-1], 1),
    }


def _short(folder: Path) -> Path:
    import nbformat

    book = nbformat.v4.new_notebook(
        metadata={
            "kernelspec": {"name": "python3", "language": "python", "display_name": "Python 3"}
        }
    )
    code = "import duckdb, matplotlib.pyplot as plt\nplt.plot(duckdb.sql('from range(9)').df())"
    book.cells.append(nbformat.v4.new_code_cell(code))
    nbformat.write(book, folder / "short.ipynb")
    return folder / "short.ipynb"


def _figures(runs: list[dict[str, dict[str, float]]], counts: dict[str, int]) -> dict[str, float]:
    """Return medians, and ours beside the others."""
    figures: dict[str, float] = {}
    for way in counts:
        for name in ("per_minute", "cpu_seconds"):
            figures[f"{way}_{name}"] = statistics.median(run[way][name] for run in runs)
    for way in ("loop", "loop_two", "process"):
        figures[f"times_{way}"] = figures["ours_per_minute"] / figures[f"{way}_per_minute"]
    further = max(1, counts["ours"] - 1)
    figures["ours_cpu_seconds_each"] = statistics.median(
        (run["ours"]["cpu_seconds"] * counts["ours"] - run[FIRST]["cpu_seconds"]) / further
        for run in runs
    )
    figures["cpu_above_floor"] = figures["ours_cpu_seconds_each"] - figures["floor_cpu_seconds"]
    return figures


def _check(folder: Path, reports: int) -> None:
    """Fast but empty reports do not count."""
    pages = [page.read_text("utf-8") for page in folder.rglob("*.html")]
    assert len(pages) == reports
    assert all(page.count("data:image/png;base64,iVBOR") >= 5 for page in pages)


WAYS = {
    "loop": loop,
    "loop_two": loop_two,
    "process": process,
    "ours": ours,
    "floor": floor,
}


def _measured(way: str, reports: int) -> dict[str, float]:
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, __file__, "--one", way, "--reports", str(reports)]
        environ = {**os.environ, "OMP_NUM_THREADS": "1"}
        start, used = time.perf_counter(), _cpu_of_children()
        done = subprocess.run([*command, "--folder", folder], env=environ, capture_output=True)
        seconds, cpu = time.perf_counter() - start, _cpu_of_children() - used
    if done.returncode:
        sys.exit(done.stderr.decode())
    if way == "floor":  # without its imports
        own = json.loads(done.stdout.splitlines()[-1])
        seconds, cpu = own["seconds"], own["cpu"]
    return {"per_minute": 60 * reports / seconds, "cpu_seconds": cpu / reports}


def _cpu_of_children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--scale", type=float, default=1, help="times the reports of each way")
    parser.add_argument("--forks", type=int, default=0, help="only this many forks")
    parser.add_argument("--one", choices=tuple(WAYS), help=argparse.SUPPRESS)
    parser.add_argument("--reports", type=int, default=1, help=argparse.SUPPRESS)
    parser.add_argument("--folder", default="", help=argparse.SUPPRESS)
    return parser.parse_args()


if __name__ == "__main__":
    main()
