"""Segments with value: 1,000,000 made-up orders of 100,000 customers, as a report asks for them.

Levels, tiers and movements, then RFM, groups and the value of the next year, in one process. Ends
with one line of JSON: seconds of the facts, of the frame and of the models (on the clock), of all of
them (on the clock, and of processor time), and the memory they took, the import included.
"""

import argparse
import json
import resource
import tempfile
import time
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import numpy as np
import pandas as pd

from salesnb.scopes import ScopedStore
from salesnb.segments import (
    about_to_change,
    customer_levels,
    customer_segments,
    tier_movements,
    with_expected,
)
from salesnb.settings import load_settings
from salesnb.store import Store

AS_OF, DAYS = date(2025, 12, 31), 730


def main() -> None:
    """Import the orders, open the store, and time what is asked."""
    options = _options()
    settings = load_settings(None)
    figures: dict[str, float] = {"orders": options.orders, "customers": options.customers}
    with tempfile.TemporaryDirectory() as folder:
        store = Store(Path(folder))
        frames = _frames(options.orders, options.customers)
        store.import_frames(frames, files=["made-up"], at=datetime(2026, 1, 1), by="benchmark")
        del frames
        start, begun = time.perf_counter(), time.process_time()
        opened = start
        scoped = ScopedStore.open(store, settings, as_of=AS_OF)
        for fact in ("fact_customers", "fact_customer_quarters", "fact_customer_rhythm"):
            scoped.run(f"select count(*) from {fact}")
        figures["facts_seconds"] = round(time.perf_counter() - start, 1)
        start = time.perf_counter()
        segments = customer_segments(scoped, settings, "en")
        about_to_change(scoped, settings, customer_levels(scoped, settings))
        tier_movements(scoped, settings, date(2025, 11, 30), segments)
        figures["segments_seconds"] = round(time.perf_counter() - start, 1)
        start = time.perf_counter()
        segments = with_expected(scoped, segments, "model")
        figures["models_seconds"] = round(time.perf_counter() - start, 1)
        figures["seconds"] = round(time.perf_counter() - opened, 1)
        figures["processor_seconds"] = round(time.process_time() - begun, 1)
        figures["peak_mb"] = round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
        print(segments["tier"].value_counts().to_string())
        print(segments["level"].value_counts().to_string())
        print(segments[["rfm_segment", "p_active", "expected_value"]].notna().sum().to_string())
    print(json.dumps(figures))


def _frames(orders: int, customers: int) -> dict[str, pd.DataFrame]:
    """Return customers and two years of their orders, each with a rate and a lifetime of its own."""
    rng = np.random.default_rng(1)
    ids = pd.Series(np.arange(customers)).map("C{:07d}".format)
    industries = np.array(["Food", "Steel", "Paper", "Glass", "Trade"])
    first = np.sort(rng.integers(0, 700, customers))
    life = np.minimum(rng.exponential(500, customers), DAYS - first)
    weight = (rng.gamma(0.7, 1, customers) + 0.02) * life
    drawn = rng.choice(customers, orders - customers, p=weight / weight.sum())
    owner = np.concatenate([np.arange(customers), drawn])
    later = rng.random(len(drawn)) * life[drawn]
    day = first[owner] + np.concatenate([np.zeros(customers), later])
    mean = rng.lognormal(9, 0.8, customers)
    amount = (mean[owner] * rng.gamma(4, 0.25, orders)).round(2)
    contacted = pd.Timestamp(AS_OF) - pd.to_timedelta(rng.integers(0, 90, customers), "D")
    place = {"_file": "made-up", "_sheet": "made-up"}
    return {
        "customers": pd.DataFrame(
            {
                "customer_id": ids,
                "customer_name": ids,
                "industry": industries[rng.integers(0, 5, customers)],
                "owner": "Ann",
                "last_contact_at": contacted,
            }
        ).assign(**place, _row=np.arange(customers)),
        "orders": pd.DataFrame(
            {
                "order_id": pd.Series(np.arange(orders)).map("O{:08d}".format),
                "customer_id": ids.to_numpy()[owner],
                "order_date": pd.Timestamp("2024-01-01") + pd.to_timedelta(day.astype(int), "D"),
                "amount": [Decimal(str(each)) for each in amount],
                "owner": "Ann",
            }
        ).assign(**place, _row=np.arange(orders)),
    }


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Segments and value of many customers.")
    parser.add_argument("--orders", type=int, default=1_000_000)
    parser.add_argument("--customers", type=int, default=100_000)
    return parser.parse_args()


if __name__ == "__main__":
    main()
