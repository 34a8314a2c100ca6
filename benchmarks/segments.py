"""Models of customers: CDNOW, receivables, and 1,000,000 made-up orders of 100,000 customers.

    python benchmarks/segments.py [--orders 1000000] [--customers 100000] [--data ../shared/data]

Data sets that are not there are left out. Everything is tested in order of time. The last line is
JSON.
"""

import argparse
import json
import resource
import time
from datetime import date, timedelta
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd
from sklearn.metrics import roc_auc_score

from salesnb.learned.customers import customer_tables, fit_customers
from salesnb.learned.customers.activity_model import fit_activity
from salesnb.learned.customers.late_payers import chances, fit_late, known_by
from salesnb.learned.customers.payment_history import outcomes
from salesnb.learned.customers.rhythm import bought_between, rhythms

CDNOW, RECEIVABLES = "cdnow/CDNOW_sample.txt", "accounts_receivable_2012"
RECEIVED = date(2012, 12, 31)
Figures = dict[str, float | str | None]


def main() -> None:
    """Measure whatever is there, print a line per measurement."""
    options = _options()
    data = Path(options.data)
    figures: Figures = {}
    if (data / CDNOW).is_file():
        figures |= _of_cdnow(data / CDNOW)
    if (data / RECEIVABLES).is_dir():
        figures |= _of_receivables(next((data / RECEIVABLES).glob("*.csv")))
    figures |= _of_made_up(options.orders, options.customers)
    print(json.dumps(figures))


def _of_cdnow(path: Path) -> Figures:
    """Fit on 39 weeks, foretell the next 39; beside the models the two simple ways."""
    names = ["master", "customer_id", "day", "pieces", "bought"]
    rows = pd.read_csv(path, sep=r"\s+", header=None, names=names, dtype={"day": str})
    # The published fit counts the few purchases that cost nothing.
    bought = rows["bought"].clip(lower=0.01)
    rows = rows.assign(sold_on=pd.to_datetime(rows["day"]), bought=bought, returned=0.0)
    cut, end = date(1997, 9, 30), date(1998, 6, 30)
    frame = rhythms(rows, cut)
    columns = [frame[name].to_numpy(float) for name in ("repeats", "recency", "age")]
    real = bought_between(rows, cut, end).reindex(frame["customer_id"])["purchases"]
    real = real.fillna(0).to_numpy()
    told = {"repeats_again": columns[0], "own_rate": columns[0] / columns[2] * 39}
    figures: Figures = {}
    for kind in ("bg", "mbg"):
        start = time.perf_counter()
        model = fit_activity(frame, kind)
        seconds = time.perf_counter() - start
        told[kind] = model.expected(*columns, 39)
        print(f"cdnow  {kind:13} {_rounded(model.to_json())} in {seconds:.2f} s")
        parameters = {name: getattr(model, name) for name in ("r", "alpha", "a", "b")}
        figures |= {f"cdnow_{kind}_{name}": round(each, 4) for name, each in parameters.items()}
    for way, each in told.items():
        mae = float(np.abs(each - real).mean())
        total = float(each.sum() / real.sum())
        print(f"cdnow  {way:13} MAE over 39 weeks {mae:.4f}, total {total:.2f} of the real one")
        figures[f"cdnow_{way}_mae"] = round(mae, 4)
    return figures


def _of_receivables(path: Path) -> Figures:
    read = pd.read_csv(path)
    dates = {"issued_on": "InvoiceDate", "due_on": "DueDate", "settled_on": "SettledDate"}
    told = {name: pd.to_datetime(read[raw], format="%m/%d/%Y") for name, raw in dates.items()}
    same = {
        "invoice_id": read["invoiceNumber"].astype(str),
        "customer_id": read["customerID"],
        "amount": read["InvoiceAmount"],
        "region": read["countryCode"].astype(str),
        "disputed": read["Disputed"],
        "bill": read["PaperlessBill"],
    }
    frame = pd.DataFrame({**told, **same})
    figures: Figures = {}
    # A dispute stands in the data as it was on the last day, and nowhere when it arose: with it the
    # model knows something of the invoices' future.
    ways = {"with_bill": ["disputed"], "history_only": ["disputed", "bill"], "with_future": []}
    for name, columns in ways.items():
        start = time.perf_counter()
        model = fit_late(frame.drop(columns=columns), RECEIVED)
        print(f"late   {name}: {model.kind} in {time.perf_counter() - start:.1f} s")
        for way, each in model.figures.items():
            print(f"       {way:13} AUC {each['auc']:.4f}, log loss {each['log_loss']:.4f}")
            figures[f"late_{name}_{way}_auc"] = round(each["auc"], 4)
        figures |= {f"late_days_{way}": round(off, 2) for way, off in model.days_error.items()}
        if "disputed" in columns:
            auc, looks = _while_open(frame.drop(columns=columns))
            print(f"       {looks:,} looks at what was open and not yet late: AUC {auc:.4f}")
            figures[f"late_{name}_while_open_auc"] = round(auc, 4)
    return figures


