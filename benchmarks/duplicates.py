"""Duplicate search: new customers against each other and against as many stored ones.

    python benchmarks/duplicates.py [--rows 100000] [--runs 3]

Names are put together of regions, brands and trades; one in fifty is another one's second spelling.
Every run is a process of its own, so that its peak memory is its own. The last line is JSON.
"""

import argparse
import json
import resource
import statistics
import tempfile
import time
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
from processes import Figures, figures_of

from salesnb.loaders import load_files
from salesnb.settings import load_settings

REGIONS = "上海 北京 广州 深圳 杭州 苏州 南京 成都 武汉 西安 石家庄 哈尔滨"
SYLLABLES = (
    "华信远大恒通嘉诚瑞丰博科天宇金鼎中联新锐宏图锦程凯达安泰佳盛立德明辉正泰永昌海纳智汇云帆"
)
TRADES = (
    "科技 信息技术 贸易 机械制造 半导体材料 医疗器械 供应链管理 网络科技 建筑工程 食品 化工 物流"
)
FORMS = ("有限公司", "股份有限公司", "集团有限公司", "有限责任公司")
FIFTIETH = 50
TODAY = date(2026, 10, 31)


def main() -> None:
    """Make customers, import them with and without the search, print medians and peak memory."""
    options = _options()
    if options.one:
        _run_one(options.one, Path(options.file), options.rows)
        return
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "customers.csv"
        made_up(options.rows, seed=1).to_csv(path, index=False)
        runs = [_measured("with", path, options.rows) for _ in range(options.runs)]
        without = [_measured("without", path, options.rows) for _ in range(options.runs)]
    figures = {
        "new": options.rows,
        "stored": options.rows,
        "import_seconds": statistics.median(run["seconds"] for run in runs),
        "import_without_search_seconds": statistics.median(run["seconds"] for run in without),
        "peak_mb": max(run["peak_mb"] for run in runs),
        "found": runs[0]["found"],
    }
    figures["search_seconds"] = figures["import_seconds"] - figures["import_without_search_seconds"]
    print(f"{options.rows:,} new and as many stored customers, median of {options.runs} runs")
    for name in ("import_seconds", "import_without_search_seconds", "search_seconds"):
        print(f"{name:32} {figures[name]:7.2f} s")
    print(f"{'found':32} {figures['found']:7,.0f}")
    print(json.dumps({name: round(value, 2) for name, value in figures.items()}))


def made_up(rows: int, seed: int) -> pd.DataFrame:
    """Return customers with names that are mostly distinct, and some second spellings."""
    random = np.random.default_rng(seed)
    brand = np.array(list(SYLLABLES))
    parts = [random.choice(REGIONS.split(), rows).astype(object)]
    parts += [random.choice(brand, rows).astype(object) for _ in range(3)]
    parts += [random.choice(TRADES.split(), rows).astype(object)]
    names = sum(parts[1:], parts[0])
    again = np.arange(rows) % FIFTIETH == 1
    names[again] = names[np.flatnonzero(again) - 1]
    return pd.DataFrame(
        {
            "客户编号": [f"N{seed}{n:07d}" for n in range(rows)],
            "客户名称": names + random.choice(FORMS, rows).astype(object),
            "联系方式": [f"13{n:09d}" for n in random.integers(0, 10**9, rows)],
            "负责人": [f"销售{n % 50}" for n in range(rows)],
        }
    )


def _run_one(way: str, path: Path, rows: int) -> None:
    names = ["customer_id", "customer_name", "contact_info", "owner"]
    stored = made_up(rows, seed=2).set_axis(names, axis=1)
    if way == "without":
        stored = stored.assign(customer_name=None)
    settings = load_settings(None)
    start = time.perf_counter()
    if way == "without":
        from salesnb.loaders.checks import duplicates

        duplicates.DUPLICATES.clear()
    result = load_files([path], settings, mapping=None, known={"customers": stored}, today=TODAY)
    seconds = time.perf_counter() - start
    rule = result.problems["rule"].str.contains("duplicate")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    found = int(result.problems.loc[rule, "count"].sum())
    print(json.dumps({"seconds": seconds, "peak_mb": peak, "found": found}))


def _measured(way: str, path: Path, rows: int) -> Figures:
    return figures_of(__file__, "--one", way, "--file", str(path), "--rows", str(rows))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--one", choices=("with", "without"), help=argparse.SUPPRESS)
    parser.add_argument("--file", default="", help=argparse.SUPPRESS)
    return parser.parse_args()


if __name__ == "__main__":
    main()
