"""All metrics of a large company by team, beside plain pandas and hand-written SQL.

    python benchmarks/metrics.py [--follow-ups 10000000] [--no-pandas]

Every measurement is a process of its own, so that its peak memory is its own; each begins with the
store on disk and ends with a frame. The last line is JSON.
"""

import argparse
import json
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import datetime
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd

import salesnb
from salesnb.metrics.formula import QUANTILES
from salesnb.store.snapshots import connect, draft_path, publish
from salesnb.store.upsert import create_tables
from salesnb.workspace import Workspace

MONTH = ("2026-10-01", "2026-11-01")
_VERSION = "_file, _sheet, _row, import_id, version, valid_from, valid_until, closed_by"
_FIRST = "'book.xlsx', 'rows', i, 1, 1, timestamp '2026-10-31 08:00', null, null"
# {table: (its columns, SQL over i and the sizes of the company)}
TABLES = {
    "staff": ("name, team, department, role, active", "'rep' || i, 'Team ' || (i % 8), 'Department ' || (i % 2), 'rep', true"),
    "customers": (
        "customer_id, customer_name, industry, region, source, first_contact_date, status, level, owner",
        """'C' || i, 'Customer ' || i, 'Industry ' || (i % 7), 'Region ' || (i % 4), 'Channel ' || (i % 6),
        date '2024-01-01' + (i * 37 % 1000)::int, ['prospect', 'interested', 'customer', 'lost'][i % 4 + 1],
        ['strategic', 'key', 'potential', 'ordinary'][i % 4 + 1], 'rep' || (i % 40)""",
    ),
    "leads": (
        "lead_id, source, contact_name, need, customer_id, product_line, stage, created_at, owner, grade,"
        " outcome, outcome_date, reason",
        """'L' || i, 'Channel ' || (i % 6), 'X', 'need', 'C' || (i % {customers}), 'Line ' || (i % 5),
        case when i % 10 < 5 then 'lead' when i % 10 < 8 then 'intent' when i % 10 = 8 then 'lost' else 'won' end,
        timestamp '2024-01-01 08:00' + to_minutes((hash(i) % 1480000)::int), 'rep' || (i % 40),
        ['A', 'B', 'C', 'D'][i % 4 + 1], case when i % 10 = 8 then 'lost' when i % 10 = 9 then 'won' end,
        case when i % 10 >= 8 then least(cast(timestamp '2024-01-01' + to_minutes((hash(i) % 1480000)::int) as date)
          + (i % 60)::int, date '2026-10-31') end,
        case when i % 10 = 8 then ['price', 'budget', 'rival'][i % 3 + 1] end""",
    ),
    "opportunities": (
        "opportunity_id, customer_id, lead_id, stage, amount, probability, created_at, owner, product_line,"
        " won_amount, closed_at, lost_reason",
        """'O' || i, 'C' || (i % {customers}), 'L' || (i * 3 % {leads}),
        case when i % 6 < 2 then 'opportunity' when i % 6 = 2 then 'quote' when i % 6 < 5 then 'won' else 'lost' end,
        1000 + i % 90000, 0.3, date '2024-02-01' + (hash(i) % 980)::int, 'rep' || (i % 40), 'Line ' || (i % 5),
        case when i % 6 in (3, 4) then 1000 + i % 90000 end,
        case when i % 6 >= 3 then least(date '2024-02-01' + (hash(i) % 980)::int + (i % 90)::int, date '2026-10-31') end,
        case when i % 6 = 5 then 'price' end""",
    ),
    "follow_ups": (
        'follow_id, customer_id, lead_id, follow_at, method, "user", content, effective',
        """'F' || i, case when i % 2 = 0 then 'C' || (hash(i) % {customers}) end,
        case when i % 2 = 1 then 'L' || (hash(i) % {leads}) end,
        timestamp '2024-01-01 08:00' + to_seconds((hash(i * 7) % 89000000)::int),
        ['phone', 'wechat', 'visit', 'email'][i % 4 + 1], 'rep' || (i % 40),
        'asked about price and delivery, number ' || i, i % 3 > 0""",
    ),
    "orders": (
        "order_id, customer_id, product, product_line, amount, order_date, owner",
        """'S' || i, 'C' || (i % {customers}), 'Product ' || (i % 20), 'Line ' || (i % 5), 500 + i % 70000,
        date '2024-01-01' + (hash(i) % 1030)::int, 'rep' || (i % 40)""",
    ),
    "payments": (
        "payment_id, order_id, paid_amount, paid_date",
        """'P' || i, 'S' || (i % {orders}), 200 + i % 30000,
        date '2024-02-01' + (hash(i % {orders}) % 1000)::int""",
    ),
    "targets": ("period, scope, metric, value", "'2026-10', 'team:Team ' || i, 'sales', 5000000"),
}  # fmt: skip
# The five heaviest metrics, written by hand over the facts, with what their intervals need.
HEAVY = {
    "follow_ups": "select team, count(*) from fact_follow_ups where {followed_on} group by team",
    "effective_follow_up_rate": """select team, sum(case when is_effective then 1 else 0 end) * 1.0
        / count(is_effective) from fact_follow_ups where {followed_on} group by team""",
    "median_response_time": """select team, median(first_response_hours), count(first_response_hours),
        quantile_cont(first_response_hours, {quantiles}) from fact_leads where {created_on} group by team""",
    "median_sales_cycle_days": """select team, median(date_diff('day', created_on, closed_on)), count(*),
        quantile_cont(date_diff('day', created_on, closed_on), {quantiles}) from fact_cases
        where is_won and {closed_on} group by team""",
    "response_time": """select team, avg(first_response_hours), stddev_samp(first_response_hours),
        count(first_response_hours) from fact_leads where {created_on} group by team""",
}  # fmt: skip
YEAR = ("2026-01-01", "2027-01-01")


