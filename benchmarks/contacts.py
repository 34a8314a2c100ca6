"""Contacts at rest: how long a million values take into the store, out of it, and to be masked.

    python benchmarks/contacts.py [--values 1000000]

The last line is JSON.
"""

import argparse
import json
import tempfile
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TypeVar

import pandas as pd

from salesnb.scopes import ScopedStore
from salesnb.settings import load_settings
from salesnb.store import Cipher, Keys, Store

T = TypeVar("T")
AT = datetime(2026, 10, 31, 12)


def main() -> None:
    """Seal and unseal phone numbers, then import leads with and without a key."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--values", type=int, default=1_000_000)
    count = parser.parse_args().values
    phones: list[str | None] = [f"138{n:08d}" for n in range(count)]
    cipher = Cipher(bytes(32))
    figures: dict[str, float] = {"values": count}
    figures["seal_seconds"], sealed = _timed(lambda: cipher.seal("contact_info", phones))
    figures["unseal_seconds"], clear = _timed(lambda: cipher.unseal("contact_info", sealed))
    assert clear == phones
    for name in ("plain", "sealed"):
        figures |= {f"{name}_{key}": value for key, value in _store(name, phones).items()}
    for name, value in figures.items():
        print(f"{name:26} {value:12,.2f}")
    print(json.dumps(figures))


def _store(name: str, phones: list[str | None]) -> dict[str, float]:
    """Return seconds to import leads with a phone each, again unchanged, and to ask of them."""
    leads = pd.DataFrame({"contact_info": pd.Series(phones, dtype="str")})
    leads["lead_id"] = [f"L{n}" for n in range(len(leads))]
    leads = leads.assign(owner="A", source="s", created_at=pd.Timestamp(AT), _file="f")
    leads = leads.assign(_sheet="s", _row=range(len(leads)))
    with tempfile.TemporaryDirectory() as folder:
        keys = Keys(Path(folder) / "key") if name == "sealed" else None
        store = Store(Path(folder) / "store", keys=keys)

        def taken() -> object:
            return store.import_frames({"leads": leads}, files=["f"], at=AT, by="b")

        figures = {"import_seconds": _timed(taken)[0], "again_seconds": _timed(taken)[0]}
        figures["current_seconds"], _ = _timed(store.current)
        with ScopedStore.open(store, load_settings(None)) as scoped:
            asked = "select count(*) as n from fact_leads"
            figures["count_seconds"], _ = _timed(lambda: scoped.run(asked))
            masks = "select count(contact_info) as n from leads"
            figures["masks_seconds"], _ = _timed(lambda: scoped.run(masks))
    return figures


def _timed(work: Callable[[], T]) -> tuple[float, T]:
    """Return the processor seconds of this process, on a machine that others use, too."""
    began = time.process_time()
    done = work()
    return time.process_time() - began, done


if __name__ == "__main__":
    main()