def _while_open(invoices: pd.DataFrame) -> tuple[float, int]:
    """Return how chances of every other Sunday rank what was open and not yet late, and how many.

    Each day's model has learned from what was known then, and who pays early is looked at less often.
    """
    known = outcomes(known_by(invoices, RECEIVED)).set_index("invoice_id")["is_late"]
    told = []
    for day in pd.date_range("2012-04-29", RECEIVED - timedelta(days=31), freq="2W"):
        found = chances(fit_late(invoices, day.date()), invoices, day.date())
        told.append(found[(found["days_over"] == 0) & found["chance"].notna()])
    asked = pd.concat(told)
    return float(roc_auc_score(asked["invoice_id"].map(known), asked["chance"])), len(asked)


def _of_made_up(orders: int, customers: int) -> Figures:
    """Seconds and memory from orders to RFM, groups and value of every customer."""
    connection = duckdb.connect()
    connection.execute("set threads = 2")
    connection.register("coming", _orders(orders, customers))
    connection.execute("create table orders as select * from coming")
    connection.unregister("coming")
    start, begun = time.perf_counter(), time.process_time()
    purchases = connection.execute(
        """select customer_id, sold_on, sum(greatest(amount, 0)) as bought,
          sum(greatest(-amount, 0)) as returned from orders group by all order by all"""
    ).df()
    nothing = {name: pd.Series(dtype="datetime64[us]") for name in ("issued_on", "due_on")}
    invoices = pd.DataFrame({**nothing, "settled_on": nothing["due_on"]}).assign(
        invoice_id="", customer_id="", amount=0.0
    )
    models = fit_customers(purchases, invoices, date(2025, 12, 31))
    values = customer_tables(models, purchases, invoices)["customer_values"]
    seconds, processor = time.perf_counter() - start, time.process_time() - begun
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    holdout = models.holdout
    by = holdout.sales_by if holdout else None
    print(f"made up {orders:,} orders of {len(values):,} customers: {seconds:.1f} s,", end="")
    print(f" {processor:.1f} s of processor time, {memory:.0f} MB;")
    print(f"       {len(models.groups.names)} groups, sales by {by}, {models.activity}")
    return {
        "orders": orders,
        "customers": len(values),
        "seconds": round(seconds, 1),
        "processor_seconds": round(processor, 1),
        "peak_mb": round(memory),
        "groups": len(models.groups.names),
        "sales_by": by,
        "expected_sales": round(float(values["expected_sales"].sum())),
    }


def _orders(orders: int, customers: int) -> pd.DataFrame:
    """Return orders of two years by customers with rates, lifetimes and amounts of their own."""
    rng = np.random.default_rng(1)
    weight = rng.gamma(0.7, 1, customers) + 0.02
    first = np.sort(rng.integers(0, 700, customers))
    life = np.minimum(rng.exponential(500, customers), 730 - first)
    drawn = rng.choice(customers, orders - customers, p=weight * life / (weight * life).sum())
    owner = np.concatenate([np.arange(customers), drawn])
    day = first[owner] + np.concatenate([np.zeros(customers), rng.random(len(drawn)) * life[drawn]])
    mean = rng.lognormal(9, 0.8, customers)
    amount = mean[owner] * rng.gamma(4, 0.25, orders) * np.where(rng.random(orders) < 0.01, -1, 1)
    return pd.DataFrame(
        {
            "customer_id": pd.Series(owner).map("C{:07d}".format),
            "sold_on": pd.Timestamp("2024-01-01") + pd.to_timedelta(day.astype(int), unit="D"),
            "amount": amount.round(2),
        }
    )


def _rounded(told: dict[str, float | str]) -> str:
    parts = (f"{name} {each:.4f}" for name, each in told.items() if isinstance(each, float))
    return ", ".join(parts)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--orders", type=int, default=1_000_000)
    parser.add_argument("--customers", type=int, default=100_000)
    parser.add_argument("--data", default=str(Path(__file__).parents[2] / "shared" / "data"))
    return parser.parse_args()


if __name__ == "__main__":
    main()
