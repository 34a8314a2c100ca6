"""Import of one workbook: read, recognise, parse and check, beside plain pandas with openpyxl.

    python benchmarks/import.py [--rows 200000] [--runs 3] [--plain-runs 1]

Every run is a process of its own, so that its peak memory is its own. The last line is JSON.
"""

import argparse
import json
import resource
import statistics
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path

import pandas as pd
import xlsxwriter
from processes import Figures, figures_of

from salesnb.loaders import load_files
from salesnb.settings import load_settings

HEADERS = (
    "销售单号", "客户编号", "产品/服务名称", "产品线", "数量", "单价", "成交金额", "成交日期",
    "负责人", "区域", "应回款日期", "合同备注",
)  # fmt: skip
CUSTOMERS = 5_000
TODAY = date(2026, 10, 31)


def main() -> None:
    """Make the workbook, measure both ways, print medians, ratio and peak memory."""
    options = _options()
    if options.one:
        _run_one(options.one, Path(options.file), options.rows)
        return
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "orders.xlsx"
        write_orders(path, options.rows)
        loaded = [_measured("load", path, options.rows) for _ in range(options.runs)]
        plain = [_measured("plain", path, options.rows) for _ in range(options.plain_runs)]
    figures = {
        "rows": options.rows,
        "columns": len(HEADERS),
        "load_seconds": statistics.median(run["seconds"] for run in loaded),
        "load_peak_mb": max(run["peak_mb"] for run in loaded),
        "good_rows": loaded[0]["rows"],
        "openpyxl_seconds": statistics.median(run["seconds"] for run in plain),
        "openpyxl_peak_mb": max(run["peak_mb"] for run in plain),
    }
    figures["times_faster"] = figures["openpyxl_seconds"] / figures["load_seconds"]
    print(f"{options.rows:,} rows x {len(HEADERS)} columns, median of {options.runs} runs")
    print(
        f"load_files            {figures['load_seconds']:7.2f} s {figures['load_peak_mb']:7.0f} MB"
    )
    print(
        f"pandas with openpyxl  {figures['openpyxl_seconds']:7.2f} s"
        f" {figures['openpyxl_peak_mb']:7.0f} MB (reads only, {options.plain_runs} run)"
    )
    print(f"ratio                 {figures['times_faster']:7.1f}")
    print(json.dumps({name: round(value, 2) for name, value in figures.items()}))


def write_orders(path: Path, rows: int) -> None:
    """Write a workbook of orders: text, numbers, date cells, typed dates and typed amounts."""
    book = xlsxwriter.Workbook(str(path), {"constant_memory": True})
    sheet = book.add_worksheet("销售业绩跟踪表")
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    sheet.write_row(0, 0, HEADERS)
    for n in range(rows):
        sold = date(2024, 1, 1) + timedelta(days=n % 1_000)
        amount = 1_000 + n * 7 % 90_000 + n % 100 / 100
        typed = f"￥{amount:,.2f}" if n % 4 == 0 else amount
        sheet.write_string(n + 1, 0, f"SO{n:08d}")
        sheet.write_string(n + 1, 1, f"C{n % CUSTOMERS:06d}")
        sheet.write_string(n + 1, 2, f"产品{n % 40}")
        sheet.write_string(n + 1, 3, f"产品线{n % 6}")
        sheet.write_number(n + 1, 4, n % 20 + 1)
        sheet.write_number(n + 1, 5, round(amount / (n % 20 + 1), 2))
        sheet.write(n + 1, 6, typed)
        if n % 5:
            sheet.write_datetime(n + 1, 7, sold, day)
        else:
            sheet.write_string(n + 1, 7, f"{sold.year}年{sold.month}月{sold.day}日")
        sheet.write_string(n + 1, 8, f"销售{n % 50}")
        sheet.write_string(n + 1, 9, ("华东", "华南", "华北", "西南")[n % 4])
        sheet.write_datetime(n + 1, 10, sold + timedelta(days=30), day)
        sheet.write_string(n + 1, 11, f"备注 {n}")
    book.close()


def _run_one(way: str, path: Path, rows: int) -> None:
    if way == "load":
        known = {
            "customers": pd.DataFrame({"customer_id": [f"C{n:06d}" for n in range(CUSTOMERS)]})
        }
        settings = load_settings(None)
        start = time.perf_counter()
        result = load_files([path], settings, mapping=None, known=known, today=TODAY)
        seconds, good = time.perf_counter() - start, len(result.tables["orders"])
        assert good == rows, result.problems["message"].head().tolist()
    else:
        start = time.perf_counter()
        good = len(pd.read_excel(path, engine="openpyxl"))
        seconds = time.perf_counter() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"seconds": seconds, "peak_mb": peak, "rows": good}))


def _measured(way: str, path: Path, rows: int) -> Figures:
    return figures_of(__file__, "--one", way, "--file", str(path), "--rows", str(rows))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--rows", type=int, default=200_000)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--plain-runs", type=int, default=1)
    parser.add_argument("--one", choices=("load", "plain"), help=argparse.SUPPRESS)
    parser.add_argument("--file", default="", help=argparse.SUPPRESS)
    return parser.parse_args()


if __name__ == "__main__":
    main()
