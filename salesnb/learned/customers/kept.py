"""The models of customers as numbered JSON files, so that they are fitted once.

A folder that cannot be written to is no obstacle: they are then fitted again the next time.
"""

import hashlib
import json
import os
import re
from contextlib import suppress
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd

from salesnb.learned.customers.fitting import CustomerModels, fit_customers
from salesnb.settings.learned import USUAL, LearnedRules

FORMAT = 1
_NAME = re.compile(r"(\d{6})\.json")


def kept_models(
    purchases: pd.DataFrame,
    invoices: pd.DataFrame,
    as_of: date,
    folder: Path,
    rules: LearnedRules = USUAL,
) -> CustomerModels:
    """Return the models of these data and rules as of a day, fitted unless they are kept already.

    Groups have the names that they had in the newest models of an earlier day.
    """
    told = hashlib.sha256(rules.model_dump_json().encode()).hexdigest()[:16]
    key = f"{FORMAT} {as_of} {_digest(purchases)} {_digest(invoices)} {told}"
    entries = _entries(folder)
    for own, models in entries:
        if own == key:
            return models
    earlier = [models for _, models in entries if models.as_of < as_of and models.groups.names]
    before = max(earlier, key=lambda models: models.as_of, default=None)
    models = fit_customers(purchases, invoices, as_of, before.groups if before else None, rules)
    with suppress(OSError):
        _write(folder, key, models)
    return models


def _entries(folder: Path) -> list[tuple[str, CustomerModels]]:
    """Return keys and models, oldest first; what cannot be read is as if it were not there."""
    found = []
    for path in sorted(folder.glob("*.json")) if folder.is_dir() else ():
        with suppress(OSError, ValueError, KeyError, TypeError):
            told = json.loads(path.read_text(encoding="utf-8"))
            if _NAME.fullmatch(path.name) and told["key"].startswith(f"{FORMAT} "):
                found.append((told["key"], CustomerModels.from_json(told["models"])))
    return found


def _write(folder: Path, key: str, models: CustomerModels) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    taken = [int(match[1]) for path in folder.iterdir() if (match := _NAME.match(path.name))]
    number = max(taken, default=0) + 1
    draft = folder / f"{number:06d}.{os.getpid()}.tmp"
    told = {"key": key, "models": models.to_json()}
    text = json.dumps(told, ensure_ascii=False, indent=1, default=_plain)
    draft.write_text(text, encoding="utf-8")
    draft.replace(folder / f"{number:06d}.json")


def _digest(frame: pd.DataFrame) -> str:
    hashed = pd.util.hash_pandas_object(frame, index=False).to_numpy()
    return hashlib.sha256(np.sort(hashed).tobytes()).hexdigest()[:16]


def _plain(value: object) -> object:
    return value.item() if isinstance(value, np.generic) else str(value)
