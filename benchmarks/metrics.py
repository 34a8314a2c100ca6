"""All metrics of a large company by team, beside plain pandas and hand-written SQL.

    python benchmarks/metrics.py [--follow-ups 10000000] [--no-pandas]

Every measurement is a process of its own, so that its peak memory is its own; each begins with the
store on disk and ends with a frame. The last line is JSON.
"""

import argparse
import json
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path

import numpy as np
from large_company.by_hand import BY_HAND
from large_company.company import make_company
from large_company.in_pandas import METRICS, plain_pandas
from processes import Figures, figures_of

import salesnb
from salesnb.jobs import import_demo, prepare_demo

MONTH, YEAR = "2026-10", "2026"
CALLS = 50
HEAVIEST = 5


def main() -> None:
    """Make the companies, measure each way, print seconds, memory and ratios."""
    options = _options()
    if options.one:
        _run_one(options.one, Path(options.workspace))
        return
    with tempfile.TemporaryDirectory() as folder:
        small, large, demo = (Path(folder) / name for name in ("small", "large", "demo"))
        make_company(small, options.follow_ups // 10)
        make_company(large, options.follow_ups)
        workspace, last_day = prepare_demo(demo, "en", None, datetime.now(UTC))
        import_demo(workspace, last_day, scale=1, at=workspace.local_time(datetime.now(UTC)))
        _check_same(small)
        figures = _of_all(small, large, options.runs) | _of_calls(demo, options.runs)
        if options.pandas:
            figures |= _beside_pandas(large, options.runs)
        figures |= _beside_sql(large)
    print(json.dumps({name: round(float(value), 3) for name, value in figures.items()}))


def _of_all(small: Path, large: Path, runs: int) -> Figures:
    whole = [_measured("all", large) for _ in range(runs)]
    little = [_measured("all", small) for _ in range(runs)]
    figures = {
        "metrics": whole[0]["metrics"],
        "seconds": _median(whole, "seconds"),
        "peak_mb": max(run["peak_mb"] for run in whole),
        "seconds_of_a_tenth": _median(little, "seconds"),
    }
    figures["growth_for_ten_times"] = figures["seconds"] / figures["seconds_of_a_tenth"]
    print(f"{figures['metrics']:.0f} metrics by team {figures['seconds']:7.2f} s", end="")
    print(f" {figures['peak_mb']:7.0f} MB; of a tenth {figures['seconds_of_a_tenth']:.2f} s")
    return figures


def _of_calls(demo: Path, runs: int) -> Figures:
    found = [_measured("calls", demo) for _ in range(runs)]
    first, again = _median(found, "first_calls"), _median(found, "calls_again")
    print(f"{CALLS} calls on the demo company {first:.2f} s, in which the facts are made;", end="")
    print(f" the same again {again:.2f} s")
    return {"demo_calls": CALLS, "demo_calls_seconds": first, "demo_calls_again_seconds": again}


def _beside_pandas(large: Path, runs: int) -> Figures:
    """Measure by turns, so that whatever else the machine does meets both."""
    turns = [(_measured("pandas", large), _measured("same", large)) for _ in range(runs)]
    plain, ours = [turn[0] for turn in turns], [turn[1] for turn in turns]
    figures = {
        "metrics_in_pandas": len(METRICS),
        "pandas_seconds": _median(plain, "seconds"),
        "pandas_mb": max(run["peak_mb"] for run in plain),
        "same_seconds": _median(ours, "seconds"),
    }
    figures["times_faster"] = figures["pandas_seconds"] / figures["same_seconds"]
    print(f"{len(METRICS)} of them in pandas {figures['pandas_seconds']:7.2f} s", end="")
    print(f" {figures['pandas_mb']:7.0f} MB; here {figures['same_seconds']:.2f} s", end="")
    print(f", ratio {figures['times_faster']:.1f}")
    return figures


def _beside_sql(large: Path) -> Figures:
    heavy = _measured("heavy", large)
    figures = {}
    print(f"the {HEAVIEST} of all metrics that took longest of {YEAR}, each called alone:")
    for name in (key.removesuffix("_hand") for key in heavy if key.endswith("_hand")):
        ours, hand = heavy[f"{name}_ours"] * 1000, heavy[f"{name}_hand"] * 1000
        figures[f"{name}_ratio"] = ours / hand
        print(f"{name:26} {ours:7.1f} ms, by hand {hand:7.1f} ms, ratio {ours / hand:.2f}")
    return figures


def _check_same(root: Path) -> None:
    """Refuse to compare two ways that do not say the same."""
    plain = plain_pandas(root).astype(float)
    ours = salesnb.open(root, period=MONTH).metrics(METRICS, by="team")
    wide = ours.pivot(index="team", columns="metric", values="value").astype(float)
    for name in METRICS:
        left, right = wide[name].fillna(0), plain.loc[wide.index, name].fillna(0)
        assert right.any(), f"{name}: pandas finds nothing"
        assert np.allclose(left, right), f"{name}: {left.to_dict()} is not {right.to_dict()}"


def _run_one(way: str, root: Path) -> None:
    if way in ("pandas", "same"):
        import_module("salesnb.workbench")  # beside each other, both begin with loaded libraries
    start = time.perf_counter()
    told: Figures = {}
    if way == "pandas":
        plain_pandas(root)
    else:
        wb = salesnb.open(root, period="last-month" if way == "calls" else MONTH)
        if way in ("all", "same"):
            names = METRICS if way == "same" else list(wb.settings.metrics)
            told["metrics"] = len(names)
            wb.metrics(names, by="team")
    told["seconds"] = time.perf_counter() - start
    if way == "calls":
        told |= {"first_calls": _seconds_of_calls(wb), "calls_again": _seconds_of_calls(wb)}
    if way == "heavy":
        told |= _heavy(wb)
    told["peak_mb"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps(told))


def _seconds_of_calls(wb: "salesnb.workbench.Workbench") -> float:
    """Return how long one metric after the other takes, by team and then by rep."""
    asked = [(name, by) for by in ("team", "rep") for name in wb.settings.metrics][:CALLS]
    return _seconds(lambda: [wb.metrics(name, by=by) for name, by in asked])


def _heavy(wb: "salesnb.workbench.Workbench") -> Figures:
    """Return the median seconds of the metrics that take longest, asked here and by hand."""
    # Those of one fact; growth and completion are such a metric asked for two periods or a target.
    names = [name for name, metric in wb.settings.metrics.items() if metric.fact]

    def ask(name: str) -> object:
        return wb.metrics(name, by="team", period=YEAR)

    for name in names:
        ask(name)  # the facts are made, the formulas read
    alone = {name: [_seconds(lambda name=name: ask(name)) for _ in range(5)] for name in names}
    heaviest = sorted(names, key=lambda name: statistics.median(alone[name]))[-HEAVIEST:]
    told = {}
    for name in reversed(heaviest):
        if name not in BY_HAND:
            sys.exit(f"{name} is among the heaviest: write it by hand in large_company/by_hand.py")
        turns = [
            (_seconds(lambda name=name: ask(name)), _seconds(lambda name=name: wb._store.run(BY_HAND[name])))
            for _ in range(15)
        ]  # fmt: skip
        told[f"{name}_ours"], told[f"{name}_hand"] = map(
            statistics.median, zip(*turns, strict=True)
        )
    return told


def _seconds(ask: Callable[[], object]) -> float:
    start = time.perf_counter()
    ask()
    return time.perf_counter() - start


def _median(runs: list[Figures], name: str) -> float:
    return statistics.median(run[name] for run in runs)


def _measured(way: str, root: Path) -> Figures:
    return figures_of(__file__, "--one", way, "--workspace", str(root))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--follow-ups", type=int, default=10_000_000)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--no-pandas", dest="pandas", action="store_false")
    parser.add_argument("--one", help=argparse.SUPPRESS)
    parser.add_argument("--workspace", default="", help=argparse.SUPPRESS)
    return parser.parse_args()


if __name__ == "__main__":
    main()
