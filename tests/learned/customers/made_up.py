"""Customers made up from known rates, groups and habits of paying."""

from datetime import date

import numpy as np
import pandas as pd

START, AS_OF = pd.Timestamp("2024-01-01"), date(2025, 12, 31)


def purchases(*rows: tuple[str, str, float]) -> pd.DataFrame:
    """Return purchases; a negative amount is what came back."""
    frame = pd.DataFrame(rows, columns=["customer_id", "sold_on", "amount"])
    return pd.DataFrame(
        {
            "customer_id": frame["customer_id"],
            "sold_on": pd.to_datetime(frame["sold_on"]),
            "bought": frame["amount"].clip(lower=0).astype(float),
            "returned": (-frame["amount"]).clip(lower=0).astype(float),
        }
    )


def planted(
    seed: int, sizes: tuple[int, ...] = (60, 60, 60), last: int = 730
) -> tuple[pd.DataFrame, pd.Series]:
    """Return purchases of three kinds of customers over two years, and each customer's kind.

    0 buys every two weeks for much, 1 every quarter for little, 2 bought monthly and stopped.
    """
    rng = np.random.default_rng(seed)
    gaps, amounts, ends = (14, 90, 30), (50_000, 2_000, 10_000), (last, last, last - 300)
    kinds = np.repeat(np.arange(len(sizes)), sizes)
    rows, names = [], []
    for nth, kind in enumerate(kinds):
        names.append(f"C{nth:04d}")
        day = float(rng.uniform(0, gaps[kind]))
        while day <= ends[kind]:
            amount = amounts[kind] * float(np.exp(rng.normal(0, 0.3)))
            rows.append((names[-1], START + pd.Timedelta(days=int(day)), amount))
            day += gaps[kind] * float(np.exp(rng.normal(0, 0.3)))
    return purchases(*rows), pd.Series(kinds, index=names)


def invoices(seed: int, customers: int = 60, each: int = 14) -> pd.DataFrame:
    """Return invoices of two years; every third customer pays two weeks after the due day."""
    rng = np.random.default_rng(seed)
    size = customers * each
    owner = np.tile(np.arange(customers), each)
    issued = START + pd.to_timedelta(np.sort(rng.integers(0, 715, size)), unit="D")
    due = issued + pd.Timedelta(days=30)
    delay = np.where(owner % 3 == 0, 14, -8) + rng.normal(0, 7, size).round()
    settled = due + pd.to_timedelta(delay, unit="D")
    return pd.DataFrame(
        {
            "invoice_id": [f"I{nth:05d}" for nth in range(size)],
            "customer_id": [f"C{nth:03d}" for nth in owner],
            "issued_on": issued,
            "due_on": due,
            "settled_on": pd.Series(settled).where(pd.Series(settled) <= pd.Timestamp(AS_OF)),
            "amount": rng.lognormal(9, 1, size).round(2),
        }
    )
