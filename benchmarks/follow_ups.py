"""Import of a workbook of a million follow-ups, one per cent of them bad: read, check, tell.

    python benchmarks/follow_ups.py [--rows 1000000] [--runs 3]

Every run is a process of its own, so that its peak memory is its own. The last line is JSON.
"""

import argparse
import json
import resource
import statistics
import tempfile
import time
from datetime import date, datetime, timedelta
from pathlib import Path

import pandas as pd
import xlsxwriter
from processes import Figures, figures_of

from salesnb.loaders import load_files
from salesnb.settings import load_settings

HEADERS = (
    "跟进记录ID", "客户编号", "跟进时间", "跟进方式", "跟进人", "跟进内容", "客户反馈", "下一步计划",
    "是否有效跟进", "录入时间",
)  # fmt: skip
CUSTOMERS = 20_000
TODAY = date(2026, 10, 31)
# One in a hundred rows is bad, by turns in one of these ways: column, what is typed.
FAULTS = (
    (1, "C999999"),
    (2, "03/04/2026"),
    (2, "2027-01-05"),
    (2, "昨天"),
    (4, None),
    (5, "身份证 11010519491231002X"),
    (8, "也许"),
)


def main() -> None:
    """Make the workbook, measure, print medians and peak memory."""
    options = _options()
    if options.one:
        _run_one(Path(options.one), options.rows)
        return
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "follow_ups.xlsx"
        bad = write_follow_ups(path, options.rows)
        runs = [_measured(path, options.rows) for _ in range(options.runs)]
    figures = {
        "rows": options.rows,
        "bad_rows": bad,
        "rejected": runs[0]["rejected"],
        "seconds": statistics.median(run["seconds"] for run in runs),
        "slowest": max(run["seconds"] for run in runs),
        "peak_mb": max(run["peak_mb"] for run in runs),
    }
    print(f"{options.rows:,} follow-ups, {bad:,} of them bad, median of {options.runs} runs")
    print(f"read and checked {figures['seconds']:7.1f} s {figures['peak_mb']:7.0f} MB")
    print(json.dumps({name: round(value, 2) for name, value in figures.items()}))


def write_follow_ups(path: Path, rows: int) -> int:
    """Write the workbook and return how many of its rows are bad."""
    book = xlsxwriter.Workbook(str(path), {"constant_memory": True})
    sheet = book.add_worksheet("客户跟进记录表")
    moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
    sheet.write_row(0, 0, HEADERS)
    bad = 0
    for n in range(rows):
        at = datetime(2024, 1, 2, 8) + timedelta(minutes=n * 1_400_000 // rows)
        cells: list[object] = [
            f"F{n:08d}", f"C{n * 7919 % CUSTOMERS:06d}", at, ("电话", "微信", "拜访", "邮件")[n % 4],
            f"销售{n % 60}", f"第{n}次沟通：客户询问交期与价格，已答复 {n * 37 % 9973}",
            f"反馈{n % 5000}", f"{n % 28 + 1}日前更新方案", "是" if n % 3 else "否",
            at + timedelta(hours=n % 20),
        ]  # fmt: skip
        if n % 100 == 50:
            column, typed = FAULTS[n // 100 % len(FAULTS)]
            cells[column] = typed
            bad += 1
        for column, value in enumerate(cells):
            if isinstance(value, datetime):
                sheet.write_datetime(n + 1, column, value, moment)
            elif value is not None:
                sheet.write_string(n + 1, column, str(value))
    book.close()
    return bad


def _run_one(path: Path, rows: int) -> None:
    ids = pd.Series([f"C{n:06d}" for n in range(CUSTOMERS)], dtype="str")
    known = {"customers": pd.DataFrame({"customer_id": ids, "customer_name": "客户" + ids})}
    settings = load_settings(None)
    start = time.perf_counter()
    result = load_files([path], settings, mapping=None, known=known, today=TODAY)
    seconds = time.perf_counter() - start
    counts = result.counts.sum(numeric_only=True)
    assert counts["rows_in"] == rows, result.counts.to_string()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"seconds": seconds, "peak_mb": peak, "rejected": int(counts["rejected"])}))


def _measured(path: Path, rows: int) -> Figures:
    return figures_of(__file__, "--one", str(path), "--rows", str(rows))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--one", default="", help=argparse.SUPPRESS)
    return parser.parse_args()


if __name__ == "__main__":
    main()