def main() -> None:
    """Make the companies, measure each way, print seconds, memory and ratios."""
    options = _options()
    if options.one:
        _run_one(options.one, Path(options.workspace))
        return
    with tempfile.TemporaryDirectory() as folder:
        small, large = Path(folder) / "small", Path(folder) / "large"
        make_company(small, options.follow_ups // 10)
        make_company(large, options.follow_ups)
        wb = salesnb.open(small, period="2026-10")
        _check_same(wb.metrics(SAME, by="team"), plain_pandas(small))
        figures = _compare(small, large, options)
    print(json.dumps(figures))


def _compare(small: Path, large: Path, options: argparse.Namespace) -> dict[str, float]:
    runs = [_measured("all", large) for _ in range(options.runs)]
    little = [_measured("all", small) for _ in range(options.runs)]
    figures = {
        "follow_ups": options.follow_ups,
        "metrics": runs[0]["metrics"],
        "seconds": _median(runs, "seconds"),
        "peak_mb": max(run["peak_mb"] for run in runs),
        "seconds_of_a_tenth": _median(little, "seconds"),
    }
    figures["growth_for_ten_times"] = figures["seconds"] / figures["seconds_of_a_tenth"]
    print(f"{figures['metrics']:.0f} metrics by team {figures['seconds']:7.2f} s", end="")
    print(f" {figures['peak_mb']:7.0f} MB; of a tenth {figures['seconds_of_a_tenth']:.2f} s")
    if options.pandas:
        plain = _measured("pandas", large)
        ours = [_measured("same", large) for _ in range(options.runs)]
        figures["pandas_seconds"], figures["pandas_mb"] = plain["seconds"], plain["peak_mb"]
        figures["times_faster"] = plain["seconds"] / _median(ours, "seconds")
        print(
            f"{len(SAME)} of them in pandas {plain['seconds']:7.2f} s {plain['peak_mb']:7.0f} MB;",
            end="",
        )
        print(f" here {_median(ours, 'seconds'):.2f} s, ratio {figures['times_faster']:.1f}")
    heavy = _measured("heavy", large)
    for name in HEAVY:
        ours_ms, hand_ms = heavy[f"{name}_ours"] * 1000, heavy[f"{name}_hand"] * 1000
        figures[f"{name}_ratio"] = ours_ms / hand_ms
        print(
            f"{name:26} {ours_ms:7.0f} ms, by hand {hand_ms:7.0f} ms, ratio {ours_ms / hand_ms:.2f}"
        )
    return {name: round(float(value), 3) for name, value in figures.items()}


def make_company(root: Path, follow_ups: int) -> None:
    """Write a workspace whose store holds a company with so many follow-ups."""
    workspace = Workspace.create(root, "en")
    workspace.change_setting("today", "2026-10-31")
    folder = root / "data" / "store"
    folder.mkdir(parents=True, exist_ok=True)
    sizes = {
        "staff": 40, "targets": 8, "follow_ups": follow_ups, "leads": follow_ups // 10,
        "opportunities": follow_ups * 3 // 100, "customers": follow_ups // 50,
        "orders": follow_ups // 50, "payments": follow_ups * 3 // 100,
    }  # fmt: skip
    draft = draft_path(folder)
    connection = connect(draft, read_only=False)
    create_tables(connection)
    for name, (columns, values) in TABLES.items():
        connection.execute(
            f"insert into {name} ({columns}, {_VERSION}) select {values.format(**sizes)}, {_FIRST}"
            f" from range({sizes[name]}) as t(i)"
        )
    connection.execute(
        "insert into imports values (1, timestamp '2026-10-31 08:00', 'bench', '[]', 1, 1, 0)"
    )
    connection.execute("checkpoint")
    connection.close()
    publish(folder, draft, datetime(2026, 10, 31, 8))


SAME = (
    "sales", "orders", "avg_customer_value", "new_leads", "lead_win_rate", "follow_ups",
    "effective_follow_up_rate", "response_time", "median_response_time", "closed_win_rate",
    "open_pipeline", "collections",
)  # fmt: skip


def plain_pandas(root: Path) -> pd.DataFrame:
    """Compute the metrics of SAME as one would in pandas, from the tables of the store."""
    (path,) = (root / "data" / "store").glob("*.duckdb")
    with duckdb.connect(str(path), read_only=True) as connection:
        frames = {
            name: connection.execute(f"select {columns} from {name} where valid_until is null").df()
            for name, (columns, _) in TABLES.items()
        }
    start, end = (pd.Timestamp(day) for day in MONTH)
    staff = frames["staff"].set_index("name")["team"]
    for name, owner in (("leads", "owner"), ("opportunities", "owner"), ("orders", "owner"), ("follow_ups", "user")):  # fmt: skip
        frames[name]["team"] = frames[name][owner].map(staff)
    orders, leads, deals = frames["orders"], frames["leads"], frames["opportunities"]
    sold = orders[(orders["order_date"] >= start) & (orders["order_date"] < end)]
    parts = {
        "sales": sold.groupby("team")["amount"].sum(),
        "orders": sold[sold["amount"] > 0].groupby("team").size(),
    }
    parts["avg_customer_value"] = parts["sales"] / sold.groupby("team")["customer_id"].nunique()
    calls = frames["follow_ups"]
    by_lead = calls.merge(leads[["lead_id", "created_at"]], on="lead_id")
    by_customer = calls.merge(
        leads[["lead_id", "customer_id", "created_at"]], on="customer_id", suffixes=("_call", "")
    )
    both = pd.concat(
        part.loc[part["follow_at"] >= part["created_at"], ["lead_id", "follow_at"]]
        for part in (by_lead, by_customer)
    )
    first = both.groupby("lead_id")["follow_at"].min()
    new = leads[(leads["created_at"] >= start) & (leads["created_at"] < end)].copy()
    new["hours"] = (new["lead_id"].map(first) - new["created_at"]).dt.total_seconds() / 3600
    won = set(deals.loc[deals["stage"] == "won", "lead_id"])
    new["won"] = (new["outcome"] == "won") | (new["stage"] == "won") | new["lead_id"].isin(won)
    group = new.groupby("team")
    parts |= {
        "new_leads": group.size(),
        "lead_win_rate": group["won"].mean(),
        "response_time": group["hours"].mean(),
        "median_response_time": group["hours"].median(),
    }
    month = calls[(calls["follow_at"] >= start) & (calls["follow_at"] < end)]
    parts["follow_ups"] = month.groupby("team").size()
    parts["effective_follow_up_rate"] = month.groupby("team")["effective"].mean()
    closed = deals[(deals["closed_at"] >= start) & (deals["closed_at"] < end)]
    parts["closed_win_rate"] = (closed["stage"] == "won").groupby(closed["team"]).mean()
    still_open = deals[~deals["stage"].isin(["won", "lost"])]
    parts["open_pipeline"] = still_open.groupby("team")["amount"].sum()
    paid = frames["payments"].merge(orders[["order_id", "team"]], on="order_id")
    paid = paid[(paid["paid_date"] >= start) & (paid["paid_date"] < end)]
    parts["collections"] = paid.groupby("team")["paid_amount"].sum()
    return pd.DataFrame(parts)[list(SAME)]


def _run_one(way: str, root: Path) -> None:
    start = time.perf_counter()
    told: dict[str, float] = {}
    if way == "pandas":
        plain_pandas(root)
    else:
        wb = salesnb.open(root, period="2026-10")
        names = SAME if way == "same" else list(wb.settings.metrics)
        if way != "heavy":
            told["metrics"] = len(names)
            wb.metrics(names, by="team")
    told["seconds"] = time.perf_counter() - start
    if way == "heavy":
        told |= _heavy(wb)
    told["peak_mb"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps(told))


def _check_same(ours: pd.DataFrame, plain: pd.DataFrame) -> None:
    wide = ours.pivot(index="team", columns="metric", values="value")[list(SAME)]
    left, right = wide.astype(float).fillna(0), plain.astype(float).loc[wide.index].fillna(0)
    assert np.allclose(left, right), "figures differ"


def _heavy(wb: "salesnb.workbench.Workbench") -> dict[str, float]:
    """Return the median seconds of each heavy metric, asked here and by hand, by turns."""
    told = {}
    for name, sql in HEAVY.items():
        inside = {
            day: f"{day} >= date '{YEAR[0]}' and {day} < date '{YEAR[1]}'"
            for day in ("followed_on", "created_on", "closed_on")
        }
        inside["quantiles"] = str(list(QUANTILES))
        seconds: dict[str, list[float]] = {"ours": [], "hand": []}
        for _ in range(7):
            for way, ask in (
                ("ours", lambda name=name: wb.metrics(name, by="team", period="2026")),
                ("hand", lambda sql=sql, inside=inside: wb._store.run(sql.format(**inside))),
            ):
                start = time.perf_counter()
                ask()
                seconds[way].append(time.perf_counter() - start)
        told |= {f"{name}_{way}": statistics.median(times[1:]) for way, times in seconds.items()}
    return told


def _median(runs: list[dict[str, float]], name: str) -> float:
    return statistics.median(run[name] for run in runs)


def _measured(way: str, root: Path) -> dict[str, float]:
    command = [sys.executable, __file__, "--one", way, "--workspace", str(root)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    figures: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return figures


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
